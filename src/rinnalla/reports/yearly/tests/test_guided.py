"""People guided to a work-ability assessment by sender and year, those who began training, and schools' services.

Guards against: referrals counted for people, another service's referrals, a taken-back one, another year, few told.
"""

from datetime import date

import pytest

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.smallnumbers import Shown
from rinnalla.network.purchased.tests.near import bought
from rinnalla.network.purchased.tests.test_figures import come, old
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.referrals.actions import send_referral
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Referral
from rinnalla.reports.yearly import guided, schools
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
TE, CITY, SCHOOL = "employment_authority", "municipal_employment_service", "education_provider"


def send(cast, number, sender, on, service="work_ability_assessment", again=""):
    """A referral that came on a day, as an old list brings it in."""
    who = Identity(f"Asiakas {number}", "Lehto", phone=f"040 555 {number:04}")
    with as_actor(cast.a_timo):
        return send_referral(
            by=cast.a_timo, who=who, unit=cast.team, sender_kind=sender, sender_name=f"Toimisto{again}",
            received_on=on, consent=True, service=service,
        )


def told(cast, year, username="rooli-manager"):
    with as_actor(cast.actor(username)):
        return guided.guided(cast.region, year)


@pytest.fixture
def twelve(cast):
    """Seven by TE offices and five by municipal trials in 2021; others that must not count."""
    for number in range(12):
        send(cast, number, TE if number < 7 else CITY, date(2021, 3 + number % 9, 1))
    send(cast, 0, TE, date(2021, 12, 1))  # the same person again
    send(cast, 40, TE, date(2021, 5, 1), service="support_plan")
    send(cast, 41, TE, date(2021, 5, 1), service="")
    send(cast, 42, TE, date(2022, 1, 1))
    gone = send(cast, 43, TE, date(2021, 12, 31))
    with as_actor(cast.a_timo):
        Referral.objects.filter(pk=gone.pk).update(withdrawn_at=dates.now(), withdrawn_by=cast.timo)


@pytest.mark.row("E-51", "F-17")
def test_twelve_were_guided_to_assessment_in_2021_seven_by_te_and_five_by_municipal_trials(cast, twelve):
    """Against: referrals counted for people (13), another service's (14), the next year's (13), a taken-back one."""
    found = told(cast, 2021)
    assert found.aimed == found.everybody == Shown("number", 12)
    assert {key: one.number for key, (_name, one) in found.senders.items()} == {TE: 7, CITY: 5}
    assert "TE" in found.senders[TE][0]  # by its name of that year
    with as_actor(cast.a_katri):
        assert guided.guided(cast.region, 2021).aimed == Shown("number", 0)  # figures are the manager's
    assert told(cast, 2021, "muualta-manager").aimed == Shown("number", 0)


@pytest.mark.row("E-51", "E-14")
def test_a_year_stands_beside_the_one_before_and_the_base_year_and_few_are_hidden(cast, twelve, sign_in):
    for number in range(60, 77):
        send(cast, number, CITY, date(2023, 2, 1))
    send(cast, 90, SCHOOL, date(2023, 2, 1))
    manager = sign_in(cast.roles["manager"])
    page = manager.get("/reports/guided/?year=2021").content.decode()
    assert "<strong>12</strong>" in page and "muutos vuodesta 2020: +12" in page
    page = manager.get("/reports/guided/?year=2023").content.decode()
    assert "alle 5" in page and "vähintään 5" in page and ">17<" not in page  # the one is not found by subtraction
    text = manager.get("/reports/guided/file/?year=2021").content.decode("utf-8-sig")
    assert "Työllisyyspalvelut yhteensä;12;0;12" in text and "Ohjattu työkyvyn arviointiin" in text
    this_year = manager.get(f"/reports/guided/?year={dates.today().year}").content.decode()
    assert f"Vuosi {dates.today().year - 1}<" in this_year.replace("</p>", "<")  # the one that runs is not told
    assert sign_in(cast.roles["coordinator"]).get("/reports/guided/").status_code == 403


