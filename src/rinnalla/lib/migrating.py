"""Bringing the database up to date as its owner, and letting the application role in (never as an owner)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.migrations.state import ProjectState

# Of Django 5.2; tests/test_migrated.py sees when they do no longer what they did.
APPEND, RELATED = "_append_option", "_find_reload_model"
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
    with _models_drawn_alone():
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=verbosity)


@contextmanager
def _models_drawn_alone() -> Iterator[None]:
    """Django draws every related model anew for each step of a migration, and here everything is related to a user:
    that was nineteen twentieths of a first start. What changes a table needs that table's model alone; a constraint or
    an index needs no new drawing at all. A step that runs code on rows finds its models by their names, as ever."""
    before = {name: getattr(ProjectState, name) for name in (APPEND, RELATED)}

    def append(state: ProjectState, app_label: str, model_name: str, option_name: str, one: Any) -> None:
        options = state.models[app_label, model_name].options
        options[option_name] = [*options[option_name], one]
        if "apps" in state.__dict__:
            drawn = state.apps.get_model(app_label, model_name)._meta
            setattr(drawn, option_name, [*getattr(drawn, option_name), one])

    def related(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        return {(app_label, model_name)}

    setattr(ProjectState, APPEND, append)
    setattr(ProjectState, RELATED, related)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(ProjectState, name, value)
