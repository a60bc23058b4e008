"""Criteria whose steps differ in kind: for each step a unit that stands just there."""

from datetime import date

from rinnalla.employment.quality.tests.unit import (
    FIRSTS,
    MONDAYS,
    QUARTERS,
    Client,
    Coach,
    Profile,
    Search,
    after,
    clients,
    contact,
    done,
    job,
    unit,
)

ONE = (Coach(1),)
PHASES = ("intake", "engagement", "search", "at_work")
PROFILE = (Profile(1, 1, MONDAYS[6]),)
TALKS = (contact(MONDAYS[2]), contact(MONDAYS[3]))
START = date(2026, 3, 10)


def path(*phases: str, more=(), **rows):
    """One coach with one client, and a contact in each of these phases."""
    found = tuple(contact(MONDAYS[4], phase=one, purpose="other") for one in phases)
    return unit(coaches=ONE, clients=clients(1), contacts=(*found, *more), **rows)


def authority(meetings=(), contacts=()):
    rows = tuple(contact(day, "authority") for day in contacts)
    return unit(clients=clients(1), practices=done("authority_meeting", meetings), contacts=rows)


def coaches(number: int, *meetings: date):
    return unit(coaches=tuple(Coach(n) for n in range(number)), practices=done("coach_meeting", meetings))


def advice(*talks, on: date = START):
    return unit(jobs=(job(on=on),), contacts=talks)


def talk(day: date, *parties: str):
    return contact(day, *(parties or ("client",)), purpose="benefits")


def entered(*teams: int, **rows):
    found = tuple(Client(n, 1, MONDAYS[1], team=team) for n, team in enumerate(teams, start=1))
    return unit(clients=found, **rows)


def learning(**rows):
    return unit(clients=clients(1), **rows)


def pace(a_week: int, *checks: date, seekers: int = 5, **more):
    """One coach who meets employers so many times in each of 26 weeks."""
    rows = tuple(contact(day, "employer", client=1) for day in MONDAYS for _n in range(a_week))
    return unit(coaches=(Coach(1, **more),), clients=clients(seekers), contacts=rows,
                practices=done("contact_check", checks))  # fmt: skip


def at_work(number: int, supported: int, *rows):
    jobs = tuple(job(n) for n in range(1, number + 1))
    met = tuple(contact(MONDAYS[9], client=n) for n in range(1, supported + 1))
    return unit(clients=clients(number), jobs=jobs, contacts=(*met, *rows))


VARIED = (contact(MONDAYS[9], "employer", purpose="adaptation"),)
WEEKLY, MONTHLY = (1, 8, 15, 22), (35, 65, 95, 125, 155)  # days after the start; 1 September is day 175


def lasting(*days: int, **more):
    """A job from 10 March and the days after it on which the client was met."""
    return unit(clients=clients(1), jobs=(job(on=START, **more),), contacts=tuple(map(contact, after(START, *days))))


CHECKED_MONTHLY, CHECKED = FIRSTS, MONDAYS
ALL = {"no_rule": True, "most_get_in": True, "all_get_in": True, "encourages": True}
LEAD = {"one_leader": True, "cover": True, "shares_leads": False}
CASES = [
    ("whole_path", 1, unit(coaches=ONE, clients=clients(1)), None),  # a client and no contact
    ("whole_path", 2, path("", ""), None),  # contacts, none of a phase
    ("whole_path", 3, path(*PHASES), None),  # four phases
    ("whole_path", 4, path(*PHASES, profiles=PROFILE), None),  # and the profile: five
    (
        "whole_path", 5,
        path(*PHASES, profiles=PROFILE, jobs=(job(),), more=(contact(MONDAYS[9]),)), None,  # and support at work
    ),
    ("authority_contact", 1, authority(contacts=QUARTERS[:1]), None),
    ("authority_contact", 2, authority(contacts=QUARTERS), None),
    ("authority_contact", 3, authority(contacts=FIRSTS), None),
    ("authority_contact", 4, authority(meetings=QUARTERS), None),
    ("authority_contact", 5, authority(meetings=FIRSTS, contacts=MONDAYS[:20]), None),
    ("coach_team", 1, coaches(2, *MONDAYS), {**LEAD, "one_leader": False}),
    ("coach_team", 2, coaches(2), LEAD),  # no meeting
    ("coach_team", 3, coaches(2, *MONDAYS[:11]), LEAD),  # 11 meetings: fewer than two a month
    ("coach_team", 4, coaches(2, *MONDAYS[:12]), LEAD),
    ("coach_team", 5, coaches(2, *MONDAYS[:20]), {**LEAD, "shares_leads": True}),
    ("open_to_all", 1, entered(1, 2, 3), {**ALL, "no_rule": False}),
    ("open_to_all", 2, entered(1, 2, 3), {**ALL, "most_get_in": False}),
    ("open_to_all", 3, entered(1, 2, 3), {**ALL, "all_get_in": False}),
    ("open_to_all", 4, entered(1, 2, 2), ALL),  # two bodies send people
    ("open_to_all", 5, entered(1, 2, 3, jobs=(job(ends=MONDAYS[5]),), contacts=(contact(MONDAYS[6]),)), ALL),
    ("money_advice", 1, advice(), None),
    ("money_advice", 2, advice(talk(MONDAYS[5])), None),
    ("money_advice", 3, advice(talk(START)), None),
    ("money_advice", 4, advice(talk(MONDAYS[0], "client", "benefit_adviser")), None),
    ("money_advice", 5, advice(talk(MONDAYS[0], "benefit_adviser"), talk(MONDAYS[5])), None),
    ("learning_at_work", 1, learning(), None),  # seven months without profile or search
    ("learning_at_work", 2, learning(jobs=(job(paid=False),)), None),
    ("learning_at_work", 3, learning(searches=(Search(1, MONDAYS[4]),)), None),
    ("learning_at_work", 4, learning(profiles=PROFILE, contacts=TALKS, jobs=(job(ends=MONDAYS[7]),)), None),
    ("learning_at_work", 5, learning(profiles=PROFILE, contacts=TALKS, jobs=(job(ends=MONDAYS[5]),)), None),
    ("employer_contacts", 1, pace(1, *CHECKED), None),
    ("employer_contacts", 2, pace(9), None),  # many, but nobody follows them
    ("employer_contacts", 3, pace(6, *CHECKED_MONTHLY), None),
    ("employer_contacts", 4, pace(5, *CHECKED), None),
    ("employer_contacts", 5, pace(6, *CHECKED), None),
    ("fitted_support", 1, at_work(5, 1), {}),  # 20 %
    ("fitted_support", 2, at_work(5, 2), {}),  # 40 %
    ("fitted_support", 3, at_work(5, 3), {"whole_team": True, "better_job": True}),  # 60 %, one kind of support
    ("fitted_support", 4, at_work(5, 3, *VARIED), {"whole_team": True, "better_job": False}),
    ("fitted_support", 5, at_work(5, 3, *VARIED), {"whole_team": True, "better_job": True}),
    ("lasting_support", 1, lasting(1, 8, 30), None),
    ("lasting_support", 2, lasting(1, 60), None),
    ("lasting_support", 3, lasting(1, 100), None),
    ("lasting_support", 4, lasting(*WEEKLY, *MONTHLY), None),
    ("lasting_support", 5, lasting(-3, *WEEKLY, *MONTHLY), None),
]
