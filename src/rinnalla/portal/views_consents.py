"""The client's own leaves: who sees what and why, giving, changing and taking back (L-84, L-85)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.models import Consent
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.consents import matrix, standing
from rinnalla.cases.consents.actions import change_consent, give_consent, withdraw_consent
from rinnalla.cases.consents.forms import GiveForm, OwnTermsForm, start_from
from rinnalla.cases.consents.models import ConsentPaper
from rinnalla.cases.consents.rules import ONLINE
from rinnalla.cases.consents.views import kind_names, paper_answer, versions_of
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.cases.models import Case
from rinnalla.exchange.packets.content import section_name
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.portal.own import draw, own
from rinnalla.servicemodels.codes import code_name, consent_name, deadline

ON_PAGE = 50


def consents(case: Case) -> list[dict[str, Any]]:
    """The leaves in force: to whom, for what, until when, and whether that is soon."""
    rows = Consent.objects.in_force().filter(case=case).select_related("organisation").order_by("pk")
    soon = dates.today() + timedelta(days=deadline(None, "consent_end_notice"))
    return [
        {
            "row": row, "kind": _own_kind(row), "groups": _names("field_groups", row.field_groups),
            "kinds": _names("health_kinds", row.health_kinds), "soon": row.ends_on is not None and row.ends_on <= soon,
        }
        for row in rows
    ]


def _own_kind(consent: Consent) -> str:
    """What a consent made for one body is called; the plain one needs no name beside "you gave leave"."""
    return consent_name(consent.kind) if consent.kind != "consent" else ""


def _names(codes: str, keys: list[str]) -> str:
    return ", ".join(code_name(codes, one).lower() for one in keys)


@own(P.OWN_ALLOW)
def own_consents(request: HttpRequest) -> HttpResponse:
    """The leaves one has given, and who sees what by law or by leave."""
    parties = matrix.of(request.case, [*matrix.EVERYBODYS, matrix.SPECIAL])
    given = request.case.disclosures.select_related("organisation", "made_by", "consent", "wrong").order_by("-pk")
    told = [_given(one) for one in given[:ON_PAGE]]
    context = {"consents": consents(request.case), "parties": parties, "given": told}
    return draw(request, "portal/consents.html", context)


def _given(row: Disclosure) -> dict[str, Any]:
    """One giving of the client's data, in words for the client."""
    parts = ", ".join(section_name(one).lower() for one in row.sections)
    ground = _("Laki antoi siihen luvan.") if row.statute else ""
    return {"row": row, "parts": parts, "ground": " ".join(one for one in (ground, _own_leave(row)) if one)}


def _own_leave(row: Disclosure) -> str:
    return _("Sinä annoit siihen luvan.") if row.consent else ""


def _in_force(request: HttpRequest, consent_uuid: UUID) -> Consent:
    rows = Consent.objects.in_force() if request.method == "GET" else Consent.objects.all()
    return get_object_or_404(rows.filter(case=request.case).select_related("organisation", "case"), uuid=consent_uuid)


@own(P.OWN_ALLOW)
def consent(request: HttpRequest, consent_uuid: UUID) -> HttpResponse:
    """One leave: what it says now, what it has said before, the paper one signed."""
    rows = Consent.objects.filter(case=request.case).select_related("organisation", "case")
    one = get_object_or_404(rows, uuid=consent_uuid)
    versions = [
        {"row": row, "groups": _names("field_groups", row.field_groups), "kind": consent_name(row.kind),
         "kinds": _names("health_kinds", row.health_kinds)}
        for row in versions_of(one)
    ]  # fmt: skip
    papers = ConsentPaper.objects.filter(consent__in=[row["row"].pk for row in versions]).order_by("-pk")
    live = Consent.objects.in_force().filter(pk=one.pk).exists()
    context = {"consent": one, "versions": versions, "papers": papers, "live": live}
    return draw(request, "portal/consent.html", context)


@own(P.OWN_ALLOW, methods=["GET", "POST"])
def consent_new(request: HttpRequest) -> HttpResponse:
    """Give a leave: to whom, what, until when."""
    form = bind(request, GiveForm, case=request.case)
    if request.method == "POST" and form.is_valid() and (given := attempt(form, _give, request=request, form=form)):
        say(request, _("Annoit luvan. %(name)s saa nyt nähdä nämä tiedot.") % {"name": given.organisation.name})
        return see("portal:consents")
    context = {"form": form, "act": _("Anna lupa"), "heading": _("Anna lupa"), "consent": None}
    return draw(request, "portal/consent_terms.html", context, status=422 if request.method == "POST" else 200)


def _give(*, request: HttpRequest, form: GiveForm) -> Consent:
    data = form.cleaned_data
    return give_consent(
        case=request.case, organisation=data["organisation"], mode=ONLINE, given_on=dates.today(), by=request.actor,
        language=request.actor.language, key=data["form_key"], **form.terms(),
    )


@own(P.OWN_ALLOW, methods=["GET", "POST"])
def consent_change(request: HttpRequest, consent_uuid: UUID) -> HttpResponse:
    """Limit or widen a leave, or move its last day: it bites at once, and the earlier version stays to be seen."""
    one = _in_force(request, consent_uuid)
    form = bind(request, OwnTermsForm, consent=one, initial=start_from(one))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        act = {"consent": one, "mode": ONLINE, "by": request.actor, "key": key, **form.terms()}
        if attempt(form, change_consent, **act):
            say(request, _("Lupasi on muutettu. Muutos on voimassa heti."))
            return see("portal:consents")
    context = {"form": form, "act": _("Tallenna muutos"), "heading": _("Muuta lupaa"), "consent": one}
    return draw(request, "portal/consent_terms.html", context, status=422 if request.method == "POST" else 200)


@own(P.OWN_ALLOW, methods=["GET", "POST"])
def consent_withdrawal(request: HttpRequest, consent_uuid: UUID) -> HttpResponse:
    """What will stop; then take the leave back: whoever stood on it sees nothing from that second on."""
    one = _in_force(request, consent_uuid)
    if request.method == "POST":
        withdraw_consent(consent=one, by=request.actor)
        say(request, _("Lupa on peruttu. %(name)s ei enää näe tietojasi.") % {"name": one.organisation.name})
        return see("portal:consents")
    context = {"consent": one, "stops": standing.by_kind(standing.on(one)), "kinds": kind_names()}
    return draw(request, "portal/consent_withdrawal.html", context)


@own(P.OWN_ALLOW)
def consent_paper(request: HttpRequest, consent_uuid: UUID, consentpaper_uuid: UUID) -> HttpResponse:
    """The paper one signed, as a file to save."""
    rows = ConsentPaper.objects.filter(case=request.case, consent__uuid=consent_uuid)
    return paper_answer(get_object_or_404(rows, uuid=consentpaper_uuid))
