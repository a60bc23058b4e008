"""Cutting off the log's old end: rows whose time is over, up to a seal, and the cut told in the log itself."""

from datetime import datetime

from django.db import connection, transaction

from rinnalla.eventlog.record import Acting, record

VERB = "eventlog.cut"


@transaction.atomic
def cut_before(moment: datetime, *, by: Acting) -> int:
    """Cut every whole seal whose rows are all older than `moment`, and than twelve years by the database's own clock.

    Returns how many rows went. The seals stay, and so does the last event of each stream as its head: the log can be
    verified before and after. Nothing is cut from the middle of a seal, so a row waits for its neighbours of a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute("select seal, events, lines, heads from eventlog_cut_before(%s)", [moment])
        seal, events, lines, heads = cursor.fetchone()
    if seal is None:
        return 0
    record(
        VERB, by=by, stream=("installation", 0), obj=("seal", seal), seal=seal, events=events, lines=lines,
        heads=bytes(heads).hex(),
    )
    return events + lines
