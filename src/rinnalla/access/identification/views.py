"""The ways in and out through an identity provider. Outside `@allow`: nobody is known yet.

One story for every kind: begin → the provider → an answer that is taken once → whose code it is → one's own session.
Whatever is wrong with an answer, the page says the same: it tells an attacker nothing.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rinnalla.access.errors import refusal_page
from rinnalla.access.identification import actions, oidc, saml, tokens
from rinnalla.access.identification.faults import GAVE_UP, Unproven
from rinnalla.access.identification.leaving import PROVIDER, address_of
from rinnalla.access.identification.models import Identification
from rinnalla.access.identification.providers import AnyProvider, OidcProvider, by_key
from rinnalla.access.signin import begin_session
from rinnalla.access.walls import actor_settings
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region

PENDING, CHOICE = "identifying", "identified"
MOST_PENDING = 5  # sign-ins begun in one browser and not answered yet
OWN_PAGES = "/my/"
OWN_PAGE = re.compile(r"/my/[A-Za-z0-9/_-]*(\?[A-Za-z0-9=&_-]*)?", re.ASCII)
TOO_MANY = "too_many"


def way_in(*methods: str) -> Callable:
    """A view of the way in: its methods, the wall's settings, and one plain page for every answer not believed."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
            if request.method not in (*methods, "HEAD" if "GET" in methods else ""):
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            try:
                return view(request, **kwargs)
            except Unproven as fault:
                return _refused(request, kwargs.get("provider_key", ""), fault)

        guarded.way_in = methods  # type: ignore[attr-defined]  # read by `routes`
        return guarded

    return decorate


def acting(request: HttpRequest, action: Callable, **arguments: Any) -> Any:
    """Run an action as whoever asks, behind the walls."""
    with transaction.atomic():
        actor_settings(request.actor)
        return action(by=request.actor, **arguments)


@way_in("POST")
def begin(request: HttpRequest, provider_key: str) -> HttpResponse:
    """To the provider. What the answer will be known by stays in this browser's session."""
    provider = _provider(provider_key)
    if not _not_too_many(request):
        raise Unproven(TOO_MANY)
    address, handle, pending = _started(provider)
    acting(request, actions.begin, provider_key=provider.key, handle=handle)
    kept = dict(list(request.session.get(PENDING, {}).items())[1 - MOST_PENDING :])
    request.session[PENDING] = {**kept, handle: {**pending, "provider": provider.key, "next": _wanted(request)}}
    return _onward(request, address, provider.name)


@way_in("GET")
def answer(request: HttpRequest, provider_key: str) -> HttpResponse:
    """An OpenID Connect provider answers: believed once, in the browser where it was begun."""
    provider = _provider(provider_key)
    if not isinstance(provider, OidcProvider):
        raise Http404
    told = {name: request.GET[name] for name in request.GET if len(request.GET.getlist(name)) == 1}
    pending = _taken(request, told.get("state", ""), provider.key)
    row = acting(request, actions.take_answer, provider_key=provider.key, handle=pending["state"])
    proven = oidc.answer(provider, told, pending)
    whose = acting(request, whose_code, code=proven.code)
    acting(request, actions.note_proven, row=row, subject=proven.subject, sid=proven.sid, sealed=None, **whose)
    return known(request, row, pending["next"])


@way_in("GET", "POST")
def choose(request: HttpRequest) -> HttpResponse:
    """Somebody has a path in more than one region, or also acts for somebody else: as whom now."""
    kept = request.session.get(CHOICE)
    row = Identification.objects.filter(pk=kept["row"], finished_at__isnull=True).first() if kept else None
    if row is None:
        return HttpResponseRedirect("/sign-in/")
    own = {region_id: person_id for person_id, region_id in row.people or []}
    helps = {region_id: user_id for user_id, region_id in row.helpers}
    regions = Region.objects.filter(pk__in=[*own, *helps]).order_by("key")
    if request.method == "POST":
        chosen = next((one for one in regions if one.key == request.POST.get("region")), None)
        if chosen and request.POST.get("acting") and chosen.pk in helps:
            return _enter(request, row, kept["next"], helper_id=helps[chosen.pk])
        if chosen and chosen.pk in own:
            return _enter(request, row, kept["next"], person_id=own[chosen.pk])
    context = {name: [one for one in regions if one.pk in of] for name, of in (("regions", own), ("acting", helps))}
    return render(request, "access/identification/regions.html", context)


