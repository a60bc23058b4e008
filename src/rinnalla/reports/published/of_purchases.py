"""Figures of what was bought: who took part in which service, trainings, bonus clients, money."""

from datetime import date

from rinnalla.lib.smallnumbers import Shown
from rinnalla.network.purchased import figures
from rinnalla.network.purchased.models import Contract, Lot
from rinnalla.network.purchased.models_money import Appropriation
from rinnalla.reports.published.reading import Found, Place
from rinnalla.servicemodels.codes import deadline

YEAR, NEXT = 2021, 2022


def _count(place: Place, contract: str) -> figures.Count:
    row = Contract.objects.get(region=place.region, name=contract)
    return figures.counts(place.region, *figures.year(YEAR)).get(("contract", str(row.pk)), figures.Count())


def _told(shown: Shown) -> Found:
    return Found(str(shown.number) if shown.kind == "number" else shown.kind, shown.number or 0)


def people(place: Place, about: str) -> Found:
    """How many took part in what a contract bought, each once."""
    number = _count(place, about).people
    return Found(str(number), number)


def bonus_share(place: Place, about: str) -> Found:
    one = _count(place, about)
    percent = figures.half_up(one.bonus, one.people) if one.people else None
    return Found(f"{percent} %", one.people)


def diagnosed_share(place: Place, about: str) -> Found:
    """A share alone, as the page would show it; nobody's diagnosis can be counted back from it."""
    one = _count(place, about)
    percent = figures.share(one.diagnosed, one.diagnosis_known, deadline(place.region, "small_number"))
    nearly = percent is not None and percent > 90
    return Found("nearly all" if nearly else f"{percent} %", one.diagnosis_known)


def training(place: Place, about: str) -> Found:
    """How many of the target group began training of a funding in the year."""
    return _told(figures.trainings(place.region, YEAR)[about].number)


def lot_users(place: Place, about: str) -> Found:
    extra = [one for lot, one in figures.lots(place.region, YEAR) if lot.kind == Lot.Kind.EXTRA]
    return _told(extra[0].number)


def bonus_providers(place: Place, about: str) -> Found:
    number = figures.bonus_providers(place.region, date(NEXT, 6, 30))
    return Found(str(number), number)


def bonus_forecast(place: Place, about: str) -> Found:
    """The mean of the forecasts of the year's contracts; a forecast is never an actual."""
    told = [one.forecast.percent for one in figures.bonuses(place.region, NEXT) if one.forecast]
    return Found(f"{figures.half_up(sum(told), 100 * len(told))} %" if told else "–", len(told))


def instrument_people(place: Place, about: str) -> Found:
    return _told(figures.with_instrument(place.region, YEAR, about).number)


def _money(place: Place, name: str) -> figures.Money:
    return figures.money(Appropriation.objects.get(region=place.region, name=name))


def used(place: Place, about: str) -> Found:
    one = _money(place, about)
    return Found(f"{one.used:,.0f} €".replace(",", " "), one.appropriation.lines.count())


def used_share(place: Place, about: str) -> Found:
    one = _money(place, about)
    return Found(f"{one.percent} %", one.appropriation.lines.count())
