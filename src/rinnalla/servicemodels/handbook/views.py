"""The handbook for everybody who works here: chapters, operating models, concepts, programmes, networks."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.editing.description import VALUES
from rinnalla.servicemodels.handbook import reading
from rinnalla.servicemodels.handbook.beside import way_to
from rinnalla.servicemodels.handbook.models import CHAPTER, MODEL


@allow(P.MODEL_VIEW)
def front(request: HttpRequest) -> HttpResponse:
    """The whole handbook: introductions, topics, operating models with their state, and pages beside them."""
    own = reading.own_model(request.actor.region_id)
    book = codes.common().handbook
    context = {
        "book": book, "states": reading.states(MODEL, request.actor.region_id),
        "links": [*book.links, *(own.links if own else ())],
    }
    return _draw(request, "front", context)


@allow(P.MODEL_VIEW)
def chapter(request: HttpRequest, chapter_key: str) -> HttpResponse:
    """One chapter in the words of the region, its versions, and the models it is about."""
    one = _thing(CHAPTER, chapter_key)
    models = [model for model in codes.common().handbook.operating_models if model.key in one.models]
    return _draw(request, "text", {"models": models, **_text(request, CHAPTER, one)})


@allow(P.MODEL_VIEW)
def model(request: HttpRequest, model_key: str) -> HttpResponse:
    """One operating model: text, owner, where it is done, origin, what it has been and how far it is in use."""
    one = _thing(MODEL, model_key)
    rows = reading.matrix(request.actor)
    context = {
        "history": reading.history(MODEL, one.key, request.actor.region_id), "counts": reading.counts(rows, one.key),
        "owner": reading.owner_of(one), "work": _work(request, one), "models": [], "organisations": len(rows),
    }
    return _draw(request, "text", {**context, **_text(request, MODEL, one)})


@allow(P.MODEL_VIEW)
def chapter_version(request: HttpRequest, chapter_key: str, version_name: str) -> HttpResponse:
    """An older version of a chapter, to be read."""
    return _version(request, CHAPTER, chapter_key, version_name)


@allow(P.MODEL_VIEW)
def model_version(request: HttpRequest, model_key: str, version_name: str) -> HttpResponse:
    """An older version of an operating model, to be read."""
    return _version(request, MODEL, model_key, version_name)


@allow(P.MODEL_VIEW)
def concepts(request: HttpRequest) -> HttpResponse:
    """What the network means together, beside each actor's own definition (E-08)."""
    return _draw(request, "concepts", {"concepts": codes.common().concepts})


@allow(P.MODEL_VIEW)
def programmes(request: HttpRequest) -> HttpResponse:
    """National programmes with the region's projects, and the projects by set of measures (T-01…T-04, I-01…I-03)."""
    own = reading.own_model(request.actor.region_id)
    projects = own.projects if own else ()
    sets = codes.code_list("measure_sets")
    by_set = [(one.name, [project for project in projects if one.key in project.measure_sets]) for one in sets]
    context = {
        "programmes": codes.common().programmes, "projects": projects, "by_set": by_set,
        "set_names": {one.key: one.name for one in sets},
        "purposes": {one.key: one.name for one in codes.code_list("purposes")}, "kind": _kind, "role": _role,
        "period": {one.key: (one.start, one.end) for one in codes.common().programmes},
    }
    return _draw(request, "programmes", context)


@allow(P.MODEL_VIEW)
def networks(request: HttpRequest) -> HttpResponse:
    """The region's networks with their sub-networks and members (L-56, I-22)."""
    own = reading.own_model(request.actor.region_id)
    bodies = Organisation.objects.filter(region_id=request.actor.region_id)
    every = list(own.networks) if own else []
    context = {
        "networks": [(one, [sub for sub in every if sub.part_of == one.key]) for one in every if not one.part_of],
        "bodies": {body.key: body.name for body in bodies},
        "teams": {team.key: team.names.in_language for team in (own.teams if own else ())},
    }
    return _draw(request, "networks", context)


def _text(request: HttpRequest, about: str, one: reading.Thing) -> dict[str, Any]:
    every = reading.versions(about, one.key, request.actor.region_id)
    may_edit = request.actor.can(P.MODEL_EDIT)
    return {"one": one, "about": about, "now": every[0], "earlier": every[1:], "may_edit": may_edit}


def _version(request: HttpRequest, about: str, key: str, name: str) -> HttpResponse:
    one = _thing(about, key)
    every = reading.versions(about, key, request.actor.region_id)
    found = next((each for each in every if each.name == name), None)
    if found is None:
        raise Http404
    return _draw(request, "version", {"one": one, "about": about, "version": found, "current": found == every[0]})


def _work(request: HttpRequest, one: Any) -> tuple[str, str]:
    """Where the work is done: the address, "" when the reader's role has no way there, and its name."""
    address, name = way_to(request.actor, one.workflow.route), one.workflow.names.in_language
    if address and one.workflow.card:
        card = next(each for each in codes.common().cards if each.key == one.workflow.card)
        address += f"?group={card.group}"
    return address, name


def _thing(about: str, key: str) -> Any:
    try:
        return reading.thing(about, key)
    except LookupError as missing:
        raise Http404 from missing


def _kind(key: str) -> str:
    return codes.code_name("organisation_kinds", key)


def _role(key: str) -> str:
    return str(VALUES[key])


def _draw(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"servicemodels/handbook/{page}.html", {"nav": "handbook", "text_of": _text_of, **context})


def _text_of(names: Any) -> str:
    """A definition's text in the reader's language."""
    return names.in_language if names else ""
