"""The reports' own work: keeping the indicators."""

from rinnalla.outbox import recurring_job
from rinnalla.reports.indicators import counting


@recurring_job("reports.count_changed")
def count_changed() -> None:
    """What has changed since a minute ago."""
    counting.count_changed()


@recurring_job("reports.count_all")
def count_all() -> None:
    """Everything, which also shows whether the minutes kept up."""
    counting.count_all()
