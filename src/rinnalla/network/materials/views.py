"""The pages of the material bank for those who work here."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import confirm
from rinnalla.lib.web import bind, render
from rinnalla.network.materials import actions, files
from rinnalla.network.materials.finding import found
from rinnalla.network.materials.forms import FindForm, MaterialForm, NewVersionForm, ReviewForm, next_review
from rinnalla.network.materials.models import Material, MaterialUse, MaterialVersion
from rinnalla.network.materials.pages import METHODS, one_form, press
from rinnalla.organisations.models import Region

NAV = "materials"
ON_PAGE = 30


@allow(P.CATALOGUE_VIEW)
def materials(request: HttpRequest) -> HttpResponse:
    """The bank: found by one's own words, narrowed; what waits for a review is marked."""
    form = FindForm(request.GET)
    rows = Material.objects.visible_to(request.actor).offered().filter(**form.narrowing())
    rows = found(rows, form.cleaned_data.get("q", "")).select_related("unit__organisation")
    mine = set(MaterialUse.objects.filter(user_id=request.actor.user_id).values_list("material_id", flat=True))
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": list(page), "mine": mine, "asked": form.cleaned_data}
    return render(request, "network/materials/list.html", context)


@allow(P.CATALOGUE_VIEW)
def material(request: HttpRequest, material_uuid: UUID) -> HttpResponse:
    """The newest version, its file, its earlier versions and who keeps it."""
    return _draw(request, _one(request, material_uuid), None)


@allow(P.CATALOGUE_VIEW)
def version(request: HttpRequest, material_uuid: UUID, materialversion_uuid: UUID) -> HttpResponse:
    """A version as it was: an old one can always be read (T-48)."""
    one = _one(request, material_uuid)
    return _draw(request, one, get_object_or_404(one.versions.defer("content"), uuid=materialversion_uuid))


@allow(P.CATALOGUE_VIEW)
def file(request: HttpRequest, material_uuid: UUID, materialversion_uuid: UUID) -> HttpResponse:
    """The file of a version."""
    one = _one(request, material_uuid)
    return file_answer(get_object_or_404(one.versions.exclude(media_type=""), uuid=materialversion_uuid))


@allow(P.MATERIAL_KEEP, methods=METHODS)
def material_new(request: HttpRequest) -> HttpResponse:
    """Put a material into the bank."""
    form = bind(request, MaterialForm, region=Region.objects.filter(pk=request.actor.region_id).first())

    def act(data: dict[str, Any]) -> Material:
        return actions.add_material(by=request.actor, **form.values())

    return one_form(
        request, form, act, heading=_("Lisää materiaali"), button=_("Tallenna materiaali"), nav=NAV,
        done=_("Materiaali on pankissa."), to=_address, back=reverse("network:materials"),
    )


@allow(P.MATERIAL_KEEP, methods=METHODS)
def version_new(request: HttpRequest, material_uuid: UUID) -> HttpResponse:
    """A newer version: begins from the words of the one before."""
    one = _one(request, material_uuid)
    old = one.versions.defer("content").first()
    first = {"title": one.title, "summary": one.summary, "text": old.text if old else "", "version": one.version}
    form = bind(request, NewVersionForm, initial=first)

    def act(data: dict[str, Any]) -> None:
        given = {"version": data["version"], "content": form.content(), "key": data["form_key"]}
        actions.add_version(material=one, by=request.actor, **given)

    return one_form(
        request, form, act, heading=_("Uusi versio: %(name)s") % {"name": one.title}, button=_("Julkaise versio"),
        done=_("Uusi versio on julkaistu. Vanha jää luettavaksi."), to=lambda made: _address(one), back=_address(one),
        nav=NAV,
    )


@allow(P.MATERIAL_KEEP, methods=METHODS)
def material_review(request: HttpRequest, material_uuid: UUID) -> HttpResponse:
    """It still holds, and when it is looked at next."""
    one = _one(request, material_uuid)
    form = bind(request, ReviewForm, initial={**next_review(one.region), "version": one.version})
    return one_form(
        request, form, lambda data: actions.review(material=one, by=request.actor, **data),
        heading=_("Tarkista: %(name)s") % {"name": one.title}, button=_("Tiedot pitävät paikkansa"), nav=NAV,
        done=_("Materiaali on tarkistettu."), to=lambda made: _address(one), back=_address(one),
    )


@allow(P.MATERIAL_KEEP, methods=METHODS)
def material_withdraw(request: HttpRequest, material_uuid: UUID) -> HttpResponse:
    """Take it out of the bank: asked once."""
    one = _one(request, material_uuid)
    return confirm(
        request, reverse("network:materials"), lambda: actions.withdraw(material=one, by=request.actor),
        nav=NAV, title=_("Poistetaanko materiaali pankista?"), act=_("Poista pankista"),
        text=_("%(name)s ei enää löydy haulla eikä julkiselta sivulta. Versiot säilyvät.") % {"name": one.title},
        done=_("Materiaali on poistettu pankista."),
    )  # fmt: skip


@allow(P.LEARNING_JOIN, methods=["POST"])
def material_use(request: HttpRequest, material_uuid: UUID) -> HttpResponse:
    """I use this, or not any more (T-34)."""
    one, used = _one(request, material_uuid), request.POST.get("used") == "1"
    done = _("Merkitty: käytät tätä.") if used else _("Merkintä on poistettu.")
    return press(request, lambda: actions.mark_used(material=one, by=request.actor, used=used), done, _address(one))


def file_answer(row: MaterialVersion) -> HttpResponse:
    """The file to save; it never opens inside our pages and no browser guesses about it."""
    headers = {
        "Content-Disposition": f'attachment; filename="materiaali-{row.number}.{files.ENDINGS[row.media_type]}"',
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
    }  # fmt: skip
    return HttpResponse(bytes(row.content or b""), content_type=row.media_type, headers=headers)


def _one(request: HttpRequest, uuid: UUID) -> Material:
    rows = Material.objects.visible_to(request.actor).select_related("unit__organisation", "region", "reviewed_by")
    return get_object_or_404(rows, uuid=uuid)


def _draw(request: HttpRequest, one: Material, old: MaterialVersion | None) -> HttpResponse:
    every = list(one.versions.defer("content").select_related("made_by"))
    shown = old or every[0]
    used = MaterialUse.objects.filter(material=one, user_id=request.actor.user_id).exists()
    context = {
        "one": one, "shown": shown, "every": every, "is_old": shown.pk != every[0].pk, "used": used,
        "may": actions.may_keep(request.actor, one),
    }
    return render(request, "network/materials/material.html", context)


def _address(one: Material) -> str:
    return reverse("network:material", kwargs={"material_uuid": one.uuid})
