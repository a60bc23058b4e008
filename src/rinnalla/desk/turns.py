"""What turns in the livelihood of my clients, and services that broke off: for my day (V-71, V-73, V-91, E-16)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.desk.queries import CaseRow
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import code_name, of_case
from rinnalla.services.timeline import turn_text


def turns(rows: Iterable[CaseRow]) -> list[tuple[CaseRow, str, str, date, str]]:
    """Benefits that end, are decided anew or fill their longest time soon, the first to turn first: whose, what, what
    is agreed, when and where it is settled."""
    found = [(one.turn, one, row) for row in rows for one in row.turning if one.turn]
    return [
        (row, f"{one.name}: {turn_text(turn)}", one.next_step, turn.on,
         reverse("services:benefit_turn", kwargs={"case_uuid": row.uuid, "benefit_uuid": one.uuid}))
        for turn, one, row in sorted(found, key=lambda one: (one[0].on, one[1].pk))
    ]


def breaks(rows: Iterable[CaseRow]) -> list[tuple[CaseRow, str, str, str, str, str, str]]:
    """Services that broke off and nobody has offered support for, the oldest first: whose, what, why, for how long."""
    found = sorted(((one, row) for row in rows for one in row.broken), key=lambda pair: (pair[0].since, pair[1].pk))
    return [
        (row, _("Palvelu keskeytyi"), code_name("interruption_reasons", one.reason, region=of_case(row)),
         ngettext("%(days)s päivä", "%(days)s päivää", days) % {"days": days}, "wait", _("Kirjaa tuki"),
         reverse("services:support", kwargs={"case_uuid": row.uuid, "episode_uuid": one.uuid}))
        for one, row in found for days in [max(0, dates.days_since(one.since))]
    ]  # fmt: skip
