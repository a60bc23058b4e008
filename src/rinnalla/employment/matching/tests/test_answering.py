"""The client sees what is proposed and why, says yes, no or let's talk, and the coach goes on from there.

Guards against: a proposal that the coach took back and the client still answers, a number or a score on the page, a
helper who reads reasons of health, another client's proposal by its address, an answer that stays on the day for ever.
Seen red: `newest_of` left out; the policy of the table taken off; `seen_at` not asked by `answers_waiting`.
"""

import re
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.cases.mandates.tests.test_mandates import acting_as, named
from rinnalla.employers.vacancies import actions as vacancies
from rinnalla.employment import actions as coaching
from rinnalla.employment.matching import actions, answering
from rinnalla.employment.matching.models import NOT_NOW, PROPOSE, MatchAnswer, MatchDecision
from rinnalla.employment.matching.own import answers_waiting, proposals_of
from rinnalla.employment.matching.tests.world import coached, opened, profiled, with_task
from rinnalla.employment.tests.coaching import fresh, open_case, start
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
GROUPS = ["basics", "employment"]
PLAN = [{"item": "coaching", "stance": "tell", "when": "interview", "who": "client", "words": "Minulla on valmentaja."}]


@pytest.fixture
def episode(cast):
    row = coached(cast)
    profiled(cast, row, disclosure=PLAN)
    return row


@pytest.fixture
def proposal(cast, episode):
    return decided(cast, episode, opened(cast), words="Kasvihuone on lähellä.")


def decided(cast, episode, vacancy, decision=PROPOSE, **more):
    with as_actor(cast.a_janne):
        return actions.decide(
            episode=fresh(episode), vacancy=vacancy, by=cast.a_janne, decision=decision, groups=GROUPS, **more
        )


def said(cast, proposal, answer="interested", *, by=None, **more):
    actor = by or cast.a_tuula
    with as_actor(actor):
        row = MatchDecision.objects.select_related("vacancy__employer").get(pk=proposal.pk)
        return answering.answer_proposal(proposal=row, answer=answer, by=actor, **more)


def waiting(cast, episode):
    with as_actor(cast.a_janne):
        return answers_waiting(cast.a_janne, [episode])


def mine(proposal):
    return f"/my/proposals/{proposal.uuid}/"


def form(answer, **more):
    return {"answer": answer, "words": "", "form_key": str(uuid4()), **more}


@pytest.mark.row("T-62", "T-63", "V-115")
def test_the_client_reads_why_and_answers_and_the_coach_goes_on(cast, episode, proposal, sign_in):
    """Work is sought from the first day of the coaching, by the client's own word."""
    tuula, janne = sign_in(cast.tuula), sign_in(cast.janne)
    assert "Valmentajasi ehdottaa sinulle työtä" in tuula.get("/my/").content.decode()
    assert "Taimien hoitaja" in tuula.get("/my/coaching/").content.decode()
    page = tuula.get(mine(proposal)).content.decode()
    for text in (
        "Toivoit tätä alaa", "Osaat jo tämän", "Työssä on asia, joka ei sovi sinulle", "Mieti näitä",
        "Kasvihuone on lähellä.", "Työnantaja ei tiedä siitä mitään", "tuntia viikossa",
    ):
        assert text in page, text
    wrong = tuula.post(mine(proposal), {"words": "Ehkä", "form_key": str(uuid4())})
    assert wrong.status_code == 422 and "Ehkä" in wrong.content.decode()
    assert tuula.post(mine(proposal), form("talk", words="Mitä siellä nostetaan?")).status_code == 302
    day = janne.get("/coaching/").content.decode()
    assert "Asiakas haluaa puhua tästä" in day and "Mitä siellä nostetaan?" in day
    assert "Mitä siellä nostetaan?" in janne.get(f"/cases/{cast.case.uuid}/coaching/").content.decode()
    here = f"/cases/{cast.case.uuid}/coaching/{episode.uuid}/"
    assert "Asiakas haluaa puhua tästä" in janne.get(here + "vacancies/").content.decode()
    seen = f"{here}answers/{waiting(cast, episode)[0].uuid}/seen/"
    assert [janne.post(seen).status_code for _n in (1, 2)] == [302, 302]
    assert "Asiakas haluaa puhua tästä" not in janne.get("/coaching/").content.decode()
    assert tuula.post(mine(proposal), form("interested")).status_code == 302
    assert "Sanoit: kiinnostaa" in tuula.get("/my/proposals/").content.decode()
    assert "Asiakas: kiinnostaa" in janne.get("/coaching/").content.decode()


def test_no_number_of_how_well_it_suits_is_told(cast, episode, proposal, sign_in):
    """Decision 31: reasons and no score. What numbers there are, are hours and days."""
    page = sign_in(cast.tuula).get(mine(proposal)).content.decode()
    words = re.sub(r"<[^>]*>", " ", page[page.index("<main"):page.index("</main")])
    assert not re.search(r"\d\s*(%|/|pistettä)", words), words
    assert "pist" not in words and "sopivuus" not in words.lower()


def test_what_an_employer_may_know_is_told_to_the_client(cast, episode, sign_in):
    page = sign_in(cast.tuula).get("/my/proposals/").content.decode()
    for text in ("Mitä työnantaja saa tietää", "Että valmentaja tukee", "Sinä kerrot.", "Minulla on valmentaja."):
        assert text in page, text
    assert "Ehdotuksia ei ole vielä" in page and "Mitä työnantaja saa tietää" in sign_in(cast.tuula).get(
        "/my/coaching/"
    ).content.decode()


