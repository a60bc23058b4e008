"""Who the person is: protected contacts, another identity code, and what the person was called before."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.forms import STAGE_NAMES
from rinnalla.cases.forms_person import CodeForm, ProtectionForm
from rinnalla.cases.views import draw, saved
from rinnalla.lib.hetu import HIDDEN
from rinnalla.lib.web import bind, render, say, see
from rinnalla.people.actions import change_hetu, reveal_contacts, set_protection

HIDDEN_NOW = gettext_lazy("Turvakielto on kirjattu. Yhteystiedot eivät näy enää millään sivulla.")
SHOWN_AGAIN = gettext_lazy("Yhteystiedot näkyvät taas niille, jotka tekevät työtä asiassa.")
WHAT_IT_HIDES = gettext_lazy(
    "Turvakielto salaa puhelimen ja sähköpostin sivuilta, listoilta, tulosteilta ja rajapinnasta. "
    "Katsominen jää lokiin."
)


@allow(P.HETU_REVEAL, methods=["GET", "POST"], groups=["basics"])
def protection(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Say that the address is protected, or not any more, and give new contacts without seeing the old ones."""
    person = request.case.person
    form = bind(request, ProtectionForm, initial={"protected": person.protected_address, "version": person.version})
    status, compare = 200 if request.method == "GET" else 422, None
    if request.method == "POST" and form.is_valid():
        done, status, compare = saved(request, form, _protect, person=person, data=form.cleaned_data)
        if done:
            say(request, HIDDEN_NOW if form.cleaned_data["protected"] else SHOWN_AGAIN)
            return see("desk:case", case_uuid=case_uuid)
    return draw(request, form, _("Turvakielto"), _("Tallenna"), status=status, compare=compare, lead=WHAT_IT_HIDES)


def _protect(*, person, data: dict, by) -> bool:
    set_protection(person=person, by=by, **data)
    return True


@allow(P.HETU_REVEAL, methods=["POST"], groups=["basics"], action="reveal")
def contacts(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Show protected contacts once; that they were shown is in the client's log."""
    phone, email = reveal_contacts(person=request.case.person, by=request.actor, case_id=request.case.pk)
    context = {"tab": "overview", "phone": phone, "email": email, "stage_names": STAGE_NAMES}
    return render(request, "cases/protected_contacts.html", context)


@allow(P.HETU_REVEAL, methods=["GET", "POST"], groups=["basics"])
def identity_code(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Record the identity code the person has now."""
    person = request.case.person
    form = bind(request, CodeForm, initial={"version": person.version})
    status, compare = 200 if request.method == "GET" else 422, None
    if request.method == "POST" and form.is_valid():
        done, status, compare = saved(request, form, _recode, person=person, data=form.cleaned_data)
        if done:
            say(request, _("Henkilötunnus on kirjattu."))
            return see("desk:case", case_uuid=case_uuid)
    lead = _("Entinen tunnus jää talteen, ja sillä tullut lähete löytää yhä oikean ihmisen.")
    return draw(request, form, _("Henkilötunnus"), _("Kirjaa henkilötunnus"), status=status, compare=compare, lead=lead)


def _recode(*, person, data: dict, by) -> bool:
    change_hetu(person=person, by=by, **data)
    return True


@allow(P.CASE_EDIT, groups=["basics"])
def history(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Former names and codes, and merges of this person's rows with the way back."""
    person = request.case.person
    context = {
        "tab": "overview", "hidden": HIDDEN,
        "names": person.former_names.select_related("made_by").order_by("-pk"),
        "codes": person.former_codes.select_related("made_by").order_by("-pk"),
        "merges": person.merges.select_related("made_by", "undone_by").order_by("-pk"),
    }
    return render(request, "cases/person_history.html", context)
