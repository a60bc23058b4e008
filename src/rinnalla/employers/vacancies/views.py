"""Vacancies: the region's list, one and its tasks, adding, changing, closing. No client is on any of these pages."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.market import actions as market
from rinnalla.employers.market.reading import offered
from rinnalla.employers.pages import employer_of
from rinnalla.employers.vacancies import actions
from rinnalla.employers.vacancies.forms import ClosingForm, SearchForm, TaskForm, VacancyForm
from rinnalla.employers.vacancies.models import MarketFetch, TaskPart, Vacancy
from rinnalla.employers.vacancies.pages import one_form
from rinnalla.employers.vacancies.showing import changes_of, facts_of, fetch_in_words
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import bind, conflict_text, render, say, see
from rinnalla.organisations.models import Region

BOTH = ("GET", "POST")
ON_A_PAGE = 40
KEPT = ("title", "text", "occupation", "skills", "demands", "hours_from", "hours_to", "times", "places", "starts_on",
        "deadline", "version")  # fmt: skip
OF_TASK = ("name", "text", "way", "skills", "demands", "hours", "times", "version")


@allow(P.EMPLOYER_VIEW)
def vacancies(request: HttpRequest) -> HttpResponse:
    """Every open vacancy of the region, the nearest last day first."""
    form = SearchForm(request.GET, region_id=request.actor.region_id)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "municipality": ""}
    rows = Vacancy.objects.visible_to(request.actor).open().next_first()
    for word in asked["q"].split():
        rows = rows.filter(Q(title__icontains=word) | Q(employer__search_key__contains=search_key(word)))
    if asked["municipality"]:
        rows = rows.filter(municipality__code=asked["municipality"])
    page = Paginator(rows.select_related("employer", "workplace", "municipality"), ON_A_PAGE)
    fetched = MarketFetch.objects.filter(region_id=request.actor.region_id).first()
    context = {
        "form": form, "asked": asked, "page": page.get_page(request.GET.get("page")), "offered": offered(),
        "may_edit": request.actor.can(P.EMPLOYER_EDIT), "told": fetch_in_words(fetched), "fetched": fetched,
    }
    return render(request, "employers/vacancies.html", context)


@allow(P.EMPLOYER_VIEW)
def vacancy(request: HttpRequest, employer_uuid: UUID, vacancy_uuid: UUID) -> HttpResponse:
    """A vacancy: what the work is and asks, its tasks, what was changed."""
    row = _vacancy(request, employer_uuid, vacancy_uuid)
    tasks = [(one, facts_of(one)) for one in row.tasks.filter(dropped_at__isnull=True)]
    context = {
        "row": row, "employer": row.employer, "facts": facts_of(row), "tasks": tasks, "changes": changes_of(row),
        "may_edit": request.actor.can(P.EMPLOYER_EDIT), "may_match": request.actor.can(P.COACHING_VIEW),
    }
    return render(request, "employers/vacancy.html", context)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """Work an employer has open."""
    one = employer_of(request, employer_uuid)
    form = bind(request, VacancyForm, employer=one)

    def act(data: dict[str, Any]) -> Vacancy:
        return actions.add_vacancy(employer=one, by=request.actor, values=form.values(), key=data["form_key"])

    return one_form(
        request, form, act, one, None, heading=_("Kirjaa avoin paikka"), button=_("Kirjaa paikka"),
        done=_("Paikka on kirjattu. Lisää vielä tehtävät, jotka voi irrottaa tai muokata."),
    )


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def of_need(request: HttpRequest, employer_uuid: UUID, employerneed_uuid: UUID) -> HttpResponse:
    """What an employer needs becomes a vacancy by one press; pressed twice, there is one."""
    one = employer_of(request, employer_uuid)
    need = get_object_or_404(one.needs.select_related("employer"), uuid=employerneed_uuid)
    try:
        row = actions.make_vacancy_of(need=need, by=request.actor)
    except Refused as refusal:
        say(request, refusal.message)
        return see("employers:employer", employer_uuid=one.uuid)
    say(request, _("Tarpeesta on nyt avoin paikka. Täydennä vielä, mitä työssä tehdään ja milloin."))
    return see("employers:vacancy", employer_uuid=one.uuid, vacancy_uuid=row.uuid)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def edit(request: HttpRequest, employer_uuid: UUID, vacancy_uuid: UUID) -> HttpResponse:
    """Mend what a vacancy tells; what stood there is kept."""
    row = _vacancy(request, employer_uuid, vacancy_uuid)
    start = {name: getattr(row, name) for name in KEPT}
    start["workplace"] = str(row.workplace.uuid) if row.workplace else ""
    start["municipality"] = row.municipality.code if row.municipality else ""
    form = bind(request, VacancyForm, employer=row.employer, initial=start)

    def act(data: dict[str, Any]) -> None:
        version = data["version"] or 0
        actions.change_vacancy(vacancy=row, version=version, by=request.actor, values=form.values())

    return one_form(
        request, form, act, row.employer, row, heading=_("Muuta paikkaa"), button=_("Tallenna"),
        done=_("Tallennettu. Entiset tiedot näkyvät muutoksissa."),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def closing(request: HttpRequest, employer_uuid: UUID, vacancy_uuid: UUID) -> HttpResponse:
    """What came of a vacancy."""
    row = _vacancy(request, employer_uuid, vacancy_uuid)
    form = bind(request, ClosingForm, initial={"version": row.version})
    return one_form(
        request, form, lambda data: actions.close_vacancy(vacancy=row, by=request.actor, **data), row.employer, row,
        heading=_("Päätä paikka"), button=_("Päätä paikka"), done=_("Paikka on päätetty. Sen voi avata uudelleen."),
        lead=row.title,
    )


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def reopening(request: HttpRequest, employer_uuid: UUID, vacancy_uuid: UUID) -> HttpResponse:
    """It is open after all."""
    row = _vacancy(request, employer_uuid, vacancy_uuid)
    version = request.POST.get("version", "")
    try:
        actions.reopen_vacancy(vacancy=row, version=int(version) if version.isdigit() else 0, by=request.actor)
        say(request, _("Paikka on taas avoinna."))
    except Refused as refusal:
        say(request, refusal.message)
    except Conflict:
        say(request, conflict_text())
    return see("employers:vacancy", employer_uuid=employer_uuid, vacancy_uuid=row.uuid)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def task_new(request: HttpRequest, employer_uuid: UUID, vacancy_uuid: UUID) -> HttpResponse:
    """A task that can be carved out or tailored."""
    return _task(request, _vacancy(request, employer_uuid, vacancy_uuid), None)


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def task(request: HttpRequest, employer_uuid: UUID, vacancy_uuid: UUID, taskpart_uuid: UUID) -> HttpResponse:
    """A task mended."""
    row = _vacancy(request, employer_uuid, vacancy_uuid)
    return _task(request, row, get_object_or_404(row.tasks.filter(dropped_at__isnull=True), uuid=taskpart_uuid))


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def task_removal(request: HttpRequest, employer_uuid: UUID, vacancy_uuid: UUID, taskpart_uuid: UUID) -> HttpResponse:
    """The task is no longer there to be carved out."""
    row = _vacancy(request, employer_uuid, vacancy_uuid)
    part = get_object_or_404(row.tasks.select_related("vacancy__employer"), uuid=taskpart_uuid)
    actions.drop_task(task=part, by=request.actor)
    say(request, _("Tehtävä on poistettu paikasta."))
    return see("employers:vacancy", employer_uuid=employer_uuid, vacancy_uuid=row.uuid)


@allow(P.EMPLOYER_EDIT, methods=["POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Read the job market now."""
    try:
        market.ask_market(region=Region.objects.get(pk=request.actor.region_id), by=request.actor)
        say(request, _("Työmarkkinatoria luetaan. Paikat näkyvät tässä hetken päästä."))
    except Refused as refusal:
        say(request, refusal.message)
    return see("employers:vacancies")


def _task(request: HttpRequest, row: Vacancy, part: TaskPart | None) -> HttpResponse:
    form = bind(request, TaskForm, initial={name: getattr(part, name) for name in OF_TASK} if part else {})

    def act(data: dict[str, Any]) -> TaskPart:
        key, version = None if part else data["form_key"], data["version"] or 0
        return actions.save_task(
            vacancy=row, by=request.actor, values=form.values(), task=part, version=version, key=key
        )

    return one_form(
        request, form, act, row.employer, row, heading=_("Muuta tehtävää") if part else _("Lisää tehtävä"),
        button=_("Tallenna tehtävä"), done=_("Tehtävä on tallessa."),
        lead=_("Yksi tehtävä, jonka voi irrottaa omaksi työksi tai muokata tekijälle. Kirjaa vain se, mitä juuri "
               "tämä tehtävä vaatii."),
    )


def _vacancy(request: HttpRequest, employer_uuid: UUID, uuid: UUID) -> Vacancy:
    rows = Vacancy.objects.visible_to(request.actor).filter(employer=employer_of(request, employer_uuid))
    return get_object_or_404(rows.select_related("employer", "workplace", "municipality", "closed_by"), uuid=uuid)
