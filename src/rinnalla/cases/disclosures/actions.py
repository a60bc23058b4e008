"""Writing the disclosure log, and what follows when something went to the wrong one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Membership, User
from rinnalla.access.purposes import require_basis
from rinnalla.cases import grounds
from rinnalla.cases.actions import locked
from rinnalla.cases.disclosures.models import Disclosure, WrongReceiver
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes


@transaction.atomic
def note_given(
    *, case: Case, organisation: Organisation, sections: Iterable[str], groups: Iterable[str], aim: str, statute: str,
    consent: Consent | None, by: Actor, health_kinds: Iterable[str] = (), receiver: str = "", channel: str = "",
    key: UUID | None = None,
) -> Disclosure:
    """A line of what has been given. Raises Refused without a ground, or when the purpose does not stand on it."""
    code = codes.code("packet_purposes", aim)
    if code is None:
        raise Refused(_("Valitse, mitä varten tiedot annetaan."), field="aim")
    if not statute and consent is None:
        raise Refused(_("Tietoja ei anneta ilman perustetta. Tarvitaan laki tai asiakkaan lupa."), field="organisation")
    purpose = code.definition.purpose
    for ground in (*([statute] if statute else ()), *([grounds.CONSENT] if consent else ())):
        require_basis(purpose, ground)

    def make() -> Disclosure:
        return Disclosure.objects.create(
            case=case, controller_id=by.organisation_id or case.holder_unit.organisation_id, organisation=organisation,
            receiver=receiver.strip(), sections=list(sections), field_groups=sorted(groups),
            health_kinds=sorted(health_kinds), aim=aim, purpose=purpose, statute=statute, consent=consent,
            channel=channel, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(Disclosure.objects.all(), key, make, case_id=case.pk, organisation_id=organisation.pk)
    if new:
        _note(row, "cases.disclosed", by, aim=aim, groups=row.field_groups, ground=statute or grounds.CONSENT)
    return row


@transaction.atomic
def note_wrong_receiver(
    *, disclosure: Disclosure, outcome: str, words: str, by: Actor, key: UUID | None = None
) -> WrongReceiver:
    """It went to the wrong one. The client, the responsible worker and the data-protection officers are told at once.

    Raises Refused without what happened, and when it was told already.
    """
    case = locked(disclosure.case_id)
    disclosure.case = case
    if codes.code("wrong_receiver_outcomes", outcome) is None:
        raise Refused(_("Valitse, miten tiedoille kävi."), field="outcome")
    if not words.strip():
        raise Refused(_("Kirjoita, mitä tapahtui ja mitä teit."), field="words")

    def make() -> WrongReceiver:
        if WrongReceiver.objects.filter(disclosure=disclosure).exists():
            raise Refused(_("Tästä on jo kerrottu. Päivitä sivu."))
        return WrongReceiver.objects.create(
            case=case, disclosure=disclosure, outcome=outcome, words=words.strip(), made_by_id=by.user_id, form_key=key
        )

    row, new = once(WrongReceiver.objects.all(), key, make, disclosure_id=disclosure.pk)
    if new:
        _note(disclosure, "cases.disclosed_to_wrong_one", by, outcome=outcome)
        _tell_of_mistake(case, by)
    return row


def _tell_of_mistake(case: Case, by: Actor) -> None:
    for client in User.objects.filter(person_id=case.person_id, is_active=True):
        outbox.promise("cases.tell_of_disclosure", client.pk, by=by)
    if case.responsible_worker_id and case.responsible_worker_id != by.user_id:
        outbox.promise("cases.tell_user", case.responsible_worker_id, by=by)
    officers = Membership.objects.in_force().filter(
        role="data_protection_officer", unit__organisation__region=case.region_id, user__is_active=True
    )
    for officer in sorted(set(officers.values_list("user_id", flat=True))):
        outbox.promise("cases.tell_officer", officer, by=by)


def _note(row: Disclosure, verb: str, by: Actor, **details: Any) -> None:
    record(
        verb, by=by, stream=("case", row.case_id), obj=("disclosure", row.pk), case_id=row.case_id,
        person_id=row.case.person_id, organisation=row.organisation_id, **details,
    )
