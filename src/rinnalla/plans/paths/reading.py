"""The paths of a case as a page shows them: steps in order, what is late, what lacks a goal, the drawn path."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.allow import CaseAccess
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.pathparts import BODY_ICONS
from rinnalla.lib.paths import Drawing, Lane, PathPoint, Wait, draw
from rinnalla.lib.spans import Mark, Piece, Span, draw_spans
from rinnalla.lib.spoken import short_months
from rinnalla.plans.models import Goal
from rinnalla.plans.paths.models import DONE, OPEN, PathStep, Phase, ServicePath, StepProposal, StepQuerySet
from rinnalla.servicemodels.codes import code, code_name

UNTRACED = ("special", "authority")
CLIENT, LABEL = "client", 42


@dataclass(frozen=True)
class ShownPath:
    """A path with the steps the reader may see. `hidden` counts those that only show as being there."""

    path: ServicePath
    steps: list[PathStep]
    hidden: int
    drawing: Drawing | None

    @property
    def open_steps(self) -> list[PathStep]:
        return [one for one in self.steps if one.state == OPEN]

    @property
    def next_step(self) -> PathStep | None:
        return next(iter(self.open_steps), None)

    @property
    def finished(self) -> bool:
        return not self.hidden and bool(self.steps) and not self.open_steps

    @property
    def title(self) -> str:
        return _("Polku: %(name)s") % {"name": self.path.name}

    @property
    def sentence(self) -> str:
        """The drawing for those who hear it."""
        done = len([one for one in self.steps if one.state == DONE])
        text = _("Askelia otettu: %(done)s/%(all)s.") % {"done": done, "all": len(self.steps)}
        if self.next_step:
            text += " " + _("Seuraavaksi: %(step)s.") % {"step": self.next_step.name}
        return text + " " + _("Samat askeleet ovat luettelona kuvan alla.")


def steps_of(case: Case) -> StepQuerySet:
    """The steps of a case in order, with everything a page says of them."""
    rows = PathStep.objects.filter(case=case).select_related(
        "path", "owner", "owner_unit__organisation", "goal__closure", "done__made_by", "omission__made_by", "proposal"
    )
    return rows.order_by("path_id", "order")


def shown_paths(case: Case, access: CaseAccess) -> list[ShownPath]:
    """The case's paths, the running ones first. Two statements."""
    rows = ServicePath.objects.filter(case=case).select_related("leader", "service_model")
    steps: dict[int, list[PathStep]] = {}
    for step in steps_of(case):
        steps.setdefault(step.path_id, []).append(step)
    found = [_shown(path, steps.get(path.pk, []), case, access) for path in rows.order_by("started_on", "pk")]
    return sorted(found, key=lambda one: one.path.ended_at is not None)


def _shown(path: ServicePath, steps: list[PathStep], case: Case, access: CaseAccess) -> ShownPath:
    seen = [one for one in steps if one.field_group in access.groups]
    hidden = [one for one in steps if one.field_group not in access.groups and one.field_group not in UNTRACED]
    drawing = None if path.ended_at or case.closed_at or len(seen) < 2 else _draw(path, seen, case, access)
    return ShownPath(path, seen, len(hidden), drawing)


def without_goal(paths: Iterable[ShownPath]) -> list[PathStep]:
    """Open steps of running paths that lead to no goal of the client's (V-105)."""
    return [step for one in paths for step in one.open_steps if step.goal_id is None]


def waiting_proposals(case: Case, access: CaseAccess) -> list[StepProposal]:
    """Proposed steps nobody has answered yet, of the groups the reader may see."""
    rows = StepProposal.objects.filter(case=case, answered_at__isnull=True, field_group__in=access.groups)
    return list(rows.select_related("made_by", "unit", "goal").order_by("made_at"))


def open_goals(case: Case, groups: Iterable[str]) -> list[Goal]:
    """The client's goals a step may lead to."""
    return list(Goal.objects.filter(case=case, field_group__in=groups).open().order_by("pk"))


# The drawing ------------------------------------------------------------------------------------------------------


