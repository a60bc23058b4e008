"""How long each kind of data is kept, by `regions/common/retention.yaml`: which clock, from when, through which day.

A period ends on the day of Act 150/1930. What ends on a day is kept through that day and erased by the first run after
it, so nothing goes a day early, and nothing stays a run late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rinnalla.lib import dates
from rinnalla.servicemodels.codes import common
from rinnalla.servicemodels.definitions import Clock, Length, Register
from rinnalla.servicemodels.lengths import MONTHS, last_day, latest_start
from rinnalla.servicemodels.loading import dated

__all__ = ["MONTHS", "last_day", "latest_start"]
# What goes with its case, where the case's register gives it no time of its own (every `retention` word is a document).
WITH_THE_CASE = frozenset({"message", "copy", "consent", "referral"})


@dataclass(frozen=True)
class Ticking:
    """One clock as it runs in one register today: what it starts from and how long it is."""

    clock: Clock
    register: Register | None
    starts: str
    length: Length

    @property
    def holders(self) -> list[str]:
        """The kinds of organisations whose data it ends; empty where it ends everybody's."""
        return list(self.register.holders) if self.register else []

    @property
    def register_key(self) -> str:
        return self.register.key if self.register else ""


def registers() -> tuple[Register, ...]:
    return common().retention.registers


def register_of(kind: str) -> Register:
    """The register that a case held by this kind of organisation belongs to. Raises LookupError for an unknown kind."""
    found = next((one for one in registers() if kind in one.holders), None)
    if found is None:
        raise LookupError(f"no register holds the cases of {kind}: regions/common/retention.yaml")
    return found


def clock_of(document: str, register: Register | None = None, *, starts: str = "") -> Clock:
    """The clock of a kind of document in a register: its own, else its case's. Raises LookupError."""
    for one in common().retention.clocks:
        here = not one.registers or (register is not None and register.key in one.registers)
        if one.document == document and here and starts in ("", one.starts):
            return one
    if document in WITH_THE_CASE and not starts:
        return clock_of("case", register)
    raise LookupError(f"{document} has no clock in {register.key if register else 'any register'}")


def ticking(on: date | None = None) -> Iterator[Ticking]:
    """Every clock with a length, in every register it runs in, with what is counted where its start is not known."""
    day = on or dates.today()
    for clock in common().retention.clocks:
        for register in _registers_of(clock):
            if found := dated(clock.lengths, day):
                yield Ticking(clock, register, clock.starts, found)
            if clock.unknown and (found := dated(clock.unknown.lengths, day)):
                yield Ticking(clock, register, clock.unknown.starts, found)


def _registers_of(clock: Clock) -> list[Register | None]:
    return [one for one in registers() if one.key in clock.registers] or [None]
