"""A database server for the tests, and helpers they share.

Loaded by pytest before the settings are read (`-p rinnalla.testing`), so that the embedded server is up by then.
"""

import atexit
import os
import threading
from collections.abc import Callable, Iterator
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


def at_once(act: Callable[[int], Any], threads: int) -> list[Any]:
    """What `act(number)` gave in threads that start together, or the Refused it raised. All else fails the test."""
    from django.db import connection

    from rinnalla.lib.errors import Refused

    gate, broken = threading.Barrier(threads), list[Exception]()
    given: list[Any] = [None] * threads

    def run(number: int) -> None:
        try:
            gate.wait(60)
            given[number] = act(number)
        except Refused as refusal:
            given[number] = refusal
        except Exception as error:  # raised below, in the thread of the test
            broken.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(120)
    if broken:
        raise ExceptionGroup("some of the threads broke", broken)
    return given


def refusals(given: list[Any]) -> list[str]:
    """Of what `at_once` gave what each was refused for, "" for those let through."""
    from rinnalla.lib.errors import Refused

    return [one.message if isinstance(one, Refused) else "" for one in given]
