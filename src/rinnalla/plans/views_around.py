"""What stands round the plan: host plan and its export, ladder, what the illness asks, who may ask how it goes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.models import Grant
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.documents import pdf_answer
from rinnalla.lib.web import bind, render, say, see
from rinnalla.plans import around, hosting
from rinnalla.plans.forms_around import AskerForm, ConsiderationForm, HostForm, LadderForm, StoringForm
from rinnalla.plans.models import HealthConsideration, HostPlan, Plan, PlanVersion, ProgressPlace
from rinnalla.plans.papers import plain
from rinnalla.plans.standing import status_of
from rinnalla.plans.views import form_page, may_edit, plan_of


def _home(request: HttpRequest) -> tuple[Plan, HostPlan, PlanVersion | None]:
    """The plan, its host plan and its newest version. Raises Http404 when there is no host plan."""
    plan = plan_of(request)
    host = hosting.host_of(plan)
    if host is None:
        raise Http404
    rows = plan.versions.select_related("plan__case__person", "plan__case__responsible_worker")
    return plan, host, rows.order_by("-number").first()


@allow(P.PLAN_VIEW, groups=["basics"])
def host(request: HttpRequest, case_uuid) -> HttpResponse:
    """The plan under the headings of its host plan, with deadlines and where it has been stored."""
    plan, home, latest = _home(request)
    groups = request.access.groups
    request.shown.groups(groups)
    storings = list(home.storings.select_related("version", "made_by").order_by("-pk"))
    context = {
        "tab": "plan", "host": home, "name": hosting.name_of(home), "kind": hosting.kind_of(home), "latest": latest,
        "sections": hosting.sections(home, latest, groups) if latest else [], "empty_line": hosting.empty_line,
        "text": hosting.host_text(home, latest, groups) if latest else "", "storings": storings,
        "clock": hosting.clock(home, plan.versions.all(), storings), "editor": may_edit(request), "plan": plan,
        "stored": latest is not None and any(one.version_id == latest.pk for one in storings),
    }
    return render(request, "plans/host.html", context)


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def host_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Say which statutory plan this plan is part of."""
    plan = plan_of(request)

    def do(data: dict[str, Any]) -> None:
        around.set_host(plan=plan, by=request.actor, key=data.pop("form_key"), **data)

    return form_page(
        request, bind(request, HostForm), _("Osa suurempaa suunnitelmaa"), _("Tallenna"), do,
        lead=_("Työkyvyn tuen suunnitelma kulkee siinä suunnitelmassa, joka on nyt voimassa ja asiakkaan käytössä."),
        done=_("Tallennettu. Voit viedä suunnitelman sen otsikoilla."),
    )


@allow(P.PLAN_VIEW, groups=["basics"], action="print")
def host_paper(request: HttpRequest, case_uuid) -> HttpResponse:
    """The export as PDF in the client's language."""
    _plan, home, latest = _home(request)
    if latest is None:
        raise Http404
    groups = request.access.groups
    request.shown.groups(groups)
    content = plain(lambda: hosting.host_sheet(home, latest, groups), latest.plan.case.person)
    return pdf_answer(content, f"suunnitelma-{home.kind.replace('_', '-')}-{latest.number}")


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def storing_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Tick that the newest version was stored in the national system, with its day and id."""
    _plan, home, latest = _home(request)
    if latest is None:
        raise Http404

    def do(data: dict[str, Any]) -> None:
        around.store_nationally(host=home, version=latest, by=request.actor, **data)

    return form_page(
        request, bind(request, StoringForm), _("Tallennettu valtakunnalliseen järjestelmään"),
        _("Merkitse tallennetuksi"), do,
        lead=_("Versio %(number)s. Täällä on työkappale, suunnitelma itse on valtakunnallisessa järjestelmässä.")
        % {"number": latest.number},
        done=_("Merkitty tallennetuksi."), back=reverse("plans:host", kwargs={"case_uuid": case_uuid}),
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["employment"])
def ladder_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """The client steps on a rung of the ladder, up or down."""
    plan = plan_of(request)

    def do(data: dict[str, Any]) -> None:
        around.step_on(plan=plan, by=request.actor, key=data.pop("form_key"), **data)

    return form_page(
        request, bind(request, LadderForm), _("Kuntoutuksen vaihe"), _("Tallenna vaihe"), do,
        lead=_("Alhaalta ylös tai takaisin alas: kumpikin on sallittu."), done=_("Vaihe on tallessa."),
    )


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["health"])
def consideration_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Write what the illness asks the others to mind."""
    plan = plan_of(request)

    def do(data: dict[str, Any]) -> None:
        around.add_consideration(plan=plan, by=request.actor, text=data["text"], key=data["form_key"])

    return form_page(
        request, bind(request, ConsiderationForm), _("Mitä terveydessä otetaan huomioon"), _("Tallenna"), do,
        lead=_("Näkyy niille, joilla on peruste terveystietoihin. Valmentaja näkee vain asiakkaan suostumuksella."),
        done=_("Tallennettu."),
    )


