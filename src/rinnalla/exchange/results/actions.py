"""Bringing a results file in: every row, or none of it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Grant
from rinnalla.access.permissions import Permission as P
from rinnalla.assessments.results.actions import Result, note_result
from rinnalla.assessments.results.models import InstrumentResult
from rinnalla.cases.models import Case
from rinnalla.exchange.faults import Fault
from rinnalla.exchange.report import ImportReport
from rinnalla.exchange.results.reading import HEADINGS, ResultRow, broken, read_rows
from rinnalla.lib.errors import Refused


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: the report, and the cases whose results it held."""

    report: ImportReport
    cases: list[Case]


def import_results(*, name: str, data: bytes, by: Actor, write: bool) -> Imported:
    """Keep every result of a file; without `write` only tell what would go in. Safe to repeat: a row that is there
    already with the same points is a repeat.

    Raises TableError with every fault when any row will not do, and then nothing is saved; Refused when the actor may
    write no assessments. A case that is not there and one the actor does not work in get the same answer.
    """
    if not (by.can(P.ASSESSMENT_EDIT) and by.agreed):
        raise Refused(_("Roolisi ei anna oikeutta tuoda tuloksia."))
    rows = read_rows(name, data)
    with transaction.atomic():
        imported = _bring_in(rows, by)
        if not write:
            transaction.set_rollback(True)
    report = ImportReport(len(rows) - len(imported.report.repeats), imported.report.repeats, (), dry=not write)
    return Imported(report, imported.cases)


def _bring_in(rows: list[ResultRow], by: Actor) -> Imported:
    cases, groups = _cases(rows, by)
    repeats, faults = [], []
    for row in rows:
        case = cases.get(row.case_number)
        if case is None:
            reason = _("Asiaa ei löydy niistä, joissa työskentelet.")
            faults.append(Fault(row.line, HEADINGS["case"][0], row.case_number[:20], "case", reason, "2026-0123"))
        elif _is_there(case, row.result):
            repeats.append(row.line)
        else:
            try:
                with transaction.atomic():
                    note_result(case=case, by=by, groups=groups[case.pk], result=row.result)
            except Refused as refusal:
                again = _("Korjaa ja tuo tiedosto uudelleen.")
                faults.append(Fault(row.line, "", "", "refused", refusal.message, again))
    if faults:
        raise broken(faults)
    return Imported(ImportReport(len(rows), tuple(repeats), (), dry=False), list(cases.values()))


def _cases(rows: list[ResultRow], by: Actor) -> tuple[dict[str, Case], dict[int, frozenset[str]]]:
    """The cases of the file that the actor works in, and the field groups that are open in each."""
    numbers = {row.case_number for row in rows}
    found = {one.number: one for one in Case.objects.visible_to(by).filter(number__in=numbers).select_related("person")}
    opened: dict[int, frozenset[str]] = {}
    for grant in Grant.objects.live().held_by(by).filter(case__in=found.values(), depth__gte=Depth.WORKS):
        mine = by.field_groups() & frozenset(grant.field_groups)
        opened[grant.case_id] = opened.get(grant.case_id, frozenset()) | mine
    return {number: one for number, one in found.items() if one.pk in opened}, opened


def _is_there(case: Case, result: Result) -> bool:
    rows = InstrumentResult.objects.filter(
        case=case, instrument=result.instrument, edition=result.edition, measured_on=result.measured_on,
        subject=result.subject, scores=dict(result.scores), outcome=result.outcome, corrects=None,
    )
    return rows.exists()
