"""The registers of a published project: itself with its staff, meetings and events, partnerships, purchases, money,
what was told and seen."""

from datetime import date, timedelta
from decimal import Decimal

from rinnalla.demo.published import shapes
from rinnalla.demo.published.shapes import Campaign, Contract, Pilot, Records
from rinnalla.demo.published.team import Team
from rinnalla.network.communications import actions as communications
from rinnalla.network.communications.models import CommunicationItem
from rinnalla.network.contacts.actions import Planned, Went, plan_contact
from rinnalla.network.partners.actions import PartnerWords, add_partner
from rinnalla.network.partnerships.actions import PartnershipWords, begin_partnership, set_turns
from rinnalla.network.projects import actions as projects
from rinnalla.network.projects.actions import ProjectWords, Worker
from rinnalla.network.projects.models import Project
from rinnalla.network.purchased import actions as purchases
from rinnalla.network.purchased import actions_money as money
from rinnalla.network.purchased.actions import Terms
from rinnalla.network.purchased.models_money import Appropriation
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.servicemodels.codes import code_list
from rinnalla.services.pilots.actions import begin_pilot

TARGET = "Osatyökykyiset työnhakijat"


def keep(team: Team, records: Records) -> None:
    """All registers of the file, each on its own days."""
    team.made["project"] = project = _project(team, records)
    for name, kind in records.partners.items():
        with team.world.at(project.starts_on, team.keeper) as by:
            team.made[f"partner {name}"] = add_partner(by=by, words=PartnerWords(name, kind, "Yhteyshenkilö"))
    for one in records.project.pilots:
        _pilot(team, project, one)
    _contacts(team, records, project)
    _partnerships(team, records)
    for contract in records.contracts:
        team.made[contract.id] = _contract(team, contract)
    for row in records.appropriations:
        _money(team, row)
    for campaign in records.campaigns:
        _campaign(team, campaign)


def _project(team: Team, records: Records) -> Project:
    told = records.project
    with team.world.at(told.starts_on, team.keeper) as by:
        row = projects.found_project(by=by, words=ProjectWords(
            told.name, told.funder, told.starts_on, told.ends_on, told.aims, budget_eur=told.budget_eur,
            need_words=told.need_words, need_source=told.need_source,
            need_on=told.starts_on if told.need_words else None,
        ))  # fmt: skip
    for one in told.staff:
        take_on(team, row, one, told.starts_on)
    return row


def take_on(team: Team, project: Project, told: shapes.Worker, on: date) -> None:
    """Somebody works in the project from a day to its end."""
    place = Municipality.objects.get(code=told.municipality) if told.municipality else None
    worker = Worker(told.task, told.profession, on, told.background, place, project.ends_on)
    with team.world.at(on, team.keeper, 10) as by:
        projects.add_worker(project=project, by=by, worker=worker)


def _pilot(team: Team, project: Project, told: Pilot) -> None:
    with team.world.at(told.starts_on, team.manager) as by:
        place = code_list("service_places")[0].key
        pilot = begin_pilot(
            card=team.card(told.card), by=by, name=told.name, target=told.target, starts_on=told.starts_on,
            ends_on=told.ends_on, place=place, need=told.need,
        )  # fmt: skip
    with team.world.at(told.starts_on, team.keeper) as by:
        projects.take_pilot(project=project, by=by, pilot=pilot)
    team.made[f"pilot {told.card}"] = pilot


def _contacts(team: Team, records: Records, project: Project) -> None:
    for one in records.contacts:
        meet(team, one, project)


def meet(team: Team, one: shapes.Contact, project: Project) -> None:
    """A meeting or an event with a partner, held."""
    planned = Planned(one.kind, one.title, one.theme, one.audience, one.on, project=project)
    partner = team.made[f"partner {one.partner}"]
    with team.world.at(one.on, team.keeper, 15) as by:
        plan_contact(by=by, planned=planned, partners={partner: one.role}, went=Went(one.came, Decimal(2)))


def _partnerships(team: Team, records: Records) -> None:
    for one in records.partnerships:
        members = [team.made[f"partner {name}"] for name in one.members]
        with team.world.at(one.starts_on, team.keeper) as by:
            row = begin_partnership(by=by, members=members, words=PartnershipWords(
                one.name, one.theme, "new", one.starts_on, one.plan,
            ))  # fmt: skip
            set_turns(partnership=row, version=row.version, by=by, first_on=one.starts_on, months=one.chair_months)


def _contract(team: Team, told: Contract) -> object:
    unit = Unit.objects.get(organisation__region=team.region, organisation__key=told.provider, ended_on=None)
    terms = Terms(told.name, told.category, TARGET, funding=told.funding, facts=("name", "phone"))
    with team.world.at(told.from_on, team.buyer) as by:
        row = purchases.sign_contract(
            by=by, terms=terms, unit=unit, cards=[team.card(told.card)], from_on=told.from_on, to_on=told.to_on
        )
        if told.bonus:
            purchases.agree_bonus(contract=row, by=by, from_on=told.from_on, criteria=told.bonus,
                                  trigger="Kun asiakas aloittaa palvelun")  # fmt: skip
        for year, percent in told.forecast.items():
            purchases.forecast_bonus(contract=row, by=by, year=year, percent=percent, basis="Tuottajan tarjous")
        if told.extra_lot:
            purchases.add_lot(contract=row, by=by, name=told.extra_lot, kind="extra", gives="Toinen ohjaaja mukana.",
                              from_on=told.from_on, to_on=told.to_on)  # fmt: skip
    return row


def _money(team: Team, told: shapes.Appropriation) -> None:
    with team.world.at(date(told.year, 1, 2), team.buyer) as by:
        row = money.grant_appropriation(by=by, name=told.name, year=told.year, amount=told.amount)
    team.made[f"appropriation {told.name}"] = row
    for one in told.costs:
        pay(team, row, one)


def pay(team: Team, appropriation: Appropriation, told: shapes.Cost) -> None:
    """Money is used or tied up."""
    with team.world.at(told.on, team.buyer) as by:
        cost = money.Cost(told.kind, told.on, told.what, told.amount)
        money.record_cost(appropriation=appropriation, by=by, cost=cost)


def _campaign(team: Team, told: Campaign) -> None:
    channels = sorted({one.channel for one in told.seen})
    with team.world.at(told.published_on, team.keeper) as by:
        item = communications.plan_item(by=by, told=communications.Told(
            "campaign", "info", told.title, told.topic, channels, list(told.audiences), told.published_on,
        ))  # fmt: skip
        communications.check_item(item=item, version=1, by=by,
                                  checks=[one.key for one in code_list("accessibility_checks")])  # fmt: skip
        communications.publish_item(item=item, by=by, on=told.published_on)
    for one in told.seen:
        count(team, item, one)
    team.made[f"campaign {told.title}"] = item


def count(team: Team, item: CommunicationItem, told: shapes.Seen) -> None:
    """How often it had been seen in a channel by a day, told the day after."""
    with team.world.at(told.on + timedelta(days=1), team.keeper) as by:
        communications.count_seen(item=item, by=by, channel=told.channel, on=told.on, impressions=told.impressions,
                                  source="Kanavan omat tilastot")  # fmt: skip
