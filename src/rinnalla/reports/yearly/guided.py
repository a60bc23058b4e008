"""Who was guided to a work-ability assessment in a finished year, by who guided, beside the year before and the base
year (E-51, F-17, E-14); and who began training, by its funding (E-50). People, each once; small numbers hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.network.purchased import figures
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes

SERVICES = ("work_ability_assessment",)
# Whom the aim is about: the employment authority and the municipalities' employment services or trials (F-17).
AIMED = ("employment_authority", "municipal_employment_service")
YEARS, FIRST = 5, 2000
HIDDEN = Shown("withheld")


@dataclass(frozen=True)
class Guided:
    """People guided in a year: those of the aim together, everybody, and by kind of sender with its name then."""

    year: int
    aimed: Shown
    everybody: Shown
    senders: Mapping[str, tuple[str, Shown]]


@dataclass(frozen=True)
class Change:
    """A number against an earlier one; None where either may not be told."""

    year: int
    number: int | None


def finished_years() -> list[int]:
    """The years that may be asked for, the newest first."""
    last = dates.today().year - 1
    return [last - back for back in range(YEARS)]


def asked_year(text: str) -> int:
    """The year asked for, or the last finished one; the one that runs is not told before it is over."""
    last = dates.today().year - 1
    told = int(text[:4]) if text[:4].isdecimal() else last
    return told if FIRST <= told <= last else last


def guided(region: Region, of: int) -> Guided:
    """People guided to an assessment in the year. A sum is told only when all its parts are."""
    since, until = figures.year(of)
    found = _counted(region, since, until)
    least = codes.deadline(region, "small_number")
    names = {one.key: one.name for one in codes.code_list("sender_kinds", until)}
    names |= {key: codes.code_name("sender_kinds", key, until) for key in found if key and key not in names}
    parts = protect({key: found.get(key, 0) for key in names}, least)
    whole = all(one.kind == "number" for one in parts.values())
    aimed = sum(parts[key].number for key in AIMED if key in parts)
    told = all(parts[key].kind == "number" for key in AIMED if key in parts)
    every = hide_small({"": found.get("", 0)}, least)[""] if whole else HIDDEN
    senders = {key: (names[key], one) for key, one in parts.items() if key in AIMED or one != Shown("number", 0)}
    return Guided(of, Shown("number", aimed) if told else HIDDEN, every, senders)


def base_year(region: Region) -> int:
    """The year from which the use of assessments is to grow (E-14)."""
    return codes.deadline(region, "assessment_base_year")


def change(now: Guided, before: Guided) -> Change:
    """How many more those of the aim guided than in an earlier year."""
    both = now.aimed.kind == before.aimed.kind == "number"
    return Change(before.year, now.aimed.number - before.aimed.number if both else None)


@dataclass(frozen=True)
class Training:
    """One line of those who began training: this year, the year before, and the change where both are told."""

    key: str
    now: Shown
    before: Shown

    @property
    def change(self) -> int | None:
        both = self.now.kind == self.before.kind == "number"
        return self.now.number - self.before.number if both else None


def trainings(region: Region, of: int) -> list[Training]:
    """Everybody of the target group, then by funding, beside the year before (E-50, F-14, F-15, F-16)."""
    now, before = figures.trainings(region, of), figures.trainings(region, of - 1)
    keys = (figures.FUNDED, figures.STATE_SUBSIDISED, figures.LABOUR_MARKET)
    return [Training(key, now[key].number, before[key].number) for key in keys]


def _counted(region: Region, since: date, until: date) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_guided(%s, %s, %s, %s)", [region.pk, since, until, list(SERVICES)])
        return dict(cursor.fetchall())
