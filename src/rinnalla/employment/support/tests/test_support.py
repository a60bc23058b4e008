"""Hours, subsidy, talks of benefits and adaptations of a job.

Guards against: hours written over, a ground on work without a subsidy, a talk asked for too early or never, a talk of
another job that counts, an adaptation that works before it was done, a look that is lost.
Seen red: the window of `talks_lacking` left out; a talk of another job counted; `save_version` left out of the look; a
ground taken for any work.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from rinnalla.employment import day
from rinnalla.employment.models import Job
from rinnalla.employment.support import actions, figures, reading
from rinnalla.employment.support.models import AdaptationLook, BenefitsTalk, JobHours, WorkAdaptation
from rinnalla.employment.support.tests.near import a_job, running
from rinnalla.employment.tests.coaching import fresh, open_case, start
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(cast):
    return running(cast)


def days(number: int):
    return dates.today() + timedelta(days=number)


def lacks(cast, episode):
    with as_actor(cast.a_janne):
        found = reading.talks_lacking([fresh(episode)])
    return [(one.why, one.on) for one in found.get(episode.pk, [])]


def talk(cast, episode, on=0, **more):
    values = {"topics": ["allowance"], "words": "Palkka pienentää tukea. Laskelma Kelasta.", "on": days(on), **more}
    with as_actor(cast.a_janne):
        return actions.note_benefits_talk(episode=episode, by=cast.a_janne, **values)


# Hours and subsidy ----------------------------------------------------------------------------------------------------


def test_hours_change_with_their_day_and_what_was_before_stays(cast, episode):
    job = a_job(cast, episode)
    with as_actor(cast.a_janne):
        actions.change_hours(job=job, version=job.version, by=cast.a_janne, hours_week=Decimal("30"), from_on=days(0))
        assert [(row.from_on, row.hours_week) for row in JobHours.objects.filter(job=job)] == [
            (job.starts_on, Decimal("20")), (days(0), Decimal("30")),
        ]
        assert fresh(job).hours_week == Decimal("30")
        now = fresh(job)
        for given, told in (
            ({"hours_week": Decimal("30"), "from_on": days(5)}, "jo tämän verran"),
            ({"hours_week": Decimal("49"), "from_on": days(5)}, "enintään 48"),
            ({"hours_week": Decimal("35"), "from_on": days(0)}, "myöhempi päivä"),
        ):
            with pytest.raises(Refused, match=told):
                actions.change_hours(job=now, version=now.version, by=cast.a_janne, **given)
        with pytest.raises(Conflict):
            actions.change_hours(
                job=now, version=now.version - 1, by=cast.a_janne, hours_week=Decimal("35"), from_on=days(5)
            )
        assert JobHours.objects.count() == 2 and Event.objects.filter(verb="employment.hours_changed").count() == 1


@pytest.mark.row("E-26", "V-79")
def test_a_ground_of_pay_subsidy_belongs_to_subsidised_work_alone(cast, episode):
    with pytest.raises(Refused, match="vain tuettuun palkkatyöhön"):
        a_job(cast, episode, pay_subsidy_ground="disability_or_illness")
    with pytest.raises(Refused, match="Valitse jokin"):
        a_job(cast, episode, kind="subsidised", pay_subsidy_ground="olematon")
    job = a_job(cast, episode, kind="subsidised", pay_subsidy_ground="disability_or_illness")
    with as_actor(cast.a_janne):
        actions.set_subsidy(job=job, version=job.version, by=cast.a_janne, pay_subsidy_ground="aged_60")
        assert fresh(job).pay_subsidy_ground == "aged_60"
        other = Job.objects.create(
            case=cast.case, episode=episode, employer="E", title="T", kind="open_paid", starts_on=days(0)
        )
        with pytest.raises(Refused, match="vain tuettuun"):
            actions.set_subsidy(job=other, version=1, by=cast.a_janne, pay_subsidy_ground="aged_60")


@pytest.mark.row("E-26")
def test_the_use_rate_is_told_over_every_subsidy_and_over_the_target_group(cast):
    """Twelve coached: six subsidised by illness, five by skills, one without; two jobs of one person are one person.
    Guards against: people counted as jobs; a target group without those whose work has no subsidy."""
    with as_actor(cast.a_katri):
        episodes = [start(cast, open_case(cast, f"Asiakas {n}")) for n in range(12)]
    for place, one in enumerate(episodes[:11]):
        ground = "disability_or_illness" if place < 6 else "professional_skills"
        a_job(cast, one, kind="subsidised", pay_subsidy_ground=ground)
    a_job(cast, episodes[0], kind="subsidised", pay_subsidy_ground="disability_or_illness")
    with as_actor(cast.actor("rooli-manager")):
        told = figures.subsidies(cast.region)
    assert (told.by_ground["disability_or_illness"], told.by_ground["professional_skills"]) == (6, 5)
    assert (told.every_subsidy, told.target_group) == (11, 12)
    assert (told.of_every("disability_or_illness"), told.of_target("disability_or_illness")) == (55, 50)
    with as_actor(cast.actor("rooli-manager")), dates.clock(dates.start_of_day(days(-400))):
        assert figures.subsidies(cast.region).every_subsidy == 0, "a year ago there were none"
    with as_actor(cast.actor("muualta-coordinator")):
        assert figures.subsidies(cast.region).every_subsidy == 0, "another region is told nothing"


def test_a_share_of_few_is_not_told(cast):
    with as_actor(cast.a_katri):
        episodes = [start(cast, open_case(cast, f"Asiakas {n}")) for n in range(6)]
    a_job(cast, episodes[0], kind="subsidised", pay_subsidy_ground="disability_or_illness")
    with as_actor(cast.actor("rooli-manager")):
        told = figures.subsidies(cast.region)
    assert told.by_ground["disability_or_illness"] is None and told.every_subsidy is None
    assert told.of_every("disability_or_illness") is None and told.of_target("disability_or_illness") is None


# Talks of benefits ----------------------------------------------------------------------------------------------------


def test_a_talk_is_asked_for_before_a_job_begins_and_when_its_hours_change(cast, episode):
    """The window is sixty days: a job that begins on the sixty-first is not asked yet."""
    assert lacks(cast, episode) == []
    job = a_job(cast, episode, starts_on=days(61))
    assert lacks(cast, episode) == []
    with as_actor(cast.a_janne):
        Job.objects.filter(pk=job.pk).update(starts_on=days(60))
    assert lacks(cast, episode) == [("start", days(60))]
    talk(cast, episode)
    assert lacks(cast, episode) == [], "held just sixty days before"
    with as_actor(cast.a_janne):
        Job.objects.filter(pk=job.pk).update(starts_on=days(-61))
        BenefitsTalk.objects.update(on=days(-122))
    assert lacks(cast, episode) == [("start", days(-61))], "a talk too long before does not count"
    talk(cast, episode, job=job)
    assert lacks(cast, episode) == []
    with as_actor(cast.a_janne):
        now = fresh(job)
        actions.change_hours(
            job=now, version=now.version, by=cast.a_janne, hours_week=Decimal("35"), from_on=days(60)
        )
    assert lacks(cast, episode) == [], "the talk of today is within sixty days of the change"
    with as_actor(cast.a_janne):
        BenefitsTalk.objects.update(on=days(-1))
    assert lacks(cast, episode) == [("hours", days(60))]


def test_a_talk_of_another_job_or_an_ended_job_does_not_count(cast, episode):
    first, second = a_job(cast, episode), a_job(cast, episode, title="Kassa")
    talk(cast, episode, job=first)
    assert lacks(cast, episode) == [("start", second.starts_on)]
    with as_actor(cast.a_janne):
        Job.objects.filter(pk=second.pk).update(ends_on=days(-1))
    assert lacks(cast, episode) == []
    with as_actor(cast.a_janne):
        assert not day.coach_day(cast.a_janne).talks


def test_the_coachs_day_tells_what_lacks_and_a_talk_takes_it_away(cast, episode, sign_in):
    a_job(cast, episode)
    browser = sign_in(cast.janne)
    assert "Etuuskeskustelu puuttuu" in browser.get("/coaching/").content.decode()
    page = browser.get(f"/cases/{cast.case.uuid}/coaching/").content.decode()
    assert "Etuuskeskustelu puuttuu" in page
    where = f"/cases/{cast.case.uuid}/coaching/{episode.uuid}/support/talks/new/"
    sent = {"topics": ["allowance", "housing"], "words": "Palkka pienentää tukea.", "on": dates.d(days(0))}
    assert browser.post(where, {**sent, "words": " "}).status_code == 422
    assert browser.post(where, sent).status_code == 302
    assert "Etuuskeskustelu puuttuu" not in browser.get("/coaching/").content.decode()
    with as_actor(cast.a_janne):
        row = BenefitsTalk.objects.get()
    assert (row.topics, row.on, row.made_by) == (["allowance", "housing"], days(0), cast.janne)


def test_a_talk_says_what_was_told_and_is_not_ahead(cast, episode):
    for given, told in (
        ({"topics": []}, "mistä puhuitte"), ({"topics": ["olematon"]}, "mistä puhuitte"),
        ({"words": " "}, "mitä kerroit"),
        ({"on": 1}, "tulevaisuudessa"),
    ):
        with pytest.raises(Refused, match=told):
            talk(cast, episode, **given)
    with as_actor(cast.a_janne):
        for wrong in ({"topics": []}, {"words": " "}):
            with pytest.raises(IntegrityError), transaction.atomic():
                BenefitsTalk.objects.create(
                    **{"case": cast.case, "episode": episode, "on": days(0), "topics": ["debt"], "words": "x", **wrong}
                )


# Adaptations ----------------------------------------------------------------------------------------------------------


def adapt(cast, job, **more):
    values = {
        "variant": "at_work", "kind": "place", "need": "Meluisa piste väsyttää", "payer": "employment_services",
        "review_on": days(30), **more,
    }
    with as_actor(cast.a_janne):
        return actions.add_adaptation(job=job, by=cast.a_janne, **values)


@pytest.mark.row("V-76", "V-81")
def test_an_adaptation_is_of_a_job_and_is_looked_at_until_it_need_not(cast, episode):
    job = a_job(cast, episode)
    row = adapt(cast, job)
    new = adapt(cast, a_job(cast, episode, title="Kassa", starts_on=days(9)), variant="new_job")
    assert (row.job_id, row.variant, new.variant) == (job.pk, "at_work", "new_job")
    with as_actor(cast.a_janne):
        look = {"by": cast.a_janne, "works": "partly", "words": "Vielä kuuluu"}
        with pytest.raises(Refused, match="ei ole vielä tehty"):
            actions.look_at_adaptation(adaptation=row, version=1, review_on=days(9), **look)
        actions.do_adaptation(
            adaptation=row, version=1, by=cast.a_janne, done="Oma huone", done_on=days(0), payer="employer",
            review_on=days(14),
        )
        row = fresh(row)
        actions.look_at_adaptation(adaptation=row, version=row.version, review_on=days(9), **look)
        row = fresh(row)
        assert (row.works, row.review_on, row.ended_on) == ("partly", days(9), None)
        with pytest.raises(Conflict):
            actions.look_at_adaptation(adaptation=row, version=1, review_on=None, by=cast.a_janne, works="yes")
        actions.look_at_adaptation(adaptation=row, version=row.version, review_on=None, by=cast.a_janne, works="yes")
        assert (fresh(row).ended_on, fresh(row).works) == (days(0), "yes")
        assert [one.works for one in AdaptationLook.objects.filter(adaptation=row)] == ["yes", "partly"]
        with pytest.raises(Refused, match="seuranta on päättynyt"):
            actions.look_at_adaptation(
                adaptation=fresh(row), version=4, review_on=days(1), by=cast.a_janne, works="no"
            )


def test_an_adaptation_is_refused_in_words_and_at_the_database(cast, episode):
    job = a_job(cast, episode)
    for given, told in (
        ({"need": " "}, "mitä työssä tarvitaan"), ({"kind": "olematon"}, "Valitse jokin"),
        ({"review_on": days(0)}, "tulevaisuudessa"),
        ({"done_on": days(0)}, "mitä tehtiin"), ({"done": "x", "done_on": days(1)}, "tulevaisuudessa"),
    ):
        with pytest.raises(Refused, match=told):
            adapt(cast, job, **given)
    good = {"case": cast.case, "job": job, "variant": "at_work", "kind": "hours", "need": "x", "payer": "open"}
    with as_actor(cast.a_janne):
        for wrong in (
            {"review_on": None}, {"works": "yes", "review_on": days(1)}, {"done_on": days(0), "review_on": days(1)},
            {"need": " ", "review_on": days(1)},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                WorkAdaptation.objects.create(**{**good, **wrong})
        Job.objects.filter(pk=job.pk).update(ends_on=days(0))
    with pytest.raises(Refused, match="jo merkitty päättyneeksi"):
        adapt(cast, job)


def test_a_look_that_is_due_stands_on_the_coachs_day(cast, episode, sign_in):
    row = adapt(cast, a_job(cast, episode))
    talk(cast, episode)
    browser = sign_in(cast.janne)
    assert "Katso, toimiiko" not in browser.get("/coaching/").content.decode()
    with as_actor(cast.a_janne):
        WorkAdaptation.objects.filter(pk=row.pk).update(review_on=days(0))
    assert "Katso, toimiiko" in browser.get("/coaching/").content.decode()
