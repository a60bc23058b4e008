"""What is written of a meeting once, and used by everybody (L-48): lines, decisions of the team, entries elsewhere."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Organisation


class LineKind(models.TextChoices):
    """What a line of the minutes is."""

    NOTE = "note", _("Huomio")
    QUESTION = "question", _("Avoin kysymys")
    DECISION = "decision", _("Päätös")


class MinuteLineQuerySet(CaseRows):
    def standing(self) -> "MinuteLineQuerySet":
        """Lines that were not taken out."""
        return self.filter(struck_at__isnull=True)


class MinuteLine(Public, Keyed, Versioned, Made):
    """One line of the minutes, with its own version: people write at once and nobody writes over another.

    `organisation` is the body whose matter it is: it goes to that body's extract and no other's (L-48).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=LineKind.choices, default=LineKind.NOTE)
    speaker = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    field_group = models.CharField(max_length=20, default="basics")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    struck_reason = models.CharField(max_length=300, blank=True)

    objects = MinuteLineQuerySet.as_manager()
    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case meeting kind field_group organisation struck_at struck_by",
            "personal", "who wrote what and when (L-48)", "case",
        ),
        **fields("speaker text struck_reason", "special", "what was said, written once (L-48)", "case"),
    }

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="line_says_something"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | Q(struck_reason__regex=r"\S"), name="line_struck_with_a_reason"
            ),
            pair("line", "struck_at", "struck_by"),
        ]


class TeamDecision(Public, Keyed, Made):
    """What the team came to (V-110): a code of `team_decisions`, and the client's own will, never left out."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="team_decisions")
    code = models.CharField(max_length=40)
    client_will = models.TextField()
    words = models.TextField(blank=True)
    field_group = models.CharField(max_length=20, default="basics")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields("id uuid form_key made_at made_by case meeting field_group", "personal", "what was decided", "case"),
        **fields("code client_will words", "special", "decide with the client's will in mind (V-110)", "case"),
    }

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(client_will__regex=r"\S"),
                name="team_decision_has_the_clients_will",
                violation_error_message=_("Kirjaa, mitä asiakas itse tahtoo."),
            ),
            models.CheckConstraint(condition=~Q(code=""), name="team_decision_has_its_code"),
        ]


class ExtractEntry(Public, Keyed, Made):
    """An organisation has entered its share of a meeting in its own system (L-48). Lapses when the share changes."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=dates.today)
    lapsed_at = models.DateTimeField(null=True)
    lapsed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case meeting organisation on lapsed_at lapsed_by",
        "personal", "the share is in the organisation's own record too (L-48)", "case",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"], condition=Q(lapsed_at__isnull=True), name="entered_once"
            ),
            pair("entry", "lapsed_at", "lapsed_by"),
        ]


class Sent(models.TextChoices):
    """What reached somebody it was not meant for."""

    INVITATION = "invitation", _("Kutsu")
    SUMMARY = "summary", _("Asiakkaan koonti")
    EXTRACT = "extract", _("Organisaation ote")


class Misdelivery(Public, Keyed, Made):
    """Something went to the wrong one: what, to whom, whether it was opened, and when the access ended."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="misdeliveries")
    what = models.CharField(max_length=12, choices=Sent.choices)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outside_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    opened = models.BooleanField(null=True)
    access_ended_at = models.DateTimeField(null=True)

    objects = CaseRows.as_manager()
    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case meeting what user outside_name reason opened access_ended_at",
        "personal", "a mistake is told, mended and remembered", "case",
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="misdelivery_says_what_happened"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, outside_name="") | Q(user__isnull=True) & ~Q(outside_name=""),
                name="misdelivery_to_somebody",
            ),
        ]
