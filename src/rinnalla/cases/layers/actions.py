"""Moving a case between the layers of support, asking a layer's unit, and bringing the case to the network."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, Grant, Membership
from rinnalla.cases.actions import PURPOSE, _note, _require
from rinnalla.cases.consents.rules import opened
from rinnalla.cases.grounds import CONSENT, consent_for, statute_for
from rinnalla.cases.layers.models import Escalation, NetworkInvitation, NetworkMatter
from rinnalla.cases.layers.reading import layer_of, network_of, unit_of
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Organisation, Unit

BASICS = "basics"


@transaction.atomic
def move_layer(
    *,
    case: Case,
    by: Actor,
    from_level: int,
    to_level: int,
    reason: str,
    question: str = "",
    field_group: str = BASICS,
    groups: Iterable[str] = (),
    answer_due_on: date | None = None,
    key: UUID | None = None,
) -> Escalation:
    """Move the case to another layer of the region's, with the reason (L-08).

    Upwards, a layer with a unit is asked: the unit sees the named field groups until the question is put away (L-86).
    Holder and responsible worker stay. Raises Refused: closed case, an unknown layer, somebody moved it first, no
    reason or question, groups one may not see oneself, or a ground that is missing.
    """
    _require(case, "edit")
    layer = layer_of(case, to_level)
    if layer is None:
        raise Refused(_("Tätä kerrosta ei ole alueen palvelumallissa."), field="to_level")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi tuen kerros vaihtuu."), field="reason")
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    asked = unit_of(case, layer) if to_level > from_level else None

    def make() -> Escalation:
        if held.support_level != from_level or to_level == from_level:
            raise Refused(_("Kerros ehti vaihtua. Katso, missä kerroksessa asia nyt on."), field="to_level")
        row = Escalation(
            case=case, from_level=from_level, to_level=to_level, layer_names=layer.names.model_dump(),
            reason=reason.strip(), from_unit_id=by.unit_id, made_by_id=by.user_id, form_key=key,
        )  # fmt: skip
        if asked:
            _ask(row, asked, question, field_group, groups, answer_due_on, by)
        row.save(force_insert=True)
        return row

    row, new = once(Escalation.objects.all(), key, make, case_id=case.pk)
    if new:
        Case.objects.filter(pk=case.pk).update(support_level=to_level)
        case.support_level = to_level
        verb = "cases.escalated" if to_level > from_level else "cases.layer_lowered"
        _note(case, verb, by, ("escalation", row.pk), level=to_level)
        if asked:
            outbox.promise("cases.tell_unit", asked.pk)
    return row


def _ask(
    row: Escalation, unit: Unit, question: str, field_group: str, groups: Iterable[str], due: date | None, by: Actor
) -> None:
    """The question and its packet: the unit is let in to just that."""
    packet = _packet(groups, by)
    if not question.strip():
        raise Refused(_("Kirjoita, mitä kysyt. Silloin vastaus tulee siihen, mitä tarvitset."), field="question")
    if field_group not in packet:
        raise Refused(_("Kysymys kuuluu tietoryhmään, jota et ole antamassa."), field="field_group")
    if due is None or due < dates.today():
        raise Refused(_("Kirjoita päivä, johon mennessä tarvitset vastauksen."), field="answer_due_on")
    row.unit, row.question, row.field_group, row.answer_due_on = unit, question.strip(), field_group, due
    row.field_groups = packet
    row.grant = _let_in(row.case, unit, unit, packet, f"layer-{row.uuid}", by)


def _packet(groups: Iterable[str], by: Actor) -> list[str]:
    """The groups that go along, the basics always; nobody gives what they may not see themselves."""
    packet = sorted({BASICS, *groups})
    if set(packet) - by.field_groups():
        raise Refused(_("Voit antaa vain tietoja, jotka saat itse nähdä."), field="groups")
    return packet


def _let_in(case: Case, to: Any, unit: Unit, packet: list[str], why: str, by: Actor) -> Grant:
    """A grant on the statute between the bodies, else on the client's consent in force for just these groups."""
    ground = statute_for(case, unit.organisation)
    consent = None if ground else _consent(case, unit.organisation, packet)
    return grants.give(
        case_id=case.pk, to=to, depth=Depth.BASICS, ground=ground or CONSENT, purpose=PURPOSE, why=why, by=by,
        groups=packet, consent=consent, ends_at=consent.ends_at if consent else None, at=unit,
    )


def _consent(case: Case, organisation: Organisation, packet: list[str]) -> Consent:
    consent = consent_for(case, organisation, lock=True)
    if consent is None or set(packet) - opened(consent):
        text = _("%(body)s tarvitsee asiakkaan suostumuksen näihin tietoihin. Kirjaa se ensin.")
        raise Refused(text % {"body": organisation.name}, field="groups")
    return consent


