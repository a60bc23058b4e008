"""The row ledger: 391 rows, and which tests prove them."""

import json

import pytest

from rinnalla import ledger

TEST = '''
import pytest

@pytest.mark.row("V-14")
def test_one(): ...

@pytest.mark.row("I-26")
class TestTwo:
    @pytest.mark.row("V-14", "L-44")
    def test_three(self): ...

@pytest.mark.row("V-14")
def helper(): ...
'''


@pytest.fixture
def house(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    rows = "V-14\tresponsible worker\nI-26\tshare\nL-44\thand-over\n"
    (tmp_path / "docs" / "rows.tsv").write_text(rows, encoding="utf-8")
    (tmp_path / "tests" / "test_it.py").write_text(TEST, encoding="utf-8")
    return tmp_path


def test_every_row_is_known_once_and_in_short():
    rows = ledger.known_rows()
    assert len(rows) == 391
    assert {row[0] for row in rows} == set("VELTI")
    assert all(0 < len(text) <= 100 for text in rows.values())


def test_marks_are_found_on_functions_and_classes(house):
    found = {row["id"]: row["tests"] for row in ledger.ledger(house)}
    assert found == {
        "V-14": ["tests/test_it.py::test_one", "tests/test_it.py::TestTwo::test_three"],
        "I-26": ["tests/test_it.py::TestTwo::test_three"], "L-44": ["tests/test_it.py::TestTwo::test_three"],
    }


def test_a_mark_of_an_unknown_row_is_an_error(house):
    (house / "tests" / "test_more.py").write_text(TEST.replace("V-14", "V-999"), encoding="utf-8")
    with pytest.raises(ledger.UnknownRow, match="V-999"):
        ledger.ledger(house)


@pytest.mark.parametrize("line", ["V-15 no tab", "V-14\tdoubled", "V-16\t "])
def test_a_broken_list_is_an_error(house, line):
    with open(house / "docs" / "rows.tsv", "a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ValueError, match=r"rows.tsv:4"):
        ledger.ledger(house)


def test_the_command_prints_every_row_and_the_totals(capsys):
    assert ledger.print_rows(as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 391 and set(rows[0]) == {"id", "tests", "note"}
    assert ledger.print_rows(as_json=False) == 0
    assert f"391 rows, {sum(bool(row['tests']) for row in rows)} proven" in capsys.readouterr().out


def test_the_hurts_are_known_once_and_counted_apart(capsys):
    """Seen red: the hurts left among the rows, and the list without its last one."""
    hurts = ledger.known_rows(ledger.ROWS.with_name("hurts.tsv"))
    assert list(hurts) == [f"C-{number:02}" for number in range(1, 30)]
    assert all(0 < len(text) <= 100 for text in hurts.values())
    assert ledger.print_rows(as_json=False) == 0
    told = capsys.readouterr().out
    assert told.index("C-01 ") > told.index("F-01 ") > told.index("I-01 ")
    assert "29 hurts, " in told and "50 figures, " in told


def test_our_own_marks_name_known_rows():
    apart = {row for name in ledger.APART for row in ledger.known_rows(ledger.ROWS.with_name(f"{name}.tsv"))}
    assert {mark.row for mark in ledger.marks()} <= {*ledger.known_rows(), *apart}
