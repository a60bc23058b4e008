"""Coaching in a case: the whole on one page; beginning, waiting, handing over, stopping, ending."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employment import actions, figures
from rinnalla.employment.caseload import queue_of
from rinnalla.employment.day import Said
from rinnalla.employment.forms import (
    EmptyForm,
    EndingForm,
    HandOverForm,
    QueueForm,
    StartForm,
    TakeForm,
    TalkForm,
    profile_labels,
)
from rinnalla.employment.matching.facts import sees_limits
from rinnalla.employment.matching.own import answers_waiting
from rinnalla.employment.matching.showing import HEALTH_PARTS, planned_of, profile_facts
from rinnalla.employment.models import CoachingEpisode, JobProfile
from rinnalla.employment.pages import coaching_of, offers, one_form
from rinnalla.employment.payers import Proposed, proposed_payers
from rinnalla.employment.support.reading import questions_waiting, refusals_waiting, talks_lacking
from rinnalla.lib.web import bind, render
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_list, code_name

GROUPS = [EMPLOYMENT]
SHOWN = 8


def named(name: str):
    """A code's name for the templates."""
    return lambda key: code_name(name, key)


@allow(P.COACHING_VIEW, groups=GROUPS)
def coaching(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The coaching of a case: who coaches, what is next, profile, search, jobs, contacts, reviews."""
    hidden = EMPLOYMENT not in request.access.groups
    rows = [] if hidden else list(_coachings(request))
    episode = next((one for one in rows if one.state != "ended"), None)
    context: dict[str, Any] = {
        "tab": "coaching", "hidden": hidden, "episode": episode, "ended": [one for one in rows if one.state == "ended"],
        "arranges": may(request.actor, P.COACHING_ARRANGE, request.access),
        "works": may(request.actor, P.COACHING_EDIT, request.access),
        "name": {name: named(name) for name in (
            "coaching_types", "coaching_payers", "coaching_stages", "coaching_outcomes", "coaching_parties",
            "coaching_places", "coaching_purposes", "job_kinds", "job_fits", "application_states", "client_groups",
        )},
    }
    if episode:
        sees = sees_limits(request.actor, request.access.groups)
        context |= _content(episode) | _profile(episode, sees=sees) | _said(request, episode)
    return render(request, "employment/coaching.html", context)


def _coachings(request: HttpRequest) -> list[CoachingEpisode]:
    rows = CoachingEpisode.objects.visible_to(request.actor).filter(case=request.case).order_by("-pk")
    rows = rows.select_related("coach", "unit__organisation", "consent", "stopped_by")
    found = list(rows.prefetch_related("assignments__coach", "profiles", "applications", "jobs", "contacts", "reviews"))
    for one in found:
        one.case = request.case
    return found


def _profile(episode: CoachingEpisode, *, sees: bool) -> dict[str, Any]:
    """The profile as this reader may see it: health data of it also leave no trace in what is told to lack."""
    profiles = list(episode.profiles.all())
    latest = profiles[0] if profiles else None
    seen = [name for name in JobProfile.ASKED if sees or name not in HEALTH_PARTS]
    labels = {name: label for name, label in profile_labels().items() if name in seen}
    context: dict[str, Any] = {"profile": latest, "versions": len(profiles), "labels": labels, "sees": sees}
    if latest:
        context |= {
            "lacking": latest.lacking_of(seen), "complete": latest.complete_of(seen),
            "picked": profile_facts(latest, sees_limits=sees), "planned": planned_of(latest) if sees else [],
        }
    return context


def _content(episode: CoachingEpisode) -> dict[str, Any]:
    return {
        "jobs": figures.jobs(episode), "lasting": figures.lasting(episode),
        "share": figures.at_work(episode), "parties": figures.by_party(episode),
        "contacts": list(episode.contacts.all())[:SHOWN], "applications": list(episode.applications.all())[:SHOWN],
        "reviews": list(episode.reviews.all())[:3], "stages": code_list("coaching_stages"),
        "queue": queue_of(episode.unit_id) if episode.state == "queued" else None,
        "talks": talks_lacking([episode]).get(episode.pk, []),
    }


def _said(request: HttpRequest, episode: CoachingEpisode) -> dict[str, Any]:
    """What waits of the client's words on the own pages: to whoever coaches, who answers to it."""
    works = may(request.actor, P.COACHING_EDIT, request.access) and episode.allows("work")
    one = [episode] if works else []
    return {"said": Said(
        questions_waiting(request.actor, one), refusals_waiting(request.actor, one), answers_waiting(request.actor, one)
    )}


@allow(P.COACHING_ARRANGE, methods=["GET", "POST"], groups=GROUPS)
def start(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Begin a coaching in one act: the service on the path begins with it."""
    everybody = offers(request.case.region_id)
    form = bind(request, StartForm, offers=everybody)

    def act(data: dict[str, Any]) -> Any:
        chosen, key = data.pop("coach"), data.pop("form_key")
        return actions.start_coaching(
            case=request.case, by=request.actor, coach=chosen.user, unit=chosen.unit, key=key, **data
        )

    return one_form(
        request, form, act, heading=_("Aloita työhönvalmennus"), button=_("Aloita valmennus"),
        done=_("Valmennus on alkanut. Työnhaun saa aloittaa heti."), full=all(load.full for _one, load in everybody),
        template="employment/start.html", proposed=_proposed(request),
    )


@allow(P.COACHING_ARRANGE, methods=["GET", "POST"], groups=GROUPS)
def queue(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Wait for the next free coach."""
    form = bind(request, QueueForm, offers=offers(request.case.region_id))

    def act(data: dict[str, Any]) -> Any:
        key = data.pop("form_key")
        return actions.queue_for_coach(case=request.case, by=request.actor, key=key, **data)

    return one_form(
        request, form, act, heading=_("Jonoon valmennukseen"), button=_("Lisää jonoon"),
        done=_("Asiakas on jonossa. Seuraava vapaa valmentaja ottaa hänet."),
        lead=_("Jono etenee odotuksen mukaan: pisimpään odottanut ensin."), template="employment/queue.html",
        proposed=_proposed(request),
    )


def _proposed(request: HttpRequest) -> list[Proposed]:
    return proposed_payers(request.case, request.actor, request.access.groups)


@allow(P.COACHING_TAKE, methods=["GET", "POST"], groups=GROUPS)
def taking(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """A coach takes somebody from the queue of the own unit."""
    episode = coaching_of(request, episode_uuid)
    form = bind(request, TakeForm, initial={"version": episode.version})
    coach = User.objects.get(pk=request.actor.user_id)
    unit = Unit.objects.select_related("organisation").get(pk=request.actor.unit_id)

    def act(data: dict[str, Any]) -> Any:
        actions.take_from_queue(episode=episode, by=request.actor, coach=coach, unit=unit, **data)

    return one_form(
        request, form, act, heading=_("Ota asiakas jonosta"), button=_("Ota asiakkaaksi"),
        done=_("Hän on nyt asiakkaasi."), day_after=True,
        lead=_("Odottanut %(days)s päivää.") % {"days": episode.waited_days},
    )


@allow(P.COACHING_ARRANGE, methods=["GET", "POST"], groups=GROUPS)
def queue_exit(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """The client no longer waits."""
    episode = coaching_of(request, episode_uuid)
    form = bind(request, EmptyForm, initial={"version": episode.version})
    return one_form(
        request, form, lambda data: actions.leave_queue(episode=episode, by=request.actor, **data),
        heading=_("Pois jonosta"), button=_("Poista jonosta"), done=_("Asiakas ei enää odota valmennusta."),
        lead=_("Jonosta lähtemisestä ei seuraa mitään. Asiakas voi palata jonoon."),
    )


@allow(P.COACHING_ARRANGE, methods=["GET", "POST"], groups=GROUPS)
def handover(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Another coach goes on."""
    episode = coaching_of(request, episode_uuid)
    others = [one for one in offers(request.case.region_id) if one[0].user_id != episode.coach_id]
    form = bind(request, HandOverForm, offers=others, initial={"version": episode.version})

    def act(data: dict[str, Any]) -> Any:
        chosen = data.pop("coach")
        actions.hand_over(episode=episode, by=request.actor, coach=chosen.user, unit=chosen.unit, **data)

    return one_form(
        request, form, act, heading=_("Vaihda valmentaja"), button=_("Siirrä valmennus"),
        done=_("Valmentaja on vaihtunut."), day_after=episode.coach_id == request.actor.user_id,
        lead=_("Kerro asiakkaalle ensin. Entinen valmentaja ei näe asiaa enää siirron jälkeen."),
    )


@allow(P.COACHING_ARRANGE, methods=["GET", "POST"], groups=GROUPS)
def stop(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """The client stops; nothing is asked."""
    episode = coaching_of(request, episode_uuid)
    form = bind(request, EmptyForm, initial={"version": episode.version})
    return one_form(
        request, form, lambda data: actions.stop_coaching(episode=episode, by=request.actor),
        heading=_("Asiakas lopettaa valmennuksen"), button=_("Kirjaa lopetus"),
        done=_("Valmennus on lopetettu asiakkaan tahdosta. Tarjoa lopetuskeskustelu."),
        day_after=episode.coach_id == request.actor.user_id,
        lead=_("Asiakas voi lopettaa milloin vain. Syytä ei kysytä, eikä lopettamisesta seuraa mitään. "
               "Valmentaja ei näe asiaa enää tämän jälkeen."),
    )


@allow(P.COACHING_ARRANGE, methods=["GET", "POST"], groups=GROUPS)
def talk(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """The closing talk."""
    episode = coaching_of(request, episode_uuid)
    form = bind(request, TalkForm, initial={"version": episode.version})

    def act(data: dict[str, Any]) -> Any:
        held = data.pop("held") == "yes"
        actions.note_talk(episode=episode, by=request.actor, held=held, **data)

    return one_form(request, form, act, heading=_("Lopetuskeskustelu"), button=_("Tallenna"), done=_("Kirjattu."))


@allow(P.COACHING_ARRANGE, methods=["GET", "POST"], groups=GROUPS)
def ending(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What the coaching led to."""
    episode = coaching_of(request, episode_uuid)
    form = bind(request, EndingForm, initial={"version": episode.version})
    return one_form(
        request, form, lambda data: actions.end_coaching(episode=episode, by=request.actor, **data),
        heading=_("Päätä valmennus"), button=_("Päätä valmennus"), done=_("Valmennus on päättynyt."),
        day_after=episode.coach_id == request.actor.user_id,
        lead=_("Kaikki suunnat ovat yhtä hyviä. Valmentaja ei näe asiaa enää päättymisen jälkeen."),
    )
