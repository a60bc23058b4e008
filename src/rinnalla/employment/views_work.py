"""The coach's own work in a case: a contact in a few taps, profile, next step, search, jobs, reviews."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employment import day, working
from rinnalla.employment.forms import (
    ApplicationForm,
    ContactForm,
    JobEndForm,
    JobForm,
    MatchForm,
    NextForm,
    ProfileForm,
    ReviewForm,
    StateForm,
    profile_labels,
)
from rinnalla.employment.matching.reading import proposed_to_client
from rinnalla.employment.models import Application, CoachingEpisode, Job, JobProfile
from rinnalla.employment.pages import coaching_of, one_form
from rinnalla.employment.views import GROUPS
from rinnalla.lib import dates
from rinnalla.lib.web import bind
from rinnalla.servicemodels.codes import due, of_case

BOTH = ["GET", "POST"]
AT_EMPLOYER = {"employer", "work_community"}  # whom one meets at an employer (code list coaching_parties)


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def contact(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Note a contact: whatever is usual is chosen already, one press saves."""
    episode = coaching_of(request, episode_uuid)
    works = next((job for job in episode.jobs.select_related("employer_row") if job.under_way), None)
    form = bind(request, ContactForm, episode=episode, now=works, initial={"version": episode.version})
    others = [one for one in day.clients(request.actor) if one.pk != episode.pk]
    request.shown.cases(one.case_id for one in others)
    return one_form(
        request, form, lambda data: _note(request, episode, data), heading=_("Kirjaa kontakti"), button=_("Tallenna"),
        done=_("Kirjattu."), template="employment/contact.html", day_after=True, episode=episode, others=others[:5],
        nav="note",
    )


def _note(request: HttpRequest, episode: CoachingEpisode, data: dict[str, Any]) -> None:
    """The contact and what comes next, both or neither."""
    by = request.actor
    working.wait_turn(episode)
    known = {name: data[name] for name in ("parties", "place", "minutes", "purpose", "text", "on", "employer_row")}
    if data["form_key"] and episode.contacts.filter(form_key=data["form_key"]).exists():
        return  # sent twice: the next step was set the first time
    if not AT_EMPLOYER & set(data["parties"]):  # the employer of the job stands ready, and was not met
        known["employer_row"] = None
    working.note_contact(episode=episode, by=by, key=data["form_key"], **known)
    on = _again(episode, data["again"])
    if (on, data["next_step"]) != (episode.next_on, episode.next_step):
        working.set_next(episode=episode, version=data["version"], by=by, next_step=data["next_step"], next_on=on)


