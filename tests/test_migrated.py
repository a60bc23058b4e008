"""What the migrations make is what the models say: every column, constraint and index of a model is in the database.

Guards against: a migration that skips one (seen red with `AddConstraint` left out of the last migration of a room), and
models that are drawn alone while migrating (`lib/migrating.py`) losing something of what Django would have made.
"""

import pytest
from django.apps import apps
from django.db import connection, models


@pytest.mark.schema
@pytest.mark.django_db
def test_every_constraint_and_index_of_a_model_is_there():
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint union select relname from pg_class where relkind = 'i'")
        there = {row[0] for row in cursor.fetchall()}
    said: list[tuple[type[models.Model], str]] = [
        (model, one.name) for model in apps.get_models() for one in (*model._meta.constraints, *model._meta.indexes)
    ]
    assert len(said) > 300
    assert not [f"{model.__name__}: {name}" for model, name in said if name not in there]


@pytest.mark.schema
@pytest.mark.django_db
def test_every_column_and_reference_of_a_model_is_there():
    with connection.cursor() as cursor:
        cursor.execute("select attrelid::regclass::text, attname, not attnotnull from pg_attribute where attnum > 0")
        columns = {(table, column): empty for table, column, empty in cursor.fetchall()}
        cursor.execute(
            "select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text from pg_constraint c"
            " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'"
        )
        references = set(cursor.fetchall())
    fields = [
        (model._meta.db_table, one) for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy for one in model._meta.local_concrete_fields
    ]  # fmt: skip
    assert len(fields) > 3000
    assert not [f"{table}.{one.column}" for table, one in fields if columns.get((table, one.column)) != one.null]
    pointing = [(table, one) for table, one in fields if one.remote_field and one.db_constraint]
    assert len(pointing) > 800
    told = [(table, one.column, one.related_model._meta.db_table) for table, one in pointing]
    assert not [one for one in told if one not in references]
