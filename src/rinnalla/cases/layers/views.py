"""The layers of support of a case: where it is, every move, the question and its answer; the network's matters."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.permissions import Permission as P
from rinnalla.access.rules import within_leave
from rinnalla.cases.layers import actions
from rinnalla.cases.layers.forms import AdviceForm, AnswerForm, LayerForm, NetworkForm
from rinnalla.cases.layers.models import Escalation, NetworkInvitation, NetworkMatter
from rinnalla.cases.layers.reading import layers_of, members_of, network_of, networks_of
from rinnalla.cases.views import draw
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_name


def _escalation(request: HttpRequest, escalation_uuid: Any) -> Escalation:
    rows = Escalation.objects.visible_to(request.actor).select_related("case__person", "unit", "made_by", "answered_by")
    return get_object_or_404(rows, uuid=escalation_uuid, case=request.case)


@allow(P.CASE_VIEW, groups=["basics"])
def layers(request: HttpRequest, case_uuid) -> HttpResponse:
    """In which layer the case is, how it came there, what was asked and answered."""
    request.shown.groups(request.access.groups)
    moves = Escalation.objects.filter(case=request.case).order_by("-made_at", "-pk")
    matters = NetworkMatter.objects.filter(case=request.case).order_by("-made_at", "-pk")
    context = {
        "tab": "team", "layers": layers_of(request.case), "groups": request.access.groups,
        "moves": moves.select_related("made_by", "unit__organisation", "answered_by"),
        "matters": matters.select_related("made_by").prefetch_related("invitations__user", "invitations__unit"),
        "networks": networks_of(request.case), "works": may(request.actor, P.CASE_EDIT, request.access),
        "leads": may(request.actor, P.TEAM_EDIT, request.access), "group_names": group_names,
    }  # fmt: skip
    return render(request, "cases/layers/layers.html", context)


def group_names(keys: list[str]) -> str:
    """The field groups of a packet in words."""
    return ", ".join(code_name("field_groups", one).lower() for one in keys)


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def move(request: HttpRequest, case_uuid) -> HttpResponse:
    """Move the case to another layer; upwards with a question to the unit that works there."""
    case = request.case
    form = bind(request, LayerForm, level=case.support_level, layers=layers_of(case), readable=request.access.groups)
    valid = request.method == "POST" and form.is_valid()
    moved = valid and attempt(form, actions.move_layer, case=case, by=request.actor, **_moved(form.cleaned_data))
    if moved:
        say(request, _("Asia on nyt tuen kerroksessa %(level)s: %(layer)s.")
            % {"level": moved.to_level, "layer": moved.layer_name})  # fmt: skip
        return see("layers:layers", case_uuid=case_uuid)
    lead = _("Asiakasvastaava ei vaihdu, ja asia pysyy teillä. Kysytty yksikkö näkee vain sen, minkä annat mukaan.")
    return _page(request, form, _("Vaihda tuen kerrosta"), _("Vaihda kerros"), lead)


def _moved(data: dict[str, Any]) -> dict[str, Any]:
    return {**{name: value for name, value in data.items() if name != "form_key"}, "key": data["form_key"]}


def _page(request: HttpRequest, form: Any, heading: str, act: str, lead: str = "") -> HttpResponse:
    back = reverse("layers:layers", kwargs={"case_uuid": request.case.uuid})
    return draw(request, form, heading, act, lead=lead, back=back, status=422 if request.method == "POST" else 200)


@allow(P.CONSULTATION_ANSWER, methods=["GET", "POST"], groups=["basics"])
def answer(request: HttpRequest, case_uuid, escalation_uuid) -> HttpResponse:
    """The asked unit's own answer."""
    one = _escalation(request, escalation_uuid)
    if one.unit_id is None or one.unit_id != request.actor.unit_id or one.field_group not in request.access.groups:
        raise Http404
    form = bind(request, AnswerForm, escalation=one)
    if request.method == "POST" and form.is_valid():
        text, group = form.cleaned_data["text"], form.cleaned_data["group"]
        if attempt(form, _done, act=actions.answer, escalation=one, by=request.actor, text=text, group=group):
            say(request, _("Vastaus on nyt asiakkaan tiimillä."))
            return see("layers:layers", case_uuid=case_uuid)
    return _page(request, form, _("Vastaa asiakkaan tiimille"), _("Lähetä vastaus"), one.question)


