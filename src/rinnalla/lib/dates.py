"""Time and days: the one clock, dates as people write them, and time limits as Act 150/1930 counts them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import overload
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

HELSINKI = ZoneInfo("Europe/Helsinki")
YEARS = range(1800, 2200)

_clock: ContextVar[datetime | None] = ContextVar("rinnalla_clock", default=None)


# The clock


def now() -> datetime:
    """This moment, aware, in UTC; the moment that was set, where demo, import or a test has set the clock."""
    return _clock.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day now in Finland, whatever the machine's own zone is."""
    return now().astimezone(HELSINKI).date()


def set_clock(moment: datetime | None) -> None:
    """Stops the clock of this thread or task at `moment`; None lets real time run again.

    Only demo, import and tests may call this. Raises ValueError when the moment has no time zone.
    """
    if moment is not None:
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with a time zone")
        moment = moment.astimezone(UTC)
    _clock.set(moment)


def clock_is_set() -> bool:
    """Is `now()` a set moment? Promises made then are stored as already settled."""
    return _clock.get() is not None


@contextmanager
def clock(moment: datetime | None) -> Iterator[None]:
    """Within the block `now()` is `moment`; afterwards what it was before, nested or not."""
    before = _clock.get()
    set_clock(moment)
    try:
        yield
    finally:
        _clock.set(before)


# Reading what a person wrote


class DateError(ValueError):
    """A text that is no date. `code` is "form" (not written as a date) or "date" (there is no such day)."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


_WRITTEN = re.compile(r"(?:([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2}))")


def parse_date(text: str) -> date:
    """The day written as 3.11.2026, 03.11.2026 or 2026-11-03, with or without spaces around it.

    Raises DateError (a ValueError) with code "form" or "date"; the message is for people and never holds the text.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise DateError("form", gettext_lazy("Kirjoita päivä näin: 3.11.2026."))
    day, month, year = found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        read = None
    if read is None or read.year not in YEARS:
        raise DateError("date", gettext_lazy("Tällaista päivää ei ole. Tarkista päivä, kuukausi ja vuosi."))
    return read


# Time limits


def add_weeks(day: date, weeks: int) -> date:
    """The same weekday `weeks` later, or earlier when negative (Act 150/1930, sections 3 and 4)."""
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """The day with the same number `months` later, or earlier when negative (Act 150/1930, sections 3 and 4).

    Where the month has no such day, its last day: 30 November and three months is the last of February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, _days_in_month(first)))


def _days_in_month(first: date) -> int:
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def next_working_day(day: date) -> date:
    """When something due on `day` may at the latest be done: that day, or the first working day after it where
    it is no working day (Act 150/1930, section 5)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, days: int) -> date:
    """The day that is `days` working days after `day`, or before it when negative. `day` itself is not counted
    (Act 150/1930, section 2); with 0 it is given back as it is."""
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def add_weekdays(day: date, days: int) -> date:
    """The last of `days` weekdays when `day` is the first day: Monday to Saturday, holy days and eves aside, as
    allowances are paid (Act 1224/2004). With 0 or less the day before `day`."""
    last = day - timedelta(days=1)
    while days > 0:
        last += timedelta(days=1)
        days -= last.weekday() < 6 and last not in holidays(last.year)
    return last


def is_working_day(day: date) -> bool:
    """Monday to Friday, and none of `holidays`."""
    return day.weekday() < 5 and day not in holidays(day.year)


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[date]:
    """The days of a year that Act 150/1930 section 5 holds for no working day, beside Saturdays and Sundays:
    holy days, Independence Day, May Day, Christmas Eve and Midsummer Eve. As the law has been since 1992."""
    easter_day = easter(year)
    midsummer = _saturday_from(date(year, 6, 20))
    fixed = ((1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26))
    moving = (
        easter_day - timedelta(days=2),  # Good Friday
        easter_day,
        easter_day + timedelta(days=1),
        easter_day + timedelta(days=39),  # Ascension Day
        easter_day + timedelta(days=49),  # Whit Sunday
        midsummer - timedelta(days=1),
        midsummer,
        _saturday_from(date(year, 10, 31)),  # All Saints' Day
    )
    return frozenset({date(year, month, day) for month, day in fixed} | set(moving))


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


# Writing. Plain string work: a page writes hundreds of dates, and the usual formatters cost a third of it

_WEEKDAYS = {
    "fi": ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_LETTERS = {"fi": 2, "sv": 2, "en": 3}
_AT = {"fi": "klo", "sv": "kl.", "en": "at"}


def d(value: date | None) -> str:
    """3.11.2026, in all languages; of a moment its day in Finland; nothing of None."""
    if value is None:
        return ""
    value = local(value)
    return f"{value.day}.{value.month}.{value.year}"


def dshort(value: date | None) -> str:
    """3.11. where the year is plain from what stands around it."""
    if value is None:
        return ""
    value = local(value)
    return f"{value.day}.{value.month}."


def t(value: datetime | time | None) -> str:
    """9.05, in Finnish time, in all languages."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = local(value)
    return f"{value.hour}.{value.minute:02}"


def dt(value: datetime | None, lang: str | None = None) -> str:
    """3.11.2026 klo 9.05; in Swedish kl. and in English at. Without `lang` in the language in use."""
    if value is None:
        return ""
    return f"{d(value)} {_AT[_language(lang)]} {t(value)}"


def weekday(value: date | None, lang: str | None = None, *, short: bool = False) -> str:
    """tiistai, tisdag, Tuesday; short ti, ti, Tue. Without `lang` in the language in use."""
    if value is None:
        return ""
    lang = _language(lang)
    name = _WEEKDAYS[lang][local(value).weekday()]
    return name[: _SHORT_LETTERS[lang]] if short else name


def days_since(value: date) -> int:
    """Whole calendar days in Finland from the value to today; negative for a day to come."""
    return today().toordinal() - local(value).toordinal()


@overload
def local(value: datetime) -> datetime: ...
@overload
def local(value: date) -> date: ...
def local(value: date) -> date:
    """A moment as the clocks in Finland show it; a plain day as it is. Raises ValueError without a time zone."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(HELSINKI)


def _language(lang: str | None) -> str:
    """One of fi, sv, en; a variant such as easy Finnish counts as its language, anything else as Finnish."""
    lang = (lang or get_language() or "fi")[:2]
    return lang if lang in _WEEKDAYS else "fi"


def end_of_day(day: date) -> datetime:
    """The last moment of a day in Finland, as UTC."""
    return datetime.combine(day, time(23, 59, 59), HELSINKI).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The first moment of a day in Finland."""
    return datetime.combine(day, time(0, 0), HELSINKI)


def midnight_after(day: date) -> datetime:
    """The moment a day in Finland is over, as UTC: what lasts through the day is open just before it, and shut at it.

    A day of 23 or 25 hours ends at its own midnight.
    """
    return datetime.combine(day + timedelta(days=1), time(0, 0), HELSINKI).astimezone(UTC)