def _again(episode: CoachingEpisode, chosen: str) -> date:
    """The day of the next contact; a working day where the choice falls on another."""
    if chosen == "keep" and episode.next_on:
        return episode.next_on
    found = dates.today() + timedelta(days=int(chosen))
    while not dates.is_working_day(found):
        found += timedelta(days=1)
    return found


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def profile(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """The job profile: asked of the client, saved as a new version."""
    episode = coaching_of(request, episode_uuid)
    latest = working.latest_profile(episode)
    start = {name: getattr(latest, name) for name in JobProfile.ASKED} if latest else {}
    form = bind(request, ProfileForm, initial={**start, "version": latest.number if latest else 0})
    after = _last_lost(episode, latest)

    def act(data: dict[str, Any]) -> Any:
        return working.save_profile(
            episode=episode, based_on=data["version"], by=request.actor, parts=form.parts(), after_job=after
        )

    return one_form(
        request, form, act, heading=_("Työprofiili"), button=_("Tallenna profiili"),
        done=_("Profiili on tallessa. Entinen versio säilyy."), template="employment/profile.html", latest=latest,
        after=after, labels=profile_labels(),
    )


def _last_lost(episode: CoachingEpisode, latest: JobProfile | None) -> Job | None:
    """The job that ended since the profile was last looked at: the new version is made after it."""
    ended = [job for job in episode.jobs.all() if job.ends_on and job.ends_on <= dates.today()]
    since = [job for job in ended if latest is None or job.ends_on >= dates.local(latest.made_at).date()]
    return next((job for job in since if not episode.profiles.filter(after_job=job).exists()), None)


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def next_step(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What comes next, and in which step the coaching is."""
    episode = coaching_of(request, episode_uuid)
    names = ("next_step", "next_on", "next_place", "stage", "version")
    start = {name: getattr(episode, name) for name in names}
    start["next_at"] = episode.next_at.strftime("%-H.%M") if episode.next_at else ""
    form = bind(request, NextForm, initial=start)

    def act(data: dict[str, Any]) -> Any:
        stage = data.pop("stage")
        working.set_next(episode=episode, by=request.actor, **data)
        if stage != episode.stage:
            working.move_stage(episode=episode, version=episode.version, by=request.actor, stage=stage)

    return one_form(
        request, form, act, heading=_("Sovi seuraava askel"), button=_("Tallenna askel"),
        done=_("Seuraava askel on sovittu."),
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def application_new(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """A job looked for together; the client's wish stands beside."""
    episode = coaching_of(request, episode_uuid)
    form, latest = bind(request, ApplicationForm, region_id=request.case.region_id), working.latest_profile(episode)

    def act(data: dict[str, Any]) -> Any:
        return working.add_application(episode=episode, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, heading=_("Kirjaa haettu työ"), button=_("Tallenna"), done=_("Haettu työ on kirjattu."),
        template="employment/application.html", latest=latest,
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def application(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, application_uuid: UUID) -> HttpResponse:
    """What became of it."""
    episode = coaching_of(request, episode_uuid)
    row = get_object_or_404(Application.objects.filter(episode=episode), uuid=application_uuid)
    row.episode = episode
    form = bind(request, StateForm, initial={"state": row.state, "version": row.version})
    return one_form(
        request, form, lambda data: working.move_application(application=row, by=request.actor, **data),
        heading=_("Miten hakemus eteni"), button=_("Tallenna"), done=_("Tallennettu."),
        about=f"{row.title}, {row.employer}",
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def job_new(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Work was found."""
    episode = coaching_of(request, episode_uuid)
    form = bind(request, JobForm, region_id=request.case.region_id, initial=_proposed_job(episode))

    def act(data: dict[str, Any]) -> Any:
        return working.add_job(episode=episode, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, heading=_("Kirjaa työpaikka"), button=_("Tallenna työ"),
        done=_("Työ on kirjattu. Tuki jatkuu niin kauan kuin sitä tarvitaan."),
    )


def _proposed_job(episode: CoachingEpisode) -> dict[str, Any]:
    """The work that was proposed last stands ready in the form, with its employer."""
    found = next(iter(proposed_to_client(episode)), None)
    if found is None:
        return {}
    title, employer = found.task.name if found.task else found.vacancy.title, found.vacancy.employer
    return {"title": title[:120], "employer": employer.name[:120], "employer_row": str(employer.uuid)}


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def job_match(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, job_uuid: UUID) -> HttpResponse:
    """Does the job match the client's skills?"""
    job = _job(request, episode_uuid, job_uuid)
    told = {True: "yes", False: "no", None: ""}
    start = {name: told[getattr(job, name)] for name in ("matches_client", "matches_coach")}
    form = bind(request, MatchForm, initial={**start, "version": job.version})
    return one_form(
        request, form,
        lambda data: working.rate_match(job=job, version=data["version"], by=request.actor, **form.answers()),
        heading=_("Vastaako työ osaamista"), button=_("Tallenna"), done=_("Tallennettu."),
        about=f"{job.title}, {job.employer}",
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def job_ending(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, job_uuid: UUID) -> HttpResponse:
    """A job ended; the coaching goes on."""
    job = _job(request, episode_uuid, job_uuid)
    form = bind(request, JobEndForm, initial={"version": job.version})
    return one_form(
        request, form, lambda data: working.end_job(job=job, by=request.actor, **data),
        heading=_("Työ päättyi"), button=_("Tallenna"), about=f"{job.title}, {job.employer}",
        done=_("Kirjattu. Valmennus jatkuu: katsokaa työprofiili uudelleen."),
        lead=_("Valmennus jatkuu. Uutta työtä haetaan yhdessä, päättyi työ mistä syystä tahansa."),
    )


def _job(request: HttpRequest, episode_uuid: UUID, job_uuid: UUID) -> Job:
    episode = coaching_of(request, episode_uuid)
    job = get_object_or_404(Job.objects.filter(episode=episode), uuid=job_uuid)
    job.episode = episode
    return job


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def review(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Is the support right now?"""
    episode = coaching_of(request, episode_uuid)
    ahead = due(of_case(request.case), "coaching_review")
    form = bind(request, ReviewForm, initial={"version": episode.version, "next_on": ahead})

    def act(data: dict[str, Any]) -> Any:
        return working.review_support(episode=episode, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, heading=_("Katsokaa tuki yhdessä"), button=_("Tallenna"), done=_("Tarkistus on kirjattu."),
        lead=_("Tuki jatkuu niin kauan kuin sitä tarvitaan. Mikään ei pääty ajan kulumiseen."),
    )
