"""A person who is helped. One row a region; the identity code is ciphertext with a keyed index (rule 13)."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from rinnalla.access import rules
from rinnalla.access.actor import CLIENT, Actor
from rinnalla.lib import dates, names
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Public, Versioned
from rinnalla.organisations.models import Municipality, Region


class JobseekerStatus(models.TextChoices):
    """Whether registered as a jobseeker; both open a case alike (V-17)."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"
    UNKNOWN = "unknown"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> "PersonQuerySet":
        """People whose case the actor may see; a client sees oneself."""
        if actor.kind == CLIENT:
            return self.filter(pk=actor.person_id)
        cases = Person._meta.get_field("cases").related_model._base_manager
        return self.filter(pk__in=rules.visible(cases.all(), actor, "id").values("person_id"))


class Person(Public, Versioned):
    """Name, contacts and language of one person. `sort_key` sorts å, ä, ö last; `search_key` is folded."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    family_name = models.CharField(max_length=100)
    given_names = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=250, editable=False)
    search_key = models.CharField(max_length=250, editable=False)
    birth_date = models.DateField(null=True, blank=True)
    hetu_sealed = models.BinaryField(null=True, editable=False)
    hetu_index = models.BinaryField(null=True, editable=False)
    language = models.CharField(max_length=5, default="fi")
    interpreter = models.CharField(max_length=40, blank=True)
    special_needs = models.JSONField(default=list, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    protected_address = models.BooleanField(default=False)
    jobseeker_status = models.CharField(max_length=20, choices=JobseekerStatus.choices, default=JobseekerStatus.UNKNOWN)
    made_at = models.DateTimeField(default=dates.now, editable=False)

    objects = PersonQuerySet.as_manager()

    wall = "person_self"
    Data = fields(
        "id uuid version region sort_key search_key family_name given_names birth_date hetu_sealed hetu_index language "
        "interpreter special_needs municipality phone email protected_address jobseeker_status made_at",
        "personal",
        "know and reach the person",
        "person",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "hetu_index"], condition=Q(hetu_index__isnull=False), name="person_once_in_region"
            ),
            models.CheckConstraint(
                condition=Q(hetu_sealed__isnull=True, hetu_index__isnull=True)
                | Q(hetu_sealed__isnull=False, hetu_index__isnull=False),
                name="hetu_sealed_and_indexed",
            ),
        ]
        indexes = [
            models.Index(OpClass("search_key", "text_pattern_ops"), name="person_search_prefix"),
            GinIndex(OpClass("search_key", "gin_trgm_ops"), name="person_search_similar"),
            models.Index(fields=["sort_key", "id"], name="person_sorted"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def first_name(self) -> str:
        return self.given_names.split(" ")[0]

    @property
    def listed_name(self) -> str:
        return f"{self.family_name}, {self.given_names}".strip(", ")

    @property
    def age(self) -> int | None:
        if self.birth_date is None:
            return None
        today = dates.today()
        before = (today.month, today.day) < (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - before

    def set_names(self, given_names: str, family_name: str) -> None:
        """Set the name and the keys that follow from it."""
        self.given_names, self.family_name = given_names.strip(), family_name.strip()
        self.sort_key = names.sort_key(self.family_name, self.given_names)
        self.search_key = names.search_key(f"{self.family_name} {self.given_names}")