@allow(P.PLAN_EDIT, methods=["POST"], groups=["health"])
def consideration_removal(request: HttpRequest, case_uuid, consideration_uuid) -> HttpResponse:
    """It is not so any more."""
    rows = HealthConsideration.objects.visible_to(request.actor).select_related("plan__case")
    row = get_object_or_404(rows, uuid=consideration_uuid, case=request.case)
    if "health" not in request.access.groups:
        raise Http404
    around.remove_consideration(consideration=row, by=request.actor)
    say(request, _("Poistettu. Aiemmat versiot säilyttävät sen."))
    return see("plans:plan", case_uuid=case_uuid)


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def asker_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Put somebody on the list of those who may ask how it goes."""
    plan = plan_of(request)

    def do(data: dict[str, Any]) -> None:
        around.let_ask(plan=plan, membership=data["membership"], by=request.actor)

    return form_page(
        request, bind(request, AskerForm, region=request.case.region), _("Kuka voi kysyä etenemisestä"),
        _("Lisää listalle"), do, done=_("Lisätty. Hän näkee etenemisen, ei suunnitelmaa."),
        lead=_("Hän näkee, missä vaiheessa mennään ja kuka vastaa. Suunnitelman sisältöä hän ei näe."),
    )


@allow(P.PLAN_EDIT, methods=["POST"], groups=["basics"])
def asker_removal(request: HttpRequest, case_uuid, place_uuid) -> HttpResponse:
    """Take somebody off the list; the page closes from them at once."""
    rows = ProgressPlace.objects.visible_to(request.actor).select_related("plan__case", "user")
    place = get_object_or_404(rows, uuid=place_uuid, case=request.case)
    around.end_asking(place=place, by=request.actor)
    say(request, _("%(name)s ei enää näe etenemistä.") % {"name": place.user.name})
    return see("plans:plan", case_uuid=case_uuid)


@allow(P.PROGRESS_ASK, groups=["basics"])
def progress(request: HttpRequest, case_uuid) -> HttpResponse:
    """How it goes, for somebody the plan lets ask: the status and nothing of what is in the plan (L-55)."""
    return render(request, "plans/progress.html", {"status": status_of(request.case), "person": request.case.person})


@allow(P.PROGRESS_ASK, action="list")
def progress_list(request: HttpRequest) -> HttpResponse:
    """The clients whose progress the reader may ask about."""
    grants = Grant.objects.live().held_by(request.actor).filter(why=around.PROGRESS)
    rows = ProgressPlace.objects.filter(user_id=request.actor.user_id, grant__in=grants)
    rows = list(rows.select_related("case__person").order_by("case__person__family_name", "pk"))
    request.shown.cases(row.case_id for row in rows)
    request.shown.persons(row.case.person_id for row in rows)
    request.shown.groups(["basics"])
    return render(request, "plans/progress_list.html", {"rows": rows})
