"""Bars of a figure's parts: pure geometry, in hundredths of the widest."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinnalla.lib.smallnumbers import Shown


@dataclass(frozen=True, slots=True)
class Bar:
    """One part: its name, what may be told of it, and how long its bar is; a hidden number has none."""

    name: str
    shown: Shown
    width: int


def bars(parts: Sequence[tuple[str, Shown]]) -> list[Bar]:
    """The parts in their order, the widest 100."""
    most = max((one.number for _name, one in parts), default=0)
    return [Bar(name, one, round(100 * one.number / most) if most else 0) for name, one in parts]
