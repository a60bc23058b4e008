"""Pages of one's own session: which unit I work for, which language, my drafts, going on."""

from django import forms
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.access import drafts
from rinnalla.access.actions import choose_language
from rinnalla.access.allow import allow, public
from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission as P
from rinnalla.access.starting import start_of
from rinnalla.lib.texts import offered
from rinnalla.lib.web import render, say


@allow(P.MEMBERSHIP_CHOOSE)
def memberships(request: HttpRequest) -> HttpResponse:
    """The roles one may work in; one is chosen at a time."""
    rows = _mine(request)
    return render(request, "access/memberships.html", {"memberships": rows})


@allow(P.MEMBERSHIP_CHOOSE, methods=["POST"])
def choose_membership(request: HttpRequest) -> HttpResponse:
    """Work in another unit or role from now on."""
    chosen = _mine(request).filter(uuid=_uuid(request)).first()
    if chosen is None:
        return render(request, "access/memberships.html", {"memberships": _mine(request)}, status=422)
    request.session["membership"] = chosen.pk
    say(request, _("Työskentelet nyt yksikössä %(unit)s.") % {"unit": chosen.unit.name})
    return HttpResponseRedirect(start_of(chosen.role))


def _mine(request: HttpRequest):
    rows = Membership.objects.in_force().filter(user_id=request.actor.user_id)
    return rows.select_related("unit__organisation").order_by("pk")


def _uuid(request: HttpRequest):
    field = forms.UUIDField()
    try:
        return field.clean(request.POST.get("membership", ""))
    except forms.ValidationError:
        return None


@allow(P.DRAFT_KEEP, methods=["POST"])
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed: `path` is the page's address, `data` its form as a query string."""
    path = request.POST.get("path", "")
    if not path.startswith("/"):
        return JsonResponse({"kept": False}, status=422)
    if request.actor.mandate_id:
        path = f"{path}#{request.actor.mandate_id}"
    drafts.keep(user_id=request.actor.user_id, path=path, data=QueryDict(request.POST.get("data", "")))
    return JsonResponse({"kept": True})


@allow(P.DRAFT_KEEP)
def continue_session(request: HttpRequest) -> HttpResponse:
    """The reader is still here; the session's idle time starts anew."""
    return JsonResponse({"seconds": settings.SESSION_IDLE_SECONDS})


@public("everybody chooses a language", methods=["POST"])
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language in a cookie, and with who is signed in, and go back."""
    back = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    language = request.POST.get("language", "")
    if language in dict(offered(staff=request.actor.is_staff)):
        if request.actor.user_id:
            choose_language(by=request.actor, language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )
    return response


@public("monitoring asks whether the process lives")
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@public("monitoring asks whether the database answers")
def ready(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    fault = next((said for name in settings.READY_CHECKS if (said := import_string(name)())), None)
    return JsonResponse({"status": fault or "ok"}, status=503 if fault else 200)
