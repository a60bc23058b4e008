"""Employers in a case: who may be told what by the client's leave, and what was told."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employers.actions import as_receiver
from rinnalla.employers.models import Employer
from rinnalla.employers.pages import employer_of
from rinnalla.employers.telling import actions
from rinnalla.employers.telling.forms import ReceiverForm, ToldForm
from rinnalla.employers.telling.models import ToldToEmployer
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels.codes import code_name

GROUPS = ("basics", "employment")
BOTH = ("GET", "POST")


@allow(P.EMPLOYER_TELL, methods=BOTH, groups=GROUPS)
def employers(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Which employers the client lets know something, what was told; and asking a consent for another."""
    _employment(request)
    form = bind(request, ReceiverForm, region_id=request.case.region_id)
    if request.method == "POST" and form.is_valid():
        employer = form.cleaned_data["employer"]
        body = attempt(form, as_receiver, employer=employer, by=request.actor)
        if body:
            where = reverse("consents:new", kwargs={"case_uuid": case_uuid})
            return HttpResponseRedirect(f"{where}?organisation={body.pk}")
    rows = ToldToEmployer.objects.visible_to(request.actor).filter(case=request.case)
    context = {
        "tab": "coaching", "form": form, "let": _let(request), "group_name": lambda key: code_name("field_groups", key),
        "rows": list(rows.select_related("employer", "made_by", "consent")),
    }
    return render(request, "employers/of_case.html", context, status=422 if request.method == "POST" else 200)


def _let(request: HttpRequest) -> list[tuple[Employer, list[str]]]:
    """The employers of a consent in force, each with the field groups it lists."""
    consents = request.case.consents.in_force().exclude(mode="spoken").filter(organisation__employer__isnull=False)
    rows = consents.select_related("organisation__employer")
    return [(one.organisation.employer, one.field_groups) for one in rows]


@allow(P.EMPLOYER_TELL, methods=BOTH, groups=GROUPS)
def told_new(request: HttpRequest, case_uuid: UUID, employer_uuid: UUID) -> HttpResponse:
    """Note what an employer was told; only what the consent lists can be chosen."""
    _employment(request)
    employer = employer_of(request, employer_uuid)
    consent = actions.consent_of(request.case, employer)
    form = bind(request, ToldForm, groups=consent.field_groups if consent else ())
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("form_key")
        act = {"case": request.case, "employer": employer, "by": request.actor, "key": key, **data}
        if attempt(form, actions.tell_employer, **act):
            say(request, _("Kirjattu. Asiakas näkee omilla sivuillaan, mitä työnantajalle kerrottiin."))
            return see("employers:of_case", case_uuid=case_uuid)
    context = {"tab": "coaching", "form": form, "employer": employer, "consent": consent}
    return render(request, "employers/told.html", context, status=422 if request.method == "POST" else 200)


def _employment(request: HttpRequest) -> None:
    """Which employer knows of the client is data of employment: it shows to nobody without that field group."""
    if EMPLOYMENT not in request.access.groups:
        raise Http404
