"""What every value of a code list has."""

from datetime import date

from rinnalla.servicemodels.definitions.base import Dated, Definition, Key, Row, Text


class PastNames(Definition):
    """What a code was called up to and including a day; old reports keep the old name (V-31)."""

    valid_to: date
    names: Text


class Code(Dated):
    """One value of a code list."""

    key: Key
    names: Text
    past_names: tuple[PastNames, ...] = ()
    row: Row | None = None
