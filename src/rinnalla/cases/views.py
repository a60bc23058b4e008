"""Pages of the case itself: next step, wish, contacts, team and consents, closing and return."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.models import Depth
from rinnalla.access.permissions import Permission as P
from rinnalla.cases import actions, roles
from rinnalla.cases.consents.matrix import who_sees
from rinnalla.cases.forms import (
    CHANNELS,
    GROUPS,
    STAGE_NAMES,
    ContactForm,
    PersonForm,
    ReturnForm,
    StepForm,
    TeamForm,
    WishForm,
)
from rinnalla.cases.grounds import CONSENT, statute_for
from rinnalla.cases.models import Case, TeamMember
from rinnalla.cases.models_team import with_roles
from rinnalla.cases.otherwise import clients_views
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.people.actions import change_contacts, reveal_hetu
from rinnalla.servicemodels.codes import consent_name, due


def draw(
    request: HttpRequest,
    form: Form,
    heading: str,
    act: str,
    *,
    lead: str = "",
    back: str = "",
    status: int = 200,
    compare: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """One form about the case of the address."""
    context = {
        "form": form,
        "heading": heading,
        "act": act,
        "lead": lead,
        "compare": compare,
        "tab": "overview",
        "back": back or reverse("desk:case", kwargs={"case_uuid": request.case.uuid}),
    }
    return render(request, "cases/form.html", context, status=status)


def saved(
    request: HttpRequest, form: Form, action: Callable[..., Any], /, *, shown: tuple[str, ...] = (), **arguments: Any
) -> tuple[bool, int, list[tuple[str, str]] | None]:
    """Try the action: done?, else the status of the answer and, after a conflict, both texts of the `shown` fields."""
    try:
        done = attempt(form, action, by=request.actor, **arguments) is not None or form.is_valid()
        return done, 422, None
    except Conflict as conflict:
        form.data = form.data.copy()
        form.data["version"] = conflict.current.version
        both = [
            (_("Sinun tekstisi"), "\n".join(str(form.cleaned_data.get(name, "")) for name in shown)),
            (_("Nyt tallessa"), "\n".join(str(getattr(conflict.current, name, "")) for name in shown)),
        ]
        return False, 409, both


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def step(request: HttpRequest, case_uuid) -> HttpResponse:
    """Agree on the next step, its day, the review and the stage."""
    case: Case = request.case
    start = {name: getattr(case, name) for name in ("next_step", "next_step_on", "review_on", "stage", "version")}
    if case.next_step_on is None or case.next_step_on < dates.today():  # that day is gone: a week from now is usual
        start["next_step_on"] = dates.today() + timedelta(days=7)
    form = bind(request, StepForm, case=case, initial=start)
    status, compare = 200, None
    if request.method == "POST" and form.is_valid():
        done, status, compare = saved(request, form, _save_step, case=case, form=form, shown=("next_step",))
        if done:
            say(request, _("Seuraava askel on sovittu."))
            return see("desk:case", case_uuid=case.uuid)
    elif request.method == "POST":
        status = 422
    return draw(request, form, _("Sovi seuraava askel"), _("Tallenna askel"), status=status, compare=compare)


def _save_step(*, case: Case, form: StepForm, by) -> bool:
    data = form.cleaned_data
    actions.set_step(
        case=case,
        version=data["version"],
        by=by,
        next_step=data["next_step"],
        next_step_on=data["next_step_on"],
        review_on=data["review_on"],
    )
    if data["stage"] and data["stage"] != case.stage:
        actions.move_stage(case=case, version=case.version, by=by, stage=data["stage"])
    return True


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def wish(request: HttpRequest, case_uuid) -> HttpResponse:
    """The client's wish and motivation in own words."""
    case: Case = request.case
    form = bind(request, WishForm, initial={"wish": case.wish, "motivation": case.motivation, "version": case.version})
    status, compare = 200, None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done, status, compare = saved(
            request,
            form,
            actions.set_wish,
            case=case,
            version=data["version"],
            wish=data["wish"],
            motivation=data["motivation"],
            shown=("wish",),
        )
        if done:
            say(request, _("Toive on tallessa asiakkaan omin sanoin."))
            return see("desk:case", case_uuid=case.uuid)
    elif request.method == "POST":
        status = 422
    return draw(request, form, _("Asiakkaan toive"), _("Tallenna toive"), status=status, compare=compare)


