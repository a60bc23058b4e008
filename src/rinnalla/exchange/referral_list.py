"""A whole referral list: every line checked, repeats inside the file found. Writes nothing."""

from dataclasses import dataclass, field
from datetime import date

from rinnalla.exchange.codes import Codes
from rinnalla.exchange.columns import Ignored, find_columns
from rinnalla.exchange.faults import Fault
from rinnalla.exchange.referral_rows import ReferralRow, check_line
from rinnalla.exchange.tables import read_table


@dataclass(frozen=True, slots=True)
class CheckedList:
    """`rows` may be written, `repeats` are lines that say again what an earlier line of the file says."""

    rows: tuple[ReferralRow, ...]
    repeats: tuple[int, ...]
    faults: tuple[Fault, ...] = field(repr=False)
    ignored: tuple[Ignored, ...]


def check_list(name: str, data: bytes, *, region: str, codes: Codes, today: date) -> CheckedList:
    """Reads the file and checks each line by itself: a bad one costs no other. Whether a row is already in the
    database is for the caller to ask, by `repeat_key`. Raises TableError when the file as a whole can't be read."""
    table = read_table(name, data)
    columns = find_columns(table)
    rows: dict[tuple[str, ...], ReferralRow] = {}
    repeats: list[int] = []
    faults: list[Fault] = []
    for line in table.lines:
        checked = check_line(line, columns, codes, today)
        if isinstance(checked, list):
            faults.extend(checked)
        elif rows.setdefault(checked.repeat_key(region), checked) is not checked:
            repeats.append(line.number)
    return CheckedList(tuple(rows.values()), tuple(repeats), tuple(faults), columns.ignored)
