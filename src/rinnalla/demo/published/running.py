"""The command `figures`: a database of its own, the published world made in it once, and what it comes to."""

import argparse
import hashlib
import os
from datetime import date, datetime, time
from pathlib import Path

from rinnalla.environment import data_folder, use
from rinnalla.lib.embedded import Cluster, ServerError, running

TOLD_ON = date(2023, 2, 1)  # both years of the projects are over, and the half-year behind them


def run_figures(options: argparse.Namespace) -> int:
    """Make the published world where it is not there, count the figures in it, print them. Returns the exit code."""
    if os.environ.get("DATABASE_URL"):
        raise ServerError(
            "The published figures have a database of their own. Unset DATABASE_URL, so that no invented people get "
            "into yours."
        )
    folder = data_folder(options.data) / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    with running(folder) as cluster:
        use(cluster, folder)
        if not _is_made(folder):
            _empty(cluster, folder)
        import django

        django.setup()
        if not _is_made(folder):
            make()
            _mark(folder).write_text(_digest(), encoding="utf-8")
        return told(as_json=options.json)


def make() -> None:
    """Migrate, load the regions and bring every region's records in. Needs Django set up and an empty database."""
    from django.utils import translation

    from rinnalla.demo.published.building import build
    from rinnalla.demo.published.shapes import records
    from rinnalla.lib.migrating import migrate
    from rinnalla.servicemodels.commands import run

    migrate(verbosity=0)
    if run("load", None, publish=True):
        raise SystemExit("The service models have faults; the list is above. Mend the files and start again.")
    with translation.override("fi"):
        for one in records():
            build(one)


def told(*, as_json: bool) -> int:
    """Print the figures as they were on the day they are told of. Returns 0 when all are equal, else 1."""
    from rinnalla.lib import dates
    from rinnalla.reports.published.commands import run

    with dates.clock(datetime.combine(TOLD_ON, time(9), dates.HELSINKI)):
        return run(as_json)


def _empty(cluster: Cluster, folder: Path) -> None:
    with cluster.connect() as connection:
        connection.execute("drop database if exists rinnalla with (force)")
        connection.execute("create database rinnalla owner rinnalla_owner")


def _mark(folder: Path) -> Path:
    return folder / "made"


def _is_made(folder: Path) -> bool:
    return _mark(folder).exists() and _mark(folder).read_text(encoding="utf-8") == _digest()


def _digest() -> str:
    """What the world is made of: the program, the regions and the records."""
    root, made = Path(__file__).resolve().parents[4], hashlib.sha256()
    for file in [*sorted(root.glob("src/rinnalla/**/*.py")), *sorted(root.glob("regions/**/*.yaml")),
                 *sorted(Path(__file__).parent.glob("records/*.yaml"))]:  # fmt: skip
        made.update(str(file.relative_to(root)).encode() + file.read_bytes())
    return made.hexdigest()
