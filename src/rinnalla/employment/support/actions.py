"""Support of a job that goes on: its hours, its subsidy's ground, adaptations, talks of benefits."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employment.actions import note, require
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.support.models import AdaptationLook, BenefitsTalk, JobHours, WorkAdaptation
from rinnalla.employment.working import require_ground
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels.codes import code


@transaction.atomic
def change_hours(
    *, job: Job, version: int, by: Actor, hours_week: Decimal, from_on: date, key: UUID | None = None
) -> JobHours:
    """The hours of a job change from a day on; what they were before stays. Raises Refused, Conflict."""
    if key and (earlier := JobHours.objects.filter(form_key=key, job=job).first()):
        return earlier
    _still(job)
    if not 0 < hours_week <= 48:
        raise Refused(_("Tunteja on viikossa enintään 48."), field="hours_week")
    if hours_week == job.hours_week:
        raise Refused(_("Tunnit ovat jo tämän verran. Kirjaa uusi määrä."), field="hours_week")
    newest = job.hours.order_by("-from_on").first()
    if from_on <= (newest.from_on if newest else job.starts_on):
        text = _("Tunnit ovat muuttuneet viimeksi %(day)s. Kirjaa myöhempi päivä.")
        raise Refused(text % {"day": dates.d(newest.from_on if newest else job.starts_on)}, field="from_on")
    values = {"case_id": job.case_id, "job": job, "made_by_id": by.user_id}
    before = job.hours_week
    save_version(job, version, hours_week=hours_week)
    if newest is None and before is not None:
        JobHours.objects.create(**values, from_on=job.starts_on, hours_week=before)
    row = JobHours.objects.create(**values, from_on=from_on, hours_week=hours_week, form_key=key)
    note(job.episode, "employment.hours_changed", by, on=from_on)
    return row


@transaction.atomic
def set_subsidy(*, job: Job, version: int, by: Actor, pay_subsidy_ground: str) -> None:
    """On what ground a job's pay subsidy stands; "" for no subsidy (E-26). Raises Refused, Conflict."""
    require(job.episode, "work")
    require_ground(job.kind, pay_subsidy_ground)
    save_version(job, version, pay_subsidy_ground=pay_subsidy_ground)
    note(job.episode, "employment.subsidy_set", by, ground=pay_subsidy_ground)


