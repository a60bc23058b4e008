"""Episodes in depth: details, reach, breaks with support, going along, groups, and the numbers of who leads a region.

Seen red: a list of the unreached that asked the role alone; words of the report that could hold the client's name; a
new offer of support that wiped out the earlier one.
"""

from datetime import timedelta

import pytest

from rinnalla.access.models import Membership
from rinnalla.assessments.network import actions as network
from rinnalla.assessments.network.reading import is_mapped
from rinnalla.cases import actions as cases
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case, StageEntry
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.outbox.models import Promise
from rinnalla.people.models import Person
from rinnalla.plans import actions as plans
from rinnalla.services import actions, expectations, visits
from rinnalla.services import figures_depth as counted
from rinnalla.services import livelihood as money
from rinnalla.services.models import (
    AccompaniedVisit,
    Attendance,
    GroupSession,
    ServiceEpisode,
    ServiceInterruption,
)
from rinnalla.services.queries import unreached_by
from rinnalla.testing import as_actor
from tests.test_query_counts import open_cases

KEY = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6c01"


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.jobs)


@pytest.fixture
def katri(cast, cards):
    with as_actor(cast.a_katri):
        yield cast.a_katri


@pytest.fixture
def today():
    return dates.today()


@pytest.fixture
def leader(cast):
    """Who leads the region, and sees no case."""
    return cast.actor("rooli-manager")


def many(cast, count):
    """So many cases of Katri's, besides Tuula's."""
    open_cases(cast, count)
    with as_actor(cast.a_katri):
        return list(Case.objects.exclude(pk=cast.case.pk).select_related("person", "region").order_by("pk"))


def begun(case, by, card, days=10, **detail):
    row = actions.plan_service(case=case, by=by, card=card)
    if detail:
        actions.detail_service(episode=row, version=row.version, by=by, **detail)
    actions.start_service(episode=row, version=row.version, by=by, on=dates.today() - timedelta(days=days))
    return now(row)


def now(row):
    return type(row).objects.get(pk=row.pk)


def year(today):
    return today - timedelta(days=365), today


@pytest.mark.row("V-79")
@pytest.mark.row("E-26")
def test_a_pay_subsidy_has_ground_employer_and_days_and_is_counted_over_both_denominators(cast, cards, today, leader):
    rows = many(cast, 14)
    with as_actor(cast.a_katri):
        row = actions.plan_service(case=rows[0], by=cast.a_katri, card=cards["pay_subsidy"])
        for field, wrong in (
            ("ground", {"partner": "Kukka Oy"}), ("partner", {"ground": "disability_or_illness"}),
            ("ground", {"partner": "Kukka Oy", "ground": "rich"}),
        ):
            with pytest.raises(Refused) as refused:
                actions.detail_service(episode=row, version=1, by=cast.a_katri, **wrong)
            assert refused.value.field == field
        until = today + timedelta(days=200)
        for place, case in enumerate(rows[:11]):
            ground = "disability_or_illness" if place < 6 else "professional_skills"
            one = begun(case, cast.a_katri, cards["pay_subsidy"], ground=ground, partner="Kukka Oy", agreed_until=until)
        assert (one.partner, one.ground, one.agreed_until) == ("Kukka Oy", "professional_skills", until)
        with pytest.raises(Conflict):
            actions.detail_service(episode=one, version=1, by=cast.a_katri, ground=ground, partner="Toinen")
    with as_actor(leader):
        told = counted.grounds(cast.region, *year(today))
    assert told == {"disability_or_illness": 6, "professional_skills": 5, "": 11, "*": 15}
    with as_actor(cast.a_katri):  # who leads nothing is told nothing
        assert counted.grounds(cast.region, *year(today)) == {"": 0, "*": 0}


def test_a_small_number_never_leaves_the_database(cast, cards, today, leader):
    (case,) = many(cast, 1)
    with as_actor(cast.a_katri):
        begun(case, cast.a_katri, cards["pay_subsidy"], ground="other_ground", partner="Kukka Oy")
    with as_actor(leader):
        assert counted.grounds(cast.region, *year(today)) == {"other_ground": None, "": None, "*": None}


