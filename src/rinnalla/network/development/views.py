"""Development work: the front page, actions with their lessons, and what has changed."""

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
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development import actions, figures
from rinnalla.network.development.forms import DevelopmentForm, NoteForm, StepForm, model_names
from rinnalla.network.development.models import ENDED, NOT_DONE, Development, OutcomeNote, SuccessStory
from rinnalla.network.keeping import may_keep
from rinnalla.network.pages import METHODS, NAV, one_form
from rinnalla.network.partners.models import LATE, Partner
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects.forms import group_names
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.reading import number
from rinnalla.organisations.models import Organisation

SHOWN = 5


@allow(P.CATALOGUE_VIEW)
def development_work(request: HttpRequest) -> HttpResponse:
    """What is to be done now, this year's figures, and the way to every register."""
    actor, today = request.actor, dates.today()
    since, until = today.replace(month=1, day=1), today.replace(month=12, day=31)
    partners = Partner.objects.visible_to(actor).in_use().with_last().select_related("keeper")
    coming = CooperationContact.objects.visible_to(actor).coming().order_by("on")
    opened = Development.objects.visible_to(actor).open().select_related("responsible", "unit__organisation")
    bodies = {one.pk: one.name for one in Organisation.objects.filter(region_id=actor.region_id)}
    hours = figures.hours_by_organisation(actor.region_id, since, until)
    context = {
        "nav": NAV, "may": actor.can(P.DEVELOPMENT_RECORD), "year": today.year,
        "late_partners": [one for one in partners if one.rhythm == LATE], "coming": list(coming[:SHOWN]),
        "late_actions": [one for one in opened if one.is_late],
        "states": figures.developments_by_state(actor.region_id),
        "state_names": dict(Development.State.choices), "kind_names": dict(CooperationContact.Kind.choices),
        "kinds": figures.contacts_by_kind(actor.region_id, since, until),
        "led": figures.contacts_led_to_action(actor.region_id, since, until),
        "hours": [(bodies[pk], given) for pk, given in hours.items()], "counts": _counts(request), "number": number,
    }  # fmt: skip
    return render(request, "network/development/front.html", context)


@allow(P.CATALOGUE_VIEW)
def developments(request: HttpRequest) -> HttpResponse:
    """Open ones; on the other tabs what has ended, and the lessons of what was considered and not done (L-68)."""
    tab = request.GET.get("state", "open")
    tab = tab if tab in ("open", "ended", "lessons") else "open"
    rows = Development.objects.visible_to(request.actor).in_order()
    model = request.GET.get("model", "")
    if model in model_names():
        rows = rows.filter(model_key=model)
    chosen = {
        "open": rows.exclude(state__in=ENDED), "ended": rows.filter(state__in=ENDED).exclude(state=NOT_DONE),
        "lessons": rows.filter(state=NOT_DONE),
    }[tab].select_related("unit__organisation", "responsible", "project", "heir__organisation")  # fmt: skip
    context = {
        "nav": NAV, "tab": tab, "rows": list(chosen), "model": model_names().get(model, ""), "model_key": model,
        "may": request.actor.can(P.DEVELOPMENT_RECORD),
    }  # fmt: skip
    return render(request, "network/development/developments.html", context)