def test_the_newest_decision_holds_and_an_old_proposal_is_told_calmly(cast, episode, proposal, sign_in):
    vacancy = proposal.vacancy
    decided(cast, episode, vacancy, NOT_NOW, words="Tarkistan ensin, mitä siellä nostetaan.")
    with pytest.raises(Refused, match="on muuttanut ehdotusta"):
        said(cast, proposal)
    tuula = sign_in(cast.tuula)
    assert tuula.get(mine(proposal)).status_code == 404
    page = tuula.get("/my/proposals/").content.decode()
    assert "Taimien hoitaja" not in page and "mitä siellä nostetaan" not in page, "not now is no proposal"
    again = decided(cast, episode, vacancy)
    assert said(cast, again).answer == "interested"


def test_a_place_that_is_gone_and_a_coaching_that_ended_are_answered_no_more(cast, episode, proposal, sign_in):
    with as_actor(cast.a_janne):
        row = fresh(proposal.vacancy)
        vacancies.close_vacancy(vacancy=row, version=row.version, by=cast.a_janne, outcome="filled")
    with pytest.raises(Refused, match="ei voi enää hakea"):
        said(cast, proposal)
    page = sign_in(cast.tuula).get(mine(proposal)).content.decode()
    assert "Paikkaa ei voi enää hakea" in page and "Lähetä vastaus" not in page
    with as_actor(cast.a_tuula):
        coaching.stop_coaching(episode=fresh(episode), by=cast.a_tuula)
    with pytest.raises(Refused, match="Valmennus on päättynyt"):
        said(cast, proposal)
    assert sign_in(cast.tuula).get("/my/proposals/").status_code == 200


def test_a_tap_sent_twice_and_the_same_word_again_are_one_answer(cast, episode, proposal):
    key = uuid4()
    first = said(cast, proposal, key=key)
    assert said(cast, proposal, key=key).pk == first.pk and said(cast, proposal).pk == first.pk
    assert said(cast, proposal, "no", words="Liian kaukana").pk != first.pk
    with pytest.raises(Refused, match="Valitse"):
        said(cast, proposal, "ehkä")
    assert [one.answer for one in waiting(cast, episode)] == ["no"], "the newest word alone waits"


def test_a_task_is_proposed_by_its_own_name(cast, episode, sign_in):
    vacancy = opened(cast)
    task = with_task(cast, vacancy)
    row = decided(cast, episode, vacancy, task=task)
    page = sign_in(cast.tuula).get(mine(row)).content.decode()
    assert "Taimien kastelu" in page and "osa isompaa työtä: Taimien hoitaja" in page
    with as_actor(cast.a_tuula):
        assert [one.name for one in proposals_of(cast.a_tuula, episode, cast.region.pk)] == ["Taimien kastelu"]


@pytest.mark.wall
def test_no_helper_reads_or_answers_and_no_stranger_does(cast, episode, proposal, sign_in):
    said(cast, proposal)
    helper = acting_as(named(cast, ["path", "actions", "meetings", "messages", "consents"]))
    with as_actor(helper):
        assert not MatchAnswer.objects.exists() and not MatchDecision.objects.exists()
    with as_actor(cast.a_petra):
        assert not MatchAnswer.objects.exists()
    with pytest.raises(Refused, match="vain asiakas itse"):
        said(cast, proposal, by=cast.a_janne)
    for user in (cast.janne, cast.katri):
        assert sign_in(user).get(mine(proposal)).status_code in (403, 404)
    with as_actor(cast.a_katri):
        other = start(cast, open_case(cast, "Veikko"))
    profiled(cast, other)
    far = decided(cast, other, proposal.vacancy)
    assert sign_in(cast.tuula).get(mine(far)).status_code == 404


# The database's own rules ---------------------------------------------------------------------------------------------

ANSWER = """insert into employment_matchanswer
  (uuid, made_at, made_by_id, case_id, proposal_id, answer, words, seen_at, seen_by_id)
  values (gen_random_uuid(), now(), %(by)s, %(case)s, %(row)s, %(answer)s, '', %(at)s, %(who)s)"""


def run(actor, sql, **values):
    with as_actor(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.mark.wall
def test_the_database_alone_keeps_answers_right(cast, episode, proposal):
    """Each seen red: its trigger or check dropped."""
    tuula, janne = cast.a_tuula, cast.a_janne
    about = {"by": cast.tuula.pk, "case": cast.case.pk, "row": proposal.pk, "answer": "no", "at": None, "who": None}
    not_now = decided(cast, episode, opened(cast, proposal.vacancy.employer, title="Toinen"), NOT_NOW, words="Ei vielä")
    with as_actor(cast.a_katri):
        other = open_case(cast, "Aamu")
    seen = {"at": "2026-01-01 12:00+02", "who": cast.janne.pk}
    for actor, told, wrong in (
        (tuula, "proposal_answer_is_known", {"answer": "ehkä"}), (tuula, "only a proposal", {"row": not_now.pk}),
        (cast.a_katri, "only a proposal", {"case": other.pk}), (tuula, "what the coach has read", seen),
        (janne, "proposal_answer_seen_at_pair", {**seen, "who": None}),
    ):
        with pytest.raises(DatabaseError, match=told):
            run(actor, ANSWER, **{**about, **wrong})
    assert run(tuula, ANSWER, **about) == 1
    with pytest.raises(DatabaseError, match="never changed"):
        run(janne, "update employment_matchanswer set answer = 'interested'")
    assert run(janne, "update employment_matchanswer set seen_at = now(), seen_by_id = %(by)s", by=cast.janne.pk) == 1
