"""The three tables of the log. Rows are only ever added, and only by the owner's functions of migration 0001.

No foreign keys and no free text: the log outlives what it speaks of, and holds references, never content
(Act 703/2023 § 10; `domain.md` 1.2). `xid` is the writing transaction and `epoch` the life of the cluster it counts in
(a dump restored elsewhere starts a new one): together they tell which rows are settled and can be sealed.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from rinnalla.lib.classes import fields

STREAM_KINDS = ("case", "person", "referral", "unit", "installation")
ACTIONS = ("view", "list", "search", "print", "export", "reveal", "refused")
RESULTS = ("ok", "refused_403", "refused_404", "conflict")


class Xid8Field(models.Field):
    """A transaction number of 64 bits; read as text."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8"


class Acted(models.Model):
    """Who did it, in which role, from where: copied, as it was then."""

    actor_kind = models.CharField(max_length=20)
    user_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=80)
    organisation_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    epoch = models.SmallIntegerField()
    xid = Xid8Field()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Event(Acted):
    """Something that was done. Chained within its stream: `hash` covers every field and the hash before it."""

    stream_kind = models.CharField(max_length=20)
    stream_id = models.BigIntegerField()
    seq = models.IntegerField()
    verb = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80)
    object_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    details = models.JSONField()
    happened_at = models.DateTimeField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    wall = "log"
    Data = fields(
        "id actor_kind user_id membership_id role organisation_id unit_id epoch xid recorded_at stream_kind stream_id "
        "seq verb object_kind object_id case_id person_id details happened_at prev_hash hash",
        "personal", "show who did what to whose case (703/2023 § 10)", "log",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream_kind", "stream_id", "seq"], name="eventlog_event_stream"),
        ]
        indexes = [
            models.Index("case_id", models.F("happened_at").desc(), name="eventlog_event_case"),
            models.Index("user_id", models.F("happened_at").desc(), name="eventlog_event_user"),
            models.Index(fields=["epoch", "xid"], name="eventlog_event_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_kind} {self.stream_id} #{self.seq} {self.verb}"


class AccessLine(Acted):
    """Whose data somebody read or tried to read, which groups of fields, on what ground. `leaf` hashes every field."""

    session = models.CharField(max_length=16)
    route = models.CharField(max_length=80)
    action = models.CharField(max_length=20)
    person_ids = ArrayField(models.BigIntegerField())
    case_ids = ArrayField(models.BigIntegerField())
    field_groups = ArrayField(models.TextField())
    grounds = ArrayField(models.TextField())
    purpose = models.CharField(max_length=80)
    result = models.CharField(max_length=20)
    at = models.DateTimeField()
    leaf = models.BinaryField()

    wall = "log"
    Data = fields(
        "id actor_kind user_id membership_id role organisation_id unit_id epoch xid recorded_at session route action "
        "person_ids case_ids field_groups grounds purpose result at leaf",
        "personal", "show the client who read their data and why (703/2023 § 10–11)", "log",
    )

    class Meta:
        indexes = [
            GinIndex(fields=["case_ids", "person_ids"], name="eventlog_line_about", fastupdate=True),
            models.Index(fields=["epoch", "xid"], name="eventlog_line_settled"),
            models.Index("user_id", models.F("at").desc(), name="eventlog_line_user"),
            models.Index(fields=["purpose"], condition=models.Q(actor_kind="outside"), name="eventlog_line_outside"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.route} {self.result}"


class Seal(models.Model):
    """One Merkle root over the events and lines of the transactions xid_low ≤ xid < xid_high of an epoch."""

    no = models.IntegerField(primary_key=True)
    made_at = models.DateTimeField()
    epoch = models.SmallIntegerField()
    cluster = models.CharField(max_length=20)
    xid_low = Xid8Field()
    xid_high = Xid8Field()
    events = models.IntegerField()
    lines = models.IntegerField()
    events_total = models.BigIntegerField()
    lines_total = models.BigIntegerField()
    merkle_root = models.BinaryField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    wall = "log"
    Data = fields(
        "no made_at epoch cluster xid_low xid_high events lines events_total lines_total merkle_root prev_hash hash",
        "none", "show that the log is whole and unaltered", "log",
    )

    def __str__(self) -> str:
        return f"seal {self.no}"

class Cut(models.Model):
    """Up to and with which seal the log's rows have been cut off, their time being over; the seals themselves stay.

    `heads` is the digest of all `CutHead` after the cut; the event that told of the cut holds it too.
    """

    no = models.IntegerField(primary_key=True)
    cut_at = models.DateTimeField()
    events = models.BigIntegerField()
    lines = models.BigIntegerField()
    heads = models.BinaryField()

    wall = "log"
    Data = fields("no cut_at events lines heads", "none", "show that the log was cut where it says", "log")

    def __str__(self) -> str:
        return f"cut at seal {self.no}"


class CutHead(models.Model):
    """The last event of a stream that was cut off: the next one is chained to it."""

    stream_kind = models.CharField(max_length=20)
    stream_id = models.BigIntegerField()
    seq = models.IntegerField()
    hash = models.BinaryField()

    wall = "log"
    Data = fields("id stream_kind stream_id seq hash", "none", "a chain goes on where it was cut", "log")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream_kind", "stream_id"], name="eventlog_cut_once")]

    def __str__(self) -> str:
        return f"{self.stream_kind} {self.stream_id} #{self.seq}"
