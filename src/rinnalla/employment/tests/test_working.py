"""The coach's own work: search on the first day with a profile, contacts by party and place, jobs, reviews.

Seen red: search without a profile, a subsidised job that fulfilled the goal, a profile saved over another's.
"""

import re
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from rinnalla.employment import figures, working
from rinnalla.employment.models import CoachingContact, JobProfile
from rinnalla.employment.tests.coaching import fresh, start
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.outbox import registry
from rinnalla.testing import as_actor, clear_wall

WISH = {"wish": "Kasvien kanssa, rauhassa.", "skills": "Keittiön tarkkuus."}
WHOLE = dict.fromkeys(JobProfile.ASKED, "jotain")


@pytest.fixture
def episode(cast):
    with as_actor(cast.a_katri):
        return start(cast)


def profile(cast, episode, parts=None, based_on=0, **more):
    return working.save_profile(episode=episode, based_on=based_on, by=cast.a_janne, parts=parts or WISH, **more)


def apply(cast, episode, **more):
    values = {"employer": "Meriruohon Puutarha", "title": "Puutarhatyöntekijä", "state": "sent", "fit": "fits", **more}
    return working.add_application(episode=episode, by=cast.a_janne, **values)


@pytest.mark.row("V-115", "T-63")
def test_search_opens_on_the_first_day_and_only_with_a_profile(cast, episode):
    with as_actor(cast.a_janne):
        with pytest.raises(Refused, match="työprofiilista"):
            apply(cast, episode)
        with pytest.raises(Refused, match="työprofiilista"):
            working.move_stage(episode=episode, version=episode.version, by=cast.a_janne, stage="search")
        profile(cast, episode)
        working.move_stage(episode=episode, version=episode.version, by=cast.a_janne, stage="search")
        sent = apply(cast, episode)
        assert (sent.on, fresh(episode).started_on, fresh(episode).stage) == (dates.today(), dates.today(), "search")
        with pytest.raises(Refused, match="vaihtoehdoista"):
            apply(cast, episode, fit="")


@pytest.mark.row("E-24")
def test_a_profile_without_skills_scores_lower_and_says_what_lacks(cast, episode):
    with as_actor(cast.a_janne):
        whole = profile(cast, episode, WHOLE)
        assert (whole.completeness, whole.lacking) == (100, [])
        without = profile(cast, episode, {**WHOLE, "skills": " "}, based_on=1)
        assert (without.completeness, without.lacking) == (90, ["skills"])


@pytest.mark.row("T-63")
def test_each_saving_is_a_version_and_the_loser_of_two_sees_the_other(cast, episode):
    with as_actor(cast.a_janne):
        first = profile(cast, episode)
        job = working.add_job(
            episode=episode, by=cast.a_janne, employer="Kahvila", title="Apulainen", kind="open_paid",
            starts_on=dates.today(),
        )
        second = profile(cast, episode, {**WISH, "limits": "Ei nostoja."}, based_on=1, after_job=job)
        assert [(row.number, row.after_job) for row in (first, second)] == [(1, None), (2, job)]
        with pytest.raises(Conflict) as lost:
            profile(cast, episode, {**WISH, "limits": "Muuta."}, based_on=1)
        assert lost.value.current == second
        assert profile(cast, episode, {**WISH, "limits": "Ei nostoja."}, based_on=2) == second  # nothing changed
        with pytest.raises(Refused, match="toivoo"):
            profile(cast, episode, {"wish": " "}, based_on=2)


@pytest.mark.row("T-56", "T-58")
def test_contacts_are_counted_by_party_and_the_share_at_work_warns_below_half(cast, episode):
    def met(parties, place, on=None):
        working.note_contact(
            episode=fresh(episode), by=cast.a_janne, parties=parties, place=place, minutes=30, on=on or dates.today()
        )

    with as_actor(cast.a_janne):
        met(["client"], "office")
        assert figures.at_work(episode) is None  # no job yet: nothing is asked of the place
        working.add_job(
            episode=episode, by=cast.a_janne, employer="Kahvila", title="Apulainen", kind="open_paid",
            starts_on=dates.today(),
        )
        met(["client", "employer"], "workplace")
        met(["work_community"], "remote")
        share = figures.at_work(episode)
        assert (share.at_work, share.all, share.percent, share.low) == (1, 3, 33, True)
        met(["employer"], "workplace")
        share = figures.at_work(episode)
        assert (share.percent, share.low) == (50, False)
        assert figures.by_party(episode) == {"client": 2, "employer": 2, "work_community": 1}
        for wrong in ({"parties": [], "place": "office"}, {"parties": ["nurse"], "place": "office"},
                      {"parties": ["client"], "place": "moon"}):
            with pytest.raises(Refused):
                met(**wrong)
        assert fresh(cast.case).last_contact_on == dates.today()


