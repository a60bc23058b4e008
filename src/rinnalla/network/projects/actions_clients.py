"""A client takes part in a project and its part ends; somebody without a client record is contacted, and what came."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.actions import locked
from rinnalla.cases.models import Case
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.keeping import note, require_day
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.models_clients import (
    JOINED,
    NOT_JOINED,
    OPEN,
    ContactDay,
    ContactedPerson,
    Participation,
)
from rinnalla.servicemodels.codes import code
from rinnalla.services.actions import require_open

# Taking part ------------------------------------------------------------------------------------------------------


@transaction.atomic
def join_project(
    *, case: Case, project: Project, by: Actor, from_on: date, contacted: ContactedPerson | None = None,
    key: UUID | None = None,
) -> Participation:
    """The client takes part from a day within the project's time (V-101). `contacted`: whom the own unit had contacted
    before there was a client; it is joined with the same act (I-24). Raises Refused."""
    held = locked(case.pk)
    require_open(held)
    _require_within(project, held, from_on)

    def make() -> Participation:
        _refuse_twice(held, project, from_on)
        return Participation.objects.create(
            case=held, project=project, from_on=from_on, contacted=_joined(contacted, project, by, from_on),
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(Participation.objects.all(), key, make, case_id=held.pk, project_id=project.pk)
    if new:
        _note("project_joined", row, by, on=from_on)
    return row


def _require_within(project: Project, case: Case, day: date) -> None:
    if project.region_id != case.region_id or project.closed_at:
        raise Refused(_("Valitse asiakkaan alueen hanke, jota ei ole päätetty."), field="project")
    _require_day(project, day, "from_on")


def _refuse_twice(case: Case, project: Project, day: date) -> None:
    """The database says the same of those who come at once; the case is held, so nobody does."""
    others = Participation.objects.filter(case=case, project=project)
    if others.filter(to_on__isnull=True).exists() or others.filter(to_on__gte=day).exists():
        raise Refused(_("Asiakas on jo mukana tässä hankkeessa. Päätä ensin aiempi jakso."), field="project")


def _joined(contacted: ContactedPerson | None, project: Project, by: Actor, day: date) -> ContactedPerson | None:
    if contacted is None:
        return None
    row = ContactedPerson.objects.visible_to(by).select_for_update().filter(pk=contacted.pk, project=project).first()
    if row is None or not row.allows("settle"):
        raise Refused(_("Valitse yhteydenotto samasta hankkeesta."), field="contacted")
    if Participation.objects.filter(contacted=row).exists():
        raise Refused(_("Tämä yhteydenotto on jo liitetty asiakkaaseen."), field="contacted")
    if row.outcome != JOINED:
        save_version(row, row.version, outcome=JOINED, reason="", settled_on=day)
    return row


@transaction.atomic
def end_participation(*, participation: Participation, version: int, by: Actor, on: date) -> None:
    """The client's part in the project ends on a day. Raises Refused, Conflict."""
    locked(participation.case_id)
    if not participation.allows("end"):
        raise Refused(_("Osallistuminen on jo päättynyt. Päivitä sivu."))
    if on < participation.from_on:
        raise Refused(_("Asiakas tuli mukaan vasta %(day)s.") % {"day": dates.d(participation.from_on)}, field="on")
    require_day(on, "on")
    save_version(participation, version, to_on=on)
    _note("project_left", participation, by, on=on)


@transaction.atomic
def remove_participation(*, participation: Participation, by: Actor) -> None:
    """It was recorded by mistake: it counts nowhere, and the log keeps that it was there. Twice is once."""
    locked(participation.case_id)
    gone, _each = Participation.objects.filter(pk=participation.pk).delete()
    if gone:
        _note("project_participation_removed", participation, by)


def _note(what: str, row: Participation, by: Actor, **details: Any) -> None:
    record(
        f"network.{what}", by=by, stream=("case", row.case_id), obj=("participation", row.pk),
        person_id=row.case.person_id, project=row.project_id, **details,
    )  # fmt: skip


# Contacted without a client record --------------------------------------------------------------------------------


@transaction.atomic
def contact_person(
    *, project: Project, by: Actor, mark: str, on: date, key: UUID | None = None
) -> ContactedPerson:
    """The actor's unit contacted somebody (I-23). `mark` is the unit's own word for who it is: no name, no identity
    code. Raises Refused."""
    _require_contacts(project, by)
    said = _mark(mark)
    _require_day(project, on)

    def make() -> ContactedPerson:
        row = ContactedPerson.objects.create(
            project=project, unit_id=by.unit_id, mark=said, made_by_id=by.user_id, form_key=key
        )
        ContactDay.objects.create(contacted=row, unit_id=by.unit_id, on=on, made_by_id=by.user_id)
        return row

    row, new = once(ContactedPerson.objects.all(), key, make, project_id=project.pk, mark=said)
    if new:
        note("project_person_contacted", by, "project", project.pk, contacted=row.pk)
    return row


