"""Bringing the database up to date as its owner, and letting the application role in (never as an owner)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.migrations.state import ProjectState

APPEND = "_append_option"  # of Django 5.2; tests/test_migrated.py sees when it does no longer what it did
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
    with _models_kept_as_drawn():
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=verbosity)


@contextmanager
def _models_kept_as_drawn() -> Iterator[None]:
    """A constraint or an index changes no relation between models, yet Django draws every related model anew for each:
    of a first start that was nine tenths. Here the model that is drawn already learns of it."""
    drawn_anew = getattr(ProjectState, APPEND)

    def append(state: ProjectState, app_label: str, model_name: str, option_name: str, one: Any) -> None:
        options = state.models[app_label, model_name].options
        options[option_name] = [*options[option_name], one]
        if "apps" in state.__dict__:
            drawn = state.apps.get_model(app_label, model_name)._meta
            setattr(drawn, option_name, [*getattr(drawn, option_name), one])

    setattr(ProjectState, APPEND, append)
    try:
        yield
    finally:
        setattr(ProjectState, APPEND, drawn_anew)
