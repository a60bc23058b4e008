"""Lists that wait for a yes, and keys for programs."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Public
from rinnalla.lib.sealed import open_text
from rinnalla.organisations.models import Region

KEPT_FOR = timedelta(hours=1)  # how long a list waits for a yes, and its report for a reader
LONGEST_TOKEN = timedelta(days=90)
WAITING, RUNNING, DONE = "waiting", "running", "done"


def end_of_keeping() -> datetime:
    """Until when a list kept now stays."""
    return dates.now() + KEPT_FOR


class OwnRows(models.QuerySet):
    def visible_to(self, actor: Actor) -> "OwnRows":
        """The actor's own rows that are still kept."""
        return self.filter(user_id=actor.user_id, keep_until__gt=dates.now()) if actor.is_staff else self.none()


class PendingImport(Public):
    """A list somebody chose, sealed until they say yes; then its report. Gone within the hour.

    Referrals, or services of the national registry, or the registry's list of the services that it has withdrawn, or
    vacancies of employers.
    """

    class Kind(models.TextChoices):
        REFERRALS = "referrals"
        SERVICES = "services"
        WITHDRAWN = "withdrawn"
        VACANCIES = "vacancies"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.REFERRALS)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=dates.now)
    keep_until = models.DateTimeField(default=end_of_keeping)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    report = models.BinaryField(null=True)

    objects = OwnRows.as_manager()

    wall = "own"
    Data = {
        **fields("id uuid user membership region kind name digest rows done made_at keep_until confirmed_at "
                 "finished_at", "personal", "show what a list holds before it goes in", "draft"),
        **fields("content report", "special", "show what a list holds before it goes in", "draft"),
    }

    @property
    def state(self) -> str:
        if self.finished_at:
            return DONE
        return RUNNING if self.confirmed_at else WAITING

    def opened(self, what: str) -> str:
        """The sealed `content` or `report`; "" when it is not there (any more)."""
        sealed = getattr(self, what)
        return open_text(sealed, purpose="import", bound_to=f"{self.uuid}:{what}") if sealed else ""


class TokenRows(models.QuerySet):
    def live(self) -> "TokenRows":
        return self.filter(ended_at__isnull=True, expires_at__gt=dates.now())


class ApiToken(Public):
    """A program's key, bound to one membership and narrowed to scopes. Only the hash of it is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    scopes = models.JSONField()
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField(default=dates.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = TokenRows.as_manager()

    wall = "own"
    Data = fields(
        "id uuid user membership scopes digest made_at expires_at ended_at", "personal",
        "let a program act for somebody", "account",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")) & Q(expires_at__lte=F("made_at") + LONGEST_TOKEN),
                name="token_at_most_90_days",
            ),
        ]


from rinnalla.exchange.packets import models as packet_models  # noqa: E402, F401  # the room's other table
