"""The two sides that are laid beside each other: what a piece of work asks, and what a client wants and can.

What the reader may not see of the client is left out before anything is weighed, so that no line, no order and no lack
of a line lets it be guessed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import HEALTH
from rinnalla.employers.contacting.models import EmployerNeed
from rinnalla.employers.vacancies.models import TaskPart, Vacancy
from rinnalla.employment.models import JobProfile


@dataclass(frozen=True)
class Work:
    """A vacancy, one task of it, or a need that is no vacancy yet. An empty collection or None means that nobody has
    told."""

    vacancy: Vacancy | None
    task: TaskPart | None
    occupation: str
    skills: tuple[str, ...]
    demands: tuple[str, ...]
    municipality: str
    hours_from: Decimal | None
    hours_to: Decimal | None
    times: tuple[str, ...]
    need: EmployerNeed | None = None

    @property
    def name(self) -> str:
        if self.need:
            return self.need.what
        return self.task.name if self.task else str(self.vacancy)


@dataclass(frozen=True)
class Wanted:
    """What a profile tells. `limits` is None when the reader may not see them, or when nobody has asked: `asks_limits`
    tells which, and is false for whoever may not see."""

    occupations: tuple[str, ...]
    skills: tuple[str, ...]
    municipalities: tuple[str, ...]
    hours_from: Decimal | None
    hours_to: Decimal | None
    times: tuple[str, ...]
    limits: tuple[str, ...] | None
    asks_limits: bool


def works_of(vacancy: Vacancy) -> Iterator[Work]:
    """The vacancy as a whole, then each of its tasks that can be carved out or tailored."""
    yield Work(
        vacancy, None, vacancy.occupation, tuple(vacancy.skills), tuple(vacancy.demands), _place(vacancy),
        vacancy.hours_from, vacancy.hours_to, tuple(vacancy.times),
    )
    for task in vacancy.tasks.all():
        if task.dropped_at is None:
            yield Work(
                vacancy, task, vacancy.occupation, tuple(task.skills), tuple(task.demands), _place(vacancy), task.hours,
                task.hours, tuple(task.times or vacancy.times),
            )


def work_of_need(need: EmployerNeed) -> Work:
    """What an employer needs, as far as it is told: no hours, no times and no demands stand in a need."""
    place = need.workplace.municipality if need.workplace else None
    where = place or need.employer.municipality
    return Work(
        None, None, need.occupation, tuple(need.skills), (), where.code if where else "", None, None, (), need=need
    )


def _place(vacancy: Vacancy) -> str:
    return vacancy.municipality.code if vacancy.municipality else ""


def wanted(profile: JobProfile, *, sees_limits: bool) -> Wanted:
    """What of a profile may be weighed for this reader."""
    limits = _limits(profile) if sees_limits else None
    return Wanted(
        tuple(profile.occupations), tuple(profile.picked_skills), tuple(profile.municipalities), profile.hours_from,
        profile.hours_to, tuple(profile.times), limits, sees_limits and limits is None,
    )


def _limits(profile: JobProfile) -> tuple[str, ...] | None:
    """The picked limits, none at all when the client was asked and has none, None when nobody has asked."""
    return tuple(profile.picked_limits) if profile.picked_limits or profile.no_limits else None


def sees_limits(actor: Actor, groups: Collection[str]) -> bool:
    """Who sees what of work a client can't do: who coaches in the case and asks it of the client (`coaching.edit`, at
    depth *works*), and whoever may see health data there."""
    return HEALTH in groups or actor.can(Permission.COACHING_EDIT)
