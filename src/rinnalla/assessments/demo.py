"""This room's part of the invented world: talks that were had, made by the same acts as people's."""

import random
from collections.abc import Collection

from rinnalla.access.actor import Actor
from rinnalla.assessments import actions
from rinnalla.assessments.instruments import note_use
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.assessments.questions import visible_questions
from rinnalla.assessments.weighing import SEGMENT, weigh

OTHERWISE = (
    "Asiakas haluaa edetä ensin yhden palvelun kanssa.", "Läheiset auttavat paljon, kevyempi tuki riittää nyt.",
    "Tilanne muuttui puhelussa, tarvitaan enemmän tukea.",
)
NOT_SUITED = ("too_heavy", "language", "not_wanted", "situation_known")

def use_instruments(row: NeedsAssessment, by: Actor) -> None:
    """What was used in the talk before it is signed: mostly of the core set, now and then with a reason, often none.

    Its chance is its own, so that the rest of the world stays as it was.
    """
    rng = random.Random(f"instruments {row.case_id}")
    choices = (
        ("kykyviisari", "used", "special_question"), ("kykyviisari", "not_suitable", rng.choice(NOT_SUITED)),
        ("imba_melba", "used", "asked_by_partner"), ("work_ability_score", "used", "done_before"),
    )
    for instrument, outcome, reason in rng.sample(choices, rng.choice((0, 1, 1, 2))):
        note_use(assessment=row, instrument=instrument, outcome=outcome, reason=reason, by=by)


def told_of(row: NeedsAssessment, groups: Collection[str], rng: random.Random) -> dict[str, bool]:
    """Yes to some of the yes-or-no questions, no to others, and some not asked at all."""
    asked = [one for one in visible_questions(row, groups) if one.kind == "yes_no"]
    return {one.key: rng.random() < 0.4 for one in asked if rng.random() < 0.7}


def choose(row: NeedsAssessment, by: Actor, groups: Collection[str], rng: random.Random) -> None:
    """The professional mostly goes with the proposed support, sometimes otherwise and says why."""
    weighed = weigh(row, groups)
    proposed, _rule = weighed.proposed(SEGMENT)
    other = next(one.key for one in weighed.book.common.segments if one.key not in (proposed, "own_path"))
    follows = rng.random() < 0.8
    actions.decide(
        assessment=row, subject=SEGMENT, by=by, groups=groups, chosen=proposed if follows else other,
        reason="" if follows else rng.choice(OTHERWISE),
    )
