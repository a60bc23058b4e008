"""The life of a service model in pages: the versions, one of them in words, what changed, publishing a draft."""

from typing import Any
from uuid import UUID

from django.db.models.fields.json import KT
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import confirm
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import bind, render, say, see
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import actions, previewing, reading
from rinnalla.servicemodels.comparing import compare
from rinnalla.servicemodels.content import whole
from rinnalla.servicemodels.editing.telling import findings
from rinnalla.servicemodels.forms import PublishForm, StartForm
from rinnalla.servicemodels.models import ServiceModel

NAV = "models"


@allow(P.MODEL_VIEW)
def versions(request: HttpRequest) -> HttpResponse:
    """The versions of the reader's region, the newest first; with the first draft of a region one has founded."""
    rows = list(
        ServiceModel.objects.visible_to(request.actor).annotate(title=KT("content__model__version")).defer("content")
        .select_related("region", "made_by", "saved_by", "published_by").order_by("region_id", "-number")
    )
    rows.sort(key=lambda row: row.region_id != request.actor.region_id)
    context = {
        "nav": NAV, "rows": rows, "editor": may(request.actor, P.MODEL_EDIT),
        "publisher": may(request.actor, P.MODEL_PUBLISH), "form": StartForm(),
        "draft": next((row for row in rows if row.state == "draft"), None),
        "in_force": next((row for row in rows if row.state == "published"), None),
    }
    return render(request, "servicemodels/list.html", context)


