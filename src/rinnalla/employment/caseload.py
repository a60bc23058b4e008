"""How many clients a coach has and may have (T-54, F-42): counted past the walls, under a lock while somebody saves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case
from rinnalla.employment.models import CaseloadLimit, CoachingEpisode, capped_types
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import deadline, of_region

COACHES = sorted(role.key for role in ROLES.values() if Permission.COACHING_EDIT in role.permissions)


@dataclass(frozen=True)
class Load:
    """A coach's clients by quality criteria, and how many there may be at most."""

    clients: int
    most: int

    @property
    def free(self) -> int:
        return max(self.most - self.clients, 0)

    @property
    def full(self) -> bool:
        return self.clients >= self.most


@dataclass(frozen=True)
class Queue:
    """How many wait for a coach of a unit, and since when the longest has waited."""

    clients: int
    since: date | None


def most_clients(unit: Unit) -> int:
    """The cap for a coach of a unit: the lowest of the nation's, the region's and the unit's own; never higher."""
    own = CaseloadLimit.objects.filter(unit=unit).values_list("clients", flat=True).first()
    return min(upper_limit(unit), own or upper_limit(unit))


def upper_limit(unit: Unit) -> int:
    """What a unit may set at most: the region's cap, which is never above the nation's."""
    region = of_region(unit.organisation.region_id)
    return min(deadline(None, "coaching_clients"), deadline(region, "coaching_clients"))


def lock(what: str, number: int) -> None:
    """Wait for whoever is adding a client to the same coach, or a coaching to the same person."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"employment.{what}:{number}"])


def loads(coaches: Iterable[int]) -> dict[int, int]:
    """Open clients by quality criteria of each coach. Ended and stopped ones do not count (T-54)."""
    ids = list(coaches)
    with connection.cursor() as cursor:
        cursor.execute("select coach_id, clients from employment_open_counts(%s, %s)", [ids, capped_types()])
        found = dict(cursor.fetchall())
    return {one: found.get(one, 0) for one in ids}


def load_of(coach_id: int, unit: Unit) -> Load:
    """One coach's load in a unit."""
    return Load(loads([coach_id])[coach_id], most_clients(unit))


def is_coached(person_id: int) -> bool:
    """Has the person a coaching that waits or runs, in whatever case?"""
    with connection.cursor() as cursor:
        cursor.execute("select employment_is_coached(%s)", [person_id])
        return cursor.fetchone()[0]


def queue_of(unit_id: int) -> Queue:
    """The queue of a unit in numbers."""
    with connection.cursor() as cursor:
        cursor.execute("select clients, since from employment_queue(%s)", [unit_id])
        return Queue(*cursor.fetchone())


def bodies_coaching(case: Case) -> set[int]:
    """The organisations whose coaching goes on when the case closes (`settings.CASE_BODIES`, L-75, L-76)."""
    return set(CoachingEpisode.objects.filter(case=case).open().values_list("unit__organisation_id", flat=True))


def coaches_of(region_id: int) -> list[Membership]:
    """The coaches of a region's bodies, with their units."""
    rows = Membership.objects.in_force().filter(role__in=COACHES, unit__organisation__region_id=region_id)
    return list(rows.select_related("user", "unit__organisation").order_by("unit__key", "user__name"))
