"""Screens that span rooms: my day, the list of cases, the case page, search, a case's log."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.actions import note_contact
from rinnalla.cases.consents.models import unseen
from rinnalla.cases.forms import GROUPS, STAGE_NAMES, QuickNoteForm
from rinnalla.desk import actions
from rinnalla.desk.day import my_day as collect_day
from rinnalla.desk.log import case_lines
from rinnalla.desk.overview import overview
from rinnalla.desk.queries import ORDERS, PAGE, Filters, case_rows, search_people
from rinnalla.desk.savedfilters import asked_of, order_and_filters
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, render, say, see


@allow(P.DAY_VIEW, groups=["basics"], action="list")
def my_day(request: HttpRequest) -> HttpResponse:
    """What waits for me today."""
    day = collect_day(request.actor)
    request.shown.cases(item.case.pk for group in day.groups for item in group.items if item.case)
    request.shown.groups(["livelihood"] if day.count("livelihood") else [])
    request.shown.groups(["employment"] if day.coachings else [])
    request.shown.cases(meeting.case_id for meeting in day.meetings)
    request.shown.others(1)
    context = {"nav": "my_day", "day": day, "now": dates.now(), "notices": unseen(request.actor)}
    return render(request, "desk/my_day.html", context)


@allow(P.CASE_LIST, groups=["basics"], action="list")
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases I may see, filtered, in the order I last chose."""
    filters = _filters(request)
    chosen, kept = order_and_filters(request.actor)
    order = chosen if chosen in ORDERS else "next_step"
    page = max(_number(request.GET.get("page")), 1)
    rows, total = case_rows(request.actor, filters, order, page)
    request.shown.cases(row.pk for row in rows)
    context = {
        "nav": "cases",
        "rows": rows,
        "total": total,
        "filters": filters,
        "order": order,
        "stage_names": STAGE_NAMES,
        "page": Paginator(range(total), PAGE).get_page(page),
        "orders": _order_names(),
        "kept": kept,
        "used": next((one for one in kept if one.uuid == request.GET.get("filter")), None),
        "keepable": asked_of(request.GET),
    }
    return render(request, "desk/case_list.html", context, block="results")


def _filters(request: HttpRequest) -> Filters:
    asked = request.GET
    return Filters(
        whose=asked.get("whose", "mine" if request.actor.can(P.CASE_EDIT) else "all"),  # others are never responsible
        state=asked.get("state", "open"),
        stage=asked.get("stage", ""),
        late=asked.get("late") == "1",
        text=asked.get("text", "")[:100],
    )


def _order_names() -> dict[str, str]:
    return {"next_step": _("Seuraava askel"), "review": _("Tarkistus"), "name": _("Nimi"), "newest": _("Uusin ensin")}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 1


@allow(P.CASE_LIST, methods=["POST"])
def case_order(request: HttpRequest) -> HttpResponse:
    """Remember the order of the list."""
    if request.POST.get("order") in ORDERS:
        actions.choose_order(by=request.actor, name="cases", order=request.POST["order"])
    query = request.POST.get("query", "")
    return HttpResponseRedirect(reverse("desk:case_list") + (f"?{query}" if query else ""))


@allow(P.CASE_VIEW, groups=["basics"])
def case(request: HttpRequest, case_uuid) -> HttpResponse:
    """One case as a whole: the path over lanes, the plan, what is next, the team, who sees what, the latest."""
    writes = may(request.actor, P.CASE_EDIT, request.access) and not request.case.closed_at
    return _case_page(request, bind(request, QuickNoteForm) if writes else None)


def _case_page(request: HttpRequest, quick: QuickNoteForm | None, *, status: int = 200) -> HttpResponse:
    content = overview(request.case, request.actor, request.access)
    request.shown.groups(request.access.groups)
    context = {"tab": "overview", "groups": GROUPS, "quick": quick, **content}
    if status == 422:
        context["form"] = quick  # the page's title tells of the error
    return render(request, "desk/case.html", context, status=status)


@allow(P.CASE_EDIT, methods=["POST"], groups=["basics"])
def quick_note(request: HttpRequest, case_uuid) -> HttpResponse:
    """Note a contact on the case page itself, and stay there."""
    form = bind(request, QuickNoteForm)
    if form.is_valid() and attempt(form, note_contact, case=request.case, by=request.actor, **form.facts()):
        say(request, _("Kirjaus on tallessa."))
        return see("desk:case", case_uuid=case_uuid)
    return _case_page(request, form, status=422)


@allow(P.PEOPLE_SEARCH, groups=["basics"], action="search")
def search(request: HttpRequest) -> HttpResponse:
    """Find a case by name or number, among those I may see."""
    text = request.GET.get("q", "")[:100]
    rows, similar = search_people(request.actor, text) if text else ([], False)
    request.shown.cases(row.pk for row in rows)
    context = {"nav": "search", "text": text, "rows": rows, "similar": similar}
    return render(request, "desk/search.html", context, block="results")


@allow(P.LOG_VIEW, groups=["basics"])
def case_log(request: HttpRequest, case_uuid) -> HttpResponse:
    """Who has done what and who has read in this case; reading the log is logged too."""
    what = request.GET.get("what", "all")
    page = max(_number(request.GET.get("page")), 1)
    lines, more = case_lines(request.case, what, page, request.access.groups)
    context = {"tab": "log", "lines": lines, "what": what, "page": page, "more": more}
    return render(request, "desk/case_log.html", context)
