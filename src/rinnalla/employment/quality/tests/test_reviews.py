"""A review from its beginning to the manager's signature, improvements, and comparing two units (T-53).

Guards against: a review signed with 24 steps, a step changed without a reason or after the signature, one unit's steps
seen by another without both having agreed.
"""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.acting import acting
from rinnalla.cases.models_load import DevelopmentAction
from rinnalla.employment.quality import actions, showing
from rinnalla.employment.quality.models import QualityComparison, QualityReview, QualityScore
from rinnalla.employment.quality.tests.world import began, manager, scored, three_clients
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cast):
    three_clients(cast)
    return began(cast)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.row("T-53")
def test_a_review_begins_with_25_scores_counted(cast, review):
    assert review.scores.count() == 25 and review.clients == 3
    counted = dict(review.scores.values_list("item", "step"))
    assert counted["quick_contact"] == 4 and counted["caseload"] == 5
    assert counted["management"] is None and counted["team_contact"] is None  # they wait for the reviewer
    assert "clients" not in review.scores.get(item="quick_contact").found  # nothing of one client is kept


def test_a_second_review_waits_for_the_first(cast, review):
    with acting(cast.a_janne), pytest.raises(Refused, match="jo kesken"):
        actions.start_review(unit=cast.coaching, by=cast.a_janne, reviewers="Toinen")
    with acting(cast.a_janne), pytest.raises(IntegrityError), transaction.atomic():
        QualityReview.objects.create(
            unit=cast.coaching, set_key="x", set_version="1", since=review.since, until=review.until, reviewers="x"
        )


def test_pressed_twice_is_once(cast):
    key = uuid4()
    assert began(cast, key=key).pk == began(cast, key=key).pk
    assert QualityReview.objects.count() == 1


@pytest.mark.row("T-53")
def test_a_review_with_a_missing_step_cannot_be_signed(cast, review):
    boss = manager(cast)
    scored(review, cast.a_janne, but=("management",))
    with acting(boss), pytest.raises(Refused, match="1 kriteeriä on vielä ilman porrasta"):
        actions.approve(review=fresh(review), version=fresh(review).version, by=boss)
    scored(review, cast.a_janne, but=tuple(review.scores.exclude(item="management").values_list("item", flat=True)))
    with acting(boss):
        actions.approve(review=fresh(review), version=fresh(review).version, by=boss)
    assert (fresh(review).total, fresh(review).approved_by_id) == (100, boss.user_id)
    assert showing.sheet_of(fresh(review)).band.names.fi == "Hyvä"


def test_what_was_signed_never_changes(cast, review):
    boss = manager(cast)
    scored(review, cast.a_janne)
    with acting(boss):
        actions.approve(review=review, version=fresh(review).version, by=boss)
        score = review.scores.get(item="caseload")
        with pytest.raises(Refused, match="jo hyväksytty"):
            actions.answer(review=review, score=score, version=score.version, by=boss, answers={}, step=1, words="x")
        with pytest.raises(Refused, match="jo hyväksytty"):
            actions.count_anew(review=review, version=fresh(review).version, by=boss)
        with pytest.raises(Refused, match="jo hyväksytty"):
            actions.approve(review=review, version=fresh(review).version, by=boss)


def test_another_step_than_the_counted_one_needs_a_reason(cast, review):
    score = review.scores.get(item="caseload")
    with acting(cast.a_janne):
        with pytest.raises(Refused, match="miksi"):
            actions.answer(review=review, score=score, version=score.version, by=cast.a_janne, answers={}, step=2)
        assert fresh(score).step == 5
        actions.answer(
            review=review, score=score, version=score.version, by=cast.a_janne, answers={}, step=2, words="Jono kasvaa"
        )
    told = fresh(score)
    assert (told.step, told.counted, told.own, told.by_id) == (2, 5, True, cast.janne.pk)


def test_answers_give_the_step_and_the_older_version_loses(cast, review):
    score = review.scores.get(item="management")
    with acting(cast.a_janne):
        actions.answer(
            review=review, score=score, version=score.version, by=cast.a_janne,
            answers=dict.fromkeys(("leaders_know", "goals_told", "barriers_helped"), True),
        )
        assert fresh(score).step == 3
        with pytest.raises(Conflict):
            actions.answer(review=review, score=fresh(score), version=1, by=cast.a_janne, answers={})
    assert fresh(score).step == 3


