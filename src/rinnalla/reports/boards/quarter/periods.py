"""Which three months are told: a quarter of a year that is over."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.reports.forms import HalfYear

MONTHS, CHOICES = 3, 8
UNFINISHED = _("Valitse luettelosta neljännes, joka on päättynyt.")


@dataclass(frozen=True)
class Quarter:
    """Three months of one year; both days belong to it."""

    since: date

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(date(day.year, MONTHS * ((day.month - 1) // MONTHS) + 1, 1))

    @property
    def until(self) -> date:
        return dates.add_months(self.since, MONTHS) - timedelta(days=1)

    @property
    def before(self) -> "Quarter":
        return Quarter(dates.add_months(self.since, -MONTHS))

    @property
    def key(self) -> str:
        return f"{self.since.year}-{(self.since.month - 1) // MONTHS + 1}"

    @property
    def name(self) -> str:
        return f"{dates.d(self.since)}–{dates.d(self.until)}"

    @property
    def half(self) -> HalfYear:
        """The last half-year that was over when the quarter was: what figures of people are told of."""
        half = HalfYear.of(self.until)
        return half if half.until == self.until else half.before


def last_finished() -> Quarter:
    return Quarter.of(dates.today()).before


def finished() -> list[Quarter]:
    """The quarters that may be asked for, the newest first."""
    found = [last_finished()]
    while len(found) < CHOICES:
        found.append(found[-1].before)
    return found


class QuarterForm(forms.Form):
    """The quarter to tell of; the last finished one unless told otherwise."""

    quarter = forms.ChoiceField(
        label=_("Neljännes"),
        choices=lambda: [(one.key, one.name) for one in finished()],
        error_messages=dict.fromkeys(("invalid_choice", "required"), UNFINISHED),
    )

    @property
    def period(self) -> Quarter:
        if self.is_bound and self.is_valid():
            return next(one for one in finished() if one.key == self.cleaned_data["quarter"])
        return last_finished()
