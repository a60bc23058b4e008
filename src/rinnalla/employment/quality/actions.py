"""Reviewing a unit: begin, answer, count anew, approve; what is mended; what is compared; working times and practices.

Two who save at once: one review is open in a unit at a time, a score and a review are saved by their version, and what
is answered, counted or approved waits for the same review's turn.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.cases import loads
from rinnalla.cases.models_load import DevelopmentAction
from rinnalla.employment.caseload import lock
from rinnalla.employment.quality import reading, scoring, sets
from rinnalla.employment.quality.models import (
    COACHES,
    CoachTime,
    PracticeEvent,
    QualityComparison,
    QualityImprovement,
    QualityReview,
    QualityScore,
)
from rinnalla.employment.quality.scoring import Rated
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, once, save_version
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code
from rinnalla.servicemodels.definitions import HIGHEST, LOWEST


@transaction.atomic
def start_review(*, unit: Unit, by: Actor, reviewers: str, key: UUID | None = None) -> QualityReview:
    """Begin a review of a unit: the records are counted at once. Raises Refused when one is open already."""
    lock("quality", unit.pk)
    if key and (earlier := QualityReview.objects.filter(form_key=key, unit=unit).first()):
        return earlier
    if QualityReview.objects.filter(unit=unit, approved_at__isnull=True).exists():
        raise Refused(_("Arviointi on jo kesken. Jatkakaa sitä."))
    used = sets.set_of(unit)
    records = reading.records_of(unit, used)

    def make() -> QualityReview:
        return QualityReview.objects.create(
            unit=unit, set_key=used.key, set_version=used.version, since=records.since, until=records.until,
            reviewers=reviewers.strip(), clients=len(records.active), made_by_id=by.user_id, form_key=key,
        )

    review, new = once(QualityReview.objects.all(), key, make, unit_id=unit.pk)
    if new:
        rated = scoring.rate_all(used, records, {})
        QualityScore.objects.bulk_create([
            QualityScore(
                review=review, number=one.item.number, item=one.item.key, found=evidence(one), counted=one.step,
                step=one.step,
            )
            for one in rated
        ])
        _note(review, "employment.quality_started", by)
    return review


@transaction.atomic
def answer(
    *, review: QualityReview, score: QualityScore, version: int, by: Actor, answers: Mapping[str, bool],
    step: int | None = None, words: str = "",
) -> None:
    """What only a reviewer knows of one criterion, and a step of one's own with the reason when the counted one is not
    right. Raises Refused, Conflict."""
    _turn(review)
    used = sets.set_named(review.set_key, review.set_version)
    item = used.item(score.item)
    asked = {one.key: bool(answers.get(one.key)) for one in item.asks}
    rated = scoring.rate(item, used.limits, reading.records_of(review.unit, used, review.until), asked)
    own = step is not None and step != rated.step
    if own and not LOWEST <= step <= HIGHEST:
        raise Refused(_("Porras on 1–5."), field="step")
    if own and not words.strip():
        raise Refused(_("Kerro, miksi valitset muun portaan kuin kirjaukset antavat."), field="words")
    save_version(
        score, version, answers=asked, found=evidence(rated), counted=rated.step, step=step if own else rated.step,
        own=own, words=words.strip(), by_id=by.user_id, at=dates.now(),
    )
    _note(review, "employment.quality_answered", by, item=score.item, step=score.step)


@transaction.atomic
def count_anew(*, review: QualityReview, version: int, by: Actor) -> None:
    """Count the records to this day; what the reviewers have answered and chosen stays. Raises Refused, Conflict."""
    _turn(review)
    used = sets.set_named(review.set_key, review.set_version)
    records = reading.records_of(review.unit, used)
    save_version(review, version, since=records.since, until=records.until, clients=len(records.active))
    for score in review.scores.all():
        rated = scoring.rate(used.item(score.item), used.limits, records, score.answers)
        step = score.step if score.own else rated.step
        save_version(score, score.version, found=evidence(rated), counted=rated.step, step=step)
    _note(review, "employment.quality_counted", by)


@transaction.atomic
def approve(*, review: QualityReview, version: int, by: Actor) -> None:
    """A manager signs the review: each of the 25 has its step, and the sum stands (T-53). Raises Refused, Conflict."""
    _turn(review)
    steps = list(review.scores.values_list("step", flat=True))
    if missing := sum(step is None for step in steps) + 25 - len(steps):
        raise Refused(_("%(n)s kriteeriä on vielä ilman porrasta. Arvioikaa ne ensin.") % {"n": missing})
    save_version(review, version, total=sum(steps), approved_at=dates.now(), approved_by_id=by.user_id)
    _note(review, "employment.quality_approved", by, total=review.total)


@transaction.atomic
def improve(
    *, review: QualityReview, item: str, what: str, owner: User, due_on: date, by: Actor, key: UUID | None = None
) -> QualityImprovement:
    """Agree on what is done to stand higher in a criterion: who sees to it and by when. Raises Refused."""
    if not review.scores.filter(item=item).exists():
        raise Refused(_("Valitse jokin kriteereistä."))
    action = loads.add_development(unit=review.unit, what=what, owner=owner, due_on=due_on, by=by, key=key)
    row, _new = QualityImprovement.objects.get_or_create(
        action=action, defaults={"review": review, "item": item, "made_by_id": by.user_id}
    )
    return row


def finish(*, action: DevelopmentAction, by: Actor) -> None:
    """What was agreed is done."""
    loads.finish_development(action=action, by=by)


# Comparing ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_comparison(*, unit: Unit, other: Unit, by: Actor, key: UUID | None = None) -> QualityComparison:
    """A manager asks another unit of the region. Nothing shows before the other has agreed. Raises Refused."""
    for pk in sorted({unit.pk, other.pk}):
        lock("quality", pk)
    if key and (earlier := QualityComparison.objects.filter(form_key=key).first()):
        return earlier
    if unit.pk == other.pk or unit.organisation.region_id != other.organisation.region_id:
        raise Refused(_("Valitse toinen yksikkö omalta alueelta."), field="other")
    pair = Q(unit=unit, other=other) | Q(unit=other, other=unit)
    if QualityComparison.objects.standing().filter(pair).exists():
        raise Refused(_("Vertailua on jo pyydetty tai siitä on sovittu."), field="other")

    def make() -> QualityComparison:
        return QualityComparison.objects.create(unit=unit, other=other, made_by_id=by.user_id, form_key=key)

    row, new = once(QualityComparison.objects.all(), key, make, unit_id=unit.pk)
    if new:
        _note_comparison(row, "employment.comparison_asked", by)
    return row


@transaction.atomic
def agree(*, comparison: QualityComparison, by: Actor) -> None:
    """The manager of the unit that was asked agrees; the one who asked can't agree for it. Raises Refused."""
    row = QualityComparison.objects.select_for_update(of=("self",)).select_related("other").get(pk=comparison.pk)
    if row.other.organisation_id != by.organisation_id or row.made_by_id == by.user_id:
        raise Refused(_("Vertailun hyväksyy sen yksikön esihenkilö, jolta sitä pyydettiin."))
    if row.ended_at:
        raise Refused(_("Pyyntö on peruttu."))
    if row.agreed_at is None:
        QualityComparison.objects.filter(pk=row.pk).update(agreed_at=dates.now(), agreed_by_id=by.user_id)
        _note_comparison(row, "employment.comparison_agreed", by)


