"""Pilots: the target beside what came true, closed only with findings and with somebody who goes on.

Guards against: episodes counted for people, another time's or service's clients, a close that leaves somebody without.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.cases import actions as cases
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.services.models import ServiceEpisode
from rinnalla.services.pilots import actions
from rinnalla.services.pilots.models import Pilot
from rinnalla.services.pilots.reading import standings
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.jobs)


@pytest.fixture
def manager(cast):
    return cast.actor("rooli-manager")


@pytest.fixture
def pilot(cast, cards, manager):
    today = dates.today()
    with as_actor(manager):
        return actions.begin_pilot(
            card=cards["work_ability_assessment"], by=manager, name="Arvio lähelle", target=10, place="near_client",
            starts_on=today - timedelta(days=100), ends_on=today + timedelta(days=30), need="Matka on pitkä.",
            programme="work_ability_programme",
        )


def come(cast, card, number, *, days=20, ended=False):
    """A client who began the service so many days ago."""
    case = cases.open_case(
        by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
        naming_due_on=dates.today() + timedelta(days=14),
        new_person={"given_names": f"Asiakas {number}", "family_name": "Lehto"},
    )
    return begin(case, card, days=days, ended=ended)


def begin(case, card, *, days=20, ended=False):
    more = {"ended_on": dates.today(), "outcome": "other"} if ended else {}
    return ServiceEpisode.objects.create(
        case=case, card=card, organiser_name="Joku", started_on=dates.today() - timedelta(days=days), **more
    )


def told(actor, region):
    with as_actor(actor):
        return [one.actual for one in standings(region)]


def test_two_pilots_of_a_service_share_no_month(cards, pilot, manager):
    """Goal A13. Guards against: no refusal in words, and none by the database's own rule."""
    month_after = dates.add_months(pilot.ends_on.replace(day=1), 1)

    def again(card, starts_on, **more):
        with as_actor(manager):
            return actions.begin_pilot(
                card=card, by=manager, name="Toinen", target=5, place="near_client", starts_on=starts_on,
                ends_on=starts_on + timedelta(days=40), need="Matka on pitkä.", **more,
            )

    with pytest.raises(Refused, match="toinen pilotti: Arvio lähelle"):
        again(pilot.card, month_after - timedelta(days=1))
    again(cards["medical_rehabilitation"], pilot.starts_on)
    key = uuid4()
    assert again(pilot.card, month_after, key=key) == again(pilot.card, month_after, key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pilot.objects.filter(pk=pilot.pk).update(ends_on=month_after)


@pytest.mark.row("E-37")
def test_a_pilot_shows_its_target_of_ten_and_how_many_came(cast, cards, pilot, manager, sign_in):
    """Seen red: episodes counted in the place of people."""
    card = cards["work_ability_assessment"]
    with as_actor(cast.a_katri):
        for number in range(8):
            episode = come(cast, card, number, ended=number < 3)
        begin(episode.case, card, days=5)  # the same client once more
        come(cast, card, 20, days=130)  # before the pilot
        come(cast, cards["medical_rehabilitation"], 21)  # another service
    assert told(manager, cast.region)[0].number == 8
    page = sign_in(cast.roles["manager"]).get("/services/pilots/").content.decode()
    assert "Tavoite 10" in page and "toteutunut 8" in page and "Lähellä asiakasta" in page
    assert "Jokainen lasketaan kerran" in page
    assert "Työkykyohjelma" in page and "Matka on pitkä." in page and "Lehto" not in page


def test_few_clients_are_hidden_and_nobody_else_gets_the_count(cast, cards, pilot, manager, sign_in):
    with as_actor(cast.a_katri):
        for number in range(3):
            come(cast, cards["work_ability_assessment"], number)
    assert told(manager, cast.region)[0].kind == "small"
    assert "toteutunut alle 5" in sign_in(cast.roles["manager"]).get("/services/pilots/").content.decode()
    for username in ("katri", "muualta-manager"):
        assert [one.number for one in told(cast.actor(username), cast.region)] == [0]
    assert sign_in(cast.katri).get("/services/pilots/").status_code == 403


@pytest.mark.row("E-37")
def test_a_pilot_closes_only_with_findings_and_with_who_goes_on(cast, cards, pilot, manager):
    with as_actor(cast.a_katri):
        episode = come(cast, cards["work_ability_assessment"], 1)
    with as_actor(manager):
        with pytest.raises(Refused, match="mitä pilotissa havaittiin"):
            actions.close_pilot(pilot=pilot, by=manager, findings=" ", goes_on_in=cast.team)
        with pytest.raises(Refused, match="Palvelussa on vielä asiakkaita"):
            actions.close_pilot(pilot=pilot, by=manager, findings="Toimi hyvin.")
        for _ in range(2):
            actions.close_pilot(
                pilot=pilot, by=manager, findings="Toimi hyvin.", goes_on_in=cast.team, how="Pari jatkaa"
            )
        with pytest.raises(Refused, match="Pilotti on jo päätetty"):  # seen red: the second findings were lost
            actions.close_pilot(pilot=pilot, by=manager, findings="Toisen havainto.", goes_on_in=cast.team)
        pilot.refresh_from_db()
        assert (pilot.findings, pilot.goes_on_in, pilot.state) == ("Toimi hyvin.", cast.team, "closed")
        again = actions.begin_pilot(
            card=cards["medical_rehabilitation"], by=manager, name="Toinen", target=3, starts_on=dates.today(),
            ends_on=dates.today(), place="near_client", need="x",
        )
        actions.close_pilot(pilot=again, by=manager, findings="Ketään ei tullut.")
    assert episode.pk


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"target": 0}, "Vähintään yhdelle"), ({"need": " "}, "mistä asiakkaiden tarpeesta"),
        ({"place": "kuussa"}, "missä palvelu annetaan"), ({"programme": "x"}, "luettelosta"),
        ({"ends_on": dates.today() - timedelta(days=9)}, "ennen ensimmäistä"), ({"name": " "}, "nimi"),
    ],
)
def test_a_pilot_is_refused_in_words(cast, cards, manager, values, error):
    given = {"name": "P", "target": 10, "starts_on": dates.today(), "ends_on": dates.today(), "place": "near_client",
             "need": "x", **values}  # fmt: skip
    with as_actor(manager), pytest.raises(Refused, match=error):
        actions.begin_pilot(card=cards["work_ability_assessment"], by=manager, **given)
    for other in ("muualta-manager", "rooli-system_admin", "katri"):
        by = cast.actor(other)
        with as_actor(by), pytest.raises(Refused, match="alueen johtaja"):
            actions.begin_pilot(card=cards["work_ability_assessment"], by=by, **given)


