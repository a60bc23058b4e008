"""Proposals: of people for a vacancy and of vacancies for a person, as lines of reasons. Nobody is ranked.

Vacancies stand in the order of their last day, people in the order of how long they have been coached: both are told.
What the reader may not see of a client changes neither the order nor what is shown.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Grant
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employers.contacting.models import EmployerNeed
from rinnalla.employers.vacancies.models import OPEN, Vacancy
from rinnalla.employment.matching.facts import Wanted, Work, sees_limits, wanted, work_of_need, works_of
from rinnalla.employment.matching.models import PROPOSE, MatchAnswer, MatchDecision
from rinnalla.employment.matching.reasons import Told, in_words, places_of
from rinnalla.employment.matching.rules import Reason, speaks_for, weigh
from rinnalla.employment.models import CoachingEpisode, JobProfile

MOST = 200


@dataclass(frozen=True)
class Kept:
    """A decision as this reader may see it: `words`, the lines of limits and what the client `said` are health data."""

    row: MatchDecision
    told: Told
    words: str
    answer: MatchAnswer | None = None
    said: str = ""


@dataclass(frozen=True)
class Weighed:
    """One piece of work beside one profile: every line, and the decision that holds."""

    work: Work
    told: Told
    speaks_for: bool
    decision: Kept | None


@dataclass(frozen=True)
class ForPerson:
    """A vacancy for a person: as a whole and by its tasks."""

    vacancy: Vacancy
    works: list[Weighed]

    @property
    def speaks_for(self) -> bool:
        return any(one.speaks_for for one in self.works)


@dataclass(frozen=True)
class NeedForPerson:
    """An employer's need for a person: it has no tasks, and no decision before it is a vacancy."""

    need: EmployerNeed
    works: list[Weighed]

    @property
    def speaks_for(self) -> bool:
        return any(one.speaks_for for one in self.works)


@dataclass(frozen=True)
class ForWork:
    """A person for a vacancy. Without a profile nothing can be laid beside it."""

    episode: CoachingEpisode
    profile: JobProfile | None
    works: list[Weighed]

    @property
    def speaks_for(self) -> bool:
        return any(one.speaks_for for one in self.works)


def people_for(vacancy: Vacancy, actor: Actor) -> list[ForWork]:
    """The clients that the actor coaches or answers for, the longest coaching first. Five statements, however many."""
    return _people(list(works_of(vacancy)), [vacancy.pk], actor)


def people_for_need(need: EmployerNeed, actor: Actor) -> list[ForWork]:
    """The same people, by the same reasons, for what an employer needs before it is a vacancy (E-49, T-66)."""
    return _people([work_of_need(need)], [], actor)


def _people(works: list[Work], vacancy_ids: list[int], actor: Actor) -> list[ForWork]:
    episodes, groups = _own(actor)
    profiles = _latest(episodes)
    decisions = _decisions(vacancy_ids=vacancy_ids, episode_ids=[one.pk for one in episodes])
    places = places_of(actor.region_id)
    found = []
    for episode in episodes:
        sees = sees_limits(actor, groups[episode.case_id])
        profile = profiles.get(episode.pk)
        want = wanted(profile, sees_limits=sees) if profile else None
        rows = [_weighed(work, want, places, decisions, episode.pk, sees) for work in works] if want else []
        found.append(ForWork(episode, profile, rows))
    return found


def vacancies_for(
    episode: CoachingEpisode, profile: JobProfile, actor: Actor, groups: Collection[str]
) -> list[ForPerson]:
    """Every open vacancy of the region beside one profile, the nearest last day first."""
    rows = list(_open(actor)[:MOST])
    sees = sees_limits(actor, groups)
    want = wanted(profile, sees_limits=sees)
    decisions = _decisions(vacancy_ids=[one.pk for one in rows], episode_ids=[episode.pk])
    places = places_of(actor.region_id)
    return [
        ForPerson(one, [_weighed(work, want, places, decisions, episode.pk, sees) for work in works_of(one)])
        for one in rows
    ]


def needs_for(profile: JobProfile, actor: Actor, groups: Collection[str]) -> list[NeedForPerson]:
    """The open needs of the region that are no vacancy yet, beside one profile, the oldest first."""
    want = wanted(profile, sees_limits=sees_limits(actor, groups))
    places = places_of(actor.region_id)
    rows = EmployerNeed.objects.filter(
        employer__region_id=actor.region_id, employer__ended_on__isnull=True, closed_at__isnull=True,
        vacancy__isnull=True,
    )
    rows = rows.select_related("employer__municipality", "workplace__municipality").order_by("made_at", "pk")
    return [NeedForPerson(one, [_weighed(work_of_need(one), want, places, {}, 0, False)]) for one in rows[:MOST]]


