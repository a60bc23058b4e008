"""What the data-protection officer asks of the log: who has looked at a client's data, what has a worker looked at.

Who, when, what and on which ground; never what a case holds or whose it is. What the database lets an officer read is
in `access.0007_oversight`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.desk.log import done_line, names, read_line
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates, hetu
from rinnalla.organisations.models import Region
from rinnalla.referrals import outside_log
from rinnalla.servicemodels.codes import code_name

SHOWN = 500
LOOKED = 20_000  # lines of one case that are read before they are narrowed by worker and days


@dataclass(frozen=True)
class Row:
    """One line for the officer."""

    at: datetime
    who: str
    where: str
    what: str
    groups: str
    ground: str
    cases: str
    refused: bool


@dataclass
class Found:
    """What a search found: the lines, and whose and what cases they are about, for the log of the search itself."""

    rows: list[Row] = field(default_factory=list)
    case_ids: list[int] = field(default_factory=list)
    person_ids: list[int] = field(default_factory=list)
    worker_id: int | None = None
    more: bool = False
    missing: str = ""


def search(actor: Actor, *, about: str, worker: str, starts_on: date | None, ends_on: date | None) -> Found:
    """The newest lines, at most SHOWN. `missing` says in words what was not found in the officer's region."""
    found = Found()
    if about:
        cases = _cases(actor, about)
        found.case_ids, found.person_ids = [one[0] for one in cases], sorted({one[2] for one in cases})
        if not cases:
            found.missing = _("Asiaa ei löydy alueeltasi. Tarkista numero tai henkilötunnus.")
            return found
    if worker:
        found.worker_id = _worker(actor, worker)
        if found.worker_id is None:
            found.missing = _("Käyttäjätunnusta ei löydy alueesi organisaatioista. Tarkista se.")
            return found
    lines = [
        line for line in _lines(found, _start(starts_on), _end(ends_on))
        if found.worker_id in (None, line.user_id)
    ]
    lines.sort(key=_when, reverse=True)
    found.more, lines = len(lines) > SHOWN, lines[:SHOWN]
    found.rows = _rows(lines)
    return found


def _cases(actor: Actor, about: str) -> list[tuple[int, str, int]]:
    """Cases of the region with this number, or of the person with this identity code: id, number, person."""
    code = None
    try:
        region = Region.objects.get(pk=actor.region_id)
        code = hetu.index(hetu.parse(about), region.key)
    except hetu.HetuError:
        pass  # then it is a number
    with connection.cursor() as cursor:
        cursor.execute("select id, number, person_id from access_officer_cases(%s, %s)", [about, code])
        return cursor.fetchall()


def _worker(actor: Actor, username: str) -> int | None:
    here = User.objects.filter(memberships__unit__organisation__region_id=actor.region_id, person__isnull=True)
    return here.filter(username__iexact=username).values_list("pk", flat=True).first()


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, dates.HELSINKI) if day else None


def _end(day: date | None) -> datetime | None:
    return dates.end_of_day(day) if day else None


def _lines(found: Found, start: datetime | None, end: datetime | None) -> list[AccessLine | Event]:
    if found.case_ids:
        rows = [row for case_id in found.case_ids for row in _of_case(case_id)]
        unique = {(type(row), row.pk): row for row in rows}.values()
        return [row for row in unique if (start is None or _when(row) >= start) and (end is None or _when(row) <= end)]
    reads = AccessLine.objects.filter(user_id=found.worker_id).order_by("-at")
    deeds = Event.objects.filter(user_id=found.worker_id).order_by("-happened_at")
    if start:
        reads, deeds = reads.filter(at__gte=start), deeds.filter(happened_at__gte=start)
    if end:
        reads, deeds = reads.filter(at__lte=end), deeds.filter(happened_at__lte=end)
    return [*reads[: SHOWN + 1], *deeds[: SHOWN + 1]]


def _of_case(case_id: int) -> list[AccessLine | Event]:
    ask = "select * from {}(%s::bigint, %s::integer)"
    reads = AccessLine.objects.raw(ask.format("accesslog_of_case"), [case_id, LOOKED])
    deeds = Event.objects.raw(ask.format("eventlog_of_case"), [case_id, LOOKED])
    return [*reads, *outside_log.before(case_id), *deeds]


def _when(row: AccessLine | Event) -> datetime:
    return row.at if isinstance(row, AccessLine) else row.happened_at


def _rows(lines: list[AccessLine | Event]) -> list[Row]:
    people, bodies = names(lines)
    people |= {row.user_id: _("Asiakas itse") for row in lines if row.actor_kind == "client"}
    numbers = _numbers({case_id for row in lines for case_id in _case_ids(row)})
    return [_row(row, people, bodies, numbers) for row in lines]


def _row(row: AccessLine | Event, people: dict[int | str, str], bodies: dict[int, str], numbers: dict[int, str]) -> Row:
    reads = isinstance(row, AccessLine)
    line = read_line(row, people, bodies) if reads else done_line(row, people, bodies)
    return Row(
        at=line.at, who=line.who, where=line.where, what=line.what, refused=line.refused, cases=_told(row, numbers),
        groups=", ".join(code_name("field_groups", one).lower() for one in line.groups),
        ground=", ".join(code_name("statutes", one) for one in row.grounds) if reads else "",
    )


def _case_ids(row: AccessLine | Event) -> Iterable[int]:
    return row.case_ids if isinstance(row, AccessLine) else [row.case_id] if row.case_id else []


def _told(row: AccessLine | Event, numbers: dict[int, str]) -> str:
    ids = list(_case_ids(row))
    known = [numbers[one] for one in ids if one in numbers]
    return known[0] if len(ids) == 1 and known else _("%(count)s asiaa") % {"count": len(ids)} if ids else ""


def _numbers(ids: set[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("select id, number from access_officer_numbers(%s)", [sorted(ids)])
        return dict(cursor.fetchall())

