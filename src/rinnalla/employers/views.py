"""The register of employers: finding one, its page, adding and mending. No client is on any of these pages."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employers import actions, lookup
from rinnalla.employers.contacting import reading
from rinnalla.employers.forms import AddForm, ChangeForm, LookupForm, PersonForm, SearchForm, WorkplaceForm
from rinnalla.employers.models import Employer, EmployerPerson
from rinnalla.employers.pages import employer_of, one_form
from rinnalla.employers.showing import changes_of, parts_of, rows_of
from rinnalla.employers.surveys.reading import used
from rinnalla.employers.texts import business_id
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import bind, conflict_text, render, say, see

BOTH = ("GET", "POST")
ON_A_PAGE = 40


@allow(P.EMPLOYER_VIEW)
def employers(request: HttpRequest) -> HttpResponse:
    """The register, searched; and first of all what the reader has planned and promised."""
    form = SearchForm(request.GET, region_id=request.actor.region_id)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "municipality": "", "mine": False}
    found = Employer.objects.visible_to(request.actor).working().named(asked["q"])
    if asked["municipality"]:
        found = found.filter(municipality__code=asked["municipality"])
    if asked["mine"]:
        found = found.filter(owner_id=request.actor.user_id)
    page = Paginator(found.select_related("municipality", "owner"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "rows": rows_of(page), "asked": asked,
        "may_edit": request.actor.can(P.EMPLOYER_EDIT),
        "planned": reading.own_planned(request.actor), "promises": reading.own_promises(request.actor),
    }
    return render(request, "employers/list.html", context)


@allow(P.EMPLOYER_VIEW)
def employer(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """An employer: who keeps in touch, what everybody has done and means to do, needs, promises, people; and
    what later rooms know of it."""
    one = employer_of(request, employer_uuid)
    before = reading.before(one, request.actor)
    context = {
        "one": one, "may_edit": request.actor.can(P.EMPLOYER_EDIT), "before": before,
        "needs": list(one.needs.select_related("workplace", "made_by", "vacancy")),
        "may_match": request.actor.can(P.COACHING_VIEW),
        "promises": list(one.promises.filter(kept_at__isnull=True).select_related("owner", "unit__organisation")),
        "vacancies": list(one.vacancies.filter(closed_at__isnull=True).next_first().select_related("municipality")),
        "workplaces": list(one.workplaces.filter(ended_on__isnull=True).select_related("municipality")),
        "people": list(one.people.select_related("workplace")), "changes": changes_of(one),
        "warn": next(iter(before.near), None), "parts": parts_of(one, request.actor), "used": used(one),
    }
    return render(request, "employers/employer.html", context)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """A new employer: looked up by its Y-tunnus, or written by hand."""
    region_id = request.actor.region_id
    found, told = _looked_up(request) if request.method == "GET" else (None, "")
    form = bind(request, AddForm, region_id=region_id, **({"initial": _initial(found)} if found else {}))

    def act(data: dict[str, Any]) -> Employer:
        day = lookup.dates.today() if data["looked_up"] else None
        return actions.add_employer(
            by=request.actor, values=form.values(), anyway=data["anyway"], looked_up_on=day, key=data["form_key"]
        )

    return one_form(
        request, form, act, None, heading=_("Lisää työnantaja"), button=_("Lisää työnantaja"),
        done=_("Työnantaja on rekisterissä. Sinä pidät yhteyttä, kunnes joku muu ottaa sen."),
        template="employers/new.html", asked=LookupForm(request.GET or None), offered=lookup.offered(), found=found,
        told=told,
    )


def _looked_up(request: HttpRequest) -> tuple[lookup.Found | None, str]:
    """What the business register told of the Y-tunnus that was asked, or why not."""
    written = request.GET.get("business_id", "")
    if not written.strip():
        return None, ""
    try:
        return lookup.find(business_id(written)), ""
    except (lookup.NotFoundOut, Refused) as refusal:
        return None, refusal.message


def _initial(found: lookup.Found) -> dict[str, Any]:
    names = ("business_id", "name", "other_names", "trade_code", "trade")
    start = {name: getattr(found, name) for name in names}
    return {**start, "municipality": found.municipality_code, "looked_up": True}


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def edit(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """Mend what the register tells; what stood there before is kept."""
    one = employer_of(request, employer_uuid)
    names = ("name", "business_id", "other_names", "size", "trade_code", "trade", "ended_on", "version")
    start = {name: getattr(one, name) for name in names}
    start["municipality"] = one.municipality.code if one.municipality else ""
    form = bind(request, ChangeForm, region_id=one.region_id, initial=start)

    def act(data: dict[str, Any]) -> None:
        actions.change_employer(employer=one, version=data["version"], by=request.actor, values=form.values())

    return one_form(
        request, form, act, one, heading=_("Muuta tietoja"), button=_("Tallenna"),
        done=_("Tallennettu. Entiset tiedot näkyvät muutoksissa."),
    )


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def owner(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """The reader keeps in touch from now on."""
    one = employer_of(request, employer_uuid)
    try:
        actions.take_over(employer=one, version=_version(request), by=request.actor)
        say(request, _("Sinä pidät nyt yhteyttä. Muut näkevät nimesi ja puhelimesi ennen yhteydenottoa."))
    except Conflict:
        say(request, conflict_text())
    return see("employers:employer", employer_uuid=one.uuid)


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdigit() else 0


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def workplace_new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """A new place of work."""
    return _workplace(request, employer_of(request, employer_uuid), None)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def workplace(request: HttpRequest, employer_uuid: UUID, workplace_uuid: UUID) -> HttpResponse:
    """A place of work mended or ended."""
    one = employer_of(request, employer_uuid)
    row = get_object_or_404(one.workplaces.select_related("municipality"), uuid=workplace_uuid)
    return _workplace(request, one, row)


def _workplace(request: HttpRequest, one: Employer, row: Any) -> HttpResponse:
    names = ("name", "street", "phone", "ended_on", "version")
    start = {name: getattr(row, name) for name in names} if row else {}
    start["municipality"] = row.municipality.code if row and row.municipality else ""
    form = bind(request, WorkplaceForm, region_id=one.region_id, initial=start)

    def act(data: dict[str, Any]) -> Any:
        key, version = data.pop("form_key"), data.pop("version") or 0
        return actions.save_workplace(
            employer=one, by=request.actor, values=data, workplace=row, version=version, key=None if row else key
        )

    heading = _("Muuta työpaikkaa") if row else _("Lisää työpaikka")
    return one_form(
        request, form, act, one, heading=heading, button=_("Tallenna työpaikka"), done=_("Työpaikka on tallessa."),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def person_new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """A new contact person."""
    return _person(request, employer_of(request, employer_uuid), None)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def person(request: HttpRequest, employer_uuid: UUID, employerperson_uuid: UUID) -> HttpResponse:
    """A contact person mended."""
    one = employer_of(request, employer_uuid)
    return _person(request, one, get_object_or_404(one.people.select_related("workplace"), uuid=employerperson_uuid))


def _person(request: HttpRequest, one: Employer, row: EmployerPerson | None) -> HttpResponse:
    names = ("name", "task", "phone", "email", "language", "version")
    start = {name: getattr(row, name) for name in names} if row else {}
    start["workplace"] = str(row.workplace.uuid) if row and row.workplace else ""
    form = bind(request, PersonForm, employer=one, initial=start)

    def act(data: dict[str, Any]) -> Any:
        key, version = data.pop("form_key"), data.pop("version") or 0
        return actions.save_person(
            employer=one, by=request.actor, values=data, person=row, version=version, key=None if row else key
        )

    return one_form(
        request, form, act, one, heading=_("Muuta yhteyshenkilöä") if row else _("Lisää yhteyshenkilö"),
        button=_("Tallenna yhteyshenkilö"), done=_("Yhteyshenkilö on tallessa."),
        lead=_("Vain työyhteystiedot. Kerro yhteyshenkilölle, että hänen tietonsa ovat rekisterissä."),
    )


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def person_removal(request: HttpRequest, employer_uuid: UUID, employerperson_uuid: UUID) -> HttpResponse:
    """A contact person is forgotten."""
    one = employer_of(request, employer_uuid)
    row = get_object_or_404(one.people.all(), uuid=employerperson_uuid)
    actions.remove_person(person=row, by=request.actor)
    say(request, _("Yhteyshenkilön tiedot on poistettu."))
    return see("employers:employer", employer_uuid=one.uuid)
