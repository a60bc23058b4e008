"""Columns that many tables share. Abstract, so no table of its own."""

import uuid as uuids

from django.db import models
from django.db.models import Q

from rinnalla.lib import dates


class Public(models.Model):
    """A row that appears in addresses: a random public id that tells nothing (architecture rule 1)."""

    uuid = models.UUIDField(default=uuids.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Keyed(models.Model):
    """A row a form makes: the form's key makes sure that twice sent is once done (architecture rule 10)."""

    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row people edit: a save names the version it was made from; see `lib.saving`."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Made(models.Model):
    """Who made the row and when."""

    made_at = models.DateTimeField(default=dates.now, editable=False)
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        abstract = True


def pair(table: str, at: str, by: str) -> models.CheckConstraint:
    """A check that a time and its person are both there or both missing (architecture rule 7)."""
    both = Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    return models.CheckConstraint(condition=both, name=f"{table}_{at}_pair")
