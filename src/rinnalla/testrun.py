"""`./rinnalla test`: every part whose tools are there, and what was not run told at the end (section 8)."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rinnalla.environment import ROOT

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")
NOTHING_RUN = 5
QUIET = "addopts=-p rinnalla.testing --import-mode=importlib"


@dataclass(frozen=True)
class Part:
    """One call of pytest: its marks, how many workers, the tool it needs and how to get that."""

    name: str
    marks: str
    workers: int
    there: Callable[[], bool]
    install: str = ""
    postgres: str = ""


def _chromium() -> bool:
    return shutil.which("chromium") is not None


def _identity() -> bool:
    return all(shutil.which(one) for one in ("node", "npm", "xmlsec1"))


PARTS = (
    Part("main", "not browser and not fuzz and not slow and not log and not identity", 2, lambda: True),
    Part("identity", "identity", 0, _identity, "apt-get install nodejs npm xmlsec1"),
    # Alone: a seal waits for every open transaction of the server, and the other tests hold long ones.
    Part("log", "log", 0, lambda: True),
    Part("browser", "browser", 2, _chromium, "apt-get install chromium fonts-liberation"),
    Part("fuzz", "fuzz", 2, lambda: True),
    Part("postgresql 15", "schema or wall or log", 0, lambda: (POSTGRES_15 / "postgres").exists(),
         "apt-get install postgresql-15", str(POSTGRES_15)),
)


def run_tests(words: list[str]) -> int:
    """Run the suite; `--complete` makes a missing tool an error. With pytest's own arguments, only what they name."""
    complete = "--complete" in words
    words = [word for word in words if word != "--complete"]
    os.chdir(ROOT)
    if words:
        return _pytest(words)
    missing, faults = [], 0
    for part in PARTS:
        if not part.there():
            missing.append(part)
            continue
        result = _run(part)
        # A part nobody has written a test for yet is told, not failed; the main part may not be empty.
        faults += result not in (0, NOTHING_RUN) or (result == NOTHING_RUN and part.name == "main")
    for part in missing:
        print(f"NOT RUN: {part.name} ({_count(part)}): {part.install}", flush=True)
    return 1 if faults or (missing and complete) else 0


def run_bench(words: list[str]) -> int:
    """`./rinnalla bench [--size N] [--json]`: goals of performance as ratios within one run; 1 when one is not met."""
    parser = argparse.ArgumentParser(prog="./rinnalla bench", description="goals of performance, as ratios")
    parser.add_argument("--size", type=int, default=100_000, help="cases (default 100000)")
    parser.add_argument("--json", action="store_true", help="machine-readable")
    options = parser.parse_args(words)
    os.chdir(ROOT)
    os.environ["RINNALLA_BENCH_SIZE"] = str(options.size)
    if options.json:
        os.environ["RINNALLA_BENCH_JSON"] = "1"
    return 1 if _pytest(["-o", QUIET, "-p", "no:terminal", "-s", "tests/bench.py"]) else 0


def _run(part: Part) -> int:
    print(f"== {part.name}", flush=True)
    workers = ["-n", str(part.workers), "--dist", "loadfile"] if part.workers else []
    return _pytest(["-m", part.marks, *workers], postgres=part.postgres)


def _count(part: Part) -> int:
    """How many tests the part would have run."""
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", part.marks], capture_output=True, text=True
    )
    return sum("::" in line for line in listed.stdout.splitlines())


def _pytest(words: list[str], *, postgres: str = "") -> int:
    environment = {**os.environ, **({"RINNALLA_POSTGRES_BIN": postgres} if postgres else {})}
    return subprocess.call([sys.executable, "-m", "pytest", *words], env=environment)
