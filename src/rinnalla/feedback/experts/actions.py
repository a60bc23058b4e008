"""Asking for an expert by experience, naming one, noting contacts, ending; and what the unit pays (L-59)."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, Grant, Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import BASICS
from rinnalla.access.walls import open_case
from rinnalla.cases import grounds
from rinnalla.cases.actions import PURPOSE, locked
from rinnalla.cases.consents.actions import give_consent
from rinnalla.cases.consents.standing import PEOPLE, Stands
from rinnalla.cases.models import Case
from rinnalla.cases.moments import END
from rinnalla.eventlog.record import record
from rinnalla.feedback.experts.models import ExpertContact, ExpertReward, ExpertSupport
from rinnalla.feedback.panels.actions import EXPERT
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Unit

WHY = "expert_support"


@transaction.atomic
def ask_for_expert(*, case: Case, by: Actor, wish: str = "", key: UUID | None = None) -> ExpertSupport:
    """The client asks for an expert by experience, or a worker records that the client asked. Nobody sees anything of
    the client yet. Raises Refused: a closed case, or one is asked for already."""
    held = locked(case.pk)
    _open(held)

    def make() -> ExpertSupport:
        if ExpertSupport.objects.filter(case=held).not_ended().exists():
            raise Refused(_("Kokemusasiantuntijaa on jo pyydetty."))
        return ExpertSupport.objects.create(
            case=held, by_client=by.is_client, wish=wish.strip(), made_by_id=by.user_id, form_key=key
        )

    support, new = once(ExpertSupport.objects.all(), key, make, case_id=case.pk)
    if new:
        _note("feedback.expert_asked", support, held, by)
        if held.responsible_worker_id and held.responsible_worker_id != by.user_id:
            outbox.promise("cases.tell_user", held.responsible_worker_id, by=by)
    return support


@transaction.atomic
def name_expert(*, support: ExpertSupport, by: Actor, membership: Membership, agreed: bool) -> None:
    """An expert is named, whom the client has agreed to: from now on the expert sees the basics, on the statute that
    lets the expert's organisation in, else on the client's consent.

    Raises Refused: not agreed, not asked for any more, not an expert of the region.
    """
    case = locked(support.case_id)
    _open(case)
    if not ExpertSupport.objects.get(pk=support.pk).allows("name"):
        raise Refused(_("Kokemusasiantuntija on jo nimetty, tai pyyntö on peruttu. Päivitä sivu."))
    if not agreed:
        raise Refused(_("Kysy ensin asiakkaalta, sopiiko juuri hän."), field="agreed")
    if not experts(case).filter(pk=membership.pk).exists():
        raise Refused(_("Valitse alueen kokemusasiantuntija."), field="expert")
    ground = grounds.statute_for(case, membership.unit.organisation) or grounds.CONSENT
    consent = _leave(case, membership.unit, by) if ground == grounds.CONSENT else None
    grant = grants.give(
        case_id=case.pk, to=membership.user, depth=Depth.BASICS, ground=ground, purpose=PURPOSE, why=WHY, by=by,
        at=membership.unit, groups=[BASICS], consent=consent, ends_at=consent.ends_at if consent else None,
    )
    ExpertSupport.objects.filter(pk=support.pk).update(
        expert=membership.user, unit=membership.unit, grant=grant, named_at=dates.now(), named_by_id=by.user_id
    )
    _note("feedback.expert_named", support, case, by, expert=membership.user_id)
    outbox.promise("cases.tell_user", membership.user_id, by=by)


def experts(case: Case) -> Any:
    """Who may be named: experts by experience of the case's region."""
    rows = Membership.objects.in_force().filter(role=EXPERT, unit__organisation__region_id=case.region_id)
    return rows.filter(user__is_active=True).select_related("user", "unit__organisation").order_by("user__name", "pk")


def _leave(case: Case, unit: Unit, by: Actor) -> Consent:
    """The client's leave for the expert's organisation where no statute lets it in: the lasting one in force, else a
    written one recorded now. It is never narrowed: others may stand on it."""
    earlier = grounds.consent_for(case, unit.organisation, lock=True)
    if earlier and earlier.lasting:
        return earlier
    groups, kinds = (earlier.field_groups, earlier.health_kinds) if earlier else ([], [])
    return give_consent(
        case=case, organisation=unit.organisation, groups={BASICS, *groups}, health_kinds=kinds, mode="written",
        given_on=dates.today(), by=by,
    )


