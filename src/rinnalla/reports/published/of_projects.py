"""Figures of clients and of people contacted: from the project's own numbers, and from results of instruments."""

from datetime import date

from django.db import connection

from rinnalla.reports.indicators.sums import Sum, Sums
from rinnalla.reports.published.reading import Found, Place, share, tenth


def clients(place: Place, about: str) -> Found:
    one = place.numbers()
    return Found(str(one.clients), one.clients)


def employed(place: Place, about: str) -> Found:
    one = place.numbers()
    return Found(f"{one.employed}; {share(one.employed, one.clients)}", one.clients)


def coached(place: Place, about: str) -> Found:
    number = place.numbers().coached.get(about, 0)
    return Found(str(number), number)


def coached_employed(place: Place, about: str) -> Found:
    one = place.numbers()
    whole, part = (rows.get(about, 0) for rows in (one.coached, one.coached_employed))
    return Found(f"{part}; {share(part, whole)}", whole)


def satisfaction(place: Place, about: str) -> Found:
    one = place.numbers()
    return Found("–" if one.satisfaction is None else tenth(one.satisfaction), one.answers)


def ability(place: Place, about: str) -> Found:
    """Each measured dimension of an instrument rose on average between a client's first and last result."""
    with connection.cursor() as cursor:
        values = [place.region.pk, place.project.starts_on, place.project.ends_on]
        cursor.execute("select * from reports_indicator_rows(%s, %s, %s)", values)
        changes = Sums(Sum(*row) for row in cursor.fetchall()).changes("score_change")
    found = [one for name, one in changes.items() if name.startswith(f"{about}/")]
    told = "positive" if found and all(one.mean > 0 for one in found) else "not positive"
    return Found(told, max((one.n for one in found), default=0))


def open_on(place: Place, about: str) -> Found:
    number = place.numbers(date.fromisoformat(about)).open
    return Found(str(number), number)


def motivated_on(place: Place, about: str) -> Found:
    one = place.numbers(date.fromisoformat(about))
    return Found(f"{one.open_motivated} of {one.open}", one.open)


def contacted(place: Place, about: str) -> Found:
    number = place.numbers().contacted
    return Found(str(number), number)


def joined(place: Place, about: str) -> Found:
    one = place.numbers()
    return Found(f"{one.joined}; {share(one.joined, one.contacted)}", one.contacted)


def planned(place: Place, about: str) -> Found:
    one = place.numbers()
    return Found(f"{one.planned}; {share(one.planned, one.clients)}", one.clients)


def named(place: Place, about: str) -> Found:
    one = place.numbers()
    return Found(f"{one.named}; {share(one.named, one.clients)}", one.clients)


