"""The demo's purchases: a tender with its hearing, a contract with a bonus and an unused lot, money, clients placed."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.network.purchased import actions, actions_clients, actions_money
from rinnalla.network.purchased.actions import Heard, Terms
from rinnalla.network.purchased.actions_clients import between
from rinnalla.network.purchased.actions_money import Cost
from rinnalla.network.purchased.models import Contract, Procurement
from rinnalla.organisations.models import Organisation, Region, Unit
from rinnalla.services.models import ServiceEpisode

CRITERIA = (
    "Työkyky on selvästi alentunut ja siitä on asiantuntijan arvio",
    "Työttömyys on jatkunut yli kaksi vuotta",
    "Asiakas tarvitsee palvelussa tulkkia tai vahvaa rinnallakulkua",
)
HEARD = Heard(
    "Kokemusasiantuntijat ja kolme työhönvalmentajaa",
    "Tuki loppuu usein juuri, kun työ alkaa. Matka ryhmään on pitkä.",
    "Tuki jatkuu kolme kuukautta työn alettua, ja valmentaja tulee asiakkaan luo.",
)
PLACED = 8  # clients placed in a region, when so many are in a bought service


def buy_services(
    region: Region, actors: Iterable[Actor], answering: Mapping[int, Actor], lived: Iterable[Case], today: date
) -> None:
    """Where a body that may give data by law buys of a provider of the region: what it bought, and who is there."""
    unit = Unit.objects.filter(organisation__region=region, organisation__kind="provider").first()
    kinds = dict(Organisation.objects.filter(region=region).values_list("pk", "kind"))
    buyers = [one for one in actors if one.can(Permission.PURCHASE_RECORD)]
    boss = next((one for one in buyers if between(kinds.get(one.organisation_id or 0, ""), "provider")[0]), None)
    cards = list(ServiceCard.objects.offered().filter(region=region, group="rehabilitation_and_coaching")[:12])
    if unit is None or boss is None or not cards:
        return
    with acting(boss):
        contract = _contract(boss, unit, cards, _tender(boss, today), today)
        _money(boss, contract, today)
    _clients(contract, answering, lived)


def _tender(boss: Actor, today: date) -> Procurement:
    began = today - timedelta(days=420)
    one = actions.plan_procurement(
        by=boss, name="Työhönvalmennus osatyökykyisille", category="coaching", reference="TYÖ/412/2025", from_on=began,
        need="Entinen sopimus päättyy. Osatyökykyiset tarvitsevat valmennusta, joka jatkuu työpaikalla.",
    )
    for days, stage in ((40, "hearing"), (80, "call"), (130, "decision"), (160, "contract"), (190, "in_use")):
        heard = HEARD if stage == "hearing" else None
        actions.move_stage(procurement=one, by=boss, stage=stage, from_on=began + timedelta(days=days), heard=heard)
    soon = actions.plan_procurement(
        by=boss, name="Tekniikan alan työvoimakoulutus", category="training", from_on=today - timedelta(days=60),
        need="Alueella on avoimia töitä, joihin ei löydy tekijöitä.",
    )
    actions.move_stage(procurement=soon, by=boss, stage="call", from_on=today - timedelta(days=9))
    return one


def _contract(boss: Actor, unit: Unit, cards: list[ServiceCard], tender: Procurement, today: date) -> Contract:
    first = today - timedelta(days=230)
    terms = Terms(
        name="Täsmävalmennus", category="coaching", reference="TYÖ/58/2026",
        target_group="Osatyökykyiset työnhakijat, jotka haluavat työhön vuoden sisällä",
        facts=("name", "phone", "municipality", "language", "wish", "jobseeker", "responsible"),
    )  # fmt: skip
    last = today + timedelta(days=500)
    one = actions.sign_contract(by=boss, terms=terms, unit=unit, cards=cards, from_on=first, to_on=last,
                                procurement=tender)  # fmt: skip
    actions.add_lot(contract=one, by=boss, name="Vahva tuki", kind="extra", from_on=first, to_on=last, places=10,
                    gives="Toinen valmentaja mukana kahtena päivänä viikossa.")  # fmt: skip
    for item, amount in (("base", "780"), ("bonus", "320")):
        actions.set_price(contract=one, by=boss, item=item, amount=Decimal(amount), from_on=first)
    actions.agree_bonus(contract=one, by=boss, from_on=first, criteria=CRITERIA,
                        trigger="Kun työ on jatkunut kolme kuukautta")  # fmt: skip
    actions.forecast_bonus(contract=one, by=boss, year=today.year, percent=60, basis="Tuottajan tarjous")
    return one


def _money(boss: Actor, contract: Contract, today: date) -> None:
    row = actions_money.grant_appropriation(by=boss, name="Ostopalvelut", year=today.year, amount=Decimal(240_000))
    first = date(today.year, 1, 1)
    for cost in (
        Cost("used", first, "Täsmävalmennuksen perusmaksut", Decimal("68400.00"), contract=contract),
        Cost("used", first, "Bonukset", Decimal("12480.00"), contract=contract),
        Cost("committed", first, "Täsmävalmennus vuoden loppuun", Decimal("51000.00"), contract=contract),
        Cost("used", first, "Työvoimakoulutus", None, "Osatyökykyisten osuutta ei voi erottaa.", 24),
    ):
        actions_money.record_cost(appropriation=row, by=boss, cost=cost)


def _clients(contract: Contract, answering: Mapping[int, Actor], lived: Iterable[Case]) -> None:
    placed = 0
    for case in lived:
        lead = answering.get(case.responsible_worker_id or 0)
        if lead is None or case.closed_at is not None or placed == PLACED:
            continue
        with acting(lead):
            rows = ServiceEpisode.objects.visible_to(lead).not_ended().filter(case=case, started_on__isnull=False)
            episode = rows.filter(card__in=contract.services.values("card")).select_related("card", "case").first()
            if episode is None:
                continue
            one = actions_clients.place(episode=episode, contract=contract, by=lead, target_group=placed % 3 != 2)
            placed += 1
            if placed % 2:
                actions_clients.propose_bonus(
                    placement=one, by=lead, criterion="c2", reason="Työttömyys on jatkunut kolme vuotta."
                )
                if lead.organisation_id == contract.buyer_id:
                    actions_clients.decide_bonus(
                        placement=one, by=lead, state="confirmed", reason="Peruste täyttyy työttömyyden keston mukaan."
                    )
