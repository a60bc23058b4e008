"""The pages and files of results: who opens them, definitions beside the figures, drawings with a sentence and a table.

Guards against: a name on a page, a drawing without its table, a file that tells what the page hides, a half that runs.
"""

import re

import pytest

from rinnalla.access.acting import acting
from rinnalla.access.models import User
from rinnalla.employment.quality import actions as quality
from rinnalla.employment.quality.models import QualityReview
from rinnalla.employment.quality.tests.world import began, manager, scored
from rinnalla.lib import halves
from rinnalla.reports import forms
from rinnalla.reports.coaching.tests.world import BEFORE, PERIOD, coached, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def half(monkeypatch):
    """The period of these tests as the last half that is over."""
    monkeypatch.setattr(halves, "last_finished", lambda: PERIOD)
    return PERIOD.key


@pytest.fixture
def twenty(cast):
    """Twenty clients with paid work: ten whose work ended after 20–38 days, ten whose work goes on."""
    rows = [coached(cast, n, began=200, client_group="students") for n in range(20)]
    for n, row in enumerate(rows):
        worked(cast, row, 150, 130 - 2 * n if n < 10 else None)
    return rows


def test_the_page_tells_curves_as_a_sentence_a_drawing_and_a_table(cast, twenty, sign_in, half):
    page = sign_in(cast.roles["manager"]).get("/reports/coaching/").content.decode()
    assert "Puolet työjaksoista on kestänyt yli 6 viikkoa" in page
    assert page.count('class="ch"') == 2 and page.count("<figure") == 3  # one to draw, wide and narrow
    assert "Puolet on saanut palkkatyön 50 päivässä" in page  # all on one day, so that there is no line to draw
    assert "Luvut taulukkona" in page and "Yhä työssä" in page
    assert "Tätä ei voi vielä näyttää" in page  # nobody has met an employer
    assert "50 %" in page and "noin 20" in page and "Koe" not in page and "Lehto" not in page
    assert not re.search(r"<svg[^>]*style=|<path[^>]*style=", page)


@pytest.mark.row("L-64", "L-65", "L-04")
def test_every_figure_opens_to_its_definition_on_the_page_and_in_the_file(cast, twenty, sign_in, half):
    manages = sign_in(cast.roles["manager"])
    page = manages.get("/reports/coaching/").content.decode()
    answer = manages.get(f"/reports/coaching/file/?half={half}")
    text = answer.content.decode("utf-8-sig")
    for words in ("91. päivänä", "Wilsonin 95 prosentin", "log(−log)", "Asiakas lasketaan kerran"):
        assert words in page and words in text
    assert page.count('<details id="d-') == 10
    assert answer["Content-Type"].startswith("text/csv") and f"coaching-{half}.csv" in answer["Content-Disposition"]
    assert "Aloitti palkkatyön;20" in text and "Työssä vielä: 13 viikkoa;50 %" in text
    assert "Opiskelijat ja opinnot päättäneet;20;20" in text and "Lehto" not in text


def test_a_hidden_number_is_hidden_in_the_file_too(cast, sign_in, half):
    for n in range(6):
        row = coached(cast, n)
        if n < 2:
            worked(cast, row, 30)
    text = sign_in(cast.roles["manager"]).get(f"/reports/coaching/file/?half={half}").content.decode("utf-8-sig")
    assert "Aloitti palkkatyön;alle 5" in text and "Valmennuksessa jakson aikana;6" in text
    assert "13 viikkoa;Ei näytetä" in text


def test_nothing_to_tell_is_said_and_a_half_that_runs_is_refused(cast, sign_in):
    manages = sign_in(cast.roles["manager"])
    assert "Tältä ajalta ei ole valmennuksia" in manages.get("/reports/coaching/").content.decode()
    answer = manages.get("/reports/coaching/", {"half": forms.HalfYear.of(PERIOD.until).key + "9"})
    assert answer.status_code == 422 and "joka on päättynyt" in answer.content.decode()


def test_who_opens_which_page(cast, sign_in, half):
    for role in ("job_coach", "coordinator", "organisation_admin", "employer_coordinator"):
        for address in ("", "file/", "evaluation/", "evaluation/file/"):
            assert sign_in(cast.roles[role]).get(f"/reports/coaching/{address}").status_code == 403
    own = f"/reports/coaching/units/{cast.coaching.uuid}/"
    assert sign_in(cast.janne).get(own).status_code == 200
    assert sign_in(cast.janne).get(own + "file/").status_code == 200
    assert sign_in(cast.janne).get(f"/reports/coaching/units/{cast.team.uuid}/").status_code == 404
    assert sign_in(cast.roles["job_coach"]).get(own).status_code == 404
    assert sign_in(cast.katri).get(own).status_code == 403


def test_a_units_page_is_its_coachs_own(cast, twenty, sign_in, half):
    page = sign_in(cast.janne).get(f"/reports/coaching/units/{cast.coaching.uuid}/").content.decode()
    assert "Työhönvalmennus" in page and "Puolet työjaksoista" in page
    assert "mukautettujen opintojen" not in page  # studies belong to no unit


@pytest.mark.row("T-12")
def test_the_evaluation_has_its_three_parts(cast, twenty, sign_in, half):
    """Against: the fit of all coaching, not of coaching by criteria alone."""
    for n in range(30, 36):
        coached(cast, n, type="traditional", client_group="young")
    boss = manager(cast)
    signed_in = sign_in(User.objects.get(pk=boss.user_id))
    page = signed_in.get("/reports/coaching/evaluation/").content.decode()
    for part in ("1. Miten toteutetaan", "2. Kenelle sopii", "3. Mitä saadaan aikaan"):
        assert part in page
    assert "Hyväksyttyä laatuarviointia ei ole vielä" in page
    fits = page.partition("2. Kenelle sopii")[2].partition("3. Mitä saadaan")[0]
    assert re.search(r"Opiskelijat ja opinnot päättäneet</th><td[^>]*>20</td><td[^>]*>20</td>", fits)
    assert re.search(r"Alle 30-vuotiaat ilman työtä ja opintoja</th><td[^>]*>0</td>", fits)
    review = began(cast)
    scored(review, cast.a_janne)
    with acting(boss):
        quality.approve(review=review, version=QualityReview.objects.get(pk=review.pk).version, by=boss)
        QualityReview.objects.filter(pk=review.pk).update(since=BEFORE.since, until=PERIOD.until)
    answer = signed_in.get(f"/reports/coaching/evaluation/file/?half={half}")
    text = answer.content.decode("utf-8-sig")
    assert "Askel ry, Työhönvalmennus" in text and ";100;" in text
    assert "Miten toteutetaan" in text and "Kenelle sopii" in text and "Mitä saadaan aikaan" in text