def one_for(
    vacancy: Vacancy, episode: CoachingEpisode, profile: JobProfile, actor: Actor, groups: Collection[str]
) -> ForPerson:
    """One vacancy beside one profile."""
    sees = sees_limits(actor, groups)
    decisions = _decisions(vacancy_ids=[vacancy.pk], episode_ids=[episode.pk])
    want, places = wanted(profile, sees_limits=sees), places_of(actor.region_id)
    return ForPerson(
        vacancy, [_weighed(work, want, places, decisions, episode.pk, sees) for work in works_of(vacancy)]
    )


def decided(episode: CoachingEpisode, vacancy: Vacancy, actor: Actor, groups: Collection[str]) -> list[Kept]:
    """Every decision of a vacancy for a client, the newest first."""
    rows = MatchDecision.objects.filter(episode=episode, vacancy=vacancy).select_related("made_by", "task", "profile")
    rows = rows.prefetch_related("answers")
    sees, places = sees_limits(actor, groups), places_of(actor.region_id)
    return [_kept(one, places, sees) for one in rows]


def proposed_to_client(episode: CoachingEpisode) -> list[MatchDecision]:
    """What the client's own page tells: the open vacancies whose newest decision is to propose, the last one first."""
    rows = MatchDecision.objects.filter(episode=episode).select_related("vacancy__employer", "task")
    newest = {(one.vacancy_id, one.task_id): one for one in rows.order_by("made_at", "pk")}
    found = [one for one in newest.values() if one.decision == PROPOSE and one.vacancy.state == OPEN]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _open(actor: Actor):
    rows = Vacancy.objects.visible_to(actor).open().next_first()
    return rows.select_related("employer", "workplace", "municipality").prefetch_related("tasks")


def _own(actor: Actor) -> tuple[list[CoachingEpisode], dict[int, frozenset[str]]]:
    """The open coachings of whom the actor coaches or answers for, and what each case opens to the actor."""
    mine = Q(coach_id=actor.user_id) | Q(case__responsible_worker_id=actor.user_id)
    rows = CoachingEpisode.objects.visible_to(actor).open().filter(mine).select_related("case__person", "coach")
    found = list(rows.order_by("started_on", "pk")[:MOST])
    groups = groups_of(actor, [one.case_id for one in found])
    return [one for one in found if EMPLOYMENT in groups.get(one.case_id, ())], groups


def groups_of(actor: Actor, case_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The field groups that live grants of depth *works* open to the actor's role, by case."""
    rows = Grant.objects.live().held_by(actor).filter(
        case_id__in=list(case_ids), depth__gte=Depth.WORKS, absence__isnull=True
    )
    found: dict[int, frozenset[str]] = {}
    for case_id, groups in rows.values_list("case_id", "field_groups"):
        found[case_id] = found.get(case_id, frozenset()) | frozenset(groups) & actor.field_groups()
    return found


def _latest(episodes: Iterable[CoachingEpisode]) -> dict[int, JobProfile]:
    rows = JobProfile.objects.filter(episode__in=list(episodes)).order_by("episode_id", "-number")
    return {one.episode_id: one for one in rows.distinct("episode_id")}


Decisions = dict[tuple[int, int, int | None], MatchDecision]


def _decisions(*, vacancy_ids: Collection[int], episode_ids: Collection[int]) -> Decisions:
    """The decision that holds of each client, vacancy and task: the newest."""
    rows = MatchDecision.objects.filter(vacancy_id__in=vacancy_ids, episode_id__in=episode_ids)
    rows = rows.select_related("made_by").prefetch_related("answers").order_by("made_at", "pk")
    return {(one.episode_id, one.vacancy_id, one.task_id): one for one in rows}


def _weighed(
    work: Work, want: Wanted, places: dict[str, str], decisions: Decisions, episode_id: int, sees: bool
) -> Weighed:
    lines = weigh(work, want)
    about = work.vacancy.pk if work.vacancy else 0
    row = decisions.get((episode_id, about, work.task.pk if work.task else None))
    return Weighed(work, in_words(lines, places), speaks_for(lines), _kept(row, places, sees) if row else None)


def _kept(row: MatchDecision, places: dict[str, str], sees: bool) -> Kept:
    lines = [Reason.of_json(one) for one in row.reasons]
    answer = next(iter(row.answers.all()), None)
    told = in_words(lines, places, sees_limits=sees)
    return Kept(row, told, row.words if sees else "", answer, answer.words if answer and sees else "")
