"""`common/indicators.yaml`: what each figure of a report means, so that everybody reads it alike."""

from typing import Literal

from rinnalla.servicemodels.definitions.base import Dated, Key, Route, Row, Text


class Indicator(Dated):
    """A figure in words: what it tells, what is counted, out of what, and where the rows come from. Without
    `denominator` it is a count.

    `route` is the page that shows it; `period` the time it is told of; `unit` and `formula` how it is computed; `owner`
    who answers for the definition. `target` is there when something is aimed at. `promised` are the metrics of the
    programmes that the figure keeps (F-49). `assumptions` are what a figure rests on that the records do not tell
    (T-29).
    """

    key: Key
    row: Row
    names: Text
    meaning: Text
    numerator: Text
    denominator: Text | None = None
    source: Text
    route: Route
    period: Literal["half_year", "year", "day", "pilot"]
    unit: Literal["people", "spells", "pieces", "percent", "days", "euros", "score"]
    formula: Literal["count", "share", "median", "mean", "change", "sum", "curve"]
    owner: Literal["support", "coaching", "development", "communications", "employers", "buyer"]
    target: Text | None = None
    promised: tuple[Row, ...] = ()
    assumptions: tuple[Text, ...] = ()
