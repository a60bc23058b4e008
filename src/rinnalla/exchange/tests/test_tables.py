"""Reading files: every form gives the same table, limits hold, and nothing but TableError comes out."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rinnalla.exchange import tables, workbooks
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.tables import read_table
from rinnalla.exchange.tests.lists import SAMPLE, as_csv, as_xlsx, sample

HEAD = ["Sukunimi", "Etunimi"]


def cells(data: bytes) -> list[tuple[str, ...]]:
    table = read_table("lista", data)
    return [table.headings, *(line.cells for line in table.lines)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_delimiter_and_line_end_gives_the_same_table(delimiter, encoding, end):
    assert read_table("a", as_csv(sample(), delimiter, encoding, end)) == read_table("a", SAMPLE.read_bytes())


@pytest.mark.parametrize("real_dates", [False, True])
def test_a_workbook_gives_the_same_table(real_dates):
    assert read_table("a.xlsx", as_xlsx(sample(), real_dates=real_dates)) == read_table("a", SAMPLE.read_bytes())


def test_a_line_is_told_by_where_its_record_starts():
    data = as_csv([HEAD, ["Aalto", "Eero\nJuhani\r\nOlavi"], ["", ""], ["Koskela", "Olga"]])
    assert [line.number for line in read_table("a", data).lines] == [2, 6]
    assert [line.number for line in read_table("a", b"\r\n\nA;B\n\n1;2\n").lines] == [5]


def test_signs_that_break_lines_elsewhere_are_text():
    assert cells("A;B\nyksi\u2028kaksi;kolme\u0085neljä\x0bviisi\n".encode())[1] == (
        "yksi\u2028kaksi",
        "kolme\u0085neljä\x0bviisi",
    )


def test_a_quotation_mark_left_open_costs_its_own_line_only():
    table = read_table("a", b'A;B\n1;2\n3;"auki\n5;"6"\n7;8\n')
    assert [(line.number, line.fault) for line in table.lines] == [(2, ""), (3, "quote"), (4, ""), (5, "")]
    table = read_table("a", b'A;B\n3;"auki\n' + b"5;6\n" * 1000)
    assert [line.number for line in table.lines if line.fault] == [2]
    assert len(table.lines) == 1001


def test_a_line_in_another_encoding_costs_its_own_line_only():
    utf8, ansi = "Närpiö;Åsa\n".encode(), "Närpiö;Öhman\n".encode("cp1252")
    table = read_table("a", b"A;B\n" + utf8 + ansi + utf8)
    assert [line.fault for line in table.lines] == ["", "encoding", ""]
    assert table.lines[0].cells == ("Närpiö", "Åsa")
    assert "".join(table.lines[1].cells).encode()  # no lone surrogates
    table = read_table("a", b"A;B\n" + ansi + b"a\x81;b\n")
    assert [(line.fault, line.cells[0]) for line in table.lines] == [
        ("", "Närpiö"),
        ("encoding", "a\N{REPLACEMENT CHARACTER}"),
    ]


def test_a_cell_too_long_to_read_costs_its_own_line_only():
    table = read_table("a", b"A;B\n" + b"x" * 200_000 + b";2\n3;4\n")
    assert [line.fault for line in table.lines] == ["too_long", ""]


def test_the_delimiter_that_excel_tells_is_believed():
    table = read_table("a", b"sep=,\r\nA;B,C\r\n1;2,3\r\n")
    assert (table.headings, table.heading_line, table.lines[0].cells) == (("A;B", "C"), 2, ("1;2", "3"))


def test_what_a_workbook_holds_becomes_the_text_a_person_sees():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        hidden, sheet = book.add_worksheet(), book.add_worksheet()
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
        hidden.write_string(0, 0, "piilossa")
        sheet.write_row(1, 1, ["A", "B", "C", "D", "E"])
        sheet.write_row(2, 1, [358401234567, 1.5, True, "=1+1", "0401234567"], None)
        sheet.write_string(3, 1, "=1+1")
        sheet.write_string(3, 2, "_x0041_")
    table = read_table("a.xlsx", content.getvalue())
    assert (table.headings, table.heading_line) == (("", "A", "B", "C", "D", "E"), 2)
    assert table.lines[0].cells == ("", "358401234567", "1.5", "1", "0", "0401234567")
    assert (table.lines[1].number, table.lines[1].cells[:3]) == (4, ("", "=1+1", "_x0041_"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b" \r\n\n",
        b";;;\n;;\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"A;B\n1;\x002\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600,
        "A;B\n1;2\n".encode("utf-16"),
        "A;B\n1;2\n".encode("utf-16-be"),
        bytes(range(1, 32)) * 9,
        b"PK\x03\x04",
        b"PK\x03\x04" + b"x" * 500,
        as_xlsx([]),
        as_xlsx([HEAD])[:-100],
        b'A;"B\n1;2\n',
        ";".join(map(str, range(201))).encode(),
        b"x" * (tables.MAX_BYTES + 1),
        b"A;B\n" + b"1;2\n" * (tables.MAX_LINES + 1),
    ],
    # By name, not by size: a workbook holds the second it was made in, and two workers must name the same tests.
    ids=[
        "nothing", "mark alone", "blank lines", "empty cells", "picture", "zero byte", "old workbook", "utf-16",
        "utf-16 without mark", "control signs", "zip's first bytes", "broken zip", "empty workbook", "cut workbook",
        "open quote", "too wide", "too large", "too long",
    ],
)
def test_what_is_no_table_is_refused_with_reason_and_expectation(data):
    with pytest.raises(TableError) as told:
        read_table("lista.csv", data)
    assert told.value.reason and told.value.expected and told.value.faults[0].line >= 1


def test_as_many_lines_as_allowed_go_in():
    assert len(read_table("a", b"A;B\n" + b"1;2\n" * tables.MAX_LINES).lines) == tables.MAX_LINES


# Workbooks made to hurt


def workbook(**parts: str) -> bytes:
    """A small workbook with parts replaced: `sheet` its first sheet's content, `strings` its shared texts."""
    content = io.BytesIO()
    replaced = {"xl/worksheets/sheet1.xml": parts.get("sheet"), "xl/sharedStrings.xml": parts.get("strings")}
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([HEAD, ["Aalto", "Eero"]]))) as old,
        zipfile.ZipFile(content, "w", 8) as new,
    ):
        for name in old.namelist():
            new.writestr(name, (replaced.get(name) or old.read(name).decode()).encode())
    return content.getvalue()


