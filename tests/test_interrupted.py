"""A right that ends in the middle of a save, and two saves that cross: a calm page with what was typed, never a 500.

The loss is a real one: another connection ends the grant, and commits, between the view's look and its save. The
deadlock is a real one too: two connections take the same two rows in opposite orders.

Seen red: the wall's refusal not caught, a row that was to be held and is gone not caught, a deadlock not caught, the
typed text left out of the page, no draft kept, a program answered with 500.
"""

import re
import threading
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from rinnalla.access import interrupted
from rinnalla.access.acting import acting
from rinnalla.access.models import Draft, Grant
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case, ContactNote
from rinnalla.cast import load_cast
from rinnalla.desk import overview
from rinnalla.eventlog.models import AccessLine
from rinnalla.exchange import tokens
from rinnalla.lib import dates
from rinnalla.plans import actions as plans
from rinnalla.testing import as_actor
from tests.world import OWNER

WORDS = "Sovimme, että kokeilu alkaa maanantaina."
NOTE = {"on": "", "channel": "phone", "with_client": "yes", "subject": "Soitto kotiin", "notes": WORDS,
        "field_group": "basics", "form_key": ""}  # fmt: skip


@pytest.fixture
def here(live_db):
    """The cast in a database of its own, where everything commits; Katri's grant is whole again afterwards."""
    cast = load_cast()
    yield cast
    Grant.objects.using(OWNER).filter(case=cast.case, user=cast.katri).update(ended_at=None)
    Draft.objects.using(OWNER).all().delete()


@pytest.fixture
def katri(here) -> Client:
    client = Client(headers={"accept-language": "fi"}, raise_request_exception=False)
    client.force_login(here.katri)
    return client


def note(**changes: str) -> dict[str, str]:
    return {**NOTE, "on": dates.d(dates.today()), "form_key": str(uuid4()), **changes}


def taken_away(cast) -> None:
    """By somebody else, committed, past the view's transaction."""
    Grant.objects.using(OWNER).filter(case=cast.case, user=cast.katri).update(ended_at=dates.now())


def in_the_middle(monkeypatch, module, name: str, act) -> None:
    """Something happens when the view has looked and is about to save."""
    real = getattr(module, name)

    def then(*arguments, **named):
        act()
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, then)


def last_line(cast) -> tuple[str, list[int]]:
    return AccessLine.objects.using(OWNER).filter(user_id=cast.katri.pk).order_by("-id").values_list(
        "result", "case_ids"
    )[0]  # fmt: skip


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_right_that_ends_during_a_save_is_told_and_the_text_is_there(here, katri, monkeypatch):
    """The wall refuses the new row (42501)."""
    before = ContactNote.objects.using(OWNER).count()
    in_the_middle(monkeypatch, cases, "_require", lambda: taken_away(here))
    answer = katri.post(f"/cases/{here.case.uuid}/contacts/new/", note())
    text = text_of(answer)
    assert answer.status_code == 403, text[:600]
    assert "Oikeutesi tähän asiaan päättyi, kun tallensit" in text and "Mitään ei tallentunut" in text
    assert WORDS in text and "Soitto kotiin" in text and "basics" not in text
    assert 'href="/day/"' in text and 'href="/sign-in/"' not in text
    assert ContactNote.objects.using(OWNER).count() == before
    assert last_line(here) == ("refused_403", [here.case.pk])
    assert katri.get(f"/cases/{here.case.uuid}/").status_code == 404


def test_a_row_that_was_to_be_held_and_is_gone_is_told_the_same_way(here, katri, monkeypatch):
    """The act locks the case first, and does not find it."""
    in_the_middle(monkeypatch, plans, "_open", lambda: taken_away(here))
    answer = katri.post(f"/cases/{here.case.uuid}/plan/new/", {
        "made_in": "team", "review_on": dates.d(dates.today().replace(year=dates.today().year + 1)),
        "support_months": "12", "form_key": str(uuid4()),
    })  # fmt: skip
    assert answer.status_code == 403, text_of(answer)[:600]
    assert "Oikeutesi tähän asiaan päättyi" in text_of(answer)


def deadlocked(cast, release: threading.Event) -> threading.Thread:
    """Another connection that holds Tuula's row and then wants her case's, when the view already holds that."""
    held = threading.Event()

    def run() -> None:
        with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
            cursor.execute("select from people_person where id = %s for update", [cast.case.person_id])
            held.set()
            release.wait(10)
            cursor.execute("select from cases_case where id = %s for update", [cast.case.pk])
        connections[OWNER].close()

    thread = threading.Thread(target=run)
    thread.start()
    assert held.wait(10)
    return thread