def test_the_forms_keep_what_was_typed_and_twice_sent_is_once_done(cast, cards, manager, sign_in):
    browser = sign_in(cast.roles["manager"])
    assert "Pilotteja ei ole kirjattu" in browser.get("/services/pilots/").content.decode()
    form = {"card": str(cards["work_ability_assessment"].uuid), "name": "Lähiarvio", "target": "kymmenen",
            "starts_on": "1.11.2026", "ends_on": "1.3.2027", "place": "near_client", "need": "Matka",
            "form_key": uuid4()}  # fmt: skip
    refused = browser.post("/services/pilots/new/", form)
    assert refused.status_code == 422 and "Lähiarvio" in refused.content.decode()
    form["target"] = "10"
    for _ in range(2):
        assert browser.post("/services/pilots/new/", form).status_code == 302
    one = Pilot.objects.get()
    address = f"/services/pilots/{one.uuid}/closing/"
    assert browser.post(address, {"findings": ""}).status_code == 422
    assert browser.post(address, {"findings": "Hyvä"}).status_code == 302
    late = browser.post(address, {"findings": "Toisen havainto"})
    assert late.status_code == 422 and "Toisen havainto" in late.content.decode()
    assert sign_in(cast.everybody["muualta-manager"]).get(address).status_code == 404
