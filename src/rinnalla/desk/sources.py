"""The facts of one case, gathered once for the whole page from the rooms that own them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.allow import CaseAccess
from rinnalla.access.models import Grant
from rinnalla.cases.models import Case, ContactNote, ResponsibleProposal, TeamMember
from rinnalla.cases.models_team import with_roles
from rinnalla.lib import dates
from rinnalla.meetings.models import Meeting
from rinnalla.plans.models import Action, Goal, PlanVersion
from rinnalla.services.models import ServiceEpisode

CONTACTS = 40


@dataclass(frozen=True)
class Point:
    """Something on the path: whose lane (an organisation's id and name, or None for the client's own), when, what."""

    on: date
    kind: str
    what: str
    organisation_id: int | None
    where: str = ""
    url: str = ""


@dataclass(frozen=True)
class Waiting:
    """The case waits for a body, since a day."""

    organisation_id: int | None
    where: str
    since: date
    what: str
    until: date | None = None


@dataclass
class Facts:
    """Everything the page needs, read in a fixed number of statements."""

    contacts: list[ContactNote]
    members: list[TeamMember]
    grants: list[Grant]
    goals: list[Goal]
    actions: list[Action]
    version: int | None
    approved_on: date | None
    version_on: date | None
    meetings: list[Meeting]
    episodes: list[ServiceEpisode]
    proposal: ResponsibleProposal | None
    bodies: dict[int, tuple[str, str]] = field(default_factory=dict)
    past: list[Point] = field(default_factory=list)
    ahead: list[Point] = field(default_factory=list)
    waits: list[Waiting] = field(default_factory=list)
    hidden: int = 0


def facts_of(case: Case, actor: Actor, access: CaseAccess) -> Facts:
    """Read the case's facts. The reader's field groups limit what becomes a point of the path."""
    version = (
        PlanVersion.objects.filter(case=case)
        .order_by("-number")
        .annotate(approved=Max("approvals__answered_on", filter=Q(approvals__answer="approved")))
        .values("number", "approved", "made_at")
        .first()
        or {}
    )
    facts = Facts(
        contacts=list(
            ContactNote.objects.filter(case=case)
            .select_related("made_by", "unit__organisation")
            .order_by("-on", "-pk")[:CONTACTS]
        ),
        members=list(
            with_roles(TeamMember.objects.filter(case=case, left_at__isnull=True)).select_related(
                "user", "unit__organisation", "grant"
            )
        ),
        grants=_grants(case),
        goals=list(Goal.objects.filter(case=case, closure__isnull=True, field_group__in=access.groups).order_by("pk")),
        actions=list(
            Action.objects.filter(case=case, drop__isnull=True, goal__closure__isnull=True)
            .filter(field_group__in=access.groups, goal__field_group__in=access.groups)
            .select_related("owner", "organisation", "done", "drop", "goal")
            .order_by("due_on", "pk")
        ),
        version=version.get("number"),
        approved_on=version.get("approved"),
        version_on=dates.local(version["made_at"]).date() if version else None,
        meetings=list(Meeting.objects.filter(case=case, cancelled_at__isnull=True).order_by("starts_at")[:60]),
        episodes=list(
            ServiceEpisode.objects.filter(case=case)
            .select_related("organiser__organisation", "card")
            .order_by("pk")[:60]
        ),
        proposal=ResponsibleProposal.objects.filter(case=case, settled_at__isnull=True)
        .select_related("worker")
        .first(),
    )
    _collect(case, facts, access)
    return facts


def _grants(case: Case) -> list[Grant]:
    """Live grants; a unit's with its organisation."""
    return list(Grant.objects.live().filter(case=case).select_related("unit__organisation"))


def _body(facts: Facts, organisation: Any) -> int | None:
    """Remember a body met on the path; returns its id."""
    if organisation is None:
        return None
    facts.bodies.setdefault(organisation.pk, (organisation.name, organisation.kind))
    return organisation.pk


def _collect(case: Case, facts: Facts, access: CaseAccess) -> None:
    """Turn the rows into points past and ahead, and into waits."""
    holder = _body(facts, case.holder_unit.organisation)
    facts.past.append(Point(dates.local(case.made_at).date(), "done", _("Otti yhteyttä"), None))
    for note in facts.contacts:
        if note.is_first or not note.with_client:
            if note.field_group in access.groups:
                facts.past.append(
                    Point(note.on, "done", note.subject, _body(facts, note.unit and note.unit.organisation) or holder)
                )
            elif note.field_group not in ("special", "authority"):
                facts.hidden += 1
    if case.responsible_since:
        facts.past.append(
            Point(dates.local(case.responsible_since).date(), "handover", _("Asiakasvastaava sovittu"), holder)
        )
    if facts.version_on:
        facts.past.append(
            Point(facts.version_on, "meeting_held", _("Suunnitelma, versio %(n)s") % {"n": facts.version}, holder)
        )
    _meetings(facts, holder)
    _episodes(facts, access)
    if case.closed_at:
        facts.past.append(Point(dates.local(case.closed_at).date(), "goal", _("Asia päätettiin"), None))
    elif case.review_on:
        facts.ahead.append(Point(case.review_on, "review", _("Tarkistus"), None))
    facts.past.sort(key=lambda one: one.on)
    facts.ahead.sort(key=lambda one: one.on)


def _meetings(facts: Facts, holder: int | None) -> None:
    today = dates.today()
    for meeting in facts.meetings:
        on = dates.local(meeting.starts_at).date()
        if meeting.held_at:
            facts.past.append(Point(on, "meeting_held", str(meeting.kind_name), holder))
        elif on >= today:
            facts.ahead.append(Point(on, "meeting_ahead", str(meeting.kind_name), holder))


def _episodes(facts: Facts, access: CaseAccess) -> None:
    """Services of the field groups the reader has a ground for; what is specially protected leaves no trace."""
    today = dates.today()
    for one in facts.episodes:
        if one.field_group not in access.groups:
            facts.hidden += one.field_group not in ("special", "authority")
            continue
        where = _body(facts, one.organiser.organisation if one.organiser else None)
        if one.started_on and one.started_on <= today:
            facts.past.append(Point(one.started_on, "done", one.name, where))
        elif one.waits_since and not one.ended_on:
            facts.waits.append(Waiting(where, "", one.waits_since, one.name))
        elif one.planned_on and one.planned_on >= today:
            facts.ahead.append(Point(one.planned_on, "ahead", one.name, where))
