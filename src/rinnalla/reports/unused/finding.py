"""Which fields are counted: found among the models, so that a new table or field is counted without being told of.

Counted are models whose rows are written of a client or an employer and tell when (`made_at`): those behind the wall of
a case, the case itself, the person, the employer, and whatever belongs to one employer. Of their fields, those that a
form may leave empty: texts, choices, days, times, numbers and yes or no. Not counted are times (a program takes them
from the clock), keys to other rows, and what no form shows. What is left out besides by judgement stands in `names`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from rinnalla.cases.models import Case
from rinnalla.employers.models import Employer
from rinnalla.people.models import Person
from rinnalla.reports.unused.names import ASIDE

KINDS = (
    models.CharField, models.TextField, models.DateField, models.TimeField, models.IntegerField, models.DecimalField,
    models.BooleanField,
)  # fmt: skip
SUBJECTS = {Case: "person_id", Person: "id", Employer: "id"}  # the column that tells whom a row of it is about


@dataclass(frozen=True)
class Table:
    """A table whose rows are counted, the way from it to a region, and its optional fields by their columns."""

    model: str
    place: str
    link: str
    source: str
    subject: str
    fields: tuple[str, ...]


def tables() -> list[Table]:
    """What is counted, in the order of the rooms."""
    aside = {name for names in ASIDE.values() for name in names}
    found = []
    for model, (source, link) in _written_of_somebody():
        label = model._meta.label
        fields = tuple(one for one in optional(model) if f"{label}.{one}" not in aside)
        if fields:
            table, subject = model._meta.db_table, SUBJECTS[source]
            found.append(Table(label, table, link, source._meta.db_table, subject, fields))
    return found


def candidates() -> list[str]:
    """Every field that could be counted, as `room.Model.field`: each is named or put aside in `names`."""
    return [f"{model._meta.label}.{one}" for model, _way in _written_of_somebody() for one in optional(model)]


def optional(model: type[models.Model]) -> list[str]:
    """The fields of a model that a form may leave empty."""
    return [one.name for one in model._meta.concrete_fields if _is_optional(one)]


def _is_optional(one: models.Field) -> bool:
    asked = one.editable and not one.primary_key and one.remote_field is None
    return asked and (one.null or one.blank) and isinstance(one, KINDS) and not isinstance(one, models.DateTimeField)


def _written_of_somebody() -> Iterator[tuple[type[models.Model], tuple[type[models.Model], str]]]:
    for model in apps.get_models():
        names = {one.name for one in model._meta.concrete_fields}
        if model.__module__.startswith("rinnalla.") and "made_at" in names and (way := _way(model)):
            yield model, way


def _way(model: type[models.Model]) -> tuple[type[models.Model], str] | None:
    """The table that tells the region and whom a row is about, and the column that leads to it; None when neither a
    client nor an employer is what the row is about."""
    if model in SUBJECTS:
        return model, "id"
    for one in model._meta.concrete_fields:
        if one.remote_field is not None and not one.null:
            if one.name == "case" and getattr(model, "wall", "") == "case":
                return Case, one.column
            if one.name == "employer" and one.remote_field.model is Employer:
                return Employer, one.column
    return None
