"""Telling later rooms that something of a case began or ended (`settings.CASE_MOMENTS`); this room imports none."""

from django.conf import settings
from django.utils.module_loading import import_string

from rinnalla.access.actor import Actor

START, END, SERVICE_END, PHASE_END = "start", "end", "service_end", "phase_end"


def happened(moment: str, *, case_id: int, by: Actor, row_id: int | None = None) -> None:
    """Inside the act's transaction. `row_id` is the service or the phase that ended."""
    for path in settings.CASE_MOMENTS:
        import_string(path)(moment=moment, case_id=case_id, row_id=row_id, by=by)
