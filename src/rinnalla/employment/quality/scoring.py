"""From records and answers to steps: which rule counts which criterion, and what a set makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from rinnalla.employment.quality import ladders, parts, shares
from rinnalla.employment.quality.records import Found, Records
from rinnalla.servicemodels.definitions import QualityItem, QualityLimits, QualitySet

RULES: dict[str, ladders.Rule] = {
    "caseload": shares.caseload,
    "own_work": shares.own_work,
    "whole_path": ladders.whole_path,
    "team_share": shares.team_share,
    "team_contact": parts.team_contact,
    "authority_contact": ladders.authority_contact,
    "coach_team": ladders.coach_team,
    "leader": parts.leader,
    "open_to_all": ladders.open_to_all,
    "work_in_view": parts.work_in_view,
    "management": parts.answered,
    "money_advice": ladders.money_advice,
    "telling": parts.telling,
    "learning_at_work": ladders.learning_at_work,
    "quick_contact": shares.quick_contact,
    "own_choice": shares.own_choice,
    "employer_contacts": ladders.employer_contacts,
    "employer_relation": parts.employer_relation,
    "kinds_of_work": shares.kinds_of_work,
    "many_employers": shares.many_employers,
    "real_jobs": shares.real_jobs,
    "fitted_support": ladders.fitted_support,
    "lasting_support": ladders.lasting_support,
    "out_of_office": shares.out_of_office,
    "keeping_in_touch": parts.keeping_in_touch,
}


@dataclass(frozen=True)
class Rated:
    """One criterion with its step; None when it can't be rated, or waits for the reviewer's answers."""

    item: QualityItem
    step: int | None
    found: Found


def rate(item: QualityItem, limits: QualityLimits, records: Records, answers: Mapping[str, bool] | None) -> Rated:
    """The step of one criterion. `answers` None: nobody has answered what the reviewer is asked.

    Never the lowest step for want of records: then there is none.
    """
    found = RULES.get(item.key, parts.answered)(records, limits, item, dict(answers or {}))
    if (item.asks and answers is None) or found.rows < item.least:
        return Rated(item, None, found)
    if found.step is not None:
        return Rated(item, found.step, found)
    return Rated(item, item.step_of(found.value) if found.value is not None else None, found)


def rate_all(
    quality_set: QualitySet, records: Records, answers: Mapping[str, Mapping[str, bool]]
) -> list[Rated]:
    """All 25, in the set's order."""
    limits = quality_set.limits
    if limits is None:
        raise ValueError(f"{quality_set.key} has no limits: ask for the whole set")
    return [rate(one, limits, records, answers.get(one.key)) for one in quality_set.items]
