"""Who may be the same person: pairs of rows that the actor sees and that look alike, each with its reasons.

It proposes and says why; a human compares and decides. Nobody outside the actor's own cases is looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.people.models import DifferentPeople, FormerName, Person

# A key that this many rows share tells nothing: a switchboard's number, a name without a birth date.
MOST_ALIKE = 20


@dataclass(frozen=True)
class Pair:
    """Two rows and why they may be one person; the older row first."""

    person: Person
    other: Person
    reasons: tuple[str, ...] = field(compare=False)


def likely_pairs(actor: Actor) -> list[Pair]:
    """Pairs among the people the actor sees, those with most reasons first. Three statements.

    Same spelling of the name and birth date, same number, the same name where a birth date is missing, or the same
    birth date with a former name. Pairs that somebody has told apart are left out.
    """
    people = {one.pk: one for one in Person.objects.visible_to(actor).filter(merged_into=None).order_by("pk")}
    apart = set(DifferentPeople.objects.visible_to(actor).values_list("person_id", "other_id"))
    former: dict[int, set[str]] = defaultdict(set)
    for pk, key in FormerName.objects.visible_to(actor).values_list("person_id", "sound_key"):
        former[pk].add(key)
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    for first, second, why in _alike(people.values(), former):
        if (first, second) not in apart and people[first].region_id == people[second].region_id:
            reasons[first, second].append(why)
    pairs = [Pair(people[one], people[two], tuple(why)) for (one, two), why in reasons.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.person.sort_key, pair.other.pk))


def _alike(people: Iterable[Person], former: dict[int, set[str]]) -> Iterator[tuple[int, int, str]]:
    rows = list(people)
    yield from _sharing(rows, lambda one: one.birth_date and (one.birth_date, one.sound_key), _("Nimi ja syntymäaika"))
    yield from _sharing(rows, lambda one: one.phone_key, _("Puhelinnumero"))
    for first, second, why in _sharing(rows, lambda one: one.sound_key, _("Nimi, toisen syntymäaika puuttuu")):
        if None in _births(rows, first, second):
            yield first, second, why
    for first, second, why in _sharing(rows, lambda one: one.birth_date, _("Syntymäaika ja entinen nimi")):
        names = {one.pk: {one.sound_key} | former.get(one.pk, set()) for one in rows if one.pk in (first, second)}
        if former.keys() & {first, second} and names[first] & names[second]:
            yield first, second, why


def _births(rows: list[Person], *pks: int) -> set[Any]:
    return {one.birth_date for one in rows if one.pk in pks}


def _sharing(rows: list[Person], key: Any, why: str) -> Iterator[tuple[int, int, str]]:
    """Pairs of rows with the same key, the smaller id first."""
    buckets: dict[Any, list[int]] = defaultdict(list)
    for one in rows:
        if value := key(one):
            buckets[value].append(one.pk)
    for pks in buckets.values():
        if len(pks) <= MOST_ALIKE:
            yield from ((first, second, why) for first, second in combinations(sorted(pks), 2))
