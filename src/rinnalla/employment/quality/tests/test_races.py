"""Two at once: two reviews begun, one criterion answered, one review signed (T-53).

Guards against: two open reviews of a unit, a lost answer, a sum that is not of the steps that stand.
"""

import pytest

from rinnalla.access.acting import acting
from rinnalla.cast import load_cast
from rinnalla.employment.quality import actions
from rinnalla.employment.quality.models import QualityReview
from rinnalla.employment.quality.tests.world import began, manager, scored
from rinnalla.employment.tests.test_races import THREADS
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import at_once, refusals


@pytest.fixture(scope="module")
def world(live_db, django_db_blocker):
    with django_db_blocker.unblock():
        cast = load_cast()
        return cast, manager(cast, "mirja")


@pytest.mark.row("T-53")
def test_of_eight_who_begin_at_once_one_begins(world):
    cast, _boss = world
    told = refusals(at_once(lambda number: began(cast, reviewers=f"Arvioija {number}"), THREADS))
    assert told.count("") == 1 and all("jo kesken" in text for text in told if text)
    with acting(cast.a_janne):
        review = QualityReview.objects.get(unit=cast.coaching, approved_at=None)
        assert review.scores.count() == 25


def test_of_eight_who_answer_from_the_same_page_one_is_kept_and_the_rest_are_told(world):
    cast, _boss = world
    with acting(cast.a_janne):
        review = QualityReview.objects.get(unit=cast.coaching, approved_at=None)
        score = review.scores.get(item="management")

    def act(number: int) -> None:
        with acting(cast.a_janne):
            mine = review.scores.get(item="management")
            try:
                actions.answer(
                    review=review, score=mine, version=score.version, by=cast.a_janne, answers={}, step=number % 4 + 2,
                    words=f"Arvio {number}",
                )
            except Conflict as conflict:
                raise Refused("myöhässä") from conflict

    assert sorted(refusals(at_once(act, THREADS))) == sorted([""] + ["myöhässä"] * (THREADS - 1))


def test_of_eight_who_sign_at_once_one_signs_what_stands(world):
    cast, boss = world
    with acting(cast.a_janne):
        review = QualityReview.objects.get(unit=cast.coaching, approved_at=None)
    scored(review, cast.a_janne, step=3)

    def act(number: int) -> None:
        with acting(boss):
            actions.approve(review=review, version=review.version, by=boss)

    assert refusals(at_once(act, THREADS)).count("") == 1
    with acting(boss):
        assert QualityReview.objects.get(pk=review.pk).total == 75
