"""Moves on the steps towards work by sex, age, language and municipality (I-07): people counted past the walls by the
owner's function, each once in each direction; small groups hidden, also from somebody who subtracts."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.organisations.models import Municipality, Region
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.showing import in_words
from rinnalla.servicemodels import codes

UP, DOWN = "up", "down"
UNKNOWN = ""


@dataclass(frozen=True)
class Group:
    """One way to look at those who moved: each row a group with those who went up and those who went down."""

    name: str
    rows: list[tuple[str, Shown, Shown]]


@dataclass(frozen=True)
class Progress:
    """The report. `moves` are all the moves of those people, None where too few people to tell."""

    period: HalfYear
    least: int
    people: dict[str, Shown]
    moves: dict[str, int | None]
    groups: list[Group]

    @property
    def empty(self) -> bool:
        """Nobody moved."""
        return all(one.kind == "number" and not one.number for one in self.people.values())


Counts = dict[str, Counter[str]]  # of one way to look: direction → key → people


def report(region: Region, period: HalfYear) -> Progress:
    """Those of the region who moved in the period."""
    found, moves = _ask(region, period)
    least = codes.deadline(region, "small_number")
    everybody = {way: found.get("all", {}).get(way, Counter())[UNKNOWN] for way in (UP, DOWN)}
    return Progress(
        period, least,
        hide_small(everybody, least),
        {way: moves[way] if everybody[way] >= least or not everybody[way] else None for way in (UP, DOWN)},
        [_group(name, names(region), found.get(what, {}), least, fold) for what, name, names, fold in _looks()],
    )


def _looks() -> list[tuple[str, str, Callable[[Region], dict[str, str]], Callable[[str], str]]]:
    """The four ways to look: what the database calls it, its name, the names of its groups, and the group of a key."""
    return [
        ("sex", _("Sukupuoli"), lambda region: _named("sexes"), str),
        ("age", _("Ikä"), lambda region: _named("age_groups"), _age_group),
        ("language", _("Kieli"), lambda region: _named("language_groups"), _language_group),
        ("municipality", _("Kunta"), _municipalities, str),
    ]


def _named(name: str) -> dict[str, str]:
    return {one.key: one.name for one in codes.code_list(name)}


def _municipalities(region: Region) -> dict[str, str]:
    return {str(one.pk): one.name for one in sorted(Municipality.objects.filter(region=region), key=lambda m: m.name)}


def _age_group(place: str) -> str:
    """The database gives the place of the group among the limits; "" where the day of birth is not known."""
    groups = codes.code_list("age_groups")
    return groups[int(place) - 1].key if place else UNKNOWN


def _language_group(key: str) -> str:
    groups = codes.common().codes.language_groups
    named = next((one.key for one in groups if key in one.languages), None)
    return named or next(one.key for one in groups if not one.languages)


def _group(name: str, names: dict[str, str], found: Counts, least: int, fold: Callable[[str], str]) -> Group:
    """The groups of one look, also those with nobody; last those of whom it is not known."""
    folded: dict[str, Counter[str]] = {UP: Counter(), DOWN: Counter()}
    for way, keys in found.items():
        for key, people in keys.items():
            folded[way][fold(key) if key else UNKNOWN] += people
    elsewhere = {key for keys in folded.values() for key in keys} - {*names, UNKNOWN}
    listed = {**names, **{key: _("Muu") for key in elsewhere}, UNKNOWN: _("Ei tiedossa")}
    up, down = (protect({key: folded[way][key] for key in listed}, least) for way in (UP, DOWN))
    return Group(name, [(listed[key], up[key], down[key]) for key in listed])


def _ask(region: Region, period: HalfYear) -> tuple[dict[str, Counts], Counter[str]]:
    """Ask the owner's counting function: people by look, direction and key, and all moves by direction."""
    ages = [one.from_age for one in codes.common().codes.age_groups]
    found: dict[str, Counts] = {}
    moves: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from reports_progress_counts(%s, %s, %s, %s)", [region.pk, period.since, period.until, ages]
        )
        for what, way, key, people, made in cursor.fetchall():
            found.setdefault(what, {}).setdefault(way, Counter())[key] = people
            if what == "all":
                moves[way] = made
    return found, moves


def rows(told: Progress) -> Iterator[Sequence[str]]:
    """The report as lines of a file."""
    yield [_("Ryhmittely"), _("Ryhmä"), _("Ylöspäin"), _("Alaspäin")]
    yield [_("Kaikki"), "", in_words(told.people[UP], told.least), in_words(told.people[DOWN], told.least)]
    for group in told.groups:
        for name, up, down in group.rows:
            yield [group.name, name, in_words(up, told.least), in_words(down, told.least)]
