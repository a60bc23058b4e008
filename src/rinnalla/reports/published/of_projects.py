"""Figures of clients and of people contacted: from the project's own numbers, and from results of instruments."""

from datetime import date

from django.db import connection

from rinnalla.reports.indicators.sums import Sum, Sums
from rinnalla.reports.published.reading import Found, Place, share, tenth

REPORTED_ON = date(2021, 12, 31)  # the day the near service was told of


def clients(place: Place) -> Found:
    one = place.numbers()
    return Found(str(one.clients), one.clients)


def employed(place: Place) -> Found:
    one = place.numbers()
    return Found(f"{one.employed}; {share(one.employed, one.clients)}", one.clients)


def by_criteria(place: Place) -> Found:
    number = place.numbers().coached.get("quality_criteria", 0)
    return Found(str(number), number)


def by_criteria_employed(place: Place) -> Found:
    one = place.numbers()
    whole, part = (rows.get("quality_criteria", 0) for rows in (one.coached, one.coached_employed))
    return Found(f"{part}; {share(part, whole)}", whole)


def satisfaction(place: Place) -> Found:
    one = place.numbers()
    return Found("–" if one.satisfaction is None else tenth(one.satisfaction), one.answers)


def ability(place: Place) -> Found:
    """Each measured dimension of Kykyviisari rose on average between a client's first and last result."""
    with connection.cursor() as cursor:
        values = [place.region.pk, place.project.starts_on, place.project.ends_on]
        cursor.execute("select * from reports_indicator_rows(%s, %s, %s)", values)
        changes = Sums(Sum(*row) for row in cursor.fetchall()).changes("score_change")
    found = [one for name, one in changes.items() if name.startswith("kykyviisari/")]
    told = "positive" if found and all(one.mean > 0 for one in found) else "not positive"
    return Found(told, max((one.n for one in found), default=0))


def near_service(place: Place) -> Found:
    number = place.numbers(REPORTED_ON).open
    return Found(str(number), number)


def near_service_motivated(place: Place) -> Found:
    one = place.numbers(REPORTED_ON)
    return Found(f"{one.open_motivated} of {one.open}", one.open)


def contacted(place: Place) -> Found:
    number = place.numbers().contacted
    return Found(str(number), number)


def joined(place: Place) -> Found:
    one = place.numbers()
    return Found(f"{one.joined}; {share(one.joined, one.contacted)}", one.contacted)


def planned(place: Place) -> Found:
    one = place.numbers()
    return Found(f"{one.planned}; {share(one.planned, one.clients)}", one.clients)


def named(place: Place) -> Found:
    one = place.numbers()
    return Found(f"{one.named}; {share(one.named, one.clients)}", one.clients)


