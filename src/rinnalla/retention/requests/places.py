"""Where a fact of a case stands that a client says is wrong: its rows to choose from, and where each is mended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments.ability.models import WorkAbilityAssessment
from rinnalla.cases.models import Case, ContactNote
from rinnalla.lib import dates
from rinnalla.meetings.models import Correction, Meeting
from rinnalla.plans.models import Plan, PlanVersion
from rinnalla.servicemodels.codes import code_name

NEWEST = 100


@dataclass(frozen=True)
class Row:
    """One row of a place, as a choice of a form."""

    uuid: UUID
    name: str
    made_at: datetime


def rows_of(place: str, case: Case, actor: Actor, groups: Iterable[str]) -> list[Row]:
    """The rows the client's words may stand beside, as far as the reader may see them."""
    found = _ROWS.get(place)
    return found(case, actor, sorted(groups)) if found else []


def mended_of(place: str, case: Case, actor: Actor, groups: Iterable[str], since: datetime) -> list[Row]:
    """What was written into the place after the request was made: the mended fact is one of these."""
    found = _MENDED.get(place)
    return [row for row in found(case, actor, sorted(groups)) if row.made_at >= since] if found else []


def mending(place: str, case: Case) -> str:
    """Where the worker mends a fact of the place; "" where there is no page of its own."""
    routes = {
        "person": "cases:person", "contact": "cases:contact_new", "assessment": "assessments:ability",
        "plan": "plans:plan", "meeting": "meetings:case_list",
    }
    return reverse(routes[place], kwargs={"case_uuid": case.uuid}) if place in routes else ""


Rows = Callable[[Case, Actor, list[str]], list[Row]]


def _contacts(case: Case, actor: Actor, groups: list[str]) -> list[Row]:
    rows = ContactNote.objects.visible_to(actor).filter(case=case, field_group__in=groups).order_by("-on", "-pk")
    return [Row(one.uuid, f"{dates.d(one.on)} {one.subject}", one.made_at) for one in rows[:NEWEST]]


def _assessments(case: Case, actor: Actor, groups: list[str]) -> list[Row]:
    rows = WorkAbilityAssessment.objects.visible_to(actor).filter(case=case, field_group__in=groups)
    return [
        Row(one.uuid, f"{dates.d(one.assessed_on)} {code_name('assessment_kinds', one.kind)}", one.made_at)
        for one in rows.order_by("-assessed_on", "-pk")[:NEWEST]
    ]


def _plans(case: Case, actor: Actor, groups: list[str]) -> list[Row]:
    rows = Plan.objects.visible_to(actor).filter(case=case)
    return [Row(one.uuid, _("Suunnitelma %(day)s") % {"day": dates.d(one.made_at)}, one.made_at) for one in rows]


def _versions(case: Case, actor: Actor, groups: list[str]) -> list[Row]:
    rows = PlanVersion.objects.filter(case=case).order_by("-number")
    name = _("Versio %(number)s, %(day)s")
    return [
        Row(one.uuid, name % {"number": one.number, "day": dates.d(one.made_at)}, one.made_at) for one in rows[:NEWEST]
    ]


def _meetings(case: Case, actor: Actor, groups: list[str]) -> list[Row]:
    rows = Meeting.objects.visible_to(actor).filter(case=case, held_at__isnull=False).order_by("-starts_at")
    return [Row(one.uuid, f"{dates.dt(one.starts_at)} {one.kind_name}", one.made_at) for one in rows[:NEWEST]]


def _minutes(case: Case, actor: Actor, groups: list[str]) -> list[Row]:
    rows = Correction.objects.visible_to(actor).filter(case=case, field_group__in=groups).order_by("-pk")
    return [Row(one.uuid, f"{dates.d(one.made_at)} {one.reason[:60]}", one.made_at) for one in rows[:NEWEST]]


_ROWS: dict[str, Rows] = {"contact": _contacts, "assessment": _assessments, "plan": _plans, "meeting": _meetings}
_MENDED: dict[str, Rows] = {"contact": _contacts, "assessment": _assessments, "plan": _versions, "meeting": _minutes}
