"""Headings: three languages, any order; what is missing or doubled is told at once."""

import pytest

from rinnalla.exchange.columns import HEADINGS, OBLIGATORY, find_columns, folded
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.tables import Line, Table


def table(*headings: str) -> Table:
    return Table(headings, 1, ())


def test_no_heading_means_two_columns():
    keys: dict[str, str] = {}
    for key, headings in HEADINGS.items():
        for heading in (key, *headings):
            assert keys.setdefault(folded(heading), key) == key, heading


@pytest.mark.parametrize("language", range(3))
@pytest.mark.parametrize(
    "write", [str, str.upper, lambda heading: f"  {heading.lower()} ", lambda h: h.replace(" ", "-")]
)
def test_headings_in_each_language_in_any_order(language, write):
    keys = [*list(HEADINGS)[1::2][::-1], *list(HEADINGS)[::2]]
    columns = find_columns(table(*(write(HEADINGS[key][language]) for key in keys)))
    assert [columns.places[key] for key in keys] == list(range(len(keys)))


def test_all_missing_and_all_doubled_columns_are_told_at_once():
    with pytest.raises(TableError) as told:
        find_columns(table("Saapunut", "Sukunimi", "Efternamn", "Surname", "Kanava", "Kanal", "Suostumus"))
    assert [(fault.code, fault.column) for fault in told.value.faults] == [
        ("column_missing", "Etunimi"),
        ("column_missing", "Lähettäjä"),
        ("column_missing", "Lähettäjän laji"),
        ("column_missing", "Henkilötunnus"),
        ("column_doubled", "Efternamn"),
        ("column_doubled", "Kanal"),
    ]
    assert "Sukunimi, Efternamn, Surname" in told.value.reason


def test_a_line_of_data_is_no_heading():
    with pytest.raises(TableError, match="otsikkoriviä"):
        find_columns(table("3.11.2026", "Aalto", "Eero"))


def test_hetu_or_phone_is_enough():
    names = [HEADINGS[key][0] for key in OBLIGATORY]
    assert find_columns(table(*names, "Puhelin")).places["phone"] == len(names)
    assert find_columns(table(*names, "Hetu")).headings["hetu"] == "Hetu"


def test_unknown_columns_are_listed_with_what_they_may_have_meant():
    names = [HEADINGS[key][0] for key in OBLIGATORY]
    columns = find_columns(table(*names, "Puhelin", "Kotikumta", "Kengännumero", ""))
    assert [(column.heading, column.nearest) for column in columns.ignored] == [
        ("Kotikumta", "Kotikunta"),
        ("Kengännumero", ""),
    ]
    assert columns.width == len(names) + 3


def test_a_short_line_and_a_missing_column_give_empty_text():
    columns = find_columns(table(*(HEADINGS[key][0] for key in OBLIGATORY), "Puhelin"))
    line = Line(2, ("3.11.2026",))
    assert (columns.cell(line, "received"), columns.cell(line, "phone"), columns.cell(line, "wish")) == (
        "3.11.2026",
        "",
        "",
    )
