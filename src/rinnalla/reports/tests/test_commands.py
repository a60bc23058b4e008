"""`./rinnalla indicators`: every definition with its value, in finished half-years, as the region's manager sees it."""

import json

import pytest

from rinnalla.lib.halves import last_finished
from rinnalla.reports.commands import print_indicators
from rinnalla.reports.definitions import definitions
from rinnalla.reports.indicators.tests.test_page import counted as counted  # a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.row("T-36")
def test_every_indicator_is_printed_with_its_value_and_its_page(cast, counted, capsys):
    half = last_finished()
    asked = {"region": cast.region.key, "since": str(half.since), "until": str(half.until)}
    assert print_indicators(**asked, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)["halves"][0]["indicators"]
    assert [one["key"] for one in told] == [one.key for one in definitions()]
    values = {one["key"]: one["value"] for one in told}
    assert values["opened"] == "24 asiakkuutta" and values["named_coverage"] == "75 %"
    assert print_indicators(**asked) == 0 and "Aloitti polun: 24 asiakkuutta" in capsys.readouterr().out


def test_days_that_are_no_finished_halves_and_an_unknown_region_are_refused(cast, capsys):
    half = last_finished()
    for since, until in (("2026-01-02", str(half.until)), (str(half.since), "2099-12-31"), ("eilen", "huomenna")):
        assert print_indicators(region=cast.region.key, since=since, until=until) == 2
        assert "Anna kokonaisia" in (error := capsys.readouterr().err) or "Kirjoita päivät" in error
    assert print_indicators(region="atlantis", since=str(half.since), until=str(half.until)) == 2
    assert cast.region.key in capsys.readouterr().err
