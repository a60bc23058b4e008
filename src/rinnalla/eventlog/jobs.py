"""Recurring work of the log."""

from rinnalla.eventlog.seals import seal_if_due
from rinnalla.outbox import recurring_job

recurring_job("eventlog.seal")(seal_if_due)
