"""The development log of a service: every register in one dated list, read alike by every organisation (T-30).

Guards against: another service's actions in the log, a log that one organisation sees and another does not.
"""

from datetime import date, datetime, timedelta

import pytest

from rinnalla.catalogue.models import CardChange, ServiceCard
from rinnalla.feedback.panels import actions as panels
from rinnalla.lib import dates
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development import log
from rinnalla.network.development.actions import Step, take_on
from rinnalla.network.development.tests.near import a_contact, a_partner, ahead, an_action, card_of, elsewhere
from rinnalla.services.pilots import actions as pilots
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(cast):
    """A service with a changed card, a pilot, two actions (one by way of the pilot) and an answered proposal."""
    card, boss = card_of(cast), cast.actor("rooli-manager")
    day = dates.now() - timedelta(days=30)
    CardChange.objects.create(card=card, kind="changed", at=day, changes=[
        {"field": "price", "before": {"fi": "40 euroa"}, "after": {"fi": "Maksuton"}}
    ])  # fmt: skip
    with as_actor(boss):
        pilot = pilots.begin_pilot(
            card=card, by=boss, name="Arvio lähelle", target=10, place="near_client", need="Matka oli liian pitkä.",
            starts_on=dates.today() - timedelta(days=20), ends_on=ahead(100),
        )
        panel = panels.hold_panel(
            region=cast.region, by=boss, on=dates.today() - timedelta(days=10), place="Torikatu", topic="Arviointi",
            clients=4, experts=1,
        )
        proposal = panels.propose(panel=panel, by=boss, text="Kutsukirje selkokielelle", card=card)
        panels.answer(proposal=proposal, by=boss, status="done", words="Kirje on uusittu.")
    one = an_action(boss, title="Kutsukirje uusiksi", card=card, responsible=cast.roles["manager"], due_on=ahead(9))
    with as_actor(boss):
        for to in ("under_way", "done"):
            one.refresh_from_db()
            take_on(development=one, version=one.version, by=boss, step=Step(to, findings="Kutsut ymmärretään."))
    an_action(boss, title="Pilotin oma toimi", pilot=pilot)
    an_action(boss, title="Toisen palvelun toimi", card=ServiceCard.objects.exclude(pk=card.pk).first())
    return card


@pytest.mark.row("T-30")
def test_the_log_tells_what_was_changed_by_whom_and_why_the_newest_first(cast, card):
    entries = log.of_service(card)
    assert [one.on for one in entries] == sorted((one.on for one in entries), reverse=True)
    told = {one.what: one for one in entries}
    assert set(told) == {
        "Hinta: 40 euroa → Maksuton", "Pilotti alkoi: Arvio lähelle", "Ehdotus: Kutsukirje selkokielelle",
        "Tehty: Kutsukirje selkokielelle", "Kirjattu: Kutsukirje uusiksi", "Tehty: Kutsukirje uusiksi",
        "Kirjattu: Pilotin oma toimi",
    }  # fmt: skip
    boss = cast.roles["manager"].name
    done = told["Tehty: Kutsukirje uusiksi"]
    assert (done.who, done.why) == (boss, "Kutsut ymmärretään.")
    assert told["Pilotti alkoi: Arvio lähelle"].why == "Matka oli liian pitkä."
    assert told["Tehty: Kutsukirje selkokielelle"].why == "Kirje on uusittu."


@pytest.mark.row("T-30")
def test_every_organisation_of_the_region_reads_the_same_log_from_the_card(cast, card, sign_in):
    """As V-97: a member of another organisation reads the same text. Another region finds nothing."""
    own, other = sign_in(cast.roles["manager"]), sign_in(elsewhere(cast))
    address = f"/development/services/{card.uuid}/"
    assert address in own.get(f"/services/{card.uuid}/").content.decode()
    pages = [one.get(address).content.decode() for one in (own, other)]
    logs = [page.partition('<ol class="rows">')[2].partition("</ol>")[0] for page in pages]
    assert logs[0] == logs[1] and "Kutsut ymmärretään." in logs[0]
    listed = other.get("/development/services/").content.decode()
    assert listed.index(card.name) and "merkintää" in listed
    from rinnalla.access.models import User

    assert sign_in(User.objects.get(username="muualta-manager")).get(address).status_code == 404


@pytest.mark.row("F-30")
def test_the_near_service_began_in_november_2021_and_the_event_of_march_2022_is_coming(cast, sign_in):
    """The first day stands on the card and in the log; seen at the turn of the year the event is ahead, with its
    day."""
    near, boss = card_of(cast), cast.actor("rooli-manager")
    ServiceCard.objects.filter(pk=near.pk).update(offered_from=date(2021, 11, 1))
    manager = sign_in(cast.roles["manager"])
    with dates.clock(datetime(2021, 12, 15, 10, tzinfo=dates.HELSINKI)):
        event = a_contact(boss, a_partner(boss), date(2022, 3, 15), kind="event", theme="Palkkatuettu työ järjestöissä")
        near.refresh_from_db()
        assert [(one.on, one.what) for one in log.of_service(near)] == [(date(2021, 11, 1), "Palvelu alkoi.")]
        with as_actor(boss):
            assert list(CooperationContact.objects.visible_to(boss).coming()) == [event]
    assert "1.11.2021" in manager.get(f"/services/{near.uuid}/").content.decode()
    assert "15.3.2022" in manager.get(f"/development/contacts/{event.uuid}/").content.decode()
