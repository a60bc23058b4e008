"""What the client keeps: own notes and own assessments, private until shared, and written by nobody else."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from rinnalla.access.acting import acting
from rinnalla.access.middleware import actor_of
from rinnalla.access.walls import open_case
from rinnalla.assessments.results import actions as results
from rinnalla.assessments.results import scoring
from rinnalla.cases.models import Case
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.portal.keeping import actions
from rinnalla.portal.models import OwnAssessment, OwnNote
from rinnalla.portal.tests.test_own import other_client, text_of
from rinnalla.servicemodels import codes
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def client(cast):
    return actor_of(cast.tuula, None)


def a_note(cast, text="Pelkään, etten pärjää.", about="anything") -> OwnNote:
    with acting(client(cast)) as by:
        return actions.write_note(case=cast.case, by=by, about=about, text=text)


def instrument(key="own_view"):
    return next(one for one in codes.common().instruments if one.key == key)


def an_assessment(cast, scores, key="own_view", on=None) -> OwnAssessment:
    with acting(client(cast)) as by, dates.clock(on):
        one = instrument(key)
        return actions.note_assessment(
            case=cast.case, by=by, instrument=one, edition=one.editions[-1].version, scores=scores
        )


def shared_page(cast, sign_in) -> str:
    return text_of(sign_in(cast.katri), f"/cases/{cast.case.uuid}/shared/")


@pytest.mark.row("T-45")
def test_an_unshared_result_is_unseen_by_staff_through_both_walls(cast, sign_in, monkeypatch):
    """Each wall alone: the database with everything asked for, and the program's own with the client's sight of the
    database. Seen red: `shared_at is not null` taken out of the policy."""
    row = an_assessment(cast, {"strength": 3, "hope": 7})
    with acting(client(cast)):
        open_case(cast.case.pk)  # her leave to the case is seen, so that the first wall has something to open
        assert Case.objects.visible_to(cast.a_katri).filter(pk=cast.case.pk).exists()
        assert not OwnAssessment.objects.visible_to(cast.a_katri).exists()
    with as_actor(cast.a_katri):
        assert not OwnAssessment.objects.visible_to(cast.a_katri).exists()
        assert not OwnAssessment.objects.filter(pk=row.pk).exists()  # the database alone
    assert "Oma arvio" not in shared_page(cast, sign_in)
    with acting(client(cast)) as by:
        actions.share(row=row, by=by)
    with as_actor(cast.a_katri):
        assert OwnAssessment.objects.visible_to(cast.a_katri).get().scores == {"strength": 3, "hope": 7}
    assert "Oma arvio" in shared_page(cast, sign_in)


@pytest.mark.row("T-45")
def test_to_stop_sharing_bites_at_once(cast, sign_in):
    note = a_note(cast)
    browser = sign_in(cast.tuula)
    browser.post(f"/my/notebook/{note.uuid}/sharing/", {"shared": "yes"})
    assert "Pelkään" in shared_page(cast, sign_in)
    browser.post(f"/my/notebook/{note.uuid}/sharing/", {"shared": "no"})
    assert "Pelkään" not in shared_page(cast, sign_in)
    with as_actor(cast.a_katri):
        assert not OwnNote.objects.exists()


@pytest.mark.row("T-47")
@pytest.mark.parametrize("act", ["insert", "update", "delete"])
def test_no_worker_writes_a_clients_own_words(cast, act):
    """The database refuses or finds nothing, also of a shared note."""
    note = a_note(cast, about="plan")
    with acting(client(cast)) as by:
        actions.share(row=note, by=by)
    with as_actor(cast.a_katri):
        if act == "insert":
            with pytest.raises(ProgrammingError), transaction.atomic():
                OwnNote.objects.create(case=cast.case, text="Asiakas on motivoitumaton.", made_by=cast.katri)
        elif act == "update":
            assert OwnNote.objects.filter(pk=note.pk).update(text="Muutettu") == 0
        else:
            with connection.cursor() as cursor:
                cursor.execute("delete from portal_ownnote where id = %s", [note.pk])
                assert cursor.rowcount == 0
        assert OwnNote.objects.get(pk=note.pk).text == "Pelkään, etten pärjää."


def test_only_the_client_does_it_also_as_far_as_the_program_is_concerned(cast):
    note = a_note(cast)
    with as_actor(cast.a_katri):
        for do in (actions.share, actions.stop_sharing, actions.take_away):
            with pytest.raises(Refused):
                do(row=note, by=cast.a_katri)
        with pytest.raises(Refused):
            actions.write_note(case=cast.case, by=cast.a_katri, about="anything", text="Hei")


@pytest.mark.row("T-31")
def test_the_client_writes_changes_and_takes_away_a_note_in_the_browser(cast, sign_in):
    browser = sign_in(cast.tuula)
    browser.post("/my/notebook/new/", {"about": "plan", "text": "Maanantait ovat vaikeita.", "link": "www.kela.fi"})
    page = text_of(browser, "/my/notebook/")
    assert "Maanantait ovat vaikeita." in page and "Vain sinä näet tämän." in page and "https://www.kela.fi" in page
    with acting(client(cast)):
        note = OwnNote.objects.get()
    start = {"about": "plan", "text": "Tiistait ovat vaikeita.", "link": "", "version": 1}
    assert browser.post(f"/my/notebook/{note.uuid}/", start).status_code == 302
    assert browser.post(f"/my/notebook/{note.uuid}/", {**start, "text": "Toinen"}).status_code == 409
    assert "Tiistait ovat vaikeita." in text_of(browser, "/my/plan/")
    assert browser.post(f"/my/notebook/{note.uuid}/", {**start, "text": "  "}).status_code == 422
    browser.post(f"/my/notebook/{note.uuid}/removal/")
    assert "Tiistait" not in text_of(browser, "/my/notebook/")


def test_twice_sent_is_once_written(cast, sign_in):
    browser, key = sign_in(cast.tuula), "5f0c2f4e-9a0f-4b8e-8f43-0f5a6c1d2e3f"
    for _time in range(2):
        browser.post("/my/notebook/new/", {"about": "anything", "text": "Kerran", "form_key": key})
    with acting(client(cast)):
        assert OwnNote.objects.count() == 1


def test_that_a_client_writes_for_oneself_is_told_to_nobody_of_the_case(cast):
    """Seen red: the quiet events put in the case's stream."""
    before = Event.objects.filter(case_id=cast.case.pk).count()
    note = a_note(cast)
    an_assessment(cast, {"hope": 4})
    assert Event.objects.filter(case_id=cast.case.pk).count() == before
    with acting(client(cast)) as by:
        actions.share(row=note, by=by)
    assert Event.objects.filter(case_id=cast.case.pk, verb="portal.own_shared").count() == 1