@transaction.atomic
def note_contact(
    *, support: ExpertSupport, by: Actor, on: date, channel: str, key: UUID | None = None
) -> ExpertContact:
    """The expert notes a contact: when and how, nothing of what was said. Raises Refused."""
    case = locked(support.case_id)
    held = ExpertSupport.objects.get(pk=support.pk)
    if not held.allows("note") or not held.of(by):
        raise Refused(_("Kontaktin kirjaa asiakkaan oma kokemusasiantuntija."))
    if on > dates.today():
        raise Refused(_("Päivä on vasta tulossa. Kirjaa se, kun olette olleet yhteydessä."), field="on")

    def make() -> ExpertContact:
        return ExpertContact.objects.create(
            case=case, support=held, on=on, channel=channel, made_by_id=by.user_id, form_key=key
        )

    contact, new = once(ExpertContact.objects.all(), key, make, support_id=held.pk)
    if new:
        _note("feedback.expert_contact", held, case, by, on=on, channel=str(channel))
    return contact


@transaction.atomic
def end_support(*, support: ExpertSupport, by: Actor) -> None:
    """The client stops, or the expert or the worker ends it: the expert's leave ends in the same second. Twice is
    once."""
    _end(support, locked(support.case_id), by)


def _end(support: ExpertSupport, case: Case, by: Actor) -> None:
    now = dates.now()
    if ExpertSupport.objects.filter(pk=support.pk, ended_at__isnull=True).update(ended_at=now):
        open_case(case.pk)
        _note("feedback.expert_ended", support, case, by)
        Grant.objects.filter(pk=support.grant_id, ended_at__isnull=True).update(ended_at=now, ended_by_id=by.user_id)


def standing_on(consent: Consent) -> list[Stands]:
    """What stands on a consent here (asked by `cases`): the support of an expert by experience ends with it."""
    rows = ExpertSupport.objects.filter(case_id=consent.case_id, grant__consent=consent).not_ended()
    return [_stands(one) for one in rows.select_related("case", "expert")]


def _stands(support: ExpertSupport) -> Stands:
    name = support.expert.name if support.expert else ""
    text = _("Kokemusasiantuntijan tuki päättyy: %(name)s.") % {"name": name}
    return Stands(PEOPLE, text, lambda by: _end(support, support.case, by), support.expert_id)


def happened(*, moment: str, case_id: int, row_id: int | None, by: Actor) -> None:
    """The case was closed (told by `cases`): support by an expert ends with it."""
    if moment == END:
        for support in ExpertSupport.objects.filter(case_id=case_id).not_ended():
            _end(support, Case.objects.get(pk=case_id), by)


@transaction.atomic
def record_reward(
    *, unit: Unit, by: Actor, expert: User, month: date, basis: str, quantity: Decimal, euros_each: Decimal,
    purpose: str, key: UUID | None = None,
) -> ExpertReward:
    """What a unit of the own organisation pays an expert for a month. No client is in it. Raises Refused."""
    if not by.can(Permission.PANEL_ANSWER) or unit.organisation_id != by.organisation_id:
        raise Refused(_("Palkkion kirjaa yksikön oma johto."))
    if quantity <= 0 or euros_each < 0:
        raise Refused(_("Kirjaa määrä ja palkkio, jotka eivät ole miinuksella."), field="quantity")
    if not Membership.objects.filter(unit=unit, user=expert, role=EXPERT).exists():
        raise Refused(_("Valitse yksikön kokemusasiantuntija."), field="expert")

    def make() -> ExpertReward:
        return ExpertReward.objects.create(
            unit=unit, expert=expert, month=month.replace(day=1), basis=basis, quantity=quantity,
            euros_each=euros_each, purpose=purpose.strip(), made_by_id=by.user_id, form_key=key,
        )

    reward, new = once(ExpertReward.objects.all(), key, make, unit_id=unit.pk, expert_id=expert.pk)
    if new:
        record("feedback.expert_rewarded", by=by, stream=("unit", unit.pk), obj=("expert_reward", reward.pk))
    return reward


def _open(case: Case) -> None:
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se ensin uudelleen."))


def _note(verb: str, support: ExpertSupport, case: Case, by: Actor, **details: Any) -> None:
    record(
        verb, by=by, stream=("case", case.pk), obj=("expert_support", support.pk), case_id=case.pk,
        person_id=case.person_id, **details,
    )
