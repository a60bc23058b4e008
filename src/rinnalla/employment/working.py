"""The coach's own work: contacts, profile, applications, jobs, reviews, stages and the next step.

None of it needs the case to be open: coaching goes on after coordination has ended (L-76).
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.employers.contacting.actions import note_for_coaching
from rinnalla.employers.models import Employer
from rinnalla.employment.actions import note, require
from rinnalla.employment.matching.picks import checked_picks
from rinnalla.employment.models import Application, CoachingContact, CoachingEpisode, FollowAlong, Job, JobProfile
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, once, save_version
from rinnalla.servicemodels.codes import code

PAY_SUBSIDY = "pay_subsidy"  # the catalogue's service whose grounds a subsidised job has


@transaction.atomic
def note_contact(
    *, episode: CoachingEpisode, by: Actor, parties: Sequence[str], place: str, minutes: int, on: date | None = None,
    purpose: str = "support", text: str = "", employer_row: Employer | None = None, key: UUID | None = None,
) -> CoachingContact:
    """Note whom the coach met, where and for how long (T-56, T-58). Raises Refused."""
    if key and (earlier := CoachingContact.objects.filter(form_key=key, episode=episode).first()):
        return earlier
    require(episode, "work")
    day = on or dates.today()
    _not_ahead(day, "on")
    if not parties or any(code("coaching_parties", one) is None for one in parties):
        raise Refused(_("Valitse, kenen kanssa."), field="parties")
    _known("coaching_places", place, "place")
    _known("coaching_purposes", purpose, "purpose")

    def make() -> CoachingContact:
        return CoachingContact.objects.create(
            case_id=episode.case_id, episode=episode, on=day, parties=sorted(set(parties)), place=place,
            purpose=purpose, minutes=minutes, text=text.strip(), employer_row=employer_row, made_by_id=by.user_id,
            form_key=key,
        )

    row, new = once(CoachingContact.objects.all(), key, make, episode_id=episode.pk)
    if new:
        case = episode.case
        if "client" in parties and (case.last_contact_on is None or day > case.last_contact_on):
            Case.objects.filter(pk=case.pk).update(last_contact_on=day)
        if employer_row and "employer" in parties:  # the register learns of the contact, not of whom it was about
            note_for_coaching(employer=employer_row, by=by, on=day, remote=place == "remote")
        note(episode, "employment.contact_noted", by, on=day, place=place, parties=row.parties)
    return row


@transaction.atomic
def set_next(
    *, episode: CoachingEpisode, version: int, by: Actor, next_step: str, next_on: date, next_at: time | None = None,
    next_place: str = "",
) -> None:
    """Agree on what comes next; there is always something. Raises Refused, Conflict."""
    require(episode, "work")
    if not next_step.strip():
        raise Refused(_("Kirjoita seuraava askel. Sellainen on aina."), field="next_step")
    if next_on < dates.today():
        raise Refused(_("Seuraava askel on tänään tai myöhemmin."), field="next_on")
    save_version(
        episode, version, next_step=next_step.strip(), next_on=next_on, next_at=next_at, next_place=next_place.strip()
    )
    note(episode, "employment.next_set", by, on=next_on)


@transaction.atomic
def move_stage(*, episode: CoachingEpisode, version: int, by: Actor, stage: str) -> None:
    """Go to a step of coaching, in whatever order: search may begin on the first day (V-115), but only with a profile
    (T-63). Raises Refused, Conflict."""
    require(episode, "work")
    _known("coaching_stages", stage, "stage")
    found = code("coaching_stages", stage)
    if found and found.definition.needs_profile:
        require_profile(episode, "stage")
    save_version(episode, version, stage=stage)
    note(episode, "employment.stage_changed", by, stage=stage)


@transaction.atomic
def save_profile(
    *, episode: CoachingEpisode, based_on: int, by: Actor, parts: Mapping[str, str] | None = None,
    picks: Mapping[str, Any] | None = None, after_job: Job | None = None,
) -> JobProfile:
    """Save a new version of the profile, made from version `based_on` (0: there was none). Raises Refused, Conflict.

    `parts` are all the words, `picks` what is picked beside them; what is left out stays as it was.
    """
    require(episode, "work")
    wait_turn(episode)
    latest = latest_profile(episode)
    if latest and latest.number != based_on:
        raise Conflict(latest)
    kept = {**_words(parts, latest), **_picked(picks, latest)}
    if not kept["wish"]:
        raise Refused(_("Kirjoita ainakin, millaista työtä asiakas toivoo."), field="wish")
    if latest and after_job is None and all(getattr(latest, name) == kept[name] for name in kept):
        return latest
    row = JobProfile.objects.create(
        case_id=episode.case_id, episode=episode, number=based_on + 1, after_job=after_job, made_by_id=by.user_id,
        **kept,
    )
    note(episode, "employment.profile_saved", by, number=row.number, complete=row.completeness)
    return row


def _words(parts: Mapping[str, str] | None, latest: JobProfile | None) -> dict[str, str]:
    if parts is None:
        return {name: getattr(latest, name) if latest else "" for name in JobProfile.ASKED}
    return {name: parts.get(name, "").strip() for name in JobProfile.ASKED}


def _picked(picks: Mapping[str, Any] | None, latest: JobProfile | None) -> dict[str, Any]:
    """What was picked before, and over it what is picked now. Raises Refused."""
    before = {name: getattr(latest, name) for name in JobProfile.PICKED} if latest else {}
    return {**before, **(checked_picks(picks, before) if picks is not None else {})}


@transaction.atomic
def add_application(
    *, episode: CoachingEpisode, by: Actor, employer: str, title: str, state: str, fit: str, words: str = "",
    on: date | None = None, employer_row: Employer | None = None, key: UUID | None = None,
) -> Application:
    """A job looked for together. Search begins only with a profile (T-63). Raises Refused."""
    if key and (earlier := Application.objects.filter(form_key=key, episode=episode).first()):
        return earlier
    require(episode, "work")
    require_profile(episode, "")
    _known("application_states", state, "state")
    _known("job_fits", fit, "fit")
    day = on or dates.today()
    _not_ahead(day, "on")

    def make() -> Application:
        return Application.objects.create(
            case_id=episode.case_id, episode=episode, employer=employer.strip(), title=title.strip(), state=state,
            fit=fit, words=words.strip(), on=day, employer_row=employer_row, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(Application.objects.all(), key, make, episode_id=episode.pk)
    if new:
        note(episode, "employment.applied", by, state=state, fit=fit)
    return row


@transaction.atomic
def move_application(*, application: Application, version: int, by: Actor, state: str) -> None:
    """What became of it. Raises Refused, Conflict."""
    require(application.episode, "work")
    _known("application_states", state, "state")
    save_version(application, version, state=state)
    note(application.episode, "employment.application_moved", by, state=state)


@transaction.atomic
def add_job(
    *, episode: CoachingEpisode, by: Actor, employer: str, title: str, kind: str, starts_on: date,
    hours_week: Decimal | None = None, onward_placement: bool = False, employer_row: Employer | None = None,
    contract: str = "", normal_pay: bool | None = None, open_to_all: bool | None = None, pay_subsidy_ground: str = "",
    key: UUID | None = None,
) -> Job:
    """Work was found. `kind` tells whether it fulfils the goal: only open paid work does (T-52). Raises Refused.

    `contract`, `normal_pay` and `open_to_all` are asked for the quality criteria and may be left unanswered; so may
    `pay_subsidy_ground` of subsidised work (E-26).
    """
    if key and (earlier := Job.objects.filter(form_key=key, episode=episode).first()):
        return earlier
    require(episode, "work")
    _known("job_kinds", kind, "kind")
    if contract:
        _known("job_contracts", contract, "contract")
    require_ground(kind, pay_subsidy_ground)

    def make() -> Job:
        return Job.objects.create(
            case_id=episode.case_id, episode=episode, employer=employer.strip(), title=title.strip(), kind=kind,
            starts_on=starts_on, hours_week=hours_week, onward_placement=onward_placement, employer_row=employer_row,
            contract=contract, normal_pay=normal_pay, open_to_all=open_to_all, pay_subsidy_ground=pay_subsidy_ground,
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(Job.objects.all(), key, make, episode_id=episode.pk)
    if new:
        note(episode, "employment.job_added", by, kind=kind, on=starts_on, onward=onward_placement)
    return row


@transaction.atomic
def rate_match(
    *, job: Job, version: int, by: Actor, matches_client: bool | None, matches_coach: bool | None
) -> None:
    """Does the job match the client's skills: as the client says, and as the coach sees it (L-18). Raises Conflict."""
    require(job.episode, "work")
    save_version(job, version, matches_client=matches_client, matches_coach=matches_coach)
    note(job.episode, "employment.job_rated", by)