@pytest.mark.row("V-84")
def test_each_training_is_counted_by_who_began_and_who_ended_it(cast, cards, today, leader):
    rows = many(cast, 12)
    with as_actor(cast.a_katri):
        for place, case in enumerate(rows):
            name = "Hitsaajan peruskurssi" if place < 7 else "Hoiva-avustaja"
            row = begun(case, cast.a_katri, cards["labour_market_training"], subject=name, partner="Koulutuskeskus")
            if place < 5:
                actions.end_service(episode=row, version=row.version, by=cast.a_katri, on=today, outcome="employment")
    with as_actor(leader):
        assert counted.trainings(cast.region, *year(today)) == [
            ("Hitsaajan peruskurssi", 7, 5), ("Hoiva-avustaja", 5, 0),
        ]
        assert counted.trainings(cast.region, today - timedelta(days=5), today) == [
            ("Hitsaajan peruskurssi", 0, 5), ("Hoiva-avustaja", 0, 0),
        ]


@pytest.mark.row("V-89")
def test_a_granted_pension_is_an_outcome_among_the_others(cast, cards, today, leader):
    rows = many(cast, 10)
    with as_actor(cast.a_katri):
        for place, case in enumerate(rows):
            if place < 5:
                money.note_benefit(case=case, by=cast.a_katri, kind="disability_pension", terms=money.Terms(
                    applied_on=today - timedelta(days=60), decided_on=today, starts_on=today - timedelta(days=30)))
                continue
            row = begun(case, cast.a_katri, cards["self_care"])
            actions.end_service(episode=row, version=row.version, by=cast.a_katri, on=today, outcome="employment")
    with as_actor(leader):
        assert counted.outcomes(cast.region, *year(today)) == {"employment": 5, "pension": 5}


@pytest.mark.row("T-07")
def test_wished_queued_started_and_the_middle_wait_in_days(cast, cards, today, leader):
    rows = many(cast, 7)
    with as_actor(cast.a_katri):
        for place, case in enumerate(rows):
            row = actions.plan_service(case=case, by=cast.a_katri, card=cards["work_trial_rehabilitation"],
                                       waits_since=today - timedelta(days=20) if place else None)
            if place >= 2:
                day = today - timedelta(days=place)  # waited 18, 17, 16, 15, 14 days
                actions.start_service(episode=row, version=1, by=cast.a_katri, on=day)
    with as_actor(leader):
        (told,) = counted.figures(cast.region).reach
    assert (told.wished, told.queued, told.started, told.days) == (7, 6, 5, 16)


@pytest.mark.row("L-30")
def test_what_is_not_reached_in_the_set_days_is_listed_and_each_has_its_status(cast, cards, katri, today, sign_in):
    row = actions.plan_service(case=cast.case, by=katri, card=cards["self_care"])
    assert row.reach_status == "not_contacted" and unreached_by(katri) == []
    ServiceEpisode.objects.filter(pk=row.pk).update(made_at=dates.now() - timedelta(days=31))
    assert unreached_by(katri) == [row]
    actions.await_service(episode=row, version=1, by=katri, since=today - timedelta(days=2))
    page = sign_in(cast.katri).get("/services/unreached/").content.decode()
    assert now(row).reach_status == "queued" and row.name in page and "Jonossa" in page and "31 päivää" in page
    with as_actor(cast.a_katri):
        ServiceEpisode.objects.filter(pk=row.pk).update(field_group="authority")
        cast.case.grants.filter(user=cast.katri).update(field_groups=["basics"])
        assert unreached_by(cast.a_katri) == []  # the role may see it, the leave for this case does not
        ServiceEpisode.objects.filter(pk=row.pk).update(field_group="basics")
        actions.start_service(episode=now(row), version=2, by=cast.a_katri, on=today)
        assert now(row).reach_status == "started" and unreached_by(cast.a_katri) == []
        actions.end_service(episode=now(row), version=3, by=cast.a_katri, on=today, outcome="other")
        assert now(row).reach_status == "ended"
    assert row.name not in sign_in(cast.petra).get("/services/unreached/").content.decode()


