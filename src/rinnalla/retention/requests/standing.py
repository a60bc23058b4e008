"""What stands of corrections elsewhere: the client's words beside the row, and what keeps a case open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.retention.requests.models import Kind, Outcome, RightsRequest


@dataclass(frozen=True)
class ClientsView:
    """The client sees the fact of one row differently: their words, and what came of them so far."""

    wrong: str
    should_be: str
    said_on: date
    outcome: str
    answer: str
    answered_on: date | None

    @property
    def corrected(self) -> bool:
        return self.outcome == Outcome.CORRECTED


def notes(case: Case, places: Iterable[str]) -> dict[UUID, list[ClientsView]]:
    """The client's views by the row they stand beside, the newest first. Whoever draws the row has asked already
    whether its reader may see it. One statement."""
    rows = RightsRequest.objects.filter(case=case, kind=Kind.CORRECTION, place__in=places, row_uuid__isnull=False)
    found: dict[UUID, list[ClientsView]] = {}
    for one in rows.order_by("-pk"):
        answered = dates.local(one.answered_at).date() if one.answered_at else None
        view = ClientsView(one.text, one.should_be, one.asked_on, one.outcome, one.answer, answered)
        found.setdefault(one.row_uuid, []).append(view)
    return found


def before_closing(case: Case) -> str:
    """Why the case can't be closed yet; "" when nothing of the client's waits."""
    if RightsRequest.objects.waiting().filter(case=case, kind=Kind.CORRECTION).exists():
        return _("Asiakkaan korjauspyyntö odottaa vastausta. Vastaa siihen ensin, sitten voit päättää asian.")
    return ""
