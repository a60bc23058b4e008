"""The client's own pages and the public ones keep almost nothing of their own: only how often an address has asked."""

from django.db import models

from rinnalla.lib import dates
from rinnalla.lib.classes import fields


class ContactAttempt(models.Model):
    """A sending of the public contact form. `address_key` is a keyed digest that changes daily, never the address."""

    address_key = models.CharField(max_length=64)
    at = models.DateTimeField(default=dates.now)

    wall = "none"
    Data = fields("id address_key at", "none", "hold back a flood of contact requests", "draft")

    class Meta:
        indexes = [models.Index(fields=["address_key", "at"], name="contact_attempt_recent")]
