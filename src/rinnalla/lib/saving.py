"""Saving without loss: versions against lost edits, keys against doubles."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from rinnalla.lib.errors import Refused

Row = TypeVar("Row", bound=models.Model)


class Conflict(Exception):
    """Somebody saved the row after the reader opened it. `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("the row was changed meanwhile")
        self.current = current


class KeyReused(Exception):
    """A form key came again with another content: refused, nothing was saved."""


def save_version(row: models.Model, version: int, **changes: Any) -> None:
    """Write `changes` if the row still has `version`, and raise its version by one.

    Filters on the row's own columns only: a joined update tests the version in a sub-select and loses saves
    silently under READ COMMITTED. Raises Conflict when somebody was first, Refused when
    the row is no longer the actor's to see; nothing is then written.
    """
    manager = type(row)._default_manager
    changed = manager.filter(pk=row.pk, version=version).update(version=version + 1, **changes)
    if not changed:
        current = manager.filter(pk=row.pk).first()
        if current is None:  # it left the actor's sight between the look and the save
            raise Refused(_("Sinulla ei ole tässä enää osaa. Mitään ei tallennettu."))
        raise Conflict(current)
    for name, value in {**changes, "version": version + 1}.items():
        setattr(row, name, value)


def once(rows: models.QuerySet[Row], key: UUID | None, make: Callable[[], Row], **same: Any) -> tuple[Row, bool]:
    """The row made under a form's key, and whether it was made now. A second sending returns the first one's row.

    `same` are fields that must agree with the earlier row. Raises KeyReused when they do not, or when the key is
    somebody else's.
    """
    if key is None:
        return make(), True
    if earlier := rows.filter(form_key=key).first():
        return _agreeing(earlier, same), False
    try:
        with transaction.atomic():
            return make(), True
    except IntegrityError as error:
        if "form_key" not in str(error):
            raise
        earlier = rows.filter(form_key=key).first()
        if earlier is None:
            raise KeyReused from error
        return _agreeing(earlier, same), False


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert new rows of a model that has a `uuid`, in one statement with an array for each column; set their ids.

    What `bulk_create` does, several times as fast for wide rows: its statement has a place for each value. Lengths are
    checked by the table as ever.
    """
    if not rows:
        return
    meta = rows[0]._meta
    columns = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in columns)
    places = ", ".join(f"%s::{_bare_type(field)}[]" for field in columns)
    values = [[field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows] for field in columns]
    insert = f'insert into "{meta.db_table}" ({names}) select * from unnest({places})'
    with connection.cursor() as cursor:
        cursor.execute(f'{insert} returning uuid, "{meta.pk.column}"', values)
        ids = dict(cursor.fetchall())
    for row in rows:
        row.pk = ids[row.uuid]
        row._state.adding = False


def _bare_type(field: models.Field) -> str:
    """The column's type without its length: a cast to varchar(40) would cut a longer text in silence."""
    return str(field.db_type(connection)).partition("(")[0]


def _agreeing(row: Row, same: dict[str, Any]) -> Row:
    if any(getattr(row, name) != value for name, value in same.items()):
        raise KeyReused
    return row