def test_one_key_is_one_contact(cast, episode):
    key = uuid4()
    with as_actor(cast.a_janne):
        for _n in range(2):
            working.note_contact(
                episode=episode, by=cast.a_janne, parties=["client"], place="remote", minutes=10, key=key
            )
        assert CoachingContact.objects.count() == 1


@pytest.mark.row("T-52")
def test_only_open_paid_work_fulfils_the_goal(cast, episode):
    with as_actor(cast.a_janne):
        for kind in ("open_paid", "subsidised", "other"):
            working.add_job(
                episode=episode, by=cast.a_janne, employer="E", title=kind, kind=kind, starts_on=dates.today()
            )
        counted = figures.jobs(episode)
        assert [row.kind for row in counted.fulfilling] == ["open_paid"]
        assert {row.kind for row in counted.others} == {"subsidised", "other"}


@pytest.mark.row("T-57")
def test_nothing_ends_by_time_and_a_review_leads_to_the_next(cast, episode):
    with as_actor(cast.a_janne):
        working.add_job(
            episode=episode, by=cast.a_janne, employer="E", title="T", kind="open_paid", starts_on=dates.today()
        )
    later = dates.now() + timedelta(days=5 * 365)
    with dates.clock(later), as_actor(cast.a_janne):
        now = fresh(episode)
        assert (now.state, now.ended_on, now.review_is_due) == ("open", None, True)
        with pytest.raises(Refused, match="tulevaisuudessa"):
            working.review_support(
                episode=now, version=now.version, by=cast.a_janne, words="Hyvin menee.", next_on=dates.today()
            )
        key = uuid4()
        for _n in range(2):
            working.review_support(
                episode=now, version=now.version, by=cast.a_janne, words="Hyvin menee.", key=key,
                next_on=dates.today() + timedelta(days=90),
            )
        now = fresh(episode)
        assert (now.state, now.review_is_due, now.reviews.count()) == ("open", False, 1)


@pytest.mark.row("T-57")
def test_no_page_and_no_recurring_work_proposes_an_end_by_time_alone(cast, episode, sign_in):
    """Five years on the same acts are offered as on the first day of work, and recurring work leaves the coaching open.

    Seen red: a button to end drawn when the coaching had run for a year.
    """
    with as_actor(cast.a_janne):
        working.add_job(
            episode=episode, by=cast.a_janne, employer="E", title="T", kind="open_paid", starts_on=dates.today()
        )

    def acts(user, address: str) -> Counter[str]:
        page = sign_in(user).get(address).content.decode()
        main = page.partition("<main")[2].partition("</main")[0]
        return Counter(re.findall(r'(?:href|action)="(/(?:cases|my)/[^"]*)"', main))

    pages = [(cast.janne, f"/cases/{episode.case.uuid}/coaching/"), (cast.tuula, "/my/coaching/")]
    before = [acts(*one) for one in pages]
    assert all(before)
    with dates.clock(dates.now() + timedelta(days=5 * 365)):
        for name in registry.recurring_names():
            if name.partition(".")[0] in ("services", "cases", "feedback"):
                clear_wall()
                registry.recurring_handler(name)()
        assert [acts(*one) for one in pages] == before
    with as_actor(cast.a_janne):
        assert (fresh(episode).state, fresh(episode).ended_on) == ("open", None)


@pytest.mark.row("L-18", "L-65")
def test_a_job_is_rated_by_client_and_coach_and_a_lost_one_leaves_the_coaching(cast, episode):
    with as_actor(cast.a_janne):
        job = working.add_job(
            episode=episode, by=cast.a_janne, employer="E", title="T", kind="open_paid", starts_on=dates.today(),
            onward_placement=True,
        )
        working.rate_match(job=job, version=1, by=cast.a_janne, matches_client=True, matches_coach=False)
        with pytest.raises(Conflict):
            working.rate_match(job=job, version=1, by=cast.a_janne, matches_client=False, matches_coach=False)
        job = fresh(job)
        assert (job.matches_client, job.matches_coach, job.onward_placement) == (True, False, True)
        working.end_job(job=job, version=job.version, by=cast.a_janne, on=dates.today(), learnt="Liian meluisa.")
        assert fresh(episode).state == "open"


def test_the_next_step_is_never_empty_or_past(cast, episode):
    with as_actor(cast.a_janne):
        for step, on in ((" ", dates.today()), ("Soitto", dates.today() - timedelta(days=1))):
            with pytest.raises(Refused):
                working.set_next(episode=episode, version=episode.version, by=cast.a_janne, next_step=step, next_on=on)
