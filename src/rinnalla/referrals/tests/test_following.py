"""After sending: amending with before and after, taking back, telling the sender, and silence that comes back.

Seen red: a step that kept the new text alone; a withdrawn one left in the queue; silence returned before its day.
"""

from datetime import datetime, time, timedelta

import pytest

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.outbox.models import Promise
from rinnalla.referrals import following, queries, triage
from rinnalla.referrals.models import Referral
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor


@pytest.fixture
def sent(cast):
    with as_actor(cast.a_timo):
        return send(cast)


def _again(actor, row):
    """The row as the actor sees it now; the wall is the actor's already."""
    return Referral.objects.visible_to(actor).get(pk=row.pk)


def _told(name):
    return [one.args[0] for one in Promise.objects.filter(name=name).order_by("pk")]


def test_the_receiver_sees_what_stood_before_and_what_stands_now(cast, sign_in, sent):
    timo, address = sign_in(cast.timo), f"/referrals/{sent.uuid}/amendment/"
    assert "Selkä on kipeä." in timo.get(address).content.decode()
    data = {"version": 1, "wish": "Haluan takaisin keittiöön.", "extra": "Polvi on kipeä, ei selkä."}
    assert timo.post(address, data).status_code == 302
    assert timo.post(address, data).status_code == 409  # pressed again from the old page
    assert timo.post(address, {**data, "version": 2}).status_code == 422  # nothing changed
    page = sign_in(cast.katri).get(f"/referrals/{sent.uuid}/").content.decode()
    assert page.index("Ennen:</span> Selkä on kipeä.") < page.index("Nyt:</span> Polvi on kipeä, ei selkä.")
    assert "Ennen:</span> Haluan" not in page  # what did not change is not told again
    assert _told("referrals.tell_unit")[-1] == cast.team.pk


def test_only_who_sent_it_amends_and_only_before_it_is_taken(cast, sign_in, sent):
    assert sign_in(cast.katri).get(f"/referrals/{sent.uuid}/amendment/").status_code == 200
    with as_actor(cast.a_katri), pytest.raises(Refused):
        following.amend(referral=_again(cast.a_katri, sent), version=1, by=cast.a_katri, wish="x", extra="y")
    assert sign_in(cast.outi).get(f"/referrals/{sent.uuid}/amendment/").status_code == 404
    with as_actor(cast.a_katri):
        triage.accept(referral=_again(cast.a_katri, sent), version=1, by=cast.a_katri)
    with as_actor(cast.a_timo), pytest.raises(Refused):
        following.amend(referral=_again(cast.a_timo, sent), version=2, by=cast.a_timo, wish="x", extra="y")


def test_the_taker_and_the_amender_at_once_lose_nothing(cast, sent):
    with as_actor(cast.a_timo):
        early = _again(cast.a_timo, sent)
    with as_actor(cast.a_katri):
        triage.contact(referral=_again(cast.a_katri, sent), version=1, by=cast.a_katri)
    with as_actor(cast.a_timo), pytest.raises(Conflict):
        following.amend(referral=early, version=1, by=cast.a_timo, wish="x", extra="y")


def test_what_is_taken_back_leaves_the_queue_and_may_be_sent_anew(cast, sign_in, sent):
    timo, address = sign_in(cast.timo), f"/referrals/{sent.uuid}/withdrawal/"
    assert timo.post(address, {"version": 1, "words": ""}).status_code == 422
    assert timo.post(address, {"version": 1, "words": "Väärä ihminen."}).status_code == 302
    with as_actor(cast.a_katri):
        assert queries.inbox(cast.a_katri).referrals == []
        with pytest.raises(Refused):
            triage.accept(referral=_again(cast.a_katri, sent), version=2, by=cast.a_katri)
    page = sign_in(cast.katri).get(f"/referrals/{sent.uuid}/").content.decode()
    assert "Lähettäjä perui" in page and "Väärä ihminen." in page
    with as_actor(cast.a_timo):
        assert send(cast).state == "waiting"


def test_the_sender_is_told_in_plain_words_and_nothing_more(cast, sign_in, sent):
    with as_actor(cast.a_katri):
        case = triage.accept(referral=_again(cast.a_katri, sent), version=1, by=cast.a_katri)
    katri, address = sign_in(cast.katri), f"/referrals/{sent.uuid}/result/"
    assert katri.post(address, {"version": 2, "result": "diagnosis"}).status_code == 422
    assert katri.post(address, {"version": 2, "result": "worker_named"}).status_code == 302
    page = sign_in(cast.timo).get(f"/referrals/{sent.uuid}/").content.decode()
    assert "Asiakkaalla on oma nimetty työntekijä." in page
    assert case.number not in page
    assert _told("referrals.tell_user")[-1] == cast.timo.pk
    assert sign_in(cast.timo).get(address).status_code == 403


# Silence --------------------------------------------------------------------------------------------------------------


def test_silence_is_reminded_of_and_then_returns_to_the_sender_once(cast, sign_in, sent):
    reminder, limit = sent.due_on + timedelta(days=1), dates.add_working_days(sent.received_on, 5)
    assert following.follow_silence() == 0 and _told("referrals.tell_unit") == [cast.team.pk]
    with dates.clock(_noon(reminder)):
        assert following.follow_silence() == following.follow_silence() == 0
        assert _told("referrals.tell_unit") == [cast.team.pk] * 2
    with dates.clock(_noon(limit)):
        assert following.follow_silence() == 0  # its last day is not over yet
    with dates.clock(_noon(limit + timedelta(days=1))):
        assert [following.follow_silence(), following.follow_silence()] == [1, 0]
        with as_actor(cast.a_timo):
            row = _again(cast.a_timo, sent)
        assert row.returned_to_id == cast.timo.pk and _told("referrals.tell_user") == [cast.timo.pk]
        page = sign_in(cast.timo).get(f"/referrals/{sent.uuid}/").content.decode()
        assert "Asia palautui: Timo Laakso." in page
        assert "palautui, Timo Laakso" in sign_in(cast.timo).get("/referrals/").content.decode()


def test_what_was_contacted_or_waits_for_the_sender_is_not_silence(cast, sent):
    with as_actor(cast.a_timo):
        other = send(cast, sender_name="Toinen")
    with as_actor(cast.a_katri):
        triage.contact(referral=_again(cast.a_katri, sent), version=1, by=cast.a_katri)
        triage.ask_more(referral=_again(cast.a_katri, other), version=1, by=cast.a_katri, words="Milloin voin soittaa?")
    with dates.clock(_noon(sent.received_on + timedelta(days=60))):
        assert following.follow_silence() == 0


def _noon(day):
    return datetime.combine(day, time(12), dates.HELSINKI)
