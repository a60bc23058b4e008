"""What is wrong in a file that was brought in: where, what stands there, why it will not do, what is expected."""

from dataclasses import dataclass, field

LONGEST_VALUE = 80  # characters of a value that a fault repeats


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `column` is the heading as the file has it; `reason` and `expected` are for people, in the
    language that was active. The value is left out of `repr`, so that no client's data gets into a log by accident."""

    line: int
    column: str
    value: str = field(repr=False)
    code: str
    reason: str
    expected: str


class TableError(ValueError):
    """The file can't be read at all. `faults` has every reason, at least one."""

    def __init__(self, reason: str, expected: str, *, line: int = 1, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.expected = expected
        self.faults = faults or (Fault(line, "", "", "file", reason, expected),)


def shortened(value: str) -> str:
    """The value as a fault repeats it: at most LONGEST_VALUE characters."""
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
