"""Guiding the client on to a service, and the receiver's answer (V-56)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.cases.actions import PURPOSE
from rinnalla.cases.consents.rules import opened
from rinnalla.cases.grounds import consent_for, statute_for
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Unit
from rinnalla.referrals.declines import tell_of_declined_guidance
from rinnalla.servicemodels.codes import code_list, due, of_case
from rinnalla.services.actions import plan_service, require_open
from rinnalla.services.expectations import go_through
from rinnalla.services.models import OnwardGuidance


@transaction.atomic
def guide_on(
    *, case: Case, by: Actor, words: str, card: ServiceCard | None = None, unit: Unit | None = None,
    groups: Collection[str] = ALL_GROUPS, key: UUID | None = None, sheet_gone_on: date | None = None,
) -> OnwardGuidance:
    """Guide the client to a card's organiser or to a unit. The receiving unit sees the case from now on: by law, or
    by the client's consent for its organisation. Raises Refused when neither is there or it is already asked.

    `groups` are the field groups the sender may see: the receiver gets no more than those. `sheet_gone_on`: the day
    what to expect was gone through with the client (L-89).
    """
    require_open(case)
    unit = unit or (card.unit if card else None)
    if unit is None:
        raise Refused(_("Valitse, mihin palveluun asiakas ohjataan."), field="card")
    if not words.strip():
        raise Refused(_("Kerro vastaanottajalle, mitä asiakas tarvitsee."), field="words")
    ground, consent = _ground(case, unit)

    def make() -> OnwardGuidance:
        return OnwardGuidance.objects.create(
            case=case, card=card, unit=unit, words=words.strip(), ground=ground,
            due_on=due(of_case(case), "onward_acceptance"),
            field_group=card.field_group if card else "basics", sheet_gone_on=sheet_gone_on,
            made_by_id=by.user_id, form_key=key,
        )

    guidance, new = once(OnwardGuidance.objects.all(), key, make, case_id=case.pk)
    if new:
        _let_in(guidance, by, groups, consent)
        outbox.promise("referrals.tell_unit", unit.pk, by=by)
        _note(guidance, "services.guided", by)
    return guidance


def _ground(case: Case, unit: Unit) -> tuple[str, Consent | None]:
    if ground := statute_for(case, unit.organisation):
        return ground, None
    consent = consent_for(case, unit.organisation, lock=True)
    if consent is None:
        raise Refused(
            _("%(name)s tarvitsee asiakkaan suostumuksen. Kirjaa se ensin.") % {"name": unit.organisation.name},
            field="card",
        )
    return "consent", consent


def _let_in(guidance: OnwardGuidance, by: Actor, groups: Collection[str], consent: Consent | None) -> None:
    """The receiving unit's leave to see: what the ground covers, and no more than the sender sees."""
    statute = next((one.definition for one in code_list("statutes") if one.key == guidance.ground), None)
    covered = set(opened(consent) if consent else statute.field_groups if statute else ())
    grants.give(
        case_id=guidance.case_id, to=guidance.unit, depth=Depth.BASICS, ground=guidance.ground, purpose=PURPOSE,
        why=f"onward:{guidance.pk}", by=by, groups=covered & set(groups), consent=consent,
        ends_at=consent.ends_at if consent else None,
    )


@transaction.atomic
def accept_guidance(*, guidance: OnwardGuidance, by: Actor, receiver_name: str = "", words: str = "") -> None:
    """The receiver takes the client; a service with a card is planned at once. Raises Refused.

    Somebody of the receiving unit accepts in one's own name; others write down who said yes there.
    """
    name = _receiver(guidance, by, receiver_name)
    episode = None
    if guidance.card and not guidance.card.ended:
        episode = plan_service(case=guidance.case, by=by, card=guidance.card, waits_since=dates.today())
        if guidance.sheet_gone_on and guidance.card.expectations:
            go_through(episode=episode, by=by, on=guidance.sheet_gone_on)
    _answer(guidance, by, accepted=True, receiver_name=name, answer_words=words.strip(), episode=episode)
    _note(guidance, "services.guidance_accepted", by)


@transaction.atomic
def decline_guidance(*, guidance: OnwardGuidance, by: Actor, words: str, receiver_name: str = "") -> None:
    """The receiver can't; the reason is needed, the leave to see ends, and the guide hears of it. Raises Refused."""
    if not words.strip():
        raise Refused(_("Kerro syy, jotta asiakkaalle löydetään toinen tie."), field="words")
    name = _receiver(guidance, by, receiver_name)
    _answer(guidance, by, accepted=False, receiver_name=name, answer_words=words.strip())
    _note(guidance, "services.guidance_declined", by)
    tell_of_declined_guidance(
        case=guidance.case, unit=guidance.unit, field_group=guidance.field_group, by=by, told=guidance.made_by_id
    )
    grants.end(case_id=guidance.case_id, to=guidance.unit, by=by, why=f"onward:{guidance.pk}")


def _receiver(guidance: OnwardGuidance, by: Actor, receiver_name: str) -> str:
    require_open(guidance.case)
    if not guidance.allows("answer"):
        raise Refused(_("Jatko-ohjaukseen on jo vastattu."))
    if by.unit_id == guidance.unit_id:
        return by.name
    if not receiver_name.strip():
        raise Refused(_("Kirjaa, kuka vastaanottajan puolella vastasi."), field="receiver_name")
    return receiver_name.strip()


def _answer(guidance: OnwardGuidance, by: Actor, **answer: object) -> None:
    values = {"answered_at": dates.now(), "answered_by_id": by.user_id, **answer}
    if not OnwardGuidance.objects.filter(pk=guidance.pk, answered_at__isnull=True).update(**values):
        raise Refused(_("Jatko-ohjaukseen on jo vastattu."))
    guidance.refresh_from_db()
    if guidance.made_by_id and guidance.made_by_id != by.user_id:
        outbox.promise("cases.tell_user", guidance.made_by_id)


def _note(guidance: OnwardGuidance, verb: str, by: Actor) -> None:
    record(
        verb, by=by, stream=("case", guidance.case_id), obj=("guidance", guidance.pk),
        person_id=guidance.case.person_id, unit=guidance.unit_id,
    )
