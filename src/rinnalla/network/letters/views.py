"""The pages of letters of intent: every professional of the region reads them, coordinators and managers keep them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.network.letters import actions
from rinnalla.network.letters.forms import FollowUpForm, LetterForm, OutcomeForm, of_employer
from rinnalla.network.letters.models import LetterOfIntent

METHODS = ["GET", "POST"]


@allow(P.CATALOGUE_VIEW)
def letters(request: HttpRequest) -> HttpResponse:
    """Who takes people on now, how many places are left, and on the other tab what has been."""
    ended = request.GET.get("state") == "ended"
    rows = LetterOfIntent.objects.visible_to(request.actor).filter(ended_at__isnull=not ended)
    rows = rows.prefetch_related("follow_ups").order_by("-ended_at" if ended else "follow_up_on", "pk")
    return render(request, "network/letters.html", {"rows": rows, "ended": ended})


@allow(P.CATALOGUE_VIEW)
def letter(request: HttpRequest, letterofintent_uuid: UUID) -> HttpResponse:
    """One letter: what was promised, whom to call, how it has gone."""
    one = _one(request, letterofintent_uuid)
    records = request.actor.can(P.LETTER_RECORD)
    late = one.state != "ended" and one.follow_up_on < dates.today()
    return render(request, "network/letter.html", {"one": one, "may": records, "late": late})


@allow(P.LETTER_RECORD, methods=METHODS)
def letter_new(request: HttpRequest) -> HttpResponse:
    """A letter as it was signed; `employer` in the address is the one of the register who signs."""
    employer = _employer(request)
    form = bind(request, LetterForm, initial=of_employer(employer) if employer else {})
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("from_on", "to_on", "follow_up_on")}
        key = form.cleaned_data["form_key"]
        made = attempt_once(
            form, actions.record_letter, by=request.actor, promised=form.promised(), employer=employer, key=key, **days
        )
        if made:
            say(request, _("Aiesopimus on kirjattu."))
            return see("network:letter", letterofintent_uuid=made.uuid)
    back = reverse("employers:employer", args=[employer.uuid]) if employer else reverse("network:letters")
    return _page(request, form, _("Kirjaa aiesopimus"), _("Tallenna aiesopimus"), back)


@allow(P.LETTER_RECORD, methods=METHODS)
def follow_up(request: HttpRequest, letterofintent_uuid: UUID) -> HttpResponse:
    """How it stands, and when it is looked at next."""
    one = _one(request, letterofintent_uuid)
    form = bind(request, FollowUpForm)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        if attempt_once(form, actions.follow_up, letter=one, by=request.actor, key=data.pop("form_key"), **data):
            say(request, _("Tilanne on kirjattu."))
            return see("network:letter", letterofintent_uuid=one.uuid)
    return _page(
        request, form, _("Kirjaa tilanne: %(name)s") % {"name": one.party}, _("Tallenna tilanne"), _address(one)
    )


@allow(P.LETTER_RECORD, methods=METHODS)
def letter_end(request: HttpRequest, letterofintent_uuid: UUID) -> HttpResponse:
    """What came of it."""
    one = _one(request, letterofintent_uuid)
    form = bind(request, OutcomeForm)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.end_letter, letter=one, by=request.actor, **form.cleaned_data)
        if form.is_valid():
            say(request, _("Aiesopimus on päätetty."))
            return see("network:letter", letterofintent_uuid=one.uuid)
    heading = _("Päätä aiesopimus: %(name)s") % {"name": one.party}
    return _page(request, form, heading, _("Päätä aiesopimus"), _address(one))


def _employer(request: HttpRequest) -> Employer | None:
    """The employer of the register that the address or the form names."""
    asked = request.GET.get("employer") or request.POST.get("employer", "")
    try:
        return Employer.objects.visible_to(request.actor).filter(uuid=UUID(asked)).first() if asked else None
    except ValueError:
        return None


def _one(request: HttpRequest, uuid: UUID) -> LetterOfIntent:
    rows = LetterOfIntent.objects.visible_to(request.actor).prefetch_related("follow_ups__made_by")
    return get_object_or_404(rows.select_related("unit__organisation", "made_by", "ended_by"), uuid=uuid)


def _address(one: LetterOfIntent) -> str:
    return reverse("network:letter", kwargs={"letterofintent_uuid": one.uuid})


def _page(request: HttpRequest, form: Any, heading: str, act: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "act": act, "back": back, "nav": "services"}
    return render(request, "network/form.html", context, status=422 if request.method == "POST" else 200)