@csrf_exempt
@way_in("POST")
def log_out(request: HttpRequest, provider_key: str) -> HttpResponse:
    """A provider tells that a session of its own is over (back-channel): the sessions that it made end here too."""
    provider = _provider(provider_key)
    if not isinstance(provider, OidcProvider):
        raise Http404
    try:
        subject, sid = tokens.log_out_token(provider, oidc.metadata(provider), request.POST.get("logout_token"))
    except Unproven as fault:
        acting(request, actions.refuse, provider_key=provider.key, reason=f"log_out.{fault.reason}")
        return HttpResponse(status=400)
    acting(request, actions.end, provider_key=provider.key, subject=subject, sid=sid)
    return HttpResponse(status=200)


@way_in("GET")
def sign_out_onward(request: HttpRequest) -> HttpResponse:
    """The own session has ended; the provider's ends next."""
    address = request.session.pop("onward", None)
    return _onward(request, address, None) if address else HttpResponseRedirect("/")


@way_in("GET")
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "access/identification/signed_out.html")


# Steps ---------------------------------------------------------------------------------------------------------------


def _started(provider: AnyProvider) -> tuple[str, str, dict[str, str]]:
    """Where to, what the answer will be known by, and what the browser's session keeps for it."""
    if isinstance(provider, OidcProvider):
        pending = oidc.fresh()
        return oidc.begin(provider, pending, (get_language() or "fi")[:2]), pending["state"], pending
    address, handle = saml.begin(provider)
    return address, handle, {}


def _provider(key: str) -> AnyProvider:
    provider = by_key(key)
    if provider is None:
        raise Http404
    return provider


def _wanted(request: HttpRequest) -> str:
    """The own page to go on to; never another site's address, nor a page of the staff."""
    wanted = request.POST.get("next", "")
    return wanted if OWN_PAGE.fullmatch(wanted) and ".." not in wanted else OWN_PAGES


def _taken(request: HttpRequest, handle: str, provider_key: str) -> dict[str, str]:
    """What this browser's session knows of a sign-in; taken out, so that it is answered once. Raises Unproven."""
    kept = request.session.get(PENDING, {})
    pending = kept.pop(handle, None)
    request.session[PENDING] = kept
    if pending is None:
        raise Unproven("not_begun_here")
    if pending["provider"] != provider_key:
        raise Unproven("other_provider")
    return pending


def whose_code(*, code: str, by: Any) -> dict[str, list[list[int]]]:
    return actions.known_by(code)


def known(request: HttpRequest, row: Identification, wanted: str) -> HttpResponse:
    """A code has been proven: into the own pages, to the choice of a region, or the page for whom nobody knows."""
    people = row.people or []
    if not people and not row.helpers:
        acting(request, actions.refuse, provider_key=row.provider, reason="not_a_client")
        request.session["onward"] = address_of(row)
        return render(request, "access/identification/unknown.html", {"onward": request.session["onward"]})
    if len(people) == 1 and not row.helpers:
        return _enter(request, row, wanted, person_id=people[0][0])
    if len(row.helpers) == 1 and not people:
        return _enter(request, row, wanted, helper_id=row.helpers[0][0])
    request.session[CHOICE] = {"row": row.pk, "next": wanted}
    return HttpResponseRedirect("/sign-in/region/")


def _enter(request: HttpRequest, row: Identification, wanted: str, **who: int) -> HttpResponse:
    """The session of one's own: a new id, nothing of what was there before."""
    user = acting(request, actions.finish, row=row, **who)
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[PROVIDER] = row.provider
    begin_session(request, user, provider=row.provider)
    acting(request, actions.bind, row=row, session_key=request.session.session_key)
    return HttpResponseRedirect(wanted)


def _onward(request: HttpRequest, address: str, name: dict[str, str] | None) -> HttpResponse:
    """A page that goes on by itself: a form may not lead to another site under our content security policy."""
    return render(request, "access/identification/onward.html", {"address": address, "name": name})


def _not_too_many(request: HttpRequest) -> bool:
    """Whether this address has asked at a person's pace."""
    return bool(ratelimit.consume(request, app="allauth.account", action="identify", limit_get=True))


def _refused(request: HttpRequest, provider_key: str, fault: Unproven) -> HttpResponse:
    if fault.reason != TOO_MANY and _not_too_many(request):  # a flood of tries is no flood of lines
        acting(request, actions.refuse, provider_key=provider_key, reason=fault.reason)
    if fault.reason == "closed":
        title, text = _("Tunnus ei ole käytössä"), _(
            "Sähköinen asiointi on suljettu kohdallasi. Soita omalle työntekijällesi. Hän kertoo, miten se avataan."
        )
    elif fault.reason == GAVE_UP:
        title, text = _("Tunnistautuminen jäi kesken"), _("Mitään ei tapahtunut. Voit aloittaa uudelleen.")
    else:
        title, text = _("Tunnistautuminen ei onnistunut"), _(
            "Mitään ei tapahtunut. Aloita uudelleen kirjautumissivulta. Jos se ei auta, soita omalle työntekijällesi."
        )
    return refusal_page(request, 403, title, text)