@transaction.atomic
def answer(*, escalation: Escalation, by: Actor, text: str, group: str) -> None:
    """The asked unit answers; the answer comes back to the client's own team (L-86). Twice is once. Raises Refused."""
    row = Escalation.objects.select_for_update().get(pk=escalation.pk)
    _require(escalation.case, "edit")
    if row.unit_id is None or by.unit_id != row.unit_id:
        raise Refused(_("Tähän vastaa se yksikkö, jolta kysyttiin."))
    if row.answered_at and row.answered_by_id == by.user_id and row.answer == text.strip():
        return
    if not row.allows("answer"):
        raise Refused(_("Kysymykseen on jo vastattu. Päivitä sivu."))
    if not text.strip():
        raise Refused(_("Kirjoita vastaus."), field="text")
    if group not in row.field_groups:
        raise Refused(_("Vastaus kuuluu tietoryhmään, jota et ole saanut nähdä."), field="group")
    Escalation.objects.filter(pk=row.pk).update(
        answer=text.strip(), answer_group=group, answered_at=dates.now(), answered_by_id=by.user_id
    )
    _note(escalation.case, "cases.layer_answered", by, ("escalation", row.pk))
    for user_id in sorted({row.made_by_id, escalation.case.responsible_worker_id} - {None, by.user_id}):
        outbox.promise("cases.tell_user", user_id)


@transaction.atomic
def settle(*, escalation: Escalation, by: Actor) -> None:
    """The team puts the question away: from that second on the asked unit sees nothing. Twice is once."""
    row = Escalation.objects.select_for_update().get(pk=escalation.pk)
    if row.settled_at or row.unit_id is None:
        return
    Escalation.objects.filter(pk=row.pk).update(settled_at=dates.now(), settled_by_id=by.user_id)
    grants.end(case_id=row.case_id, by=by, why=f"layer-{row.uuid}")
    _note(escalation.case, "cases.layer_settled", by, ("escalation", row.pk))


# The network ------------------------------------------------------------------------------------------------------


@transaction.atomic
def bring_to_network(
    *,
    case: Case,
    by: Actor,
    network: str,
    question: str,
    groups: Iterable[str],
    invited: Iterable[Membership],
    key: UUID | None = None,
) -> NetworkMatter:
    """Bring the case to the team's network: each invited member sees the named groups, nobody else does (I-22).

    Raises Refused: an unknown network, nobody invited, somebody of no member body, or a ground that is missing.
    """
    _require(case, "edit")
    found = network_of(case, network)
    if found is None:
        raise Refused(_("Tätä verkostoa ei ole alueen palvelumallissa."), field="network")
    people = list(invited)
    if not people or any(one.unit.organisation.key not in found.members for one in people):
        raise Refused(_("Kutsu vähintään yksi verkoston jäsen."), field="invited")
    if not question.strip():
        raise Refused(_("Kirjoita, mihin tarvitsette neuvoa."), field="question")
    packet = _packet(groups, by)

    def make() -> NetworkMatter:
        matter = NetworkMatter.objects.create(
            case=case, network=network, names=found.names.model_dump(), question=question.strip(),
            field_groups=packet, made_by_id=by.user_id, form_key=key,
        )  # fmt: skip
        for one in people:
            why = f"network-{matter.uuid}"
            grant = _let_in(case, one.user, one.unit, packet, why, by)
            NetworkInvitation.objects.get_or_create(
                matter=matter, user=one.user,
                defaults={"case": case, "unit": one.unit, "grant": grant, "made_by_id": by.user_id},
            )  # fmt: skip
        return matter

    matter, new = once(NetworkMatter.objects.all(), key, make, case_id=case.pk)
    if new:
        _note(case, "cases.network_asked", by, ("network_matter", matter.pk))
        for user_id in sorted({one.user_id for one in people} - {by.user_id}):
            outbox.promise("cases.tell_user", user_id)
    return matter


@transaction.atomic
def advise(*, invitation: NetworkInvitation, by: Actor, text: str) -> None:
    """An invited member gives advice; it may be said anew until the matter ends. Raises Refused for anybody else."""
    matter = NetworkMatter.objects.select_for_update().get(pk=invitation.matter_id)
    _require(invitation.case, "edit")
    if invitation.user_id != by.user_id:
        raise Refused(_("Neuvon antaa se, joka kutsuttiin."))
    if matter.ended_at:
        raise Refused(_("Asia ei ole enää verkostossa."))
    if not text.strip():
        raise Refused(_("Kirjoita neuvosi."), field="text")
    NetworkInvitation.objects.filter(pk=invitation.pk).update(advice=text.strip(), advised_at=dates.now())
    _note(invitation.case, "cases.network_advised", by, ("network_invitation", invitation.pk))
    if invitation.case.responsible_worker_id not in (None, by.user_id):
        outbox.promise("cases.tell_user", invitation.case.responsible_worker_id)


@transaction.atomic
def end_matter(*, matter: NetworkMatter, by: Actor) -> None:
    """The case leaves the network: the invited see nothing from that second on. Twice is once."""
    row = NetworkMatter.objects.select_for_update().get(pk=matter.pk)
    if row.ended_at:
        return
    NetworkMatter.objects.filter(pk=row.pk).update(ended_at=dates.now(), ended_by_id=by.user_id)
    grants.end(case_id=row.case_id, by=by, why=f"network-{row.uuid}")
    _note(matter.case, "cases.network_ended", by, ("network_matter", row.pk))
