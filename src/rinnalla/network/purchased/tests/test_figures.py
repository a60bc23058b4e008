"""What was bought, counted: people once, shares alone, small numbers hidden, nothing to anybody but the manager.

Guards against: episodes counted for people, another year, a few found by subtraction, a forecast mixed with the actual.
"""

from datetime import date
from decimal import Decimal

import pytest
from psycopg.types.range import Range

from rinnalla.assessments.results.models import InstrumentResult
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown
from rinnalla.network.purchased import actions, figures
from rinnalla.network.purchased.models_clients import BonusStatus, Placement
from rinnalla.network.purchased.tests.near import CRITERIA, bought
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
YEAR = 2021
DAY = date(YEAR, 9, 1)


@pytest.fixture
def world(cast):
    return bought(cast)


def old(world, **terms):
    """A contract of the year that the published figures tell of."""
    one = world.sign(**terms)
    type(one).objects.filter(pk=one.pk).update(valid=Range(date(YEAR, 1, 1), date(YEAR + 2, 1, 1)))
    return type(one).objects.get(pk=one.pk)


def come(world, contract, people, *, bonus=0, diagnosed=None, known=0, target=0, on=DAY, lot=None, solved=""):
    """So many new clients in the contract's service, the first of them with what is asked."""
    katri, card = world.cast.a_katri, contract.services.get().card
    made = [world.client(number) for number in range(people)]
    with as_actor(katri):
        for number, case in enumerate(made):
            episode = ServiceEpisode.objects.create(case=case, card=card, organiser_name="T", started_on=on)
            row = Placement.objects.create(
                case=case, episode=episode, contract=contract, placed_on=on, until_on=contract.last_day, lot=lot,
                target_group=number < target, solved=solved,
                with_diagnosis=None if number >= known else number < (diagnosed or 0),
            )
            if number < bonus:
                BonusStatus.objects.create(
                    case=case, placement=row, state="confirmed", criterion="c1", criterion_text=CRITERIA[0],
                    reason="Täyttyy.", on=on,
                )
    return made


def told(world, user, ask, *rest):
    with as_actor(world.actor(user)):
        return ask(world.cast.region, *rest)


@pytest.mark.row("E-57")
@pytest.mark.row("F-21")
@pytest.mark.row("F-22")
def test_tasmajelppi_140_people_and_half_of_them_bonus_clients(world):
    """Seen red: placements counted for people (141), and every status row for a confirmed one."""
    contract = old(world)
    cases = come(world, contract, 140, bonus=70)
    katri = world.cast.a_katri
    with as_actor(katri):
        again = ServiceEpisode.objects.create(
            case=cases[100], card=contract.services.get().card, organiser_name="T", started_on=DAY
        )
        row = Placement.objects.create(
            case=cases[100], episode=again, contract=contract, placed_on=DAY, until_on=contract.last_day
        )
        for state in ("confirmed", "withdrawn"):  # taken back: not a bonus client
            BonusStatus.objects.create(case=cases[100], placement=row, state=state, criterion="c1",
                                       criterion_text="x", reason="x", on=DAY)  # fmt: skip
    come(world, contract, 1, on=date(YEAR + 1, 2, 1))  # another year's
    one = told(world, world.boss, figures.services, YEAR)[0]
    assert one.people.number == Shown("number", 140) and one.bonus.percent == 50
    assert one.bonus.counted == Shown("number", 140) and one.people.definition
    for user in (world.saija, world.cast.katri):
        assert told(world, user, figures.services, YEAR) == []


@pytest.mark.row("E-58")
@pytest.mark.row("F-23")
@pytest.mark.row("F-24")
def test_eero_150_people_nearly_all_with_a_diagnosis_as_a_share_only(world, sign_in):
    """Seen red: the share told when fewer than the limit are without."""
    come(world, old(world, name="Eero"), 150, known=150, diagnosed=141, solved="yes")
    one = told(world, world.boss, figures.services, YEAR)[0]
    assert one.people.number == Shown("number", 150) and one.diagnosed.percent == 94 and one.solved.percent == 100
    assert one.diagnosed.number == figures.HIDDEN
    assert figures.share(148, 150, 5) is None and figures.share(2, 150, 5) is None and figures.share(4, 4, 5) is None
    page = sign_in(world.boss).get(f"/purchased/figures/?year={YEAR}").content.decode()
    assert "94 %" in page and "Laskettu" not in page and "141" not in page
    assert sign_in(world.cast.katri).get("/purchased/figures/").status_code == 403


@pytest.mark.row("E-59")
@pytest.mark.row("F-25")
def test_ten_imba_melba_assessments_are_not_hidden_and_each_person_is_one(world):
    cases = [world.client(number) for number in range(10)]
    with as_actor(world.cast.a_katri):
        for case, day in [*((one, DAY) for one in cases), (cases[0], date(YEAR, 10, 1))]:
            InstrumentResult.objects.create(
                case=case, instrument="imba_melba", edition="1", field_group="health", measured_on=day,
                mode="interview", source="Arvioija", features={"attention": [3, 4]},
            )
    found = told(world, world.boss, figures.with_instrument, YEAR, "imba_melba")
    assert found.number == Shown("number", 10)
    assert told(world, world.boss, figures.with_instrument, YEAR + 1, "imba_melba").number == Shown("number", 0)