@transaction.atomic
def contact_again(*, contacted: ContactedPerson, by: Actor, on: date, key: UUID | None = None) -> ContactDay:
    """The same person was contacted on another day: one person, two days. The same day twice is once. Raises
    Refused."""
    row = _held(contacted, by, "contact")
    _require_day(row.project, on)
    earlier = ContactDay.objects.filter(contacted=row, on=on).first()
    if earlier:
        return earlier

    def make() -> ContactDay:
        return ContactDay.objects.create(
            contacted=row, unit_id=row.unit_id, on=on, made_by_id=by.user_id, form_key=key
        )

    day, new = once(ContactDay.objects.all(), key, make, contacted_id=row.pk, on=on)
    if new:
        note("project_person_contacted", by, "project", row.project_id, contacted=row.pk)
    return day


@transaction.atomic
def settle_contact(
    *, contacted: ContactedPerson, version: int, by: Actor, outcome: str, on: date, reason: str = ""
) -> None:
    """What came of it: joined, not joined with a coded reason, or still open (I-24). It may be mended until it is
    forgotten. Raises Refused, Conflict."""
    row = _held(contacted, by, "settle")
    if outcome not in (OPEN, JOINED, NOT_JOINED):
        raise Refused(_("Valitse, tuliko ihminen mukaan."), field="outcome")
    why = reason if outcome == NOT_JOINED else ""
    if outcome == NOT_JOINED and code("not_joined_reasons", why) is None:
        raise Refused(_("Valitse, miksi ihminen ei tullut mukaan."), field="reason")
    if outcome != JOINED and Participation.objects.filter(contacted=row).exists():
        raise Refused(_("Yhteydenotto on liitetty asiakkaaseen. Korjaa ensin asiakkaan osallistuminen."))
    if outcome != OPEN:
        require_day(on, "on")
        first = row.days.aggregate(first=Min("on"))["first"]
        if first and on < first:
            raise Refused(_("Yhteyttä otettiin vasta %(day)s.") % {"day": dates.d(first)}, field="on")
    save_version(row, version, outcome=outcome, reason=why, settled_on=None if outcome == OPEN else on)
    note("project_contact_settled", by, "project", row.project_id, contacted=row.pk, outcome=outcome)


@transaction.atomic
def forget_contacted(*, settled: date, silent: date, by: Actor) -> int:
    """The marks of those whose outcome has been known since `settled` or before, and of those nobody has contacted
    after `silent`, are forgotten; what is left is a number. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("select network_forget_contacted(%s, %s, %s)", [settled, silent, dates.now()])
        gone: int = cursor.fetchone()[0]
    if gone:
        record("network.contacted_forgotten", by=by, stream=("installation", 0), number=gone)
    return gone


def _require_contacts(project: Project, by: Actor) -> None:
    if not by.can(Permission.NEED_IDENTIFY) or project.region_id != by.region_id or by.unit_id is None:
        raise Refused(_("Yhteydenoton kirjaa hankkeen alueen työntekijä."))
    if project.closed_at:
        raise Refused(_("Hanke on päätetty. Siihen ei enää kirjata yhteydenottoja."))


def _held(contacted: ContactedPerson, by: Actor, act: str) -> ContactedPerson:
    rows = ContactedPerson.objects.visible_to(by).select_for_update(of=("self",)).select_related("project")
    row = rows.filter(pk=contacted.pk).first()
    if row is None or not by.can(Permission.NEED_IDENTIFY):
        raise Refused(_("Yhteydenottoa muuttaa sen kirjannut yksikkö."))
    if not row.allows(act):
        raise Refused(_("Ihmistä kuvaava merkki on jo poistettu, eikä riviä voi enää muuttaa."))
    return row


def _require_day(project: Project, day: date, field: str = "on") -> None:
    """A day that has come, within the project's time."""
    require_day(day, field)
    if not project.includes(day):
        text = _("Hanke on käynnissä %(since)s–%(until)s. Valitse päivä siltä ajalta.")
        raise Refused(text % {"since": dates.d(project.starts_on), "until": dates.d(project.ends_on)}, field=field)


def _mark(text: str) -> str:
    said = without_client(text, "mark")
    if not said:
        raise Refused(_("Kirjoita oma merkkisi, josta muistat, kenestä on kyse. Ei nimeä."), field="mark")
    return said
