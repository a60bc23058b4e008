"""Asking a colleague for advice, answering, and turning the question into a referral (V-49, L-11)."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.referrals import lists
from rinnalla.referrals.actions import send_referral
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Consultation, Identification, Referral, RosterEntry, SharedAnswer
from rinnalla.referrals.models_advice import network_of
from rinnalla.servicemodels import codes

_IDENTITY = (
    (re.compile(r"\b[0-9]{6} ?[-+A-FU-Y] ?[0-9]{3} ?[0-9A-Y]\b", re.IGNORECASE), gettext_lazy("henkilötunnus")),
    (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), gettext_lazy("sähköpostiosoite")),
    (re.compile(r"(?<![0-9.,])(?:\+|0)[0-9](?:[ ()/-]*[0-9]){6,}"), gettext_lazy("puhelinnumero")),
)


@transaction.atomic
def ask(
    *, by: Actor, topic: str, question: str, unit: Unit | None = None, answer_due_on: date | None = None,
    case: Case | None = None, identification: Identification | None = None, key: UUID | None = None,
) -> Consultation:
    """Ask a unit, or without a unit the roster of the topic in the asker's region (T-39): without the client's name, or
    about a case on a statute of the asker's organisation.

    Raises Refused: no question, something that tells who the client is in an anonymous one, no ground for a named one,
    nobody on the topic's roster.
    """
    if not question.strip():
        raise Refused(_("Kirjoita, mihin kaipaat neuvoa."), field="question")
    if case is None:
        refuse_identity(question)
    ground = _ground(by, case)
    roster = [] if unit else _roster(by, topic)
    at = unit or roster[0].unit

    def make() -> Consultation:
        return Consultation.objects.create(
            unit=at, sent_by_id=by.user_id, sent_by_unit_id=by.unit_id, sent_at=dates.now(), topic=topic,
            network="" if unit else network_of(by.region_id, topic), question=question.strip(),
            answer_due_on=answer_due_on or lists.due("consultation_answer", region=at.organisation.region), case=case,
            ground=ground, identification=identification, form_key=key,
        )

    asked, new = once(Consultation.objects.all(), key, make, sent_by_id=by.user_id)
    if new:
        _note(asked, "referrals.consultation_asked", by, topic=topic, named=case is not None)
        _tell(asked, roster, by)
    return asked


def _roster(by: Actor, topic: str) -> list[RosterEntry]:
    """Who answers on a topic in the asker's region, the asker aside. Raises Refused when nobody does."""
    entries = RosterEntry.objects.live().filter(network=network_of(by.region_id, topic)).exclude(user_id=by.user_id)
    found = list(entries.select_related("unit__organisation__region").order_by("pk"))
    if not found:
        raise Refused(_("Tällä aiheella ei ole vielä vastaajaa. Valitse yksikkö, jolta kysyt."), field="unit")
    return found


def _tell(asked: Consultation, roster: list[RosterEntry], by: Actor) -> None:
    if not roster:
        outbox.promise("referrals.tell_unit", asked.unit_id, by=by)
    for user_id in sorted({entry.user_id for entry in roster}):
        outbox.promise("referrals.tell_user", user_id, by=by)


def refuse_identity(text: str, field: str = "question") -> None:
    """Refuse a text that tells who the client is: an anonymous consultation holds no personal id (V-49)."""
    found = [str(name) for form, name in _IDENTITY if form.search(text)]
    if found:
        raise Refused(
            _("Tekstissä näyttää olevan %(what)s. Poista se: nimettömästä kysymyksestä ei saa tunnistaa asiakasta.")
            % {"what": ", ".join(found)},
            field=field,
        )


def _ground(by: Actor, case: Case | None) -> str:
    if case is None:
        return ""
    kind = lists.sender_kind_of(Organisation.objects.get(pk=by.organisation_id).kind)
    ground = lists.ground_of_sender(kind, dates.today())
    if ground == lists.CONSENT:
        raise Refused(
            _("Laki ei anna sinun kertoa asiakkaan nimeä ilman suostumusta. Kysy nimettömänä tai tee lähete.")
        )
    return ground


@transaction.atomic
def answer(*, consultation: Consultation, version: int, by: Actor, words: str, next_step: str) -> None:
    """Answer with advice and the asker's next step. Never one's own question: two think together (V-49)."""
    if consultation.answered_at is not None:
        raise Refused(_("Tähän on jo vastattu."))
    if not consultation.may_be_answered_by(by):
        raise Refused(_("Kysymykseen vastaa toinen ammattilainen siitä yksiköstä tai verkostosta, jolta kysyttiin."))
    advice = (words, "words", _("Kirjoita neuvosi.")), (next_step, "next_step", _("Kerro seuraava askel."))
    for text, field, missing in advice:
        if not text.strip():
            raise Refused(missing, field=field)
        if consultation.anonymous:
            refuse_identity(text, field)
    save_version(
        consultation, version, answered_at=dates.now(), answered_by_id=by.user_id, answer=words.strip(),
        next_step=next_step.strip(),
    )
    _note(consultation, "referrals.answered", by)
    outbox.promise("referrals.tell_user", consultation.sent_by_id, by=by)


