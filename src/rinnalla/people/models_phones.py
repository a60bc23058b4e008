"""A number that its owner has confirmed: for what is not secret, and never for signing in."""

from django.db import models
from django.db.models import Q

from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Made, Public
from rinnalla.people.models import OfPerson, Person


class PhoneConfirmation(Public, Made):
    """A code was asked for the person's number, and shown back or not. `number_key` and `code_key` are keyed digests.

    The confirmation holds while the person's number is the one it was asked for. One is live at a time.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phone_confirmations")
    number_key = models.BinaryField(editable=False)
    code_key = models.BinaryField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    reminds = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    objects = OfPerson.as_manager()
    wall = "person"
    Data = fields(
        "id uuid made_at made_by person number_key code_key tries confirmed_at reminds ended_at",
        "personal", "the time of a meeting to the right phone, and to no other", "person",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="one_live_confirmation"
            ),
            models.CheckConstraint(
                condition=Q(reminds=False) | Q(confirmed_at__isnull=False), name="reminds_a_confirmed_phone"
            ),
        ]

    @property
    def waits(self) -> bool:
        return self.confirmed_at is None and self.ended_at is None

    @property
    def asked_ago(self) -> float:
        """Seconds since the code was asked for."""
        return (dates.now() - self.made_at).total_seconds()
