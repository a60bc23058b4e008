"""The services directory: one card for each service a region offers, found by people's own words. No client data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from rinnalla.access.models import User
from rinnalla.catalogue.national.models import NationalItem as NationalItem  # a table is found through its room
from rinnalla.catalogue.national.models import NationalLink as NationalLink
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Public
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Named, Region, Unit
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.loading import dated


class ServiceCardQuerySet(models.QuerySet["ServiceCard"]):
    def offered(self) -> "ServiceCardQuerySet":
        return self.filter(withdrawn_on__isnull=True)

    def of_region(self, region_id: int | None) -> "ServiceCardQuerySet":
        return self.filter(region_id=region_id) if region_id else self

    def stale(self) -> "ServiceCardQuerySet":
        """Offered cards nobody has made sure of in time (L-81)."""
        return self.offered().filter(stale_after__lt=dates.today())

    def ending_by(self, day: date) -> "ServiceCardQuerySet":
        """Offered cards whose last day is known and comes by a day (L-67)."""
        return self.offered().filter(valid_until__lte=day)


class ServiceCard(Public, Named):
    """A service, benefit or step as one region offers it: for whom, by whom, on which law, how to get in, how long the
    wait is, what to expect.

    Cards with the same `service` are variants of one service, told apart by `variant`. By which words it is
    found stands in `CardWord`. The owner is the unit: its people say that the card holds (`checked_on`, `checked_by`);
    after `stale_after` it counts as unchecked. `valid_until` is the last day of a service known to end. `type` is what
    a region counts it as (a school's support service, E-28), `offered_from` its first day where it is known.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cards")
    key = models.SlugField(max_length=60)
    service = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20)
    group = models.SlugField(max_length=60)
    subgroup = models.SlugField(max_length=60)
    stage = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    summary = models.JSONField()
    how_to_get_in = models.JSONField()
    statutes = models.JSONField(default=list)
    field_group = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cards")
    waiting = models.JSONField()
    waiting_days = models.PositiveSmallIntegerField(null=True)
    next_free = models.DateField(null=True)
    places = models.PositiveSmallIntegerField(null=True)
    site = models.CharField(max_length=400, blank=True)
    search_words = models.JSONField(default=dict)
    variant = models.SlugField(max_length=60, blank=True)
    variant_text = models.JSONField(default=dict)
    for_whom = models.JSONField(default=dict)
    support = models.JSONField(default=dict)
    durations = models.JSONField(default=list)
    price = models.JSONField(default=dict)
    benefits = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    organisers = models.JSONField(default=list)
    responsible = models.JSONField(default=list)
    special_needs = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    meeting_type = models.SlugField(max_length=60, blank=True)
    contact = models.JSONField(default=dict)
    expectations = models.JSONField(default=list)
    checked_on = models.DateField(default=dates.today)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    stale_after = models.DateField(null=True)
    type = models.CharField(max_length=40, blank=True, default="", db_default="")
    offered_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    objects = ServiceCardQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid region key names service kind group subgroup stage place summary how_to_get_in statutes field_group "
        "unit waiting waiting_days next_free places site search_words variant variant_text for_whom support "
        "durations price benefits outcomes organisers responsible special_needs languages meeting_type contact "
        "expectations checked_on checked_by stale_after type offered_from valid_until withdrawn_on",
        "none", "find the service that helps", "installation",
    )

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="card_key_once")]

    @property
    def organisation(self):
        """Who organises it."""
        return self.unit.organisation

    @property
    def summary_text(self) -> str:
        return in_language(self.summary)

    @property
    def how_text(self) -> str:
        return in_language(self.how_to_get_in)

    @property
    def waiting_text(self) -> str:
        return in_language(self.waiting)

    @property
    def group_name(self) -> str:
        return codes.code_name("service_groups", self.group)

    @property
    def legal_basis(self) -> list[str]:
        """Each statute in words with its act and section."""
        return [one.text for one in legal_grounds(self.statutes)]

    @property
    def unchecked(self) -> bool:
        """Nobody has made sure of the card in time (L-81)."""
        return self.stale_after is not None and self.stale_after < dates.today()

    @property
    def ended(self) -> bool:
        """No longer offered: withdrawn, or its last day has passed."""
        return self.withdrawn_on is not None or (self.valid_until is not None and self.valid_until < dates.today())

    @property
    def sensitive(self) -> bool:
        """Its name alone tells what is specially protected: shown by ground or consent only (V-69, V-72)."""
        return self.field_group == "special"

    @property
    def variant_of_it(self) -> str:
        return in_language(self.variant_text) if self.variant_text else ""


