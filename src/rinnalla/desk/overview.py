"""What the case page shows: plan, what is next, team, who sees what, the latest. Ten statements at most."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.allow import CaseAccess
from rinnalla.access.models import Grant
from rinnalla.cases.models import Case, ContactNote, TeamMember
from rinnalla.desk.casepath import CasePath, draw_case, trail
from rinnalla.desk.sources import Facts, facts_of
from rinnalla.lib import dates
from rinnalla.plans.models import Action, Goal
from rinnalla.servicemodels import codes

MATRIX = ("basics", "employment", "livelihood", "health")
LATEST = 4


@dataclass(frozen=True)
class Next:
    """Something ahead: the day, what, whose."""

    on: date
    what: str
    whose: str


@dataclass(frozen=True)
class Sees:
    """A body's line in "who sees what": per field group law, consent or nothing."""

    body: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Alarm:
    """The one thing that needs an act most, with where it is mended."""

    title: str
    text: str
    act: str
    url: str


def overview(case: Case, actor: Actor, access: CaseAccess) -> dict[str, Any]:
    """Everything the page draws, limited to the field groups the reader has a ground for."""
    facts = facts_of(case, actor, access)
    path: CasePath = draw_case(case, facts)
    return {
        "drawing": path.drawing,
        "path_title": path.title,
        "path_sentence": path.sentence,
        "trail": trail(path),
        "goals": _goals(facts),
        "version": facts.version,
        "approved_on": facts.approved_on,
        "next": _next(case, facts, actor),
        "members": facts.members,
        "sees": _sees(facts.grants, facts.members),
        "latest": _latest(facts.contacts, access),
        "proposal": facts.proposal,
        "alarm": _alarm(case, facts),
        "hidden": facts.hidden,
        "stage": codes.stage_of(codes.of_case(case), case.stage),
        "layer": codes.layer_name(codes.of_case(case), case.support_level),
        "newer_model": not case.closed_at and codes.in_force_id(case.region_id) != case.service_model_id,
    }


def _goals(facts: Facts) -> list[tuple[Goal, list[Action]]]:
    return [(goal, [one for one in facts.actions if one.goal_id == goal.pk]) for goal in facts.goals]


def _next(case: Case, facts: Facts, actor: Actor) -> list[Next]:
    found = [
        Next(one.due_on, one.what, party(one, actor))
        for one in facts.actions
        if one.due_on and one.state == "open" and one.due_on >= dates.today()
    ]
    found += [Next(one.on, one.what, one.where) for one in facts.ahead if one.kind != "review"]
    if case.next_step_on and not case.closed_at:
        found.append(
            Next(case.next_step_on, case.next_step, case.responsible_worker.name if case.responsible_worker else "")
        )
    if case.review_on and not case.closed_at:
        found.append(Next(case.review_on, _("Suunnitelman tarkistus"), ""))
    return sorted(found, key=lambda one: one.on)[:4]


def party(action: Action, actor: Actor) -> str:
    """Who does it, as the reader says it."""
    if action.by_client:
        return _("Asiakas itse")
    if action.owner_id == actor.user_id:
        return _("Sinä")
    names = [action.owner.name if action.owner else "", action.organisation.name if action.organisation else ""]
    return ", ".join(name for name in names if name)


def _sees(grants: list[Grant], members: list[TeamMember]) -> list[Sees]:
    """Bodies with what they see at the widest: l by law, y by consent, n not."""
    works_for = {member.user_id: member.unit.organisation.name for member in members}
    bodies: dict[str, dict[str, str]] = {}
    for grant in grants:
        body = grant.unit.organisation.name if grant.unit else works_for.get(grant.user_id)
        if body:
            cells = bodies.setdefault(body, {})
            for group in grant.field_groups:
                by_law = grant.ground != "consent"
                cells[group] = "l" if by_law or cells.get(group) == "l" else "y"
    return [Sees(body, tuple(cells.get(group, "n") for group in MATRIX)) for body, cells in sorted(bodies.items())]


def _latest(contacts: list[ContactNote], access: CaseAccess) -> list[tuple[ContactNote, bool]]:
    """The newest notes; the flag tells whether the reader may read them. What must leave no trace is left out."""
    rows = [(one, one.field_group in access.groups) for one in contacts]
    return [(one, may) for one, may in rows if may or one.field_group not in ("special", "authority")][:LATEST]


def _alarm(case: Case, facts: Facts) -> Alarm | None:
    if case.closed_at:
        return None
    team = reverse("cases:team", kwargs={"case_uuid": case.uuid})
    if case.responsible_worker_id is None and dates.days_since(case.naming_due_on) > 0:
        return Alarm(
            _("Asiakasvastaava puuttuu yhä"),
            _("Nimeäminen on myöhässä %(days)s päivää.") % {"days": dates.days_since(case.naming_due_on)},
            _("Avaa tiimi"),
            team,
        )
    late = [one for one in facts.actions if one.late_days > 0]
    if late:
        worst = max(late, key=lambda one: one.late_days)
        whose = _("asiakas itse") if worst.by_client else worst.owner.name if worst.owner else worst.organisation.name
        text = _("%(days)s päivää myöhässä. Vuoro: %(whose)s.") % {"days": worst.late_days, "whose": whose}
        return Alarm(worst.what, text, _("Avaa suunnitelma"), reverse("plans:plan", kwargs={"case_uuid": case.uuid}))
    return None
