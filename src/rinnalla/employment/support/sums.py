"""What a support comes to, reckoned by the rule in force on the day it starts. Advice: the authority decides.

Pure: the same rules, the same answers. Each step is told as it is reckoned, with the rule, its section and its days.
Money is in euros to the cent, halves up. A start outside the known rules is said to be unknown; nothing is guessed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.servicemodels.codes import statute_words
from rinnalla.servicemodels.definitions import Benefit, SupportRule, WorkSupport
from rinnalla.servicemodels.loading import dated

CENT, MONTH_DAYS, WEEK = Decimal("0.01"), 30, 5  # a part month: cap ÷ 30 for each calendar day
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Given:
    """What is asked: the days, and what the way of reckoning needs of the rest."""

    starts_on: date
    ends_on: date | None = None
    wages: Decimal = Decimal(0)
    work_share: int = 100
    long_unemployed: bool = False
    purchases: Decimal = Decimal(0)
    hours: int = 0
    months: int = 0
    hours_day: Decimal = Decimal(0)
    days_week: int = WEEK
    day_amount: Decimal = Decimal(0)
    used: int = 0


@dataclass(frozen=True)
class Step:
    """One line of the sum: what is reckoned, how, and what it comes to."""

    what: str
    how: str
    euros: Decimal | None = None


@dataclass
class Advice:
    """The answer. `known` is false when no rule is known for the day; `total` is None when it can't be told."""

    support: WorkSupport
    known: bool = True
    section: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    until: date | None = None
    total: Decimal | None = None
    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def advise(support: WorkSupport, given: Given, benefits: Sequence[Benefit] = ()) -> Advice:
    """What the support comes to from the day it starts."""
    if support.sum == "weekdays":
        return _weekdays(support, given, benefits)
    rule = dated(support.rules, given.starts_on)
    if rule is None:
        return _unknown(support, given)
    told = Advice(support, section=rule.section, valid_from=rule.valid_from, valid_to=rule.valid_to)
    WAYS[support.sum](told, rule, given)
    if rule.valid_to and told.until and told.until > rule.valid_to:
        text = _("Sääntö on voimassa %(day)s asti. Sen jälkeisistä päivistä on voitu säätää toisin.")
        told.warnings.append(text % {"day": dates.d(rule.valid_to)})
    return told


def _unknown(support: WorkSupport, given: Given) -> Advice:
    text = _("Laskuri ei tunne sääntöä, joka oli voimassa %(day)s. Kysy työllisyysalueelta tai Kelasta.")
    return Advice(support, known=False, warnings=[text % {"day": dates.d(given.starts_on)}])


def _wages(told: Advice, rule: SupportRule, given: Given) -> None:
    """A share of the wage costs of a month, up to a cap, for so many months at most."""
    longest = rule.months_long if given.long_unemployed and rule.months_long else _of(rule.months)
    told.until = _last(told, given, longest)
    costs = _wage_costs(told, rule, given)
    share = euros(costs * _of(rule.percent) / 100)
    told.steps.append(Step(_("Tuki ennen kattoa kuukaudessa"), f"{money(costs)} × {rule.percent} %", share))
    month = min(share, Decimal(rule.cap)) if rule.cap else share
    if rule.cap:
        how = _("enintään %(cap)s kuukaudessa") % {"cap": money(Decimal(rule.cap))}
        told.steps.append(Step(_("Tuki kuukaudessa"), how, month))
    months, days = whole_months(given.starts_on, told.until)
    part = _part_month(share, rule, days)
    if days:
        how = _("%(days)s päivää, kuukausi on 30 päivää") % {"days": days}
        told.steps.append(Step(_("Vajaa kuukausi"), how, part))
    whole = euros(month * months + part)
    told.steps.append(Step(_("Yhteensä"), _sum_of(month, months, part), whole))
    if rule.cap_open:
        text = _("Tuella on katto, jonka määrää ei ole tarkistettu voimassa olevasta laista. Summa voi olla pienempi.")
        told.warnings.append(text)
    else:
        told.total = whole


