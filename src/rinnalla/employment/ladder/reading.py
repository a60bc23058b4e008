"""Where a client stands on the steps towards work, and what the other records propose. A proposal moves nobody: it says
why, and a human decides (invariant 8)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from rinnalla.cases.models import Case
from rinnalla.employment.ladder.models import Direction, ProgressMove
from rinnalla.employment.models import Job
from rinnalla.lib import dates
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.codes import Whose, code_list, code_name, national_key, of_case
from rinnalla.services.models import ServiceEpisode

LIST = "progress_steps"
SITUATION = "situation_changed"
UNKNOWN = -1


@dataclass(frozen=True)
class Proposal:
    """A step that the other records speak for: since when, what has happened (`ground`), and why in words."""

    step: str
    on: date
    ground: str
    because: str


def steps(case: Case) -> list[codes.Code]:
    """The steps of the version the case runs on, lowest first: a region's own one stands after the national one it
    counts as."""
    region = of_case(case)
    return sorted(code_list(LIST, region=region), key=lambda one: _place(one.key, region))


def step_name(case: Case, key: str) -> str:
    return code_name(LIST, key, region=of_case(case)) if key else _("Ei vielä kirjattu")


def standing_of(case: Case) -> ProgressMove | None:
    """The move that tells where the client stands now; None when nothing has been recorded."""
    return ProgressMove.objects.filter(case=case).standing().last()


def direction_of(before: str, after: str, region: Whose) -> str:
    """Which way a move goes, by the national steps (I-13). From a step that the region no longer has, neither way."""
    if not before:
        return Direction.FIRST
    old, new = _place(before, region), _place(after, region)
    if old == new or UNKNOWN in (old, new):
        return Direction.SAME
    return Direction.UP if new > old else Direction.DOWN


def _place(key: str, region: Whose) -> int:
    """How far the step is towards work; UNKNOWN for one that a later version of the region's model has left out."""
    national = [one.key for one in codes.common().codes.progress_steps]
    counted = national_key(LIST, key, region)
    return national.index(counted) if counted in national else UNKNOWN


# What the other records speak for -------------------------------------------------------------------------------------


def proposal_of(case: Case, standing: ProgressMove | None, groups: Collection[str], *, jobs: bool) -> Proposal | None:
    """The highest step that a running service or job speaks for, when it is news since the last move; else, when all
    that spoke for the present step has ended, the step that is left. Only what the reader may see is looked at.
    """
    running = list(_running(case, groups, jobs))
    region, here = of_case(case), standing.to_step if standing else ""
    best = max(running, key=lambda one: (_place(one.step, region), one.on), default=None)
    if best is None or standing is None:
        return best
    if _place(here, region) == UNKNOWN:
        return None
    if direction_of(here, best.step, region) == Direction.UP:
        return best if best.on >= standing.on else None
    ended = _ended_since(case, standing, groups, jobs)
    if ended and all(direction_of(here, one.step, region) == Direction.DOWN for one in running):
        return Proposal(best.step, ended[0], SITUATION, ended[1])
    return None


def _running(case: Case, groups: Collection[str], jobs: bool) -> Iterator[Proposal]:
    national = codes.common().codes.progress_steps
    for episode in _episodes(case, groups).filter(ended_on__isnull=True, started_on__lte=dates.today()):
        step = _step_of(episode, national)
        if step and episode.started_on:
            because = _("palvelu %(name)s alkoi %(day)s") % {"name": episode.name, "day": dates.d(episode.started_on)}
            yield Proposal(step.key, episode.started_on, step.ground, because)
    for job in _jobs(case, jobs):
        step = next((one for one in national if job.kind in one.jobs), None)
        if step and job.under_way:
            because = _("työ alkoi %(day)s: %(title)s") % {"day": dates.d(job.starts_on), "title": job.title}
            yield Proposal(step.key, job.starts_on, step.ground, because)


def _ended_since(
    case: Case, standing: ProgressMove, groups: Collection[str], jobs: bool
) -> tuple[date, str] | None:
    """The latest end, since the last move, of a service or job that spoke for the present step."""
    national = codes.common().codes.progress_steps
    here = national_key(LIST, standing.to_step, of_case(case))
    found = [
        (job.ends_on, _("työ päättyi %(day)s: %(title)s") % {"day": dates.d(job.ends_on), "title": job.title})
        for job in _jobs(case, jobs)
        if job.ends_on and standing.on <= job.ends_on <= dates.today() and job.kind in _named(here, "jobs")
    ]
    for episode in _episodes(case, groups).filter(ended_on__gte=standing.on):
        step = _step_of(episode, national)
        if step and step.key == here and episode.ended_on:
            because = _("palvelu %(name)s päättyi %(day)s")
            found.append((episode.ended_on, because % {"name": episode.name, "day": dates.d(episode.ended_on)}))
    return max(found, default=None)


def _named(key: str, what: str) -> tuple[str, ...]:
    return next((getattr(one, what) for one in codes.common().codes.progress_steps if one.key == key), ())


def _episodes(case: Case, groups: Collection[str]):
    rows = ServiceEpisode.objects.filter(Q(card__isnull=True) | Q(card__kind="service"), case=case)
    return rows.filter(field_group__in=groups, started_on__isnull=False).select_related("card").order_by("started_on")


def _jobs(case: Case, may: bool) -> list[Job]:
    return list(Job.objects.filter(case=case)) if may else []


def _step_of(
    episode: ServiceEpisode, national: tuple[definitions.ProgressStep, ...]
) -> definitions.ProgressStep | None:
    named = next((one for one in national if episode.card and episode.card.key in one.cards), None)
    return named or next((one for one in national if one.any_service), None)
