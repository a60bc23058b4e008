"""Referral lists made for the tests: the open sample and lists of one line, in every form that a program may write."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from rinnalla.exchange.codes import Codes
from rinnalla.exchange.columns import HEADINGS
from rinnalla.exchange.referral_list import CheckedList, check_list

HERE = Path(__file__).parent / "data"
SAMPLE = HERE / "referrals-sample.csv"
CODES = Codes.of(**json.loads((HERE / "codes.json").read_text()), services=["work_ability_assessment", "self_care"])
TODAY = date(2026, 11, 22)
GOOD = {
    "received": "3.11.2026",
    "family_name": "Aalto",
    "given_name": "Eero",
    "hetu": "250869-978X",
    "phone": "040 123 4567",
    "municipality": CODES.municipalities["545"][1],
    "language": "fi",
    "channel": "network",
    "sender": "Opisto",
    "sender_kind": "education_provider",
    "items": "school_history|work_history",
    "consent": "kyllä",
    "wish": "Haluan töihin",
    "notes": "",
    "service": "",
}


def sample() -> list[list[str]]:
    """The open sample, headings first."""
    return list(csv.reader(io.StringIO(SAMPLE.read_text("utf-8-sig"), newline=""), delimiter=";"))


def as_csv(rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: list[list[str]], *, real_dates: bool = False) -> bytes:
    """A workbook of text cells; with `real_dates` the first column as dates, as spreadsheet programs keep them."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d.m.yyyy"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if at and column == 0 and real_dates and cell != "31.2.2026":
                    sheet.write_datetime(at, column, datetime.strptime(cell, "%d.%m.%Y"), day)
                else:
                    sheet.write_string(at, column, cell)
    return content.getvalue()


def line_of(**cells: str) -> bytes:
    """A list of one line: a good one, but for the cells told. A cell of None leaves its column out."""
    told = {key: cell for key, cell in (GOOD | cells).items() if cell is not None}
    return as_csv([[HEADINGS[key][0] for key in told], list(told.values())])


def checked(data: bytes, name: str = "lista.csv") -> CheckedList:
    return check_list(name, data, region="region", codes=CODES, today=TODAY)


def codes_of(data: bytes) -> list[str]:
    """The codes of all faults in a list."""
    return [fault.code for fault in checked(data).faults]