def test_counting_anew_keeps_what_the_reviewer_chose(cast, review):
    score = review.scores.get(item="caseload")
    with acting(cast.a_janne):
        actions.answer(
            review=review, score=score, version=score.version, by=cast.a_janne, answers={}, step=3, words="Nähty"
        )
        actions.count_anew(review=review, version=fresh(review).version, by=cast.a_janne)
    assert (fresh(score).step, fresh(score).counted) == (3, 5)


def test_an_improvement_is_the_unit_s_own_development_with_owner_and_day(cast, review):
    due = dates.add_months(dates.today(), 2)
    with acting(cast.a_janne):
        row = actions.improve(
            review=review, item="quick_contact", what="Soitto työnantajalle ensimmäisellä viikolla",
            owner=cast.janne, due_on=due, by=cast.a_janne, key=uuid4(),
        )
        actions.finish(action=row.action, by=cast.a_janne)
    assert DevelopmentAction.objects.get(pk=row.action_id).done_at
    with acting(cast.a_janne), pytest.raises(Refused):
        actions.improve(review=review, item="quick_contact", what="x", owner=cast.katri, due_on=due, by=cast.a_janne)


def test_the_database_refuses_a_step_of_six_and_a_review_signed_without_a_sum(cast, review):
    with acting(cast.a_janne):
        with pytest.raises(IntegrityError), transaction.atomic():
            QualityScore.objects.filter(review=review, number=1).update(step=6)
        with pytest.raises(IntegrityError), transaction.atomic():
            QualityReview.objects.filter(pk=review.pk).update(approved_at=dates.now(), approved_by=cast.janne)


# Two units ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(cast):
    """The coaches' unit has asked the county's team, where a coach works too."""
    boss = manager(cast)
    with acting(boss):
        return actions.ask_comparison(unit=cast.coaching, other=cast.team, by=boss)


@pytest.mark.row("T-53")
def test_nothing_shows_before_both_have_agreed_and_nothing_after_either_has_ended_it(cast, asked):
    theirs = cast.actor("rooli-manager")
    assert showing.sides_of(asked) == []
    with acting(theirs):
        actions.agree(comparison=asked, by=theirs)
        assert len(showing.sides_of(fresh(asked))) == 2
        actions.end_comparison(comparison=asked, by=theirs)
    assert showing.sides_of(fresh(asked)) == []
    assert not QualityComparison.objects.visible_to(theirs).standing().exists()


@pytest.mark.parametrize("who", ["maija", "muualta-manager"])
def test_only_a_manager_of_the_asked_unit_agrees(cast, asked, who):
    by = manager(cast) if who == "maija" else cast.actor(who)
    with acting(by), pytest.raises(Refused, match="jolta sitä pyydettiin"):
        actions.agree(comparison=asked, by=by)
    assert not fresh(asked).stands


def test_a_pair_is_asked_once_whichever_way(cast, asked):
    theirs = cast.actor("rooli-manager")
    with acting(theirs):
        with pytest.raises(Refused, match="jo pyydetty"):
            actions.ask_comparison(unit=cast.team, other=cast.coaching, by=theirs)
        with pytest.raises(IntegrityError), transaction.atomic():
            QualityComparison.objects.create(unit=cast.team, other=cast.coaching)


def test_a_unit_with_few_clients_shows_no_steps_to_another(cast, asked, review):
    """Three clients: fewer than the smallest number that is told."""
    boss, theirs = manager(cast), cast.actor("rooli-manager")
    scored(review, cast.a_janne)
    with acting(boss):
        actions.approve(review=review, version=fresh(review).version, by=boss)
    with acting(theirs):
        actions.agree(comparison=asked, by=theirs)
    side = showing.sides_of(fresh(asked))[0]
    assert (side.few, side.steps) == (True, {})
    QualityReview.objects.filter(pk=review.pk).update(clients=12)
    side = showing.sides_of(fresh(asked))[0]
    assert not side.few and len(side.steps) == 25
