"""The addresses that a SAML 2.0 provider knows: its answer, its log-out, and what it is told of us."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from rinnalla.access.identification import actions, saml
from rinnalla.access.identification.faults import Unproven
from rinnalla.access.identification.models import Identification
from rinnalla.access.identification.providers import SamlProvider, by_key
from rinnalla.access.identification.views import PENDING, acting, known, way_in, whose_code


@csrf_exempt
@way_in("POST")
def assertion(request: HttpRequest, provider_key: str) -> HttpResponse:
    """The provider's answer, posted from its own page: believed once. No cookie of ours comes along with it; whose
    browser it is, the next page asks."""
    provider = _provider(provider_key)
    data = request.POST.get("SAMLResponse", "")
    handle = saml.request_of(data)
    row = acting(request, actions.take_answer, provider_key=provider.key, handle=handle)
    proven = saml.answer(provider, data, handle)
    whose = acting(request, whose_code, code=proven.code)
    acting(
        request, actions.note_proven, row=row, subject=proven.subject, sid=proven.sid,
        sealed=saml.sealed(proven, row.handle), **whose,
    )  # fmt: skip
    return HttpResponse(status=303, headers={"Location": f"/sign-in/identification/{provider.key}/finish/"})


@way_in("GET")
def finish(request: HttpRequest, provider_key: str) -> HttpResponse:
    """In the browser where the sign-in was begun, and in no other, the answer opens the session."""
    provider = _provider(provider_key)
    kept = request.session.get(PENDING, {})
    for handle in [one for one in reversed(kept) if kept[one]["provider"] == provider.key]:
        row = Identification.objects.filter(
            handle=actions.digest(provider.key, handle), people__isnull=False, finished_at__isnull=True
        ).first()
        if row:
            wanted = kept.pop(handle)["next"]
            request.session[PENDING] = kept
            return known(request, row, wanted)
    raise Unproven("not_begun_here")


@way_in("GET")
def single_log_out(request: HttpRequest, provider_key: str) -> HttpResponse:
    """The provider ends a session, or answers that it has ended ours."""
    provider = _provider(provider_key)
    if "SAMLRequest" not in request.GET:
        return HttpResponseRedirect("/sign-out/done/")
    query = {name: request.GET[name] for name in request.GET}
    subject, sid, back = saml.log_out(provider, query, request.META.get("QUERY_STRING", ""))
    acting(request, actions.end, provider_key=provider.key, subject=subject, sid=sid)
    return HttpResponseRedirect(back)


@way_in("GET")
def metadata(request: HttpRequest, provider_key: str) -> HttpResponse:
    """What the provider is told of us; no secret is in it."""
    return HttpResponse(saml.own_metadata(_provider(provider_key)), content_type="application/samlmetadata+xml")


def _provider(key: str) -> SamlProvider:
    provider = by_key(key)
    if not isinstance(provider, SamlProvider):
        raise Http404
    return provider
