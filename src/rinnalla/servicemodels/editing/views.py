"""The pages of the editor: the front page of a draft, its parts one by one, a part as text."""

from copy import deepcopy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import bind, render, say
from rinnalla.servicemodels.actions import save_draft
from rinnalla.servicemodels.editing import changes, telling, tree
from rinnalla.servicemodels.editing import trial as trying
from rinnalla.servicemodels.editing.forms import PartForm, missing_texts, rows_changed, seen
from rinnalla.servicemodels.editing.shapes import PARTS, shapes_of
from rinnalla.servicemodels.editing.yamltext import SectionText, own
from rinnalla.servicemodels.models import ServiceModel

PLACE = "editing:part"


@allow(P.MODEL_EDIT)
def front(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """A draft: its sections with what has changed and what is at fault, and what to do with it next."""
    model = draft_of(request, model_uuid)
    found = telling.findings(model)
    before = model.began_from.content if model.began_from else None
    context = {
        "nav": "models", "model": model, "states": telling.states(model, before, found),
        "faults": [one for one in found if not one.language], "texts": [one for one in found if one.language],
        "publisher": may(request.actor, P.MODEL_PUBLISH),
    }
    return render(request, "servicemodels/editing/front.html", context)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def part(request: HttpRequest, model_uuid: UUID, place: str) -> HttpResponse:
    """One part of a draft: a list, or a thing with its form and the lists under it."""
    model = draft_of(request, model_uuid)
    spot = tree.find(model.content, place)
    if spot.listed:
        return _listed(request, model, spot)
    changed = rows_changed(request.POST.get("act", ""), request.POST, spot, model.content) if request.POST else None
    form = bind_part(request, spot, model.content, changed)
    if request.method == "POST" and changed is None and form.is_valid():
        content = changes.with_part(model.content, spot, form.result)
        if answer := kept(request, model, spot, content, form):
            return answer
    return draw_part(request, model, spot, form, changed is not None)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def addition(request: HttpRequest, model_uuid: UUID, place: str) -> HttpResponse:
    """A new thing into a list."""
    model = draft_of(request, model_uuid)
    listed = tree.find(model.content, place)
    if not listed.listed:
        raise Http404
    where = (*listed.where, len(listed.value or []))
    spot = tree.Spot(listed.section, listed.parts, where, listed.holds, False, None)
    changed = rows_changed(request.POST.get("act", ""), request.POST, spot, model.content) if request.POST else None
    form = bind_part(request, spot, model.content, changed)
    if request.method == "POST" and changed is None and form.is_valid():
        content = changes.with_part(model.content, spot, form.result)
        if answer := kept(request, model, spot, content, form, added=form.result):
            return answer
    return draw_part(request, model, spot, form, changed is not None, new=listed)


@allow(P.MODEL_EDIT, methods=["POST"])
def order(request: HttpRequest, model_uuid: UUID, place: str) -> HttpResponse:
    """One thing of a list a place earlier or later."""
    model = draft_of(request, model_uuid)
    spot = tree.find(model.content, place)
    if not isinstance(spot.where[-1], int):
        raise Http404
    content = changes.moved(model.content, spot, up=request.POST.get("act") == "up")
    return kept(request, model, spot, content) or _too_late(request, model, spot)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def removal(request: HttpRequest, model_uuid: UUID, place: str) -> HttpResponse:
    """Ask once, then take a thing out of the draft. What is published keeps it."""
    model = draft_of(request, model_uuid)
    spot = tree.find(model.content, place)
    if not isinstance(spot.where[-1], int):
        raise Http404
    name = tree.title(model.content, spot)
    if request.method == "POST":
        if answer := kept(request, model, spot, changes.without(model.content, spot)):
            say(request, _("%(name)s on poistettu luonnoksesta.") % {"name": name})
        return answer or _too_late(request, model, spot)
    context = {"nav": "models", "model": model, "name": name, "back": _page(model, above(spot))}
    return render(request, "servicemodels/editing/removal.html", context)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def text(request: HttpRequest, model_uuid: UUID, section: str) -> HttpResponse:
    """A section as text, for one who knows the files."""
    model = draft_of(request, model_uuid)
    if section not in tree.SECTIONS:
        raise Http404
    spot = tree.find(model.content, section)
    form = bind(request, SectionText, section=spot.section, content=model.content)
    if request.method == "POST" and form.is_valid():
        content = changes.with_section(model.content, spot.section, form.value())
        if answer := kept(request, model, spot, content, form, was=own(model.content, spot.section)):
            return answer
    context = {"nav": "models", "model": model, "spot": spot, "form": form, "theirs": getattr(form, "theirs", "")}
    return render(request, "servicemodels/editing/text.html", context, status=_status(request, form))


@allow(P.MODEL_EDIT)
def trial(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """A made-up client through the draft's rules: what would be proposed and why. Asked by GET, nothing is kept."""
    model = draft_of(request, model_uuid)
    region = trying.definition(model.content)
    form = trying.TrialForm(request.GET if "try" in request.GET else None, content=model.content)
    result = None
    if region and form.is_bound and form.is_valid():
        result = trying.weigh(region, form.told(), form.cleaned_data["on"] or dates.today())
    told = form.is_bound and any(form[one.name].value() for one in form.others())
    context = {
        "nav": "models", "model": model, "form": form, "result": result, "readable": region is not None,
        "others_told": told,
    }
    return render(request, "servicemodels/editing/trial.html", context)


# What the pages share


def draft_of(request: HttpRequest, model_uuid: UUID) -> ServiceModel:
    """The open draft the actor may edit. Raises Http404."""
    rows = ServiceModel.objects.visible_to(request.actor).drafts()
    return get_object_or_404(rows.select_related("region", "began_from", "made_by", "saved_by"), uuid=model_uuid)


def bind_part(request: HttpRequest, spot: tree.Spot, content: tree.Content, changed: Any) -> PartForm:
    """The form of a part: filled in, sent, or with a row more or less than was sent."""
    if changed is not None:
        return PartForm(spot=spot, content=content, given=changed)
    return bind(request, PartForm, spot=spot, content=content)


def kept(
    request: HttpRequest, model: ServiceModel, spot: tree.Spot, content: tree.Content, form: Any = None, *,
    added: dict[str, Any] | None = None, was: Any = None,
) -> HttpResponse | None:
    """Save and go on; None when somebody has changed this very part meanwhile, which the form then tells."""
    now = was if was is not None else spot.value
    if form is not None and form.cleaned_data.get("seen") not in (None, "", seen(now)):
        return _told_first(form, now)
    try:
        save_draft(model=model, version=model.version, content=content, by=request.actor)
    except (Conflict, Refused) as conflict:
        if form is None:
            return None
        again = _("Joku tallensi samaan aikaan. Tallenna uudelleen.")
        words = conflict.message if isinstance(conflict, Refused) else again
        form.add_error(None, words)
        return None
    if form is not None:
        say(request, _("Tallennettu luonnokseen. Mikään ei muutu muille ennen julkaisua."))
    return HttpResponseRedirect(_page(model, _next(content, spot, added)))


def _too_late(request: HttpRequest, model: ServiceModel, spot: tree.Spot) -> HttpResponse:
    """Somebody saved in between: nothing was done, the page above shows how it is now."""
    messages.warning(request, _("Joku tallensi samaan aikaan, eikä mitään muutettu. Katso, miten on nyt."))
    return HttpResponseRedirect(_page(model, above(spot)))


def _told_first(form: Any, now: Any) -> None:
    """Somebody was first: the form keeps what was typed, shows what is stored, and goes on from that."""
    form.add_error(None, _("Joku muu ehti muuttaa tätä kohtaa. Sinun tekstisi on lomakkeessa, tallessa oleva alla."))
    form.theirs = now
    form.data = form.data.copy()
    form.data["seen"] = seen(now)


def _next(content: tree.Content, spot: tree.Spot, added: dict[str, Any] | None) -> str:
    """Where to go after a save: to a new thing that has lists to fill, else to the page above."""
    if added is not None and any(one.kind == PARTS for one in shapes_of(spot.holds)):
        rows = tree.at(content, spot.where[:-1])
        number = next((number for number, row in enumerate(rows) if row.get("key") == added.get("key")), len(rows) - 1)
        return "/".join((*spot.parts, tree.ident(rows, number)))
    return above(spot, new=added is not None)


def above(spot: tree.Spot, *, new: bool = False) -> str:
    """The page above a thing, "" for the draft's front page. A list inside a thing is shown on the thing's own page."""
    parts = spot.parts if new else spot.parts[:-1]
    is_list = len(parts) % 2 == (1 if spot.section.listed else 0)
    return "/".join(parts[:-1] if is_list and len(parts) > 1 else parts)


def _page(model: ServiceModel, address: str) -> str:
    if not address:
        return reverse("editing:front", kwargs={"model_uuid": model.uuid})
    return reverse(PLACE, kwargs={"model_uuid": model.uuid, "place": address})


def _listed(request: HttpRequest, model: ServiceModel, spot: tree.Spot) -> HttpResponse:
    if len(spot.parts) > 1:
        return HttpResponseRedirect(_page(model, above(spot, new=True)))
    context = {
        "nav": "models", "model": model, "spot": spot, "title": tree.title(model.content, spot),
        "lists": [_list(model.content, spot, "")],
    }
    return render(request, "servicemodels/editing/list.html", context)


def _list(content: tree.Content, spot: tree.Spot, title: str) -> dict[str, Any]:
    help_text = spot.shape.said.help if spot.shape else ""
    rows = telling.rows(content, spot)
    return {"spot": spot, "title": title, "help": help_text, "rows": rows, "ordered": changes.ordered(spot)}


def draw_part(
    request: HttpRequest, model: ServiceModel, spot: tree.Spot, form: PartForm, unsaved: bool,
    new: tree.Spot | None = None,
) -> HttpResponse:
    """A thing's form, and under it the lists it holds."""
    title = new.add if new else tree.title(model.content, spot)
    here = new or spot
    found = [] if new else [one for one in telling.findings(model) if one.address == spot.address]
    context = {
        "nav": "models", "model": model, "spot": spot, "form": form, "title": title, "new": new, "unsaved": unsaved,
        "crumbs": _way(model.content, here, new), "back": _page(model, above(spot, new=bool(new))), "findings": found,
        "lists": [] if new else _lists(model.content, spot), "theirs": _theirs(model, spot, form),
        "lacking": missing_texts(spot, spot.value),
    }
    status = 200 if unsaved else _status(request, form)
    return render(request, "servicemodels/editing/part.html", context, status=status)


def _way(content: tree.Content, here: tree.Spot, new: tree.Spot | None) -> list[tuple[str, str]]:
    """The pages above, without lists that have no page of their own."""
    every = tree.crumbs(content, here)[: None if new else -1]
    return [
        one for depth, one in enumerate(every, 1)
        if depth == 1 or depth % 2 != (1 if here.section.listed else 0)
    ]


def _lists(content: tree.Content, spot: tree.Spot) -> list[dict[str, Any]]:
    return [
        _list(content, tree.find(content, f"{spot.address}/{one.name}"), str(one.said.label))
        for one in shapes_of(spot.holds)
        if one.kind == PARTS and (*spot.where, one.name) not in tree.OWN_SECTIONS
    ]


def _theirs(model: ServiceModel, spot: tree.Spot, form: PartForm) -> list[tuple[str, str]]:
    """After somebody was first: what is stored now, field by field."""
    if not hasattr(form, "theirs"):
        return []
    stored = PartForm(spot=spot, content=deepcopy(model.content))
    return [
        (str(field.label), str(stored.initial.get(name) or "–")) for name, field in stored.fields.items()
        if not field.widget.is_hidden and str(stored.initial.get(name) or "") != str(form.data.get(name) or "")
    ]


def _status(request: HttpRequest, form: Any) -> int:
    if request.method != "POST":
        return 200
    return 409 if hasattr(form, "theirs") else 422
