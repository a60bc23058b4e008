"""Noticing and guiding in numbers: what is counted, who may see it, what stays hidden.

Seen red: organisations taken from the counted rows alone (none with zero); the function without its question who leads.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from rinnalla.access.acting import staff_actor
from rinnalla.access.models import Draft, Membership
from rinnalla.access.roles import ROLES
from rinnalla.cases import responsibility
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.smallnumbers import Shown
from rinnalla.referrals import actions, figures, jobs, triage
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor

ADDRESS = "/figures/way-in/"


def manager(cast):
    return staff_actor(Membership.objects.select_related("unit__organisation").get(user=cast.roles["manager"]))


def _notice(cast, by, times, place):
    with as_actor(by):
        for _each in range(times):
            actions.identify(by=by, items=["work_history"], place=place)


def _identified(cast, period=None):
    with as_actor(manager(cast)):
        return figures.identified(cast.region, period or figures.Period.last_year())


@pytest.mark.row("L-34")
def test_every_organisation_is_there_also_the_one_that_filled_in_none(cast, sign_in):
    _notice(cast, cast.a_katri, 6, "health_and_social_centre")
    told = dict(_identified(cast).organisations)
    assert told["Koivulan hyvinvointialue"] == Shown("number", 6)
    assert told["Koivulan työllisyyspalvelut"] == told["Askel ry"] == Shown("number", 0)
    assert "Harjun hyvinvointialue" not in told
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    assert "0, ei vielä yhtään" in page and "2 organisaatiota ei ole käyttänyt listaa" in page
    assert page.index("Askel ry") < page.index("Koivulan hyvinvointialue</th>")


@pytest.mark.row("T-05")
def test_needs_noticed_are_counted_by_place(cast):
    _notice(cast, cast.a_katri, 7, "health_and_social_centre")
    _notice(cast, cast.a_timo, 5, "employment_services")
    told = dict(_identified(cast).places)
    assert told["Sosiaali- ja terveyskeskus"] == Shown("number", 7)
    assert told["Työllisyyspalvelut"] == Shown("number", 5) and told["Oppilaitos"] == Shown("number", 0)


def test_a_place_is_one_of_the_list(cast):
    with as_actor(cast.a_katri), pytest.raises(Refused):
        actions.identify(by=cast.a_katri, items=["work_history"], place="kuu")


def test_small_numbers_are_hidden_and_cannot_be_computed(cast):
    _notice(cast, cast.a_katri, 8, "health_and_social_centre")
    _notice(cast, cast.a_timo, 2, "employment_services")
    told = dict(_identified(cast).organisations)
    assert told["Koivulan työllisyyspalvelut"].kind == "small"
    assert told["Koivulan hyvinvointialue"].kind == "large"  # beside a whole somebody knows it would tell the other


def test_the_days_of_the_period_are_counted_and_no_others(cast):
    _notice(cast, cast.a_katri, 6, "school")
    yesterday = dates.today() - timedelta(days=1)
    assert dict(_identified(cast, figures.Period(yesterday, yesterday)).places)["Oppilaitos"] == Shown("number", 0)
    assert dict(_identified(cast, figures.Period(yesterday, dates.today())).places)["Oppilaitos"].number == 6


def test_a_period_that_ends_before_it_begins_is_told(cast, sign_in):
    leader = sign_in(cast.roles["manager"])
    answer = leader.get(ADDRESS, {"since": "3.11.2026", "until": "1.11.2026"})
    assert answer.status_code == 422 and "Viimeinen päivä on ennen ensimmäistä." in answer.content.decode()
    assert leader.get(ADDRESS, {"since": "x"}).status_code == 422


@pytest.mark.parametrize("role", ROLES)
def test_only_who_leads_by_figures_gets_the_page(cast, sign_in, role):
    assert sign_in(cast.roles[role]).get(ADDRESS).status_code == (200 if role == "manager" else 403)


def test_the_database_counts_for_nobody_else(cast):
    _notice(cast, cast.a_katri, 6, "school")
    elsewhere = staff_actor(Membership.objects.get(user=cast.everybody["muualta-manager"]))
    for actor in (cast.a_katri, elsewhere):
        with as_actor(actor), connection.cursor() as cursor:
            cursor.execute("select count(*) from referrals_identified('2000-01-01', '2100-01-01')")
            assert cursor.fetchone() == (0,)


# How guiding goes -----------------------------------------------------------------------------------------------------


def _effort(cast):
    with as_actor(manager(cast)):
        return figures.effort(cast.region, figures.Period.last_year())


def _sent(cast, times, **more):
    """Referrals of as many people from the employment services to the team."""
    with as_actor(cast.a_timo):
        name = f"Asiakas{more.get('kind', '')}"
        return [
            send(cast, who=Identity(name, f"Numero {number}", f"040 555 {number:04d}"), **more)
            for number in range(times)
        ]


def _begin(cast, rows):
    """Taken in, and a responsible worker agreed on."""
    with as_actor(cast.a_katri):
        for row in rows:
            case = triage.accept(referral=row, version=row.version, by=cast.a_katri)
            proposal = responsibility.propose(
                case=case, worker=cast.katri, unit=cast.team, decision_power="none", by=cast.a_katri,
                ground="l381_15", answer_due_on=dates.today(),
            )
            responsibility.answer_as_worker(proposal=proposal, by=cast.a_katri, answer="yes")
            responsibility.answer_of_client(proposal=proposal, by=cast.a_katri, answer="yes")
            case.refresh_from_db()


@pytest.mark.row("V-13", "C-09")
def test_the_median_of_days_from_the_first_sign_to_identification(cast):
    today = dates.today()
    with as_actor(cast.a_katri):
        for days in (10, 20, 30, 60):
            actions.identify(
                by=cast.a_katri, items=["work_history"], first_sign_on=today - timedelta(days=days),
                unemployed_since=today - timedelta(days=900),
            )
        actions.identify(by=cast.a_katri, items=["work_history"], unemployed_since=today - timedelta(days=400))
        actions.identify(by=cast.a_katri, items=["work_history"])
    assert _effort(cast).first_sign == 30


@pytest.mark.row("V-13", "I-34")
def test_two_clients_give_their_median_where_two_are_enough_to_tell(cast, monkeypatch):
    with as_actor(cast.a_katri):
        for days in (10, 41):
            first = dates.today() - timedelta(days=days)
            actions.identify(by=cast.a_katri, items=["work_history"], first_sign_on=first)
    assert _effort(cast).first_sign is None
    monkeypatch.setattr("rinnalla.referrals.figures.codes.deadline", lambda region, name: 2)
    assert _effort(cast).first_sign == 26  # of 10 and 41 the middle, rounded to even


def test_a_first_sign_is_never_ahead(cast):
    with as_actor(cast.a_katri), pytest.raises(Refused) as refused:
        actions.identify(by=cast.a_katri, items=["work_history"], first_sign_on=dates.today() + timedelta(days=1))
    assert refused.value.field == "first_sign_on"


@pytest.mark.row("L-88")
def test_warm_and_cold_are_reported_with_how_often_the_support_began(cast, sign_in):
    warm, _cold = _sent(cast, 10, kind="warm"), _sent(cast, 12, kind="cold")
    _begin(cast, warm[:5])
    told = {one.name.split(":")[0]: one for one in _effort(cast).kinds}
    assert (told["Lämmin"].sent.number, told["Lämmin"].begun) == (10, 50)
    assert (told["Kylmä"].sent.number, told["Kylmä"].begun) == (12, 0)
    assert "50 prosenttia" in sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()


@pytest.mark.row("V-111")
def test_triage_outcomes_are_counted_for_the_region_and_for_the_unit_that_shares_the_queue(cast, sign_in):
    rows = _sent(cast, 14)
    with as_actor(cast.a_katri):
        for row in rows[:5]:
            triage.contact(referral=row, version=1, by=cast.a_katri)
        for row in rows[5:10]:
            triage.decline(
                referral=row, version=1, by=cast.a_katri, reason="wrong_service", words="Velat ensin.",
                next_service="Velkaneuvonta", next_phone="06 1",
            )
        triage.pass_on(referral=rows[10], version=1, by=cast.a_katri, unit=cast.jobs, words="Siellä.")
    told = dict(_effort(cast).outcomes)
    assert told["Ei otettu vastaan"] == Shown("number", 5) and told["Siirretty toiseen yksikköön"].kind == "small"
    inbox = sign_in(cast.petra).get("/inbox/").content.decode()
    counts = inbox.split("Mitä lähetteistä tuli vuoden aikana")[1]
    for label, number in (("Ei otettu vastaan", 5), ("Siirretty toiseen yksikköön", 1), ("Otettu vastaan", 0)):
        assert re.search(rf"{label}</dt>\s*<dd>{number}<", counts), (label, number)


def _rate(cast, rows, ratings):
    with as_actor(cast.a_timo):
        for row, rating in zip(rows, ratings, strict=True):
            actions.rate(referral=row, by=cast.a_timo, rating=rating)


@pytest.mark.row("E-29")
def test_the_mean_of_the_senders_ratings_by_service(cast):
    _rate(cast, _sent(cast, 5), (5, 4, 4, 3, 5))
    told = _effort(cast)
    assert told.ratings == [("Työkykytiimi, Koivulan hyvinvointialue", "4,2")] and told.rating == "4,2"


@pytest.mark.row("E-29")
def test_a_mean_of_a_few_is_not_told(cast):
    _rate(cast, _sent(cast, 4), (5, 4, 4, 3))
    told = _effort(cast)
    assert told.ratings == [("Työkykytiimi, Koivulan hyvinvointialue", None)] and told.rating is None


@pytest.mark.row("E-52", "C-02")
def test_the_rate_of_begun_referrals_left_unsent_stays_known_after_the_drafts_are_gone(cast, sign_in, settings):
    rows = _sent(cast, 15)
    _rate(cast, rows[:5], (1, 2, 3, 4, 5))
    timo, long_ago = sign_in(cast.timo), dates.now() - timedelta(days=9)
    with dates.clock(long_ago):
        for _each in range(2):  # the same draft twice is one
            assert timo.post("/referrals/new/", {"given_names": "Vain alku"}).status_code == 422
    with as_actor(cast.a_timo):
        for number in range(4):
            case = f"/cases/{uuid4()}/referrals/new/"
            Draft.objects.create(user=cast.timo, path=case, content=b"x", kept_at=long_ago - timedelta(days=number))
        Draft.objects.create(user=cast.timo, path="/plans/", content=b"x", kept_at=long_ago)
        Draft.objects.create(user=cast.timo, path=f"/cases/{uuid4()}/referrals/new/", content=b"x")
    jobs.count_abandoned()
    clear_sessions_of_long_ago()
    jobs.count_abandoned()
    told = _effort(cast)
    assert told.abandoned == 25 and told.rating == "3"


def clear_sessions_of_long_ago():
    """The drafts are forgotten, as after a month."""
    with connection.cursor() as cursor:
        cursor.execute("select access_forget_drafts(%s)", [dates.now() - timedelta(days=1)])


def test_what_the_sender_filled_in_and_how_long_it_took(cast):
    opened = dates.now()
    with dates.clock(opened + timedelta(minutes=2)):
        _sent(cast, 5, opened_at=opened, fields_filled=4)
    told = _effort(cast)
    assert (told.minutes, told.fields) == ("2", "4")


def test_nothing_is_told_of_an_empty_region(cast, sign_in):
    told = _effort(cast)
    assert (told.rating, told.minutes, told.fields, told.abandoned, told.first_sign) == (None,) * 5
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    assert "Kukaan ei ole vielä arvioinut lähettämistä." in page
