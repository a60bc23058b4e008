"""Meetings in numbers (I-19, V-110): counted past the walls by the owner's functions, small counts hidden there."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, deadline

YEAR = 12


@dataclass(frozen=True)
class Presence:
    """Held meetings and those with the client present; None where too few people to tell."""

    held: int | None
    with_client: int | None

    @property
    def share(self) -> int | None:
        """Per cent of held meetings with the client present; None when it cannot be told."""
        return round(100 * self.with_client / self.held) if self.held and self.with_client is not None else None


@dataclass(frozen=True)
class MeetingFigures:
    """The page's content. `least` is the smallest count that is told."""

    since: date
    until: date
    least: int
    presence: Presence
    decisions: list[tuple[str, int | None]]


def meeting_figures(region: Region, until: date | None = None) -> MeetingFigures:
    """Everything of the last twelve months in the reader's own region."""
    last = until or dates.today()
    since, least = dates.add_months(last, -YEAR), deadline(region, "small_number")
    values = [region.pk, since, last, least]
    with connection.cursor() as cursor:
        cursor.execute("select * from meetings_presence_counts(%s, %s, %s, %s)", values)
        held, with_client = cursor.fetchone() or (None, None)
        cursor.execute("select * from meetings_decision_counts(%s, %s, %s, %s)", values)
        counts = dict(cursor.fetchall())
    named = [(one.name, counts.get(one.key, 0)) for one in code_list("team_decisions", region=region)]
    return MeetingFigures(since, last, least, Presence(held, with_client), named)