def test_two_saves_that_cross_keep_the_text_and_lead_back_to_the_form(here, katri, monkeypatch):
    """A deadlock (40P01): the other one goes first, and what was typed waits in the form."""
    release = threading.Event()
    other = deadlocked(here, release)

    def cross() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select from cases_case where id = %s for update", [here.case.pk])
            threading.Timer(0.3, release.set).start()  # waits after us, so that we are the one the database ends
            cursor.execute("select from people_person where id = %s for update", [here.case.person_id])

    address = f"/cases/{here.case.uuid}/contacts/new/"
    in_the_middle(monkeypatch, cases, "_require", cross)
    before = ContactNote.objects.using(OWNER).count()
    answer = katri.post(address, note(), headers={"referer": f"http://testserver{address}"})
    other.join(20)
    text = text_of(answer)
    assert answer.status_code == 409, text[:600]
    assert "Joku muu tallensi samaan aikaan" in text and WORDS in text and f'href="{address}"' in text
    assert ContactNote.objects.using(OWNER).count() == before
    assert last_line(here)[0] == "conflict"
    monkeypatch.undo()
    assert WORDS in katri.get(address).content.decode()


def test_a_program_is_told_in_its_own_shape(here, monkeypatch):
    with acting(here.a_katri):
        made = tokens.make(membership=here.katri.memberships.get(), scopes=sorted(tokens.SCOPES), by=here.a_katri)
    client = Client(headers={"authorization": f"Bearer {made.secret}"}, raise_request_exception=False)
    sent = {"on": dates.today().isoformat(), "channel": "phone", "subject": "Soitto", "text": WORDS}
    raised = "do $$ begin raise exception using errcode = '40001'; end $$"
    for act, status, told in (
        (lambda: refused_by(raised), 409, "samaan aikaan"), (lambda: taken_away(here), 403, "päättyi, kun tallensit"),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            in_the_middle(patch, cases, "_require", act)
            answer = client.post(
                f"/api/v1/cases/{here.case.uuid}/contacts", sent, content_type="application/json",
                headers={"idempotency-key": str(uuid4()), "accept-language": "fi"},
            )
        assert answer.status_code == status, text_of(answer)[:600]
        assert told in answer.json()["errors"][0]["message"]


def refused_by(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_serialization_failure_is_told_and_a_fault_of_ours_is_not_hidden(here, katri, monkeypatch):
    """40001 as a deadlock; a table we have no right to, or a row of no client, stays a fault (500)."""
    address = f"/cases/{here.case.uuid}/contacts/new/"
    raised = "do $$ begin raise exception using errcode = '40001'; end $$"
    for sql, status in ((raised, 409), ("update eventlog_event set verb = 'x'", 500)):
        with monkeypatch.context() as patch:
            in_the_middle(patch, cases, "_require", lambda sql=sql: refused_by(sql))
            assert katri.post(address, note()).status_code == status, sql


def test_a_right_that_ends_during_reading_answers_as_to_a_stranger(here, katri, monkeypatch):
    """A page whose rows go missing under its hands, whatever fault that makes; with the leave in force a fault of ours
    stays one."""
    for ends, status in ((True, 404), (False, 500)):
        def then(*_given, ends=ends, **_named):
            if ends:
                taken_away(here)
            raise AttributeError("a row that was there is not")

        with monkeypatch.context() as patch:
            patch.setattr(overview, "draw_case", then)
            assert katri.get(f"/cases/{here.case.uuid}/").status_code == status
        if ends:
            assert last_line(here) == ("refused_404", [here.case.pk])
            Grant.objects.using(OWNER).filter(case=here.case, user=here.katri).update(ended_at=None)


def test_what_is_copied_is_what_a_person_wrote(rf):
    sent = rf.post("/", {
        "csrfmiddlewaretoken": "a b", "writer": "x y", "form_key": str(uuid4()), "version": "3", "group": "basics",
        "channel": "home_visit", "on": "3.12.2026", "subject": "Soitto", "notes": f" {WORDS} ", "empty": "",
    })  # fmt: skip
    assert interrupted.typed(sent) == ["3.12.2026", "Soitto", WORDS]


def test_the_pages_own_reading_is_never_called_a_lost_right(here):
    with as_actor(here.a_katri), pytest.raises(Case.DoesNotExist) as missing:
        Case.objects.get(pk=0)
    request = type("Asked", (), {"method": "GET"})()
    with pytest.raises(Case.DoesNotExist):
        interrupted.page_for(request, missing.value)
