"""Results and dimensions of a case over time for one reader, each with what its change tells."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Protocol

from rinnalla.access.actor import Actor
from rinnalla.assessments.mapping import NO_TRACE
from rinnalla.assessments.results import scoring
from rinnalla.assessments.results.actions import edition_of
from rinnalla.assessments.results.drawing import Chart, chart
from rinnalla.assessments.results.models import HIGHEST, LOWEST, InstrumentResult, Situation
from rinnalla.cases.models import Case
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d


class Scored(Protocol):
    """What a result tells of itself, whoever wrote it down: points by scale of an instrument's edition on a day."""

    instrument: Any
    edition: Any
    subject: Any
    measured_on: Any
    scores: Any


@dataclass(frozen=True)
class Line:
    """One scale over time. `change` compares the two newest scores, `whole` the first and the newest (V-104); both are
    None while there is one only."""

    name: str
    scale: d.Scale
    chart: Chart
    change: scoring.Change | None
    whole: scoring.Change | None
    first: float
    last: float
    now: str

    @property
    def gaps(self) -> int:
        return len(self.chart.missing)


@dataclass(frozen=True)
class Measured:
    """One instrument of one version, and what it is about: its lines over time and its rows, newest first."""

    instrument: d.Instrument
    edition: d.Edition
    subject: str
    lines: list[Line]
    rows: list[Scored]


@dataclass(frozen=True)
class Results:
    """What a reader sees of a case's results, what was corrected, and how many one may know of but not see."""

    measured: list[Measured]
    corrected: list[InstrumentResult]
    hidden: int


@dataclass(frozen=True)
class Dimension:
    """One dimension: the client's baseline and newest number, and the professional's newest beside it (V-08)."""

    name: str
    definition: d.Dimension
    first: tuple[date, int] | None
    last: tuple[date, int] | None
    worker: tuple[date, int] | None
    chart: Chart | None

    @property
    def change(self) -> int | None:
        """The newest less the baseline; None before there are two of the client's own."""
        if self.first is None or self.last is None or self.first[0] == self.last[0]:
            return None
        return self.last[1] - self.first[1]


def results(case: Case, actor: Actor, groups: Collection[str]) -> Results:
    """Every result of a case that these field groups open, by instrument, version and subject."""
    rows = list(
        InstrumentResult.objects.visible_to(actor).filter(case=case).select_related("made_by", "correction")
        .order_by("instrument", "edition", "subject", "measured_on", "pk")
    )
    seen = [row for row in rows if row.field_group in groups]
    current = [row for row in seen if not hasattr(row, "correction")]
    hidden = sum(row.field_group not in (*groups, *NO_TRACE) and not hasattr(row, "correction") for row in rows)
    return Results(measured(current), [row for row in seen if hasattr(row, "correction")], hidden)


def measured(rows: Sequence[Scored]) -> list[Measured]:
    """Results, oldest first within each, by instrument, version and subject."""
    known = {one.key: one for one in codes.common().instruments}
    rows = sorted(rows, key=_about)
    return [_measured(known[key[0]], key, list(of)) for key, of in groupby(rows, key=_about) if key[0] in known]


def _about(row: Scored) -> tuple[str, str, str]:
    return row.instrument, row.edition, row.subject


def _measured(instrument: d.Instrument, key: tuple[str, str, str], rows: list[Scored]) -> Measured:
    edition = edition_of(instrument, key[1]) or instrument.editions[-1]
    lines = [_line(scale, rows) for scale in edition.scales if any(scale.key in row.scores for row in rows)]
    return Measured(instrument, edition, key[2], lines, rows[::-1])


def _line(scale: d.Scale, rows: Sequence[Scored]) -> Line:
    days = [(row.measured_on, row.scores.get(scale.key)) for row in rows]
    scores = [value for _on, value in days if value is not None]
    error = scale.error.value if scale.error else None
    change = scoring.compare(scale, scores[-2], scores[-1]) if len(scores) > 1 else None
    drawn = chart(days, scale.lowest, scale.highest, error)
    whole = scoring.compare(scale, scores[0], scores[-1]) if len(scores) > 1 else None
    name = scale.names.in_language
    return Line(name, scale, drawn, change, whole, scores[0], scores[-1], scoring.band(scale, scores[-1]))


def dimensions(case: Case, actor: Actor, groups: Collection[str] | None) -> list[Dimension]:
    """The three dimensions with their change. `groups` None: the client's own page, which shows all of one's own."""
    rows = Situation.objects.visible_to(actor).current().filter(case=case).prefetch_related("values")
    answered = list(rows.order_by("asked_on", "pk"))
    every = codes.code_list("dimensions")
    return [_dimension(one, answered) for one in every if groups is None or one.definition.field_group in groups]


def _dimension(code: codes.Code, answered: Sequence[Situation]) -> Dimension:
    own = [_answer(row, code.key) for row in answered if row.viewer == Situation.Viewer.CLIENT]
    seen = [_answer(row, code.key) for row in answered if row.viewer == Situation.Viewer.WORKER]
    given = [(on, value) for on, value in own if value is not None]
    beside = [(on, value) for on, value in seen if value is not None]
    return Dimension(
        code.name, code.definition, given[0] if given else None, given[-1] if given else None,
        beside[-1] if beside else None, chart(own, LOWEST, HIGHEST) if given else None,
    )


def _answer(row: Situation, dimension: str) -> tuple[date, int | None]:
    return row.asked_on, next((one.value for one in row.values.all() if one.dimension == dimension), None)
