"""Packets of a case: choose, see exactly what goes, give, the receipt, and what went to the wrong one."""

import json
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.disclosures.actions import note_wrong_receiver
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.exchange.packets import papers
from rinnalla.exchange.packets.actions import give_packet
from rinnalla.exchange.packets.content import compose, section_name
from rinnalla.exchange.packets.forms import ChooseForm, GiveForm, WrongForm
from rinnalla.exchange.packets.models import GivenPacket
from rinnalla.lib.documents import pdf_answer
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_name


def _rows(request: HttpRequest) -> Any:
    rows = Disclosure.objects.visible_to(request.actor).filter(case=request.case)
    return rows.select_related("organisation", "controller", "made_by", "consent", "wrong", "case__person")


@allow(P.TEAM_EDIT, groups=["basics"])
def given(request: HttpRequest, case_uuid) -> HttpResponse:
    """Everything that has been given of the case, the newest first."""
    return render(request, "exchange/packets/given.html", {"tab": "team", "rows": _rows(request).order_by("-pk")})


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"], action="export")
def new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Choose the party, the purpose and the sections; see what exactly goes; then give just that."""
    if request.method == "POST":
        form = bind(request, GiveForm, case=request.case)
        if form.is_valid() and (row := attempt(form, _give, request=request, form=form)):
            say(request, _("Annettu ja kirjattu. Asiakas näkee, kenelle ja mitä annettiin."))
            return see("packets:receipt", case_uuid=case_uuid, disclosure_uuid=row.uuid)
        return _page(request, form, 422)
    return _page(request, ChooseForm(request.GET or None, case=request.case), 200)


def _page(request: HttpRequest, form: Any, status: int) -> HttpResponse:
    """The choice, and when it is whole, what goes, with the form that gives it."""
    context: dict[str, Any] = {"tab": "team", "form": form, "content": None, "section_name": section_name}
    chosen = form if form.is_bound and not isinstance(form, GiveForm) else ChooseForm(form.data, case=request.case)
    if form.is_bound and chosen.is_valid():
        data = chosen.cleaned_data
        content = compose(request.case, data["organisation"], data["sections"], request.access.groups)
        request.shown.groups(content.groups)
        start = {**data, "organisation": data["organisation"].pk, "digest": content.digest}
        give = form if isinstance(form, GiveForm) else GiveForm(initial=start, case=request.case)
        if isinstance(form, GiveForm):
            give.data = {**form.data.dict(), "sections": data["sections"], "digest": content.digest}
        context |= {"content": content, "organisation": data["organisation"], "give": give, "chosen": data}
        context["kinds"] = [code_name("health_kinds", one) for one in content.kinds]
    return render(request, "exchange/packets/new.html", context, status=status)


def _give(*, request: HttpRequest, form: GiveForm) -> Disclosure:
    data = form.cleaned_data
    return give_packet(
        case=request.case, organisation=data["organisation"], aim=data["aim"], sections=data["sections"],
        groups=request.access.groups, digest=data["digest"], channel=data["channel"], receiver=data["receiver"],
        by=request.actor, key=data["form_key"],
    )


@allow(P.TEAM_EDIT, groups=["basics"])
def receipt(request: HttpRequest, case_uuid, disclosure_uuid) -> HttpResponse:
    """The line of the disclosure log: every fact the law names."""
    row = get_object_or_404(_rows(request), uuid=disclosure_uuid)
    shows = row.sections and set(row.field_groups) <= request.access.groups
    packet = GivenPacket.objects.filter(disclosure=row).first() if shows else None
    context = {"tab": "team", "row": row, "facts": papers.facts_of(row), "packet": packet}
    return render(request, "exchange/packets/receipt.html", context)


@allow(P.TEAM_EDIT, groups=["basics"], action="print")
def receipt_print(request: HttpRequest, case_uuid, disclosure_uuid) -> HttpResponse:
    """The receipt on paper."""
    row = get_object_or_404(_rows(request), uuid=disclosure_uuid)
    return pdf_answer(papers.receipt_paper(row), "todistus-tietojen-antamisesta")


def _packet(request: HttpRequest, disclosure_uuid: Any) -> GivenPacket:
    """The packet as it went, only for whoever may see all of it. Raises Http404."""
    row = get_object_or_404(_rows(request), uuid=disclosure_uuid)
    packet = GivenPacket.objects.select_related("case__person").filter(disclosure=row).first()
    if packet is None or not set(row.field_groups) <= request.access.groups:
        raise Http404
    packet.disclosure = row
    request.shown.groups(row.field_groups)
    return packet


@allow(P.TEAM_EDIT, groups=["basics"], action="print")
def paper(request: HttpRequest, case_uuid, disclosure_uuid) -> HttpResponse:
    """The packet as PDF, as it went."""
    return pdf_answer(papers.packet_paper(_packet(request, disclosure_uuid)), "paketti")


@allow(P.TEAM_EDIT, groups=["basics"], action="export")
def data(request: HttpRequest, case_uuid, disclosure_uuid) -> HttpResponse:
    """The packet as data for another program, as it went."""
    headers = {"Content-Disposition": 'attachment; filename="paketti.json"', "Cache-Control": "no-store"}
    told = papers.packet_data(_packet(request, disclosure_uuid))
    return JsonResponse(told, headers=headers, json_dumps_params={"ensure_ascii": False})


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def wrong(request: HttpRequest, case_uuid, disclosure_uuid) -> HttpResponse:
    """It went to the wrong one: told to the client and the data-protection officer at once."""
    row = get_object_or_404(_rows(request), uuid=disclosure_uuid)
    form = bind(request, WrongForm)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        act = {"outcome": told["outcome"], "words": told["words"], "key": told["form_key"]}
        if attempt(form, note_wrong_receiver, disclosure=row, by=request.actor, **act):
            say(request, _("Kirjattu. Asiakkaalle ja tietosuojavastaavalle on kerrottu."))
            return see("packets:receipt", case_uuid=case_uuid, disclosure_uuid=disclosure_uuid)
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/packets/wrong.html", {"tab": "team", "form": form, "row": row}, status=status)


@allow(P.LOG_OVERSEE)
def mistakes(request: HttpRequest) -> HttpResponse:
    """What went to the wrong one in the officer's region: which case by its number, to whom, what became of it."""
    with connection.cursor() as cursor:
        cursor.execute("select * from cases_wrong_receivers()")
        names = [one.name for one in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    request.shown.cases(row["case_id"] for row in rows)
    for row in rows:
        row["body"], row["field_groups"] = json.loads(row["body"]), json.loads(row["field_groups"])
        row["outcome"] = code_name("wrong_receiver_outcomes", row["outcome"])
        row["groups"] = ", ".join(code_name("field_groups", one).lower() for one in row["field_groups"])
    return render(request, "exchange/packets/mistakes.html", {"nav": "oversight", "rows": rows})
