"""Results and answers of the invented world, some of them with gaps as in life, by the same acts as people's."""

import random
from collections.abc import Mapping

from rinnalla.access.actor import Actor
from rinnalla.assessments.results.actions import Result, measurable, note_result, note_situation
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.servicemodels import codes

AREAS = ("inclusion", "mind", "everyday", "skills", "body")
GOALS = ("Saan aamut alkuun", "Soitan itse asioista", "Käyn ryhmässä joka viikko")


def measure(case: Case, by: Actor, turn: int) -> None:
    """What was measured on this day: `turn` 0 at the beginning, 1 and 2 later. Somebody answers all, somebody a part.

    Its chance is its own, so that the rest of the world stays as it was.
    """
    rng, groups = random.Random(f"results {case.pk} {turn}"), by.field_groups()
    _situation(case, by, groups, rng, turn)
    if rng.random() < 0.5:
        asked = AREAS if rng.random() < 0.7 else rng.sample(AREAS, 3)
        scores = {area: rng.randrange(25, 60) + 6 * turn for area in asked}
        keep(case, by, "kykyviisari", {**scores, "work_ability_now": rng.randrange(2, 7) + turn}, "Kykyviisari.fi")
    if rng.random() < 0.3:
        subject = random.Random(f"goal {case.pk}").choice(GOALS)
        keep(case, by, "own_goal_scale", {"goal": min(2, rng.randrange(-2, 1) + turn)}, "Keskustelu", subject=subject)


def keep(case: Case, by: Actor, instrument: str, scores: Mapping[str, float], source: str, subject: str = "") -> None:
    """Keep a result of today in the newest version of the instrument's scoring, if the writer sees such results."""
    one = next((one for one in measurable(case.region_id) if one.key == instrument), None)
    if one is None or one.field_group not in by.field_groups():
        return
    note_result(
        case=case, by=by, groups=by.field_groups(),
        result=Result(instrument, one.editions[-1].version, dates.today(), "self", source, scores, subject=subject),
    )


def _situation(case: Case, by: Actor, groups: frozenset[str], rng: random.Random, turn: int) -> None:
    asked = [one.key for one in codes.code_list("dimensions") if one.definition.field_group in groups]
    told = {name: min(10, max(0, rng.randrange(1, 6) + rng.choice((-1, 1, 2)) * turn)) for name in asked}
    note_situation(case=case, by=by, groups=groups, viewer="client", asked_on=dates.today(), values=told)
    if turn and rng.random() < 0.5:
        seen = {name: min(10, value + rng.randrange(0, 3)) for name, value in told.items()}
        note_situation(case=case, by=by, groups=groups, viewer="worker", asked_on=dates.today(), values=seen)
