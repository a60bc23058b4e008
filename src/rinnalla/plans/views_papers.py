"""The plan on paper, and giving it to an organisation with a cover note (V-58)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.documents import pdf_answer
from rinnalla.lib.web import bind
from rinnalla.plans.forms import PacketForm
from rinnalla.plans.giving import disclose
from rinnalla.plans.models import Packet, PlanVersion
from rinnalla.plans.papers import cover_draft, paper
from rinnalla.plans.views import form_page, plan_of


def _versions(request: HttpRequest) -> Any:
    rows = PlanVersion.objects.filter(plan=plan_of(request)).order_by("-number")
    return rows.select_related("made_by", "plan__case__person", "plan__case__responsible_worker").prefetch_related(
        "approvals"
    )


@allow(P.PLAN_VIEW, groups=["basics"], action="print")
def print_plan(request: HttpRequest, case_uuid) -> HttpResponse:
    """A version (the newest, or `?version=2`) as PDF in the client's language, with chosen parts (`?parts=health`)."""
    number = request.GET.get("version", "")
    rows = (
        _versions(request).filter(number=int(number)) if number.isdecimal() and len(number) < 6 else _versions(request)
    )
    version = get_object_or_404(rows[:1])
    chosen = frozenset(request.GET.getlist("parts")) or request.access.groups
    groups = chosen & request.access.groups
    request.shown.groups(groups)
    return pdf_answer(paper(version, groups), f"suunnitelma-{version.number}")


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def packet_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Give the newest version to an organisation. What neither law nor consent lets it have is refused."""
    version = get_object_or_404(_versions(request)[:1])
    more = {"case": request.case, "groups": request.access.groups, "initial": {"cover_note": cover_draft(version)}}
    form = bind(request, PacketForm, **more)

    def do(data: dict[str, Any]) -> None:
        disclose(version=version, by=request.actor, key=data.pop("form_key"), **data)

    lead = _("Annetaan versio %(number)s ja saate. Asiakas näkee, kenelle ja mitä annettiin.")
    return form_page(
        request,
        form,
        _("Anna suunnitelma organisaatiolle"),
        _("Anna suunnitelma"),
        do,
        lead=lead % {"number": version.number},
        done=_("Suunnitelma on annettu. Tulosta se tai lähetä suojatusti tältä sivulta."),
    )


@allow(P.PLAN_VIEW, groups=["basics"], action="print")
def packet(request: HttpRequest, case_uuid, packet_uuid) -> HttpResponse:
    """The packet as it was given: cover note and the parts of then. Only for those who may see all its parts."""
    given = get_object_or_404(
        Packet.objects.visible_to(request.actor).select_related("organisation", "made_by"),
        uuid=packet_uuid,
        case=request.case,
        field_groups__contained_by=sorted(request.access.groups),
    )
    version = get_object_or_404(_versions(request), pk=given.version_id)
    request.shown.groups(given.field_groups)
    return pdf_answer(paper(version, given.field_groups, given), f"saate-ja-suunnitelma-{version.number}")
