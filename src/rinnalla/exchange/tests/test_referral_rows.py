"""Lines of a referral list: what goes in, and what is told of each fault."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinnalla.exchange.codes import Codes
from rinnalla.exchange.columns import HEADINGS, find_columns
from rinnalla.exchange.referral_list import check_list
from rinnalla.exchange.referral_rows import LONGEST, ReferralRow, check_line, phone_key
from rinnalla.exchange.tables import Line, Table
from rinnalla.exchange.tests.lists import (
    CODES,
    GOOD,
    SAMPLE,
    TODAY,
    as_csv,
    as_xlsx,
    checked,
    codes_of,
    line_of,
    sample,
)
from rinnalla.lib import hetu

FAULTS = [
    (6, "Henkilötunnus", "260270-9154", "hetu_check"),
    (11, "Saapunut", "31.2.2026", "received_date"),
    (15, "Sukunimi", "", "family_name_missing"),
    (19, "Lähettäjän laji", "te_keskus", "sender_kind_unknown"),
    (24, "Suostumus", "ei", "no_legal_ground"),
    (29, "Lähettäjä", "", "sender_missing"),
    (33, "Tunnistuksen kohdat", "oma_keksintö", "items_unknown"),
]


def test_the_sample_gives_33_rows_7_refused_and_a_repeat():
    found = checked(SAMPLE.read_bytes())
    assert [(fault.line, fault.column, fault.value, fault.code) for fault in found.faults] == FAULTS
    assert (len(found.rows), found.repeats, found.ignored) == (33, (42,), ())
    assert all(fault.reason and fault.expected for fault in found.faults)
    first = found.rows[0]
    assert (first.line, first.received, first.hetu.text) == (2, date(2026, 8, 26), "260374X965D")
    assert (first.municipality, first.items) == ("905", ("cognition_and_health", "school_history"))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_form_of_csv_gives_the_same_result(delimiter, encoding):
    assert checked(as_csv(sample(), delimiter, encoding)) == checked(SAMPLE.read_bytes())


@pytest.mark.parametrize("real_dates", [False, True])
def test_a_workbook_gives_the_same_result(real_dates):
    assert checked(as_xlsx(sample(), real_dates=real_dates)) == checked(SAMPLE.read_bytes())


@pytest.mark.parametrize("language", range(3))
def test_columns_in_another_order_and_language_give_the_same_rows(language):
    names = {headings[0]: headings[language] for headings in HEADINGS.values()}
    rows = [
        [cell for _place, cell in sorted(zip(range(14), row, strict=True), key=lambda at: at[0] * 5 % 14)]
        for row in sample()
    ]
    found = checked(as_csv([[names[heading] for heading in rows[0]], *rows[1:]]))
    assert found.rows == checked(SAMPLE.read_bytes()).rows
    assert {fault.code for fault in found.faults} == {code for *_where, code in FAULTS}
    assert {fault.column for fault in found.faults} <= set(names.values())


def test_stray_spaces_and_case_change_nothing():
    loud = [[f"  {cell.upper() if '|' in cell or '_' in cell else cell}\u00a0" for cell in row] for row in sample()]
    assert checked(as_csv(loud)).rows == checked(SAMPLE.read_bytes()).rows


# Single lines


def row_of(**cells: str) -> ReferralRow:
    found = checked(line_of(**cells))
    assert not found.faults, found.faults
    return found.rows[0]


@pytest.mark.parametrize("separator", "+-YXWVUABCDEF")
@pytest.mark.parametrize("write", [str, str.lower, lambda text: f" {text} "])
def test_hetu_with_every_separator(separator, write):
    century = {"+": 1800, **dict.fromkeys("ABCDEF", 2000)}.get(separator, 1900)
    code = hetu.invent(date(century + 5, 3, 2), 912, separator).text
    assert row_of(hetu=write(code)).hetu.text == code


@pytest.mark.parametrize("written", ["3.11.2026", "03.11.2026", "2026-11-03", " 3.11.2026 "])
def test_both_ways_to_write_a_date(written):
    assert row_of(received=written).received == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"received": ""}, ["received_missing"]),
        ({"received": "eilen"}, ["received_form"]),
        ({"received": "46329"}, ["received_form"]),
        ({"received": "31.4.2026"}, ["received_date"]),
        ({"received": "23.11.2026"}, ["received_future"]),
        ({"family_name": " - "}, ["family_name_missing"]),
        ({"given_name": ""}, ["given_name_missing"]),
        ({"family_name": "a" * 101}, ["too_long"]),
        ({"wish": "a" * 2001, "notes": "a" * 2001}, ["too_long", "too_long"]),
        ({"hetu": "250869-978"}, ["hetu_form"]),
        ({"hetu": "250869G978X"}, ["hetu_form"]),
        ({"hetu": "310269-978X"}, ["hetu_date"]),
        ({"hetu": "250869-978A"}, ["hetu_check"]),
        ({"phone": "ei ole"}, ["phone_form"]),
        ({"phone": "401234567"}, ["phone_form"]),
        ({"phone": "0400"}, ["phone_form"]),
        ({"phone": "040 123 4567 / 050 123 4567"}, ["phone_form"]),
        ({"phone": "٠٤٠١٢٣٤٥٦٧"}, ["phone_form"]),
        ({"phone": "", "hetu": ""}, ["phone_missing"]),
        ({"municipality": "Atlantis"}, ["municipality_unknown"]),
        ({"language": "klingon"}, ["language_unknown"]),
        ({"channel": ""}, ["channel_missing"]),
        ({"channel": "puskaradio"}, ["channel_unknown"]),
        ({"sender": ""}, ["sender_missing"]),
        ({"sender": "", "sender_kind": ""}, ["sender_missing"]),
        ({"sender_kind": ""}, ["sender_kind_missing"]),
        ({"sender_kind": "te_keskus"}, ["sender_kind_unknown"]),
        ({"items": "oma|toinen|work_history"}, ["items_unknown", "items_unknown"]),
        ({"consent": "ei"}, ["no_legal_ground"]),
        ({"consent": ""}, ["no_legal_ground"]),
        ({"consent": "", "sender_kind": "kela"}, []),
        ({"consent": "ehkä"}, ["consent_unknown"]),
        ({"consent": "ehkä", "sender_kind": "kela"}, ["consent_unknown"]),
        ({"consent": "ei", "sender_kind": "te_keskus"}, ["sender_kind_unknown"]),
        ({"channel": "self", "sender": "", "sender_kind": "", "consent": ""}, ["no_legal_ground"]),
        ({"channel": "self", "sender": "", "sender_kind": ""}, []),
        ({"channel": "third_sector_encouraged", "sender": "", "sender_kind": ""}, []),
        ({"municipality": "", "language": "", "items": "", "wish": "", "phone": ""}, []),
        ({"municipality": None, "language": None, "items": None, "wish": None, "notes": None, "hetu": None}, []),
        ({"received": "22.11.2026", "hetu": ""}, []),
    ],
)
def test_each_fault_is_found_and_only_it(cells, codes):
    assert codes_of(line_of(**cells)) == codes


def test_all_faults_of_a_line_are_told_in_the_order_of_the_file():
    cells = dict.fromkeys(GOOD, "?") | {"consent": "kyllä"}
    assert codes_of(line_of(**cells)) == [
        "received_form", "family_name_missing", "given_name_missing", "hetu_form", "phone_form",
        "municipality_unknown", "language_unknown", "channel_unknown", "sender_kind_unknown", "items_unknown",
        "service_unknown",
    ]  # fmt: skip


def test_more_cells_than_headings_is_told_and_nothing_else():
    data = line_of(sender="?").rstrip() + b";x\r\n"
    assert [(fault.code, fault.column, fault.value) for fault in checked(data).faults] == [("cells", "", "")]
    assert codes_of(line_of().rstrip() + b";;;\r\n") == []


def test_a_bad_line_costs_no_other():
    good, bad = line_of().split(b"\r\n")[1], line_of(received="x").split(b"\r\n")[1]
    other = line_of(received="4.11.2026").split(b"\r\n")[1]
    found = checked(b"\r\n".join([line_of().split(b"\r\n")[0], bad, good, b'"' + bad, b"\xff" + bad, other]))
    assert [row.line for row in found.rows] == [3, 6]
    assert [(fault.line, fault.code) for fault in found.faults] == [(2, "received_form"), (4, "quote"), (5, "encoding")]


@pytest.mark.parametrize("written", ["kyllä", "KYLLÄ", "Ja", "yes", "X", "1", " kyllä ", "kylla\u0308"])
def test_ways_to_say_yes(written):
    assert row_of(consent=written).consent is True


@pytest.mark.parametrize("written", ["ei", "Nej", "NO", "0", ""])
def test_ways_to_say_no(written):
    row = row_of(consent=written, sender_kind="kela")
    assert (row.consent, row.statute) == (False, "l381_15")


@pytest.mark.parametrize(
    ("written", "code"), [("NÄRPIÖ", "545"), ("Närpes", "545"), ("Korsholm", "499"), ("905", "905")]
)
def test_municipality_by_finnish_or_swedish_name(written, code):
    assert row_of(municipality=written).municipality == code


def test_the_nearest_name_is_told():
    fault = checked(line_of(municipality="Mustasari")).faults[0]
    assert "Mustasaari" in fault.expected and fault.column == "Kotikunta" and fault.value == "Mustasari"
    assert "Tarkoititko: work_history?" in checked(line_of(items="workhistory")).faults[0].expected
    assert "Tarkoititko: social_and_health?" in checked(line_of(sender_kind="sosial_and_helth")).faults[0].expected
    for far in ("Atlantis", "x", "ä" * 5000):
        assert "Tarkoititko" not in checked(line_of(municipality=far)).faults[0].expected


@pytest.mark.parametrize(
    "faulty", [{}, {"municipality": "Mustasari", "hetu": "250869-978A", "phone": "puh. 1", "items": "oma"}]
)
@pytest.mark.parametrize("kind", ["education_provider", "unknown_kind"])
def test_without_ground_nothing_of_the_person_is_told(faulty, kind):
    found = checked(line_of(consent="ei", sender_kind=kind, **faulty))
    told = " ".join(f"{fault.value} {fault.reason} {fault.expected}" for fault in found.faults)
    known = [
        cell
        for key, cell in (GOOD | faulty).items()
        if cell and key not in ("sender_kind", "consent", "channel", "items")
    ]
    assert found.faults and not found.rows
    assert not [cell for cell in [*known, "Mustasaari", "oma "] if cell in told]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+358",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "'; DROP TABLE person; --",
        "{{ 7*7 }}",
        "%(line)s",
        "a\nb;c",
        '"a"',
    ],
)
def test_text_is_text(text):
    row = row_of(wish=text, notes=text, family_name=f"Aalto{text}", sender=f"Opisto {text}")
    assert (row.wish, row.notes, row.family_name, row.sender) == (text, text, f"Aalto{text}", f"Opisto {text}")
    fault = checked(line_of(consent=text)).faults[0]
    assert fault.value == text


def test_longest_texts_go_in():
    row = row_of(**{key: "ä" * longest for key, longest in LONGEST.items() if key != "phone"})
    assert len(row.notes) == LONGEST["notes"]


def test_long_values_are_shortened_in_faults():
    assert len(checked(line_of(municipality="ä" * 5000)).faults[0].value) == 80


def test_nothing_of_a_client_is_in_the_representation():
    told = repr(checked(line_of())) + repr(checked(line_of(hetu="250869-978A")))
    assert not [cell for cell in ("Aalto", "Eero", "250869", "040") if cell in told]


# Repeats


def twice(**changes: str) -> tuple[int, tuple[int, ...]]:
    second = line_of(**(changes)).split(b"\r\n")[1]
    found = checked(
        line_of(**{key: GOOD[key] if key != "hetu" else changes.get("hetu", GOOD["hetu"]) for key in changes}) + second
    )
    assert not found.faults
    return len(found.rows), found.repeats


@pytest.mark.parametrize(
    "same",
    [{}, {"sender": " OPISTO "}, {"family_name": "Toinen"}, {"phone": "050 1234567"}, {"wish": "muu"},
     {"hetu": "250869-978x"}, {"hetu": "", "given_name": "EERO"}, {"hetu": "", "phone": "+358 40 1234567"},
     {"hetu": "", "phone": "00358401234567"}],
)  # fmt: skip
def test_the_same_referral_is_a_repeat(same):
    assert twice(**same) == (1, (3,))


@pytest.mark.parametrize(
    "other",
    [{"received": "2.11.2026"}, {"channel": "self"}, {"sender": "Muu"},
     {"hetu": "", "phone": "040 123 4568"}, {"hetu": "", "given_name": "Eeva"}],
)  # fmt: skip
def test_another_referral_is_no_repeat(other):
    assert twice(**other) == (2, ())


def test_another_hetu_or_region_is_no_repeat():
    row, other = row_of(), row_of(hetu="210478-955P")
    assert row.repeat_key("a") != other.repeat_key("a")
    assert row.repeat_key("a") != row.repeat_key("b")
    assert row.repeat_key("a") == row_of(notes="toinen").repeat_key("a")


def test_hyphens_between_names_do_not_mix_people():
    assert row_of(hetu="", family_name="Anna", given_name="Liisa Aalto").repeat_key("a") != row_of(
        hetu="", family_name="Anna Liisa", given_name="Aalto"
    ).repeat_key("a")


@pytest.mark.parametrize(
    "phone", ["040 123 4567", "040-1234567", "+358 40 123 4567", "+358 (0)40 1234567", "00358401234567"]
)
def test_one_number_has_one_key(phone):
    assert phone_key(phone) == "0401234567"


# Codes

NO_CODES = {"channels": [], "sender_kinds": {}, "items": [], "languages": [], "municipalities": []}


def test_two_municipalities_of_one_name_are_refused():
    with pytest.raises(ValueError, match="Sama"):
        Codes.of(
            channels=[],
            sender_kinds={},
            items=[],
            languages=[],
            municipalities=[("1", "Sama", "A"), ("2", "B", "Sama")],
        )


# Any text, and many lines

COLUMNS = find_columns(Table(tuple(HEADINGS[key][0] for key in GOOD), 1, ()))
ANY = st.one_of(st.text(max_size=30), st.sampled_from(sorted({cell for row in sample() for cell in row})))


@given(st.lists(ANY, max_size=16), st.sampled_from(["", "", "quote", "encoding", "too_long"]))
def test_any_line_gives_a_row_or_faults(cells, fault):
    found = check_line(Line(2, tuple(cells), fault), COLUMNS, CODES, TODAY)
    if isinstance(found, list):
        assert found and all(told.reason and told.expected and told.line == 2 for told in found)
    else:
        assert found.repeat_key("a") and (found.consent or found.statute)


def many(count: int, **cells: str) -> bytes:
    head = line_of().split(b"\r\n")[0].decode().split(";")
    rows = []
    for number in range(count):
        born = date(1960, 1, 1) + timedelta(days=number * 7 % 13_999)
        told = GOOD | {"hetu": hetu.invent(born, 900 + number % 100, "-").text, "phone": f"040 {number:07}"} | cells
        told["received"] = f"{1 + number % 28}.{1 + number % 10}.2026"
        rows.append([cell.replace("#", f"{number:x}") for cell in told.values()])
    return as_csv([head, *rows])


def test_20_000_lines_within_half_of_the_promised_minute():
    data = many(20_000)
    started = time.process_time()
    assert len(checked(data).rows) > 19_900
    assert time.process_time() - started < 30


def test_20_000_faulty_lines_within_half_of_the_promised_minute():
    """Each with unknown names of its own, against as many municipalities as the country has. The process's own time."""
    names = [(f"{number:03}", f"Kunta {number:o} seutu", f"Ort {number:x} bygd") for number in range(310)]
    codes = replace(CODES, municipalities=Codes.of(**NO_CODES | {"municipalities": names}).municipalities)
    faulty = {"hetu": "x#", "municipality": "Kunta # seutu", "language": "#k", "channel": "#", "sender_kind": "laji#"}
    data = many(20_000, **faulty, items="#a|#b")
    started = time.process_time()
    found = check_list("a", data, region="region", codes=codes, today=TODAY)
    assert time.process_time() - started < 30
    assert len(found.faults) > 130_000
