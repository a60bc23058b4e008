"""Coordinators discuss a case without its identity: no id of anybody, no name of the asker's own clients (L-33)."""

import pytest

from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region, Unit
from rinnalla.outbox.models import Promise
from rinnalla.referrals import peers
from rinnalla.referrals.models import PeerAnswer, PeerQuestion
from rinnalla.testing import as_actor

ADDRESS = "/team/discussions/"
SUBJECT, QUESTION = "Kuntoutus ei ala", "Asiakas on jonottanut puoli vuotta. Mitä te tekisitte odottaessa?"


@pytest.fixture
def asked(cast):
    with as_actor(cast.a_katri):
        return peers.ask_peers(by=cast.a_katri, subject=SUBJECT, question=QUESTION)


def _told(actor):
    with as_actor(actor):
        return list(PeerQuestion.objects.visible_to(actor))


@pytest.mark.row("L-33")
def test_the_tables_hold_no_id_of_a_client_case_or_referral():
    links = {
        field.related_model for model in (PeerQuestion, PeerAnswer) for field in model._meta.get_fields()
        if field.is_relation
    }
    assert {one.__name__ for one in links} == {"Region", "Unit", "User", "PeerQuestion", "PeerAnswer"}
    assert {Region, Unit} <= links
    plain = {f.name for model in (PeerQuestion, PeerAnswer) for f in model._meta.concrete_fields if not f.is_relation}
    assert plain == {"id", "uuid", "form_key", "made_at", "subject", "question", "closed_at", "learnt", "text"}


@pytest.mark.row("L-33")
def test_a_discussion_from_question_to_what_was_learnt(cast, sign_in, asked):
    katri, petra = sign_in(cast.katri), sign_in(cast.petra)
    assert ADDRESS in katri.get("/team/").content.decode()
    page = f"{ADDRESS}{asked.uuid}/"
    assert SUBJECT in petra.get(ADDRESS).content.decode() and QUESTION in petra.get(page).content.decode()
    assert petra.post(f"{page}answer/", {"text": ""}).status_code == 422
    assert petra.post(f"{page}answer/", {"text": "Sovi välitavoite."}).status_code == 302
    assert [one.args for one in Promise.objects.filter(name="referrals.tell_user")] == [[cast.katri.pk]]
    told = katri.get(page).content.decode()
    assert "Sovi välitavoite." in told
    assert told.count('id="id_checked"') == told.count('id="closing_checked"') == 1  # two forms, no id twice
    assert petra.post(f"{page}closure/", {"learnt": "Ei minun"}).status_code == 422  # only who asked
    assert katri.post(f"{page}closure/", {"learnt": " "}).status_code == 422
    assert katri.post(f"{page}closure/", {"learnt": "Odotuskin kannattaa suunnitella."}).status_code == 302
    assert "Odotuskin kannattaa suunnitella." in petra.get(ADDRESS).content.decode()
    assert petra.post(f"{page}answer/", {"text": "Myöhässä"}).status_code == 422


@pytest.mark.row("L-33")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hän on 130479-912X.", "henkilötunnus"), ("Soita 040 555 0147.", "puhelinnumero"),
        ("maija@example.org odottaa.", "sähköpostiosoite"), ("Miten auttaisin Tuulaa?", "sana: Tuulaa."),
        ("Rantasen asia on jumissa", "Rantasen"), ("TUULA odottaa", "TUULA"),
    ],
)
def test_a_text_that_tells_who_it_is_is_refused_and_kept(cast, sign_in, text, says):
    """Seen red: the question written without looking at the asker's own clients."""
    answer = sign_in(cast.katri).post(f"{ADDRESS}new/", {"subject": SUBJECT, "question": text})
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and text in page
    assert not PeerQuestion.objects.exists()


def test_a_word_that_only_looks_like_a_name_goes_through_when_checked_but_a_number_never(cast, asked):
    with as_actor(cast.a_katri):
        peers.ask_peers(by=cast.a_katri, subject="Tuulahduksia", question="Rantanen, Oulun kaupunki?", checked=True)
        with pytest.raises(Refused):
            peers.ask_peers(by=cast.a_katri, subject="A", question="Soita 040 555 0147.", checked=True)
        assert peers.own_clients_in("Tuuli käänsi rantaa.", cast.a_katri) == []
    with as_actor(cast.a_petra):  # who does not see the case has no such client
        assert peers.own_clients_in("Miten auttaisin Tuulaa?", cast.a_petra) == []


def test_an_answer_and_what_was_learnt_name_nobody_either(cast, asked):
    with as_actor(cast.a_katri):
        with pytest.raises(Refused):
            peers.answer_peers(question=asked, by=cast.a_katri, text="Tuula hyötyi tästä.")
        with pytest.raises(Refused):
            peers.close_peers(question=asked, by=cast.a_katri, learnt="Tuulan kohdalla auttoi.")


def test_another_region_and_other_roles_see_nothing(cast, sign_in, asked):
    assert _told(cast.a_petra) == [asked]
    assert _told(cast.a_ritva) == _told(cast.a_timo) == []
    assert sign_in(cast.ritva).get(f"{ADDRESS}{asked.uuid}/").status_code == 404
    assert sign_in(cast.timo).get(ADDRESS).status_code == 403
    with as_actor(cast.a_timo), pytest.raises(Refused):
        peers.ask_peers(by=cast.a_timo, subject="A", question="B")


def test_pressed_twice_is_asked_once(cast, sign_in):
    katri, key = sign_in(cast.katri), "6d1c1a44-1d0e-4c0e-9d55-0a4cf2f0aa01"
    for _press in range(2):
        katri.post(f"{ADDRESS}new/", {"subject": SUBJECT, "question": QUESTION, "key": key})
    assert PeerQuestion.objects.count() == 1
