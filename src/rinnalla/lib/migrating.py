"""Bringing the database up to date as its owner, and letting the application role in (never as an owner)."""

from django.core.management import call_command
from django.db import connections

PRIVILEGES = """
alter default privileges in schema public grant select, insert, update, delete on tables to rinnalla_app;
alter default privileges in schema public grant usage, select on sequences to rinnalla_app;
grant usage on schema public to rinnalla_app;
revoke create on schema public from public;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
"""


def migrate(verbosity: int = 1) -> None:
    """Run every migration through the `owner` connection. Safe to repeat."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(PRIVILEGES)
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=verbosity)
