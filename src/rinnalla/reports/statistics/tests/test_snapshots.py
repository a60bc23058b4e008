"""Statistics from outside: taken with every bad line told, never changed, corrected by a new one, compared row by row,
marked stale; the employment rate with both its numbers (E-09, E-25, E-36, F-29, C-17).

Guards against: a changed number of an old day, rows joined by their place, a rate of another day's denominator.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.reports.models import StatisticsRow, StatisticsSnapshot
from rinnalla.reports.statistics import actions, comparing
from rinnalla.reports.statistics.actions import Told
from rinnalla.reports.statistics.reading import read
from rinnalla.servicemodels import codes
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
SEPTEMBER, NOVEMBER = date(2021, 9, 30), date(2021, 11, 30)
FORM = {"what": "job_brokering", "as_of": "30.9.2021", "unit": "people", "definition": "Kaikki", "source": "Tilasto"}
ROWS = "Seinäjoki;412\nIlmajoki;58\nAlavus;61"


def told(as_of, rows=ROWS, what="job_brokering", **more):
    given = {"unit": "people", "definition": "Työnhakijat, joilla on työkyvyn rajoite.", "source": "Kuukausitilasto"}
    return Told(what=what, as_of=as_of, rows=rows, **{**given, **more})


@pytest.fixture
def boss(cast):
    return cast.actor("rooli-manager")


def take(boss, *arguments, **more):
    with as_actor(boss):
        return actions.take_snapshot(by=boss, told=told(*arguments, **more))


@pytest.mark.row("E-36", "F-29", "C-17")
def test_september_and_november_stand_side_by_side_with_the_difference_of_each_row(cast, boss, sign_in):
    """Seen red: rows joined by their place put Alavus beside Ilmajoki."""
    first = take(boss, SEPTEMBER)
    second = take(boss, NOVEMBER, "Alavus;70\nSeinäjoki;399\nKurikka;44")
    pairs = {one.label: one for one in comparing.side_by_side(first, second)}
    assert {name: one.difference for name, one in pairs.items()} == {
        "Alavus": 9, "Seinäjoki": -13, "Kurikka": None, "Ilmajoki": None,
    }  # fmt: skip
    assert pairs["Alavus"].percent == 15 and pairs["Seinäjoki"].percent == -3
    manager = sign_in(cast.roles["manager"])
    address = f"/reports/statistics/compared/?a={second.uuid}&b={first.uuid}"  # whichever is chosen first
    page = manager.get(address).content.decode()
    assert "30.9.2021" in page and "30.11.2021" in page and "<strong>+9</strong>" in page
    assert "<strong>−13</strong>" in page and "Ei riviä" in page and "Lähde tai määritelmä on vaihtunut" not in page
    text = manager.get(address.replace("compared/", "compared/file/")).content.decode("utf-8-sig")
    assert "Alavus;61;70;'+9;'+15 %" in text and "Kuukausitilasto" in text


@pytest.mark.row("E-09", "C-17")
def test_the_age_of_data_is_shown_and_what_is_older_than_the_set_days_is_marked_stale(cast, boss, sign_in):
    """The day after the limit is stale, the limit's own day is not; the region's live figures stand beside."""
    limit = codes.deadline(cast.region, "statistics_stale")
    take(boss, dates.today() - timedelta(days=limit), what="population")
    take(boss, dates.today() - timedelta(days=limit + 1), what="benefits")
    found = {one.what: one.stale for one in StatisticsSnapshot.objects.all()}
    assert found == {"population": False, "benefits": True}
    page = sign_in(cast.roles["manager"]).get("/reports/statistics/").content.decode()
    assert page.count("Vanhentunut") == 1 and f"Vanhentunut: {limit + 1} päivän takaa" in page
    assert f"{limit} päivän takaa" in page and "Omasta työstä" in page and "Avoinna polun vaiheittain" in page


@pytest.mark.row("E-25")
def test_the_employment_rate_shows_its_numerator_and_its_denominator_by_name(cast, boss, sign_in):
    """1 204 of 3 010 is 40,0 %. Against: the denominator of another day."""
    rows = "Osatyökykyiset yhteensä;3010\nTyössä olevat osatyökykyiset;1 204\nNaiset;600"
    take(boss, SEPTEMBER, rows, what="partial_employment")
    take(boss, NOVEMBER, rows.replace("3010", "3000").replace("1 204", "1 230"), what="partial_employment")
    now, before = comparing.rates(cast.region)
    assert (now.percent, before.percent) == (Decimal("41.0"), Decimal("40.0"))
    page = sign_in(cast.roles["manager"]).get("/reports/statistics/employment-rate/").content.decode()
    assert "<b>41,0 %</b>" in page or "<b>41 %</b>" in page
    assert "Työssä olevat osatyökykyiset" in page and "1\u00a0230" in page
    assert "Osatyökykyiset yhteensä" in page and "3\u00a0000" in page and "Kuukausitilasto" in page
    assert 'id="d-partial_employment"' in page and "Kaikki työikäiset osatyökykyiset" in page
    with pytest.raises(Refused, match="Rivi puuttuu: Osatyökykyiset yhteensä"):
        take(boss, date(2021, 12, 31), "Työssä olevat osatyökykyiset;12", what="partial_employment")
    with pytest.raises(Refused, match="Osa on suurempi"):
        take(boss, date(2021, 12, 31), "Työssä olevat osatyökykyiset;90\nOsatyökykyiset yhteensä;80",
             what="partial_employment")  # fmt: skip


def test_a_correction_replaces_and_keeps_the_earlier_and_nothing_is_ever_changed(cast, boss, sign_in):
    first = take(boss, SEPTEMBER)
    with as_actor(boss), pytest.raises(Refused, match="on jo tilasto"):
        actions.take_snapshot(by=boss, told=told(SEPTEMBER))
    with as_actor(boss):
        with pytest.raises(Refused, match="mitä korjataan"):
            actions.correct_snapshot(snapshot=first, by=boss, told=told(SEPTEMBER), why=" ")
        with pytest.raises(Refused, match="samalta päivältä"):
            actions.correct_snapshot(snapshot=first, by=boss, told=told(NOVEMBER), why="Väärä rivi")
        new = actions.correct_snapshot(
            snapshot=first, by=boss, told=told(SEPTEMBER, ROWS.replace("412", "421")), why="Numerot olivat vaihtuneet."
        )
        with pytest.raises(Refused, match="jo korjattu"):
            actions.correct_snapshot(snapshot=first, by=boss, told=told(SEPTEMBER), why="Taas")
        assert list(StatisticsSnapshot.objects.in_force()) == [new]
        assert first.rows.get(label="Seinäjoki").value == 412  # the earlier is as it was
        for act in (lambda: StatisticsRow.objects.update(value=1), lambda: StatisticsRow.objects.all().delete()):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act()
    manager = sign_in(cast.roles["manager"])
    listed = manager.get("/reports/statistics/").content.decode()
    assert str(new.uuid) in listed and str(first.uuid) not in listed
    page = manager.get(f"/reports/statistics/{first.uuid}/").content.decode()
    assert "Tämä on korjattu" in page and "Numerot olivat vaihtuneet." in page and "412" in page
    assert f"/reports/statistics/{first.uuid}/" in manager.get(f"/reports/statistics/{new.uuid}/").content.decode()


def test_a_bad_line_is_told_by_its_number_with_what_is_right_and_what_was_typed_stays(cast, sign_in):
    manager = sign_in(cast.roles["manager"])
    form = {**FORM, "rows": "Seinäjoki;412\n\nIlmajoki\nAlavus;kuusi\nKurikka;3\nSeinäjoki;9\nLapua;12,5"}  # fmt: skip
    answer = manager.post("/reports/statistics/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Ilmajoki\nAlavus;kuusi" in page
    for line in ("Rivi 3: rivissä ei ole nimeä ja lukua. Kirjoita näin: Naiset;120",
                 "Rivi 4: ”kuusi” ei ole luku. Kirjoita luku näin: 120 tai 12,5",
                 "Rivi 5: alle 5:n luku voi kertoa yhdestä ihmisestä. Yhdistä rivi toiseen tai jätä se pois.",
                 "Rivi 6: ”Seinäjoki” on jo ylempänä.", "Rivi 7: ihmisiä on kokonaisluku."):  # fmt: skip
        assert line in page, line
    assert not StatisticsSnapshot.objects.exists()
    answer = manager.post("/reports/statistics/new/", {**form, "rows": ROWS}, follow=True)
    assert "Tilasto on tallessa" in answer.content.decode() and StatisticsRow.objects.count() == 3


def test_a_file_is_read_in_place_of_rows_and_a_fault_shows_what_it_held(cast, sign_in):
    manager = sign_in(cast.roles["manager"])
    form = FORM

    def sent(text):
        return manager.post("/reports/statistics/new/", {
            **form, "file": SimpleUploadedFile("t.csv", text.encode("cp1252"), content_type="text/csv")
        })  # fmt: skip

    answer = sent("Kunta;Luku\r\nYlistaro;x\r\n")
    assert answer.status_code == 422 and "Ylistaro;x" in answer.content.decode()
    assert "Rivi 2: ”x” ei ole luku." in answer.content.decode()
    assert sent("Kunta;Luku\r\nÄhtäri;44\r\nYlistaro;1 120\r\n").status_code == 302
    assert {one.label: one.value for one in StatisticsRow.objects.all()} == {"Ähtäri": 44, "Ylistaro": 1120}


def test_a_rate_may_be_small_and_a_day_may_not_be_ahead(boss):
    good, bad = read("Osuus;3,25\nToinen;0", unit="percent", least=5)
    assert [one.value for one in good] == [Decimal("3.25"), 0] and not bad
    with pytest.raises(Refused, match="vasta tulossa"):
        take(boss, dates.today() + timedelta(days=1))


def test_who_reads_and_who_records(cast, boss, sign_in):
    """Figures are the manager's; recording is the developers' too; another region sees nothing."""
    one = take(boss, SEPTEMBER)
    coordinator = sign_in(cast.roles["coordinator"])
    assert coordinator.get("/reports/statistics/").status_code == 403
    assert coordinator.get("/reports/statistics/new/").status_code == 200
    assert sign_in(cast.roles["job_coach"]).get("/reports/statistics/new/").status_code == 403
    from rinnalla.access.models import User

    away = sign_in(User.objects.get(username="muualta-manager"))
    assert away.get(f"/reports/statistics/{one.uuid}/").status_code == 404
    assert "Tilastoja ei ole vielä kirjattu" in away.get("/reports/statistics/").content.decode()
