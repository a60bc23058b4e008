"""Criteria with steps of their own kind: each step says something else than the one before."""

from collections.abc import Callable
from datetime import date, timedelta

from rinnalla.employment.quality.records import QUARTER, Client, Coach, Contact, Found, Records, Work, half_up, mean
from rinnalla.employment.quality.records import percent as share_of
from rinnalla.employment.quality.shares import Answers, meets_employer, with_clients
from rinnalla.servicemodels.definitions import QualityItem, QualityLimits

FULL_TIMES, PER_MONTH = 200, 2
MONTH, FOURTH_MONTH, HELD_MONTHS = 30, 90, 11
SESSIONS = 2
HALF = 50


def whole_path(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """In how many of the six phases each coach works: all are step 5, five 4, fewer 3; contacts without a phase 2."""
    starts = {job.client: job.starts_on for job in sorted(records.jobs, key=lambda one: one.starts_on, reverse=True)}
    each, steps = [], []
    for coach in with_clients(records):
        rows = [one for one in records.recent if one.by == coach.id]
        phases = {one.phase for one in rows if one.phase}
        if any(one.by == coach.id and records.within(one.on) for one in records.profiles):
            phases.add("assessment")
        if any(one.purpose == "support" and starts.get(one.client, date.max) <= one.on for one in rows):
            phases.add("follow_along")
        each.append((coach.id, len(phases)))
        steps.append({6: 5, 5: 4}.get(len(phases), 3) if phases else 2 if rows else 1)
    return Found(step=mean(steps), rows=len(each), facts=(("coaches", len(each)),), coaches=tuple(each))


def authority_contact(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Agreed meetings, and contacts about clients. Where neither is noted, nor any practice, it can't be rated."""
    meetings = records.times("authority_meeting")
    contacts = [one.on for one in records.recent if "authority" in one.parties]
    weekly, both = records.weekly(contacts, limits), [*meetings, *contacts]
    if records.every(1, meetings, limits) and weekly:
        step = 5
    elif records.every(QUARTER, meetings, limits) or weekly:
        step = 4
    elif records.every(1, both, limits):
        step = 3
    else:
        step = 2 if records.every(QUARTER, both, limits) else 1
    facts = (("authority_meetings", len(meetings)), ("authority_contacts", len(contacts)))
    known = records.clients and (contacts or records.practices)
    return Found(step=step if known else None, rows=len(records.clients), facts=facts)


def coach_team(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """One leader, meetings together, cover and shared leads."""
    met, coaches = records.times("coach_meeting"), len(records.coaches)
    time = sum(one.percent for one in records.coaches)
    weekly, often = records.weekly(met, limits), len(met) >= PER_MONTH * limits.period_months
    if not answers.get("one_leader"):
        step = 1
    elif not met or not answers.get("cover"):
        step = 2
    elif coaches >= 2 and time >= FULL_TIMES and weekly and answers.get("shares_leads"):
        step = 5
    else:
        step = 4 if coaches >= 2 and often else 3
    facts = (("coaches", coaches), ("working_time", time), ("coach_meetings", len(met)))
    return Found(step=step if coaches else None, rows=coaches, facts=facts)


def open_to_all(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Who gets in is the reviewer's to tell; who sent people, and whether help went on after a job, records show."""
    sources = {one.team for one in records.clients if one.team and records.within(one.started_on)}
    lost = [one for one in records.jobs if one.ends_on and records.within(one.ends_on)]
    helped = sum(any(each.client == one.client and each.on > one.ends_on for each in records.contacts) for one in lost)
    goes_on = not lost or share_of(helped, len(lost)) >= limits.most
    asked = ("no_rule", "most_get_in", "all_get_in")
    step = 1 + next((n for n, key in enumerate(asked) if not answers.get(key)), len(asked))
    many = len(sources) >= limits.sources
    if step == 4 and many and goes_on and answers.get("encourages"):
        step = 5
    facts = (("sources", len(sources)), ("lost_jobs", len(lost)), ("helped_after", helped))
    return Found(step=step, rows=1, facts=facts, parts=(("many_sources", many), ("help_goes_on", goes_on)))


def money_advice(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """For each paid job that began: nobody, only afterwards, coach before, adviser before, adviser before and again."""
    begun = [one for one in records.jobs if one.paid and records.within(one.starts_on)]
    steps = [(job.client, _advised(records, job)) for job in begun]
    advised = sum(step > 2 for _client, step in steps)
    facts = (("begun_jobs", len(begun)), ("advised_before", advised))
    return Found(step=mean(step for _c, step in steps), rows=len(begun), facts=facts, clients=tuple(steps))


def _advised(records: Records, job: Work) -> int:
    talks = [one for one in records.contacts if one.client == job.client and one.purpose == "benefits"]
    before = [one for one in talks if one.on <= job.starts_on]
    if not before:
        return 2 if talks else 1
    if not any("benefit_adviser" in one.parties for one in before):
        return 3
    return 5 if len(talks) > len(before) else 4


def learning_at_work(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """For each client: is there a profile made in talks, and has it been renewed with the jobs?"""
    found = [(one.id, _learns(records, limits, one)) for one in records.active]
    steps = [(client, step) for client, step in found if step is not None]
    facts = (("clients", len(steps)), ("renewed", sum(step == 5 for _c, step in steps)))
    return Found(step=mean(step for _c, step in steps), rows=len(steps), facts=facts, clients=tuple(steps))


def _learns(records: Records, limits: QualityLimits, client: Client) -> int | None:
    """None for somebody so new that nothing can be said."""
    versions = [one.on for one in records.profiles if one.client == client.id]
    rows, jobs = records.of_client(client), [one for one in records.jobs if one.client == client.id]
    if versions and len({one.on for one in rows if "client" in one.parties and one.on <= max(versions)}) >= SESSIONS:
        turns = [one.ends_on or one.starts_on for one in jobs]
        return 5 if turns and max(versions) >= max(turns) else 4
    paid = [one.starts_on for one in jobs if one.paid]
    others = [one.starts_on for one in jobs if not one.paid]
    if others and min(others) < min(paid, default=date.max):
        return 2
    if paid or any(one.client == client.id for one in records.searches) or any(meets_employer(one) for one in rows):
        return 3
    return 1 if (records.until - client.started_on).days > limits.long_wait_days else None


def employer_contacts(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Meetings with employers a week, rated coach by coach. Without a check nobody gets beyond step 2."""
    checks = records.times("contact_check")
    weekly, monthly = records.weekly(checks, limits), records.every(1, checks, limits)
    each, steps = [], []
    for coach in with_clients(records):
        pace = _pace(records, limits, coach)
        if pace is None:
            continue
        step = item.step_of(_enough(records, limits, item, coach, pace))
        each.append((coach.id, pace))
        steps.append(step if weekly else min(step, 3 if monthly else 2))
    facts = (("coaches", len(each)), ("contact_checks", len(checks)))
    return Found(step=mean(steps), rows=len(each), facts=facts, coaches=tuple(each))


def _pace(records: Records, limits: QualityLimits, coach: Coach) -> int | None:
    """Meetings with employers in a week that the coach was at work; None when there was no such week."""
    weeks = {monday for monday in records.weeks if coach.works_in(monday)}
    met = [one.on for one in records.recent if one.by == coach.id and meets_employer(one)]
    return half_up(sum(day - timedelta(days=day.weekday()) in weeks for day in met), len(weeks)) if weeks else None


def _enough(records: Records, limits: QualityLimits, item: QualityItem, coach: Coach, pace: int) -> int:
    """With few job-seekers two meetings for each are enough for the highest step."""
    at_work = {one.client for one in records.jobs if one.under_way(records.until)}
    seekers = sum(one.coach == coach.id and one.id not in at_work for one in records.active)
    most = item.bounds[-1] if item.bounds else pace
    return max(pace, most) if 0 < seekers < limits.few_seekers and pace >= 2 * seekers else pace


def fitted_support(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Of those at work: who is supported, in how many ways, the employer too; then the whole team, and further on."""
    at_work = {one.client: one.starts_on for one in records.jobs if one.under_way(records.until)}
    if not at_work:
        return Found()
    rows = [one for one in records.recent if one.client in at_work and one.on >= at_work[one.client]]
    supported = len({one.client for one in rows})
    few, half = (item.bounds or (0, 0))[:2]
    share = share_of(supported, len(at_work))
    employers = any({"employer", "work_community"} & one.parties for one in rows)
    varied = employers and len({one.purpose for one in rows}) > 1
    full = answers.get("whole_team") and answers.get("better_job")
    step = 1 if share < few else 2 if share < half else 3 if not varied else 5 if full else 4
    facts = (("at_work", len(at_work)), ("supported", supported))
    return Found(step=step, rows=len(at_work), facts=facts, parts=(("support_varies", varied),))


def lasting_support(records: Records, limits: QualityLimits, item: QualityItem, answers: Answers) -> Found:
    """Of paid jobs begun at least four months ago: how long, how often and how near the turns the client was met."""
    jobs = [one for one in records.jobs if one.paid and (records.until - one.starts_on).days >= FOURTH_MONTH + MONTH]
    jobs = [one for one in jobs if one.ends_on is None or one.ends_on >= records.since]
    if not jobs:
        return Found()
    steps = [(one.client, _lasts(records, one)) for one in jobs]
    step = 1 if all(step < 2 for _client, step in steps) else 2
    for level, least in ((3, HALF), (4, limits.most), (5, limits.most)):
        if share_of(sum(one >= level for _client, one in steps), len(jobs)) >= least:
            step = level
    facts = (("long_jobs", len(jobs)), ("met_long", sum(one > 2 for _client, one in steps)))
    return Found(step=step, rows=len(jobs), facts=facts, clients=tuple(steps))


def _lasts(records: Records, job: Work) -> int:
    """How far support reached in one job: 1 only the first month, 2 longer, 3 the fourth month, 4 steadily, 5 also at
    the turns."""
    rows: list[Contact] = [one for one in records.contacts if one.client == job.client and one.met]
    days = [(one.on - job.starts_on).days for one in rows if "client" in one.parties]
    if max(days, default=0) <= MONTH:
        return 1
    if max(days) < FOURTH_MONTH:
        return 2
    return (5 if _at_turns(job, records.until, days) else 4) if _steadily(job, records.until, days) else 3


def _steadily(job: Work, until: date, days: list[int]) -> bool:
    """Each week of the first month, then each month that has passed, for a year."""
    passed = (min(job.ends_on or until, until) - job.starts_on).days // MONTH
    spans = [(7 * n, 7) for n in range(4)] + [(MONTH * n, MONTH) for n in range(1, min(passed, HELD_MONTHS + 1))]
    return all(any(first <= day < first + length for day in days) for first, length in spans)


def _at_turns(job: Work, until: date, days: list[int]) -> bool:
    """Within a week before the start, within three days after it, and within three days after the end."""
    near = any(-7 <= day < 0 for day in days) and any(0 <= day <= 3 for day in days)
    if job.ends_on is None or job.ends_on > until:
        return near
    last = (job.ends_on - job.starts_on).days
    return near and any(last <= day <= last + 3 for day in days)


Rule = Callable[[Records, QualityLimits, QualityItem, Answers], Found]
