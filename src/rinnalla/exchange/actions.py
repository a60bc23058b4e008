"""Bringing referral lists in. Reading and checking a list is in `referral_list.py`."""

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission as P
from rinnalla.eventlog.record import record
from rinnalla.exchange.columns import HEADINGS, Ignored
from rinnalla.exchange.faults import Fault
from rinnalla.exchange.models import PendingImport, end_of_keeping
from rinnalla.exchange.referral_list import CheckedList, check_list
from rinnalla.exchange.referral_rows import ReferralRow
from rinnalla.exchange.report import ImportReport
from rinnalla.exchange.sources import current_codes
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.sealed import seal_text
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.referrals import batches
from rinnalla.referrals.batches import Listed, Roads
from rinnalla.referrals.identity import Identity

BATCH = 500  # lines written together: the streams of one transaction's events stay locked until it ends
AT_ONCE = 2_000  # lines brought in while the reader waits; longer lists go to the worker
COLUMN_OF = {"consent": "consent", "items": "items", "family_name": "family_name", "given_names": "given_name"}

Progress = Callable[[int, int], None]


def read_list(*, name: str, data: bytes, region: Region) -> CheckedList:
    """Read and check a list against today's codes. Raises TableError when it can't be read at all."""
    return check_list(name, data, region=region.key, codes=current_codes(region), today=dates.today())


def import_referrals(
    *, checked: CheckedList, region: Region, by: Actor, write: bool, progress: Progress | None = None
) -> ImportReport:
    """Bring the good lines of a list in as referrals; without `write` only tell what would go in.

    A line that is there already (region, received date, channel, sender, person) is a repeat and goes in no second
    time. A refused line stops no other. Each batch of BATCH lines is a transaction of its own under the actor's walls;
    `progress` gets the counts of done and all lines after each. Raises Refused when the actor may not import.
    """
    if not (by.can(P.REFERRALS_IMPORT) and by.agreed):
        raise Refused(_("Roolisi ei anna oikeutta tuoda luetteloita."))
    if by.region_id != region.pk:
        raise Refused(_("Tuot luetteloita vain omalle alueellesi."))
    places = {one.code: one for one in Municipality.objects.select_related("region")}
    roads, told = Roads(region), _Told(list(checked.repeats), list(checked.faults))
    units: dict[int, Unit] = {}
    for start in range(0, len(checked.rows), BATCH):
        rows = checked.rows[start : start + BATCH]
        listed = [_listed(row, places) for row in rows]
        with acting(by):
            answers = batches.send_batch(by=by, roads=roads, listed=listed, dry=not write)
        told.add(rows, answers)
        units |= _receiving(roads, listed, answers)
        if progress:
            progress(start + len(rows), len(checked.rows))
    report = told.report(checked.ignored, dry=not write)
    if write:
        with acting(by):
            batches.tell_units(by=by, units=list(units.values()))
            record(
                "exchange.imported", by=by, stream=("unit", by.unit_id), imported=report.imported,
                repeats=len(report.repeats), refused=len({fault.line for fault in report.refused}),
            )
    return report


class _Told:
    """What has become of the lines so far."""

    def __init__(self, repeats: list[int], faults: list[Fault]) -> None:
        self.repeats, self.faults, self.imported = repeats, faults, 0

    def add(self, rows: Sequence[ReferralRow], answers: Sequence[str | Refused]) -> None:
        for row, answer in zip(rows, answers, strict=True):
            if isinstance(answer, Refused):
                self.faults.append(_fault(row, answer))
            elif answer == batches.REPEAT:
                self.repeats.append(row.line)
            else:
                self.imported += 1

    def report(self, ignored: tuple[Ignored, ...], *, dry: bool) -> ImportReport:
        faults = sorted(self.faults, key=lambda fault: fault.line)
        return ImportReport(
            imported=self.imported, repeats=tuple(sorted(self.repeats)), refused=tuple(faults), dry=dry, ignored=ignored
        )


def _fault(row: ReferralRow, refusal: Refused) -> Fault:
    """Why the register would not take a line whose cells are all in order. Nothing of the person is repeated."""
    key = COLUMN_OF.get(refusal.field)
    column, expected = HEADINGS[key][0] if key else "", _("Korjaa ja tuo rivi uudelleen.")
    return Fault(row.line, column, "", "refused", refusal.message, expected)