def _draw(path: ServicePath, steps: list[PathStep], case: Case, access: CaseAccess) -> Drawing:
    """The steps over the lanes of those whose they are: taken, late (waiting on its lane), ahead."""
    today = dates.today()
    bodies = {one.owner_unit.organisation_id: one.owner_unit.organisation for one in steps if one.owner_unit}
    holder = case.holder_unit.organisation
    bodies.setdefault(holder.pk, holder)
    lanes = [Lane(CLIENT, _("%(name)s itse") % {"name": case.person.first_name}, "Person")]
    lanes += [Lane(str(pk), one.name, BODY_ICONS.get(one.kind, "Buildings3")) for pk, one in bodies.items()]
    lane = _Lanes(str(holder.pk))
    done = sorted((one for one in steps if one.state == DONE), key=lambda one: one.done.done_on)
    coming = [one for one in steps if one.state == OPEN]
    ahead = sorted((one for one in coming if one.due_on and one.due_on > today), key=lambda one: one.due_on or today)
    now = next(iter(coming), None)
    begun = [PathPoint(CLIENT, path.started_on, "done", _("Polku alkoi"))] if path.started_on <= today else []
    return draw(
        lanes=lanes, today=today, today_text=_("Tänään %(day)s") % {"day": dates.dshort(today)},
        points=begun + [PathPoint(lane.of(one), max(one.done.done_on, path.started_on), "done", _short(one.name))
                        for one in done],
        future=[PathPoint(lane.of(one), one.due_on, "ahead", _short(one.name)) for one in ahead if one.due_on],
        now=PathPoint(lane.of(now), today, "now", _("Nyt: %(step)s") % {"step": _short(now.name)}) if now else None,
        waits=[Wait(lane.of(one), one.due_on, None, one.name, late_text(one.late_days))
               for one in coming if one.late_days and one.due_on],
        goal=_goal_point(steps, access, today), months=short_months(),
        companion_since=dates.local(case.responsible_since).date() if case.responsible_since else None,
    )  # fmt: skip


@dataclass(frozen=True)
class _Lanes:
    """On which lane a step runs: the client's, its owner's body, else the body that holds the case."""

    holder: str

    def of(self, step: PathStep) -> str:
        if step.by_client:
            return CLIENT
        return str(step.owner_unit.organisation_id) if step.owner_unit else self.holder


def _goal_point(steps: list[PathStep], access: CaseAccess, today: date) -> PathPoint | None:
    """The goal the path leads to, when its steps lead to one and the reader may see it."""
    goals = {one.goal_id: one.goal for one in steps if one.goal_id}
    if len(goals) != 1:
        return None
    goal = next(iter(goals.values()))
    return (
        PathPoint(CLIENT, today, "goal", _short(goal.in_clients_words)) if goal.field_group in access.groups else None
    )


def _short(text: str) -> str:
    return text if len(text) <= LABEL else text[: LABEL - 2].rsplit(" ", 1)[0] + " …"


def late_text(days: int) -> str:
    """How late something is, in words."""
    return ngettext("%(num)s päivä myöhässä", "%(num)s päivää myöhässä", days) % {"num": days}


# Phases -----------------------------------------------------------------------------------------------------------

PHASE_ICONS = {"work_ability_assessment": "Stethoscope", "vocational_rehabilitation": "HikingTrailSign"}


@dataclass(frozen=True)
class ShownPhase:
    """A phase with its names in the reader's language."""

    phase: Phase
    name: str
    aim: str

    @property
    def days(self) -> str:
        """From when to when, the planned end told as such."""
        last = self.phase.ended_on or self.phase.planned_end_on
        if last is None:
            return _("%(day)s alkaen") % {"day": dates.d(self.phase.starts_on)}
        between = {"first": dates.d(self.phase.starts_on), "last": dates.d(last)}
        return (_("%(first)s–%(last)s") if self.phase.ended_on else _("%(first)s, arviolta %(last)s asti")) % between


def shown_phases(case: Case) -> list[ShownPhase]:
    """The phases of a case in the order they began."""
    return [_named(one) for one in Phase.objects.filter(case=case).order_by("starts_on", "pk")]


def _named(phase: Phase) -> ShownPhase:
    found = code("phases", phase.kind, on=phase.starts_on)
    aims = found.definition.aims if found else ()
    aim = next((one.names.in_language for one in aims if one.key == phase.aim), phase.aim)
    return ShownPhase(phase, code_name("phases", phase.kind), aim)


def draw_phases(phases: list[ShownPhase]) -> Drawing | None:
    """The phases over one calendar: what overlaps is seen to overlap (L-69)."""
    today = dates.today()
    told = _("Tänään %(day)s") % {"day": dates.dshort(today)}
    spans = [_span(one, today) for one in phases]
    return draw_spans(spans, today, told, months=short_months()) if spans else None


def _span(one: ShownPhase, today: date) -> Span:
    """A phase on its lane: solid until today or its end, dotted until the planned one."""
    last = one.phase.ended_on or one.phase.planned_end_on
    marks = [Mark(one.phase.starts_on, "done" if one.phase.starts_on <= today else "ahead", _short(one.aim))]
    if last:
        marks.append(Mark(last, "done" if one.phase.ended_on else "ahead", _("päättyy") if last > today else ""))
    return Span(one.name, PHASE_ICONS.get(one.phase.kind, "Calendar"), [Piece("run", one.phase.starts_on, last)], marks)
