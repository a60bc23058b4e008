"""`./rinnalla test`: every part whose tools are there, and what was not run told at the end."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rinnalla.environment import ROOT

PARTS = {
    "browser": ("apt-get install chromium", lambda: shutil.which("chromium") is not None),
    "postgresql 15": ("apt-get install postgresql", lambda: Path("/usr/lib/postgresql/15/bin/postgres").exists()),
    "html": ("apt-get install default-jre-headless", lambda: shutil.which("java") is not None),
}


def run_tests(words: list[str]) -> int:
    """`./rinnalla test`: everything whose tools are there. `--complete` makes a missing tool an error."""
    complete = "--complete" in words
    words = [word for word in words if word != "--complete"]
    os.chdir(ROOT)
    missing = [(name, how) for name, (how, there) in PARTS.items() if not there()]
    given = words or ["-n", "2", "--dist", "loadfile"]
    result = subprocess.call([sys.executable, "-m", "pytest", *given])
    for name, how in missing:
        print(f"NOT RUN: {name}: {how}", file=sys.stderr)
    if result == 5:
        print("No test was run.", file=sys.stderr)
    return 1 if missing and complete and not result else result