def _listed(row: ReferralRow, places: dict[str, Municipality]) -> Listed:
    who = Identity(
        given_names=row.given_name, family_name=row.family_name, phone=row.phone, hetu=row.hetu.text if row.hetu else ""
    )
    return Listed(
        who=who, received_on=row.received, channel=row.channel, sender_kind=row.sender_kind, sender_name=row.sender,
        language=row.language, municipality=places.get(row.municipality), items=row.items, consent=row.consent,
        wish=row.wish, extra=row.notes, service=row.service,
    )


def _receiving(roads: Roads, listed: Sequence[Listed], answers: Sequence[str | Refused]) -> dict[int, Unit]:
    new = [one for one, answer in zip(listed, answers, strict=True) if answer == batches.NEW]
    units = (roads.way(one.municipality, one.received_on).unit for one in new)
    return {unit.pk: unit for unit in units}


# A list that waits for a yes ------------------------------------------------------------------------------------------


@transaction.atomic
def keep_list(*, by: Actor, region: Region, name: str, data: bytes) -> PendingImport:
    """Keep a chosen list, sealed, until its owner has seen what is in it. Raises TableError when it can't be read."""
    checked = read_list(name=name, data=data, region=region)
    pending = PendingImport(
        user_id=by.user_id, membership_id=by.membership_id, region=region, name=name[:200] or "-",
        digest=hashlib.sha256(data).hexdigest(), rows=len(checked.rows),
    )
    pending.content = sealed(pending, "content", base64.b64encode(zlib.compress(data)).decode())
    pending.save(force_insert=True)
    return pending


def content_of(pending: PendingImport) -> bytes:
    """The kept list as it was sent. Raises Refused when it is gone or is not what it was."""
    text = pending.opened("content")
    data = zlib.decompress(base64.b64decode(text)) if text else b""
    if hashlib.sha256(data).hexdigest() != pending.digest:
        raise Refused(_("Luetteloa ei enää ole. Valitse tiedosto uudelleen."))
    return data


@transaction.atomic
def confirm(*, pending: PendingImport, by: Actor, digest: str) -> None:
    """The owner says yes to what was shown. A short list goes in at once, a long one as promised work.

    Twice is once. Raises Refused when the list is not the one that was shown, or is gone.
    """
    pending = PendingImport.objects.select_for_update().get(pk=pending.pk)
    if pending.confirmed_at:
        return
    if digest != pending.digest:
        raise Refused(_("Luettelo ei ole se, jonka esikatselit. Valitse tiedosto uudelleen."))
    content_of(pending)
    PendingImport.objects.filter(pk=pending.pk).update(confirmed_at=dates.now(), keep_until=end_of_keeping())
    if pending.rows <= AT_ONCE:
        run_step(pending_id=pending.pk, by=by)
    else:
        outbox.promise("exchange.run_import", pending.pk, by=by)


@transaction.atomic
def run_step(*, pending_id: int, by: Actor) -> None:
    """Bring the next AT_ONCE lines of a confirmed list in and keep the report so far; promise the step after.

    A step is one transaction with its progress, so that a broken one is done again from where it began.
    """
    with acting(by):
        rows = PendingImport.objects.select_for_update(of=["self"]).select_related("region")
        pending = rows.filter(pk=pending_id).first()
        if pending is None or pending.finished_at or not pending.confirmed_at:
            return
        checked = read_list(name=pending.name, data=content_of(pending), region=pending.region)
        end = pending.done + AT_ONCE
        part = replace(checked, rows=checked.rows[pending.done : end])
        if pending.done:
            part = replace(part, repeats=(), faults=())
        report = import_referrals(checked=part, region=pending.region, by=by, write=True)
        _keep_report(pending, report, min(end, pending.rows))
        if end < pending.rows:
            outbox.promise("exchange.run_import", pending.pk, by=by)


def _keep_report(pending: PendingImport, report: ImportReport, done: int) -> None:
    told = {**report.as_json(), "ignored": [asdict(one) for one in report.ignored]}
    if pending.report:
        before = json.loads(pending.opened("report"))
        told |= {name: before[name] + told[name] for name in ("imported", "repeats", "refused")}
    finished = done >= pending.rows
    changes = {"finished_at": dates.now(), "content": None, "keep_until": end_of_keeping()} if finished else {}
    PendingImport.objects.filter(pk=pending.pk).update(
        done=done, report=sealed(pending, "report", json.dumps(told, ensure_ascii=False)), **changes
    )


@transaction.atomic
def forget(*, pending: PendingImport) -> None:
    """Throw a kept list away; what has gone in stays."""
    pending.delete()


def sealed(pending: PendingImport, what: str, text: str) -> bytes:
    """A text for the kept list's column `what`, bound to the row."""
    return seal_text(text, purpose="import", bound_to=f"{pending.uuid}:{what}")