@allow(P.CATALOGUE_VIEW)
def development(request: HttpRequest, development_uuid: UUID) -> HttpResponse:
    """One action: whose, by when, where it came from, what was found, who goes on."""
    one = _one(request, development_uuid)
    context = {
        "nav": NAV, "one": one, "may": may_keep(request.actor, one.region_id, [one.unit.organisation_id]),
        "model": model_names().get(one.model_key, ""), "groups": [group_names().get(key, key) for key in one.groups],
        "came_from": [row.contact for row in one.came_from.select_related("contact")],
    }  # fmt: skip
    return render(request, "network/development/development.html", context)


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def development_new(request: HttpRequest) -> HttpResponse:
    """An idea or a planned action."""
    asked = {name: request.GET[name] for name in ("project", "partnership", "card") if request.GET.get(name)}
    form = bind(request, DevelopmentForm, actor=request.actor, initial=asked)

    def act(data: dict[str, Any]) -> Development:
        return actions.add_development(by=request.actor, words=form.words(), key=data["form_key"])

    return one_form(
        request, form, act, heading=_("Kirjaa kehittämistoimi"), button=_("Tallenna kehittämistoimi"),
        done=_("Kehittämistoimi on kirjattu."), back=reverse("network:developments"), crumbs=_crumbs(), onward=address,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def development_edit(request: HttpRequest, development_uuid: UUID) -> HttpResponse:
    """Mend what it says."""
    one = _one(request, development_uuid)
    known = {name: getattr(one, name) for name in ("title", "what", "due_on", "model_key", "groups", "version")}
    rows = {name: getattr(one, name) for name in ("project", "partnership", "pilot", "card")}
    within = {name: str(row.uuid) for name, row in rows.items() if row}
    person = str(one.responsible_id or "")
    form = bind(
        request, DevelopmentForm, actor=request.actor, now=one, initial={**known, **within, "responsible": person}
    )

    def act(data: dict[str, Any]) -> None:
        actions.change_development(development=one, version=data["version"] or 0, by=request.actor, words=form.words())

    return one_form(
        request, form, act, heading=_("Muokkaa kehittämistointa"), button=_("Tallenna kehittämistoimi"),
        done=_("Muutos on tallessa."), back=address(one), crumbs=_crumbs(one),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def development_step(request: HttpRequest, development_uuid: UUID) -> HttpResponse:
    """The action goes to its next state."""
    one = _one(request, development_uuid)
    known = {"findings": one.findings, "version": one.version}
    form = bind(request, StepForm, actor=request.actor, now=one, initial=known)

    def act(data: dict[str, Any]) -> None:
        actions.take_on(development=one, version=data["version"], by=request.actor, step=form.step())

    return one_form(
        request, form, act, heading=_("Vie eteenpäin"), button=_("Tallenna tila"), done=_("Tila on vaihdettu."),
        back=address(one), crumbs=_crumbs(one), lead=one.title,
    )  # fmt: skip


@allow(P.CATALOGUE_VIEW)
def notes(request: HttpRequest) -> HttpResponse:
    """What has changed, by theme (E-63). For decision-makers only what may be published is there (V-10)."""
    report = request.GET.get("for") == "report"
    rows = OutcomeNote.objects.visible_to(request.actor)
    if report:
        rows = rows.exclude(may_publish="")
    themes = [(name, [one for one in rows if one.theme == key]) for key, name in OutcomeNote.Theme.choices]
    context = {
        "nav": NAV, "themes": [each for each in themes if each[1]], "report": report,
        "may": request.actor.can(P.DEVELOPMENT_RECORD),
    }  # fmt: skip
    return render(request, "network/development/notes.html", context)


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def note_new(request: HttpRequest) -> HttpResponse:
    """A change that was seen, or an experience."""
    form = bind(request, NoteForm)

    def act(data: dict[str, Any]) -> OutcomeNote:
        return actions.write_note(by=request.actor, key=data.pop("form_key"), **data)

    home = reverse("network:notes")
    return one_form(
        request, form, act, heading=_("Kirjaa, mikä on muuttunut"), button=_("Tallenna"), done=_("Kirjattu."),
        back=home, crumbs=[_home(), (_("Mikä on muuttunut"), home)],
    )  # fmt: skip


def address(one: Development) -> str:
    return reverse("network:development", kwargs={"development_uuid": one.uuid})


def _counts(request: HttpRequest) -> dict[str, int]:
    """How many rows each register has that the reader sees."""
    actor = request.actor
    return {
        "projects": Project.objects.visible_to(actor).count(),
        "partnerships": Partnership.objects.visible_to(actor).count(),
        "partners": Partner.objects.visible_to(actor).in_use().count(),
        "developments": Development.objects.visible_to(actor).count(),
        "notes": OutcomeNote.objects.visible_to(actor).count(),
        "stories": SuccessStory.objects.visible_to(actor).count(),
    }


def _one(request: HttpRequest, uuid: UUID) -> Development:
    rows = Development.objects.visible_to(request.actor).select_related(
        "unit__organisation", "responsible", "project", "partnership", "pilot__card", "card", "heir__organisation"
    )
    return get_object_or_404(rows, uuid=uuid)


def _home() -> tuple[str, str | None]:
    return (_("Kehittämistyö"), reverse("network:development_work"))


def _crumbs(one: Development | None = None) -> list[tuple[str, str | None]]:
    own: list[tuple[str, str | None]] = [(one.title, address(one))] if one else []
    return [_home(), (_("Kehittämistoimet"), reverse("network:developments")), *own]
