"""Proposals with their reasons, the decision of one, and what they stand on: the picks and the disclosure plan."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.contacting.models import EmployerNeed
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.employers.vacancies.showing import facts_of
from rinnalla.employment import working
from rinnalla.employment.matching import actions, answering, reading
from rinnalla.employment.matching.forms import PICKED, DecisionForm, DisclosureForm, PicksForm, start_of
from rinnalla.employment.matching.models import MatchAnswer
from rinnalla.employment.matching.pages import one_form
from rinnalla.employment.pages import coaching_of
from rinnalla.employment.views import GROUPS
from rinnalla.lib.web import bind, render, say, see

BOTH = ["GET", "POST"]


@allow(P.COACHING_VIEW, groups=GROUPS, action="list")
def people(request: HttpRequest, vacancy_uuid: UUID) -> HttpResponse:
    """For whom of one's own clients a vacancy might be, each with its reasons. Nobody else is here."""
    vacancy = get_object_or_404(_vacancies(request), uuid=vacancy_uuid)
    rows = reading.people_for(vacancy, request.actor) if vacancy.state == "open" else []
    request.shown.cases(one.episode.case_id for one in rows)
    context = {
        "nav": "employers", "vacancy": vacancy, "facts": facts_of(vacancy), "rows": rows,
        "found": [one for one in rows if one.speaks_for], "others": [one for one in rows if not one.speaks_for],
        "may_decide": request.actor.can(P.COACHING_EDIT),
    }
    return render(request, "employment/matching/people.html", context)


@allow(P.COACHING_VIEW, groups=GROUPS, action="list")
def need(request: HttpRequest, employerneed_uuid: UUID) -> HttpResponse:
    """For whom of one's own clients an employer's need might be, before anybody has made it a vacancy."""
    rows = EmployerNeed.objects.filter(employer__region_id=request.actor.region_id)
    row = get_object_or_404(
        rows.select_related("employer__municipality", "workplace__municipality", "vacancy"), uuid=employerneed_uuid
    )
    if hasattr(row, "vacancy"):
        return see("matching:people", vacancy_uuid=row.vacancy.uuid)
    found = reading.people_for_need(row, request.actor) if row.closed_at is None else []
    request.shown.cases(one.episode.case_id for one in found)
    context = {
        "nav": "employers", "need": row, "rows": found, "found": [one for one in found if one.speaks_for],
        "others": [one for one in found if not one.speaks_for], "may_edit": request.actor.can(P.EMPLOYER_EDIT),
    }
    return render(request, "employment/matching/need.html", context)


@allow(P.COACHING_VIEW, groups=GROUPS)
def vacancies(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Open vacancies beside one client's profile, each with its reasons."""
    episode = coaching_of(request, episode_uuid)
    profile = working.latest_profile(episode)
    rows = reading.vacancies_for(episode, profile, request.actor, request.access.groups) if profile else []
    needs = reading.needs_for(profile, request.actor, request.access.groups) if profile else []
    context = {
        "tab": "coaching", "episode": episode, "profile": profile, "rows": rows,
        "needs": [one for one in needs if one.speaks_for], "may_employ": request.actor.can(P.EMPLOYER_EDIT),
        "found": [one for one in rows if one.speaks_for], "others": [one for one in rows if not one.speaks_for],
        "works": may(request.actor, P.COACHING_EDIT, request.access) and episode.allows("work"),
    }
    return render(request, "employment/matching/vacancies.html", context)


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def decision(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, vacancy_uuid: UUID) -> HttpResponse:
    """One vacancy for one client: every reason, what was decided before, and the decision."""
    episode = coaching_of(request, episode_uuid)
    vacancy = get_object_or_404(_vacancies(request), uuid=vacancy_uuid)
    profile, groups = working.latest_profile(episode), request.access.groups
    form = bind(request, DecisionForm, vacancy=vacancy)

    def act(data: dict[str, Any]) -> Any:
        key = data.pop("form_key")
        return actions.decide(episode=episode, vacancy=vacancy, by=request.actor, groups=groups, key=key, **data)

    return one_form(
        request, form, act, episode, heading=vacancy.title, button=_("Tallenna päätös"),
        done=_("Päätös on tallessa perusteluineen. Työnantaja ei näe sitä."), to="vacancies",
        template="employment/matching/decision.html", vacancy=vacancy, facts=facts_of(vacancy), profile=profile,
        one=reading.one_for(vacancy, episode, profile, request.actor, groups) if profile else None,
        decided=reading.decided(episode, vacancy, request.actor, groups),
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def picks(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Occupations, skills, area, hours, times and limits: saved as a new version of the profile."""
    episode = coaching_of(request, episode_uuid)
    latest = working.latest_profile(episode)
    start = {name: getattr(latest, name) for name in PICKED} if latest else {}
    form = bind(
        request, PicksForm, region_id=request.case.region_id,
        initial={**start, "version": latest.number if latest else 0},
    )

    def act(data: dict[str, Any]) -> Any:
        return working.save_profile(
            episode=episode, based_on=data["version"], by=request.actor, picks=form.picks()
        )

    return one_form(
        request, form, act, episode, heading=_("Ammatit, taidot ja työajat"), button=_("Tallenna profiili"),
        done=_("Profiili on tallessa. Entinen versio säilyy."), template="employment/matching/picks.html",
        profile=latest,
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def disclosure(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What an employer is told, what not, when and by whom: saved as a new version of the profile."""
    episode = coaching_of(request, episode_uuid)
    latest = working.latest_profile(episode)
    start = start_of(latest.disclosure) if latest else {}
    form = bind(request, DisclosureForm, initial={**start, "version": latest.number if latest else 0})

    def act(data: dict[str, Any]) -> Any:
        return working.save_profile(
            episode=episode, based_on=data["version"], by=request.actor, picks={"disclosure": form.planned()}
        )

    return one_form(
        request, form, act, episode, heading=_("Mitä työnantajalle kerrotaan"), button=_("Tallenna sovittu"),
        done=_("Sovittu on tallessa. Entinen versio säilyy."), template="employment/matching/disclosure.html",
        profile=latest,
    )


@allow(P.COACHING_EDIT, methods=["POST"], groups=GROUPS)
def answer_seen(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, matchanswer_uuid: UUID) -> HttpResponse:
    """The client's answer is read: it no longer waits on the coach's day."""
    episode = coaching_of(request, episode_uuid)
    rows = MatchAnswer.objects.visible_to(request.actor).filter(proposal__episode=episode).select_related("proposal")
    found = get_object_or_404(rows, uuid=matchanswer_uuid)
    found.proposal.episode = episode
    answering.see_answer(answer=found, by=request.actor)
    say(request, _("Merkitty luetuksi."))
    return see("employment:coaching", case_uuid=case_uuid)


def _vacancies(request: HttpRequest):
    rows = Vacancy.objects.visible_to(request.actor).select_related("employer", "workplace", "municipality")
    return rows.prefetch_related("tasks")