@transaction.atomic
def end_job(*, job: Job, version: int, by: Actor, on: date, learnt: str = "") -> None:
    """A job ended; the coaching goes on, and the profile is looked at anew. Raises Refused, Conflict."""
    require(job.episode, "work")
    if job.ends_on:
        raise Refused(_("Työ on jo merkitty päättyneeksi."))
    _not_ahead(on, "on")
    if on < job.starts_on:
        raise Refused(_("Työ alkoi vasta %(day)s.") % {"day": dates.d(job.starts_on)}, field="on")
    save_version(job, version, ends_on=on, learnt=learnt.strip())
    note(job.episode, "employment.job_ended", by, on=on)


@transaction.atomic
def review_support(
    *, episode: CoachingEpisode, version: int, by: Actor, words: str, next_on: date, client_words: str = "",
    key: UUID | None = None,
) -> FollowAlong:
    """Look at the support together and agree on the next look. It never ends the coaching (T-57). Raises Refused,
    Conflict."""
    if key and (earlier := FollowAlong.objects.filter(form_key=key, episode=episode).first()):
        return earlier
    require(episode, "work")
    if next_on <= dates.today():
        raise Refused(_("Seuraava tarkistus on tulevaisuudessa."), field="next_on")
    save_version(episode, version, review_on=next_on)
    row = FollowAlong.objects.create(
        case_id=episode.case_id, episode=episode, on=dates.today(), words=words.strip(),
        client_words=client_words.strip(), next_on=next_on, made_by_id=by.user_id, form_key=key,
    )
    note(episode, "employment.reviewed", by, on=next_on)
    return row


