"""The clock, time limits of Act 150/1930, and how days are read and written.

Power: seen red with 31 days for every month in add_months, without Midsummer Eve, with a Sunday let through, with the
clock not put back after an error, with UTC's day for today, and with the machine's zone in t().
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinnalla.lib import dates

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31))


def test_today_is_the_day_in_finland_not_in_utc():
    with dates.clock(datetime(2026, 6, 30, 21, 30, tzinfo=UTC)):
        assert dates.today() == date(2026, 7, 1)
    with dates.clock(datetime(2026, 12, 31, 21, 59, tzinfo=UTC)):
        assert dates.today() == date(2026, 12, 31)


def test_now_is_aware_utc_and_runs_when_nobody_has_set_it():
    assert not dates.clock_is_set()
    before = datetime.now(UTC)
    assert before <= dates.now() <= datetime.now(UTC)
    assert dates.now().utcoffset() == timedelta(0)


def test_a_set_moment_is_kept_in_utc_and_put_back_even_after_an_error():
    finnish = datetime(2021, 3, 1, 9, 5, tzinfo=timezone(timedelta(hours=2)))
    with pytest.raises(RuntimeError), dates.clock(finnish):
        assert dates.clock_is_set()
        assert dates.now() == finnish and dates.now().tzinfo is UTC
        with dates.clock(None):
            assert not dates.clock_is_set()
        assert dates.now() == finnish
        raise RuntimeError
    assert not dates.clock_is_set()


def test_set_clock_stops_and_starts_time():
    dates.set_clock(datetime(2020, 2, 2, tzinfo=UTC))
    try:
        assert dates.now() == datetime(2020, 2, 2, tzinfo=UTC)
    finally:
        dates.set_clock(None)
    assert dates.now().year > 2020


def test_the_clock_refuses_a_moment_without_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        dates.set_clock(datetime(2026, 1, 1))
    assert not dates.clock_is_set()


@pytest.mark.parametrize("text", ["3.11.2026", "03.11.2026", "2026-11-03", " 3.11.2026\t"])
def test_dates_are_read_as_people_write_them(text):
    assert dates.parse_date(text) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "form"),
        ("3.11.26", "form"),
        ("3/11/2026", "form"),
        ("2026-11-3", "form"),
        ("3.11.2026 klo 9", "form"),
        ("٣.١١.٢٠٢٦", "form"),
        ("3.11.2026\n4", "form"),
        ("31.2.2026", "date"),
        ("0.1.2026", "date"),
        ("2026-13-01", "date"),
        ("29.2.2027", "date"),
        ("3.11.0206", "date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_code(text, code):
    with pytest.raises(ValueError) as refused:
        dates.parse_date(text)
    assert refused.value.code == code
    assert text == "" or text not in str(refused.value.message)


@given(DAYS)
def test_a_written_day_reads_back_as_itself(day):
    assert dates.parse_date(dates.d(day)) == day
    assert dates.parse_date(day.isoformat()) == day


@given(st.text())
def test_any_text_is_a_date_or_refused(text):
    try:
        assert dates.parse_date(text).year in dates.YEARS
    except dates.DateError as error:
        assert error.code in ("form", "date")


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 8, 15), 3, date(2026, 11, 15)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_end_on_the_same_number_or_the_months_last_day(day, months, result):
    assert dates.add_months(day, months) == result


@given(DAYS, st.integers(-240, 240))
def test_added_months_keep_the_number_where_the_month_has_it(day, months):
    later = dates.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_weeks_end_on_the_same_weekday():
    assert dates.add_weeks(date(2026, 12, 30), 2) == date(2027, 1, 13)
    assert dates.add_weeks(date(2026, 1, 5), -1) == date(2025, 12, 29)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, date(1818, 3, 22)),
        (1943, date(1943, 4, 25)),
        (2000, date(2000, 4, 23)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
        (2285, date(2285, 3, 22)),
    ],
)
def test_easter_is_where_the_almanac_has_it(year, day):
    assert dates.easter(year) == day


def test_every_holiday_of_2026():
    assert sorted(dates.holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 6, 19),
        date(2026, 6, 20),
        date(2026, 10, 31),
        date(2026, 12, 6),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


@given(st.integers(1992, 2199))
def test_midsummer_and_all_saints_are_saturdays_of_their_week(year):
    days = dates.holidays(year)
    midsummer = [day for day in days if day.weekday() == 5 and date(year, 6, 20) <= day <= date(year, 6, 26)]
    saints = [day for day in days if day.weekday() == 5 and date(year, 10, 31) <= day <= date(year, 11, 6)]
    assert len(midsummer) == len(saints) == 1
    assert midsummer[0] - timedelta(days=1) in days


@pytest.mark.parametrize(
    ("due", "done"),
    [
        (date(2026, 11, 3), date(2026, 11, 3)),  # a Tuesday stays
        (date(2026, 11, 7), date(2026, 11, 9)),  # Saturday
        (date(2026, 6, 19), date(2026, 6, 22)),  # Midsummer Eve
        (date(2026, 5, 1), date(2026, 5, 4)),  # May Day, a Friday
        (date(2026, 5, 14), date(2026, 5, 15)),  # Ascension Day
        (date(2026, 4, 3), date(2026, 4, 7)),  # Easter
        (date(2027, 12, 6), date(2027, 12, 7)),  # Independence Day, a Monday
        (date(2026, 12, 24), date(2026, 12, 28)),  # Christmas Eve
        (date(2025, 12, 24), date(2025, 12, 29)),  # 27 December is a Saturday
        (date(2025, 12, 31), date(2025, 12, 31)),  # New Year's Eve is a working day
    ],
)
def test_what_falls_due_on_a_day_off_may_be_done_on_the_next_working_day(due, done):
    assert dates.next_working_day(due) == done


@pytest.mark.parametrize(
    ("day", "days", "result"),
    [
        (date(2026, 11, 3), 7, date(2026, 11, 12)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 11, 9), -1, date(2026, 11, 6)),
        (date(2026, 11, 7), 0, date(2026, 11, 7)),
    ],
)
def test_working_days_are_counted_without_the_first_day_and_without_days_off(day, days, result):
    assert dates.add_working_days(day, days) == result


@given(DAYS, st.integers(1, 60))
def test_between_a_day_and_its_nth_working_day_lie_n_working_days(day, days):
    last = dates.add_working_days(day, days)
    span = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(map(dates.is_working_day, span)) == days
    assert dates.is_working_day(last) and last.weekday() < 5


def test_dates_and_times_are_written_the_finnish_way():
    moment = datetime(2026, 11, 3, 7, 5, tzinfo=UTC)
    assert dates.d(date(2026, 11, 3)) == "3.11.2026"
    assert dates.dshort(moment) == "3.11."
    assert dates.t(moment) == "9.05"
    assert dates.t(time(16, 30)) == "16.30"
    assert [dates.dt(moment, lang) for lang in ("fi", "sv", "en")] == [
        "3.11.2026 klo 9.05",
        "3.11.2026 kl. 9.05",
        "3.11.2026 at 9.05",
    ]


def test_a_moment_is_written_as_the_clocks_in_finland_show_it():
    late = datetime(2026, 7, 31, 21, 30, tzinfo=UTC)
    assert dates.dt(late, "fi") == "1.8.2026 klo 0.30"
    assert dates.weekday(late, "fi") == "lauantai"


def test_weekdays_have_names_in_three_languages():
    tuesday = date(2026, 11, 3)
    assert [dates.weekday(tuesday, lang) for lang in ("fi", "sv", "en")] == ["tiistai", "tisdag", "Tuesday"]
    assert [dates.weekday(tuesday, lang, short=True) for lang in ("fi", "sv", "en")] == ["ti", "ti", "Tue"]
    assert dates.weekday(date(2026, 11, 8), "sv") == "söndag"
    assert dates.weekday(tuesday, "fi-selko") == "tiistai"
    assert dates.weekday(tuesday, "de") == "tiistai"


def test_the_language_in_use_is_taken_when_none_is_named():
    from django.utils.translation import override

    with override("sv"):
        assert dates.weekday(date(2026, 11, 3)) == "tisdag"


def test_nothing_is_written_of_nothing():
    assert dates.d(None) == dates.dshort(None) == dates.t(None) == dates.dt(None) == dates.weekday(None) == ""


def test_a_moment_without_a_zone_is_never_guessed_at():
    with pytest.raises(ValueError, match="time zone"):
        dates.t(datetime(2026, 11, 3, 9, 5))


def test_days_since_counts_days_of_the_finnish_calendar():
    with dates.clock(datetime(2026, 11, 3, 22, 30, tzinfo=UTC)):  # already 4 November in Finland
        assert dates.days_since(date(2026, 11, 4)) == 0
        assert dates.days_since(datetime(2026, 11, 3, 21, 59, tzinfo=UTC)) == 1
        assert dates.days_since(date(2026, 11, 10)) == -6
