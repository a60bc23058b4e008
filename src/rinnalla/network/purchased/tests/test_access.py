"""A provider's worker sees the own clients' agreed facts while the placement lasts, and nothing else (E-56, domain 4).

Guards against: another provider's clients, somebody after the end, the case's own pages, search, counts, health data,
a bonus set by who is paid for it.
"""

from datetime import timedelta

import pytest
from django.db import connection

from rinnalla.access.models import Grant
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.purchased import actions, actions_clients
from rinnalla.network.purchased.models_clients import BonusStatus, Placement
from rinnalla.network.purchased.showing import READERS
from rinnalla.network.purchased.tests.near import CRITERIA, bought
from rinnalla.servicemodels.codes import code_list
from rinnalla.services import actions as services
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
NAME = "Rantanen"


@pytest.fixture
def world(cast):
    return bought(cast)


@pytest.fixture
def placed(world):
    return world.place(world.sign(), world.cast.case)


def sheet(placed):
    return f"/cases/{placed.case.uuid}/purchased/{placed.uuid}/sheet/"


def grant_of(world, placed):
    """The provider's leave as it is now."""
    with as_actor(world.cast.a_katri):
        return Grant.objects.get(pk=placed.grant_id)


def test_the_own_unit_sees_the_agreed_facts_and_no_more(world, placed, sign_in):
    """Guards against: the wish among the facts of the contract."""
    saija = sign_in(world.saija)
    listed = saija.get("/purchased/clients/").content.decode()
    page = saija.get(sheet(placed)).content.decode()
    assert NAME in listed and NAME in page and "040 555 0147" in page
    assert "selkä kestää" not in page and "Koivulan alue kunta" not in page and world.cast.katri.name not in page
    assert grant_of(world, placed).field_groups == ["basics", "employment"]
    case = f"/cases/{placed.case.uuid}/"
    for part in ("", "plan/", "services/", "contacts/", "team/", "livelihood/", "purchased/", "log/"):
        assert saija.get(case + part).status_code in (403, 404), part
    for other in ("/cases/", "/search/", "/purchased/figures/", "/purchased/tenders/x/"):
        answer = saija.get(other)
        assert answer.status_code in (403, 404) and NAME not in answer.content.decode(), other


def test_another_provider_sees_nobody_and_learns_nothing(world, placed, sign_in):
    """Seen red: with `given_by` without the own unit, when the other provider has a client of the same case."""
    muu = sign_in(world.muu)
    place = sheet(placed)
    assert muu.get(place).status_code == 404 and NAME not in muu.get("/purchased/clients/").content.decode()
    unheard_of = muu.get(place.replace(str(placed.case.uuid), str(placed.uuid)))
    assert NAME not in muu.get(place).content.decode() and unheard_of.status_code == 404
    mine = world.place(world.sign("labour_market_training", world.other_unit, name="Toinen"), world.cast.case)
    assert muu.get(sheet(mine)).status_code == 200
    for part in ("", "../bonus/proposal/"):
        assert muu.get(place + part).status_code == 404
    assert world.sign(name="Kolmas").name not in muu.get("/purchased/").content.decode()
    assert muu.get(f"/purchased/contracts/{placed.contract.uuid}/").status_code == 404


@pytest.mark.parametrize("how", ["placement", "service", "contract", "days"])
def test_after_the_end_nothing_opens(world, placed, sign_in, how):
    """Each way a placement ends shuts both walls. Seen red: without the trigger on the service, and on the contract."""
    saija, katri, boss = sign_in(world.saija), world.cast.a_katri, world.actor(world.boss)
    assert saija.get(sheet(placed)).status_code == 200
    ahead = dates.now()
    if how == "placement":
        with as_actor(katri):
            actions_clients.end_placement(placement=placed, version=placed.version, by=katri, solved="yes")
    elif how == "service":
        with as_actor(katri):
            episode = ServiceEpisode.objects.get(pk=placed.episode_id)
            services.end_service(episode=episode, version=1, by=katri, on=dates.today(), outcome="other")
            assert Placement.objects.get(pk=placed.pk).ended_on == dates.today()
    elif how == "contract":
        with as_actor(boss):
            actions.end_contract(contract=placed.contract, by=boss, on=dates.today(), why="Palvelu siirtyy.")
        assert grant_of(world, placed).ends_at == dates.midnight_after(dates.today())
        ahead = dates.now() + timedelta(days=1)
    else:
        ahead = dates.now() + timedelta(days=900)
    with dates.clock(ahead):
        assert saija.get(sheet(placed)).status_code in (302, 404)
        again = sign_in(world.saija)
        assert again.get(sheet(placed)).status_code == 404
        assert NAME not in again.get("/purchased/clients/").content.decode()