@allow(P.CASE_VIEW, groups=["basics"])
def contacts(request: HttpRequest, case_uuid) -> HttpResponse:
    """Everything noted, newest first. A note of a field group the reader has no ground for is told, not shown."""
    rows = request.case.contacts.order_by("-on", "-pk").select_related("made_by", "unit__organisation")
    request.shown.groups(request.access.groups)
    context = {
        "tab": "contacts", "contacts": rows, "channels": CHANNELS, "groups": GROUPS,
        "otherwise": clients_views(request.case, "contact"),
    }
    return render(request, "cases/contacts.html", context)


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def contact_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Note a contact."""
    form = bind(request, ContactForm)
    if request.method == "POST" and form.is_valid():
        note = attempt(form, actions.note_contact, case=request.case, by=request.actor, **form.facts())
        if note:
            say(request, _("Kirjaus on tallessa."))
            return see("cases:contacts", case_uuid=case_uuid)
    status = 422 if request.method == "POST" else 200
    back = reverse("cases:contacts", kwargs={"case_uuid": case_uuid})
    return draw(request, form, _("Kirjaa tapahtuma"), _("Tallenna kirjaus"), status=status, back=back)


@allow(P.CASE_VIEW, groups=["basics"])
def team(request: HttpRequest, case_uuid) -> HttpResponse:
    """Who helps, who sees what and on which ground, and the consents."""
    case: Case = request.case
    members = case.team.filter(left_at__isnull=True).select_related("user", "unit__organisation", "grant")
    context = {
        "tab": "team",
        "groups": GROUPS,
        "consent_name": consent_name,
        "members": with_roles(members),
        "assigned": case.assignments.in_force().select_related("member__user").order_by("pk"),
        "terms": case.terms.select_related("worker").order_by("period"),
        "continuity": roles.continuity(case),
        "unnamed": [] if case.closed_at else roles.unnamed(case),
        "now": dates.now(),
        "sight": who_sees(case),
        "consents": case.consents.in_force().select_related("organisation").order_by("pk"),
        "proposal": case.proposals.filter(settled_at__isnull=True).select_related("worker", "handover_from").first(),
    }
    return render(request, "cases/team.html", context)


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def member_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Take somebody into the team. Without a statute their organisation needs the client's consent first."""
    form = bind(request, TeamForm, region=request.case.region)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, _join, case=request.case, form=form, by=request.actor)
    ):
        say(request, _("Tiimissä on uusi jäsen."))
        return see("cases:team", case_uuid=case_uuid)
    status = 422 if request.method == "POST" else 200
    lead = _("Jos laki ei anna organisaatiolle oikeutta, kirjaa asiakkaan suostumus ensin.")
    back = reverse("cases:team", kwargs={"case_uuid": case_uuid})
    return draw(request, form, _("Lisää tiimiin"), _("Lisää tiimiin"), lead=lead, status=status, back=back)


def _join(*, case: Case, form: TeamForm, by) -> TeamMember:
    chosen = form.cleaned_data["membership"]
    return actions.join_team(
        case=case,
        user=chosen.user,
        unit=chosen.unit,
        task=form.cleaned_data["task"],
        by=by,
        ground=statute_for(case, chosen.unit.organisation) or CONSENT,
        depth=Depth(int(form.cleaned_data["depth"])),
        groups={*form.cleaned_data["groups"], "basics"},
        starts_on=form.cleaned_data["starts_on"],
    )


@allow(P.TEAM_EDIT, methods=["POST"], groups=["basics"])
def member_leave(request: HttpRequest, case_uuid, member_uuid) -> HttpResponse:
    """End somebody's part in the team."""
    member = get_object_or_404(TeamMember, uuid=member_uuid, case=request.case, left_at__isnull=True)
    form = Form({})
    form.is_valid()
    if attempt(form, _leave, member=member, by=request.actor):
        say(request, _("%(name)s ei enää näe asiaa.") % {"name": member.user.name})
        return see("cases:team", case_uuid=case_uuid)
    return draw(request, form, _("Tiimi"), _("Yritä uudelleen"), status=422)


def _leave(*, member: TeamMember, by) -> bool:
    actions.leave_team(member=member, by=by)
    return True


@allow(P.CASE_OPEN, methods=["GET", "POST"], groups=["basics"])
def return_(request: HttpRequest, case_uuid) -> HttpResponse:
    """The client comes back, in one act."""
    form = bind(request, ReturnForm, initial={"wish": request.case.wish})
    if request.method == "POST" and form.is_valid():
        back = attempt(
            form,
            actions.return_case,
            case=request.case,
            by=request.actor,
            wish=form.cleaned_data["wish"],
            naming_due_on=due(request.case.region, "naming"),
            key=form.cleaned_data["form_key"],
        )
        if back:
            say(request, _("Uusi asia on avattu. Entinen suunnitelma on yhä luettavissa."))
            return see("desk:case", case_uuid=back.uuid)
    status = 422 if request.method == "POST" else 200
    return draw(
        request,
        form,
        _("Asiakas palaa"),
        _("Avaa uusi asia"),
        status=status,
        lead=_("Uutta hakemusta ei tarvita. Uusi asia linkittyy entiseen."),
    )


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def person(request: HttpRequest, case_uuid) -> HttpResponse:
    """Name, contacts and language of the person."""
    one = request.case.person
    names = (
        "given_names", "family_name", "phone", "email", "language", "interpreter", "special_needs", "jobseeker_status",
        "version",
    )  # fmt: skip
    initial = {name: getattr(one, name) for name in names}
    form = bind(request, PersonForm, initial=initial, protected=one.protected_address)
    status, compare = 200, None
    if request.method == "POST" and form.is_valid():
        done, status, compare = saved(request, form, _change, person=one, data=form.cleaned_data, shown=names[:4])
        if done:
            say(request, _("Yhteystiedot ovat ajan tasalla."))
            return see("desk:case", case_uuid=case_uuid)
    elif request.method == "POST":
        status = 422
    return draw(request, form, _("Yhteystiedot"), _("Tallenna tiedot"), status=status, compare=compare)


def _change(*, person, data: dict, by) -> bool:
    kept = {"municipality": person.municipality}
    if person.protected_address:
        kept |= {"phone": person.phone, "email": person.email}
    change_contacts(person=person, by=by, **kept, **data)
    return True


@allow(P.HETU_REVEAL, methods=["POST"], groups=["basics"], action="reveal")
def hetu(request: HttpRequest, case_uuid) -> HttpResponse:
    """Show the whole identity code once; that it was shown is in the client's log."""
    code = reveal_hetu(person=request.case.person, by=request.actor, case_id=request.case.pk)
    return render(request, "cases/hetu.html", {"tab": "overview", "code": code, "stage_names": STAGE_NAMES})
