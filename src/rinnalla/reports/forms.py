"""From when to when a report counts: whole months, so that two readings side by side tell of nobody."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField

YEAR, FEWEST = 12, 3  # months


@dataclass(frozen=True)
class Months:
    """Whole months; both days belong to the period."""

    since: date
    until: date

    @classmethod
    def last_year(cls) -> "Months":
        """The last twelve full months."""
        first = dates.today().replace(day=1)
        return cls(dates.add_months(first, -YEAR), first - timedelta(days=1))

    @classmethod
    def around(cls, since: date, until: date) -> "Months":
        """The months that these two days fall in, and all between them."""
        following = dates.add_months(until.replace(day=1), 1)
        return cls(since.replace(day=1), following - timedelta(days=1))


class MonthsForm(forms.Form):
    """The days a report counts; the last twelve full months unless told otherwise."""

    since = DateField(label=_("Alkaen"), initial=lambda: Months.last_year().since)
    until = DateField(label=_("Asti"), initial=lambda: Months.last_year().until)

    def clean(self) -> dict:
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."))
        elif since and until and Months.around(since, until).until < dates.add_months(since.replace(day=1), FEWEST - 1):
            text = _("Valitse vähintään kolme kuukautta. Lyhyestä ajasta voisi päätellä, keistä on kyse.")
            self.add_error("until", text)
        return data

    @property
    def period(self) -> Months:
        """What was asked for, in whole months; the last twelve when nothing was, or when it can't be read."""
        if self.is_bound and self.is_valid():
            return Months.around(self.cleaned_data["since"], self.cleaned_data["until"])
        return Months.last_year()