def _wage_costs(told: Advice, rule: SupportRule, given: Given) -> Decimal:
    """The wage costs of a month that the subsidy is reckoned from."""
    costs = given.wages
    if rule.on_costs != 100:
        factor = Decimal(rule.on_costs) / 100
        costs = euros(costs * factor)
        told.steps.append(Step(_("Palkka sivukuluineen"), f"{money(given.wages)} × {comma(factor)}", costs))
    if rule.work_share and given.work_share > rule.work_share:
        before, costs = costs, euros(costs * rule.work_share / given.work_share)
        how = f"{money(before)} × {rule.work_share} / {given.work_share}"
        told.steps.append(Step(_("Tuettava osa työajasta, enintään %(n)s %%") % {"n": rule.work_share}, how, costs))
    return costs


def _part_month(share: Decimal, rule: SupportRule, days: int) -> Decimal:
    part = euros(share * days / MONTH_DAYS)
    return min(part, euros(Decimal(rule.cap) * days / MONTH_DAYS)) if rule.cap else part


def _sum_of(month: Decimal, months: int, part: Decimal) -> str:
    whole = f"{months} × {money(month)}"
    return f"{whole} + {money(part)}" if part else whole


def _help(told: Advice, rule: SupportRule, given: Given) -> None:
    """Purchases up to a sum, and another worker's help by the hour."""
    bought = min(given.purchases, Decimal(_of(rule.most)))
    how = _("%(sum)s, enintään %(most)s") % {"sum": money(given.purchases), "most": money(Decimal(_of(rule.most)))}
    told.steps.append(Step(_("Työvälineet ja muutokset"), how, euros(bought)))
    hours, months = min(given.hours, _of(rule.hours_month)), min(given.months, _of(rule.months))
    helped = euros(Decimal(hours * months * _of(rule.hour)))
    told.steps.append(Step(
        _("Toisen työntekijän apu"),
        _("%(hours)s tuntia kuukaudessa × %(months)s kuukautta × %(price)s")
        % {"hours": hours, "months": months, "price": money(Decimal(_of(rule.hour)))}, helped,
    ))  # fmt: skip
    _cut(told, given.hours, hours, _("Apua korvataan enintään %(n)s tuntia kuukaudessa."))
    _cut(told, given.months, months, _("Apua korvataan enintään %(n)s kuukautta."))
    told.total = euros(bought) + helped
    told.steps.append(Step(_("Yhteensä"), f"{money(euros(bought))} + {money(helped)}", told.total))


def _cut(told: Advice, asked: int, allowed: int, text: str) -> None:
    if asked > allowed:
        told.warnings.append(text % {"n": allowed})


def _grant(told: Advice, rule: SupportRule, given: Given) -> None:
    """So much a day on five days of a week, for so many months at most, some of them perhaps used already."""
    left = _of(rule.months_most or rule.months) - given.used
    if left < 1:
        told.warnings.append(_used_up(_of(rule.months_most or rule.months)))
        return
    told.until = _last(told, given, min(left, _of(rule.months)))
    days = week_days(given.starts_on, told.until)
    told.total = euros(given.day_amount * days)
    how = _("%(days)s päivää (ma–pe) × %(day)s") % {"days": days, "day": money(given.day_amount)}
    told.steps.append(Step(_("Yhteensä"), how, told.total))


