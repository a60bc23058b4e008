"""This part of the invented world: two rounds that are over and show change, one that runs; uses and deeds."""

import random
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.models import Employer
from rinnalla.employers.surveys import actions
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list

# Days from today when a round opens and closes, how many of the employers answered, and the usual mark of an answer.
ROUNDS = ((-400, -370, 11, 2.4), (-70, -40, 12, 3.6), (-6, 20, 4, 3.8))
DEEDS = (
    ("event", "Aamukahvit: osatyökykyinen työkaverina", 130, 14),
    ("story", "Kahvila Aamunkajon yrittäjä kertoi kokemuksistaan paikallislehdessä", 90, 1),
    ("peer", "Työnantaja kertoi toiselle: näin palkkatuki haettiin", 45, 6),
    ("visit", "Kierros teollisuusalueen työpaikoilla", 25, 5),
)
USES = ("pay_subsidy", "job_coach", "work_trial", "adaptation_support", "matching")


def ask_employers(region: Region, actors: Iterable[Actor], today: date) -> None:
    """Rounds of a region, kept by whoever keeps its register."""
    keepers = [one for one in actors if one.can(Permission.EMPLOYER_EDIT)]
    employers = list(Employer.objects.filter(region=region).working().order_by("pk"))
    if not keepers or not employers:
        return
    luck = random.Random(f"surveys {region.key}")  # noqa: S311  # invented answers
    for opens, closes, answered, usual in ROUNDS:
        _round(keepers, employers, today, (opens, closes, answered, usual), luck)
    for number, (kind, what, ago, reached) in enumerate(DEEDS):
        by = keepers[number % len(keepers)]
        with _on(today - timedelta(days=ago), by):
            actions.note_attitude(by=by, kind=kind, on=dates.today(), what=what, employers=reached)
    for number, one in enumerate(employers[:7]):
        by = keepers[number % len(keepers)]
        with _on(today - timedelta(days=12 + 9 * number), by):
            for service in (USES[number % len(USES)], USES[(number + 1) % len(USES)])[: 1 + number % 2]:
                actions.note_use(employer=one, by=by, service=service, on=dates.today())


def _round(
    keepers: Sequence[Actor], employers: Sequence[Employer], today: date, told: tuple[int, int, int, float],
    luck: random.Random,
) -> None:
    opens, closes, answered, usual = told
    first = today + timedelta(days=opens)
    by = keepers[0]
    with _on(first, by):
        row = actions.make_round(
            by=by, name=f"Työnantajakysely {first.month}/{first.year}", opens_on=first,
            closes_on=today + timedelta(days=closes),
        )
    for number, employer in enumerate(employers[:answered]):
        with _on(first + timedelta(days=1 + number % 5), by):
            actions.enter(round=row, employer=employer, by=by, answers=_marks(usual, luck))


def _marks(usual: float, luck: random.Random) -> dict[str, int]:
    """A mark of each question, near the usual one."""
    return {
        one.key: max(1, min(one.definition.highest, round(luck.gauss(usual, 0.8)))) for one in code_list("survey_items")
    }


@contextmanager
def _on(day: date, actor: Actor) -> Any:
    moment = min(datetime.combine(day, time(11), dates.HELSINKI), datetime.now(dates.HELSINKI) - timedelta(minutes=4))
    with dates.clock(moment), acting(actor):
        yield
