"""What to expect is gone through before a referral, told to the receiver, and compared with how it was (L-89)."""

import pytest

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.referrals import triage
from rinnalla.referrals.models import Referral
from rinnalla.services import actions, expectations
from rinnalla.services.models import Expectation, ServiceEpisode
from rinnalla.testing import as_actor

PROMISE = "Työpaikkaa ei voida luvata"


@pytest.fixture
def coordinator_of(cast):
    """`coordinator_of(unit)` gives the actor of a new coordinator of that unit."""

    def make(unit):
        by = system("tests")
        with acting(by):
            user = add_user(by=by, username=f"vastaanottaja-{unit.key}", name="Vesa Vastaanottaja")
            return staff_actor(give_membership(by=by, user=user, unit=unit, role="coordinator"))

    return make


@pytest.fixture
def desk(cast, coordinator_of):
    """A coordinator of the employment services, and one of the advice desk: both take referrals in."""
    coordinator_of(cast.intake)
    return coordinator_of(cast.jobs)


@pytest.fixture
def card(cast, desk):
    """The employment services offer job coaching, whose sheet says what is not promised."""
    found = offer_everything(cast.region, cast.jobs)["job_coaching_other"]
    ServiceCard.objects.filter(unit=cast.jobs).exclude(pk=found.pk).update(expectations=[])
    return found


@pytest.fixture
def address(cast):
    return f"/cases/{cast.case.uuid}/referrals/new/"


def _sent(cast):
    with as_actor(cast.a_katri):
        return Referral.objects.sent_by_me(cast.a_katri).get()


def _fields(cast, **more):
    return {"unit": cast.jobs.pk, "wish": cast.case.wish, "extra": "Tarvitsee valmentajan.", **more}


@pytest.mark.row("L-89", "C-19")
def test_the_referral_asks_for_the_tick_shows_the_sentences_and_keeps_what_was_typed(cast, card, address, sign_in):
    """Seen red: the form without its question."""
    katri = sign_in(cast.katri)
    assert PROMISE not in katri.get(address).content.decode()  # nothing to go through before a place is chosen
    answer = katri.post(address, _fields(cast))
    page = answer.content.decode()
    assert answer.status_code == 422 and PROMISE in page and "Mitkä palvelut kävitte yhdessä läpi?" in page
    assert "Tarvitsee valmentajan." in page
    assert page.index("Tarvitsee valmentajan.") < page.index(PROMISE) < page.index('name="told"')  # read, then ticked
    assert katri.post(address, _fields(cast, told=["kuu"])).status_code == 422
    assert katri.post(address, _fields(cast, told=[card.uuid])).status_code == 302
    row = _sent(cast)
    assert row.sheets_on == dates.today() and [one["card"] for one in row.sheets] == [str(card.uuid)]
    assert row.fields_filled <= 5  # unit, why and the tick: what is prefilled is not filled


def test_a_new_person_is_referred_with_the_same_question(cast, card, sign_in):
    """Seen red: the field hidden behind a property of the same name."""
    katri, data = sign_in(cast.katri), {"given_names": "Oskari", "family_name": "Lehto", "phone": "040 555 0199"}
    data |= {"language": "fi", "unit": cast.jobs.pk}
    page = katri.post("/referrals/new/", data)
    assert page.status_code == 422 and PROMISE in page.content.decode() and 'name="told"' in page.content.decode()
    assert katri.post("/referrals/new/", {**data, "told": [card.uuid]}).status_code == 302
    assert _sent(cast).sheets_on == dates.today()


@pytest.mark.row("L-89", "C-19")
def test_the_receiver_sees_what_was_told_as_it_was_told(cast, card, address, sign_in):
    """Seen red: the page reading the card of today."""
    sign_in(cast.katri).post(address, _fields(cast, told=[card.uuid]))
    ServiceCard.objects.filter(pk=card.pk).update(expectations=[])
    page = sign_in(cast.katri).get(f"/referrals/{_sent(cast).uuid}/").content.decode()
    assert "Mitä asiakkaalle on kerrottu" in page and PROMISE in page


def test_not_yet_is_an_answer_that_the_receiver_sees(cast, card, address, sign_in):
    assert sign_in(cast.katri).post(address, _fields(cast, told=["not_yet"])).status_code == 302
    row = _sent(cast)
    assert (row.sheets, row.sheets_on) == ([], None)
    page = sign_in(cast.katri).get(f"/referrals/{row.uuid}/").content.decode()
    assert "Palveluja ei ole vielä käyty läpi" in page


def test_a_unit_without_sheets_asks_nothing_more(cast, card, address, sign_in):
    assert sign_in(cast.katri).post(address, _fields(cast, unit=cast.intake.pk)).status_code == 302
    assert _sent(cast).sheets is None


@pytest.mark.row("L-89", "C-19")
def test_what_was_told_before_the_referral_is_compared_with_how_it_was(cast, card, address, sign_in, desk):
    """Seen red: a service planned without looking at how its client came."""
    katri = sign_in(cast.katri)
    katri.post(address, _fields(cast, told=[card.uuid]))
    with as_actor(desk):
        row = Referral.objects.received_by(desk).get()
        triage.accept(referral=row, version=row.version, by=desk)
    ServiceCard.objects.filter(pk=card.pk).update(expectations=[])
    with as_actor(cast.a_katri):
        episode = actions.plan_service(case=cast.case, by=cast.a_katri, card=card)
        told = Expectation.objects.get(episode=episode)
        assert (told.gone_on, told.sheet) == (dates.today(), card.expectations)
        actions.start_service(episode=episode, version=1, by=cast.a_katri, on=dates.today())
        again = ServiceEpisode.objects.get(pk=episode.pk)
        expectations.answer(episode=again, by=cast.a_katri, answer="worse", words="Liian nopea tahti")
        told.refresh_from_db()
        assert (told.answer, told.gone_on) == ("worse", dates.today())
    assert PROMISE in katri.get(f"/cases/{cast.case.uuid}/services/{episode.uuid}/experience/").content.decode()
