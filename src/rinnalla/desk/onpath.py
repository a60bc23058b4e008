"""What waits on the paths of my clients: late steps, whoever's turn it is, and proposed steps (L-17, L-19)."""

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.desk.queries import CaseRow
from rinnalla.lib import dates
from rinnalla.plans.paths.queries import OnPath

Told = tuple[CaseRow, str, str]  # whose, what, a detail


def late_steps(
    rows: Iterable[CaseRow], own: Collection[int], *, mine: bool
) -> list[tuple[Told, date, tuple[str, str]]]:
    """Late steps whose doer is among `own` users (`mine`) or is not, the latest first: whose and what, the agreed day,
    where it is mended and whose turn it is."""
    late = [(one, row) for row in rows for one in row.on_path if not one.proposed]
    found = [(one, row) for one, row in late if (one.owner_id in own) == mine]
    return [
        ((row, one.what, _("Sovittu %(day)s") % {"day": dates.d(one.on)}), one.on,
         (_url("paths:step", row, one), one.whose or _("Tekijä puuttuu")))
        for one, row in sorted(found, key=lambda pair: (pair[0].on, pair[1].pk))
    ]  # fmt: skip


def proposed_steps(rows: Iterable[CaseRow]) -> list[tuple[Told, date, str]]:
    """Proposed steps nobody has answered, the oldest first: whose and what, since when, and where it is answered."""
    found = [(one, row) for row in rows for one in row.on_path if one.proposed]
    return [
        ((row, one.what, _("Ehdottaa %(name)s") % {"name": one.whose}), one.on, _url("paths:proposal", row, one))
        for one, row in sorted(found, key=lambda pair: (pair[0].on, pair[1].pk))
    ]


def _url(name: str, row: CaseRow, one: OnPath) -> str:
    thing = "proposal_uuid" if one.proposed else "step_uuid"
    return reverse(name, kwargs={"case_uuid": row.uuid, thing: one.uuid})
