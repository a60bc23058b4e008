"""The command `demo`: a database of its own, the world, a server and a worker, until it is told to stop."""

import argparse
import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rinnalla.environment import data_folder, use
from rinnalla.lib.embedded import Cluster, ServerError, running
from rinnalla.serving import refuse_taken_port

HOST = "127.0.0.1"
UP_SECONDS = 60
STOP_SECONDS = 10


class Stopped(Exception):
    """Somebody asked the demo to stop."""


def run_demo(options: argparse.Namespace) -> int:
    """Make the world if it is not there, serve it on this machine only, end cleanly. Returns the exit code."""
    if os.environ.get("DATABASE_URL"):
        raise ServerError(
            "The demo brings its own database. Unset DATABASE_URL, so that no invented people get into yours."
        )
    folder = data_folder(options.data)
    folder.mkdir(parents=True, exist_ok=True)
    if not options.no_server:
        refuse_taken_port(HOST, options.port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        with _only_one(folder), running(folder) as cluster:
            _settings(cluster, folder, options.port)
            found = _world(cluster, folder, options)
            return 0 if options.no_server else _serve(folder, options.port, found)
    except Stopped:
        return 0


def _stop(number: int, frame: object) -> None:
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, signal.SIG_IGN)  # a second Ctrl-C must not leave the database or a child behind
    raise Stopped


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    with open(folder / "demo.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(
                f"A demo is already running in {folder}. Stop it, or choose another folder with --data."
            ) from None
        yield


def _settings(cluster: Cluster, folder: Path, port: int) -> None:
    """What the settings read, here and in the children."""
    use(cluster, folder)
    static = folder / "static"
    static.mkdir(exist_ok=True)
    os.environ |= {
        "RINNALLA_DEMO": "1",
        "RINNALLA_DATA": str(folder),
        "RINNALLA_STATIC_ROOT": str(static),
        "RINNALLA_PUBLIC_ADDRESS": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "rinnalla.settings",
    }
    os.environ.setdefault("RINNALLA_HELP_PHONE", "06 218 4400")


def _world(cluster: Cluster, folder: Path, options: argparse.Namespace) -> list[dict]:
    from rinnalla.demo import building

    if options.fresh or not building.is_whole(folder):
        _empty(cluster, folder)
    from rinnalla.lib.catalogues import compile_stale

    compile_stale()
    import django

    django.setup()
    building.build(folder, options.size)
    from rinnalla.demo.accounts import accounts, table

    found = accounts(folder)
    print(f"\nAccounts to begin with (all {len(found)} are in {folder / 'accounts.json'}):\n{table(found)}")
    print(f"\nPassword of them all: {found[0]['password']}\n", flush=True)
    from django.db import connections

    connections.close_all()
    return found


def _empty(cluster: Cluster, folder: Path) -> None:
    """Throw the earlier world away: the database, the seals that belong to it, the marks."""
    from rinnalla.demo import building

    with cluster.connect() as connection:
        connection.execute("drop database if exists rinnalla with (force)")
        connection.execute("create database rinnalla owner rinnalla_owner")
    seals = folder / "seals"
    for path in sorted(seals.glob("*")) if seals.is_dir() else ():
        path.unlink()
    building.forget_marks(folder)


def _serve(folder: Path, port: int, found: list[dict]) -> int:
    """Server and worker as children; ends when told to, or when one of them does."""
    with ExitStack() as stack:
        os.environ["RINNALLA_POOL"] = "1"
        server = stack.enter_context(_child(folder, "serve", "--host", HOST, "--port", str(port), "--workers", "1"))
        os.environ.pop("RINNALLA_POOL")
        worker = stack.enter_context(_child(folder, "worker"))
        if not _answers(server, port):
            print("The server did not start; what it said is above.", file=sys.stderr)
            return 1
        print(f"Rinnalla is at http://localhost:{port}")
        print(
            "This is a demo with invented people. It answers on this machine only, over plain HTTP, with cookies not"
        )
        print(
            "marked Secure, and a password alone lets one in. Never put real people here. Stop it with Ctrl-C.",
            flush=True,
        )
        while server.poll() is None and worker.poll() is None:
            time.sleep(0.5)
        print("The server or the worker ended by itself; what it said is above.", file=sys.stderr)
        return 1


@contextmanager
def _child(folder: Path, *words: str) -> Iterator[subprocess.Popen]:
    """A command of ours beside us; told to end, and waited for, when the block ends."""
    command = [sys.executable, "-m", "rinnalla", "--data", str(folder), *words]
    process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(server: subprocess.Popen, port: int) -> bool:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/health/live", timeout=2):  # noqa: S310  # our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False