@allow(P.MODEL_VIEW)
def version(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """One version in words, section by section."""
    model = readable(request, model_uuid)
    context = {
        "nav": NAV, "model": model, "parts": reading.parts(whole(model.content)),
        "editor": may(request.actor, P.MODEL_EDIT) and model.region_id == request.actor.region_id,
        "publisher": may(request.actor, P.MODEL_PUBLISH),
    }
    return render(request, "servicemodels/version.html", context)


@allow(P.MODEL_VIEW)
def version_difference(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """What a version changed of the one it began from, or of any other of the region."""
    model = readable(request, model_uuid)
    others = ServiceModel.objects.visible_to(request.actor).filter(region_id=model.region_id).exclude(pk=model.pk)
    others = list(others.select_related("region").order_by("-number"))
    asked = request.GET.get("from", "")
    before = next((one for one in others if str(one.uuid) == asked), None) or _before(model, others)
    context = {
        "nav": NAV, "model": model, "before": before, "others": others,
        "sections": compare(before.content, model.content) if before else [],
    }
    return render(request, "servicemodels/difference.html", context)


@allow(P.MODEL_VIEW)
def regions(request: HttpRequest) -> HttpResponse:
    """The models of two regions side by side, as they are in force."""
    rows = {row.region.key: row for row in ServiceModel.objects.in_force().select_related("region")}
    names = sorted(((key, row.region.name) for key, row in rows.items()), key=lambda one: one[1])
    own = Region.objects.filter(pk=request.actor.region_id).values_list("key", flat=True).first()
    keys = [request.GET.get("one") or own, request.GET.get("other")]
    one, other = (rows.get(key or "") for key in keys)
    context = {
        "nav": NAV, "names": names, "keys": keys, "one": one, "other": other,
        "sections": compare(one.content, other.content) if one and other else [],
    }
    return render(request, "servicemodels/regions.html", context)


@allow(P.MODEL_VIEW)
def preview(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """How a draft would look to the client and the professional. Nothing changes for anybody."""
    model = readable(request, model_uuid)
    context = {"nav": NAV, "model": model, **previewing.shown(whole(model.content))}
    return render(request, "servicemodels/preview.html", context)


@allow(P.MODEL_EDIT, methods=["POST"])
def draft_new(request: HttpRequest) -> HttpResponse:
    """A new draft: a copy of the version in force, or of an older one."""
    form = StartForm(request.POST)
    asked = form.cleaned_data["source"] if form.is_valid() else None
    source = ServiceModel.objects.visible_to(request.actor).filter(uuid=asked).first() if asked else None
    region = Region.objects.get(pk=request.actor.region_id)
    try:
        draft = actions.draft_from(region=region, by=request.actor, source=source)
    except Refused as refusal:
        say(request, refusal.message)
        return see("servicemodels:list")
    say(request, _("Luonnos on valmis muokattavaksi. Mikään ei muutu muille ennen julkaisua."))
    return see("editing:front", model_uuid=draft.uuid)


@allow(P.MODEL_EDIT, methods=["GET", "POST"])
def removal(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """Ask once, then throw a draft away."""
    model = _own_draft(request, model_uuid)
    return confirm(
        request, reverse("servicemodels:list"),
        lambda: actions.discard_draft(model=model, version=model.version, by=request.actor),
        nav=NAV, title=_("Hylätäänkö luonnos %(name)s?") % {"name": model.name},
        text=_("Luonnoksen muutokset katoavat. Voimassa oleva palvelumalli pysyy ennallaan."), act=_("Hylkää luonnos"),
        done=_("Luonnos on hylätty."),
    )


@allow(P.MODEL_PUBLISH, methods=["GET", "POST"])
def publication(request: HttpRequest, model_uuid: UUID) -> HttpResponse:
    """What publishing changes and what keeps from it; then it is done, once."""
    model = get_object_or_404(ServiceModel.objects.visible_to(request.actor).select_related("region"), uuid=model_uuid)
    if not model.allows("publish"):
        return see("servicemodels:version", model_uuid=model.uuid)
    form = bind(request, PublishForm, initial={"version": model.version})
    if request.method == "POST" and form.is_valid() and _publish(request, form, model):
        say(request, _("Palvelumallin versio %(name)s on voimassa.") % {"name": model.name})
        return HttpResponseRedirect(_after(request, model))
    status = 422 if form.errors else 200
    return render(request, "servicemodels/publication.html", _to_publish(model, form), status=status)


# What the pages share


def readable(request: HttpRequest, model_uuid: UUID) -> ServiceModel:
    """A version of the reader's region, or what another region has in force. Raises Http404."""
    rows = ServiceModel.objects.select_related("region", "began_from", "made_by", "saved_by", "published_by")
    model = get_object_or_404(rows, uuid=model_uuid)
    own = ServiceModel.objects.visible_to(request.actor).filter(pk=model.pk).exists()
    if not own and model.state != "published":
        raise Http404
    return model


def _own_draft(request: HttpRequest, model_uuid: UUID) -> ServiceModel:
    return get_object_or_404(ServiceModel.objects.visible_to(request.actor).drafts(), uuid=model_uuid)


def _before(model: ServiceModel, others: list[ServiceModel]) -> ServiceModel | None:
    began = next((one for one in others if one.pk == model.began_from_id), None)
    return began or next((one for one in others if one.number < model.number), None)


def _publish(request: HttpRequest, form: Form, model: ServiceModel) -> bool:
    try:
        actions.publish_model(model=model, version=form.cleaned_data["version"], by=request.actor)
    except Refused as refusal:
        form.add_error(None, refusal.message)
    except Conflict as conflict:
        form.add_error(None, _("Joku muu muutti luonnosta. Katso se uudelleen ennen kuin julkaiset."))
        form.data = form.data.copy()
        form.data["version"] = conflict.current.version
    return not form.errors


def _to_publish(model: ServiceModel, form: Form) -> dict[str, Any]:
    in_force = ServiceModel.objects.in_force().filter(region_id=model.region_id).first()
    return {
        "nav": NAV, "model": model, "form": form, "faults": findings(model), "in_force": in_force,
        "sections": compare(in_force.content, model.content) if in_force else [],
    }


def _after(request: HttpRequest, model: ServiceModel) -> str:
    """The version; of a region one has founded, where its first administrator is made."""
    founded = model.region_id != request.actor.region_id and may(request.actor, P.REGION_FOUND)
    name = "editing:administrator" if founded else "servicemodels:version"
    return reverse(name, kwargs={"model_uuid": model.uuid})