def test_the_second_wall_shuts_too(world, placed):
    """Past the first wall: raw rows, as the database lets the provider's worker read them."""
    found = {}
    for name, user in (("own", world.saija), ("other", world.muu)):
        with as_actor(world.actor(user)), connection.cursor() as cursor:
            cursor.execute("select count(*) from network_placement")
            found[name] = cursor.fetchone()[0]
    assert found == {"own": 1, "other": 0}


def test_without_a_statute_between_them_the_client_is_asked(world):
    """The wellbeing county's purchase stands on no statute: the client's consent is asked. Red: with the ground
    taken from the provider's kind alone."""
    contract = world.sign()
    assert actions_clients.between("employment_authority", "provider")[0] == "l380_116"
    assert actions_clients.between("wellbeing_county", "provider") == ("", frozenset())
    type(contract).objects.filter(pk=contract.pk).update(buyer=world.cast.team.organisation)
    with pytest.raises(Refused, match="suostumuksen"):
        world.place(contract, world.cast.case)
    with as_actor(world.cast.a_katri):
        assert not Placement.objects.exists()


def test_every_fact_can_be_read_and_none_is_health():
    listed = code_list("provider_facts")
    assert {one.key for one in listed} == set(READERS)
    assert {one.definition.field_group for one in listed} <= {"basics", "social", "employment"}


@pytest.mark.row("E-56")
def test_the_provider_proposes_and_the_buyers_worker_confirms_with_a_line_in_the_log(world, placed, sign_in):
    """Seen red: with the confirming body not asked for."""
    boss, timo, katri = world.actor(world.boss), world.cast.a_timo, world.cast.a_katri
    with as_actor(boss):
        actions.agree_bonus(contract=placed.contract, by=boss, from_on=dates.today(), criteria=CRITERIA,
                            trigger="Kun työ on jatkunut kolme kuukautta")  # fmt: skip
    base = f"/cases/{placed.case.uuid}/purchased/{placed.uuid}/bonus/"
    saija = sign_in(world.saija)
    assert saija.post(base + "proposal/", {"criterion": "c9", "reason": "Koska."}).status_code == 422
    typed = {"criterion": "c2", "reason": "Työttömänä vuodesta 2023."}
    assert saija.post(base + "proposal/", typed).status_code == 302
    assert saija.post(base + "decision/", {"state": "confirmed", "reason": "Itse."}).status_code == 403
    for actor in (world.actor(world.saija), katri):  # the provider, and a worker of another body than the buyer
        with as_actor(actor), pytest.raises(Refused):
            actions_clients.decide_bonus(placement=placed, by=actor, state="confirmed", reason="Kyllä.")
    world.let_timo_in(placed.case)
    told = {"state": "confirmed", "reason": "Peruste täyttyy."}
    assert sign_in(world.cast.timo).post(base + "decision/", told).status_code == 302
    with as_actor(timo):
        rows = list(BonusStatus.objects.values_list("state", "criterion", "organisation_id"))
        assert rows == [
            ("proposed", "c2", world.unit.organisation_id), ("confirmed", "c2", world.cast.jobs.organisation_id),
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("select verb from eventlog_event where verb like 'network.bonus%%' order by id")
            assert [row[0] for row in cursor.fetchall()] == ["network.bonus_proposed", "network.bonus_confirmed"]
    with as_actor(timo), pytest.raises(Refused):
        actions_clients.decide_bonus(placement=placed, by=timo, state="refused", reason="Toisin.")
    page = sign_in(world.cast.timo).get(f"/cases/{placed.case.uuid}/purchased/").content.decode()
    assert "Työttömänä vuodesta 2023." in page and "Peruste täyttyy." in page and "Vahvistettu" in page
