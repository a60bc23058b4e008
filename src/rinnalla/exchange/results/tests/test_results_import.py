"""A results file: one row is one result; a file with a fault is told by its lines and leaves nothing.

Guards against: the good rows of a bad file kept; the line number counted from the data; the same file twice; an
impossible score taken; a case of somebody else told apart from one that is not there.
"""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rinnalla.assessments.results.models import InstrumentResult
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.results.actions import import_results
from rinnalla.exchange.results.commands import import_results as command
from rinnalla.lib import dates
from rinnalla.testing import as_actor

HEAD = "Asian numero;Mittari;Päivä;Lähde;Osallisuus;Mieli;Summa"


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def listed(cast):
    def lines(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> bytes:
        return "\n".join([head, *rows]).replace("CASE", cast.case.number).encode(encoding)

    return lines


@pytest.fixture
def count(cast):
    def number() -> int:
        with as_actor(cast.a_katri):
            return InstrumentResult.objects.count()

    return number


def bring(cast, data: bytes, *, write: bool = True, by=None):
    actor = by or cast.a_katri
    with as_actor(actor):
        return import_results(name="tulokset.csv", data=data, by=actor, write=write).report


def faults(cast, data: bytes, by=None) -> list[tuple[int, str]]:
    with pytest.raises(TableError) as refused:
        bring(cast, data, by=by)
    return [(one.line, one.reason) for one in refused.value.faults]


@pytest.mark.row("V-112")
def test_a_file_makes_one_result_a_row_and_a_bad_one_is_rejected_with_its_line(cast, sign_in, listed, count):
    browser = sign_in(cast.katri)

    def send(data: bytes):
        return browser.post("/import/results/", {"file": SimpleUploadedFile("tulokset.csv", data)})

    good = listed("CASE;Kykyviisari;1.9.2026;Kykyviisari.fi, tuonti;40;55;")
    assert send(good).status_code == 302 and count() == 1
    with as_actor(cast.a_katri):
        row = InstrumentResult.objects.get()
    assert (row.instrument, row.edition, row.mode, row.scores) == (
        "kykyviisari", "2021", "imported", {"inclusion": 40, "mind": 55}
    )
    assert row.source == "Kykyviisari.fi, tuonti" and row.measured_on == dates.parse_date("1.9.2026")
    bad = listed("CASE;Kykyviisari;2.9.2026;Palvelu;41;56;", "", "CASE;Työkykyindeksi TKI®;2.9.2026;Palvelu;;;50")
    refused = send(bad)
    assert refused.status_code == 422 and count() == 1, "the good row of a bad file is not kept either"
    page = words(refused)
    assert "4 Summa" in page and "Asteikko on 7–49" in page and "Mitään ei tallennettu" in page
    assert send(good).status_code == 302 and count() == 1, "the same file again brings nothing in twice"


@pytest.mark.parametrize(("row", "reason"), [
    ("CASE;Oma keksintö;1.9.2026;P;1;;", "Mittaria ei ole rekisterissä"),
    (";Kykyviisari;1.9.2026;P;1;;", "Asian numero"),
    ("CASE;Kykyviisari;31.2.2026;P;1;;", "Päivää ei voi lukea"), ("CASE;Kykyviisari;1.9.2199;P;1;;", "tulevaisuudessa"),
    ("CASE;Kykyviisari;1.9.2026;;1;;", "Lähde puuttuu"), ("CASE;Kykyviisari;1.9.2026;P;101;;", "Asteikko on 0–100"),
    ("CASE;Kykyviisari;1.9.2026;P;paljon;;", "ei ole mahdollinen"),
    ("CASE;Kykyviisari;1.9.2026;P;;;9", "ei ole osa-aluetta"),
    ("CASE;WHODAS 2.0;1.9.2026;P;;;20", "versiota ei tunneta"), ("CASE;Sovari;1.9.2026;P;;;", "rekisteristä"),
    ("CASE;Kykyviisari;1.9.2026;P;;;", "ainakin yksi"), ("9999-0001;Kykyviisari;1.9.2026;P;1;;", "Asiaa ei löydy"),
])
def test_each_fault_is_told_on_its_line_and_nothing_is_saved(cast, listed, count, row, reason):
    found = faults(cast, listed("CASE;Kykyviisari;3.9.2026;P;1;;", row))
    assert [line for line, _told in found] == [3] and reason in found[0][1], found
    assert count() == 0


def test_headings_in_swedish_and_windows_letters_are_read(cast, listed, count):
    head = "Ärendenummer;Mätare;Dag;Källa;Delaktighet"
    data = listed("CASE;Förmågaren®;1.9.2026;Förmågaren;40", head=head, encoding="cp1252")
    assert bring(cast, data).imported == 1 and count() == 1


@pytest.mark.parametrize(("head", "reason"), [
    ("Asian numero;Mittari;Päivä", "Lähde puuttuu"), (HEAD + ";Hetu", "Hetu ei tunneta"), (HEAD + ";Mieli", "kahdesti"),
])
def test_a_heading_that_will_not_do_is_told(cast, listed, head, reason):
    assert reason in " ".join(told for _line, told in faults(cast, listed("x", head=head)))


def test_the_same_result_twice_in_a_file_and_another_of_the_same_day_are_told(cast, listed, count):
    row = "CASE;Kykyviisari;1.9.2026;P;40;;"
    assert "jo rivillä 2" in faults(cast, listed(row, row))[0][1]
    bring(cast, listed(row))
    assert "on jo tulos" in faults(cast, listed("CASE;Kykyviisari;1.9.2026;P;50;;"))[0][1]
    assert bring(cast, listed(row)).repeats == (2,) and count() == 1


def test_only_cases_one_works_in_and_field_groups_one_has(cast, listed, count):
    row = listed("CASE;Kykyviisari;1.9.2026;P;40;;")
    not_there = faults(cast, listed("1111-1111;Kykyviisari;1.9.2026;P;40;;"))
    assert faults(cast, row, by=cast.a_petra) == not_there, "a stranger's case looks like none"
    assert faults(cast, row, by=cast.a_timo) == not_there, "who sees the basics only does not work in the case"
    assert count() == 0


def test_who_writes_no_assessments_brings_nothing_in(cast, sign_in, listed):
    assert sign_in(cast.janne).get("/import/results/").status_code == 403
    assert sign_in(cast.roles["manager"]).get("/import/results/").status_code == 403


@pytest.mark.parametrize("data", [
    b"", b"\x00\x01", b"PK\x03\x04broken", "Ä".encode("utf-16"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
])
def test_what_is_no_table_is_told_and_breaks_nothing(cast, data):
    with pytest.raises(TableError):
        bring(cast, data)


def test_the_command_is_dry_by_default_and_tells_in_json(cast, listed, count, tmp_path, capsys):
    file = tmp_path / "tulokset.csv"
    file.write_bytes(listed("CASE;Kykyviisari;1.9.2026;P;40;;"))
    asked = {"region": "koivula", "user": "katri", "as_json": True}
    assert command(str(file), **asked) == 0
    assert json.loads(capsys.readouterr().out)["dry"] is True and count() == 0
    assert command(str(file), **asked, write=True) == 0 and count() == 1
    file.write_bytes(listed("CASE;Kykyviisari;2.9.2026;P;400;;"))
    capsys.readouterr()
    assert command(str(file), **asked, write=True) == 1 and count() == 1
    assert json.loads(capsys.readouterr().out)["refused"][0]["line"] == 2
    assert command(str(file), region="koivula", write=True) == 2
