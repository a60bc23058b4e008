"""A board as a file: CSV, a workbook with a sheet for each figure, or a tagged PDF. All say what the page says."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rinnalla.lib.documents import pdf, pdf_answer
from rinnalla.reports.boards.sections import Board, Section, cell_in_words, number_or_words
from rinnalla.reports.files import definitions, plain_file
from rinnalla.reports.workbook import as_workbook
from rinnalla.servicemodels.definitions import Indicator

TEMPLATE = Path(__file__).parent / "board.typ"


def as_file(board: Board, form: str, key: str) -> HttpResponse:
    """`form` is csv, xlsx or pdf; csv when it is none of them. `key` is the time, for the file's name."""
    name = f"{board.file}-{key}"
    if form == "pdf":
        return pdf_answer(pdf(TEMPLATE, paper_data(board)), name)
    if form == "xlsx":
        return as_workbook(name, _sheets(board))
    return plain_file(name, _lines(board))


def _lines(board: Board) -> list[Sequence[str]]:
    lines: list[Sequence[str]] = [[board.title], [board.lead], [_("Aika"), board.period]]
    for one in board.sections:
        rows = [[cell_in_words(cell, board.least) for cell in row] for row in one.rows]
        lines += [[], [one.title], [one.sentence], *([note] for note in one.notes), list(one.heads), *rows]
    return [*lines, [], *([note] for note in board.notes), [], *definitions(board.defined)]


def _sheets(board: Board) -> list[tuple[str, list[Sequence[str | int]]]]:
    sheets = [(_sheet_name(one, place), _sheet(board, one)) for place, one in enumerate(board.sections, start=1)]
    about: list[Sequence[str | int]] = [[board.title], [board.lead], [_("Aika"), board.period]]
    about += [*([note] for note in board.notes), [], *(list(row) for row in definitions(board.defined))]
    return [*sheets, (_("Määritelmät"), about)]


def _sheet_name(one: Section, place: int) -> str:
    """A sheet's name has no signs that a spreadsheet forbids, and no two have the same."""
    return f"{place} " + "".join(sign for sign in one.title if sign not in "[]:*?/\\'")[:28].strip()


def _sheet(board: Board, one: Section) -> list[Sequence[str | int]]:
    rows = [[number_or_words(cell, board.least) for cell in row] for row in one.rows]
    return [[one.title], [one.sentence], *([note] for note in one.notes), [], list(one.heads), *rows]


def paper_data(board: Board) -> dict[str, Any]:
    """What the document says, in the language in use."""
    return {
        "lang": (get_language() or "fi")[:2], "title": board.title, "lead": board.lead, "period": board.period,
        "footer": f"{board.title}, {board.period}", "notes": list(board.notes),
        "definitions": _("Mitä luvut tarkoittavat"), "nothing": _("Ei kirjattua."),
        "sections": [
            {"title": one.title, "sentence": one.sentence, "notes": list(one.notes), "heads": list(one.heads),
             "rows": [[cell_in_words(cell, board.least) for cell in row] for row in one.rows], "bars": bars_of(one)}
            for one in board.sections
        ],
        "defined": [_definition(one) for one in board.defined],
    }  # fmt: skip


def bars_of(one: Section) -> list[float | None]:
    """How long each line's bar is on paper, of the longest, where a table is names and numbers; a hidden number has
    none. Empty where there is nothing to compare."""
    if len(one.heads) != 2 or any(len(row) != 2 or isinstance(row[1], str) for row in one.rows):
        return []
    told = [number_or_words(row[1], 0) for row in one.rows]
    most = max((number for number in told if isinstance(number, int)), default=0)
    if not most or len(told) < 2:
        return []
    return [round(number / most, 3) if isinstance(number, int) else None for number in told]


def _definition(one: Indicator) -> dict[str, Any]:
    facts = [
        (_("Mitä se kertoo"), one.meaning), (_("Mitä lasketaan"), one.numerator),
        *([(_("Mistä joukosta"), one.denominator)] if one.denominator else []), (_("Lähde"), one.source),
        *((_("Oletus"), assumed) for assumed in one.assumptions),
    ]  # fmt: skip
    return {"name": one.names.in_language, "facts": [[name, text.in_language] for name, text in facts]}
