"""Wording a text anew, the status of a method, and the matrix of use that organisations fill themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import bind, render, say, see
from rinnalla.organisations.models import Organisation, Region
from rinnalla.servicemodels.handbook import actions, reading
from rinnalla.servicemodels.handbook.forms import AdoptionForm, StatusForm, TextForm
from rinnalla.servicemodels.handbook.models import CHAPTER, INSTRUMENT, MODEL, LocalText


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def chapter_text(request: HttpRequest, chapter_key: str) -> HttpResponse:
    """The region's own wording of a chapter."""
    return _text(request, CHAPTER, chapter_key)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def model_text(request: HttpRequest, model_key: str) -> HttpResponse:
    """The region's own wording of an operating model."""
    return _text(request, MODEL, model_key)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def model_status(request: HttpRequest, model_key: str) -> HttpResponse:
    """Put an operating model on trial, adopt it or retire it."""
    return _status(request, MODEL, model_key, "handbook:model", model_key=model_key)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def instrument_status(request: HttpRequest, instrument_key: str) -> HttpResponse:
    """Put an instrument on trial, adopt it or retire it."""
    return _status(request, INSTRUMENT, instrument_key, "assessments:instruments")


@allow(P.MODEL_VIEW)
def adoption(request: HttpRequest) -> HttpResponse:
    """Each organisation and how far it uses each model, in words (T-49)."""
    context = {
        "nav": "handbook", "rows": reading.matrix(request.actor), "models": reading.things(MODEL),
        "name": reading.names, "may_set": request.actor.can(P.ADOPTION_SET),
    }
    return render(request, "servicemodels/handbook/adoption.html", context)


@allow(P.ADOPTION_SET, methods=["GET", "POST"])
def adoption_new(request: HttpRequest, model_key: str) -> HttpResponse:
    """How far the reader's own organisation uses a model."""
    one = _thing(MODEL, model_key)
    body = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    form = bind(request, AdoptionForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt_once(form, actions.set_adoption, organisation=body, key=one.key, by=request.actor, **data):
            say(request, _("Kiitos. Tieto näkyy nyt taulukossa."))
            return see("handbook:adoption")
    context = {
        "nav": "handbook", "form": form, "heading": reading.names(one), "lead": body.name,
        "act": _("Tallenna"), "back": "handbook:adoption", "compare": [],
    }
    return _page(request, context)


def _text(request: HttpRequest, about: str, key: str) -> HttpResponse:
    one, region = _thing(about, key), get_object_or_404(Region, pk=request.actor.region_id)
    newest = LocalText.objects.of(region.pk, about, key).first()
    form = bind(request, TextForm, languages=region.languages, initial=_start(one, newest))
    compare, status = [], None
    if request.method == "POST" and form.is_valid():
        asked = {"texts": form.texts(), **{name: form.cleaned_data[name] for name in ("why", "after", "form_key")}}
        try:
            if attempt_once(form, actions.write_text, region=region, about=about, key=key, by=request.actor, **asked):
                say(request, _("Uusi versio on luettavissa. Vanha jäi talteen."))
                return see(f"handbook:{about}", **{f"{about}_key": key})
        except Conflict as conflict:
            compare, status = _both(form, conflict.current), 409
    context = {
        "nav": "handbook", "form": form, "heading": reading.names(one), "act": _("Julkaise uusi versio"),
        "lead": _("Oma sanamuoto näkyy alueen väelle heti. Yhteinen teksti ja vanhat versiot säilyvät."),
        "back": f"handbook:{about}", "compare": compare, "back_key": key,
    }
    return _page(request, context, status)


def _start(one: Any, newest: LocalText | None) -> dict[str, Any]:
    texts = newest.texts if newest else one.versions[-1].text.model_dump()
    start = {f"text_{language}": text for language, text in texts.items()}
    return start | {"after": newest.number if newest else 0}


def _both(form: TextForm, current: Any) -> list[tuple[str, str]]:
    """Both texts after somebody was first; the form goes on from the one that is saved now."""
    form.data = form.data.copy()
    form.data["after"] = current.number
    mine = form.texts()
    return [
        (_("Sinun tekstisi"), "\n".join(text for text in mine.values() if text)),
        (_("Nyt tallessa"), "\n".join(current.texts.values())),
    ]


def _status(request: HttpRequest, about: str, key: str, back: str, **place: str) -> HttpResponse:
    one, region = _thing(about, key), get_object_or_404(Region, pk=request.actor.region_id)
    now = reading.history(about, key, region.pk)[-1]
    form = bind(request, StatusForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt_once(form, actions.set_status, region=region, about=about, key=key, by=request.actor, **data):
            say(request, _("Uusi tila on tallessa. Aiemmat tilat jäivät näkyviin."))
            return see(back, **place)
    lead = _("Nyt: %(status)s. %(reason)s.") % {"status": now.name, "reason": now.reason.rstrip(".")}
    context = {
        "nav": "handbook", "form": form, "heading": reading.names(one), "lead": lead, "act": _("Tallenna tila"),
        "back": back, "compare": [], "back_key": place.get("model_key", ""),
    }
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, Any], status: int | None = None) -> HttpResponse:
    code = status or (422 if request.method == "POST" else 200)
    return render(request, "servicemodels/handbook/form.html", context, status=code)


def _thing(about: str, key: str) -> Any:
    try:
        return reading.thing(about, key)
    except LookupError as missing:
        raise Http404 from missing