@pytest.mark.row("E-16")
def test_a_break_needs_its_reason_alerts_logs_the_support_offered_and_is_counted(cast, cards, today, leader, sign_in):
    rows = many(cast, 5)
    told = Promise.objects.filter(name="cases.tell_user", args=[cast.katri.pk])
    with as_actor(cast.a_katri):
        for case in rows:
            row = begun(case, cast.a_katri, cards["self_care"])
            with pytest.raises(Refused, match="syy"):
                actions.interrupt_service(episode=row, version=row.version, by=cast.a_katri, reason="", from_on=today)
            actions.interrupt_service(episode=row, version=row.version, by=cast.a_katri, from_on=today,
                                      reason="insufficient_support")
        mine = begun(cast.case, cast.a_katri, cards["self_care"])
    before = told.count()
    with as_actor(cast.a_janne):
        actions.interrupt_service(episode=now(mine), version=mine.version, by=cast.a_janne, from_on=today,
                                  reason="insufficient_support")
        assert told.count() == before + 1
    day = sign_in(cast.katri).get("/day/").content.decode()
    assert f"/services/{mine.uuid}/support/" in day and "Tuki ei riittänyt" in day
    page = sign_in(cast.katri).post(f"/cases/{cast.case.uuid}/services/{mine.uuid}/support/", {"words": " "})
    assert page.status_code == 422
    with as_actor(cast.a_katri):
        for words in ("Valmentaja soittaa kahdesti viikossa", "Kuljetus järjestetään"):
            actions.offer_support(episode=now(mine), by=cast.a_katri, words=words)
        broken = ServiceInterruption.objects.get(episode=mine)
        assert broken.support_offered.splitlines() == ["Valmentaja soittaa kahdesti viikossa", "Kuljetus järjestetään"]
        assert broken.support_on == today
    assert f"/services/{mine.uuid}/support/" not in sign_in(cast.katri).get("/day/").content.decode()
    with as_actor(leader):
        assert counted.figures(cast.region).breaks == [("Tuki ei riittänyt", 6, None)]


@pytest.mark.row("E-07")
def test_the_first_service_was_right_when_it_did_not_change_and_the_client_says_it_fits(cast, cards, today, leader):
    rows = many(cast, 20)
    with as_actor(cast.a_katri):
        for place, case in enumerate(rows):
            row = begun(case, cast.a_katri, cards["self_care"], days=100)
            fits = "no" if place in (10, 11) else "yes"
            expectations.answer(episode=row, by=cast.a_katri, answer="as_expected", fits=fits)
            if place >= 15:  # another one took its place
                row = now(row)
                actions.end_service(episode=row, version=row.version, by=cast.a_katri,
                                    on=today - timedelta(days=70), outcome="other")
                begun(case, cast.a_katri, cards["pay_subsidy"], days=60, ground="other_ground", partner="Kukka Oy")
        unasked = begun(cast.case, cast.a_katri, cards["self_care"], days=100)
        with pytest.raises(Refused, match="sopiiko"):
            expectations.answer(episode=unasked, by=cast.a_katri, answer="better", fits="maybe")
    with as_actor(leader):
        first = counted.first_right(cast.region, *year(today))
    assert (first.all, first.asked, first.right, first.share) == (21, 20, 13, 65)


@pytest.mark.row("E-39")
def test_a_service_by_area_counts_its_clients_on_a_day_and_who_is_motivated(cast, cards, today, leader):
    place, rows = cast.region.municipalities.get(), many(cast, 22)
    with as_actor(cast.a_katri):
        for case in rows:
            cases.set_wish(case=case, version=case.version, by=cast.a_katri, wish="Töihin", motivation=8)
            begun(case, cast.a_katri, cards["social_rehabilitation"], days=30, area=place)
    with as_actor(leader):
        assert counted.on_day(cast.region, today) == [(cards["social_rehabilitation"].name, place.name, 22, 22)]
        assert counted.on_day(cast.region, today - timedelta(days=31)) == []


