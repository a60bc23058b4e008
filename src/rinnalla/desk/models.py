"""What a reader chose for a list: kept so that it is the same tomorrow."""

from django.db import models

from rinnalla.access.models import User
from rinnalla.lib.classes import fields


class ListChoice(models.Model):
    """The order a user last chose for a list."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    order = models.CharField(max_length=40)

    wall = "own"
    Data = fields("id user name order", "none", "the list as its reader left it", "account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="list_choice_once")]