def _trial(told: Advice, rule: SupportRule, given: Given) -> None:
    """How long a trial may last, its hours, and the expense allowance of its days."""
    if given.used >= _of(rule.months):
        told.warnings.append(_used_up(_of(rule.months)))
        return
    least, most = _of(rule.hours_day_least), _of(rule.hours_day_most)
    if not least <= given.hours_day <= most:
        text = _("Työkokeilussa ollaan %(least)s–%(most)s tuntia päivässä.")
        told.warnings.append(text % {"least": least, "most": most})
    days_week = min(given.days_week, _of(rule.days_week))
    _cut(told, given.days_week, days_week, _("Työkokeilussa ollaan enintään %(n)s päivää viikossa."))
    told.until = _last(told, given, _of(rule.months) - given.used)
    days = trial_days(given.starts_on, told.until, days_week)
    told.total = euros(Decimal(_of(rule.day) * days))
    how = _("enintään %(days)s päivää × %(day)s") % {"days": days, "day": money(Decimal(_of(rule.day)))}
    told.steps.append(Step(_("Kulukorvaus"), how, told.total))


def _weekdays(support: WorkSupport, given: Given, benefits: Sequence[Benefit]) -> Advice:
    """The last day of a benefit whose longest time is in weekdays; the limit is the benefit's own."""
    benefit = next(one for one in benefits if one.key == support.benefit)
    most = dated(benefit.most, given.starts_on)
    if most is None:
        return _unknown(support, given)
    section = statute_words(most.statute) if most.statute else ""
    told = Advice(support, section=section, valid_from=most.valid_from, valid_to=most.valid_to)
    left = most.value - given.used
    told.steps.append(Step(_("Arkipäiviä jäljellä"), f"{most.value} − {given.used} = {max(left, 0)}"))
    if left < 1:
        told.warnings.append(_("Enimmäisaika %(days)s päivää on jo käytetty.") % {"days": most.value})
        return told
    told.until = dates.add_weekdays(given.starts_on, left)
    return told


WAYS: dict[str, Callable[[Advice, SupportRule, Given], None]] = {
    "wages": _wages, "help": _help, "grant": _grant, "trial": _trial,
}


def _last(told: Advice, given: Given, longest: int) -> date:
    """The last day that is supported: the end that was asked, or the end of the longest time."""
    limit = dates.add_months(given.starts_on, longest) - ONE_DAY
    if given.ends_on and given.ends_on <= limit:
        return given.ends_on
    text = _("Tukea enintään %(months)s kuukautta") % {"months": longest}
    days = {"since": dates.d(given.starts_on), "until": dates.d(limit)}
    told.steps.append(Step(text, _("%(since)s–%(until)s") % days))
    return limit


def _used_up(months: int) -> str:
    return _("Enimmäisaika %(months)s kuukautta on jo käytetty.") % {"months": months}


def whole_months(since: date, until: date) -> tuple[int, int]:
    """Whole months from a day to a day, both counted, and the days left over."""
    months = 0
    while dates.add_months(since, months + 1) - ONE_DAY <= until:
        months += 1
    return months, (until - dates.add_months(since, months)).days + 1


def week_days(since: date, until: date) -> int:
    """Mondays to Fridays from a day to a day, both counted; holy days are counted too."""
    days = (until - since).days + 1
    return sum((since + timedelta(days=n)).weekday() < WEEK for n in range(days))


def trial_days(since: date, until: date, days_week: int) -> int:
    """Days of a trial at most: so many in each calendar week."""
    weeks: dict[tuple[int, int], int] = {}
    for n in range((until - since).days + 1):
        day = since + timedelta(days=n)
        weeks[day.isocalendar()[:2]] = weeks.get(day.isocalendar()[:2], 0) + 1
    return sum(min(days, days_week) for days in weeks.values())


def euros(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def money(amount: Decimal) -> str:
    """1 260 €, 1 260,50 €: as Finnish and Swedish write it."""
    text = f"{euros(amount):,.2f}".replace(",", "\u00a0").replace(".", ",").removesuffix(",00")
    return f"{text}\u00a0€"


def comma(number: Decimal) -> str:
    return str(number.normalize()).replace(".", ",")


def _of(value: Any) -> int:
    """A number that the definition has made sure of."""
    return int(value)
