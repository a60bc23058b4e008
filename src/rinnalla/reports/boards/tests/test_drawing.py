"""Drawings and files tell no more than the words do.

Guards against: the width of a stream that tells a hidden number, a line drawn through a hidden half-year, a formula.
"""

import io

import pikepdf
import python_calamine

from rinnalla.lib.documents import pdf
from rinnalla.lib.smallnumbers import Shown
from rinnalla.reports.boards import drawing, sankey
from rinnalla.reports.boards.files import TEMPLATE, bars_of, paper_data
from rinnalla.reports.boards.sections import Board, Section, share
from rinnalla.reports.workbook import workbook


def number(value):
    return Shown("number", value)


def test_hidden_streams_are_as_wide_whatever_they_hide():
    """Seen red: the number itself as the width."""
    columns = ([("a", "A", "")], [("m", "M", ""), ("n", "N", "")], [("", "Jatkuu", ""), ("z", "Z", "")])
    right = {("m", ""): number(9), ("n", "z"): number(9)}
    drawn = [
        sankey.draw(columns, ({("a", "m"): number(20), ("a", "n"): hidden}, right), ("", "", ""), least=5, marked="z")
        for hidden in (Shown("small", 1), Shown("large", 40))
    ]
    assert drawn[0] == drawn[1]
    assert [one.marked for one in drawn[0].nodes] == [False, False, False, False, True]
    assert [one.hidden for one in drawn[0].streams] == [False, True, False, False]


def test_a_hidden_step_is_as_long_as_the_last_one_told():
    made = drawing.steps([("a", number(20)), ("b", Shown("withheld")), ("c", number(10))])
    assert [one.width for one in made.steps] == [310.0, 310.0, 155.0]
    assert [one.fewer for one in made.steps] == [None, None, None]


def test_a_line_breaks_where_a_half_year_is_hidden():
    made = drawing.line([("I", 10.0, False), ("II", 20.0, False), ("III", None, True), ("IV", 20.0, False)])
    assert len(made.pieces) == 1 and len(made.dots) == 3 and made.bands == [150.0]
    assert made.dots[1].y < made.dots[0].y


def test_a_share_tells_of_no_few():
    assert share(11, 16, 5, 10) == 69
    assert share(13, 16, 5, 10) is None and share(3, 16, 5, 10) is None and share(4, 9, 5, 10) is None
    assert share(0, 16, 5, 10) == 0 and share(16, 16, 5, 10) == 100


BOARD = Board("board", "Otsikko", "=1+1", "1.1.2026–30.6.2026", 5, [
    Section("one", "Luku: [a]", "Lause.", ["Mitä", "Luku"], [["=cmd()", number(7)], ["B", Shown("small")]]),
    Section("two", "Luku: [a]", "Lause.", ["Mitä", "Luku"], []),
], ["Huomautus."])  # fmt: skip


def test_a_workbook_holds_numbers_as_numbers_and_no_formula():
    from rinnalla.reports.boards.files import _sheets

    content = workbook(_sheets(BOARD))
    book = python_calamine.load_workbook(io.BytesIO(content))
    assert len(book.sheet_names) == 3
    rows = book.get_sheet_by_index(0).to_python()
    assert ["=cmd()", 7.0] in rows and ["B", "alle 5"] in rows
    assert b"<f>" not in content


def test_the_document_is_tagged_and_says_what_the_page_says():
    data = paper_data(BOARD)
    assert data["sections"][0]["rows"] == [["=cmd()", "7"], ["B", "alle 5"]]
    with pikepdf.open(io.BytesIO(pdf(TEMPLATE, data))) as document:
        assert document.Root.MarkInfo.Marked and document.Root.Lang == "fi"


def test_a_bar_on_paper_is_as_long_as_its_number_and_a_hidden_one_has_no_length():
    """Seen red: a hidden number drawn by what it is."""
    def section(*cells):
        return Section("one", "Luku", "", ["Mitä", "Luku"], [[f"Rivi {at}", cell] for at, cell in enumerate(cells)])

    assert bars_of(section(number(20), number(5), Shown("small"), Shown("large"))) == [1.0, 0.25, None, None]
    assert bars_of(section(number(0), number(0))) == [] and bars_of(section(number(7))) == []
    assert bars_of(section(number(7), "kesken")) == []  # words are no bar
    wide = Section("two", "Luku", "", ["Mitä", "Ennen", "Nyt"], [["A", number(7), number(8)]] * 2)
    assert bars_of(wide) == []
    told = paper_data(Board("b", "Otsikko", "", "1.1.–30.6.2026", 5, [section(number(20), Shown("small"))]))
    assert pdf(TEMPLATE, told).startswith(b"%PDF")
