"""The demo's project with its clients, and those whom one unit contacted: some joined, some did not, some are asked."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.network.projects.actions_clients import (
    contact_again,
    contact_person,
    end_participation,
    join_project,
    settle_contact,
)
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.models_clients import JOINED, NOT_JOINED
from rinnalla.organisations.models import Region

JOINS, LEFT_EVERY = 18, 6
# By what the unit knows each, how many days ago it was contacted, and what came of it.
MARKS = (
    ("Kirjaston lukupiiristä", 170, JOINED, ""), ("Torin kahvittelija", 160, JOINED, ""),
    ("Työpajan kesäryhmä, sininen takki", 150, NOT_JOINED, "does_not_want"),
    ("Soitti neuvontaan maanantaina", 140, JOINED, ""), ("Naapurin tuttu", 131, NOT_JOINED, "not_now"),
    ("Puutarharyhmä 1", 120, JOINED, ""), ("Puutarharyhmä 2", 120, JOINED, ""),
    ("Puutarharyhmä 3", 118, NOT_JOINED, "other_support"), ("Asukastupa, aamuvuoro", 104, JOINED, ""),
    ("Asukastupa, iltavuoro", 104, NOT_JOINED, "does_not_want"), ("Messuilta, punainen pipo", 88, JOINED, ""),
    ("Messuilta, koira mukana", 88, NOT_JOINED, "not_reached"), ("Kuntosalin aula", 70, JOINED, ""),
    ("Jätti soittopyynnön viikolla 40", 61, NOT_JOINED, "started_work_or_studies"),
    ("Ystävän kanssa tullut", 44, JOINED, ""), ("Ruokajakelu, pitkä linja", 33, "", ""),
    ("Kierrätyskeskus", 21, "", ""), ("Bussipysäkillä jutellut", 12, "", ""), ("Kysyi harrastuksista", 5, "", ""),
)  # fmt: skip


def bring_in(
    region: Region, actors: Iterable[Actor], answering: Mapping[int, Actor], lived: Iterable[Case], today: date
) -> None:
    """Where a project runs under an umbrella: its clients by those who answer for them, its contacts by one unit."""
    project = Project.objects.filter(region=region, umbrella__isnull=False, closed_at__isnull=True).first()
    if project is None:
        return
    _clients(project, answering, lived, today)
    able = (one for one in actors if one.role == "coordinator" and one.can(Permission.NEED_IDENTIFY))
    by = next(able, None)
    if by is not None:
        with acting(by):
            _contacts(project, by, today)


def _clients(project: Project, answering: Mapping[int, Actor], lived: Iterable[Case], today: date) -> None:
    joined = 0
    for case in lived:
        lead = answering.get(case.responsible_worker_id or 0)
        if lead is None or case.closed_at is not None or joined == JOINS:
            continue
        began = max(dates.local(case.made_at).date() + timedelta(days=14), project.starts_on)
        if began >= today:
            continue
        joined += 1
        with acting(lead):
            row = join_project(case=case, project=project, by=lead, from_on=began)
            if joined % LEFT_EVERY == 0:
                end_participation(participation=row, version=1, by=lead, on=today - timedelta(days=3))


def _contacts(project: Project, by: Actor, today: date) -> None:
    for number, (mark, ago, outcome, reason) in enumerate(MARKS):
        day = today - timedelta(days=ago)
        row = contact_person(project=project, by=by, mark=mark, on=day)
        if number % 3 == 0:
            contact_again(contacted=row, by=by, on=day + timedelta(days=4))
        if outcome:
            settle_contact(
                contacted=row, version=1, by=by, outcome=outcome, on=day + timedelta(days=5 + number % 4), reason=reason
            )
