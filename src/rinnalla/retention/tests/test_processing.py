"""The record of processing is made of the program; what lacks a purpose, a class, a clock or a ground is told (H5)."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.db import models

from rinnalla.lib.classes import Kept
from rinnalla.retention.processing import record
from rinnalla.retention.processing.commands import print_record
from rinnalla.servicemodels import codes

pytestmark = pytest.mark.django_db


def test_nothing_lacks():
    """Every field of every table has its class, purpose and clock; every purpose and register a ground in force."""
    told = record.told()
    assert told.faults == []
    every = sum(len(model._meta.concrete_fields) for model in record.our_models())
    assert len(told.fields) >= every >= 1000, "the record told of too few fields to prove anything"
    assert [one.key for one in told.registers] == ["multi_agency", "social_care", "health_care"]
    for one in told.registers:
        assert one.grounds and one.receivers and one.clocks and len(one.people) == 3
        assert {"health", "special", "personal", "livelihood", "employment", "social"} <= {c.key for c in one.classes}


def test_a_field_that_lacks_something_is_seen(monkeypatch):
    """Power check: a field nobody told of, one without a purpose, one whose clock is gone."""
    case = apps.get_model("cases.Case")
    whole = dict(case.Data)
    for broken, said in (
        ({key: kept for key, kept in whole.items() if key != "wish"}, "cases.Case.wish"),
        (whole | {"wish": Kept("special", " ", "case")}, "tarkoitusta"),
    ):
        monkeypatch.setattr(case, "Data", broken)
        assert any(said in one for one in record.faults(date(2026, 11, 29), [case]))
    monkeypatch.setattr(case, "Data", whole)
    retention = codes.common().retention
    without = retention.model_copy(update={"clocks": tuple(one for one in retention.clocks if one.document != "log")})
    common = codes.common().model_copy(update={"retention": without})
    monkeypatch.setattr(codes, "common", lambda: common)
    for module in ("rinnalla.retention.clocks.common", "rinnalla.retention.processing.record.common"):
        monkeypatch.setattr(module, lambda: common)
    assert any("eventlog.Event" in one for one in record.faults(date(2026, 11, 29), [apps.get_model("eventlog.Event")]))


def test_a_purpose_and_a_register_without_a_ground_in_force_are_seen():
    """On a day before the statutes began neither stands on anything."""
    found = list(record.faults(date(1999, 1, 1), [apps.get_model("cases.Case")]))
    assert any("health_care" in one for one in found) and any("multi_agency" in one for one in found)


def test_a_new_model_without_words_is_seen():
    class Nameless(models.Model):
        text = models.TextField()

        class Meta:
            app_label = "retention_test"
            managed = False

    assert any("Nameless.text" in one for one in record.faults(date(2026, 11, 29), [Nameless]))


def test_the_command_tells_the_same(capsys):
    assert print_record(as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"made_on", "registers", "measures", "routes", "fields", "faults"} == set(told)
    assert {"table", "field", "class", "purpose", "retention"} == set(told["fields"][0])
    assert print_record() == 0 and "381/2023 12 §" in capsys.readouterr().out


@pytest.mark.parametrize(("who", "status"), [
    ("rooli-data_protection_officer", 200), ("rooli-organisation_admin", 200), ("rooli-system_admin", 200),
    ("rooli-manager", 403), ("katri", 403),
])
def test_the_page_is_for_the_officer_and_administrators(cast, sign_in, who, status):
    answer = sign_in(cast.everybody.get(who) or getattr(cast, who)).get("/processing/")
    assert answer.status_code == status
    if status == 200:
        page = answer.content.decode()
        assert "None" not in page and "Potilasrekisteri" in page and "703/2023" in page and "10 vuotta" in page