def _done(*, act: Any, **arguments: Any) -> bool:
    act(**arguments)
    return True


@allow(P.CASE_EDIT, methods=["POST"], groups=["basics"])
def settle(request: HttpRequest, case_uuid, escalation_uuid) -> HttpResponse:
    """Put the question away; the asked unit no longer sees the case."""
    actions.settle(escalation=_escalation(request, escalation_uuid), by=request.actor)
    say(request, _("Kysymys on suljettu. Kysytty yksikkö ei enää näe asiaa."))
    return see("layers:layers", case_uuid=case_uuid)


@allow(P.CONSULTATION_ANSWER, groups=["basics"])
def asked(request: HttpRequest) -> HttpResponse:
    """What clients' teams have asked of the reader's own unit, the nearest answering day first."""
    rows = Escalation.objects.visible_to(request.actor).waiting_in(request.actor)
    rows = within_leave(rows, request.actor, "field_group")
    found = list(rows.select_related("case__person", "made_by", "from_unit").order_by("answer_due_on", "pk")[:100])
    request.shown.cases(one.case_id for one in found)
    request.shown.persons(one.case.person_id for one in found)
    return render(request, "cases/layers/asked.html", {"rows": found})


# The network ------------------------------------------------------------------------------------------------------


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def network(request: HttpRequest, case_uuid, network_key) -> HttpResponse:
    """Bring the case to the network: only those who are invited see it."""
    case, found = request.case, network_of(request.case, network_key)
    if found is None:
        raise Http404
    form = bind(request, NetworkForm, members=members_of(case, found), readable=request.access.groups)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, _bring, form=form, key=found.key, request=request)
    ):
        say(request, _("Asia on verkostossa. Vain kutsutut näkevät sen."))
        return see("layers:layers", case_uuid=case_uuid)
    return _page(request, form, _("Tuo asia verkostoon: %(name)s") % {"name": found.names.in_language},
                 _("Kutsu ja tuo asia"), found.purpose.in_language)  # fmt: skip


def _bring(*, form: NetworkForm, key: str, request: HttpRequest) -> NetworkMatter:
    data = form.cleaned_data
    return actions.bring_to_network(
        case=request.case, by=request.actor, network=key, question=data["question"], groups=data["groups"],
        invited=form.invited_members(), key=data["form_key"],
    )  # fmt: skip


@allow(P.CASE_VIEW, methods=["GET", "POST"], groups=["basics"])
def advice(request: HttpRequest, case_uuid, matter_uuid) -> HttpResponse:
    """An invited member's advice to the team."""
    rows = NetworkInvitation.objects.visible_to(request.actor).select_related("matter", "case__person")
    one = get_object_or_404(rows, matter__uuid=matter_uuid, case=request.case, user_id=request.actor.user_id)
    form = bind(request, AdviceForm, initial={"text": one.advice})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, _done, act=actions.advise, invitation=one, by=request.actor, text=text):
            say(request, _("Kiitos. Neuvo on asiakkaan tiimillä."))
            return see("layers:layers", case_uuid=case_uuid)
    return _page(request, form, _("Neuvo asiakkaan tiimille"), _("Lähetä neuvo"), one.matter.question)


@allow(P.TEAM_EDIT, methods=["POST"], groups=["basics"])
def matter_end(request: HttpRequest, case_uuid, matter_uuid) -> HttpResponse:
    """The case leaves the network."""
    matter = get_object_or_404(NetworkMatter.objects.visible_to(request.actor), uuid=matter_uuid, case=request.case)
    actions.end_matter(matter=matter, by=request.actor)
    say(request, _("Asia ei ole enää verkostossa. Kutsutut eivät enää näe sitä."))
    return see("layers:layers", case_uuid=case_uuid)
