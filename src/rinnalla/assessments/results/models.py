"""Results of registered instruments, and how the client sees three dimensions of the own situation (V-112, V-08).

A row never changes; a correction is a new row with its reason. No item of anybody's instrument is stored.
"""

from django.db import models
from django.db.models import Q

from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public

LOWEST, HIGHEST = 0, 10  # what a dimension is answered with


class ResultQuerySet(CaseRows):
    def current(self) -> "ResultQuerySet":
        """Those that no correction has replaced."""
        return self.filter(correction__isnull=True)


class InstrumentResult(Public, Keyed, Made):
    """One result of one instrument on one day (V-112): points by scale, or levels by feature, or words.

    `edition` is the version of the instrument's scoring in `instruments.yaml`. `subject` tells which goal an own scale
    is about. `scores` is {scale: points}, `features` {feature: [person's level, job's level]}.
    """

    class Mode(models.TextChoices):
        SELF = "self"
        INTERVIEW = "interview"
        OBSERVED = "observed"
        IMPORTED = "imported"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="instrument_results")
    instrument = models.SlugField(max_length=60)
    edition = models.CharField(max_length=60)
    field_group = models.CharField(max_length=20)
    measured_on = models.DateField()
    mode = models.CharField(max_length=20, choices=Mode.choices)
    subject = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    scores = models.JSONField(default=dict)
    features = models.JSONField(default=dict)
    outcome = models.TextField(blank=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    correction_reason = models.TextField(blank=True)

    objects = ResultQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case instrument edition field_group measured_on mode source corrects",
            "personal", "know which results there are and where they come from", "case",
        ),
        **fields(
            "subject scores features outcome correction_reason", "special", "see the change with the client", "case"
        ),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "instrument", "edition", "measured_on", "subject"],
                condition=Q(corrects__isnull=True), name="instrument_result_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""), name="result_correction_says_why"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="instrument_result_names_source"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.measured_on}"


class Situation(Public, Keyed, Made):
    """The client's situation as one sees it on a day; the client's first one is the baseline (V-08)."""

    class Viewer(models.TextChoices):
        CLIENT = "client"
        WORKER = "worker"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="situations")
    viewer = models.CharField(max_length=10, choices=Viewer.choices)
    asked_on = models.DateField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    correction_reason = models.TextField(blank=True)

    objects = ResultQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key made_at made_by case viewer asked_on corrects", "personal",
            "follow the change in the client's situation", "case",
        ),
        **fields("correction_reason", "special", "tell what was mended", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "viewer", "asked_on"], condition=Q(corrects__isnull=True), name="situation_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""), name="situation_correction_says_why"
            ),
        ]


class SituationValue(models.Model):
    """One dimension's number, 0–10. A dimension that was not answered has no row. Seen by its field group."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="values")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    dimension = models.SlugField(max_length=60)
    field_group = models.CharField(max_length=20)
    value = models.PositiveSmallIntegerField()

    objects = CaseRows.as_manager()

    wall = "case"
    Data = {
        **fields("id situation case dimension field_group", "personal", "know what was answered", "case"),
        **fields("value", "special", "see the change with the client", "case"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["situation", "dimension"], name="situation_dimension_once"),
            models.CheckConstraint(condition=Q(value__range=(LOWEST, HIGHEST)), name="situation_value_0_10"),
        ]
