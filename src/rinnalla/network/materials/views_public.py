"""Materials made for clients and for employers: public, without an account (T-65). texts: to the client"""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.access.allow import public
from rinnalla.lib.web import render
from rinnalla.network.materials.finding import found
from rinnalla.network.materials.forms import PublicFindForm
from rinnalla.network.materials.models import Material
from rinnalla.network.materials.views import file_answer

WHY = "materials made for clients and employers are for everybody (T-65)"
ON_PAGE = 30


@public(WHY)
def read(request: HttpRequest) -> HttpResponse:
    """The materials of one audience, clients unless employers were asked."""
    form = PublicFindForm(request.GET)
    form.is_valid()
    employers = request.GET.get("for") == Material.Audience.EMPLOYER
    audience = Material.Audience.EMPLOYER if employers else Material.Audience.CLIENT
    rows = Material.objects.open_to_all().filter(audience=audience).select_related("region", "unit__organisation")
    if form.cleaned_data.get("region"):
        rows = rows.filter(region__key=form.cleaned_data["region"])
    page = Paginator(found(rows, form.cleaned_data.get("q", "")), ON_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": list(page), "employers": employers, "asked": form.cleaned_data}
    return render(request, "network/materials/read.html", context)


@public(WHY)
def read_one(request: HttpRequest, material_uuid: UUID) -> HttpResponse:
    """The newest version of a material."""
    one = _one(material_uuid)
    context = {"one": one, "shown": one.versions.defer("content").first()}
    return render(request, "network/materials/read_one.html", context)


@public(WHY)
def read_file(request: HttpRequest, material_uuid: UUID) -> HttpResponse:
    """The file of the newest version."""
    newest = _one(material_uuid).versions.first()
    return file_answer(get_object_or_404(_one(material_uuid).versions.exclude(media_type=""), pk=newest and newest.pk))


def _one(uuid: UUID) -> Material:
    rows = Material.objects.open_to_all().select_related("region", "unit__organisation")
    return get_object_or_404(rows, uuid=uuid)
