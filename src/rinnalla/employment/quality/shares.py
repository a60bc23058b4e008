"""Criteria whose step is a number against bounds: how many, how long, which part."""

from collections import Counter

from rinnalla.employment.quality.records import Client, Coach, Contact, Found, Records, half_up, mean, percent
from rinnalla.servicemodels.definitions import QualityItem, QualityLimits

Answers = dict[str, bool]
LARGEST_TEAMS = 2


def caseload(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Active clients for each full working time. How many one coach may have at most is another matter (T-54)."""
    time, clients = sum(one.percent for one in records.coaches), len(records.active)
    each = Counter(one.coach for one in records.active)
    return Found(
        value=half_up(100 * clients, time) if time else None, rows=time,
        facts=(("clients", clients), ("working_time", time)),
        coaches=tuple((one.id, each[one.id]) for one in records.coaches),
    )


def own_work(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """The part of the coaches' working time that goes to coaching."""
    time = sum(one.percent for one in records.coaches)
    own = sum(one.percent * (100 - one.other_percent) for one in records.coaches)
    return Found(
        value=half_up(own, time) if time else None, rows=time, facts=(("working_time", time),),
        coaches=tuple((one.id, 100 - one.other_percent) for one in records.coaches),
    )


def team_share(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """The part of the clients that come from the two teams each coach has most clients of; 0 when coaches and teams
    are not in touch at all. Where a unit has noted neither, it can't be rated."""
    near = 0
    for coach in records.coaches:
        teams = Counter(one.team for one in records.active if one.coach == coach.id and one.team)
        near += sum(count for _team, count in teams.most_common(LARGEST_TEAMS))
    touch = len(records.times("team_meeting")) + sum("care_team" in one.parties for one in records.recent)
    clients = len(records.active)
    share = percent(near, clients) if clients and (touch or records.practices) else None
    return Found(
        value=share and (max(share, 1) if touch else 0), rows=clients,
        facts=(("clients", clients), ("near_teams", near), ("team_contacts", touch)),
    )


def quick_contact(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Mean days from the start to the first meeting with an employer. Who still waits is told beside it."""
    days, waiting = [], 0
    for client in _running(records):
        met = [one.on for one in records.of_client(client) if meets_employer(one) and one.on <= records.until]
        if met:
            days.append((client.id, max((min(met) - client.started_on).days, 0)))
        else:
            waiting += 1
    facts = (("met_clients", len(days)), ("waiting_clients", waiting))
    return Found(value=mean(number for _id, number in days), rows=len(days), facts=facts, clients=tuple(days))


def own_choice(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """The part of the jobs looked for that fit the client's wish. Full only when clients hear of options too."""
    rows = [one for one in records.searches if records.within(one.on)]
    fits = sum(one.fits for one in rows)
    value = percent(fits, len(rows)) if rows else None
    full = item.bounds[-1] if item.bounds else 100
    if value is not None and not answers.get("options_told"):
        value = min(value, full - 1)
    return Found(value=value, rows=len(rows), facts=(("searches", len(rows)), ("fitting", fits)))


def kinds_of_work(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """How many of the paid jobs of the period are of different kinds."""
    return _different(records, [one.title for one in _paid(records)], "kinds")


def many_employers(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """How many of the paid jobs of the period are with different employers."""
    return _different(records, [one.employer for one in _paid(records)], "employers")


def real_jobs(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """The part of the present jobs that are lasting, normally paid and open to anybody; few jobs are step 1."""
    now = [one for one in records.jobs if one.under_way(records.until)]
    real = sum(one.paid and one.real for one in now)
    share = percent(real, len(now)) if now else None
    few = 0 < len(now) < limits.current_jobs
    return Found(
        value=0 if few else share, rows=len(now), facts=(("current_jobs", len(now)), ("real_jobs", real)),
        parts=(("enough_jobs", not few),) if now else (),
    )


def out_of_office(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """The part of each coach's working time that was out of the office, rated coach by coach."""
    each = []
    for coach in with_clients(records):
        weeks = {monday for monday in records.weeks if coach.works_in(monday)}
        whole = len(weeks) * limits.week_minutes * coach.percent // 100
        rows = [one for one in records.recent if one.by == coach.id and one.outside]
        if whole:
            each.append((coach.id, percent(sum(one.minutes for one in rows), whole)))
    step = mean(item.step_of(share) for _id, share in each)
    return Found(step=step, rows=len(each), facts=(("coaches", len(each)),), coaches=tuple(each))


# What they share ------------------------------------------------------------------------------------------------------


def meets_employer(contact: Contact) -> bool:
    """A meeting face to face with an employer."""
    return contact.met and "employer" in contact.parties


def with_clients(records: Records) -> list[Coach]:
    """The coaches who have clients now."""
    return [one for one in records.coaches if any(each.coach == one.id for each in records.active)]


def _running(records: Records) -> list[Client]:
    """The clients of the period."""
    return [one for one in records.clients if one.ended_on is None or one.ended_on >= records.since]


def _paid(records: Records) -> list:
    """The paid jobs that somebody had in the period."""
    return [
        one for one in records.jobs
        if one.paid and one.starts_on <= records.until and (one.ends_on is None or one.ends_on >= records.since)
    ]


def _different(records: Records, marks: list[str], name: str) -> Found:
    value = percent(len(set(marks)), len(marks)) if marks else None
    return Found(value=value, rows=len(marks), facts=(("jobs", len(marks)), (name, len(set(marks)))))
