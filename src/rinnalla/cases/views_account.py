"""The client's own account, seen from the case: how they sign in, opening it and closing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.identification import providers
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.forms_person import AccountClosingForm
from rinnalla.cases.views import draw
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.people import accounts


@allow(P.HETU_REVEAL, groups=["basics"])
def account(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Whether the client has an account, how they sign in with it, and what can be done now."""
    person = request.case.person
    user = User.objects.filter(person=person).first()
    context = {
        "tab": "overview", "account": user, "ways": providers.every(), "has_code": person.hetu_index is not None,
        "password": user is not None and user.has_usable_password(), "own": request.case.person.first_name,
    }
    return render(request, "cases/account.html", context)


@allow(P.HETU_REVEAL, methods=["POST"], groups=["basics"])
def account_open(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Open the account for identification by the client's code."""
    try:
        accounts.open_account(person=request.case.person, case_id=request.case.pk, by=request.actor)
        say(request, _("Tunnus on auki. Asiakas kirjautuu tunnistautumalla."))
    except Refused as refusal:
        say(request, refusal.message)
    return see("cases:account", case_uuid=case_uuid)


@allow(P.HETU_REVEAL, methods=["GET", "POST"], groups=["basics"])
def account_close(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Close the account, with the reason; every session of it ends with the next request."""
    form = bind(request, AccountClosingForm)
    told = {"person": request.case.person, "case_id": request.case.pk, "by": request.actor}
    if request.method == "POST" and form.is_valid():
        attempt(form, accounts.close_account, reason=form.cleaned_data["reason"], **told)
        if form.is_valid():
            say(request, _("Tunnus on suljettu. Asiakas ei pääse enää omille sivuilleen."))
            return see("cases:account", case_uuid=case_uuid)
    return draw(
        request, form, _("Sulje asiakkaan tunnus"), _("Sulje tunnus"), status=422 if request.method == "POST" else 200,
        lead=_("Asiakas ei pääse sen jälkeen sivuilleen. Tiedot säilyvät, ja tunnuksen voi avata uudelleen."),
        back=reverse("cases:account", kwargs={"case_uuid": case_uuid}),
    )  # fmt: skip