def test_what_was_written_for_one_client_is_not_told_to_who_leads(cast, cards, today, leader):
    """The open world showed the name of a service outside the catalogue; a training of few was told by its name too."""
    place, rows = cast.region.municipalities.get(), many(cast, 7)
    with as_actor(cast.a_katri):
        for number, case in enumerate(rows):
            name = "Hitsaajan peruskurssi" if number < 5 else "Tuulan oma kurssi"
            told = {"subject": name, "partner": "Koulutuskeskus", "area": place}
            begun(case, cast.a_katri, cards["labour_market_training"], **told)
        own = actions.plan_service(case=case, by=cast.a_katri, own_name="Tuulan kuntosali", organiser_name="Kaupunki")
        actions.detail_service(episode=own, version=own.version, by=cast.a_katri, area=place)
        actions.start_service(episode=own, version=now(own).version, by=cast.a_katri, on=today)
    with as_actor(leader):
        assert counted.trainings(cast.region, *year(today)) == [("", None, 0), ("Hitsaajan peruskurssi", 5, 0)]
        areas = [row[:2] for row in counted.on_day(cast.region, today)]
    assert areas == [("", place.name), (cards["labour_market_training"].name, place.name)]


@pytest.mark.row("L-42")
def test_the_companion_opens_another_providers_service_by_consent_and_the_visit_is_counted(
    cast, cards, today, leader, sign_in
):
    with as_actor(cast.a_katri):
        row = begun(cast.case, cast.a_katri, cards["job_coaching_other"])
        assert row.organiser.organisation != cast.coaching.organisation and row.field_group in ("basics", "employment")
    base = f"/cases/{cast.case.uuid}/services/{row.uuid}/"
    browser = sign_in(cast.janne)
    assert row.name in browser.get(base).content.decode()
    sent = {"on": dates.d(today), "words": "Jännitys helpotti.", "form_key": KEY}
    for _n in range(2):
        assert browser.post(f"{base}visit/", sent).status_code == 302
    again = browser.post(f"{base}visit/", {**sent, "form_key": ""})
    assert again.status_code == 422 and "jo kirjannut" in again.content.decode()
    assert "Jännitys helpotti." in browser.get(base).content.decode()
    rows = many(cast, 5)
    with as_actor(cast.a_katri):
        assert AccompaniedVisit.objects.filter(episode=row).count() == 1
        for case in rows:
            other = begun(case, cast.a_katri, cards["job_coaching_other"])
            visits.note_visit(episode=other, by=cast.a_katri, on=today)
        with pytest.raises(Refused, match="tulevaisuudessa"):
            visits.note_visit(episode=row, by=cast.a_katri, on=today + timedelta(days=1))
    with as_actor(leader):
        assert [one[1:] for one in counted.figures(cast.region).visits] == [(6, 6)]
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=cast.case.consents.get(), by=cast.a_katri)
    assert browser.get(base).status_code == 404


def goal_of(case, by):
    if not is_mapped(case):
        network.go_through(case=case, by=by, nobody=True)
    plan = plans.start_plan(case=case, by=by, made_in="team", review_on=dates.today() + timedelta(days=60))
    return plans.add_goal(plan=plan, by=by, in_clients_words="Haluan töihin keittiöön", purpose="employment")


@pytest.mark.row("L-43")
def test_an_observation_is_tied_to_a_goal_and_stands_in_the_report_without_the_client(
    cast, cards, today, leader, sign_in
):
    rows = many(cast, 5)
    with as_actor(cast.a_katri):
        row, goal = begun(cast.case, cast.a_katri, cards["self_care"]), goal_of(cast.case, cast.a_katri)
        with pytest.raises(Refused, match="nimeä"):
            visits.observe_service(episode=row, by=cast.a_katri, goal=goal, verdict="partly", words="Hyvä",
                                   public_words="Tuulalle sopi.")
        with pytest.raises(Refused, match="oma"):
            visits.observe_service(episode=row, by=cast.a_katri, goal=goal_of(rows[0], cast.a_katri), verdict="partly",
                                   words="Hyvä")
        visits.observe_service(episode=row, by=cast.a_katri, goal=goal, verdict="partly", words="Tuula väsyi matkaan.",
                               public_words="Ohjaaja kuuntelee.")
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/services/{row.uuid}/").content.decode()
    assert "Tuula väsyi matkaan." in page and "Haluan töihin keittiöön" in page
    with as_actor(leader):  # one client is too few
        assert counted.figures(cast.region).views == [(cards["self_care"].name, "partly", None, [])]
    with as_actor(cast.a_katri):
        for case in rows:
            goal = case.goals.first() or goal_of(case, cast.a_katri)
            other = begun(case, cast.a_katri, cards["self_care"])
            visits.observe_service(episode=other, by=cast.a_katri, goal=goal, verdict="partly", words="Etenee.",
                                   public_words="Matka on pitkä.")
    browser = sign_in(cast.everybody["rooli-manager"])
    report = browser.get("/services/figures/").content.decode()
    assert "Ohjaaja kuuntelee." in report and "Matka on pitkä." in report
    for told in ("Tuula", "Rantanen", cast.case.number, str(cast.case.uuid), "Etenee.", "väsyi"):
        assert told not in report
    own = sign_in(cast.tuula).get("/my/").content.decode()
    assert "Palvelu vie tavoitettasi osittain eteenpäin: Omahoito" in own and "Tuula väsyi matkaan." in own


