"""A refusal as it is told: its ground, where it stands in law, and the way on, as they were that day."""

from dataclasses import dataclass

from rinnalla.lib import dates
from rinnalla.retention.requests.models import RightsRequest
from rinnalla.servicemodels.codes import code, code_list, code_name


@dataclass(frozen=True)
class Refusal:
    """Why not, and whom to turn to."""

    ground: str
    statute: str
    appeal: str


def ombudsman() -> str:
    """Whom to turn to when an answer does not come, in the reader's language."""
    return next((one.definition.appeal.in_language for one in code_list("rights_refusals")), "")


def refusal_of(request: RightsRequest) -> Refusal | None:
    """The refusal of a request in the reader's language; None when it was not refused."""
    if not request.refusal or not request.answered_at:
        return None
    on = dates.local(request.answered_at).date()
    found = code("rights_refusals", request.refusal, on)
    if found is None:
        return Refusal(code_name("rights_refusals", request.refusal, on), "", "")
    return Refusal(found.name, found.definition.statute, found.definition.appeal.in_language)
