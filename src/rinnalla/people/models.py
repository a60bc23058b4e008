"""A person who is helped. One row a region; the identity code is ciphertext with a keyed index (rule 13).

A name or a code that changed is followed: the former one stays and still finds the person. Two rows of one person are
merged, and the merge can be taken apart again: the row that gave way stays, with `merged_into`.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from rinnalla.access import rules
from rinnalla.access.actor import CLIENT, Actor
from rinnalla.lib import dates, names
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.lib.texts import EASY, LANGUAGES
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
    sound_key = models.CharField(max_length=250, editable=False, default="")
    birth_date = models.DateField(null=True, blank=True)
    hetu_sealed = models.BinaryField(null=True, editable=False)
    hetu_index = models.BinaryField(null=True, editable=False)
    language = models.CharField(max_length=5, default="fi")
    interpreter = models.CharField(max_length=40, blank=True)
    special_needs = models.JSONField(default=list, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    phone_key = models.CharField(max_length=40, editable=False, default="")
    email = models.EmailField(blank=True)
    protected_address = models.BooleanField(default=False)
    jobseeker_status = models.CharField(max_length=20, choices=JobseekerStatus.choices, default=JobseekerStatus.UNKNOWN)
    merged_into = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=dates.now, editable=False)

    objects = PersonQuerySet.as_manager()

    wall = "person_self"
    Data = fields(
        "id uuid version region sort_key search_key sound_key phone_key merged_into family_name given_names birth_date "
        "hetu_sealed hetu_index language "
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
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="not_merged_into_oneself"),
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
    def reads(self) -> str:
        """The language of what is written to them: easy Finnish where plain language is among their needs (I-17)."""
        language = self.language if self.language in LANGUAGES else "fi"
        return EASY if language == "fi" and "plain_language" in self.special_needs else language

    @property
    def open_phone(self) -> str:
        """The number that may stand on pages, lists, papers and answers: none when the address is protected."""
        return "" if self.protected_address else self.phone

    @property
    def open_email(self) -> str:
        return "" if self.protected_address else self.email

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
        self.sound_key = names.sound_key(self.family_name, self.given_names)

    def set_phone(self, phone: str) -> None:
        """Set the number and the key that follows from it."""
        self.phone = phone.strip()
        self.phone_key = names.phone_key(self.phone)[:40]


class OfPerson(models.QuerySet):
    """Rows that tell of one person: seen by those who see a case of hers."""

    def visible_to(self, actor: Actor) -> "OfPerson":
        return self.filter(person__in=Person.objects.visible_to(actor).values("pk"))


class FormerName(Made):
    """A name the person had before: looked for, it still finds the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_names")
    given_names = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    search_key = models.CharField(max_length=250, editable=False)
    sound_key = models.CharField(max_length=250, editable=False)

    objects = OfPerson.as_manager()
    wall = "person"
    Data = fields(
        "id made_at made_by person given_names family_name search_key sound_key", "personal",
        "know a person whose name changed", "person",
    )

    class Meta:
        indexes = [models.Index(OpClass("search_key", "text_pattern_ops"), name="former_name_search_prefix")]

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


class FormerCode(Made):
    """An identity code the person had before, sealed for its own row: a referral with it still finds the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_codes")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    hetu_sealed = models.BinaryField(editable=False)
    hetu_index = models.BinaryField(editable=False)
    reason = models.CharField(max_length=20)

    objects = OfPerson.as_manager()
    wall = "person"
    Data = fields(
        "id made_at made_by person region hetu_sealed hetu_index reason", "personal",
        "know a person whose identity code changed", "person",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "hetu_index"], name="former_code_once_in_region"),
        ]


class PersonMerge(Public, Keyed, Made):
    """Two rows of one person made one: `person` stayed, `gone` gave way with the cases named here. Undone, all returns.

    `filled` names what the one who stayed had blank and took from the other, as it was before in both.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved_cases = ArrayField(models.BigIntegerField())
    filled = ArrayField(models.CharField(max_length=40), default=list)
    reason = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(blank=True)

    objects = OfPerson.as_manager()
    wall = "person"
    Data = fields(
        "id uuid form_key made_at made_by person gone moved_cases filled reason undone_at undone_by undone_reason",
        "personal", "one person, one path; a wrong merge is taken apart", "person",
    )

    class Meta:
        constraints = [
            pair("merge", "undone_at", "undone_by"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="merged_away_once"
            ),
            models.CheckConstraint(condition=~Q(person=models.F("gone")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_says_why"),
        ]


class DifferentPeople(Made):
    """Somebody looked and said: these two are not the same person. They are not proposed again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = OfPerson.as_manager()
    wall = "person"
    Data = fields("id made_at made_by person other", "personal", "not asked twice whether two are one", "person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(person__lt=models.F("other")), name="told_apart_in_order"),
        ]


from rinnalla.people import models_phones, models_representatives  # noqa: E402, F401  # the room's other tables
