"""A real server over a database clone of its own, a real browser, and people who click.

The server is the one production runs, as the application role; what a test looks up beside it, it reads as the owner.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from psycopg.conninfo import make_conninfo

from rinnalla.access.models import User
from rinnalla.cast import PASSWORD
from tests.browser.people import OWNER, House

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
UP_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # The browser's driver runs an event loop in this thread; the queries of the tests are plain ones all the same.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="module")
def seals(tmp_path_factory):
    """Where the server writes its seals: `eventlog.verify` reads them there."""
    return tmp_path_factory.mktemp("seals")


@pytest.fixture(scope="module")
def house(live_db, chromium, seals) -> Iterator[House]:
    """The running house. Everybody of the cast has the same password."""
    with serving(chromium, seals) as one:
        yield one


@contextmanager
def serving(chromium: Browser, seals: Path, *, days: int = 0) -> Iterator[House]:
    """A server over the database of the module, with everybody's password set; its clock is so many days off."""
    User.objects.using(OWNER).update(password=make_password(PASSWORD))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = ["tests.browser.clocked", str(days)] if days else ["rinnalla"]
    server = subprocess.Popen(
        [sys.executable, "-m", *program, "serve", "--port", str(port), "--workers", "1"],
        env=_environment(port, str(seals)), cwd=settings.REPOSITORY,
    )
    one = House(f"http://localhost:{port}", chromium)
    try:
        _wait(one.address, server)
        yield one
    finally:
        one.close()
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _environment(port: int, seals: str) -> dict[str, str]:
    name = connections["default"].settings_dict["NAME"]
    address = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
    return {
        **os.environ, "DATABASE_URL": address, "RINNALLA_DEMO": "1", "RINNALLA_POOL": "1", "RINNALLA_SEAL_DIR": seals,
        "DATABASE_OWNER_URL": make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=name),
        "RINNALLA_PUBLIC_ADDRESS": f"http://localhost:{port}", "RINNALLA_HELP_PHONE": "06 218 4400",
        "RINNALLA_ALLOWED_HOSTS": "localhost", "DJANGO_SETTINGS_MODULE": "rinnalla.settings",
        "PYTHONPATH": f"{settings.REPOSITORY / 'src'}:{os.environ.get('PYTHONPATH', '')}",
    }


def _wait(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + UP_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health/live", timeout=2).close()  # noqa: S310  # our own server
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not come up (exit code {server.poll()})")
