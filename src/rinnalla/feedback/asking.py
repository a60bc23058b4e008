"""Clients are asked of themselves when something has happened: other rooms tell it (`settings.CASE_MOMENTS`)."""

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.feedback.questions import END, PHASE_END, SERVICE_END, START

JOBS = {START: "feedback.ask_at_start", END: "feedback.ask_at_end", SERVICE_END: "feedback.ask_of_service",
        PHASE_END: "feedback.ask_of_phase"}  # fmt: skip


def happened(*, moment: str, case_id: int, row_id: int | None, by: Actor) -> None:
    """Something of a case began or ended. The asking is promised work: it never stands in the way of the act."""
    ids = [case_id] if row_id is None else [case_id, row_id]
    outbox.promise(JOBS[moment], *ids, by=by)
