"""What coaching led to, as it may be told (L-04, L-18, L-64, L-65, T-52, T-56, T-58, E-31).

Whatever is a part of a whole is hidden against that whole. A unit's table is told only when no unit of the region has a
small number in it, as far as the reader may count the others: else the region less one unit would tell the other. The
same goes for a type of coaching beside the others.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.employment.results import counting, telling
from rinnalla.employment.results.counting import Terms
from rinnalla.employment.results.reading import records_of
from rinnalla.employment.results.records import Coaching, Records
from rinnalla.employment.results.retention import POINTS, retention
from rinnalla.employment.results.telling import Curve, Percent
from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.organisations.models import Region, Unit
from rinnalla.reports.forms import HalfYear
from rinnalla.servicemodels.codes import code_list, code_name, deadline

HIDDEN = Shown("withheld")
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """Lines of numbers under headings; `heads[0]` names the lines. `note` says something of a line, by its name."""

    key: str
    heads: list[str]
    rows: list[tuple[Any, ...]]

    @property
    def told(self) -> list[tuple[Any, ...]]:
        """The lines that somebody is on, or may be."""
        return [row for row in self.rows if not _nobody(row)]

    @property
    def nobody(self) -> list[str]:
        """The names of lines that nobody is on."""
        return [row[0] for row in self.rows if _nobody(row)]

    @property
    def hidden(self) -> bool:
        """Nothing of it may be told."""
        return bool(self.rows) and all(one.kind == "withheld" for row in self.rows for one in row[1:])


def _nobody(row: tuple[Any, ...]) -> bool:
    return bool(row[1].kind == "number" and row[1].number == 0)


@dataclass(frozen=True)
class Report:
    """The whole page. `work_first`: the share at the workplace after work began is under what is aimed at (T-58)."""

    period: HalfYear
    least: int
    whole: int
    aim: int
    unit: Unit | None
    empty: bool
    started: Shown
    ran: Shown
    found: Shown
    onward: Shown
    retention: list[tuple[str, Percent | None]]
    tenure: Curve | None
    first_job: Curve | None
    first_meeting: Curve | None
    dropped: Percent | None
    by_client: Percent | None
    by_coach: Percent | None
    at_work: Percent | None
    studies: Percent | None
    tables: dict[str, Table] = field(default_factory=dict)
    new_groups: list[tuple[str, str]] = field(default_factory=list)

    @property
    def off_work(self) -> bool:
        return self.at_work is not None and self.at_work.percent < self.aim


def report(
    region: Region, period: HalfYear, unit: Unit | None = None, types: Collection[str] | None = None
) -> Report:
    """The region's results of a period, or a part of them: a unit's, or those of some types of coaching."""
    everybody = records_of(region, period.since, period.until)
    rows, others = _part(everybody, unit, types)
    terms = terms_of(region)
    told = _Telling(rows, others, deadline(region, "small_number"), deadline(region, "share_denominator"))
    people = counting.first_spells(rows, terms)
    share, concerned = counting.at_work(rows, terms)
    return Report(
        period, told.least, told.whole, deadline(region, "coaching_at_work"), unit, empty=not rows.running,
        started=told.number(counting.started), ran=told.number(counting.ran),
        found=told.number(lambda one: counting.found_work(one, terms), whole=counting.ran),
        onward=told.number(counting.onward),
        retention=[(point.key, told.percent(retention(people, point))) for point in POINTS],
        tenure=told.curve(counting.tenure(people)), first_job=told.curve(counting.to_first_job(rows, terms)),
        first_meeting=told.curve(counting.to_first_meeting(rows)), dropped=told.percent(counting.dropped(rows, terms)),
        by_client=told.percent(_share(counting.matching(rows, by_client=True))),
        by_coach=told.percent(_share(counting.matching(rows, by_client=False))),
        at_work=told.percent(share) if concerned >= told.least else None,
        studies=None if others or unit else told.percent(counting.after_studies(rows, terms)),
        tables={one.key: one for one in _tables(told, terms)}, new_groups=[] if unit else _new_groups(everybody, types),
    )


def _part(
    everybody: Records, unit: Unit | None, types: Collection[str] | None
) -> tuple[Records, list[Records]]:
    """The rows that are told of, and the other parts of the whole that subtracting would tell of."""
    if unit:
        units = everybody.by_unit()
        return units.pop(unit.pk, everybody.only(lambda one: False)), list(units.values())
    if types is not None:
        return everybody.only(lambda one: one.type in types), [everybody.only(lambda one: one.type not in types)]
    return everybody, []


def terms_of(region: Region) -> Terms:
    """The definitions that dated data gives."""
    kinds = code_list("job_kinds")
    return Terms(
        fulfilling=frozenset(one.key for one in kinds if one.definition.fulfils),
        others=frozenset(one.key for one in kinds if not one.definition.fulfils),
        gap=deadline(region, "work_spell_gap"), dropout=deadline(region, "coaching_dropout"),
        after_studies=deadline(region, "studies_follow_up"),
        at_work=frozenset(one.key for one in code_list("coaching_places") if one.definition.at_work),
    )


def state_names() -> dict[str, str]:
    return {
        counting.OPEN_WORK: _("Palkkatyössä avoimilla työmarkkinoilla"), counting.OTHER_WORK: _("Muussa työssä"),
        counting.SEARCH: _("Valmennuksessa, ei vielä työssä"), counting.STOPPED: _("Asiakas lopetti"),
        counting.ENDED: _("Valmennus päättyi"),
    }


def _share(found: Mapping[bool, int]) -> Any:
    return counting.Share(found.get(True, 0), found.get(True, 0) + found.get(False, 0), 0)


def _new_groups(records: Records, types: Collection[str] | None) -> list[tuple[str, str]]:
    """The groups that came to a type of coaching for the first time in the period (L-04): group and type by name."""
    return sorted(
        (code_name("client_groups", group), code_name("coaching_types", type))
        for (group, type), on in records.first.items()
        if records.within(on) and (types is None or type in types)
    )


# Tables ---------------------------------------------------------------------------------------------------------------


def _tables(told: "_Telling", terms: Terms) -> list[Table]:
    people = _("Asiakkaita")
    return [
        told.parts("states", _("Missä ollaan jakson lopussa"), people, state_names(),
                   lambda one: counting.states(one, terms)),
        told.overlapping("kinds", _("Muu alkanut työ"), people,
                         {key: name for key, name in _names("job_kinds").items() if key in terms.others},
                         lambda one: counting.began_by_kind(one, sorted(terms.others))),
        told.by("type", _("Valmennus"), _names("coaching_types"), lambda one: one.type, terms),
        told.by("payer", _("Maksaja"), _names("coaching_payers"), lambda one: one.payer, terms),
        told.by("group", _("Asiakasryhmä"), {**_names("client_groups"), "": _("Ei kirjattu")},
                lambda one: one.group, terms),
        told.parts("endings", _("Miten valmennus päättyi"), people,
                   {**_names("coaching_outcomes"), counting.STOPPED: _("Asiakas lopetti, syytä ei kysytä")},
                   counting.endings),
        told.contacts("parties", _("Kenen kanssa"), _names("coaching_parties"), counting.parties),
        told.contacts("places", _("Missä"), _names("coaching_places"), counting.places),
    ]  # fmt: skip


def _names(name: str) -> dict[str, str]:
    return {one.key: one.name for one in code_list(name)}


@dataclass(frozen=True)
class _Telling:
    """What may be told of rows that are a whole, or a part of one beside others."""

    rows: Records
    others: list[Records]
    least: int
    whole: int

    def _gives_away(self, count: Callable[[Records], Counts]) -> bool:
        """Whether a small number is in any part of the whole: then it could be had by subtracting."""
        parts = [self.rows, *self.others] if self.others else []
        return any(0 < number < self.least for one in parts for number in count(one).values())

    def number(
        self, count: Callable[[Records], int], whole: Callable[[Records], int] | None = None
    ) -> Shown:
        """One number. With `whole` the rest of that whole must be tellable too."""
        def parts(one: Records) -> Counts:
            number = count(one)
            return {"": number, "rest": whole(one) - number if whole else 0}

        if self._gives_away(parts):
            return HIDDEN
        mine = parts(self.rows)
        shown = hide_small(mine, self.least)
        return HIDDEN if shown[""].kind == "number" and shown["rest"].kind != "number" else shown[""]

    def parts(
        self, key: str, head: str, what: str, names: dict[str, str], count: Callable[[Records], Counts]
    ) -> Table:
        """Numbers that together make a whole."""
        found = count(self.rows)
        every = _known(names, found)
        shown = protect({one: found.get(one, 0) for one in every}, self.least)
        if self._gives_away(count):
            shown = dict.fromkeys(every, HIDDEN)
        return Table(key, [head, what], [(every[one], shown[one]) for one in every])

    def overlapping(
        self, key: str, head: str, what: str, names: dict[str, str], count: Callable[[Records], Counts]
    ) -> Table:
        """Numbers of people who may be in several lines."""
        found, every = count(self.rows), names
        shown = hide_small({one: found.get(one, 0) for one in every}, self.least)
        if self._gives_away(count):
            shown = dict.fromkeys(every, HIDDEN)
        return Table(key, [head, what], [(every[one], shown[one]) for one in every])

    def by(
        self, key: str, head: str, names: dict[str, str], part: Callable[[Coaching], str], terms: Terms
    ) -> Table:
        """People coached and those who found open paid work. Where those who did not are few, none is told who did."""
        found = counting.by(self.rows, part, terms)
        every = _known(names, found)
        pairs = {one: found.get(one, (0, 0)) for one in every}
        ran = protect({one: pair[0] for one, pair in pairs.items()}, self.least)
        worked = protect({one: pair[1] for one, pair in pairs.items()}, self.least)
        rest = {one: pair[0] - pair[1] for one, pair in pairs.items()}
        if any(0 < number < self.least for number in rest.values()):
            worked = dict.fromkeys(every, HIDDEN)

        def counts(one: Records) -> Counts:
            told = counting.by(one, part, terms)
            return {f"{name}{what}": number for name, (all, work) in told.items()
                    for what, number in (("a", all), ("w", work), ("r", all - work))}  # fmt: skip

        if self._gives_away(counts):
            ran, worked = dict.fromkeys(every, HIDDEN), dict.fromkeys(every, HIDDEN)
        heads = [head, _("Asiakkaita"), _("Aloitti palkkatyön")]
        return Table(key, heads, [(every[one], ran[one], worked[one]) for one in every])

    def contacts(
        self, key: str, head: str, names: dict[str, str], count: Callable[[Records], Mapping[str, tuple[int, int]]]
    ) -> Table:
        """Contacts, told when those they were about are not few."""
        found = count(self.rows)
        people = hide_small({one: found.get(one, (0, 0))[1] for one in names}, self.least)
        shown = {
            one: Shown("number", found.get(one, (0, 0))[0]) if people[one].kind == "number" else HIDDEN for one in names
        }
        if self._gives_away(lambda one: {name: pair[1] for name, pair in count(one).items()}):
            shown = dict.fromkeys(names, HIDDEN)
        return Table(key, [head, _("Kontakteja")], [(names[one], shown[one]) for one in names])

    def percent(self, share: Any) -> Percent | None:
        return telling.percent(share, self.least, self.whole)

    def curve(self, times: list[Any]) -> Curve | None:
        return telling.told(times, self.least, self.whole)


def _known(names: dict[str, str], found: Mapping[str, Any]) -> dict[str, str]:
    """The lines there are: those of the list, and what is counted under a code no longer in it."""
    return {**names, **{one: _("Muu") for one in found if one not in names}}
