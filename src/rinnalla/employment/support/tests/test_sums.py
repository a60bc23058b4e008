"""Sums of supports, worked by hand at each border of each rule.

Guards against: a cap left out of a whole or a part month, a rule of another time, a day too many or too few, a sum told
though its cap has not been verified, a start outside the known rules reckoned by the nearest one.
Seen red: `cap` left out of `_part_month`; `<=` turned to `<` in `whole_months`; `dated` asked of today; the total told
with `cap_open`; `min` left out of `_help`.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from rinnalla.employment.support.sums import Advice, Given, advise, money, trial_days, week_days, whole_months
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import common

D = Decimal


@pytest.fixture(autouse=True)
def in_finnish():
    with translation.override("fi"):
        yield


def told(key: str, **given) -> Advice:
    support = next(one for one in common().work_supports if one.key == key)
    return advise(support, Given(**given), common().benefits)


def sums(advice: Advice) -> dict[str, Decimal]:
    return {one.what: one.euros for one in advice.steps if one.euros is not None}


@pytest.mark.parametrize("wages, month", [
    (D("2000"), D("1000")), (D("2520"), D("1260")), (D("2520.02"), D("1260")), (D("2519.99"), D("1260.00")),
    (D("2519.97"), D("1259.99")), (D("4000"), D("1260")),
])  # fmt: skip
def test_half_of_the_wage_up_to_the_cap(wages, month):
    """2 520 × 50 % is 1 260 to the cent; 2 519,99 × 50 % = 1 259,995 rounds up to it; 2 519,97 gives
    1 259,985 → 1 259,99."""
    advice = told("subsidy_skills", starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 28), wages=wages)
    assert sums(advice)["Tuki kuukaudessa"] == month and advice.total == month
    assert advice.section.startswith("380/2023") and advice.valid_from == date(2025, 1, 1)


@pytest.mark.row("V-79")
def test_five_months_and_ten_after_long_unemployment_never_past_the_end_of_the_job():
    start = {"starts_on": date(2026, 3, 16), "wages": D("2000")}
    assert (told("subsidy_skills", **start).until, told("subsidy_skills", **start).total) == (date(2026, 8, 15), 5000)
    longer = told("subsidy_skills", **start, long_unemployed=True)
    assert (longer.until, longer.total) == (date(2027, 1, 15), 10000)
    job = told("subsidy_skills", **start, long_unemployed=True, ends_on=date(2026, 4, 15))
    assert (job.until, job.total) == (date(2026, 4, 15), 1000), "one month, the job's own end"
    edge = told("subsidy_skills", **start, ends_on=date(2026, 8, 15))
    assert edge.until == date(2026, 8, 15) and not any("enintään 5 kuukautta" in one.what for one in edge.steps)
    over = told("subsidy_skills", **start, ends_on=date(2026, 8, 16))
    assert over.until == date(2026, 8, 15) and any("enintään 5 kuukautta" in one.what for one in over.steps)


def test_a_part_month_is_reckoned_by_thirtieths_of_the_cap():
    """One month and ten days: 1 260 + 1 260 ÷ 30 × 10 = 1 260 + 420; below the cap 1 000 + 1 000 ÷ 30 × 10 =
    1 333,33."""
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 5, 10)}
    assert told("subsidy_skills", **days, wages=D("4000")).total == D("1680")
    assert told("subsidy_skills", **days, wages=D("2000")).total == D("1333.33")
    one_day = told("subsidy_skills", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 1), wages=D("4000"))
    assert one_day.total == D("42"), "one thirtieth of 1 260"


@pytest.mark.row("V-79")
def test_reduced_ability_has_its_cap_until_2024_and_says_that_the_later_one_is_not_verified():
    """3 000 × 70 % = 2 100: the cap 1 770 until the last day of 2024; from 2025 no total is told."""
    before = told("subsidy_reduced_ability", starts_on=date(2024, 12, 31), ends_on=date(2025, 1, 30), wages=D("3000"))
    assert before.total == D("1770") and before.section.startswith("916/2012")
    assert any("voimassa 31.12.2024 asti" in one for one in before.warnings), "the job goes past the rule's end"
    after = told("subsidy_reduced_ability", starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 31), wages=D("3000"))
    assert after.known and after.total is None and sums(after)["Tuki ennen kattoa kuukaudessa"] == D("2100")
    assert any("ei ole tarkistettu" in one for one in after.warnings)
    border = told("subsidy_reduced_ability", starts_on=date(2023, 7, 1), wages=D("2528.57"))
    assert border.total == D("17700.00"), "2 528,57 × 70 % = 1 769,999 → 1 770, ten months"
    assert border.until == date(2024, 4, 30)


def test_a_start_outside_the_known_rules_is_said_to_be_unknown():
    for key, day in (
        ("subsidy_skills", date(2023, 6, 30)), ("subsidy_60", date(2024, 12, 31)), ("work_trial", date(2024, 12, 31)),
        ("working_conditions", date(2024, 12, 31)), ("start_up_grant", date(2024, 12, 31)),
        ("partial_sickness", date(2013, 12, 31)),
    ):
        advice = told(key, starts_on=day, wages=D("2000"))
        assert not advice.known and advice.total is None and not advice.steps and not advice.section, key
        assert dates.d(day) in advice.warnings[0], key
    assert told("subsidy_skills", starts_on=date(2023, 7, 1), wages=D("2000")).known


def test_an_association_gets_on_costs_and_at_most_sixty_five_per_cent_of_the_time():
    """1 500 × 1,23 = 1 845. Full time: 1 845 × 65 / 100 = 1 199,25. At 65 % of the time all of it: 1 845. 1 700 × 1,23
    = 2 091 meets the cap 2 020."""
    days = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 2, 28)}
    assert told("subsidy_association", **days, wages=D("1500"), work_share=100).total == D("1199.25")
    assert told("subsidy_association", **days, wages=D("1500"), work_share=65).total == D("1845")
    assert told("subsidy_association", **days, wages=D("1500"), work_share=66).total == D("1817.05")
    assert told("subsidy_association", **days, wages=D("1700"), work_share=65).total == D("2020")


def test_those_of_sixty_get_two_years_and_those_of_fifty_five_ten_months():
    sixty = told("subsidy_60", starts_on=date(2026, 1, 1), wages=D("2000"))
    assert (sixty.until, sixty.total) == (date(2027, 12, 31), D("24000"))
    aged = told("employment_support_55", starts_on=date(2024, 2, 29), wages=D("2000"))
    assert (aged.until, aged.total) == (date(2024, 12, 28), D("14000")), "from the 29th to the day before the 29th"


@pytest.mark.row("V-81")
@pytest.mark.parametrize("given, total, warned", [
    ({"purchases": D("4000"), "hours": 20, "months": 18}, D("11200"), 0),
    ({"purchases": D("4000.01"), "hours": 21, "months": 19}, D("11200"), 2),
    ({"purchases": D("3999.99"), "hours": 19, "months": 17}, D("10459.99"), 0),
    ({}, D("0"), 0),
])  # fmt: skip
def test_adapting_conditions_at_each_border(given, total, warned):
    """4 000 + 20 h × 18 kk × 20 € = 4 000 + 7 200; below: 3 999,99 + 19 × 17 × 20 = 3 999,99 + 6 460."""
    advice = told("working_conditions", starts_on=date(2026, 5, 1), **given)
    assert advice.total == total and len(advice.warnings) == warned


@pytest.mark.row("V-78")
def test_a_trial_lasts_six_months_in_all_four_to_eight_hours_on_five_days():
    start = {"starts_on": date(2026, 1, 5), "hours_day": D("6"), "days_week": 5}
    whole = told("work_trial", **start)
    assert whole.until == date(2026, 7, 4) and not whole.warnings
    assert whole.total == 26 * 5 * 9, "26 weeks from a Monday to a Saturday"
    rest = told("work_trial", **start, used=5)
    assert rest.until == date(2026, 2, 4), "one month is left"
    none = told("work_trial", **start, used=6)
    assert none.until is None and none.total is None and "6 kuukautta on jo käytetty" in none.warnings[0]
    for hours, wrong in ((D("3.9"), 1), (D("4"), 0), (D("8"), 0), (D("8.1"), 1)):
        assert len(told("work_trial", **{**start, "hours_day": hours}).warnings) == wrong, hours
    six = told("work_trial", **{**start, "days_week": 6}, ends_on=date(2026, 1, 11))
    assert six.total == 45 and "enintään 5 päivää" in six.warnings[0], "five days of one week at 9 euros"


@pytest.mark.row("V-80")
def test_a_start_up_grant_is_paid_on_five_days_for_six_months_and_twelve_in_all():
    """July 2026 has 23 days from Monday to Friday; 37,21 is the user's own figure, no amount stands in the rules."""
    july = told("start_up_grant", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31), day_amount=D("37.21"))
    assert july.total == D("855.83")
    assert told("start_up_grant", starts_on=date(2026, 7, 1)).until == date(2026, 12, 31)
    assert told("start_up_grant", starts_on=date(2026, 7, 1), used=6).until == date(2026, 12, 31)
    assert told("start_up_grant", starts_on=date(2026, 7, 1), used=7).until == date(2026, 11, 30)
    assert told("start_up_grant", starts_on=date(2026, 7, 1), used=12).until is None