@dataclass(frozen=True)
class LegalGround:
    """A statute in words with its act and section, where to read it, and whether it is in force on the asked day."""

    key: str
    text: str
    url: str
    in_force: bool


def legal_grounds(keys: Iterable[str], on: date | None = None) -> list[LegalGround]:
    """The statutes of these keys for people to read; one that is no longer in force keeps its name (T-19)."""
    day = on or dates.today()
    known = {one.key: one for one in codes.common().statutes}
    return [
        LegalGround(key, _in_words(known[key]), read_at(known[key].act), dated([known[key]], day) is not None)
        for key in keys if key in known
    ]


def read_at(act: str | None) -> str:
    """Where an act is read as in force: 189/2001 → finlex.fi/fi/laki/ajantasa/2001/20010189. "" when there is none."""
    number, slash, year = (act or "").partition("/")
    if not (slash and number.isdigit() and len(year) == 4 and year.isdigit()):
        return ""
    return f"https://www.finlex.fi/fi/laki/ajantasa/{year}/{year}{int(number):04d}"


def _in_words(statute: definitions.Statute) -> str:
    place = ", ".join(part for part in (statute.act, statute.section) if part)
    name = statute.names.in_language
    return f"{name} ({place})" if place else name


class CardChange(Public):
    """News of a card for those who have a client in it (L-80): it changed, was withdrawn, or is about to end (L-67)."""

    class Kind(models.TextChoices):
        CHANGED = "changed"
        WITHDRAWN = "withdrawn"
        ENDING = "ending"

    card = models.ForeignKey(ServiceCard, on_delete=models.CASCADE, related_name="news")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    changes = models.JSONField(default=list)
    last_day = models.DateField(null=True)
    at = models.DateTimeField(default=dates.now)

    wall = "none"
    Data = fields("id uuid card kind changes last_day at", "none", "changes reach guidance (L-80)", "installation")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "last_day"], condition=Q(kind="ending"), name="an_ending_is_told_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="ending") | Q(last_day__isnull=False), name="an_ending_has_its_last_day"
            ),
        ]


class SearchWord(models.Model):
    """A word that stands on some card of a region, folded. `keys` are the beginnings it is looked up by."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=100)
    finnish = models.BooleanField()
    keys = ArrayField(models.CharField(max_length=5))

    wall = "none"
    Data = fields("id region word finnish keys", "none", "find the service that helps", "installation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "word", "finnish"], name="search_word_once")]
        indexes = [
            GinIndex(fields=["keys"], name="search_word_keys"),
            GinIndex(OpClass("word", "gin_trgm_ops"), name="search_word_similar"),
        ]


class CardWord(models.Model):
    """A word in a phrase of a card: its name or what people call it (`own_words`), else its summary.

    `phrase` numbers the card's phrases and `size` tells how many words that one has: one wholly said weighs more.
    """

    card = models.ForeignKey(ServiceCard, on_delete=models.CASCADE, related_name="+")
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="+")
    phrase = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    own_words = models.BooleanField()

    wall = "none"
    Data = fields("id card word phrase size own_words", "none", "find the service that helps", "installation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "phrase", "word"], name="card_word_once")]


from rinnalla.catalogue.prices import models as price_models  # noqa: E402, F401  # it names ServiceCard
