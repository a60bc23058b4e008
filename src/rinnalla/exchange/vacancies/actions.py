"""Bringing a list of vacancies in: what would be added, adding it, a list that waits for a yes."""

import base64
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.vacancies.actions import add_vacancy
from rinnalla.employers.vacancies.models import LIST, Vacancy
from rinnalla.eventlog.record import record
from rinnalla.exchange.actions import content_of, sealed
from rinnalla.exchange.faults import Fault
from rinnalla.exchange.models import PendingImport, end_of_keeping
from rinnalla.exchange.tables import read_table
from rinnalla.exchange.vacancies.rows import VacancyRow, check_line, columns_of, known, unread
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.organisations.models import Region


@dataclass(frozen=True)
class Checked:
    """`rows` may be added, `repeats` are lines that are there already or twice in the file."""

    rows: tuple[VacancyRow, ...]
    repeats: tuple[int, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]


def check(*, name: str, data: bytes, region: Region) -> Checked:
    """Read a list and check each line by itself: a bad one costs no other. Raises TableError when it is no list."""
    table = read_table(name, data)
    places, register = columns_of(table), known(region)
    seen = _there(region)
    rows: list[VacancyRow] = []
    repeats: list[int] = []
    faults: list[Fault] = []
    for line in table.lines:
        row = check_line(line, places, register)
        if isinstance(row, list):
            faults.extend(row)
        elif row.repeat_key in seen:
            repeats.append(line.number)
        else:
            seen.add(row.repeat_key)
            rows.append(row)
    return Checked(tuple(rows), tuple(repeats), tuple(faults), tuple(unread(table)))


@transaction.atomic
def keep_list(*, by: Actor, region: Region, name: str, data: bytes) -> PendingImport:
    """Keep a chosen list, sealed, until its owner has seen what is in it. Raises TableError, Refused."""
    _may(by, region)
    checked = check(name=name, data=data, region=region)
    pending = PendingImport(
        user_id=by.user_id, membership_id=by.membership_id, region=region, kind=PendingImport.Kind.VACANCIES,
        name=name[:200] or "-", digest=hashlib.sha256(data).hexdigest(), rows=len(checked.rows),
    )
    pending.content = sealed(pending, "content", base64.b64encode(zlib.compress(data)).decode())
    pending.save(force_insert=True)
    return pending


def preview(pending: PendingImport) -> Checked:
    """What a kept list would add now. Raises Refused when it is gone."""
    return check(name=pending.name, data=content_of(pending), region=pending.region)


@transaction.atomic
def confirm(*, pending: PendingImport, by: Actor, digest: str) -> None:
    """The owner says yes to what was shown. Twice is once. Raises Refused when the list is another, or is gone."""
    rows = PendingImport.objects.select_for_update(of=["self"]).select_related("region")
    pending = rows.get(pk=pending.pk)
    if pending.finished_at:
        return
    _may(by, pending.region)
    if digest != pending.digest:
        raise Refused(_("Luettelo ei ole se, jonka esikatselit. Valitse tiedosto uudelleen."))
    checked = preview(pending)
    for row in checked.rows:
        add_vacancy(employer=row.employer, by=by, values=row.values, source=LIST, foreign_id=row.foreign_id)
    record(
        "employers.vacancies_imported", by=by, stream=("unit", by.unit_id), imported=len(checked.rows),
        repeats=len(checked.repeats), refused=len({fault.line for fault in checked.faults}),
    )
    told = json.dumps(as_told(checked), ensure_ascii=False)
    PendingImport.objects.filter(pk=pending.pk).update(
        confirmed_at=dates.now(), finished_at=dates.now(), done=len(checked.rows), content=None,
        keep_until=end_of_keeping(), report=sealed(pending, "report", told),
    )


def as_told(checked: Checked) -> dict:
    """A checked list for a page."""
    faults = sorted(checked.faults, key=lambda fault: fault.line)
    return {
        "imported": len(checked.rows), "repeats": list(checked.repeats), "refused": [asdict(one) for one in faults],
        "ignored": [{"heading": one, "nearest": ""} for one in checked.unread],
    }


def _may(by: Actor, region: Region) -> None:
    if not (by.can(P.EMPLOYER_EDIT) and by.agreed):
        raise Refused(_("Rekisteriä pitävät työnantajakoordinaattorit, työhönvalmentajat ja koordinaattorit."))
    if by.region_id != region.pk:
        raise Refused(_("Tuot luetteloita vain omalle alueellesi."))


def _there(region: Region) -> set[tuple]:
    """The repeat keys of the vacancies that are in the register: of those not closed, and of all that a list named."""
    found: set[tuple] = set()
    for one in Vacancy.objects.filter(employer__region=region):
        if one.foreign_id and one.source == LIST:
            found.add((one.employer_id, one.foreign_id))
        if not one.closed_at:
            found.add((one.employer_id, search_key(one.title), one.starts_on, one.deadline))
    return found
