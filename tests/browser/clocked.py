"""The house's server with its clock moved, for tests alone: `python -m tests.browser.clocked DAYS serve …`.

The program itself has no switch that moves its clock. Here the process's own clock is moved before the program begins,
and runs on from there. The database's clock is not moved: so a story is begun in the past and ends today, since what
was allowed on a day that has gone is allowed in the database's eyes, and never the other way round.
"""

import sys
from datetime import UTC, datetime, timedelta

import time_machine


def main() -> int:
    days = int(sys.argv.pop(1))
    time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True).start()
    from rinnalla.cli import main as program

    return program()


if __name__ == "__main__":
    sys.exit(main())
