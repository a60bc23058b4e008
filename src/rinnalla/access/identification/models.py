"""The table of sign-ins through identity providers. No identity code is in it, and no name."""

from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields


class Identification(models.Model):
    """One sign-in of a client: begun, answered once, and the session it made, so that a log-out elsewhere ends it.

    `handle` is the digest of what the browser and the provider carry (OIDC's state, SAML's request id). `people` are
    the ids of the person whose code was proven, each with its region; `subject` and `sid` are digests of how the
    provider names person and session. `helpers` are the accounts the same code opens for acting in another's place,
    each with its region. `sealed` is what a SAML log-out must repeat, encrypted.
    """

    provider = models.CharField(max_length=40)
    handle = models.BinaryField(unique=True, editable=False)
    begun_at = models.DateTimeField(default=dates.now)
    answered_at = models.DateTimeField(null=True)
    people = models.JSONField(null=True)
    helpers = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)
    subject = models.BinaryField(null=True, editable=False)
    sid = models.BinaryField(null=True, editable=False)
    sealed = models.BinaryField(null=True, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="identifications")
    session_key = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    wall = "none"
    Data = fields(
        "id provider handle begun_at answered_at people helpers finished_at subject sid sealed user session_key "
        "ended_at",
        "personal", "a client's sign-in is believed once, and ends where it began", "account",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(answered_at__isnull=False, user__isnull=False),
                name="identification_answered_before_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["begun_at"], name="identification_begun"),
            models.Index(
                fields=["provider", "subject"], condition=Q(ended_at__isnull=True), name="identification_subject"
            ),
            models.Index(fields=["session_key"], condition=Q(ended_at__isnull=True), name="identification_session"),
        ]