@pytest.mark.row("E-54")
@pytest.mark.row("F-18")
@pytest.mark.row("C-14")
def test_an_unused_extra_lot_prints_zero_beside_the_interruptions(world, sign_in):
    """Seen red: a lot without users left out."""
    contract = world.sign("labour_market_training", name="Tekniikan koulutus", category="training",
                          funding="labour_market")  # fmt: skip
    boss, today = world.actor(world.boss), dates.today()
    with as_actor(boss):
        for name, kind in (("Vahva tuki", "extra"), ("Koulutus", "main")):
            lot = actions.add_lot(contract=contract, by=boss, name=name, kind=kind, gives="Tukea.",
                                  from_on=contract.valid.lower, to_on=contract.last_day)  # fmt: skip
    come(world, contract, 6, lot=lot, on=today)
    rows = told(world, world.boss, figures.lots, today.year)
    assert [(one.name, figure.number.number) for one, figure in rows] == [("Vahva tuki", 0), ("Koulutus", 6)]
    running = sign_in(world.boss).get(f"/purchased/figures/?year={today.year}").content.decode()
    assert f">{today.year - 1}</a>" in running and f">{today.year}</a>" not in running, "the year still runs"
    dates.set_clock(dates.start_of_day(date(today.year + 1, 2, 1)))
    page = sign_in(world.boss).get("/purchased/figures/").content.decode()
    assert "Vahva tuki" in page and "Ei käytetty" in page and "Miksi palvelut keskeytyivät" in page


@pytest.mark.row("E-55")
@pytest.mark.row("F-19")
@pytest.mark.row("F-20")
def test_the_forecast_stands_beside_the_actual_and_the_fee_is_base_and_bonus(world):
    """Guards against: the forecast in the actual's place."""
    boss = world.actor(world.boss)
    contract = old(world)
    with as_actor(boss):
        day = date(YEAR, 1, 1)
        actions.agree_bonus(contract=contract, by=boss, from_on=day, criteria=CRITERIA, trigger="Kun työ alkaa")
        actions.forecast_bonus(contract=contract, by=boss, year=YEAR, percent=60, basis="Tarjous")
        for item, amount in (("base", 800), ("bonus", 300)):
            actions.set_price(contract=contract, by=boss, item=item, amount=Decimal(amount), from_on=day)
    come(world, contract, 12, bonus=6)
    one = told(world, world.boss, figures.bonuses, YEAR)[0]
    assert (one.forecast.percent, one.actual.percent) == (60, 50)
    assert (one.base, one.bonus, one.fee) == (Decimal(9600), Decimal(1800), Decimal(11400))
    with as_actor(boss):
        assert figures.bonus_providers(world.cast.region, DAY) == 1
        assert figures.bonus_providers(world.cast.region, date(YEAR - 1, 1, 1)) == 0
    few = old(world, name="Pieni")
    with as_actor(boss):
        actions.agree_bonus(contract=few, by=boss, from_on=day, criteria=CRITERIA, trigger="Kun työ alkaa")
    come(world, few, 3, bonus=1)
    hidden = next(one for one in told(world, world.boss, figures.bonuses, YEAR) if one.contract == few)
    assert hidden.actual.percent is None and hidden.fee is None and hidden.actual.counted == Shown("small")


@pytest.mark.row("F-14")
@pytest.mark.row("F-15")
@pytest.mark.row("F-16")
def test_who_began_training_by_its_funding(world):
    """59 in state-subsidised and 54 in labour-market training make 113 (control). Seen red: those not in the target
    group counted too."""
    for key, people, name in (("state_subsidised", 59, "Vos"), ("labour_market", 54, "Työvoima")):
        contract = old(world, card="labour_market_training", name=name, category="training", funding=key)
        come(world, contract, people + 3, target=people)
    found = told(world, world.boss, figures.trainings, YEAR)
    assert {key: one.number.number for key, one in found.items()} == {
        "all": 113, "state_subsidised": 59, "labour_market": 54,
    }  # fmt: skip


@pytest.mark.row("E-30")
@pytest.mark.row("E-14")
def test_categories_are_named_also_at_nothing_and_assessments_have_their_change(world):
    come(world, old(world), 8, target=7)
    contract = old(world, card="work_ability_assessment", name="Arviot", category="expert_assessment")
    come(world, contract, 12, target=6)
    come(world, contract, 15, target=6, on=date(YEAR + 1, 3, 1))
    found = {name: one.number.number for name, one in told(world, world.boss, figures.categories, YEAR)}
    assert found == {"Valmennus": 7, "Koulutus": 0, "Asiantuntija-arviointi": 6}
    now, before, change = told(world, world.boss, figures.assessments, YEAR + 1)
    assert (now.number.number, before.number.number, change) == (15, 12, 3)
