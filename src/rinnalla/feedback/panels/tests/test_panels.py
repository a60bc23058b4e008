"""Service panels: every proposal gets an answer and a status, and clients see it (L-60); reviews of texts (T-46)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.eventlog.record import record
from rinnalla.feedback.panels import actions
from rinnalla.feedback.panels.models import PanelProposal, ServicePanel, TextReview
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
TEXT = "Kutsukirjeessä pitäisi lukea, kuka soittaa."


@pytest.fixture
def manager(cast):
    return cast.actor("rooli-manager")


@pytest.fixture
def proposal(cast, manager):
    with as_actor(manager):
        panel = actions.hold_panel(region=cast.region, by=manager, on=dates.today(), place="Kirjasto",
                                   topic="Kutsut ja kirjeet", clients=6, experts=1)  # fmt: skip
        return actions.propose(panel=panel, by=manager, text=TEXT)


def reply(manager, proposal, status, words="Muutamme kirjeen."):
    with as_actor(manager):
        return actions.answer(proposal=proposal, by=manager, status=status, words=words)


@pytest.mark.row("L-60")
def test_a_proposal_gets_an_answer_and_a_status_that_clients_see(cast, manager, proposal, sign_in):
    """Guards against: `answers` left out of the client's page; the state read from the first answer."""
    mine, boss = sign_in(cast.tuula), sign_in(cast.everybody["rooli-manager"])
    assert TEXT in mine.get("/my/panels/").content.decode() and "Vastaus tulee viimeistään" in _page(mine)
    assert proposal.answer_by == dates.today() + timedelta(days=30)
    address = f"/panels/proposals/{proposal.uuid}/answer/"
    assert address in boss.get("/panels/").content.decode()
    assert boss.post(address, {"status": "taken_on", "words": "Teksti muuttuu tammikuussa."}).status_code == 302
    assert "Teksti muuttuu tammikuussa." in _page(mine) and "Otettu työn alle" in _page(mine)
    reply(manager, proposal, "done", "Uusi kirje on käytössä.")
    assert "Uusi kirje on käytössä." in _page(mine) and "Tehty" in _page(mine)
    staff = sign_in(cast.katri).get("/panels/").content.decode()
    assert "Teksti muuttuu tammikuussa." in staff and "Uusi kirje on käytössä." in staff


def _page(browser):
    return browser.get("/my/panels/").content.decode()


def test_not_now_tells_why_and_what_is_done_stays_done(cast, manager, proposal):
    """Guards against: TRANSITIONS not asked."""
    for words in ("", "  "):
        with pytest.raises(Refused, match="Kirjoita vastaus"):
            reply(manager, proposal, "not_now", words)
    reply(manager, proposal, "not_now", "Kirjeet tulevat valtion järjestelmästä.")
    reply(manager, proposal, "done")
    for status in ("taken_on", "not_now", "done", "proposed"):
        with pytest.raises(Refused, match="ehti ensin"):
            reply(manager, proposal, status)
    with as_actor(manager):
        assert PanelProposal.objects.get().state == "done"


def test_only_a_manager_of_the_region_answers(cast, proposal, sign_in):
    for actor in (cast.a_katri, cast.actor("muualta-manager"), cast.actor("rooli-experience_expert")):
        with pytest.raises(Refused), transaction.atomic():
            reply(actor, proposal, "done")
    address = f"/panels/proposals/{proposal.uuid}/answer/"
    assert sign_in(cast.katri).get(address).status_code == 403
    assert sign_in(cast.everybody["muualta-manager"]).get(address).status_code == 404


def test_sent_twice_is_once_and_nobody_is_no_panel(cast, manager, sign_in):
    boss = sign_in(cast.everybody["rooli-manager"])
    form = {"topic": "Ajat", "on": dates.d(dates.today()), "place": "Sali", "clients": "0", "experts": "0",
            "form_key": "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6c01"}  # fmt: skip
    page = boss.post("/panels/new/", form)
    assert page.status_code == 422 and "Kirjaa, montako" in page.content.decode() and "Sali" in page.content.decode()
    assert [boss.post("/panels/new/", {**form, "clients": "4"}).status_code for _n in range(2)] == [302, 302]
    with as_actor(manager):
        panel = ServicePanel.objects.get()
        assert panel.clients == 4
        with pytest.raises(IntegrityError, match="panel_was_of_somebody"), transaction.atomic():
            ServicePanel.objects.filter(pk=panel.pk).update(clients=0)


@pytest.mark.row("T-46")
def test_a_review_of_a_text_by_an_expert_is_logged_and_settled(cast, manager, sign_in, monkeypatch):
    """Which text, when, what was proposed, what came of it. Guards against: no event left."""
    expert, user = cast.actor("rooli-experience_expert"), cast.everybody["rooli-experience_expert"]
    own, logged = sign_in(user), []
    monkeypatch.setattr(actions, "record", lambda verb, **more: (logged.append((verb, more)), record(verb, **more)))
    form = {"what": "Omat sivut: Palaute", "on": dates.d(dates.today()), "expert": str(user.pk),
            "proposed": "Sana ”prosessi” pois."}  # fmt: skip
    assert own.post("/panels/reviews/new/", form).status_code == 302
    with as_actor(manager):
        review = TextReview.objects.get()
        assert (review.expert_id, review.on, review.what) == (user.pk, dates.today(), "Omat sivut: Palaute")
        assert [(verb, more["obj"], more["expert"]) for verb, more in logged] == [
            ("feedback.text_reviewed", ("text_review", review.pk), user.pk)
        ]  # fmt: skip
        actions.settle_review(review=review, by=manager, outcome="changed", words="Sana vaihdettiin.")
        with pytest.raises(Refused, match="ehti jo"):
            actions.settle_review(review=review, by=manager, outcome="kept", words="Ei.")
    page = own.get("/panels/reviews/").content.decode()
    assert "Sana vaihdettiin." in page and "Teksti muutettiin" in page
    with as_actor(expert), pytest.raises(Refused, match="oma arviosi"):
        actions.review_text(region=cast.region, by=expert, what="Kirje", on=dates.today(), expert=cast.katri,
                            proposed="x")  # fmt: skip