@transaction.atomic
def end_comparison(*, comparison: QualityComparison, by: Actor) -> None:
    """Either unit ends it; from that second neither sees the other's steps. Ended before, it is ended."""
    rows = QualityComparison.objects.filter(pk=comparison.pk, ended_at__isnull=True)
    if rows.update(ended_at=dates.now(), ended_by_id=by.user_id):
        _note_comparison(comparison, "employment.comparison_ended", by)


# What records of clients don't tell -----------------------------------------------------------------------------------


@transaction.atomic
def set_time(*, unit: Unit, coach: User, version: int, by: Actor, percent: int, other_percent: int) -> CoachTime:
    """How much a coach works in the unit and how much of it goes to other duties; `version` 0 when nothing was set.

    Raises Refused, Conflict.
    """
    lock("quality", unit.pk)
    if not Membership.objects.in_force().filter(user=coach, unit=unit, role__in=COACHES).exists():
        raise Refused(_("Hän ei ole yksikön valmentaja."))
    if not 1 <= percent <= 100 or not 0 <= other_percent <= 100:
        raise Refused(_("Osuus on 0–100 prosenttia, työaika vähintään 1."), field="percent")
    row = CoachTime.objects.filter(unit=unit, coach=coach).first()
    if (row.version if row else 0) != version:
        raise Conflict(row or CoachTime(version=0))
    if row:
        save_version(row, version, percent=percent, other_percent=other_percent)
    else:
        row = CoachTime.objects.create(
            unit=unit, coach=coach, percent=percent, other_percent=other_percent, made_by_id=by.user_id
        )
    record("employment.coach_time_set", by=by, stream=("unit", unit.pk), obj=("user", coach.pk))
    return row


@transaction.atomic
def note_practice(*, unit: Unit, by: Actor, kind: str, on: date, key: UUID | None = None) -> PracticeEvent:
    """Note a meeting, a talk or a look at results of the unit. Raises Refused."""
    if code("practice_kinds", kind) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="kind")
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field="on")

    def make() -> PracticeEvent:
        return PracticeEvent.objects.create(unit=unit, kind=kind, on=on, made_by_id=by.user_id, form_key=key)

    row, new = once(PracticeEvent.objects.all(), key, make, unit_id=unit.pk)
    if new:
        record("employment.practice_noted", by=by, stream=("unit", unit.pk), obj=("unit", unit.pk), kind=kind)
    return row


# What they share ------------------------------------------------------------------------------------------------------


def evidence(rated: Rated) -> dict[str, object]:
    """What is kept of how a step came about: numbers of the unit and of its coaches, nothing of one client."""
    found = asdict(rated.found)
    return {name: found[name] for name in ("rows", "facts", "parts", "coaches", "value")}


def _turn(review: QualityReview) -> None:
    """Wait for whoever saves in the same review. Raises Refused when it has been approved meanwhile."""
    held = QualityReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not held.open:
        raise Refused(_("Arviointi on jo hyväksytty. Hyväksyttyä ei muuteta, vaan tehdään uusi."))


def _note(review: QualityReview, verb: str, by: Actor, **details: object) -> None:
    record(verb, by=by, stream=("unit", review.unit_id), obj=("quality_review", review.pk), **details)


def _note_comparison(row: QualityComparison, verb: str, by: Actor) -> None:
    record(verb, by=by, stream=("unit", row.unit_id), obj=("quality_comparison", row.pk), other=row.other_id)
