"""Figures of guidance to assessments, and of statistics from outside."""

from rinnalla.reports.published.of_purchases import YEAR
from rinnalla.reports.published.reading import Found, Place, month
from rinnalla.reports.statistics.comparing import side_by_side
from rinnalla.reports.statistics.models import StatisticsSnapshot
from rinnalla.reports.yearly.guided import AIMED
from rinnalla.reports.yearly.guided import guided as guided_in


def guided(place: Place, about: str) -> Found:
    """By employment offices and municipal trials together, as the page tells it."""
    told = guided_in(place.region, YEAR)
    senders = sum(1 for key in AIMED if key in told.senders and told.senders[key][1].number)
    number = told.aimed.number if told.aimed.kind == "number" and senders == len(AIMED) else 0
    return Found(str(number), number)


def statistics(place: Place, about: str) -> Found:
    """The days of the statistics of jobseekers; `counted` is how many rows differ between them."""
    found = StatisticsSnapshot.objects.in_force().filter(region=place.region, what=about)
    rows = list(found.order_by("as_of"))
    pairs = side_by_side(rows[0], rows[-1]) if len(rows) > 1 else []
    return Found(", ".join(month(one.as_of) for one in rows), sum(1 for one in pairs if one.difference))
