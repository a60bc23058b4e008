"""What somebody says of one's own competence in an area of a training. Nobody else reads it: the database's wall."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.network.learning.models import Training
from rinnalla.servicemodels import codes

LOWEST, HIGHEST = 1, 5


class CompetenceRating(models.Model):
    """A mark in one area, before or after one training. Those who lead get sums of pairs from an owner-run function."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("Ennen")
        AFTER = "after", _("Jälkeen")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=40)
    moment = models.CharField(max_length=6, choices=Moment.choices)
    mark = models.PositiveSmallIntegerField()
    on = models.DateField(default=dates.today)

    wall = "own"
    Data = fields("id user training area moment mark on", "personal", "one's own growth (E-22)", "account")

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "training", "area", "moment"], name="competence_rated_once"),
            models.CheckConstraint(condition=Q(mark__gte=LOWEST, mark__lte=HIGHEST), name="competence_mark"),
        ]

    @property
    def area_name(self) -> str:
        return codes.code_name("competence_areas", self.area)
