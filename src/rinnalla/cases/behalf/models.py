"""What a worker has recorded in the client's place: an act of the client's own, said or signed elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public


class Act(models.TextChoices):
    """Which of the client's own acts it was."""

    PLAN_ANSWERED = "plan_answered", _("Vastaus suunnitelmaan")
    ACTION_PROMISED = "action_promised", _("Lupaus tehdä sovittu asia")
    ACTION_DONE = "action_done", _("Sovittu asia merkitty tehdyksi")
    MEETING_PREPARED = "meeting_prepared", _("Toiveet ennen tapaamista")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Luvan peruminen")


class OnBehalf(Public, Keyed, Made):
    """A worker recorded the client's act: why the client did not do it here, and how the client said it.

    `subject` is the public id of the row that the act is of. `reason` and `way` are codes of behalf_reasons and
    behalf_ways.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="on_behalf")
    act = models.CharField(max_length=20, choices=Act.choices)
    subject = models.UUIDField()
    reason = models.CharField(max_length=40)
    way = models.CharField(max_length=40)
    said_on = models.DateField(default=dates.today)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case act subject reason way said_on",
        "personal", "what was recorded in the client's place, why and how the client said it", "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="on_behalf_says_why_and_how", condition=~models.Q(reason="") & ~models.Q(way="")
            ),
            models.CheckConstraint(name="on_behalf_act_known", condition=models.Q(act__in=Act.values)),
        ]
