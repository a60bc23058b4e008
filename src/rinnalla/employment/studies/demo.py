"""This part of the invented world: vocational studies, under way, completed, broken off, and whether work came."""

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.employment.studies import actions
from rinnalla.employment.studies.models import StudyRecord
from rinnalla.lib import dates

# Kind, studies, school, adapted, days from today: began, ended (None: under way), asked, work began.
STUDIES: tuple[tuple[str, str, str, bool, int, int | None, int | None, int | None], ...] = (
    ("qualification", "Puutarha-alan perustutkinto", "Rannikon ammattiopisto", True, -900, -230, -40, -120),
    ("part", "Siivoustyön tutkinnon osa", "Seudun ammattiopisto", True, -420, -200, -20, None),
    ("preparatory", "Työhön valmentava koulutus", "Seudun ammattiopisto", True, -340, -160, -15, -60),
    ("qualification", "Logistiikan perustutkinto", "Rannikon ammattiopisto", False, -300, None, None, None),
    ("qualification", "Ravintola- ja catering-alan perustutkinto", "Seudun ammattiopisto", True, -800, -250, -50, -200),
    ("part", "Hoiva-avustajan opinnot", "Rannikon ammattiopisto", True, -500, -210, None, None),
    ("part", "Varastotyön tutkinnon osa", "Seudun ammattiopisto", True, -460, -190, -30, -90),
    ("preparatory", "Työhön valmentava koulutus", "Rannikon ammattiopisto", True, -120, None, None, None),
)
BROKEN_OFF = 3  # which one of them was broken off lately
MOST = 16


def study(leads: Mapping[int, Actor], today: date) -> None:
    """Some clients of a region have studied; those who answer for them have kept it, and asked how it went."""
    number = 0
    for user, lead in sorted(leads.items()):
        if not lead.can(Permission.SERVICE_EDIT):
            continue
        with _on(today, lead):
            rows = Case.objects.visible_to(lead).filter(responsible_worker_id=user, closed_at__isnull=True)
            found = [one for one in rows.select_related("person", "region").order_by("-pk")[:4] if one.allows("edit")]
        for case in found:
            if number >= MOST:
                return
            if (today - dates.local(case.made_at).date()).days > 60:
                _one(case, lead, STUDIES[number % len(STUDIES)], today, broken=number % len(STUDIES) == BROKEN_OFF)
                number += 1


def _one(
    case: Case, lead: Actor, told: tuple[str, str, str, bool, int, int | None, int | None, int | None], today: date,
    *, broken: bool,
) -> None:
    kind, name, school, adapted, began, ended, asked, work = told
    with _on(today - timedelta(days=55), lead):
        row = actions.add(
            case=case, by=lead, kind=kind, name=name, school=school, adapted=adapted,
            started_on=today + timedelta(days=began),
            completed_on=today + timedelta(days=ended) if ended is not None else None,
        )
    with _on(today - timedelta(days=8), lead):
        now = StudyRecord.objects.select_related("case").get(pk=row.pk)
        if broken:
            actions.break_off(row=now, version=now.version, by=lead, on=today - timedelta(days=20))
        elif asked is not None:
            on = today + timedelta(days=min(asked, -8))
            heard = today + timedelta(days=work) if work is not None else None
            actions.follow(row=now, version=now.version, by=lead, on=on, work_from=heard)


@contextmanager
def _on(day: date, actor: Actor) -> Any:
    moment = min(datetime.combine(day, time(12), dates.HELSINKI), datetime.now(dates.HELSINKI) - timedelta(minutes=4))
    with dates.clock(moment), acting(actor):
        yield
