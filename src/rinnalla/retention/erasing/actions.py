"""One day's erasing: every clock that has run out, in batches that are each a transaction of their own.

A run that is killed loses nothing and does nothing twice: what was erased is gone and counted in the same transaction,
and what was not is still due. See `sql.py` for what goes with what.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, system
from rinnalla.access.actor import Actor
from rinnalla.eventlog.cutting import cut_before
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.retention import clocks
from rinnalla.retention.clocks import Ticking
from rinnalla.retention.erasing.models import ErasureCount, ErasureRun
from rinnalla.servicemodels.codes import common

logger = logging.getLogger(__name__)

BATCH = {"case": 20}
USUAL_BATCH = 500
CLOCKS_APART = timedelta(hours=1)
# Where the rows of a document stand. What is not here has a job of its own (drafts, promises) or goes with another.
SOURCES: dict[str, tuple[str, ...]] = {
    "case": ("cases_case",),
    "message": ("cases_message",),
    "copy": ("plans_packet",),
    "consent": ("access_consent", "retention_kept"),
    "customership": ("retention_kept",),
    "referral": ("referrals_referral", "referrals_consultation", "referrals_identification"),
    "account": ("access_user",),
    "log": ("retention_keptdisclosure",),  # the access log itself is cut by whole seals
}
# What outlives its case where the register has a clock of its own for it, counted from the person's death.
OUTLIVES = ("consent", "customership")


class Paused(Exception):
    """The day can't be trusted: nothing was erased. The message says what to look at and how to go on."""


@dataclass
class Erased:
    """What a run erased, by clock, and what would not go."""

    on: date
    counts: Counter[str] = field(default_factory=Counter)
    stuck: Counter[str] = field(default_factory=Counter)


def run(*, after_a_pause: bool = False) -> Erased:
    """Erase what is due today, and end the runs that were broken off. Safe to repeat on the same day.

    Raises Paused when the day looks wrong: the clock is behind the last run, or further ahead of it than the pause
    that `retention.yaml` allows, and nobody has said that it is right (`after_a_pause`).
    """
    today = dates.today()
    _trust(today, after_a_pause=after_a_pause)
    by = system("retention.erase")
    row, told = _begin(today, by), Erased(today)
    before = _counts(row)
    for one in clocks.ticking(today):
        for source in SOURCES.get(one.clock.document, ()):
            _by_clock(one, source, row, told, by)
    _cut_log(row, told, by)
    _end(row, by, before)
    if told.stuck:
        logger.error("not erased, something still points to it: %s", dict(told.stuck))
    return told


def _trust(today: date, *, after_a_pause: bool) -> None:
    """A clock that jumped would erase what is not due: better nothing than too early."""
    last = ErasureRun.objects.order_by("-on").first()
    if not dates.clock_is_set() and abs(_database_now() - dates.now()) > CLOCKS_APART:
        raise Paused(_("Tämän koneen kello ja tietokannan kello ovat eri ajassa. Mitään ei poistettu. Korjaa kello."))
    if last and today < last.on:
        text = _("Kello on jäljessä: viimeksi poistettiin %(day)s. Mitään ei poistettu. Korjaa kello.")
        raise Paused(text % {"day": dates.d(last.on)})
    allowed = timedelta(days=common().retention.pause_days)
    if last and today - last.on > allowed and not after_a_pause:
        text = _(
            "Viimeksi poistettiin %(day)s. Jos kello on oikeassa, aja ./rinnalla erase --after-a-pause. "
            "Mitään ei poistettu."
        )
        raise Paused(text % {"day": dates.d(last.on)})


def _database_now() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]


def _begin(today: date, by: Actor) -> ErasureRun:
    for broken in ErasureRun.objects.filter(on__lt=today, ended_at=None).order_by("on"):
        _end(broken, by, {})
    return ErasureRun.objects.get_or_create(on=today)[0]


def _by_clock(one: Ticking, source: str, row: ErasureRun, told: Erased, by: Actor) -> None:
    for batch in _batches(one, source, row, by):
        for _id, _region, erased in batch:
            (told.counts if erased else told.stuck)[one.clock.key] += 1
    if one.clock.document == "account":  # a worker whom a kept document names waits for that document
        told.stuck.pop(one.clock.key, None)


def _batches(one: Ticking, source: str, row: ErasureRun, by: Actor) -> Iterator[list[tuple[int, int, bool]]]:
    after, most = 0, BATCH.get(one.clock.document, USUAL_BATCH)
    latest = clocks.latest_start(one.length, row.on)
    longer = [name for name in OUTLIVES if _outlives(name, one)]
    values = [one.clock.document, source, one.holders, one.starts, latest]
    while True:
        with acting(by), connection.cursor() as cursor:
            cursor.execute(_ERASE, [*values, after, most, one.register_key, longer])
            batch = cursor.fetchall()
            _count(row, one.clock.key, Counter(region for _id, region, erased in batch if erased))
        if batch:
            yield batch
        if len(batch) < most:
            return
        after = batch[-1][0]


def _cut_log(row: ErasureRun, told: Erased, by: Actor) -> None:
    """Lines of the log whose time is over; the database's own floor stands beneath what is asked."""
    for one in clocks.ticking(row.on):
        if one.clock.document == "log":
            over = dates.start_of_day(clocks.latest_start(one.length, row.on) + timedelta(days=1))
            with acting(by):
                if gone := cut_before(over, by=by):
                    told.counts[one.clock.key] += gone


def _outlives(document: str, one: Ticking) -> bool:
    try:
        return one.clock.document == "case" and clocks.clock_of(document, one.register, starts="death") is not None
    except LookupError:
        return False


def _count(row: ErasureRun, clock: str, regions: Counter[int]) -> None:
    for region_id, number in regions.items():
        counted, made = ErasureCount.objects.get_or_create(
            run=row, region_id=region_id, clock=clock, defaults={"number": number}
        )
        if not made:
            ErasureCount.objects.filter(pk=counted.pk).update(number=F("number") + number)


def _end(row: ErasureRun, by: Actor, before: dict[str, int]) -> None:
    """Tell the log what was erased, as counts: when a day's run ends, and again when it erased more than `before`."""
    with acting(by):
        counts = _counts(row)
        if row.ended_at is None or counts != before:
            record("retention.erased", by=by, stream=("installation", 0), obj=("erasure", row.pk), on=row.on, **counts)
        ErasureRun.objects.filter(pk=row.pk).update(ended_at=dates.now())


def _counts(row: ErasureRun) -> dict[str, int]:
    return dict(row.counts.values_list("clock").annotate(number=Sum("number")).order_by("clock"))


@transaction.atomic
def note_death(*, case_id: int, died_on: date, by: Actor) -> None:
    """The officer was told that the person of a case has died: clocks that the law counts from it start that day.

    Raises Refused for a day that is yet to come.
    """
    if died_on > dates.today():
        raise Refused(_("Kuolinpäivä ei voi olla tulevaisuudessa."), field="died_on")
    with connection.cursor() as cursor:
        cursor.execute("select retention_note_death(%s, %s, %s)", [case_id, died_on, by.user_id])
        person_id = cursor.fetchone()[0]
    record("retention.death_noted", by=by, stream=("person", person_id), obj=("case", case_id), case_id=case_id)


_ERASE = """select row_id, region_id, erased from retention_erase(
  %s::text, %s::text, %s::text[], %s::text, %s::date, %s::bigint, %s::integer, %s::text, %s::text[])"""
