"""Planning a tender and moving it on; signing a contract and what belongs to it; ending it; telling how it has gone."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.models import ServiceCard
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.network.purchased.models import (
    HEARING,
    NEED,
    BonusForecast,
    BonusRule,
    Contract,
    ContractPrice,
    ContractService,
    Lot,
    Procurement,
    ProcurementStage,
    ProviderReport,
)
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import codes


@dataclass(frozen=True)
class Heard:
    """A hearing of experts or of the market: whom, what they said, what it changed (E-53)."""

    whom: str
    what: str
    changed: str


@transaction.atomic
def plan_procurement(
    *, by: Actor, name: str, category: str, need: str, reference: str = "", from_on: date, key: UUID | None = None
) -> Procurement:
    """A tender begins from a need. The buyer is the actor's own organisation. Raises Refused."""
    _buyer(by)
    _known("purchase_categories", category, "category")
    _filled(name=name, need=need)
    _not_ahead(from_on, "from_on")

    def make() -> Procurement:
        row = Procurement.objects.create(
            region_id=by.region_id, buyer_id=by.organisation_id, name=name.strip(), category=category,
            need=without_client(need, "need"), reference=reference.strip(), made_by_id=by.user_id, form_key=key,
        )
        ProcurementStage.objects.create(procurement=row, stage=NEED, from_on=from_on, made_by_id=by.user_id)
        return row

    row, new = once(Procurement.objects.all(), key, make, region_id=by.region_id, category=category)
    if new:
        note("procurement_planned", by, row)
    return row


@transaction.atomic
def move_stage(
    *, procurement: Procurement, by: Actor, stage: str, from_on: date, words: str = "", heard: Heard | None = None,
    key: UUID | None = None,
) -> ProcurementStage:
    """The tender goes on to its next stage on a day; a hearing says who was heard and what it changed (E-53). What was
    before stays as it is. Raises Refused."""
    _buyer(by, procurement.buyer_id)
    held = Procurement.objects.select_for_update().get(pk=procurement.pk)
    told = {}
    if stage == HEARING:
        if heard is None:
            raise Refused(_("Kirjaa, ketä kuultiin."), field="heard_whom")
        _filled(heard_whom=heard.whom, heard_what=heard.what, changed_what=heard.changed)
        told = {"heard_whom": heard.whom.strip(), "heard_what": without_client(heard.what, "heard_what"),
                "changed_what": without_client(heard.changed, "changed_what")}  # fmt: skip

    def make() -> ProcurementStage:
        if not held.allows(stage):
            raise Refused(_("Kilpailutus on jo toisessa vaiheessa. Päivitä sivu."), field="stage")
        _not_ahead(from_on, "from_on")
        if from_on < held.now.from_on:
            text = _("Edellinen vaihe alkoi %(day)s. Valitse se tai myöhempi päivä.")
            raise Refused(text % {"day": dates.d(held.now.from_on)}, field="from_on")
        return ProcurementStage.objects.create(
            procurement=held, stage=stage, from_on=from_on, words=without_client(words, "words"),
            made_by_id=by.user_id, form_key=key, **told,
        )

    row, new = once(ProcurementStage.objects.all(), key, make, procurement_id=held.pk, stage=stage)
    if new:
        note("procurement_moved", by, held, stage=stage)
    return row


@dataclass(frozen=True)
class Terms:
    """What stands in the contract. `facts` are what the provider's people see of a client."""

    name: str
    category: str
    target_group: str
    funding: str = ""
    reference: str = ""
    facts: tuple[str, ...] = ("name",)


@transaction.atomic
def sign_contract(
    *, by: Actor, terms: Terms, unit: Unit, cards: Sequence[ServiceCard], from_on: date, to_on: date,
    procurement: Procurement | None = None, key: UUID | None = None,
) -> Contract:
    """A contract of the actor's own organisation with the unit's; both days belong to it (E-03). Raises Refused."""
    _buyer(by, procurement.buyer_id if procurement else by.organisation_id)
    _checked(by, terms, unit, cards)
    if to_on < from_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="to_on")

    def make() -> Contract:
        row = Contract.objects.create(
            region_id=by.region_id, buyer_id=by.organisation_id, provider_id=unit.organisation_id, unit=unit,
            procurement=procurement, valid=Range(from_on, to_on + timedelta(days=1)), made_by_id=by.user_id,
            form_key=key, **{**asdict(terms), "facts": list(terms.facts)},
        )
        ContractService.objects.bulk_create([ContractService(contract=row, card=card) for card in cards])
        return row

    row, new = once(Contract.objects.all(), key, make, unit_id=unit.pk, name=terms.name)
    if new:
        note("contract_signed", by, row)
    return row


