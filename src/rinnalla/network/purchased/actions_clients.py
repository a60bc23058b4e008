"""Placing a client in what was bought, ending it; proposing, confirming and withdrawing the bonus."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, Grant
from rinnalla.access.permissions import Permission
from rinnalla.cases import grounds
from rinnalla.cases.actions import locked
from rinnalla.cases.consents.rules import opened
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.purchased.models import Contract, Lot
from rinnalla.network.purchased.models_clients import (
    CONFIRMED,
    PROPOSED,
    REFUSED,
    WITHDRAWN,
    BonusStatus,
    Placement,
)
from rinnalla.servicemodels import codes
from rinnalla.services.models import ServiceEpisode

PURPOSE = "purchased_service"
SHARING = "sharing"  # statutes by which one body may give data to another


@transaction.atomic
def place(
    *, episode: ServiceEpisode, contract: Contract, by: Actor, target_group: bool, lot: Lot | None = None,
    until_on: date | None = None, key: UUID | None = None,
) -> Placement:
    """The client's service is given by what was bought. From now to its last day, and no longer than the contract, the
    provider's unit sees the facts that the contract names: by the statute between buyer and provider, else by the
    client's consent. Raises Refused."""
    case = locked(episode.case_id)
    held = Contract.objects.visible_to(by).select_related("buyer", "provider", "unit").get(pk=contract.pk)
    last = min(until_on or held.last_day, held.last_day, episode.agreed_until or held.last_day)
    today = dates.today()

    def make() -> Placement:
        _fits(episode, held, lot, last)
        row = Placement.objects.create(
            case=case, episode=episode, contract=held, lot=lot, placed_on=today, until_on=last,
            target_group=target_group, made_by_id=by.user_id, form_key=key,
        )
        grant = _let_in(row, by)
        Placement.objects.filter(pk=row.pk).update(grant=grant)
        row.grant = grant
        return row

    row, new = once(Placement.objects.all(), key, make, episode_id=episode.pk, contract_id=held.pk)
    if new:
        _note("placed", row, by, contract=held.pk)
    return row


def _fits(episode: ServiceEpisode, contract: Contract, lot: Lot | None, last: date) -> None:
    if episode.ended_on:
        raise Refused(_("Palvelu on jo päättynyt. Valitse palvelu, joka jatkuu."), field="episode")
    if Placement.objects.filter(episode=episode).exists():
        raise Refused(_("Palvelu on jo osoitettu tuottajalle."), field="episode")
    today = dates.today()
    if not Contract.objects.in_force(today).filter(pk=contract.pk).exists():
        raise Refused(_("Sopimus ei ole tänään voimassa. Valitse toinen sopimus."), field="contract")
    if not contract.services.filter(card_id=episode.card_id).exists():
        raise Refused(_("Sopimuksella ei osteta tätä palvelua. Valitse toinen sopimus."), field="contract")
    if lot is not None and (lot.contract_id != contract.pk or today not in lot.valid):
        raise Refused(_("Osa ei kuulu tähän sopimukseen tai ei ole voimassa."), field="lot")
    if last < today:
        raise Refused(_("Viimeinen päivä on jo mennyt. Valitse myöhempi päivä."), field="until_on")


def _let_in(placement: Placement, by: Actor) -> Grant:
    """The provider's unit sees what the ground opens of the groups that the contract's facts stand in."""
    contract, case = placement.contract, placement.case
    ground, covered = between(contract.buyer.kind, contract.provider.kind)
    consent: Consent | None = None
    if not ground:
        consent = grounds.consent_for(case, contract.provider, lock=True)
        if consent is None or not consent.lasting:
            text = _("%(name)s tarvitsee asiakkaan suostumuksen. Kirjaa se ensin.")
            raise Refused(text % {"name": contract.provider.name}, field="contract")
        ground, covered = grounds.CONSENT, opened(consent)
    ends_at = dates.midnight_after(placement.until_on)
    return grants.give(
        case_id=case.pk, to=contract.unit, depth=Depth.BASICS, ground=ground, purpose=PURPOSE,
        why=f"purchased:{placement.pk}", by=by, groups=_groups(contract) & set(covered), consent=consent,
        ends_at=min(ends_at, consent.ends_at) if consent and consent.ends_at else ends_at,
    )


def between(buyer_kind: str, provider_kind: str) -> tuple[str, frozenset[str]]:
    """The statute in force by which a buyer of this kind may give data to such a provider, with the field groups it
    opens; "" when the client's consent is needed (380/2023 § 116)."""
    for one in codes.code_list("statutes"):
        found: Any = one.definition
        if found.kind == SHARING and {buyer_kind, provider_kind} <= set(found.between):
            return one.key, frozenset(found.field_groups)
    return "", frozenset()


