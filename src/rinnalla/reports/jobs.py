"""The reports' own work: keeping the indicators, and counting once a year which fields nobody fills."""

from rinnalla.outbox import recurring_job
from rinnalla.reports.indicators import counting
from rinnalla.reports.unused import counting as unused


@recurring_job("reports.count_changed")
def count_changed() -> None:
    """What has changed since a minute ago."""
    counting.count_changed()


@recurring_job("reports.count_all")
def count_all() -> None:
    """Everything, which also shows whether the minutes kept up."""
    counting.count_all()


@recurring_job("reports.count_fields")
def count_fields() -> None:
    """The years that have ended and are not counted yet: once a year there is one."""
    unused.count_finished()
