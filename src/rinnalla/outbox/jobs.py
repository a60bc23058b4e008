"""Recurring work of the outbox itself."""

from rinnalla.outbox import recurring_job
from rinnalla.outbox.promises import forget_settled, run_pending

recurring_job("outbox.sweep")(run_pending)
recurring_job("outbox.forget")(forget_settled)
