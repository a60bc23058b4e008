"""Running the tests: a database of their own, and what was not run told at the end.

Loaded by pytest before the settings are read (`-p rinnalla.testing`), so that the embedded server is up by then.
"""

import atexit
import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from rinnalla.environment import ROOT, use
from rinnalla.lib.embedded import running

_open = ExitStack()
PARTS = {
    "browser": ("apt-get install chromium", lambda: shutil.which("chromium") is not None),
    "postgresql 15": ("apt-get install postgresql", lambda: Path("/usr/lib/postgresql/15/bin/postgres").exists()),
    "html": ("apt-get install default-jre-headless", lambda: shutil.which("java") is not None),
}


def _start() -> None:
    """Bring up the test database server, unless DATABASE_URL names one or this is a worker of a running session."""
    if os.environ.get("DATABASE_URL"):
        return
    version = os.environ.get("RINNALLA_POSTGRES_BIN", "")
    folder = ROOT / (".rinnalla-test" + ("-15" if "/15/" in version else ""))
    cluster = _open.enter_context(running(folder, durable=False))
    atexit.register(_open.close)
    os.environ["RINNALLA_SEAL_DIR"] = str(folder / "seals")
    use(cluster, folder)


_start()


def run_tests(words: list[str]) -> int:
    """`./rinnalla test`: everything whose tools are there. `--complete` makes a missing tool an error."""
    import pytest

    complete = "--complete" in words
    words = [word for word in words if word != "--complete"]
    os.chdir(ROOT)
    missing = [(name, how) for name, (how, there) in PARTS.items() if not there()]
    given = words or ["-n", "2", "--dist", "loadfile"]
    result = int(pytest.main(given))
    for name, how in missing:
        print(f"NOT RUN: {name}: {how}", file=sys.stderr)
    if result == 5:
        print("No test was run.", file=sys.stderr)
    return 1 if missing and complete and not result else result