def _checked(by: Actor, terms: Terms, unit: Unit, cards: Sequence[ServiceCard]) -> None:
    _filled(name=terms.name, target_group=terms.target_group)
    _known("purchase_categories", terms.category, "category")
    if terms.funding:
        _known("training_fundings", terms.funding, "funding")
    if unit.organisation.region_id != by.region_id or unit.organisation_id == by.organisation_id:
        raise Refused(_("Valitse palveluntuottajan yksikkö omalta alueelta."), field="unit")
    if not cards or any(card.region_id != by.region_id for card in cards):
        raise Refused(_("Valitse vähintään yksi palvelu oman alueen luettelosta."), field="cards")
    known = {one.key for one in codes.code_list("provider_facts")}
    if "name" not in terms.facts or not set(terms.facts) <= known:
        raise Refused(_("Valitse luettelosta, mitä tuottaja näkee. Nimi kuuluu aina mukaan."), field="facts")


@transaction.atomic
def end_contract(*, contract: Contract, by: Actor, on: date, why: str) -> None:
    """The contract ends early; the provider's people see nobody after its last day. Twice is once. Raises Refused."""
    _buyer(by, contract.buyer_id)
    row = Contract.objects.select_for_update().get(pk=contract.pk)
    said = without_client(why, "why")
    _filled(why=said)
    if (row.ended_on, row.ended_why) == (on, said):
        return
    if row.ended_on:
        raise Refused(_("Sopimus on jo päätetty. Päivitä sivu."))
    if not row.valid.lower <= on < row.valid.upper or on < dates.today():
        text = _("Valitse päivä, joka on tänään tai myöhemmin ja sopimuksen ajassa %(since)s–%(until)s.")
        days = {"since": dates.d(row.valid.lower), "until": dates.d(row.last_day)}
        raise Refused(text % days, field="on")
    Contract.objects.filter(pk=row.pk).update(ended_on=on, ended_why=said)
    note("contract_ended", by, row)


@transaction.atomic
def add_lot(
    *, contract: Contract, by: Actor, name: str, kind: str, gives: str, from_on: date, to_on: date,
    places: int | None = None, key: UUID | None = None,
) -> Lot:
    """A lot of the contract, within its days (E-54). Raises Refused."""
    _buyer(by, contract.buyer_id)
    _filled(name=name, gives=gives)
    if to_on < from_on or from_on < contract.valid.lower or to_on > contract.last_day:
        text = _("Osan päivien pitää olla sopimuksen ajassa %(since)s–%(until)s.")
        days = {"since": dates.d(contract.valid.lower), "until": dates.d(contract.last_day)}
        raise Refused(text % days, field="to_on")

    def make() -> Lot:
        return Lot.objects.create(
            contract=contract, name=name.strip(), kind=kind, gives=without_client(gives, "gives"), places=places,
            valid=Range(from_on, to_on + timedelta(days=1)), made_by_id=by.user_id, form_key=key,
        )

    row, new = once(Lot.objects.all(), key, make, contract_id=contract.pk, name=name.strip())
    if new:
        note("lot_added", by, contract)
    return row


@transaction.atomic
def set_price(
    *, contract: Contract, by: Actor, item: str, amount: Decimal, from_on: date, key: UUID | None = None
) -> ContractPrice:
    """A price from a day on; the one before it ends the day before. Raises Refused: a later one is known already."""
    _buyer(by, contract.buyer_id)
    held = Contract.objects.select_for_update().get(pk=contract.pk)
    if amount <= 0:
        raise Refused(_("Kirjoita hinta euroina, suurempi kuin nolla."), field="amount")

    def make() -> ContractPrice:
        before = held.prices.filter(item=item)
        if before.filter(valid__startswith__gte=from_on).exists():
            raise Refused(_("Samalla päivällä tai sen jälkeen on jo hinta. Valitse myöhempi päivä."), field="from_on")
        for one in before.filter(valid__contains=from_on):
            ContractPrice.objects.filter(pk=one.pk).update(valid=Range(one.valid.lower, from_on))
        return ContractPrice.objects.create(
            contract=held, item=item, amount=amount, valid=Range(from_on, None), made_by_id=by.user_id, form_key=key
        )

    row, new = once(ContractPrice.objects.all(), key, make, contract_id=held.pk, item=item)
    if new:
        note("price_set", by, held, item=item)
    return row


