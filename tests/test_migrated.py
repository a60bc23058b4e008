"""What the migrations make is what the models say: every constraint and index of every model is in the database.

Guards against: a migration that skips one (seen red with `AddConstraint` left out of the last migration of a room).
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
