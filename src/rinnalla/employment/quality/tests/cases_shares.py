"""Criteria of numbers against bounds: for each step a unit, with the count that gives the step beside it."""

from datetime import timedelta

from rinnalla.employment.quality.tests.unit import (
    MONDAYS,
    SINCE,
    Client,
    Coach,
    Search,
    after,
    clients,
    contact,
    done,
    job,
    unit,
)

TEAM = {"contacts": (contact(MONDAYS[0], "care_team"),)}


def caseload(number: int):
    """Two coaches, 100 + 50 per cent: one and a half full times."""
    return unit(coaches=(Coach(1), Coach(2, percent=50)), clients=clients(number))


def own_work(first: int, second: int):
    """A full time and a half time with other duties of so many per cent."""
    return unit(coaches=(Coach(1, other_percent=first), Coach(2, percent=50, other_percent=second)))


def teams(*sizes: int):
    """One coach whose clients come from teams of these sizes."""
    rows, first = [], 1
    for team, size in enumerate(sizes, start=1):
        rows += clients(size, team=team, first=first)
        first += size
    return unit(coaches=(Coach(1),), clients=tuple(rows), **TEAM)


def quick(*days: int):
    """Clients who began on one day and first met an employer so many days later."""
    began = SINCE - timedelta(days=200)
    rows = tuple(Client(n, 1, began) for n, _day in enumerate(days))
    met = tuple(contact(after(began, day)[0], "employer", client=n) for n, day in enumerate(days))
    calls = tuple(contact(began, "employer", client=n, met=False) for n, _day in enumerate(days))
    return unit(clients=rows, contacts=(*met, *calls))


def searches(fits: int, of: int):
    return unit(searches=tuple(Search(1, MONDAYS[3], n < fits) for n in range(of)))


def titles(different: int, of: int):
    """`of` jobs with so many different titles, each with an employer of its own."""
    return unit(jobs=tuple(job(n, title=f"t{min(n, different - 1)}") for n in range(of)))


def employers(different: int, of: int):
    return unit(jobs=tuple(job(n, employer=f"e{min(n, different - 1)}") for n in range(of)))


def real(good: int, of: int):
    return unit(jobs=tuple(job(n, real=n < good) for n in range(of)))


def outside(*minutes: int):
    """Coaches with one client each who were so many minutes a week out, each of 26 weeks, of 2250 minutes."""
    rows, people = [], []
    for number, each in enumerate(minutes, start=1):
        people += clients(1, coach=number, first=number)
        rows += [contact(day, by=number, client=number, minutes=each) for day in MONDAYS]
        rows += [contact(day, by=number, client=number, minutes=500, outside=False) for day in MONDAYS]
    return unit(coaches=tuple(Coach(n + 1) for n in range(len(minutes))), clients=tuple(people), contacts=tuple(rows))


CASES = [
    ("caseload", 1, caseload(61), None),  # 61 / 1.5 = 40.67, nearest 41
    ("caseload", 2, caseload(60), None),  # 40
    ("caseload", 3, caseload(45), None),  # 30
    ("caseload", 4, caseload(31), None),  # 20.67, nearest 21
    ("caseload", 5, caseload(30), None),  # 20
    ("own_work", 1, own_work(45, 35), None),  # (55 * 1 + 65 * 0.5) / 1.5 = 58.3
    ("own_work", 2, own_work(40, 40), None),  # 60
    ("own_work", 3, own_work(25, 25), None),  # 75
    ("own_work", 4, own_work(5, 4), None),  # (95 + 48) / 1.5 = 95.33, nearest 95
    ("own_work", 5, own_work(5, 3), None),  # (95 + 48.5) / 1.5 = 95.67, nearest 96
    # What the unit does is noted, and no contact with any team is among it.
    ("team_share", 1, unit(clients=clients(9), practices=done("coach_meeting", MONDAYS[:1])), None),
    ("team_share", 2, teams(2, 2, 2, 2, 1), None),  # 4 of 9 = 44 %
    ("team_share", 3, teams(3, 2, 1, 1, 1, 1, 1), None),  # 5 of 10 = 50 %
    ("team_share", 4, teams(5, 3, 2), None),  # 80 %
    ("team_share", 5, teams(5, 4, 1), None),  # 90 %
    ("quick_contact", 1, quick(271, 271), None),
    ("quick_contact", 2, quick(300, 240, 271), None),  # 270.33, nearest 270
    ("quick_contact", 3, quick(61, 60), None),  # 60.5, half up 61
    ("quick_contact", 4, quick(31, 31), None),
    ("quick_contact", 5, quick(10, 50), None),  # 30
    ("own_choice", 1, searches(1, 5), {}),  # 20 %
    ("own_choice", 2, searches(1, 4), {}),  # 25 %
    ("own_choice", 3, searches(5, 10), {}),  # 50 %
    ("own_choice", 4, searches(10, 10), {"options_told": False}),  # all fit, but nobody told of options
    ("own_choice", 5, searches(9, 10), {"options_told": True}),  # 90 %
    ("kinds_of_work", 1, titles(4, 9), None),  # 44 %
    ("kinds_of_work", 2, titles(5, 10), None),
    ("kinds_of_work", 3, titles(6, 10), None),
    ("kinds_of_work", 4, titles(16, 19), None),  # 84.2, nearest 84
    ("kinds_of_work", 5, titles(17, 20), None),  # 85 %
    ("many_employers", 1, employers(49, 100), None),
    ("many_employers", 2, employers(59, 100), None),
    ("many_employers", 3, employers(69, 100), None),
    ("many_employers", 4, employers(84, 100), None),
    ("many_employers", 5, employers(2, 2), None),
    ("real_jobs", 1, real(9, 9), None),  # fewer than ten
    ("real_jobs", 2, real(20, 31), None),  # 64.5, half up 65
    ("real_jobs", 3, real(9, 12), None),  # 75 %
    ("real_jobs", 4, real(17, 20), None),  # 85 %
    ("real_jobs", 5, real(19, 20), None),  # 95 %
    ("out_of_office", 1, outside(675), None),  # 30 %
    ("out_of_office", 2, outside(698), None),  # 31.02 %
    ("out_of_office", 3, outside(900), None),  # 40 %
    ("out_of_office", 4, outside(1463, 900), None),  # 65 % (step 5) and 40 % (step 3): mean 4
    ("out_of_office", 5, outside(1463), None),  # 65.02 %
]