def sheet(rows: str, head: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


LONG_TEXT = f"<sst><si><t>{'x' * 100_000}</t></si></sst>"
NUMBER = '<c r="{}"><v>1</v></c>'


TOO_MUCH, DAMAGED = "liikaa", "vioittunut"


@pytest.mark.parametrize(
    ("hurtful", "reason"),
    [
        pytest.param(sheet(NUMBER.format("A1") + NUMBER.format("XFD1048576")), TOO_MUCH, id="corner"),
        pytest.param(sheet(NUMBER.format("A1") + NUMBER.format("A100002")), TOO_MUCH, id="rows"),
        pytest.param(sheet(NUMBER.format("GS1")), TOO_MUCH, id="columns"),
        pytest.param(sheet(NUMBER.format("CV60000")), TOO_MUCH, id="area"),
        pytest.param(sheet('<row r="1048576"><c><v>1</v></c></row>'), TOO_MUCH, id="bare row"),
        pytest.param(sheet('<c r="A1" t="s"><v>0</v></c>' * 3000), TOO_MUCH, id="shared text"),
        pytest.param(sheet(" " * (workbooks.MAX_UNPACKED + 1)), TOO_MUCH, id="unpacked"),
        pytest.param(sheet("", head="<!DOCTYPE worksheet>"), DAMAGED, id="doctype"),
        pytest.param("<worksheet>", DAMAGED, id="open"),
        pytest.param(sheet('<row r="x"/>'), DAMAGED, id="no number"),
    ],
)
def test_a_hurtful_workbook_is_refused_before_it_is_read(hurtful, reason, monkeypatch):
    read = []
    monkeypatch.setattr(workbooks.python_calamine, "load_workbook", read.append)
    with pytest.raises(TableError, match=reason):
        read_table("a.xlsx", workbook(sheet=hurtful, strings=LONG_TEXT))
    assert not read


@pytest.mark.parametrize("cell", ['<c r="A1" t="s"><v>99</v></c>', '<c r="A1" t="odd"><v>1</v></c>'])
def test_a_workbook_that_the_reader_stumbles_on_is_refused(cell):
    with pytest.raises(TableError, match="vioittunut"):
        read_table("a.xlsx", workbook(sheet=sheet(f'<row r="1">{cell}</row>')))


def test_a_panic_of_the_reader_is_no_crash(monkeypatch):
    class PanicException(BaseException):  # as the reader's own: no Exception
        pass

    def panic(_content):
        raise PanicException

    monkeypatch.setattr(workbooks.python_calamine, "load_workbook", panic)
    with pytest.raises(TableError, match="vioittunut"):
        read_table("a.xlsx", XLSX)


def test_formats_far_down_without_content_do_no_harm():
    row = '<c r="A{0}" t="inlineStr"><is><t>Sukunimi</t></is></c>'
    table = read_table(
        "a.xlsx",
        workbook(sheet=sheet(f'<row r="1">{row.format(1)}</row><row r="1048576"><c r="A1048576" s="1"/></row>')),
    )
    assert (table.headings, table.lines) == (("Sukunimi",), ())


# Any bytes


def only_table_error(data: bytes) -> None:
    try:
        table = read_table("lista", data)
    except TableError as error:
        assert error.faults
        return
    assert table.headings
    for line in table.lines:
        "".join(line.cells).encode()


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_table_error(data):
    only_table_error(data)


@given(
    st.lists(
        st.sampled_from(['"', ";", ",", "\t", "\n", "\r", "a", "ä", "\ufeff", "\x85", "=1", "''", "sep=;"]), max_size=60
    ),
    st.sampled_from(["utf-8", "cp1252"]),
)
def test_any_quotes_and_line_ends_give_a_table_or_table_error(signs, encoding):
    only_table_error("".join(signs).encode(encoding, "replace"))


XLSX = as_xlsx([HEAD, ["Aalto", "Eero"]])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(XLSX) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_workbook_with_changed_bytes_gives_a_table_or_table_error(changes):
    data = bytearray(XLSX)
    for place, byte in changes:
        data[place] = byte
    only_table_error(bytes(data))


SHEET = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c><c r="B1" t="s"><v>0</v></c></row>')


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(SHEET)), st.integers(0, 30), st.text(alphabet='<>/"= AXZ019cvrst&#;-', max_size=12))
def test_a_workbook_with_a_changed_sheet_gives_a_table_or_table_error(start, length, other):
    only_table_error(workbook(sheet=SHEET[:start] + other + SHEET[start + length :]))