@pytest.mark.row("E-50")
def test_113_began_training_of_them_59_in_state_subsidised_beside_the_year_before(cast, sign_in):
    world = bought(cast)
    for key, people, name in (("state_subsidised", 59, "Vos"), ("labour_market", 54, "Työvoima")):
        contract = old(world, card="labour_market_training", name=name, category="training", funding=key)
        come(world, contract, people + 2, target=people)
        come(world, contract, 20, target=20, on=date(2022, 2, 1))
    with as_actor(world.actor(world.boss)):
        now = {one.key: (one.now.number, one.before.number, one.change) for one in guided.trainings(cast.region, 2022)}
        then = {one.key: one.now.number for one in guided.trainings(cast.region, 2021)}
    assert then == {"all": 113, "state_subsidised": 59, "labour_market": 54}
    assert now == {"all": (40, 113, -73), "state_subsidised": (20, 59, -39), "labour_market": (20, 54, -34)}
    page = sign_in(cast.roles["manager"]).get("/reports/guided/?year=2021").content.decode()
    assert '<td data-h="2021">113</td>' in page and '<td data-h="2021">59</td>' in page
    assert 'id="d-training_started"' in page and 'id="d-assessment_referrals"' in page


def test_a_service_that_the_catalogue_does_not_have_is_refused(cast):
    with pytest.raises(Refused, match="Valitse palvelu"):
        send(cast, 1, TE, date(2021, 5, 1), service="olematon")


def test_the_sender_chooses_the_service_and_the_receiver_reads_it(cast, sign_in):
    offer_everything(cast.region, cast.jobs)
    with as_actor(cast.a_timo):
        before = set(Referral.objects.values_list("pk", flat=True))
    timo = sign_in(cast.timo)
    assert "Mitä palvelua pyydät?" in timo.get("/referrals/new/").content.decode()
    answer = timo.post("/referrals/new/", {
        "given_names": "Oskari", "family_name": "Lehto", "phone": "040 555 0199", "language": "fi",
        "unit": str(cast.team.pk), "service": "work_ability_assessment",
    })  # fmt: skip
    assert answer.status_code == 302
    with as_actor(cast.a_timo):
        row = Referral.objects.exclude(pk__in=before).get()
    assert row.service == "work_ability_assessment"
    page = sign_in(cast.petra).get(f"/referrals/{row.uuid}/").content.decode()
    assert "Pyydetty palvelu" in page and "Työkykyarvio" in page


@pytest.mark.row("E-28")
def test_the_support_services_of_schools_are_counted_by_school_and_year_with_the_change(cast, sign_in):
    """Two, then three, then two when one has ended. Seen red: a service that began later counted for every year."""
    offer_everything(cast.region, cast.jobs)
    names = {"fi": "Rannikon opisto", "sv": "Kustens institut"}
    body = Organisation.objects.create(region=cast.region, key="rannikon_opisto", kind=SCHOOL, names=names)
    unit = Unit.objects.create(organisation=body, key="rannikon_tuki", names=names, phone="06 218 4477")
    now = dates.today().year
    days = (
        ("education_trial", date(now - 2, 8, 1), None), ("preparatory_education", None, None),
        ("apprenticeship", date(now - 1, 1, 1), date(now - 1, 12, 31)), ("entrepreneurship_training", None, None),
    )
    for key, first, last in days:
        ServiceCard.objects.filter(region=cast.region, key=key).update(
            unit=unit, offered_from=first, withdrawn_on=last, type="" if key.startswith("entre") else schools.SUPPORT
        )
    years = [now - 2, now - 1, now]
    (school,) = schools.schools(cast.region, years)
    assert [(one.number, one.change) for one in school.years] == [(2, None), (3, 1), (2, -1)]
    assert school.name == "Rannikon opisto" and len(school.services) == 2
    manager = sign_in(cast.roles["manager"])
    page = manager.get("/reports/schools/").content.decode()
    assert "Rannikon opisto" in page and "−1" in page and 'id="d-school_support"' in page
    text = manager.get("/reports/schools/file/").content.decode("utf-8-sig")
    assert "Rannikon opisto;1;2;3;2" in text and "Muutos edellisvuodesta;" in text
