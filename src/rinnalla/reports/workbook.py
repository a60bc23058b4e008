"""Figures as a spreadsheet: numbers as numbers, text as text, never as a formula."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE, NARROW = 44, 18  # of the first column and the others, in characters

Lines = Sequence[Sequence[str | int]]


def workbook(sheets: Sequence[tuple[str, Lines]]) -> bytes:
    """A workbook of named sheets. The first line of each is its heading; a line of one cell runs on beside it."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        heading, wrapped = book.add_format({"bold": True, "font_size": 14}), book.add_format({"text_wrap": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        for name, lines in sheets:
            sheet = book.add_worksheet(name[:31])
            sheet.set_column(0, 0, WIDE, wrapped)
            sheet.set_column(1, 16, NARROW, wrapped)
            for row, cells in enumerate(lines):
                after_gap = row > 0 and not lines[row - 1]
                style = heading if row == 0 else head if after_gap else None
                for column, cell in enumerate(cells):
                    write = sheet.write_number if isinstance(cell, int) else sheet.write_string
                    write(row, column, cell, *([style] if style else []))
    return held.getvalue()


def as_workbook(name: str, sheets: Sequence[tuple[str, Lines]]) -> HttpResponse:
    """The workbook as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(workbook(sheets), content_type=XLSX, headers=headers)
