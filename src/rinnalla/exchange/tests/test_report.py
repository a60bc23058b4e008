"""The report of an import: the contract for programs, and lines for a person."""

import json

from rinnalla.exchange.columns import Ignored
from rinnalla.exchange.faults import Fault, TableError
from rinnalla.exchange.report import ImportReport

FAULT = Fault(6, "Henkilötunnus", "260270-9154", "hetu_check", "Tarkistusmerkki on väärä.", "Toinen merkki.")


def test_json_is_the_contract():
    report = ImportReport(imported=33, repeats=(42,), refused=(FAULT,), dry=True, ignored=(Ignored("Muu", ""),))
    assert json.loads(json.dumps(report.as_json())) == {
        "imported": 33,
        "repeats": [42],
        "refused": [
            {
                "line": 6,
                "column": "Henkilötunnus",
                "value": "260270-9154",
                "reason": "Tarkistusmerkki on väärä.",
                "expected": "Toinen merkki.",
            }
        ],
        "dry": True,
    }


def test_text_tells_counts_by_line_and_each_fault():
    second = Fault(6, "Puhelin", "", "phone_form", "Ei numero.", "Numero.")
    told = ImportReport(1, (42, 43), (FAULT, second), True, (Ignored("Kotikumta", "Kotikunta"),)).as_text()
    assert told.splitlines() == [
        "1 ohjaus voidaan tuoda.",
        "Jo aiemmin tuotu, rivit: 42, 43.",
        "1 rivi ei kelpaa:",
        "  Rivi 6, Henkilötunnus ”260270-9154”: Tarkistusmerkki on väärä. Odotetaan: Toinen merkki.",
        "  Rivi 6, Puhelin: Ei numero. Odotetaan: Numero.",
        "Saraketta Kotikumta ei luettu. Tarkoititko: Kotikunta?",
        "Tämä oli kokeilu, mitään ei tallennettu. Tallenna valitsimella --write.",
    ]
    assert ImportReport(2, (), (), dry=False).as_text() == "2 ohjausta tuotiin."


def test_a_value_cannot_steer_the_terminal():
    nasty = Fault(2, "Kunta", "\x1b[2J\n\u202eabc", "x", "Syy.", "Muu.")
    told = ImportReport(0, (), (nasty,), dry=False).as_text()
    assert "\x1b" not in told and "\u202e" not in told and len(told.splitlines()) == 3


def test_a_file_that_cannot_be_read_is_reported_too():
    report = ImportReport.of_unreadable(TableError("Tyhjä.", "Rivejä."), dry=True).as_json()
    assert report["imported"] == 0
    assert report["refused"] == [{"line": 1, "column": "", "value": "", "reason": "Tyhjä.", "expected": "Rivejä."}]