def wait_turn(episode: CoachingEpisode) -> None:
    """Wait for whoever is saving in the same coaching: a second press looks only when the first has been saved."""
    CoachingEpisode.objects.select_for_update().get(pk=episode.pk)


def latest_profile(episode: CoachingEpisode) -> JobProfile | None:
    return JobProfile.objects.filter(episode=episode).order_by("-number").first()


def require_profile(episode: CoachingEpisode, field: str) -> None:
    """Raises Refused when nobody has asked what the client wants (T-63)."""
    if not JobProfile.objects.filter(episode=episode).exists():
        raise Refused(_("Työnhaku alkaa työprofiilista. Kirjatkaa ensin, millaista työtä asiakas toivoo."), field=field)


def require_ground(kind: str, ground: str) -> None:
    """Raises Refused for a ground of pay subsidy that is not on the list, or of work that has no subsidy."""
    if not ground:
        return
    found = code("service_grounds", ground)
    if found is None or found.definition.service != PAY_SUBSIDY:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="pay_subsidy_ground")
    work = code("job_kinds", kind)
    if work is None or not work.definition.subsidised:
        text = _("Palkkatuen peruste kuuluu vain tuettuun palkkatyöhön. Vaihda työn laji tai jätä peruste pois.")
        raise Refused(text, field="pay_subsidy_ground")


def _known(name: str, key: str, field: str) -> None:
    if code(name, key) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field=field)


def _not_ahead(day: date, field: str) -> None:
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field=field)