@pytest.mark.row("E-40")
def test_attendance_of_a_future_workshop_is_counted(cast, cards, today, leader, sign_in):
    rows = many(cast, 6)
    with as_actor(cast.a_katri):
        for place, case in enumerate(rows):
            for days in (7, 0):
                visits.attend(case=case, by=cast.a_katri, unit=cast.team, activity="future_workshop", came=place < 5,
                              name="Verstas I", held_on=today - timedelta(days=days))
        assert GroupSession.objects.count() == 2 and Attendance.objects.filter(came=True).count() == 10
        with pytest.raises(Refused):
            visits.attend(case=rows[0], by=cast.a_katri, unit=cast.team, activity="golf", name="G", held_on=today,
                          came=True)
    with as_actor(leader):
        assert counted.figures(cast.region).groups == [("Tulevaisuusverstas", 2, 5, 10)]
    sent = {"activity": "future_workshop", "name": "Verstas I", "held_on": dates.d(today), "came": "yes"}
    browser = sign_in(cast.katri)
    for _n in range(2):
        assert browser.post(f"/cases/{cast.case.uuid}/attendance/", sent).status_code == 302
    with as_actor(leader):
        assert counted.figures(cast.region).groups == [("Tulevaisuusverstas", 2, 6, 11)]


@pytest.mark.row("I-09")
def test_who_is_not_unemployed_at_all_may_enter_and_the_time_at_each_stage_is_told(cast, cards, today, leader):
    rows = many(cast, 6)
    with as_actor(cast.a_katri):
        Person.objects.filter(pk__in=[case.person_id for case in rows]).update(jobseeker_status="not_registered")
        for case in rows:
            begun(case, cast.a_katri, cards["self_care"])  # not a day of unemployment, and help has begun
            StageEntry.objects.filter(case=case).delete()
            for stage, days in (("initial_service", 30), ("mapping", 18)):
                StageEntry.objects.create(case=case, stage=stage, entered_at=dates.now() - timedelta(days=days))
    with as_actor(leader):
        told = counted.stage_waits(cast.region, *year(today))
    assert [(n, days) for _name, n, days in told] == [(6, 12)]


@pytest.mark.row("T-18")
def test_mental_health_and_substance_work_is_seen_by_role_and_leave_alone(cast, cards, katri, sign_in):
    row = begun(cast.case, katri, cards["substance_and_mental_health_rehabilitation"])
    base = f"/cases/{cast.case.uuid}/services/"
    assert row.field_group == "special"
    for user in (cast.janne, cast.timo, cast.petra):
        browser = sign_in(user)
        assert browser.get(f"{base}{row.uuid}/").status_code in (403, 404)
        assert row.name not in browser.get(base).content.decode()
    assert row.name in sign_in(cast.katri).get(base).content.decode()
    with as_actor(cast.a_katri):
        cast.case.grants.filter(user=cast.katri).update(field_groups=["basics", "social", "health"])
    assert sign_in(cast.katri).get(f"{base}{row.uuid}/").status_code == 404  # the role alone is not enough


def test_the_figures_page_is_for_who_leads_alone(cast, sign_in):
    assert Membership.objects.filter(role="manager", user__username="rooli-manager").exists()
    assert sign_in(cast.everybody["rooli-manager"]).get("/services/figures/").status_code == 200
    assert sign_in(cast.katri).get("/services/figures/").status_code == 403
