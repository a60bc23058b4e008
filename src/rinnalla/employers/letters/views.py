"""Letters of intent of an employer: signing, following up, closing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.letters import actions
from rinnalla.employers.letters.forms import FollowForm, LetterClosingForm, LetterForm
from rinnalla.employers.letters.models import LetterOfIntent
from rinnalla.employers.models import Employer
from rinnalla.employers.pages import employer_of, one_form
from rinnalla.lib import dates
from rinnalla.lib.web import bind

BOTH = ("GET", "POST")


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def new(request: HttpRequest, employer_uuid: UUID) -> HttpResponse:
    """The employer signs."""
    one = employer_of(request, employer_uuid)
    form = bind(request, LetterForm, employer=one)

    def act(data: dict[str, Any]) -> Any:
        return actions.sign_letter(employer=one, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, one, heading=_("Kirjaa aiesopimus"), button=_("Kirjaa aiesopimus"),
        done=_("Aiesopimus on kirjattu."),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def follow_up(request: HttpRequest, employer_uuid: UUID, letterofintent_uuid: UUID) -> HttpResponse:
    """How it is going."""
    one = employer_of(request, employer_uuid)
    letter = _letter(one, letterofintent_uuid)
    ahead = dates.add_months(dates.today(), 3)
    start = {"filled": letter.filled or 0, "follow_up_on": ahead, "version": letter.version}
    form = bind(request, FollowForm, initial=start)
    return one_form(
        request, form, lambda data: actions.follow_letter(letter=letter, by=request.actor, **data), one,
        heading=_("Seuraa aiesopimusta"), button=_("Tallenna seuranta"), done=_("Seuranta on kirjattu."),
        lead=_about(letter),
    )


@allow(P.EMPLOYER_EDIT, methods=BOTH)
def closing(request: HttpRequest, employer_uuid: UUID, letterofintent_uuid: UUID) -> HttpResponse:
    """What came of it."""
    one = employer_of(request, employer_uuid)
    letter = _letter(one, letterofintent_uuid)
    form = bind(request, LetterClosingForm, initial={"filled": letter.filled or 0, "version": letter.version})
    return one_form(
        request, form, lambda data: actions.close_letter(letter=letter, by=request.actor, **data), one,
        heading=_("Päätä aiesopimus"), button=_("Päätä aiesopimus"), done=_("Aiesopimus on päätetty."),
        lead=_about(letter),
    )


def _letter(one: Employer, uuid: UUID) -> LetterOfIntent:
    return get_object_or_404(one.letters.select_related("employer"), uuid=uuid)


def _about(letter: LetterOfIntent) -> str:
    about = {"places": letter.places, "since": dates.d(letter.starts_on), "until": dates.d(letter.ends_on)}
    return _("%(places)s paikkaa, %(since)s–%(until)s.") % about
