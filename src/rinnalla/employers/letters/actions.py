"""Signing a letter of intent, following it up, and closing it with what came of it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employers.actions import note, require_own_region
from rinnalla.employers.letters.models import LetterOfIntent
from rinnalla.employers.models import Employer, EmployerPerson
from rinnalla.employers.texts import without_client
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version


@transaction.atomic
def sign_letter(
    *, employer: Employer, by: Actor, places: int, signed_on: date, starts_on: date, ends_on: date, follow_up_on: date,
    text: str = "", signer: EmployerPerson | None = None, key: UUID | None = None,
) -> LetterOfIntent:
    """The employer means to give so many places. Raises Refused for no place, days in a wrong order, a day of signing
    ahead."""
    require_own_region(employer, by)
    said = without_client(text, "text")
    if not 1 <= places <= 500:
        raise Refused(_("Kirjoita, montako paikkaa. Vähintään yksi."), field="places")
    if signed_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa sopimus, kun se on allekirjoitettu."), field="signed_on")
    if ends_on < starts_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="ends_on")
    if follow_up_on < signed_on:
        raise Refused(_("Seuranta on allekirjoituksen jälkeen."), field="follow_up_on")

    def make() -> LetterOfIntent:
        return LetterOfIntent.objects.create(
            employer=employer, unit_id=by.unit_id, places=places, signed_on=signed_on, starts_on=starts_on,
            ends_on=ends_on, follow_up_on=follow_up_on, text=said, signer=signer, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(LetterOfIntent.objects.all(), key, make, employer_id=employer.pk)
    if new:
        note(employer, "employers.letter_signed", by, number=places, on=starts_on, until=ends_on)
    return row


@transaction.atomic
def follow_letter(*, letter: LetterOfIntent, version: int, by: Actor, filled: int, follow_up_on: date) -> None:
    """How many places have been filled so far, and when it is looked at next. Raises Refused, Conflict."""
    require_own_region(letter.employer, by)
    _open(letter, "follow")
    if follow_up_on <= dates.today():
        raise Refused(_("Seuraava seuranta on tulevaisuudessa."), field="follow_up_on")
    save_version(letter, version, filled=_count(letter, filled), follow_up_on=follow_up_on)
    note(letter.employer, "employers.letter_followed", by, number=filled)


@transaction.atomic
def close_letter(*, letter: LetterOfIntent, version: int, by: Actor, filled: int, result: str) -> None:
    """What came of it. Raises Refused without a word of it, before it has begun, or when it is closed; Conflict."""
    require_own_region(letter.employer, by)
    _open(letter, "close")
    said = without_client(result, "result")
    if not said:
        raise Refused(_("Kirjoita, mitä aiesopimuksesta tuli."), field="result")
    save_version(
        letter, version, filled=_count(letter, filled), result=said, closed_at=dates.now(), closed_by_id=by.user_id
    )
    note(letter.employer, "employers.letter_closed", by, number=filled)


def _open(letter: LetterOfIntent, act: str) -> None:
    now = LetterOfIntent.objects.get(pk=letter.pk)
    if not now.allows(act):
        raise Refused(_("Aiesopimus on jo päätetty, tai se ei ole vielä alkanut. Päivitä sivu."))


def _count(letter: LetterOfIntent, filled: int) -> int:
    if not 0 <= filled <= letter.places:
        text = _("Aiesopimuksessa on %(places)s paikkaa. Kirjoita niistä täytetyt.")
        raise Refused(text % {"places": letter.places}, field="filled")
    return filled
