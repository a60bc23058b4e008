"""Writing to the team, answering, and marking read."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Subquery
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Absence, User
from rinnalla.cases.actions import locked, note_contact
from rinnalla.cases.messages.models import Message, Way
from rinnalla.cases.models import Case, Channel
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.servicemodels import codes

CHANNELS = {Way.PHONE: Channel.PHONE, Way.MEETING: Channel.MEETING, Way.REPLY: Channel.MESSAGE}


@transaction.atomic
def write(
    *, case: Case, by: Actor, text: str, wants_call: bool = False, to_responsible: bool = False, key: UUID | None = None
) -> Message:
    """The client writes to the team, or asks to be called. Whoever answers for the client is told.

    It is to be answered by the region's `message_answer`. Raises Refused: nothing said, or a closed case.
    """
    _open(locked(case.pk))
    if not text.strip() and not wants_call:
        raise Refused(_("Kirjoita viestisi tai pyydä soittoa."), field="text")

    def make() -> Message:
        return Message.objects.create(
            case_id=case.pk, text=text.strip(), wants_call=wants_call, to_responsible=to_responsible,
            answer_by=codes.due(codes.of_case(case), "message_answer"), made_by_id=by.user_id, form_key=key,
        )

    message, new = once(Message.objects.all(), key, make, case_id=case.pk, made_by_id=by.user_id)
    if new:
        _note(message, case, "cases.message_written", by, call=wants_call)
        for user_id in _answerers(case):
            outbox.promise("cases.tell_user", user_id, by=by)
    return message


def _answerers(case: Case) -> list[int]:
    """Who answers for the client now: the responsible worker with today's deputies, else the arranger."""
    first = case.responsible_worker_id or case.arranger_id
    away = Absence.objects.now().filter(user_id=first).values_list("deputy_id", flat=True)
    return [first, *away] if first else []


@transaction.atomic
def reply(*, case: Case, by: Actor, text: str, key: UUID | None = None) -> Message:
    """The team answers the client: what waited, and the writer could read, waits no more. The client is told.

    When something of that was written to the responsible worker alone, the answer is between the same two: neither the
    rest of the team nor whoever acts for the client reads it. Raises Refused: nothing said, or a closed case.
    """
    _open(locked(case.pk))
    waiting = list(Message.objects.visible_to(by).waiting().filter(case=case))
    alone = any(one.to_responsible for one in waiting)
    if not text.strip():
        raise Refused(_("Kirjoita vastaus, jonka asiakas saa luettavakseen."), field="text")

    def make() -> Message:
        return Message.objects.create(
            case_id=case.pk, text=text.strip(), to_responsible=alone, made_by_id=by.user_id, form_key=key
        )

    message, new = once(Message.objects.all(), key, make, case_id=case.pk, made_by_id=by.user_id)
    if new:
        for one in waiting:
            _settle(one, case, by, Way.REPLY)
        _note(message, case, "cases.message_replied", by)
        _tell_client(case, by)
    return message


@transaction.atomic
def settle(*, message: Message, by: Actor, how: str, words: str = "") -> None:
    """It was talked over: by phone or face to face. It is kept as a contact with the client (V-106); of what was
    written to the responsible worker alone, without `words`: everybody who sees the basics reads the contacts.

    Raises Refused when somebody answered it first, or the case is closed.
    """
    case = message.case
    _open(locked(case.pk))
    if not Message.objects.get(pk=message.pk).allows("settle"):
        raise Refused(_("Joku ehti jo vastata tähän viestiin. Päivitä sivu, niin näet vastauksen."))
    _settle(message, case, by, how)
    note_contact(
        case=case, by=by, on=dates.today(), channel=CHANNELS[Way(how)], subject=_("Vastaus asiakkaan viestiin"),
        text="" if message.to_responsible else words.strip(),
    )


def _settle(message: Message, case: Case, by: Actor, how: str) -> None:
    waiting = Message.objects.waiting().filter(pk=message.pk)
    if waiting.update(settled_at=dates.now(), settled_by_id=by.user_id, settled_how=how):
        _note(message, case, "cases.message_answered", by, how=how)


@transaction.atomic
def mark_read(*, case: Case, by: Actor, newest: UUID) -> int:
    """The client has read what the team wrote, up to the newest that was shown. Returns how many were new; done twice
    it does nothing more."""
    rows = Message.objects.visible_to(by).filter(case=case)
    shown = rows.filter(uuid=newest).values("pk")[:1]
    found = list(rows.new().filter(pk__lte=Subquery(shown)).select_for_update().order_by("pk"))
    for one in found:
        one.read_at, one.read_by_id = dates.now(), by.user_id
        one.save(update_fields=["read_at", "read_by"])
        _note(one, case, "cases.message_read", by)
    return len(found)


def _tell_client(case: Case, by: Actor) -> None:
    for user_id in User.objects.filter(person_id=case.person_id, is_active=True).values_list("pk", flat=True):
        outbox.promise("cases.tell_client", user_id, by=by)


def _note(message: Message, case: Case, verb: str, by: Actor, **details: Any) -> None:
    record(
        verb, by=by, stream=("case", case.pk), obj=("message", message.pk), case_id=case.pk, person_id=case.person_id,
        **details,
    )


def _open(case: Case) -> None:
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Viestejä voi lukea. Ota yhteyttä puhelimella, jos tarvitset taas tukea."))