@transaction.atomic
def agree_bonus(
    *, contract: Contract, by: Actor, from_on: date, criteria: Iterable[str], trigger: str, key: UUID | None = None
) -> BonusRule:
    """Who is a bonus client from a day on, by the contract's own criteria (E-55). Raises Refused."""
    _buyer(by, contract.buyer_id)
    texts = [one.strip() for one in criteria if one.strip()]
    if not texts:
        raise Refused(_("Kirjoita ainakin yksi peruste, kukin omalle rivilleen."), field="criteria")
    if any(len(one) > 300 for one in texts):
        raise Refused(_("Peruste saa olla enintään 300 merkkiä pitkä."), field="criteria")
    _filled(trigger=trigger)

    def make() -> BonusRule:
        if contract.bonus_rules.filter(from_on__gte=from_on).exists():
            raise Refused(_("Samalta päivältä tai myöhemmältä on jo bonusperuste. Valitse myöhempi päivä."),
                          field="from_on")  # fmt: skip
        listed = [{"key": f"c{number}", "text": one} for number, one in enumerate(texts, 1)]
        return BonusRule.objects.create(
            contract=contract, from_on=from_on, criteria=listed, trigger=trigger.strip(), made_by_id=by.user_id,
            form_key=key,
        )

    row, new = once(BonusRule.objects.all(), key, make, contract_id=contract.pk, from_on=from_on)
    if new:
        note("bonus_agreed", by, contract)
    return row


@transaction.atomic
def forecast_bonus(
    *, contract: Contract, by: Actor, year: int, percent: int, basis: str, key: UUID | None = None
) -> BonusForecast:
    """An estimate of a year's share of bonus clients; a newer one is shown, the older stays (F-20). Raises Refused."""
    _buyer(by, contract.buyer_id)
    _filled(basis=basis)
    if not 0 <= percent <= 100:
        raise Refused(_("Kirjoita osuus prosentteina, 0–100."), field="percent")

    def make() -> BonusForecast:
        return BonusForecast.objects.create(
            contract=contract, year=year, percent=percent, basis=basis.strip(), made_by_id=by.user_id, form_key=key
        )

    row, new = once(BonusForecast.objects.all(), key, make, contract_id=contract.pk, year=year)
    if new:
        note("bonus_forecast", by, contract, year=year)
    return row


@transaction.atomic
def report(
    *, contract: Contract, by: Actor, since: date, until: date, words: str, key: UUID | None = None
) -> ProviderReport:
    """How the service has gone, without clients: the provider of its own contract, or the buyer (E-57). Raises
    Refused."""
    own = by.organisation_id in (contract.provider_id, contract.buyer_id)
    if not by.can(Permission.PURCHASE_REPORT) or not own:
        raise Refused(_("Sopimuksesta kertovat sen tuottaja ja tilaaja."))
    said = without_client(words, "words")
    _filled(words=said)
    if until < since or until > dates.today():
        raise Refused(_("Kerro ajasta, joka on jo ollut. Tarkista päivät."), field="until")

    def make() -> ProviderReport:
        return ProviderReport.objects.create(
            contract=contract, period=Range(since, until + timedelta(days=1)), words=said, made_by_id=by.user_id,
            by_provider=by.organisation_id == contract.provider_id, form_key=key,
        )

    row, new = once(ProviderReport.objects.all(), key, make, contract_id=contract.pk)
    if new:
        note("purchase_reported", by, contract)
    return row


def _buyer(by: Actor, organisation_id: int | None = None) -> None:
    """Who signs for the buying organisation."""
    buying = by.organisation_id if organisation_id is None else organisation_id
    if not by.can(Permission.PURCHASE_RECORD) or by.region_id is None or by.organisation_id != buying:
        raise Refused(_("Ostoista kirjaa tilaajan oma esihenkilö."))


def _known(name: str, key: str, field: str) -> None:
    if codes.code(name, key) is None:
        raise Refused(_("Valitse luettelosta."), field=field)


def _filled(**texts: str) -> None:
    for field, text in texts.items():
        if not text.strip():
            raise Refused(_("Tämä kohta on tyhjä. Täytä se."), field=field)


def _not_ahead(day: date, field: str) -> None:
    if day > dates.today():
        raise Refused(_("Päivä on vasta tulossa. Kirjaa vaihe, kun se on alkanut."), field=field)


def note(what: str, by: Actor, row: Any, **details: Any) -> None:
    """The act in the installation's log: no client is in it."""
    kind = type(row)._meta.model_name
    record(f"network.{what}", by=by, stream=("installation", 0), obj=(kind, row.pk), **details)
