"""Support at work in a case: hours, subsidy, talks of benefits, adaptations, and the way to agreements."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.employment.pages import coaching_of
from rinnalla.employment.support import actions, reading
from rinnalla.employment.support.agreeing import kinds
from rinnalla.employment.support.forms import AdaptationForm, DoneForm, HoursForm, LookForm, SubsidyForm, TalkForm
from rinnalla.employment.support.models import WorkAdaptation
from rinnalla.employment.support.pages import adaptation_of, job_of, one_form
from rinnalla.employment.views import GROUPS, named
from rinnalla.lib.web import bind, render
from rinnalla.servicemodels.codes import due, of_case

BOTH = ["GET", "POST"]
NAMES = (
    "adaptation_variants", "adaptation_kinds", "adaptation_payers", "adaptation_works", "benefit_topics",
    "agreement_kinds", "service_grounds", "job_kinds",
)


@allow(P.COACHING_VIEW, groups=GROUPS)
def whole(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Everything of a coaching's support at work on one page."""
    episode = coaching_of(request, episode_uuid)
    rows = WorkAdaptation.objects.visible_to(request.actor).filter(job__episode=episode).select_related("job")
    lacking = reading.talks_lacking([episode])
    context = {
        "tab": "coaching", "episode": episode, "jobs": list(episode.jobs.prefetch_related("hours")),
        "adaptations": list(rows.prefetch_related("looks")), "lacking": lacking.get(episode.pk, []),
        "talks": list(episode.benefit_talks.select_related("job")), "agreement_kinds": kinds(),
        "agreements": reading.agreements_of(request.actor, episode),
        "works": may(request.actor, P.COACHING_EDIT, request.access) and episode.allows("work"),
        "tells": may(request.actor, P.EMPLOYER_TELL, request.access) and episode.allows("work"),
        "name": {name: named(name) for name in NAMES},
    }
    return render(request, "employment/support/whole.html", context)


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def hours(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, job_uuid: UUID) -> HttpResponse:
    """The hours of a job change."""
    job = job_of(request, episode_uuid, job_uuid)
    form = bind(request, HoursForm, initial={"version": job.version})

    def act(data: dict[str, Any]) -> Any:
        return actions.change_hours(job=job, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, job.episode, heading=_("Työtunnit muuttuvat"), button=_("Tallenna"),
        done=_("Tunnit on kirjattu. Käykää läpi, mitä se tekee etuuksille."), about=f"{job.title}, {job.employer}",
        lead=_("Kun tunnit muuttuvat, etuudetkin voivat muuttua. Puhukaa niistä ennen muutosta."),
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def subsidy(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, job_uuid: UUID) -> HttpResponse:
    """On what ground the job's pay subsidy stands."""
    job = job_of(request, episode_uuid, job_uuid)
    form = bind(request, SubsidyForm, initial={"pay_subsidy_ground": job.pay_subsidy_ground, "version": job.version})
    return one_form(
        request, form, lambda data: actions.set_subsidy(job=job, by=request.actor, **data), job.episode,
        heading=_("Palkkatuki"), button=_("Tallenna"), done=_("Tallennettu."), about=f"{job.title}, {job.employer}",
        lead=_("Palkkatuesta päättää työllisyysalue. Kirjaa peruste, kun päätös on tehty."),
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def talk_new(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What was told of benefits."""
    episode = coaching_of(request, episode_uuid)
    form = bind(request, TalkForm, jobs=[one for one in episode.jobs.all() if one.ends_on is None])

    def act(data: dict[str, Any]) -> Any:
        return actions.note_benefits_talk(episode=episode, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, episode, heading=_("Kirjaa etuuskeskustelu"), button=_("Tallenna"),
        done=_("Etuuskeskustelu on kirjattu."),
        lead=_("Puhukaa ennen työn alkua, mitä palkka tekee etuuksille. Laskelman ja päätöksen antaa Kela tai kassa."),
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def adaptation_new(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, job_uuid: UUID) -> HttpResponse:
    """Something of the job is to fit the client."""
    job = job_of(request, episode_uuid, job_uuid)
    start = {
        "review_on": due(of_case(request.case), "adaptation_review"), "payer": "open",
        "variant": "at_work" if job.under_way else "new_job",
    }
    form = bind(request, AdaptationForm, initial=start)

    def act(data: dict[str, Any]) -> Any:
        return actions.add_adaptation(job=job, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, job.episode, heading=_("Kirjaa mukautus"), button=_("Tallenna mukautus"),
        done=_("Mukautus on kirjattu."), about=f"{job.title}, {job.employer}",
        lead=_("Tämä jää teidän tietoonne. Työnantajalle kerrotaan vain se, mihin asiakas on antanut luvan."),
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def adaptation_done(
    request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, adaptation_uuid: UUID
) -> HttpResponse:
    """What was done, and who pays."""
    row = adaptation_of(request, episode_uuid, adaptation_uuid)
    start = {"done": row.done, "payer": row.payer, "version": row.version}
    form = bind(request, DoneForm, initial={**start, "review_on": due(of_case(request.case), "adaptation_review")})
    return one_form(
        request, form, lambda data: actions.do_adaptation(adaptation=row, by=request.actor, **data), row.job.episode,
        heading=_("Mukautus tehtiin"), button=_("Tallenna"), done=_("Kirjattu."), about=row.need,
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def adaptation_look(
    request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, adaptation_uuid: UUID
) -> HttpResponse:
    """Does it work?"""
    row = adaptation_of(request, episode_uuid, adaptation_uuid)
    ahead = due(of_case(request.case), "adaptation_review")
    form = bind(request, LookForm, initial={"version": row.version, "review_on": ahead})

    def act(data: dict[str, Any]) -> Any:
        return actions.look_at_adaptation(adaptation=row, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, row.job.episode, heading=_("Toimiiko mukautus"), button=_("Tallenna"), done=_("Kirjattu."),
        about=row.done or row.need, lead=_("Kysy asiakkaalta itseltään."),
    )
