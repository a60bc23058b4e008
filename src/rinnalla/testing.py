"""A database server for the tests, and helpers they share.

Loaded by pytest before the settings are read (`-p rinnalla.testing`), so that the embedded server is up by then.
"""

import atexit
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rinnalla.environment import ROOT, use
from rinnalla.lib.catalogues import compile_stale
from rinnalla.lib.embedded import running

_open = ExitStack()


def _start() -> None:
    """Bring up the test database server, unless DATABASE_URL names one or this is a worker of a running session."""
    static = ROOT / ".rinnalla-test" / "static"
    static.mkdir(parents=True, exist_ok=True)  # a folder that is not there is a warning, and a warning is an error
    os.environ["RINNALLA_STATIC_ROOT"] = str(static)
    compile_stale()
    if os.environ.get("DATABASE_URL"):
        return
    version = os.environ.get("RINNALLA_POSTGRES_BIN", "")
    folder = ROOT / (".rinnalla-test" + ("-15" if "/15/" in version else ""))
    cluster = _open.enter_context(running(folder, durable=False))
    atexit.register(_open.close)
    os.environ["RINNALLA_SEAL_DIR"] = str(folder / "seals")
    use(cluster, folder)


_start()


def clear_wall() -> None:
    """Forget who acted last: inside a test's outer transaction a forgotten setting would stay and hide a fault."""
    from rinnalla.access.actor import ANONYMOUS
    from rinnalla.access.walls import actor_settings

    actor_settings(ANONYMOUS)


@contextmanager
def as_actor(actor: Any) -> Iterator[None]:
    """Act for somebody, under the wall, as a request of theirs would."""
    from rinnalla.access.walls import actor_settings

    actor_settings(actor)
    try:
        yield
    finally:
        from django.db import connection

        if not connection.needs_rollback:
            clear_wall()


def hand_over_all(case: Any, by: Any) -> None:
    """Agree how every remaining body goes on, so that the case can close."""
    from rinnalla.cases import closing

    for body in closing.remaining(case):
        if body.handover is None:
            closing.hand_over(
                case=case, organisation=body.organisation, by=by, agreement="statute" if body.by_law else "consent",
                what="Soittaa keväällä.", contact_person="Asiakasneuvonta", contact="06 218 4400",
            )
