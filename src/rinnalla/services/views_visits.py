"""One service of a client as a page: its details, who went along, what was seen; groups; what is not reached."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.plans.models import Goal
from rinnalla.servicemodels.codes import code_name
from rinnalla.services import actions, visits
from rinnalla.services.figures_depth import figures
from rinnalla.services.forms_visits import AttendanceForm, DetailForm, ObservationForm, SupportForm, VisitForm
from rinnalla.services.models import AccompaniedVisit, ServiceObservation
from rinnalla.services.queries import unreached_by
from rinnalla.services.views import _act, _draw
from rinnalla.services.views_told import _episode


@allow(P.SERVICE_VIEW, groups=["basics"])
def episode(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """One service, whoever gives it: where it stands, who went along, what was seen (L-42, L-43)."""
    one = _episode(request, episode_uuid)
    seen = ServiceObservation.objects.visible_to(request.actor).filter(episode=one)
    seen = seen.filter(goal__field_group__in=request.access.groups).select_related("goal", "made_by")
    context = {
        "tab": "services", "one": one, "observations": list(seen),
        "visits": AccompaniedVisit.objects.visible_to(request.actor).filter(episode=one).select_related(
            "companion", "unit__organisation"),
        "editable": may(request.actor, P.SERVICE_EDIT, request.access) and request.case.allows("edit"),
        "verdicts": dict(ObservationForm.base_fields["verdict"].choices),
        "reason": lambda key: code_name("interruption_reasons", key),
        "outcome": lambda key: code_name("service_outcomes", key),
        "ground": code_name("service_grounds", one.ground) if one.ground else "",
    }
    return render(request, "services/episode.html", context)


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def details(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """Which one of its kind, with whom, on what ground, until when, where (V-79, V-84, E-39)."""
    one = _episode(request, episode_uuid)
    places = list(Municipality.objects.filter(region=request.case.region))
    form = bind(request, DetailForm, grounds=actions.grounds_of(one), places=places)
    if request.method == "GET":
        names = ("subject", "partner", "ground", "agreed_until", "version")
        form.initial = {**{name: getattr(one, name) for name in names}, "area": one.area.code if one.area else "",
                        **form.initial}
    return _act(
        request, episode_uuid, None, form, actions.detail_service, _("Palvelun tiedot"), _("Tiedot on tallennettu."),
        names={}, change=lambda data: {**data, "area": form.places.get(data["area"])},
    )


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def support(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """What was offered to a client whose service broke off (E-16)."""
    return _act(request, episode_uuid, "resume", SupportForm, actions.offer_support, _("Kirjaa tarjottu tuki"),
                _("Tarjottu tuki on kirjattu."), names={})


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def visit(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """I went along to this service (L-42)."""
    return _act(request, episode_uuid, None, VisitForm, visits.note_visit, _("Kirjaa käynti asiakkaan mukana"),
                _("Käynti on kirjattu."), names={"form_key": "key"})


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["basics"])
def observation(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID) -> HttpResponse:
    """How the service works beside the client's goal (L-43)."""
    goals = Goal.objects.visible_to(request.actor).open().filter(case=request.case)
    goals = list(goals.filter(field_group__in=request.access.groups))
    form = bind(request, ObservationForm, goals=goals)
    return _act(
        request, episode_uuid, None, form, visits.observe_service, _("Kirjaa havainto palvelusta"),
        _("Havainto on kirjattu. Asiakas näkee sen."), names={"form_key": "key"},
        change=lambda data: {**data, "goal": form.goals[data["goal"]]},
    )


@allow(P.SERVICE_EDIT, methods=["GET", "POST"], groups=["social"])
def attendance(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The client came, or did not come, to a group such as a future workshop (E-40)."""
    form = bind(request, AttendanceForm)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "came": form.cleaned_data["came"] == "yes"}
        unit = Unit.objects.get(pk=request.actor.unit_id)
        if attempt(form, visits.attend, case=request.case, by=request.actor, unit=unit, **data):
            say(request, _("Läsnäolo on kirjattu."))
            return see("services:list", case_uuid=case_uuid)
    return _draw(request, form, _("Kirjaa läsnäolo ryhmässä"), _("Tallenna"))


@allow(P.SERVICE_VIEW, groups=["basics"], action="list")
def unreached(request: HttpRequest) -> HttpResponse:
    """Services my clients wished for and have not reached in the set days, the longest first (L-30)."""
    rows = unreached_by(request.actor)
    request.shown.cases(row.case_id for row in rows)
    request.shown.persons(row.case.person_id for row in rows)
    request.shown.groups(row.field_group for row in rows)
    return render(request, "services/unreached.html", {"rows": rows, "nav": "cases"})


@allow(P.FIGURES_VIEW)
def figures_page(request: HttpRequest) -> HttpResponse:
    """How services are reached, why they break off and what they come to: counts, no names."""
    region = Region.objects.get(pk=request.actor.region_id)
    context = {"told": figures(region), "nav": "figures",
               "verdicts": dict(ObservationForm.base_fields["verdict"].choices)}
    return render(request, "services/figures.html", context)
