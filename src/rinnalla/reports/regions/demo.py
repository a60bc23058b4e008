"""The invented regions that have agreed to be seen side by side: every one whose leader there is."""

from collections.abc import Iterable

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.reports.regions import actions


def compare(actors: Iterable[Actor]) -> None:
    """The region joins, by its first manager."""
    by = next((one for one in actors if one.role == "manager"), None)
    if by is not None:
        with acting(by):
            actions.join(by=by)
