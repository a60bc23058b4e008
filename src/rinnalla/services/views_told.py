"""What to expect of a service and how it was, what follows when it ends, and the needs no service answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.showing import sheet_in_words
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.services import expectations, needs, news
from rinnalla.services.forms import ContinuationForm, ExpectationForm, NeedForm, SheetForm
from rinnalla.services.models import ServiceEpisode, UnmetNeed
from rinnalla.services.views import _draw, _episodes


def _episode(request: HttpRequest, episode_uuid: UUID) -> ServiceEpisode:
    """The episode of the address, when its field group is open to the reader."""
    rows = _episodes(request).filter(field_group__in=request.access.groups)
    episode = get_object_or_404(rows, uuid=episode_uuid)
    request.shown.groups([episode.field_group])
    return episode


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def sheet(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What happens, what does not and what is hoped of the client: gone through together, then ticked (L-89)."""
    episode = _episode(request, episode_uuid)
    form = bind(request, SheetForm)
    if request.method == "POST" and form.is_valid() and attempt(
        form, expectations.go_through, episode=episode, by=request.actor, **form.cleaned_data
    ):
        say(request, _("Kirjattu: %(name)s on käyty läpi.") % {"name": episode.name})
        return see("services:list", case_uuid=case_uuid)
    context = {"tab": "services", "one": episode, "form": form, "told": sheet_in_words(episode.told_now)}
    return render(request, "services/sheet.html", context, status=422 if form.errors else 200)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def experience(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Was it as the client expected? Drawn beside what was told."""
    episode = _episode(request, episode_uuid)
    form = bind(request, ExpectationForm)
    if request.method == "POST" and form.is_valid() and attempt(
        form, expectations.answer, episode=episode, by=request.actor, **form.cleaned_data
    ):
        say(request, _("Kiitos. Vastaus on kirjattu."))
        return see("services:list", case_uuid=case_uuid)
    context = {"tab": "services", "one": episode, "form": form, "sheet": sheet_in_words(episode.told_before)}
    return render(request, "services/experience.html", context, status=422 if form.errors else 200)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def continuation(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What follows when the service ends: nobody is left in between (L-67)."""
    episode = _episode(request, episode_uuid)
    form = bind(request, ContinuationForm)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        key = data.pop("form_key")
        if attempt(form, news.agree_continuation, episode=episode, by=request.actor, key=key, **data):
            say(request, _("Jatko on sovittu: %(name)s.") % {"name": episode.name})
            return see("services:list", case_uuid=case_uuid)
    return _draw(request, form, _("Sovi jatkosta"), _("Tallenna"), about=episode.name)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def need_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """A need that no service answers: seen by need and area, never by name (I-18)."""
    form = bind(request, NeedForm, region=request.case.region, groups=request.access.groups)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        key = data.pop("form_key")
        if attempt(form, needs.note_need, case=request.case, by=request.actor, key=key, **data):
            say(request, _("Tarve on kirjattu. Puute näkyy nyt palvelujen kehittäjille."))
            return see("services:list", case_uuid=case_uuid)
    lead = _("Kun mikään palvelu ei auta, kirjaa se. Näin puute ei jää yhden työntekijän tiedoksi.")
    return _draw(request, form, _("Palvelua ei löydy"), _("Kirjaa tarve"), lead=lead)


@allow(P.SERVICE_EDIT, methods=["POST"], groups=["basics"])
def need_met(request: HttpRequest, case_uuid: UUID, need_uuid: UUID) -> HttpResponse:
    """A service was found after all."""
    rows = UnmetNeed.objects.visible_to(request.actor).filter(case=request.case, field_group__in=request.access.groups)
    need = get_object_or_404(rows.select_related("case__person"), uuid=need_uuid)
    needs.meet_need(need=need, by=request.actor)
    say(request, _("Hienoa. Tarpeeseen löytyi palvelu."))
    return see("services:list", case_uuid=case_uuid)