@transaction.atomic
def turn_into_referral(
    *, consultation: Consultation, by: Actor, who: Identity, consent: bool = False, unit: Unit | None = None,
    **more: Any,
) -> Referral:
    """Make a referral of a question: its text comes along, and consent is asked where no statute stands (L-11)."""
    if consultation.sent_by_id != by.user_id:
        raise Refused(_("Vain kysyjä voi tehdä kysymyksestään lähetteen."))
    extra = str(more.pop("extra", "") or consultation.question)
    referral = send_referral(
        by=by, who=who, consent=consent, unit=unit or consultation.unit, extra=extra, consultation=consultation,
        case=consultation.case, identification=consultation.identification, **more,
    )
    _note(consultation, "referrals.turned_into_referral", by, referral=referral.pk)
    return referral


@transaction.atomic
def take_step(*, consultation: Consultation, version: int, by: Actor) -> None:
    """The asker has taken the step that the advice gave: it leaves the own day (L-29). Raises Refused, Conflict."""
    if consultation.sent_by_id != by.user_id or not consultation.has_step:
        raise Refused(_("Kysyjä itse kuittaa askeleensa, kun neuvo on tullut."))
    save_version(consultation, version, step_done_at=dates.now())
    _note(consultation, "referrals.step_taken", by)


# The network ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def join_roster(*, by: Actor, topic: str, hours: str = "") -> RosterEntry:
    """Answer questions on a topic from one's own unit, at the hours told. Again: the hours change (T-39)."""
    if codes.code("guidance_topics", topic) is None:
        raise Refused(_("Valitse aihe."), field="topic")
    mine = RosterEntry.objects.of(by).select_for_update().filter(topic=topic)
    if mine.update(hours=hours.strip()):
        entry = mine.get()
    else:
        entry = RosterEntry.objects.create(
            user_id=by.user_id, unit_id=by.unit_id, topic=topic, network=network_of(by.region_id, topic),
            hours=hours.strip(), made_at=dates.now(), made_by_id=by.user_id,
        )
    record("referrals.roster_joined", by=by, stream=("unit", by.unit_id), obj=("roster", entry.pk), topic=topic)
    return entry


@transaction.atomic
def leave_roster(*, entry: RosterEntry, by: Actor) -> None:
    """Stop answering on a topic. What was asked stays with the unit it was asked from. Twice is once."""
    if RosterEntry.objects.of(by).filter(pk=entry.pk).update(ended_at=dates.now(), ended_by_id=by.user_id):
        record("referrals.roster_left", by=by, stream=("unit", by.unit_id), obj=("roster", entry.pk), topic=entry.topic)


@transaction.atomic
def share_answer(
    *, consultation: Consultation, by: Actor, question: str, answer: str, key: UUID | None = None
) -> SharedAnswer:
    """Put one's advice into the library in words that tell of nobody (T-39). No link leads back to the question.

    Raises Refused: not one's own answer, a question asked by name, something that tells who the client is.
    """
    if consultation.answered_by_id != by.user_id or not consultation.anonymous:
        raise Refused(_("Kirjastoon voi jakaa oman vastauksensa nimettömään kysymykseen."))
    for text, field in ((question, "question"), (answer, "answer")):
        if not text.strip():
            raise Refused(_("Kirjoita tähän yleinen muoto, josta on apua muillekin."), field=field)
        refuse_identity(text, field)

    def make() -> SharedAnswer:
        return SharedAnswer.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, topic=consultation.topic, question=question.strip(),
            answer=answer.strip(), made_at=dates.now(), made_by_id=by.user_id, form_key=key,
        )

    shared, new = once(SharedAnswer.objects.all(), key, make, made_by_id=by.user_id)
    if new:
        record("referrals.answer_shared", by=by, stream=("unit", by.unit_id), obj=("shared_answer", shared.pk))
    return shared


@transaction.atomic
def withdraw_shared(*, shared: SharedAnswer, by: Actor) -> None:
    """Take an answer out of the library: by who shared it, or by anybody of that unit. Twice is once."""
    if by.unit_id != shared.unit_id and by.user_id != shared.made_by_id:
        raise Refused(_("Vastauksen voi poistaa se yksikkö, joka sen jakoi. Pyydä heitä."))
    rows = SharedAnswer.objects.filter(pk=shared.pk, withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=dates.now(), withdrawn_by_id=by.user_id):
        record("referrals.answer_withdrawn", by=by, stream=("unit", by.unit_id), obj=("shared_answer", shared.pk))


def _note(consultation: Consultation, verb: str, by: Actor, **details: Any) -> None:
    case = consultation.case
    record(
        verb, by=by, stream=("case", case.pk) if case else ("unit", consultation.unit_id),
        obj=("consultation", consultation.pk), person_id=case.person_id if case else None, **details,
    )
