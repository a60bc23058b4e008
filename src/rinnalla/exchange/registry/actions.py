"""Bringing the national service registry's objects in: what would change, changing it, a file that waits for a yes."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import JOB, Actor
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.national.actions import Put, lock_items, put_items
from rinnalla.catalogue.national.models import NationalItem
from rinnalla.eventlog.record import record
from rinnalla.exchange.actions import content_of, sealed
from rinnalla.exchange.faults import Fault
from rinnalla.exchange.models import PendingImport, end_of_keeping
from rinnalla.exchange.registry.items import Checked, Row, check
from rinnalla.exchange.registry.report import ServicesReport
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.organisations.models import Region

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@transaction.atomic
def import_services(*, checked: Checked, region: Region, by: Actor, write: bool, source: str = "") -> ServicesReport:
    """Bring the good objects of a file into the region's imported layer; without `write` only tell what would change.

    An object is known by its id, and the newest (`modified`) holds whatever the order: the same file again changes
    nothing, and an older file takes nothing back. What the registry has withdrawn is marked, never removed. The cards
    are not touched. Raises Refused when the actor may not import here.
    """
    _may(by, region)
    if write:
        lock_items(region)
    newest, doubles = _newest(checked.rows)
    rows = NationalItem.objects.filter(region=region, national_id__in=list(newest))
    known = {row.national_id: row for row in rows}
    weighed = [_weigh(row, known.get(row.national_id), source) for row in newest.values()]
    report = _report(weighed, doubles, checked, dry=not write)
    puts = [one.put for one in weighed if one.put]
    if write and puts:
        put_items(region=region, puts=puts, by=by)
        record("exchange.services_imported", by=by, stream=("installation", 0), obj=("region", region.pk),
               added=report.added, changed=report.changed, withdrawn=report.withdrawn)  # fmt: skip
    return report


def _may(by: Actor, region: Region) -> None:
    if by.kind == JOB:
        return
    if not (by.can(P.MODEL_EDIT) and by.agreed):
        raise Refused(_("Roolisi ei anna oikeutta tuoda palveluja."))
    if by.region_id != region.pk:
        raise Refused(_("Tuot palveluja vain omalle alueellesi."))


def _newest(rows: Iterable[Row]) -> tuple[dict[UUID, Row], list[int]]:
    """Each object once, by its newest text, in an order of its own; and the lines that a newer one overtook."""
    found: dict[UUID, Row] = {}
    doubles: list[int] = []
    for row in rows:
        other = found.get(row.national_id)
        keep = row if other is None or _age(row) > _age(other) else other
        if other is not None:
            doubles.append(other.line if keep is row else row.line)
        found[row.national_id] = keep
    return dict(sorted(found.items(), key=lambda pair: str(pair[0]))), doubles


def _age(row: Row) -> tuple[datetime, bool, str]:
    """Later is newer. Of the same moment, a withdrawal wins, then the text itself decides: never the order."""
    return row.modified or _LONG_AGO, row.gone, json.dumps([row.names, row.content], sort_keys=True)


ADDED, CHANGED, RESTORED, WITHDRAWN, SAME, OLDER, UNKNOWN = (
    "added", "changed", "restored", "withdrawn", "same", "older", "unknown"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """What becomes of an object."""

    row: Row
    outcome: str
    put: Put | None = None
    name: str = ""


def _weigh(row: Row, known: NationalItem | None, source: str) -> Weighed:
    if known is None:
        return Weighed(row, UNKNOWN) if row.gone else Weighed(row, ADDED, Put(None, _values(row, source)))
    if row.modified and known.modified and row.modified < known.modified:
        return Weighed(row, OLDER, name=known.name)
    if row.gone:
        if known.withdrawn_on:
            return Weighed(row, SAME)
        return Weighed(row, WITHDRAWN, Put(known, {"withdrawn_on": dates.today()}), known.name)
    values = _values(row, source)
    told = {name: value for name, value in values.items() if name not in ("changed_at", "source")}
    if all(getattr(known, name) == value for name, value in told.items()):
        return Weighed(row, SAME)
    return Weighed(row, RESTORED if known.withdrawn_on else CHANGED, Put(known, values))


def _values(row: Row, source: str) -> dict[str, Any]:
    words = [*row.names.values(), *row.content.get("alternative_names", {}).values()]
    return {
        "national_id": row.national_id, "kind": row.kind, "names": row.names, "content": row.content,
        "search_key": " ".join(dict.fromkeys(search_key(one) for one in words)), "modified": row.modified,
        "changed_at": dates.now(), "source": source[:400], "withdrawn_on": None,
    }  # fmt: skip


def _report(weighed: list[Weighed], doubles: list[int], checked: Checked, *, dry: bool) -> ServicesReport:
    lines: dict[str, list[int]] = {}
    for one in weighed:
        lines.setdefault(one.outcome, []).append(one.row.line)
    repeats = [*doubles, *(line for name in (SAME, OLDER, UNKNOWN) for line in lines.get(name, []))]
    remarks = [*checked.remarks, *(_older(one) for one in weighed if one.outcome == OLDER)]
    return ServicesReport(
        added=len(lines.get(ADDED, [])), changed=len(lines.get(CHANGED, [])) + len(lines.get(RESTORED, [])),
        withdrawn=len(lines.get(WITHDRAWN, [])), repeats=tuple(sorted(repeats)), refused=checked.faults,
        remarks=tuple(sorted(remarks, key=lambda fault: fault.line)), dry=dry,
        withdrawn_names=tuple(sorted(one.name for one in weighed if one.outcome == WITHDRAWN)),
    )


def _older(one: Weighed) -> Fault:
    told = _("Tuotu teksti on uudempi kuin tiedostossa. Sitä ei muutettu.")
    return Fault(one.row.line, "modified", one.name, "older", told, _("uudempi tiedosto"))


# A file that waits for a yes ------------------------------------------------------------------------------------------


@transaction.atomic
def keep_services(*, by: Actor, region: Region, name: str, data: bytes, gone: bool = False) -> PendingImport:
    """Keep a chosen file, sealed, until its owner has seen what it would change. Raises TableError when unreadable."""
    checked = check(data, gone=gone)
    kind = PendingImport.Kind.WITHDRAWN if gone else PendingImport.Kind.SERVICES
    pending = PendingImport(
        user_id=by.user_id, membership_id=by.membership_id, region=region, kind=kind, name=name[:200] or "-",
        digest=hashlib.sha256(data).hexdigest(), rows=len(checked.rows),
    )
    pending.content = sealed(pending, "content", base64.b64encode(zlib.compress(data)).decode())
    pending.save(force_insert=True)
    return pending


def preview(*, pending: PendingImport, by: Actor) -> ServicesReport:
    """What a kept file would change now. Raises Refused when it is gone."""
    checked = _kept(pending)
    return import_services(checked=checked, region=pending.region, by=by, write=False, source=pending.name)


@transaction.atomic
def confirm_services(*, pending: PendingImport, by: Actor, digest: str) -> None:
    """The owner says yes to what was shown. Twice is once. Raises Refused when the file is another, or is gone."""
    pending = PendingImport.objects.select_for_update(of=["self"]).select_related("region").get(pk=pending.pk)
    if pending.finished_at:
        return
    if digest != pending.digest:
        raise Refused(_("Luettelo ei ole se, jonka esikatselit. Valitse tiedosto uudelleen."))
    checked = _kept(pending)
    report = import_services(checked=checked, region=pending.region, by=by, write=True, source=pending.name)
    told = {"counts": report.as_json(), "withdrawn_names": report.withdrawn_names}
    PendingImport.objects.filter(pk=pending.pk).update(
        confirmed_at=dates.now(), finished_at=dates.now(), done=pending.rows, content=None, keep_until=end_of_keeping(),
        report=sealed(pending, "report", json.dumps(told, ensure_ascii=False)),
    )


def _kept(pending: PendingImport) -> Checked:
    return check(content_of(pending), gone=pending.kind == PendingImport.Kind.WITHDRAWN)