def test_a_partial_sickness_allowance_ends_after_its_weekdays():
    """150 weekdays from 2023 on, 120 before; the livelihood timeline reckons by the same table."""
    first = date(2026, 3, 2)
    advice = told("partial_sickness", starts_on=first)
    assert advice.until == dates.add_weekdays(first, 150) and "1224/2004" in advice.section and advice.total is None
    assert told("partial_sickness", starts_on=date(2022, 12, 31)).until == dates.add_weekdays(date(2022, 12, 31), 120)
    assert told("partial_sickness", starts_on=date(2023, 1, 1)).until == dates.add_weekdays(date(2023, 1, 1), 150)
    assert told("partial_sickness", starts_on=first, used=149).until == first, "one day is left"
    assert told("partial_sickness", starts_on=first, used=150).until is None


def test_days_are_counted_with_both_ends():
    assert whole_months(date(2026, 1, 1), date(2026, 1, 31)) == (1, 0)
    assert whole_months(date(2026, 1, 1), date(2026, 1, 30)) == (0, 30)
    assert whole_months(date(2026, 1, 31), date(2026, 2, 28)) == (1, 1), "31.1.–27.2. is a month (Act 150/1930)"
    assert week_days(date(2026, 11, 30), date(2026, 12, 6)) == 5
    assert trial_days(date(2026, 12, 5), date(2026, 12, 8), 5) == 4, "a weekend and two days of the next week"
    assert trial_days(date(2026, 11, 30), date(2026, 12, 6), 3) == 3
    assert (money(D("1260")), money(D("1260.5"))) == ("1\u00a0260\u00a0€", "1\u00a0260,50\u00a0€")
