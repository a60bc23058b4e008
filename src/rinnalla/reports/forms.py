"""From when to when a report counts: whole finished quarters, so that two readings side by side tell of nobody.

A month alone is never counted: from January to March and from January to April would tell April of a few people.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField

QUARTER, YEAR = 3, 12  # months


def _first_of(day: date) -> date:
    """The first day of the quarter that a day falls in."""
    return day.replace(month=(day.month - 1) // QUARTER * QUARTER + 1, day=1)


def last_finished() -> date:
    """The last day of the last quarter that is over."""
    return _first_of(dates.today()) - timedelta(days=1)


@dataclass(frozen=True)
class Quarters:
    """Whole quarters of the calendar; both days belong to the period."""

    since: date
    until: date

    @classmethod
    def last_year(cls) -> "Quarters":
        """The last four finished quarters."""
        until = last_finished()
        return cls(dates.add_months(until + timedelta(days=1), -YEAR), until)

    @classmethod
    def around(cls, since: date, until: date) -> "Quarters":
        """The quarters that these two days fall in, and all between them."""
        return cls(_first_of(since), dates.add_months(_first_of(until), QUARTER) - timedelta(days=1))


class QuartersForm(forms.Form):
    """The days a report counts; the last four finished quarters unless told otherwise."""

    since = DateField(label=_("Alkaen"), initial=lambda: Quarters.last_year().since)
    until = DateField(label=_("Asti"), initial=lambda: Quarters.last_year().until)

    def clean(self) -> dict:
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."))
        elif since and until and since > last_finished():
            text = _("Vuosineljännes on vielä kesken. Valitse alku, joka on viimeistään %(day)s.")
            self.add_error("since", text % {"day": dates.d(last_finished())})
        return data

    @property
    def period(self) -> Quarters:
        """What was asked for, in whole quarters that are over; the last four when nothing was, or when it can't be
        read."""
        if self.is_bound and self.is_valid():
            since, until = self.cleaned_data["since"], self.cleaned_data["until"]
            return Quarters.around(since, min(until, last_finished()))
        return Quarters.last_year()
