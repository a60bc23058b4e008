"""Making a round, asking an employer, answering; noting services used and what was done about attitudes.

An employer answers a round once, whichever way: who answers waits for the row, and the second finds the first.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import OUTSIDE, Actor
from rinnalla.employers.actions import INSTALLATION, note, require_own_region, require_register
from rinnalla.employers.models import Employer, EmployerPerson
from rinnalla.employers.surveys.models import HAND, LINK, AttitudeAction, ServiceUse, SurveyReply, SurveyRound
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels.codes import code, code_list, deadline

MAIL = "employers.mail_survey_link"
READER = Actor(kind=OUTSIDE)


@transaction.atomic
def make_round(*, by: Actor, name: str, opens_on: date, closes_on: date, key: UUID | None = None) -> SurveyRound:
    """A round with the questions in force today. Raises Refused: a name that is taken, an end before the start."""
    require_register(by)
    if key and (sent := SurveyRound.objects.filter(form_key=key, region_id=by.region_id).first()):
        return sent
    if closes_on < opens_on:
        raise Refused(_("Kierros päättyy aikaisintaan alkamispäivänään."), field="closes_on")
    said = without_client(name, "name")
    if not said:
        raise Refused(_("Anna kierrokselle nimi."), field="name")
    if SurveyRound.objects.filter(region_id=by.region_id, name=said).exists():
        raise Refused(_("Tämän niminen kierros on jo. Anna toinen nimi."), field="name")

    def make() -> SurveyRound:
        return SurveyRound.objects.create(
            region_id=by.region_id, name=said, opens_on=opens_on, closes_on=closes_on,
            items=[one.key for one in code_list("survey_items")], made_by_id=by.user_id, form_key=key,
        )

    row, new = once(SurveyRound.objects.all(), key, make, region_id=by.region_id)
    if new:
        record("employers.survey_made", by=by, stream=INSTALLATION, obj=("survey_round", row.pk))
    return row


@transaction.atomic
def move_end(*, round: SurveyRound, version: int, by: Actor, closes_on: date) -> None:
    """The round ends on another day. A round that has ended stays as it is: its results are out.

    Raises Refused, Conflict."""
    require_register(by)
    if not round.allows("move_end"):
        raise Refused(_("Kierros on päättynyt, eikä sitä avata uudelleen. Tee uusi kierros."))
    if closes_on < max(round.opens_on, dates.today()):
        raise Refused(_("Kierros päättyy tänään tai myöhemmin."), field="closes_on")
    save_version(round, version, closes_on=closes_on)
    record("employers.survey_moved", by=by, stream=INSTALLATION, obj=("survey_round", round.pk), on=closes_on)


@transaction.atomic
def ask(*, round: SurveyRound, employer: Employer, whom: EmployerPerson, by: Actor) -> SurveyReply:
    """Send a contact person a link; asked again, the earlier link opens nothing any more. Raises Refused."""
    require_own_region(employer, by)
    row = _turn(round, employer, by)
    if not round.allows("ask") or round.region_id != employer.region_id:
        raise Refused(_("Kierros ei ole auki."), field="round")
    if row.answered_at:
        raise Refused(_("Työnantaja on jo vastannut tähän kierrokseen."))
    if whom.employer_id != employer.pk or not whom.email:
        raise Refused(_("Valitse yhteyshenkilö, jolla on sähköpostiosoite."), field="whom")
    SurveyReply.objects.filter(pk=row.pk).update(contact_person=whom, hash=None, sent_at=None, expires_at=None)
    note(employer, "employers.survey_asked", by, round=round.pk)
    outbox.promise(MAIL, row.pk, by=by)
    row.refresh_from_db()
    return row


@transaction.atomic
def enter(*, round: SurveyRound, employer: Employer, by: Actor, answers: Mapping[str, int]) -> SurveyReply:
    """Enter what an employer answered otherwise. Raises Refused: answered already, a round that is not open."""
    require_own_region(employer, by)
    row = _turn(round, employer, by)
    if not round.allows("answer") or round.region_id != employer.region_id:
        raise Refused(_("Kierros ei ole auki."), field="round")
    if row.answered_at:
        raise Refused(_("Työnantaja on jo vastannut tähän kierrokseen."))
    _keep(row, round, answers, HAND)
    note(employer, "employers.survey_entered", by, round=round.pk)
    return row


@transaction.atomic
def answer(*, hash: bytes, answers: Mapping[str, int], by: Actor = READER) -> bool:
    """The answer of whoever holds a link; False when the link is no longer good. Sent twice, it is kept once."""
    row = SurveyReply.objects.select_for_update(of=("self",)).select_related("round").filter(hash=hash).first()
    if row is None or not is_good(row):
        return False
    _keep(row, row.round, answers, LINK)
    record("employers.survey_answered", by=by, stream=INSTALLATION, obj=("employer", row.employer_id))
    return True


def is_good(row: SurveyReply) -> bool:
    """Whether a link opens its form now."""
    in_time = row.expires_at is not None and dates.now() < row.expires_at
    return in_time and row.answered_at is None and row.round.allows("answer")


def made_link(reply_id: int) -> tuple[EmployerPerson, str] | None:
    """Whom to mail, and a secret of which only the hash is kept. None when nobody is asked any more."""
    row = SurveyReply.objects.select_for_update(of=("self",)).filter(pk=reply_id, answered_at=None).first()
    whom = row.contact_person if row else None
    if row is None or whom is None or not whom.email or not row.round.allows("ask"):
        return None
    secret, now = secrets.token_urlsafe(32), dates.now()
    last = datetime.combine(row.round.closes_on + timedelta(days=1), time(), tzinfo=dates.HELSINKI)
    ends = min(now + timedelta(days=deadline(row.round.region, "survey_link")), last)
    SurveyReply.objects.filter(pk=row.pk).update(hash=digest(secret), sent_at=now, expires_at=ends)
    return whom, secret


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@transaction.atomic
def note_use(*, employer: Employer, by: Actor, service: str, on: date, key: UUID | None = None) -> ServiceUse:
    """An employer used a supporting service (E-11). Raises Refused."""
    require_own_region(employer, by)
    if code("employer_services", service) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="service")
    _not_ahead(on)

    def make() -> ServiceUse:
        return ServiceUse.objects.create(
            employer=employer, service=service, on=on, unit_id=by.unit_id, made_by_id=by.user_id, form_key=key
        )

    row, new = once(ServiceUse.objects.all(), key, make, employer_id=employer.pk)
    if new:
        note(employer, "employers.service_used", by, service=service, on=on)
    return row


@transaction.atomic
def note_attitude(
    *, by: Actor, kind: str, on: date, what: str, employers: int = 1, employer: Employer | None = None,
    key: UUID | None = None,
) -> AttitudeAction:
    """Something was done so that employers would think anew of offering work (T-67). Raises Refused."""
    require_register(by)
    if code("attitude_actions", kind) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="kind")
    _not_ahead(on)
    said = without_client(what, "what")
    if not said:
        raise Refused(_("Kirjoita, mitä tehtiin."), field="what")

    def make() -> AttitudeAction:
        return AttitudeAction.objects.create(
            region_id=by.region_id, employer=employer, kind=kind, on=on, what=said[:200], employers=employers,
            unit_id=by.unit_id, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(AttitudeAction.objects.all(), key, make, region_id=by.region_id)
    if new:
        record("employers.attitude_noted", by=by, stream=INSTALLATION, obj=("attitude_action", row.pk), kind=kind)
    return row


def _turn(round: SurveyRound, employer: Employer, by: Actor) -> SurveyReply:
    """The employer's row in the round, held: whoever else asks or answers waits here."""
    row, _new = SurveyReply.objects.get_or_create(
        round=round, employer=employer, defaults={"made_by_id": by.user_id}
    )
    return SurveyReply.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _keep(row: SurveyReply, round: SurveyRound, answers: Mapping[str, int], how: str) -> None:
    """The marks of the round's questions; an unanswered question may be left out. Raises Refused."""
    known = {one.key: one.definition.highest for one in code_list("survey_items") if one.key in round.items}
    kept = {key: mark for key, mark in answers.items() if key in known}
    if not kept:
        raise Refused(_("Vastaa ainakin yhteen kysymykseen."))
    for key, mark in kept.items():
        if not 1 <= mark <= known[key]:
            raise Refused(_("Valitse jokin vaihtoehdoista."), field=key)
    SurveyReply.objects.filter(pk=row.pk).update(answers=kept, answered_at=dates.now(), how=how)


def _not_ahead(on: date) -> None:
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field="on")
