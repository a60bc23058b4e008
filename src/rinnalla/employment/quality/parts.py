"""Criteria that are lists of things which hold or do not: what records show of them, and what the reviewer answers."""

from collections.abc import Collection
from datetime import date

from rinnalla.employment.quality.records import QUARTER, Found, Records, Visit, mean, percent
from rinnalla.employment.quality.shares import Answers, with_clients
from rinnalla.servicemodels.definitions import QualityItem, QualityLimits

LEARN, TELL = "learn_needs", "tell_support"  # what an employer is visited for (code list employer_purposes)
LEADER_AT_MOST = 1000  # per cent of working time that one leader has time for: ten full-time coaches


def answered(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Only the reviewer knows."""
    return _found(item, answers, ())


def team_contact(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """In the team's meetings each week; in the same record always, since coaching stands in the client's case."""
    met = records.times("team_meeting")
    return _found(
        item, answers, (("team_meetings", records.weekly(met, limits)), ("same_record", True)),
        (("team_meetings", len(met)),),
    )


def leader(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """A group of a size one can lead, talks, teams' leaders, field visits, results looked at. A unit that has noted no
    practice at all can't be rated."""
    time = sum(one.percent for one in records.coaches)
    if not time or not records.practices:
        return Found()
    talks, visits = records.times("supervision"), records.times("field_visit")
    teams, results = records.times("team_leaders"), records.times("outcome_review")
    shown = (
        ("group_size", time <= LEADER_AT_MOST),
        ("supervision", records.weekly(talks, limits)),
        ("team_leaders", records.every(QUARTER, teams, limits)),
        ("field_visits", records.every(1, visits, limits)),
        ("outcome_reviews", records.every(QUARTER, results, limits)),
    )
    return _found(item, answers, shown, (("talks", len(talks)), ("visits", len(visits)), ("results", len(results))))


def work_in_view(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Results looked at together each quarter; the rest is for the reviewer to see."""
    results = records.times("outcome_review")
    shown = (("outcome_reviews", records.every(QUARTER, results, limits)),)
    return _found(item, answers, shown, (("results", len(results)),))


def telling(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Talked of with most who have a profile, more than once, and written into the profile."""
    known = {one.client for one in records.profiles}
    clients = [one for one in records.active if one.id in known]
    if not clients:
        return Found()
    talks = [sum(each.purpose == "telling" for each in records.of_client(one)) for one in clients]
    written = {one.client for one in records.profiles if one.tells}
    told = [
        ("talked_of", sum(one >= 1 for one in talks)),
        ("what_to_tell", sum(one.id in written for one in clients)),
        ("talked_again", sum(one >= 2 for one in talks)),
    ]
    shown = tuple((key, percent(number, len(clients)) >= limits.most) for key, number in told)
    return _found(item, answers, shown, (("profiles", len(clients)), ("talked_clients", told[0][1])))


def employer_relation(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Whether employers are met before anything is asked of them, coach by coach, from the employers' register; how
    coaches talk there is the reviewer's to see. A coach of whom the register knows no visit is left out of the mean."""
    recent = [one for one in records.visits if records.within(one.on)]
    asked = sum(bool(answers.get(one.key)) for one in item.asks)
    each, held = [], []
    for coach in with_clients(records):
        rows = [one for one in recent if one.by == coach.id]
        if rows:
            shown = (met_anyway(rows), met_again(rows, limits))
            held.append(shown)
            each.append((coach.id, item.step_of(asked + sum(shown))))
    parts = tuple(
        (key, percent(sum(one[place] for one in held), len(held)) >= limits.most)
        for place, key in enumerate(("met_anyway", "met_again")) if held
    )
    facts = (
        ("employer_visits", len(recent)), ("visited_employers", len({one.employer for one in recent})),
        ("learnt_needs", sum(one.purpose == LEARN for one in recent)), ("coaches", len(each)),
    )
    return Found(step=mean(step for _id, step in each), rows=len(each), facts=facts, parts=parts, coaches=tuple(each))


def met_anyway(visits: Collection[Visit]) -> bool:
    """More than one visit to hear or to tell, on a day when the employer had nothing open."""
    return sum(one.purpose in (LEARN, TELL) and not one.opening for one in visits) > 1


def met_again(visits: Collection[Visit], limits: QualityLimits) -> bool:
    """Most of the employers whose needs were learnt were met again on a later day, as had been planned."""
    first: dict[int, date] = {}
    for one in visits:
        if one.purpose == LEARN:
            first[one.employer] = min(first.get(one.employer, one.on), one.on)
    again = {one.employer for one in visits if one.planned and one.on > first.get(one.employer, one.on)}
    return bool(first) and percent(len(again), len(first)) >= limits.most


def keeping_in_touch(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Outreach that is written down, by several, out where people are, with the team and with somebody close."""
    rows = [one for one in records.recent if one.purpose == "outreach"]
    shown = (
        ("outreach_noted", bool(rows)),
        ("outreach_by_many", len({one.by for one in rows}) > 1),
        ("outreach_visits", sum(one.outside for one in rows) > 1),
        ("outreach_with_team", any("care_team" in one.parties for one in rows)),
        ("outreach_with_family", any("family" in one.parties for one in rows)),
    )
    return _found(item, answers, shown, (("outreach", len(rows)),))


def _found(
    item: QualityItem, answers: Answers, shown: tuple[tuple[str, bool], ...], facts: tuple[tuple[str, int], ...] = ()
) -> Found:
    """How many hold, of those that records show and those that the reviewer was asked."""
    told = tuple((one.key, bool(answers.get(one.key))) for one in item.asks)
    held = [*shown, *told]
    return Found(value=sum(holds for _key, holds in held), rows=len(held), facts=facts, parts=shown)
