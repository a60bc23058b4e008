"""What was bought, in numbers: each with its definition, its period and the count behind it (E-30, E-54…E-59, E-66).

People are counted once, past the walls, by an owner-run function that answers the region's own manager alone. Small
numbers, and those they could be worked out from, are hidden here, before a page or an indicator sees them. A later
room that asks for a figure gets a `Figure` and never a row of a client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.network.purchased.models import BonusForecast, Contract, Lot
from rinnalla.network.purchased.models_money import Appropriation, CostLine
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, deadline

LABOUR_MARKET, STATE_SUBSIDISED, FUNDED = "labour_market", "state_subsidised", "all"
HIDDEN = Shown("withheld")


class Count(NamedTuple):
    """People by one thing (a service, a category, a contract, a lot, a training's funding), as they are counted."""

    people: int = 0
    target: int = 0
    began: int = 0
    began_target: int = 0
    bonus: int = 0
    diagnosis_known: int = 0
    diagnosed: int = 0
    solution_known: int = 0
    solved: int = 0


@dataclass(frozen=True)
class Figure:
    """A number that may be shown, what it means, and how many stand behind it. `percent` is of `counted`."""

    definition: str
    since: date
    until: date
    number: Shown
    counted: Shown
    percent: int | None = None


def year(of: int) -> tuple[date, date]:
    """The first and the last day of a year."""
    return date(of, 1, 1), date(of, 12, 31)


def counts(region: Region, since: date, until: date) -> dict[tuple[str, str], Count]:
    """People by (what, key), to the region's manager alone; to everybody else nothing. Raw: hide before showing."""
    with connection.cursor() as cursor:
        cursor.execute("select * from network_purchased_counts(%s, %s, %s)", [region.pk, since, until])
        return {(what, key): Count(*rest) for what, key, *rest in cursor.fetchall()}


def half_up(part: Decimal | int, whole: Decimal | int) -> int:
    """Per cent without decimals, a half up; `whole` is more than nothing."""
    return int((Decimal(100) * part / whole).quantize(Decimal(1), ROUND_HALF_UP))


def share(part: int, whole: int, least: int) -> int | None:
    """A share in per cent; None when nobody is there, or when the ones or the others are few enough to be found."""
    if whole < least or any(one.kind != "number" for one in protect({0: part, 1: whole - part}, least).values()):
        return None
    return half_up(part, whole)


@dataclass(frozen=True)
class ServiceYear:
    """One service in a year: who took part, and of them shares alone (F-21…F-24)."""

    key: str
    name: str
    people: Figure
    bonus: Figure
    diagnosed: Figure
    solved: Figure


def services(region: Region, of: int) -> list[ServiceYear]:
    """Every bought service that somebody was in during the year, by name: distinct people (F-21, F-23), the share of
    confirmed bonus clients (F-22), the share with a diagnosis as a share only (F-24), and solutions found (E-58)."""
    since, until = year(of)
    least = deadline(region, "small_number")
    names = {one.service: one.name for one in ServiceCard.objects.filter(region=region).order_by("-place")}
    found = {key: one for (what, key), one in counts(region, since, until).items() if what == "service"}
    rows = [_service_year(key, names.get(key, key), one, since, until, least) for key, one in found.items()]
    return sorted(rows, key=lambda one: one.name)


def _service_year(key: str, name: str, one: Count, since: date, until: date, least: int) -> ServiceYear:
    def figure(definition: str, part: int, whole: int) -> Figure:
        return Figure(definition, since, until, HIDDEN, _shown(whole, least), share(part, whole, least))

    people = Figure(_("Ihmiset, joilla palvelu oli käynnissä vuoden aikana, kukin kerran."), since, until,
                    _shown(one.people, least), _shown(one.people, least))  # fmt: skip
    return ServiceYear(
        key, name, people,
        figure(_("Osuus, jolla bonus oli vahvistettu vuoden lopussa, kaikista palvelussa olleista."), one.bonus,
               one.people),
        figure(_("Osuus niistä, joista tieto on kirjattu. Vain osuus, ei luetteloa."), one.diagnosed,
               one.diagnosis_known),
        figure(_("Osuus niistä, joista on kirjattu, löytyikö ratkaisu."), one.solved, one.solution_known),
    )  # fmt: skip


def categories(region: Region, of: int) -> list[tuple[str, Figure]]:
    """Partially work-able people in bought services by category, each category of the list named, also at 0 (E-30)."""
    since, until = year(of)
    found, least = counts(region, since, until), deadline(region, "small_number")
    definition = _("Osatyökykyiset, joilla ostettu palvelu oli käynnissä vuoden aikana, kukin kerran.")
    listed = code_list("purchase_categories")
    shown = hide_small({one.key: found.get(("category", one.key), Count()).target for one in listed}, least)
    return [(one.name, Figure(definition, since, until, shown[one.key], shown[one.key])) for one in listed]


def assessments(region: Region, of: int) -> tuple[Figure, Figure, int | None]:
    """People whose bought expert assessment began in the year, in the year before, and the change between them; None
    when either is too small to tell (E-14)."""
    least = deadline(region, "small_number")
    definition = _("Ihmiset, joiden ostettu asiantuntija-arviointi alkoi vuoden aikana, kukin kerran.")
    both = []
    for one in (of, of - 1):
        since, until = year(one)
        number = counts(region, since, until).get(("category", "expert_assessment"), Count()).began
        shown = _shown(number, least)
        both.append(Figure(definition, since, until, shown, shown))
    told = all(one.number.kind == "number" for one in both)
    return both[0], both[1], both[0].number.number - both[1].number.number if told else None


def trainings(region: Region, of: int) -> Mapping[str, Figure]:
    """Partially work-able people who began training in the year: all, and by funding (F-14, F-15, F-16)."""
    since, until = year(of)
    found, least = counts(region, since, until), deadline(region, "small_number")
    numbers = {key: found.get(("funding", key), Count()).began_target for key in (STATE_SUBSIDISED, LABOUR_MARKET)}
    whole = found.get(("funded", FUNDED), Count()).began_target
    shown = protect(numbers, least)
    safe = all(one.kind == "number" for one in shown.values())
    every = _shown(whole, least) if safe else HIDDEN
    definition = _("Osatyökykyiset, joiden koulutus alkoi vuoden aikana, kukin kerran.")
    return {key: Figure(definition, since, until, one, every) for key, one in {FUNDED: every, **shown}.items()}


def lots(region: Region, of: int) -> list[tuple[Lot, Figure]]:
    """Every lot in force in the year with its users, the unused first; nobody prints 0, never blank (E-54, F-18)."""
    since, until = year(of)
    rows = Lot.objects.filter(contract__region=region, valid__overlap=(since, until + timedelta(days=1)))
    found, least = counts(region, since, until), deadline(region, "small_number")
    users = {one: found.get(("lot", str(one.pk)), Count()).people for one in rows.select_related("contract__provider")}
    shown = hide_small(users, least)
    definition = _("Ihmiset, joille osaa käytettiin vuoden aikana, kukin kerran.")
    ordered = sorted(users, key=lambda one: (users[one] > 0, one.kind != Lot.Kind.EXTRA, one.name))
    return [(one, Figure(definition, since, until, shown[one], shown[one])) for one in ordered]


def bonus_providers(region: Region, on: date) -> int:
    """Distinct providers on contracts in force on a day with a bonus rule in force (F-19). No client is in it."""
    rows = Contract.objects.in_force(on).filter(region=region, bonus_rules__from_on__lte=on)
    return rows.values("provider_id").distinct().count()


@dataclass(frozen=True)
class BonusYear:
    """A contract with a bonus in a year: the estimate, kept apart from what came true, and what is paid (E-55)."""

    contract: Contract
    forecast: BonusForecast | None
    actual: Figure
    base: Decimal | None
    bonus: Decimal | None

    @property
    def fee(self) -> Decimal | None:
        return None if self.base is None or self.bonus is None else self.base + self.bonus


def bonuses(region: Region, of: int) -> list[BonusYear]:
    """Contracts with a bonus rule: forecast beside actual (F-20, F-22), and the fee as base and bonus (E-55). The fee
    is told only where the share is: it would tell the number of bonus clients."""
    since, until = year(of)
    found, least, fees = counts(region, since, until), deadline(region, "small_number"), _fees(region, since, until)
    rows = Contract.objects.filter(region=region, bonus_rules__from_on__lte=until, valid__overlap=(since, until))
    definition = _("Osuus, jolla bonus oli vahvistettu vuoden lopussa, kaikista sopimuksen palvelussa olleista.")
    told = []
    for one in rows.distinct().select_related("provider").prefetch_related("forecasts"):
        count = found.get(("contract", str(one.pk)), Count())
        percent = share(count.bonus, count.people, least)
        actual = Figure(definition, since, until, HIDDEN, _shown(count.people, least), percent)
        forecast = next((row for row in one.forecasts.all() if row.year == of), None)
        base, bonus = fees.get(one.pk, (None, None)) if percent is not None else (None, None)
        told.append(BonusYear(one, forecast, actual, base, bonus))
    return told


def _fees(region: Region, since: date, until: date) -> dict[int, tuple[Decimal, Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute("select * from network_purchased_fees(%s, %s, %s)", [region.pk, since, until])
        return {contract: (base, bonus) for contract, base, bonus in cursor.fetchall()}


def with_instrument(region: Region, of: int, instrument: str) -> Figure:
    """Distinct people assessed with an instrument in the year (E-59, F-25)."""
    since, until = year(of)
    with connection.cursor() as cursor:
        cursor.execute("select network_instrument_people(%s, %s, %s, %s)", [region.pk, since, until, instrument])
        number = cursor.fetchone()[0]
    shown = _shown(number, deadline(region, "small_number"))
    return Figure(_("Ihmiset, joilla on vuodelta mittarin tulos, kukin kerran."), since, until, shown, shown)


@dataclass(frozen=True)
class Money:
    """An appropriation: granted, used, tied up and left. `apart` are the lines that can't be split by client or service
    and are told by themselves (C-25); `unknown` of them have no sum, and the used share leaves them out."""

    appropriation: Appropriation
    used: Decimal
    committed: Decimal
    apart: list[CostLine]
    unknown: int

    @property
    def left(self) -> Decimal:
        return self.appropriation.amount - self.used - self.committed

    @property
    def percent(self) -> int:
        """Used of granted, without decimals: F-27 / appropriation (F-28)."""
        return half_up(self.used, self.appropriation.amount)


def money(appropriation: Appropriation) -> Money:
    """How an appropriation is used (E-66, F-27, F-28). Withdrawn lines count nowhere."""
    lines = [one for one in appropriation.lines.all() if one.withdrawn_at is None]

    def total(kind: str) -> Decimal:
        return sum((one.amount for one in lines if one.kind == kind and one.amount is not None), Decimal(0))

    apart = [one for one in lines if not one.allocable]
    unknown = sum(1 for one in apart if one.amount is None)
    return Money(appropriation, total(CostLine.Kind.USED), total(CostLine.Kind.COMMITTED), apart, unknown)


def _shown(number: int, least: int) -> Shown:
    return hide_small({0: number}, least)[0]
