"""Who acts for me: naming a helper, ending it, and whom to ask about a guardian; and the same for whoever acts."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.access.walls import actor_settings, open_case
from rinnalla.cases.mandates import holding
from rinnalla.cases.mandates.actions import end_mandate, give_mandate
from rinnalla.cases.mandates.forms import HelperForm
from rinnalla.cases.mandates.models import Mandate
from rinnalla.cases.mandates.views import of_case, told
from rinnalla.cases.models import Case
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.portal.own import draw, own
from rinnalla.portal.views_behalf import of_case as recorded

# Where each part of a mandate leads.
WAYS = {
    "path": ("portal:plan", "portal:helpers", "portal:guides"), "actions": ("portal:plan", "portal:agreements"),
    "meetings": ("portal:meetings", "portal:log", "portal:requests"), "messages": ("portal:messages",),
    "consents": ("portal:consents",),
}


@own(P.OWN_VIEW)
def mandates(request: HttpRequest) -> HttpResponse:
    """Who acts for me, in what and until when."""
    return draw(request, "portal/mandates.html", {"rows": of_case(request), "recorded": recorded(request)})


@own(P.OWN_ACT, methods=["GET", "POST"])
def mandate_new(request: HttpRequest) -> HttpResponse:
    """Name a helper."""
    form = bind(request, HelperForm)
    about = {"case": request.case, "by": request.actor}
    valid = request.method == "POST" and form.is_valid()
    if valid and (given := attempt(form, give_mandate, **about, **form.said())):
        say(request, _("%(name)s voi nyt hoitaa asioitasi. Voit lopettaa sen koska vain.") % {"name": given.name})
        return see("portal:mandates")
    return draw(request, "portal/mandate_new.html", {"form": form}, status=422 if request.method == "POST" else 200)


@own(P.OWN_ACT, methods=["GET", "POST"])
def mandate_ending(request: HttpRequest, mandate_uuid: UUID) -> HttpResponse:
    """End a helper's mandate: it opens nothing from that second on. A guardian's is not the client's to end."""
    rows = Mandate.objects.visible_to(request.actor).filter(case=request.case)
    mandate = get_object_or_404(rows, uuid=mandate_uuid)
    if not mandate.of_helper:
        return see("portal:mandates")
    if request.method == "POST":
        try:
            end_mandate(mandate=mandate, by=request.actor)
            say(request, _("%(name)s ei enää näe sivujasi eikä hoida asioitasi.") % {"name": mandate.name})
        except Refused as refusal:
            say(request, refusal.message)
        return see("portal:mandates")
    return draw(request, "portal/mandate_ending.html", {"one": told([mandate])[0]})


# Whoever acts -------------------------------------------------------------------------------------------------------


def acting_home(request: HttpRequest) -> HttpResponse:
    """The first page of whoever acts for a client: for whom, in what, until when; and the others one acts for."""
    held = holding.of_user(request.actor.user_id) or []
    others = [(one, _name(request, one)) for one in held if one.pk != request.actor.mandate_id]
    actor_settings(request.actor)
    if request.case is None:
        context = {"one": None, "others": others, "ways": {}, "case": None, "person": None, "companion": None}
        return render(request, "portal/acting.html", context)
    open_case(request.case.pk)
    row = Mandate.objects.visible_to(request.actor).get(pk=request.actor.mandate_id)
    return draw(request, "portal/acting.html", {"one": told([row])[0], "others": others, "ways": WAYS})


def _name(request: HttpRequest, one: holding.Held) -> str:
    """The name of a client one acts for; the wall shows it through that very mandate."""
    actor_settings(replace(request.actor, mandate_id=one.pk))
    request.shown.cases([one.case_id])
    request.shown.persons([one.person_id])
    return Case.objects.select_related("person").get(pk=one.case_id).person.name


@own(P.OWN_ENTER, methods=["POST"], needs_case=False)
def acting_choose(request: HttpRequest) -> HttpResponse:
    """Act for another client from now on. Forms drawn for the one before are not taken any more."""
    wanted = request.POST.get("mandate", "")
    held: list[Any] = holding.of_user(request.actor.user_id) or []
    actor_settings(request.actor)
    if chosen := next((one for one in held if str(one.uuid) == wanted), None):
        request.session["mandate"] = chosen.pk
        rotate_token(request)
    return see("portal:home")


@own(P.OWN_ENTER, methods=["GET", "POST"], needs_case=False)
def acting_ending(request: HttpRequest) -> HttpResponse:
    """Give up the task: one sees the client's pages no more."""
    row = Mandate.objects.visible_to(request.actor).filter(pk=request.actor.mandate_id).first()
    if row is None or request.case is None or not row.of_helper:
        return see("portal:home")
    if request.method == "POST":
        end_mandate(mandate=row, by=request.actor)
        return see("portal:home")
    return draw(request, "portal/acting_ending.html", {"one": told([row])[0]})
