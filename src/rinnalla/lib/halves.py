"""Which time a report counts: one finished half of a year, so that no two readings tell of anybody between them.

Periods that could be chosen freely could be subtracted: two that share a beginning tell what lies between their ends.
Halves never overlap, and the one that runs is not counted before it is over.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates

HALF, CHOICES = 6, 8  # months in a half; how many halves back may be asked for

UNFINISHED = _("Valitse luettelosta puolivuosi, joka on päättynyt. Kesken olevaa ei lasketa.")


@dataclass(frozen=True)
class HalfYear:
    """January to June or July to December of one year; both days belong to it."""

    since: date

    @classmethod
    def of(cls, day: date) -> "HalfYear":
        """The half that a day falls in."""
        return cls(date(day.year, 1 if day.month <= HALF else HALF + 1, 1))

    @property
    def until(self) -> date:
        return dates.add_months(self.since, HALF) - timedelta(days=1)

    @property
    def before(self) -> "HalfYear":
        return HalfYear(dates.add_months(self.since, -HALF))

    @property
    def key(self) -> str:
        return f"{self.since.year}-{1 if self.since.month == 1 else 2}"

    @property
    def name(self) -> str:
        return f"{dates.d(self.since)}–{dates.d(self.until)}"


def last_finished() -> HalfYear:
    """The last half that is over."""
    return HalfYear.of(dates.today()).before


def finished() -> list[HalfYear]:
    """The halves that may be asked for, the newest first."""
    found = [last_finished()]
    while len(found) < CHOICES:
        found.append(found[-1].before)
    return found


class PeriodForm(forms.Form):
    """The half of a year a report counts; the last finished one unless told otherwise."""

    half = forms.ChoiceField(
        label=_("Puolivuosi"), choices=lambda: [(one.key, one.name) for one in finished()],
        initial=lambda: last_finished().key,
        error_messages=dict.fromkeys(("invalid_choice", "required"), UNFINISHED),
    )

    @property
    def period(self) -> HalfYear:
        """What was asked for; the last finished half when nothing was, or when it can't be read."""
        if self.is_bound and self.is_valid():
            return next(one for one in finished() if one.key == self.cleaned_data["half"])
        return last_finished()
