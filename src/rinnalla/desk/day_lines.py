"""One line of my day: whose case, what, when, and where it is mended."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.cases.models import Case
from rinnalla.desk.queries import CaseRow
from rinnalla.lib import dates


@dataclass(frozen=True)
class Item:
    """One line: whose case, what, a detail, when (with its kind: late, wait, now, plain), and the act.

    `name` stands in the case's place where the line has none that its reader may know of.
    """

    case: CaseRow | None
    what: str
    detail: str
    when: str
    kind: str
    act: str
    url: str
    whose: str = ""
    name: str = ""


def case_page(row: CaseRow, name: str = "desk:case") -> str:
    return reverse(name, kwargs={"case_uuid": row.uuid})


def late(days: int) -> str:
    return ngettext("%(days)s päivä myöhässä", "%(days)s päivää myöhässä", days) % {"days": days}


def when(day: date) -> tuple[str, str]:
    """A day in words, and its kind."""
    days = dates.days_since(day)
    if days > 0:
        return late(days), "late"
    if days == 0:
        return _("Tänään"), "now"
    return f"{dates.weekday(day, short=True).capitalize()} {dates.dshort(day)}", "plain"


def shortened(text: str) -> str:
    return text if len(text) <= 120 else text[:117].rsplit(" ", 1)[0] + " …"


def row_of(case: Case) -> CaseRow:
    worker = case.responsible_worker
    return CaseRow(
        case.pk,
        case.uuid,
        case.number,
        case.stage,
        case.next_step,
        case.next_step_on,
        case.review_on,
        case.naming_due_on,
        case.last_contact_on,
        case.closed_at,
        case.responsible_worker_id,
        worker.name if worker else None,
        case.person_id,
        case.person.given_names,
        case.person.family_name,
        case.made_at,
        case.service_model_id,
        case.region_id,
    )
