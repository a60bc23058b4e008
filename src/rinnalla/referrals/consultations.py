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
from rinnalla.referrals.models import Consultation, Identification, Referral

_IDENTITY = (
    (re.compile(r"\b[0-9]{6} ?[-+A-FU-Y] ?[0-9]{3} ?[0-9A-Y]\b", re.IGNORECASE), gettext_lazy("henkilötunnus")),
    (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), gettext_lazy("sähköpostiosoite")),
    (re.compile(r"(?<![0-9.,])(?:\+|0)[0-9](?:[ ()/-]*[0-9]){6,}"), gettext_lazy("puhelinnumero")),
)


@transaction.atomic
def ask(
    *, by: Actor, unit: Unit, topic: str, question: str, answer_due_on: date | None = None, case: Case | None = None,
    identification: Identification | None = None, key: UUID | None = None,
) -> Consultation:
    """Ask a unit for advice: without the client's name, or about a case on a statute of the asker's organisation.

    Raises Refused: no question, something that tells who the client is in an anonymous one, no ground for a named one.
    """
    if not question.strip():
        raise Refused(_("Kirjoita, mihin kaipaat neuvoa."), field="question")
    if case is None:
        refuse_identity(question)
    ground = _ground(by, case)

    due_on = answer_due_on or lists.due("consultation_answer", region=unit.organisation.region)

    def make() -> Consultation:
        return Consultation.objects.create(
            unit=unit, sent_by_id=by.user_id, sent_by_unit_id=by.unit_id, sent_at=dates.now(), topic=topic,
            question=question.strip(), answer_due_on=due_on, case=case,
            ground=ground, identification=identification, form_key=key,
        )

    asked, new = once(Consultation.objects.all(), key, make, sent_by_id=by.user_id)
    if new:
        _note(asked, "referrals.consultation_asked", by, topic=topic, named=case is not None)
        outbox.promise("referrals.tell_unit", unit.pk, by=by)
    return asked


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
    if by.user_id == consultation.sent_by_id or consultation.unit_id != by.unit_id:
        raise Refused(_("Kysymykseen vastaa toinen ammattilainen siitä yksiköstä, jolta kysyttiin."))
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


def _note(consultation: Consultation, verb: str, by: Actor, **details: Any) -> None:
    case = consultation.case
    record(
        verb, by=by, stream=("case", case.pk) if case else ("unit", consultation.unit_id),
        obj=("consultation", consultation.pk), person_id=case.person_id if case else None, **details,
    )
