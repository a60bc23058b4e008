"""A development action from idea to its end, what has changed, and stories of success told by consent."""

from typing import Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.models import ServiceCard
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Region, Unit
from rinnalla.services.pilots.models import Pilot

IDEA, PLANNED, UNDER_WAY, DONE, NOT_DONE, CARRIED_ON = (
    "idea", "planned", "under_way", "done", "considered_not_done", "carried_on",
)  # fmt: skip
# From which state to which: the page draws its buttons from this, the action refuses by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    IDEA: (PLANNED, UNDER_WAY, NOT_DONE), PLANNED: (UNDER_WAY, NOT_DONE), UNDER_WAY: (DONE, CARRIED_ON, NOT_DONE),
    DONE: (CARRIED_ON,), NOT_DONE: (), CARRIED_ON: (),
}  # fmt: skip
ENDED = (DONE, NOT_DONE, CARRIED_ON)


class DevelopmentQuerySet(models.QuerySet["Development"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's region: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def open(self) -> Self:
        return self.exclude(state__in=ENDED)

    def in_order(self) -> Self:
        """What is under way first, ideas next, what has ended last; within each by the day."""
        order = (UNDER_WAY, PLANNED, IDEA, CARRIED_ON, DONE, NOT_DONE)
        whens = [When(state=state, then=Value(place)) for place, state in enumerate(order)]
        return self.annotate(place=Case(*whens, output_field=IntegerField())).order_by("place", "due_on", "pk")


class Development(Public, Versioned, Keyed, Made):
    """Something the bodies do to work better (E-02): whose, who answers for it, by when, from which project or
    partnership, on which operating model (I-37, T-38), of which service (T-30), with which pilot of one (E-37).

    A team's own small promises stand in `cases.DevelopmentAction`; this is what the network sees. What was considered
    and not done says why (L-68); what ended says what was found; what is carried on says by whom and from when.
    """

    class State(models.TextChoices):
        IDEA = IDEA, _("Idea")
        PLANNED = PLANNED, _("Suunniteltu")
        UNDER_WAY = UNDER_WAY, _("Käynnissä")
        DONE = DONE, _("Tehty")
        NOT_DONE = NOT_DONE, _("Harkittu, ei tehty")
        CARRIED_ON = CARRIED_ON, _("Jatkuu pysyvänä")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    what = models.TextField()
    state = models.CharField(max_length=20, choices=State.choices)
    state_on = models.DateField()
    responsible = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="developments")
    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="developments")
    model_key = models.CharField(max_length=60, blank=True)
    groups = models.JSONField(default=list)
    pilot = models.ForeignKey(Pilot, null=True, on_delete=models.PROTECT, related_name="developments")
    card = models.ForeignKey(ServiceCard, null=True, on_delete=models.PROTECT, related_name="+")
    findings = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    heir = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    heir_from = models.DateField(null=True)

    objects = DevelopmentQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region unit title what state state_on responsible due_on project "
        "partnership model_key groups pilot card findings reason heir heir_from",
        "none", "how services are developed together, and what is learnt (E-02, L-68)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__regex=r"\S", what__regex=r"\S"), name="development_action_says_what"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[IDEA, NOT_DONE]) | Q(responsible__isnull=False, due_on__isnull=False),
                name="development_action_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=NOT_DONE) & Q(reason="") | Q(state=NOT_DONE, reason__regex=r"\S"),
                name="development_not_done_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DONE, CARRIED_ON]) | Q(findings__regex=r"\S"),
                name="development_ended_says_what_was_found",
            ),
            models.CheckConstraint(
                condition=~Q(state=CARRIED_ON) & Q(heir__isnull=True, heir_from__isnull=True)
                | Q(state=CARRIED_ON, heir__isnull=False, heir_from__isnull=False),
                name="development_carried_on_has_an_heir",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.state not in ENDED and self.due_on is not None and self.due_on < dates.today()

    def may_become(self) -> tuple[str, ...]:
        return TRANSITIONS[self.state]


class NoteQuerySet(models.QuerySet["OutcomeNote"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's region: no client is named in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()


class OutcomeNote(Public, Keyed, Made):
    """A change somebody has seen, by theme, with where it can be checked (E-63), or what somebody knows by experience
    (V-10). Leaves for decision-makers only with leave: `may_publish` tells whose, and how it was given."""

    class Theme(models.TextChoices):
        AWARENESS = "awareness", _("Tietoisuus")
        SERVICES = "services", _("Ryhmä huomioidaan palveluissa ja hankinnoissa")
        TOGETHER = "together", _("Yhdessä tekeminen")
        STATISTICS = "statistics", _("Yhteiset tilastot ja käsitteet")
        EVERYDAY = "everyday", _("Asiakkaan arki")

    class Voice(models.TextChoices):
        NETWORK = "network", _("Verkosto")
        CLIENT = "client", _("Asiakas")
        PROFESSIONAL = "professional", _("Ammattilainen")
        EMPLOYER = "employer", _("Työnantaja")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=12, choices=Theme.choices)
    voice = models.CharField(max_length=12, choices=Voice.choices)
    on = models.DateField()
    text = models.TextField()
    evidence = models.CharField(max_length=300, blank=True)
    may_publish = models.CharField(max_length=200, blank=True)

    objects = NoteQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key made_at made_by region theme voice on text evidence may_publish",
        "none", "what has changed, and experience for those who decide (E-63, V-10)", "installation",
    )  # fmt: skip

    class Meta:
        ordering = ["theme", "-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="outcome_note_says_something"),
            models.CheckConstraint(
                condition=~Q(voice="network") | Q(evidence__regex=r"\S"), name="outcome_note_of_network_has_evidence"
            ),
        ]


class StoryQuerySet(models.QuerySet["SuccessStory"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the actor's region: published ones for everybody, drafts only for the unit that writes them."""
        if not actor.is_staff:
            return self.none()
        rows = self.filter(region_id=actor.region_id)
        if not actor.can(Permission.DEVELOPMENT_RECORD):
            return rows.filter(published_at__isnull=False)
        return rows.filter(Q(published_at__isnull=False) | Q(unit_id=actor.unit_id))


class SuccessStory(Public, Versioned, Keyed, Made):
    """A story of somebody who got to work and of the employer (E-47). Told only while both have said yes. The person's
    taking it back removes the row; the employer's hides it and leaves the day. No row of a client is linked to it: it
    knows what it tells and nothing more. A consent is the day it was given and where the paper is.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    text = models.TextField()
    employer = models.ForeignKey(Employer, null=True, on_delete=models.SET_NULL, related_name="+")
    employer_name = models.CharField(max_length=160)
    person_yes_on = models.DateField(null=True)
    person_yes_kept = models.CharField(max_length=200, blank=True)
    employer_yes_on = models.DateField(null=True)
    employer_yes_kept = models.CharField(max_length=200, blank=True)
    employer_back_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = StoryQuerySet.as_manager()

    wall = "none"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by region unit title employer employer_name employer_yes_on "
            "employer_yes_kept employer_back_on published_at published_by person_yes_on person_yes_kept",
            "none", "stories that make others try (E-47)", "installation",
        ),
        **fields("text", "personal", "what somebody has let be told of them (E-47)", "installation"),
    }  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__regex=r"\S", text__regex=r"\S", employer_name__regex=r"\S"), name="story_says_what"
            ),
            pair("story", "published_at", "published_by"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(person_yes_on__isnull=False, employer_yes_on__isnull=False),
                name="story_published_with_both_consents",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{whose}_yes_on__isnull": True, f"{whose}_yes_kept": ""})
                    | Q(**{f"{whose}_yes_on__isnull": False, f"{whose}_yes_kept__regex": r"\S"}),
                    name=f"story_{whose}_yes_is_kept",
                )
                for whose in ("person", "employer")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def lacks(self) -> tuple[str, ...]:
        """Whose consent is missing: person, employer."""
        return tuple(whose for whose in ("person", "employer") if getattr(self, f"{whose}_yes_on") is None)
