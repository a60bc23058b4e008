"""The web server: granian with the WSGI application, behind whatever ends TLS in production."""

import errno
import os
import socket
from pathlib import Path

from rinnalla.lib.embedded import ServerError

THREADS = 4  # a core gains nothing from more (docs/scaling.md)


def serve(*, host: str, port: int, workers: int) -> int:
    """Serve until told to stop. Raises ServerError when the port is taken."""
    refuse_taken_port(host, port)
    _static_files()
    erase_what_came_back()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "rinnalla.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=max(workers, 1),
        blocking_threads=THREADS, log_level=LogLevels.warning, workers_kill_timeout=5,
    ).serve()
    return 0


def refuse_taken_port(host: str, port: int) -> None:
    """Raises ServerError, saying what to do, when somebody else listens on the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise ServerError(f"Port {port} is in use. Choose another: --port {port + 1}") from error
            raise ServerError(f"The address {host}:{port} can't be used: {error.strerror}.") from error


def erase_what_came_back() -> None:
    """A copy that was restored holds what was erased since it was made: that goes again before anybody is served.

    Raises ServerError when the day can't be trusted; somebody looks then, and says so (docs/operations.md).
    """
    from django.conf import settings

    from rinnalla.retention.erasing import actions, ahead

    try:
        if ahead.overdue():
            actions.run(after_a_pause=settings.DEMO)
    except actions.Paused as reason:
        raise ServerError(str(reason)) from reason
    finally:
        _leave_no_connection()


def _leave_no_connection() -> None:
    """The server's processes are made by forking: a pool that is open here would be theirs too, with the same sockets.
    Two processes that speak on one connection read each other's answers, so each opens a pool of its own."""
    from django.db import connections

    for one in connections.all(initialized_only=True):
        one.close()
        if one.settings_dict["OPTIONS"].get("pool"):
            one.close_pool()


def _static_files() -> None:
    """In production the static files are collected once; the demo serves them from where they lie."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    if settings.DEMO:
        root.mkdir(parents=True, exist_ok=True)
    elif not root.is_dir() or not os.listdir(root):
        call_command("collectstatic", interactive=False, verbosity=0)
