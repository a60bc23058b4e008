"""What coaching led to, as it may be told (L-04, L-18, L-64, L-65, T-52, T-56, T-58, E-31).

Whatever is a part of a whole is hidden against that whole. A unit's column is told only when no unit of the region has
a small number in it, as far as the reader may count the others: else the region less one unit would tell the other. The
same goes for a type of coaching beside the others. And no two numbers, of whatever reports of the half-year, are told
when one less the other is a few people (`columns.py`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from rinnalla.employment.models import capped_types
from rinnalla.employment.results import counting, telling
from rinnalla.employment.results.counting import Terms
from rinnalla.employment.results.reading import records_of
from rinnalla.employment.results.records import Records
from rinnalla.employment.results.retention import POINTS, retention
from rinnalla.employment.results.telling import Curve, Percent
from rinnalla.lib.smallnumbers import Shown
from rinnalla.organisations.models import Region, Unit
from rinnalla.reports.coaching import columns, tables
from rinnalla.reports.coaching.tables import Table
from rinnalla.reports.forms import HalfYear
from rinnalla.servicemodels.codes import code_list, code_name, deadline


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
    everybody, terms = records_of(region, period.since, period.until), terms_of(region)
    least, whole = deadline(region, "small_number"), deadline(region, "share_denominator")
    part = _part(everybody, unit, types)
    shown, rows = _shown(part, everybody, types, terms, least), part.rows
    people = counting.first_spells(rows, terms)
    share, concerned = counting.at_work(rows, terms)

    def percent(one: Any) -> Percent | None:
        return telling.percent(one, least, whole)

    def curve(times: list[Any]) -> Curve | None:
        return telling.told(times, least, whole)

    return Report(
        period, least, whole, deadline(region, "coaching_at_work"), unit, empty=not rows.running,
        started=tables.number(shown, columns.STARTED), ran=tables.number(shown, columns.RAN),
        found=tables.number(shown, columns.FOUND), onward=tables.number(shown, columns.ONWARD),
        retention=[(point.key, percent(retention(people, point))) for point in POINTS],
        tenure=curve(counting.tenure(people)), first_job=curve(counting.to_first_job(rows, terms)),
        first_meeting=curve(counting.to_first_meeting(rows)), dropped=percent(counting.dropped(rows, terms)),
        by_client=percent(_share(counting.matching(rows, by_client=True))),
        by_coach=percent(_share(counting.matching(rows, by_client=False))),
        at_work=percent(share) if concerned >= least else None,
        studies=None if part.others or unit else percent(counting.after_studies(rows, terms)),
        tables={one.key: one for one in tables.made(shown, rows, part.others, terms, least)},
        new_groups=[] if unit else _new_groups(everybody, types),
    )


@dataclass(frozen=True)
class _Part:
    """The rows that are told of, the other parts of the whole that subtracting would tell of, and which level of parts
    it is of."""

    rows: Records
    others: list[Records]
    level: str


def _part(everybody: Records, unit: Unit | None, types: Collection[str] | None) -> _Part:
    if unit:
        units = everybody.by_unit()
        return _Part(units.pop(unit.pk, everybody.only(lambda one: False)), list(units.values()), "unit")
    if types is not None:
        within = everybody.only(lambda one: one.type in types)
        return _Part(within, [everybody.only(lambda one: one.type not in types)], "type")
    return _Part(everybody, [], "region")


def _shown(
    part: _Part, everybody: Records, types: Collection[str] | None, terms: Terms, least: int
) -> columns.Told:
    """What may be told of each column, whatever other report of the time somebody holds."""
    units = sorted({one.unit for one in everybody.coachings})
    levels = columns.split(everybody, units, capped_types() if types is None else types, terms)
    barred = columns.withheld(levels, least)
    mine, *beside = (columns.columns(one, terms) for one in (part.rows, *part.others))
    told = columns.told(mine, beside, least)
    return {column: None if (part.level, column) in barred else lines for column, lines in told.items()}


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


def _share(found: Mapping[bool, int]) -> Any:
    return counting.Share(found.get(True, 0), found.get(True, 0) + found.get(False, 0), 0)


def _new_groups(records: Records, types: Collection[str] | None) -> list[tuple[str, str]]:
    """The groups that came to a type of coaching for the first time in the period (L-04): group and type by name."""
    return sorted(
        (code_name("client_groups", group), code_name("coaching_types", type))
        for (group, type), on in records.first.items()
        if records.within(on) and (types is None or type in types)
    )
