"""What a reader chose for a list: kept so that it is the same tomorrow."""

from django.db import models

from rinnalla.access.models import User
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Public, Versioned
from rinnalla.organisations.models import Unit


class ListChoice(models.Model):
    """The order a user last chose for a list."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    order = models.CharField(max_length=40)

    wall = "own"
    Data = fields("id user name order", "none", "the list as its reader left it", "account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="list_choice_once")]


class SavedFilter(Public, Versioned, Keyed):
    """A filter of the list of cases that its keeper may share with the unit. It holds no client's name."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    asked = models.JSONField()

    wall = "none"
    Data = fields("id uuid version form_key user unit name asked", "none", "the same list again tomorrow", "account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]