@transaction.atomic
def note_benefits_talk(
    *, episode: CoachingEpisode, by: Actor, topics: Iterable[str], words: str, on: date, job: Job | None = None,
    key: UUID | None = None,
) -> BenefitsTalk:
    """What the client was told of benefits before work begins or changes. Raises Refused."""
    if key and (earlier := BenefitsTalk.objects.filter(form_key=key, episode=episode).first()):
        return earlier
    require(episode, "work")
    known = sorted(set(topics))
    if not known or any(code("benefit_topics", one) is None for one in known):
        raise Refused(_("Valitse, mistä puhuitte."), field="topics")
    if not words.strip():
        raise Refused(_("Kirjoita, mitä kerroit."), field="words")
    _not_ahead(on)

    def make() -> BenefitsTalk:
        return BenefitsTalk.objects.create(
            case_id=episode.case_id, episode=episode, job=job, on=on, topics=known, words=words.strip(),
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(BenefitsTalk.objects.all(), key, make, episode_id=episode.pk)
    if new:
        note(episode, "employment.benefits_talked", by, on=on, topics=known)
    return row


@transaction.atomic
def add_adaptation(
    *, job: Job, by: Actor, variant: str, kind: str, need: str, payer: str, review_on: date, done: str = "",
    done_on: date | None = None, key: UUID | None = None,
) -> WorkAdaptation:
    """Something of the job is to fit the client: at work or in a new job (V-76, V-81). Raises Refused."""
    if key and (earlier := WorkAdaptation.objects.filter(form_key=key, job=job).first()):
        return earlier
    _still(job)
    for name, value in (("adaptation_variants", variant), ("adaptation_kinds", kind), ("adaptation_payers", payer)):
        if code(name, value) is None:
            raise Refused(_("Valitse jokin vaihtoehdoista."), field=name.removeprefix("adaptation_").rstrip("s"))
    if not need.strip():
        raise Refused(_("Kirjoita, mitä työssä tarvitaan."), field="need")
    _done(done, done_on)
    _ahead(review_on)

    def make() -> WorkAdaptation:
        return WorkAdaptation.objects.create(
            case_id=job.case_id, job=job, variant=variant, kind=kind, need=need.strip(), payer=payer,
            review_on=review_on, done=done.strip(), done_on=done_on, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(WorkAdaptation.objects.all(), key, make, job_id=job.pk)
    if new:
        note(job.episode, "employment.adaptation_added", by, kind=kind, variant=variant)
    return row


@transaction.atomic
def do_adaptation(
    *, adaptation: WorkAdaptation, version: int, by: Actor, done: str, done_on: date, payer: str, review_on: date
) -> None:
    """What was done, who paid and when it is looked at. Raises Refused, Conflict."""
    _standing(adaptation)
    if code("adaptation_payers", payer) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="payer")
    if not done.strip():
        raise Refused(_("Kirjoita, mitä tehtiin."), field="done")
    _done(done, done_on)
    _ahead(review_on)
    save_version(adaptation, version, done=done.strip(), done_on=done_on, payer=payer, review_on=review_on)
    note(adaptation.job.episode, "employment.adaptation_done", by, on=done_on)


@transaction.atomic
def look_at_adaptation(
    *, adaptation: WorkAdaptation, version: int, by: Actor, works: str, review_on: date | None, words: str = "",
    key: UUID | None = None,
) -> AdaptationLook:
    """Does it work? Asked of the client; without a next day it is not looked at any more. Raises Refused, Conflict."""
    if key and (earlier := AdaptationLook.objects.filter(form_key=key, adaptation=adaptation).first()):
        return earlier
    _standing(adaptation)
    if adaptation.done_on is None:
        raise Refused(_("Mukautusta ei ole vielä tehty. Kirjaa ensin, mitä tehtiin."))
    if code("adaptation_works", works) is None:
        raise Refused(_("Valitse, toimiiko mukautus."), field="works")
    if review_on:
        _ahead(review_on)
    ended_on = None if review_on else dates.today()
    save_version(adaptation, version, works=works, review_on=review_on, ended_on=ended_on)
    row = AdaptationLook.objects.create(
        case_id=adaptation.case_id, adaptation=adaptation, on=dates.today(), works=works, words=words.strip(),
        made_by_id=by.user_id, form_key=key,
    )
    note(adaptation.job.episode, "employment.adaptation_looked_at", by, works=works)
    return row


def _still(job: Job) -> None:
    """Raises Refused for a job that has ended, or in a coaching where nothing is done any more."""
    require(job.episode, "work")
    if Job.objects.get(pk=job.pk).ends_on:
        raise Refused(_("Työ on jo merkitty päättyneeksi."))


def _standing(adaptation: WorkAdaptation) -> None:
    require(adaptation.job.episode, "work")
    if WorkAdaptation.objects.get(pk=adaptation.pk).ended_on:
        raise Refused(_("Mukautuksen seuranta on päättynyt. Kirjaa uusi mukautus."))


def _done(done: str, done_on: date | None) -> None:
    if done_on and not done.strip():
        raise Refused(_("Kirjoita, mitä tehtiin."), field="done")
    if done_on:
        _not_ahead(done_on, "done_on")


def _not_ahead(day: date, field: str = "on") -> None:
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field=field)


def _ahead(day: date) -> None:
    if day <= dates.today():
        raise Refused(_("Tarkistus on tulevaisuudessa."), field="review_on")
