"""Which time a report counts: one finished half of a year (`lib.halves`)."""

from rinnalla.lib.halves import CHOICES, HALF, HalfYear, PeriodForm, finished, last_finished

__all__ = ["CHOICES", "HALF", "HalfYear", "PeriodForm", "finished", "last_finished"]
