"""The table of promised work."""

from django.db import models
from django.db.models import Q

from rinnalla.lib import dates
from rinnalla.lib.classes import fields


class PromiseQuerySet(models.QuerySet["Promise"]):
    def pending(self) -> "PromiseQuerySet":
        """Not done, due, and not waiting for its next try."""
        return self.filter(settled_at=None, try_at__lte=dates.now())


class Promise(models.Model):
    """Work that was promised: a name and ids, never content. It is kept until `settled_at` is set.

    `due_at` is when it was promised for, `try_at` when it is tried next (later than `due_at` after a failure).
    """

    name = models.CharField(max_length=80)
    args = models.JSONField(default=list)
    made_by_user_id = models.BigIntegerField(null=True)
    made_by_membership_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=dates.now)
    due_at = models.DateTimeField()
    try_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)

    objects = PromiseQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id name args made_by_user_id made_by_membership_id made_at due_at try_at settled_at attempts last_error",
        "none", "do what was promised, once", "promise",
    )

    class Meta:
        indexes = [
            models.Index(fields=["try_at"], condition=Q(settled_at=None), name="outbox_promise_pending"),
            models.Index(fields=["settled_at"], name="outbox_promise_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.args}"
