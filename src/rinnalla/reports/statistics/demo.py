"""Statistics of the invented world: two of job brokering to compare, the employment of two autumns, an old one that is
stale, and one corrected. Every number is invented and grows out of the region's own municipalities."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.lib import dates
from rinnalla.organisations.models import Municipality, Region
from rinnalla.reports.models import StatisticsSnapshot
from rinnalla.reports.statistics import actions
from rinnalla.reports.statistics.actions import Told

BROKERING = "Työvoimaviranomaisen kuukausitilasto (keksitty)"
WHO = "Työttömät työnhakijat, joille on kirjattu vamma tai sairaus, joka vaikuttaa työllistymiseen."


def gather(region: Region, actors: Iterable[Actor]) -> None:
    """All of it, by the first manager or coordinator who records development work."""
    able = [one for one in actors if one.can(Permission.DEVELOPMENT_RECORD)]
    by = next((one for one in able if one.role == "manager"), able[0] if able else None)
    homes = list(Municipality.objects.filter(region=region).order_by("code"))
    if by is None or not homes:
        return
    today = dates.today()
    for ago, change in ((95, 0), (34, 1)):
        _take(by, "job_brokering", today - timedelta(days=ago), BROKERING, WHO, _homes(homes, change))
    for year, employed, everybody in ((today.year - 2, 3112, 7904), (today.year - 1, 3248, 7860)):
        rows = f"Työssä olevat osatyökykyiset;{employed}\nOsatyökykyiset yhteensä;{everybody}"
        _take(by, "partial_employment", date(year, 10, 31), "Työkyky-kysely, otos painotettu (keksitty)",
              "Työikäiset, joiden oma arvio työkyvystään on 0–7.", rows)  # fmt: skip
    rows = "Kuntoutusraha;214\nSairauspäiväraha;1034\nKuntoutustuki;380"
    old = today - timedelta(days=400)
    _corrected(by, _take(by, "benefits", old, "Kelan tilasto (keksitty)", "Etuuden saajat kuukauden lopussa.", rows))


def _homes(homes: list[Municipality], change: int) -> str:
    """A number for each municipality: fewer in most of them the second time, more in every third."""
    numbers = [37 + 53 * (place * 7 % 11) for place in range(len(homes))]
    moved = [number + change * (9 if place % 3 == 0 else -6) for place, number in enumerate(numbers)]
    return "\n".join(f"{one.name};{number}" for one, number in zip(homes, moved, strict=True))


def _take(by: Actor, what: str, as_of: date, source: str, definition: str, rows: str) -> StatisticsSnapshot:
    told = Told(what=what, as_of=as_of, unit="people", definition=definition, source=source, rows=rows)
    with dates.clock(_at(as_of + timedelta(days=12))), acting(by):
        return actions.take_snapshot(by=by, told=told)


def _corrected(by: Actor, first: StatisticsSnapshot) -> None:
    told = Told(what=first.what, as_of=first.as_of, unit="people", definition=first.definition, source=first.source,
                rows="Kuntoutusraha;241\nSairauspäiväraha;1034\nKuntoutustuki;380")  # fmt: skip
    with dates.clock(_at(first.as_of + timedelta(days=20))), acting(by):
        actions.correct_snapshot(snapshot=first, by=by, told=told, why="Kuntoutusrahan numerot olivat vaihtuneet.")


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), dates.HELSINKI)
