"""What the invented world measures: it can be made on any day, also years ago, and twice without harm.

Seen red: a network whose beginnings were days of this year, made in a world two years back.
"""

from datetime import timedelta

from rinnalla.assessments.ability.demo import assess
from rinnalla.assessments.ability.models import Reassessment, WorkAbilityAssessment
from rinnalla.assessments.network.demo import map_network
from rinnalla.assessments.network.models import NetworkActor, NetworkReview
from rinnalla.assessments.results.demo import measure
from rinnalla.assessments.results.models import InstrumentResult, Situation
from rinnalla.cases import actions as cases
from rinnalla.demo import measuring
from rinnalla.lib import dates
from rinnalla.testing import as_actor


def open_cases(cast, count: int) -> list:
    return [
        cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
            naming_due_on=dates.today() + timedelta(days=14),
            new_person={"given_names": f"N{number}", "family_name": "Lehto"},
        )
        for number in range(count)
    ]


def test_lives_of_years_ago_are_measured_and_mapped(cast):
    with as_actor(cast.a_katri):
        every = open_cases(cast, 12)
        for years in (2, 0):
            with dates.clock(dates.now() - timedelta(days=365 * years)):
                for case in every:
                    map_network(case, cast.a_katri)
                    assess(case, cast.a_katri)
                    measure(case, cast.a_katri, 0 if years else 1)
        assert NetworkReview.objects.filter(case__in=every).count() == 12, "what is mapped is not mapped again"
        for model in (NetworkActor, WorkAbilityAssessment, InstrumentResult):
            assert model.objects.filter(case__in=every).exists(), model
        assert Situation.objects.filter(case__in=every, viewer="client").count() == 24


def test_the_story_of_the_pictures_is_told_from_her_own_view_to_what_was_seen(cast):
    with as_actor(cast.a_katri):
        case = cast.case
        for days_ago, tell in (
            (146, measuring.tuulas_own_view), (126, measuring.tuulas_doctor), (98, measuring.tuulas_network),
            (24, measuring.tuulas_trial_seen),
        ):
            with dates.clock(dates.now() - timedelta(days=days_ago)):
                tell(case, cast.a_katri)
        for turn, days_ago in enumerate((146, 61, 24)):
            with dates.clock(dates.now() - timedelta(days=days_ago)):
                measuring.tuulas_answers(case, cast.a_katri, turn)
        kinds = WorkAbilityAssessment.objects.filter(case=case).order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["own", "medical", "functional"] and Reassessment.objects.filter(case=case).exists()
        kept = InstrumentResult.objects.filter(case=case, instrument="kykyviisari").order_by("measured_on")
        assert [len(row.scores) for row in kept] == [6, 3, 6], "in the middle she left some out"
