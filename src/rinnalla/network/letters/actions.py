"""Recording a letter of intent, following it up, telling what came of it; reminding when its day has come."""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.employers.actions import require_own_region
from rinnalla.employers.models import Employer
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.network.letters.models import LetterFollowUp, LetterOfIntent
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import deadline

TELL = "network.tell_of_letter"


@dataclass(frozen=True)
class Promised:
    """What stands in the letter."""

    party: str
    party_kind: str
    takes: str
    what: str
    places: int
    signed_on: date
    contact_name: str
    contact_phone: str = ""
    contact_email: str = ""
    kept_in: str = ""


@transaction.atomic
def record_letter(
    *,
    by: Actor,
    promised: Promised,
    from_on: date,
    to_on: date,
    follow_up_on: date,
    organisation: Organisation | None = None,
    employer: Employer | None = None,
    key: UUID | None = None,
) -> LetterOfIntent:
    """A letter of intent as signed; both days belong to it. The recorder's unit keeps it. One of an employer of the
    register is known by its name there. Raises Refused."""
    _may(by, by.region_id)
    if employer is not None:
        require_own_region(employer, by)
        promised = replace(promised, party=employer.name, party_kind=LetterOfIntent.Party.EMPLOYER)
    promised = replace(promised, what=without_client(promised.what, "what"))
    if to_on < from_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="to_on")
    if not promised.contact_phone.strip() and not promised.contact_email.strip():
        raise Refused(_("Kirjaa puhelin tai sähköposti, josta yhteyshenkilön tavoittaa."), field="contact_phone")
    if promised.signed_on > dates.today():
        raise Refused(_("Aiesopimus kirjataan, kun se on allekirjoitettu. Tarkista päivä."), field="signed_on")
    _looked_at_in_time(follow_up_on, to_on)

    def make() -> LetterOfIntent:
        return LetterOfIntent.objects.create(
            region_id=by.region_id,
            unit_id=by.unit_id,
            valid=Range(from_on, to_on + timedelta(days=1)),
            follow_up_on=follow_up_on,
            organisation=organisation,
            employer=employer,
            made_by_id=by.user_id,
            form_key=key,
            **asdict(promised),
        )

    letter, new = once(LetterOfIntent.objects.all(), key, make, region_id=by.region_id, party=promised.party)
    if new:
        _note("recorded", by, letter)
    return letter


@transaction.atomic
def follow_up(
    *, letter: LetterOfIntent, by: Actor, on: date, filled: int, words: str, next_on: date, key: UUID | None = None
) -> LetterFollowUp:
    """How the letter stands: places filled so far, in words, and the day it is looked at next. Raises Refused."""
    _may(by, letter.region_id)
    held = _open(letter, "follow_up")
    if on > dates.today():
        raise Refused(_("Päivä on vasta tulossa. Kirjaa tilanne, kun siitä on puhuttu."), field="on")
    said = without_client(words, "words")
    if not said:
        raise Refused(_("Kirjoita, mitä sovittiin."), field="words")
    if filled > held.places:
        text = _("Aiesopimuksessa on %(places)s paikkaa. Kirjoita niistä täytetyt.")
        raise Refused(text % {"places": held.places}, field="filled")

    def make() -> LetterFollowUp:
        _looked_at_in_time(next_on, held.last_day, field="next_on")
        return LetterFollowUp.objects.create(
            letter=held, on=on, filled=filled, words=said, made_by_id=by.user_id, form_key=key
        )

    row, new = once(LetterFollowUp.objects.all(), key, make, letter_id=held.pk, filled=filled)
    if new:
        LetterOfIntent.objects.filter(pk=held.pk).update(follow_up_on=next_on)
        _note("followed_up", by, held, filled=filled)
    return row


@transaction.atomic
def end_letter(*, letter: LetterOfIntent, by: Actor, outcome: str, words: str) -> None:
    """What came of the letter. Twice is once. Raises Refused, also when somebody else has told otherwise."""
    _may(by, letter.region_id)
    said = without_client(words, "words")
    if not said:
        raise Refused(_("Kirjoita, mitä aiesopimuksesta seurasi."), field="words")
    row = LetterOfIntent.objects.select_for_update().get(pk=letter.pk)
    told = (by.user_id, str(outcome), said)
    if row.ended_at and (row.ended_by_id, row.outcome, row.outcome_words) == told:
        return
    _open(row, "end")
    LetterOfIntent.objects.filter(pk=row.pk).update(
        ended_at=dates.now(), ended_by_id=by.user_id, outcome=outcome, outcome_words=said
    )
    _note("ended", by, row, outcome=str(outcome))


@transaction.atomic
def remind(*, by: Actor) -> int:
    """Tell, once for each day, of letters whose day of looking has come or whose end is near. Returns how many."""
    last = dates.today() + timedelta(days=deadline(None, "letter_end_notice"))
    told = 0
    for letter in LetterOfIntent.objects.to_look_at(last).select_for_update():
        day = letter.last_day if letter.last_day <= last else letter.follow_up_on
        if letter.reminded_for and letter.reminded_for >= day:
            continue
        LetterOfIntent.objects.filter(pk=letter.pk).update(reminded_for=day)
        _note("reminded", by, letter)
        for user in keepers(letter):
            outbox.promise(TELL, user.pk, by=by)
        told += 1
    return told


def keepers(letter: LetterOfIntent) -> Any:
    """Who sees to the letter: those of its unit whose role records letters."""
    able = [role.key for role in ROLES.values() if Permission.LETTER_RECORD in role.permissions]
    rows = Membership.objects.in_force().filter(unit_id=letter.unit_id, role__in=able, user__is_active=True)
    return User.objects.filter(pk__in=rows.values("user_id")).order_by("pk")


def _open(letter: LetterOfIntent, act: str) -> LetterOfIntent:
    row = LetterOfIntent.objects.select_for_update().get(pk=letter.pk)
    if not row.allows(act):
        raise Refused(_("Aiesopimus on jo päätetty. Päivitä sivu."))
    return row


def _looked_at_in_time(day: date, last: date, field: str = "follow_up_on") -> None:
    today = dates.today()
    if day <= today:
        raise Refused(_("Valitse seurannalle päivä, joka on vielä edessä."), field=field)
    if day > max(last, today + timedelta(days=deadline(None, "letter_end_notice"))):
        raise Refused(
            _("Seuraa viimeistään silloin, kun aiesopimus päättyy: %(day)s.") % {"day": dates.d(last)}, field=field
        )


def _may(by: Actor, region_id: int | None) -> None:
    if not by.can(Permission.LETTER_RECORD) or region_id is None or by.region_id != region_id:
        raise Refused(_("Aiesopimuksia kirjaavat ne, jotka tekevät työtä työnantajien ja järjestöjen kanssa."))


def _note(what: str, by: Actor, letter: LetterOfIntent, **details: Any) -> None:
    record(f"network.letter_{what}", by=by, stream=("installation", 0), obj=("letter_of_intent", letter.pk), **details)