@pytest.mark.row("L-61")
def test_own_results_are_seen_as_change_over_time(cast, sign_in):
    """A result from elsewhere, two times: at first, now, which way; drawn, in a sentence and as a table."""
    weeks_ago = dates.now() - timedelta(weeks=12)
    an_assessment(cast, {"mind": 40, "everyday": 60, "body": 55}, "kykyviisari", weeks_ago)
    an_assessment(cast, {"mind": 55, "everyday": 60}, "kykyviisari")
    page = text_of(sign_in(cast.tuula), "/my/assessments/")
    assert "Alussa 40, nyt 55. Parempaan päin." in page
    assert "Alussa 60, nyt 60. Tilanne on sama." in page
    assert "Vastasit 55. Muutos näkyy, kun vastaat toisen kerran." in page
    browser = sign_in(cast.tuula)
    html = browser.get("/my/assessments/").content.decode()
    assert html.count("<svg class=\"mc\"") == 3 and html.count("<table") == 1 and "ei vastausta" in html


@pytest.mark.row("L-61")
def test_a_result_that_was_written_down_with_the_client_is_seen_by_the_client(cast, sign_in):
    """Health results too, by scale: at first and now. Seen red: the field groups of a coach asked for the client."""
    for weeks, points in ((20, 30), (2, 60)):
        with as_actor(cast.a_katri):
            results.note_result(
                case=cast.case, by=cast.a_katri, groups=cast.a_katri.field_groups(),
                result=results.Result(
                    "kykyviisari", "2021", dates.today() - timedelta(weeks=weeks), "interview", "Kykyviisari.fi",
                    {"everyday": points},
                ),
            )
    page = text_of(sign_in(cast.tuula), "/my/change/")
    assert "Kykyviisari®" in page and "Alussa 30, nyt 60. Parempaan päin." in page


def test_an_assessment_is_answered_once_a_day_and_within_its_scale(cast, sign_in):
    browser = sign_in(cast.tuula)
    address = "/my/assessments/new/own_view/"
    assert "Vastaa ainakin yhteen kohtaan." in browser.post(address, {}).content.decode()
    assert browser.post(address, {"s_hope": "11"}).status_code == 422
    assert browser.post(address, {"s_hope": "8", "words": "Tänään on hyvä päivä."}).status_code == 302
    assert "Olet vastannut jo tänään." in browser.post(address, {"s_hope": "2"}).content.decode()
    assert browser.post("/my/assessments/new/kykyviisari/", {"s_mind": "sata"}).status_code == 422
    assert browser.get("/my/assessments/new/no_such/").status_code == 302
    with acting(client(cast)):
        assert OwnAssessment.objects.get().scores == {"hope": 8.0}


def test_another_client_finds_nothing(cast, sign_in):
    note = a_note(cast)
    stranger, _case = other_client(cast)
    browser = sign_in(stranger)
    for address in (f"/my/notebook/{note.uuid}/", f"/my/notebook/{note.uuid}/removal/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/my/notebook/{note.uuid}/sharing/", {"shared": "yes"}).status_code == 404


def test_points_are_said_as_people_say_them():
    assert scoring.shown(55.0) == "55" and scoring.shown(6.5) == "6,5"
