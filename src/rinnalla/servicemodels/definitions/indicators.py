"""`common/indicators.yaml`: what each figure of a report means, so that everybody reads it alike."""

from rinnalla.servicemodels.definitions.base import Dated, Key, Row, Text


class Indicator(Dated):
    """A figure in words: what it tells, what is counted, out of what, and where the rows come from. Without
    `denominator` it is a count. `assumptions` are what a figure rests on that the records do not tell (T-29)."""

    key: Key
    row: Row
    names: Text
    meaning: Text
    numerator: Text
    denominator: Text | None = None
    source: Text
    assumptions: tuple[Text, ...] = ()
