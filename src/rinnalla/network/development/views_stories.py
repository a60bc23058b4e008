"""Stories of success: drafts of the own unit, and what both the person and the employer let be told (E-47)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.web import bind, render
from rinnalla.network.development import actions
from rinnalla.network.development.forms import ConsentForm, StoryForm, TakeBackForm, VersionOnly
from rinnalla.network.development.models import SuccessStory
from rinnalla.network.keeping import may_keep
from rinnalla.network.pages import METHODS, NAV, one_form


@allow(P.CATALOGUE_VIEW)
def stories(request: HttpRequest) -> HttpResponse:
    """Published ones for everybody; whoever writes sees the own unit's drafts with what they still lack."""
    rows = list(SuccessStory.objects.visible_to(request.actor))
    context = {
        "nav": NAV, "told": [one for one in rows if one.published_at],
        "drafts": [one for one in rows if not one.published_at], "may": request.actor.can(P.DEVELOPMENT_RECORD),
    }  # fmt: skip
    return render(request, "network/development/stories.html", context)


@allow(P.CATALOGUE_VIEW)
def story(request: HttpRequest, successstory_uuid: UUID) -> HttpResponse:
    """One story; its keepers see the consents too."""
    one = _one(request, successstory_uuid)
    may = may_keep(request.actor, one.region_id, [one.unit.organisation_id])
    return render(request, "network/development/story.html", {"nav": NAV, "one": one, "may": may})


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def story_new(request: HttpRequest) -> HttpResponse:
    """A draft."""
    form = bind(request, StoryForm, actor=request.actor)

    def act(data: dict[str, Any]) -> SuccessStory:
        return actions.write_story(by=request.actor, key=data["form_key"], **form.words())

    return one_form(
        request, form, act, heading=_("Kirjoita onnistumistarina"), button=_("Tallenna luonnos"),
        done=_("Luonnos on tallessa. Sen näkee vain oma yksikkö."), back=reverse("network:stories"), crumbs=_crumbs(),
        onward=address,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def story_edit(request: HttpRequest, successstory_uuid: UUID) -> HttpResponse:
    """Other words; both have to say yes anew."""
    one = _one(request, successstory_uuid)
    known = {name: getattr(one, name) for name in ("title", "text", "employer_name", "version")}
    employer = str(one.employer.uuid) if one.employer else ""
    form = bind(request, StoryForm, actor=request.actor, initial={**known, "employer": employer})

    def act(data: dict[str, Any]) -> None:
        actions.change_story(story=one, version=data["version"] or 0, by=request.actor, **form.words())

    return one_form(
        request, form, act, heading=_("Muokkaa tarinaa"), button=_("Tallenna luonnos"),
        done=_("Muutos on tallessa. Pyydä suostumukset uudelleen."), back=address(one), crumbs=_crumbs(one),
        lead=_("Muutoksen jälkeen tarina ei ole julkinen ennen kuin molemmat ovat suostuneet uudelleen."),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def story_consent(request: HttpRequest, successstory_uuid: UUID) -> HttpResponse:
    """One of the two has said yes."""
    one = _one(request, successstory_uuid)
    lacks = one.lacks()
    known = {"version": one.version, "on": dates.today(), "whose": lacks[0] if lacks else "person"}
    form = bind(request, ConsentForm, initial=known)
    return one_form(
        request, form, lambda data: actions.note_consent(story=one, by=request.actor, **data),
        heading=_("Kirjaa suostumus"), button=_("Tallenna suostumus"), done=_("Suostumus on kirjattu."),
        back=address(one), crumbs=_crumbs(one), lead=one.title,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def story_publish(request: HttpRequest, successstory_uuid: UUID) -> HttpResponse:
    """Everybody of the region reads it from now on."""
    one = _one(request, successstory_uuid)
    form = bind(request, VersionOnly, initial={"version": one.version})
    return one_form(
        request, form, lambda data: actions.publish_story(story=one, by=request.actor, **data),
        heading=_("Julkaise tarina"), button=_("Julkaise"), done=_("Tarina on julkaistu."), back=address(one),
        crumbs=_crumbs(one), lead=_("Tarinan näkevät alueen kaikki ammattilaiset."),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def story_take_back(request: HttpRequest, successstory_uuid: UUID) -> HttpResponse:
    """A consent is taken back: the story goes away at once."""
    one = _one(request, successstory_uuid)
    form = bind(request, TakeBackForm)
    return one_form(
        request, form, lambda data: actions.take_back(story=one, by=request.actor, **data),
        heading=_("Suostumus peruttiin"), button=_("Poista tarina näkyvistä"), done=_("Tarina ei ole enää näkyvissä."),
        back=reverse("network:stories"), crumbs=_crumbs(one), danger=True,
        lead=_("Jos henkilö perui, tarina poistetaan kokonaan. Jos työnantaja perui, siitä tulee taas luonnos."),
    )  # fmt: skip


def address(one: SuccessStory) -> str:
    return reverse("network:story", kwargs={"successstory_uuid": one.uuid})


def _one(request: HttpRequest, uuid: UUID) -> SuccessStory:
    rows = SuccessStory.objects.visible_to(request.actor).select_related("unit__organisation", "employer")
    return get_object_or_404(rows, uuid=uuid)


def _crumbs(one: SuccessStory | None = None) -> list[tuple[str, str | None]]:
    own: list[tuple[str, str | None]] = [(one.title, address(one))] if one else []
    home = (_("Kehittämistyö"), reverse("network:development_work"))
    return [home, (_("Onnistumistarinat"), reverse("network:stories")), *own]
