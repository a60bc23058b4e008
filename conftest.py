"""Fixtures of the whole house: the cloned database, the cast, clients that know who they are."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import psycopg.sql
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from rinnalla.testing import clear_wall

ROOT = Path(__file__).parent
# How fast examples are drawn tells of the machine's other work, not of the program.
hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("house")


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _made_of() -> dict[str, str]:
    """What a migrated database is made of: each migration's digest by its path, and that of what they all share."""
    shared = [ROOT / "src/rinnalla/access/walls.py", ROOT / "src/rinnalla/lib/migrating.py", ROOT / "requirements.lock",
              *sorted(ROOT.glob("src/rinnalla/eventlog/*.py")), *sorted(ROOT.glob("src/rinnalla/**/*sql.py"))]
    migrations = sorted(ROOT.glob("src/rinnalla/*/migrations/*.py"))
    return {"shared": _digest(shared)} | {str(one.relative_to(ROOT)): _digest([one]) for one in migrations}


def _owner(database: str) -> psycopg.Connection:
    given = connections["owner"].settings_dict
    return psycopg.connect(
        host=given["HOST"], user=given["USER"], password=given["PASSWORD"] or None, port=given["PORT"] or None,
        dbname=database, autocommit=True,
    )


def _template() -> str:
    """The migrated database every clone is made from; made once for each set of migrations, from the newest earlier one
    that lacks only some of them."""
    made_of = _made_of()
    name = f"rinnalla_template_{hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]}"
    with _owner("rinnalla") as owner:
        owner.execute("select pg_advisory_lock(20261122)")
        if not owner.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            making = f"{name}_making"
            owner.execute(f'drop database if exists "{making}" with (force)')  # of a run that was ended midway
            owner.execute(f'create database "{making}" template "{_earlier(owner, made_of)}"')
            _point_at(making)
            from rinnalla.lib.migrating import migrate

            migrate(verbosity=0)
            connections.close_all()
            owner.execute(psycopg.sql.SQL("comment on database {} is {}").format(
                psycopg.sql.Identifier(making), json.dumps(made_of)
            ))  # fmt: skip
            owner.execute(f'alter database "{making}" rename to "{name}"')
        owner.execute("select pg_advisory_unlock(20261122)")
    return name


def _earlier(owner: psycopg.Connection, made_of: dict[str, str]) -> str:
    """The template that needs the fewest migrations more; an empty database when none is a part of this."""
    rows = owner.execute(
        "select datname, shobj_description(oid, 'pg_database') from pg_database"
        " where datname ~ '^rinnalla_template_.{16}$'"
    ).fetchall()
    told = [(name, json.loads(words)) for name, words in rows if words and words.startswith("{")]
    parts = [(len(had), name) for name, had in told if had.items() <= made_of.items()]
    return max(parts, default=(0, "template1"))[1]


def _point_at(database: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


def clone_database(suffix: str) -> str:
    """A fresh copy of the migrated database; the caller drops it."""
    template = _template()
    name = f"rinnalla_test_{os.getpid()}_{suffix}"
    with _owner("rinnalla") as owner:
        owner.execute(f'drop database if exists "{name}" with (force)')
        owner.execute(f'create database "{name}" template "{template}"')
    return name


def drop_database(name: str) -> None:
    connections.close_all()
    with _owner("rinnalla") as owner:
        try:
            owner.execute(f'drop database if exists "{name}" with (force)')
        except psycopg.errors.InsufficientPrivilege:  # vacuum is there, a superuser's process: the plain form ends it
            owner.execute(f'drop database if exists "{name}"')


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """One clone for this worker; tests run in it as the application role, each rolled back at its end."""
    with django_db_blocker.unblock():
        name = clone_database("main")
        _point_at(name)
        from rinnalla.cast import build_cast

        build_cast()
    yield
    with django_db_blocker.unblock():
        drop_database(name)


@pytest.fixture(scope="module")
def live_db(django_db_setup, django_db_blocker, request) -> Iterator[None]:
    """A clone of its own for a module whose tests really commit (threads, killed processes, servers)."""
    before = connection.settings_dict["NAME"]
    suffix = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]
    with django_db_blocker.unblock():
        name = clone_database(suffix)
        _point_at(name)
        from rinnalla.cast import build_cast

        build_cast()
        yield
        drop_database(name)
        _point_at(before)


@pytest.fixture
def own_db(request, django_db_blocker) -> Iterator[None]:
    """An empty clone for one test that really commits or plants damage; connections are the app's and the owner's."""
    before = connection.settings_dict["NAME"]
    suffix = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]
    with django_db_blocker.unblock():
        name = clone_database(suffix)
        _point_at(name)
        yield
        drop_database(name)
        _point_at(before)


@pytest.fixture(autouse=True)
def _same_start(tmp_path) -> Iterator[None]:
    """No language, clock, published model or seal file leaks from one test to the next."""
    from django.utils import translation

    from rinnalla.lib import dates
    from rinnalla.servicemodels import codes

    codes.forget()
    settings.SEAL_DIR, before = tmp_path, settings.SEAL_DIR
    with translation.override("fi"):
        yield
    dates.set_clock(None)
    settings.SEAL_DIR = before


class WalledClient(Client):
    """A browser of one user; the wall forgets who acted before every request."""

    def request(self, **request):
        if connection.in_atomic_block:
            clear_wall()
        return super().request(**request)


@pytest.fixture
def cast(db):
    """Everybody in the tests' small world, by name (see `rinnalla/cast.py`)."""
    from rinnalla.cast import load_cast

    return load_cast()


@pytest.fixture
def sign_in(db):
    """`sign_in(user)` gives that user's browser; `sign_in(None)` an unknown visitor's."""

    def browser(user=None) -> WalledClient:
        client = WalledClient(HTTP_ACCEPT_LANGUAGE="fi")
        if user is not None:
            client.force_login(user)
        return client

    return browser