def _groups(contract: Contract) -> set[str]:
    groups: Collection[Any] = codes.code_list("provider_facts")
    return {one.definition.field_group for one in groups if one.key in contract.facts}


@transaction.atomic
def end_placement(*, placement: Placement, version: int, by: Actor, solved: str) -> None:
    """The provider's part ends and its leave in the same second; the client's service is ended in its own place.
    Raises Refused, Conflict."""
    locked(placement.case_id)
    if placement.ended_on:
        raise Refused(_("Ostopalvelu on jo päättynyt. Päivitä sivu."))
    save_version(placement, version, ended_on=dates.today(), solved=solved)
    grants.end_rows(Grant.objects.filter(pk=placement.grant_id, ended_at__isnull=True), by)
    _note("placement_ended", placement, by)


@transaction.atomic
def tell_diagnosis(*, placement: Placement, version: int, by: Actor, known: bool | None) -> None:
    """Whether the client has a diagnosis, for the share of a service alone (E-58). By whoever may see health data."""
    if "health" not in by.field_groups():
        raise Refused(_("Diagnoosista kirjaa se, joka näkee terveystiedot."))
    locked(placement.case_id)
    save_version(placement, version, with_diagnosis=known)
    _note("diagnosis_told", placement, by)


@transaction.atomic
def propose_bonus(*, placement: Placement, by: Actor, criterion: str, reason: str, key: UUID | None = None
                  ) -> BonusStatus:  # fmt: skip
    """Somebody who gives the service or works in the case proposes by an agreed criterion (E-56). Raises Refused."""
    if not by.can(Permission.BONUS_PROPOSE):
        raise Refused(_("Bonusasiakkuutta ehdottaa palvelun antaja tai asiakkaan työntekijä."))
    row, new = _step(placement, by, PROPOSED, reason, key, criterion)
    if new and placement.case.responsible_worker_id:
        outbox.promise("cases.tell_user", placement.case.responsible_worker_id, by=by)
    return row


@transaction.atomic
def decide_bonus(
    *, placement: Placement, by: Actor, state: str, reason: str, key: UUID | None = None
) -> BonusStatus:
    """The buyer's own worker confirms, refuses or withdraws, and says why; never the provider (E-56). Raises
    Refused."""
    if not by.can(Permission.BONUS_CONFIRM) or by.organisation_id != placement.contract.buyer_id:
        raise Refused(_("Bonusasiakkuuden vahvistaa tilaajan oma työntekijä, ei palveluntuottaja."))
    if state not in (CONFIRMED, REFUSED, WITHDRAWN):
        raise Refused(_("Valitse, vahvistetaanko bonus."), field="state")
    return _step(placement, by, state, reason, key)[0]


def _step(
    placement: Placement, by: Actor, state: str, reason: str, key: UUID | None, criterion: str = ""
) -> tuple[BonusStatus, bool]:
    locked(placement.case_id)
    held = Placement.objects.select_related("contract").get(pk=placement.pk)
    if not reason.strip():
        raise Refused(_("Kirjoita perustelu."), field="reason")

    def make() -> BonusStatus:
        if not held.bonus_may(state):
            raise Refused(_("Bonuksen tila on jo muuttunut. Päivitä sivu."))
        chosen = _criterion(held, criterion) if state == PROPOSED else _same(held)
        return BonusStatus.objects.create(
            case_id=held.case_id, placement=held, state=state, criterion=chosen["key"], criterion_text=chosen["text"],
            reason=reason.strip(), organisation_id=by.organisation_id, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(BonusStatus.objects.all(), key, make, placement_id=held.pk, state=state)
    if new:
        _note(f"bonus_{state}", held, by, criterion=row.criterion)
    return row, new


def criteria_of(contract: Contract, on: date | None = None) -> list[dict[str, str]]:
    """The agreed criteria in force on a day; none when the contract pays no bonus."""
    rule = contract.bonus_rules.filter(from_on__lte=on or dates.today()).order_by("-from_on").first()
    return rule.criteria if rule else []


def _criterion(placement: Placement, key: str) -> dict[str, str]:
    found = next((one for one in criteria_of(placement.contract) if one["key"] == key), None)
    if found is None:
        raise Refused(_("Valitse sopimuksessa sovittu peruste."), field="criterion")
    return found


def _same(placement: Placement) -> dict[str, str]:
    now = placement.bonus
    return {"key": now.criterion, "text": now.criterion_text} if now else {"key": "", "text": ""}


def _note(what: str, placement: Placement, by: Actor, **details: Any) -> None:
    stream, person = ("case", placement.case_id), placement.case.person_id
    record(f"network.{what}", by=by, stream=stream, obj=("placement", placement.pk), person_id=person, **details)
