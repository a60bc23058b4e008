"""The consultation network: a question reaches its topic's roster, its answer gives a step, and may help others.

Seen red: the wall without the roster's topics; the roster told without the topic; the step left out of the day; a
shared answer written without its check for identities.
"""

from datetime import timedelta

import pytest
from django.core import mail

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import end_membership
from rinnalla.access.models import Membership
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.outbox.models import Promise
from rinnalla.referrals import consultations as asking
from rinnalla.referrals import jobs
from rinnalla.referrals.models import Consultation, RosterEntry, SharedAnswer
from rinnalla.testing import as_actor

QUESTION = "Nuori on keskeyttänyt opinnot kahdesti. Auttaako koulutuskokeilu?"


def _on_roster(cast, *names, topic="studies", hours="ma–to 9–11"):
    for name in names:
        actor = getattr(cast, f"a_{name}")
        with as_actor(actor):
            asking.join_roster(by=actor, topic=topic, hours=hours)


def _asked(cast, topic="studies"):
    with as_actor(cast.a_timo):
        return asking.ask(by=cast.a_timo, topic=topic, question=QUESTION)


def _answered(cast, row, by=None, after=timedelta(0)):
    by = by or cast.a_janne
    with as_actor(by), dates.clock(row.sent_at + after):
        seen = Consultation.objects.get(pk=row.pk)
        asking.answer(
            consultation=seen, version=seen.version, by=by, words="Auttaa.",
            next_step="Kysy nuorelta, mikä ala kiinnostaa.",
        )
    return seen


def _sees(actor, row):
    with as_actor(actor):
        return Consultation.objects.visible_to(actor).filter(pk=row.pk).exists(), Consultation.objects.filter(
            pk=row.pk
        ).exists()


@pytest.mark.row("T-39")
def test_a_question_on_a_topic_reaches_its_roster_and_nobody_elses(cast, sign_in):
    _on_roster(cast, "janne", "laura")
    _on_roster(cast, "outi", topic="rehabilitation")
    row = _asked(cast)
    assert _sees(cast.a_janne, row) == _sees(cast.a_laura, row) == (True, True)
    assert _sees(cast.a_outi, row) == _sees(cast.a_ritva, row) == (False, False)  # another topic; another region
    told = {one.args[0] for one in Promise.objects.filter(name="referrals.tell_user")}
    assert told == {cast.janne.pk, cast.laura.pk}
    assert QUESTION[:40] in sign_in(cast.janne).get("/day/").content.decode()
    _answered(cast, row)
    page = sign_in(cast.timo).get(f"/consultations/{row.uuid}/").content.decode()
    assert "Janne Kallio" in page and "Timo Laakso" in page


@pytest.mark.row("T-39")
def test_the_median_hours_of_a_topic_and_the_answer_times_are_shown(cast, sign_in):
    _on_roster(cast, "janne")
    for hours in (2, 6, 31):
        _answered(cast, _asked(cast), after=timedelta(hours=hours))
    _asked(cast)
    page = sign_in(cast.katri).get("/consultations/network/").content.decode()
    assert "noin 6 tunnissa (mediaani)" in page and "3 vastausta vuodessa" in page
    assert "Janne Kallio" in page and "ma–to 9–11" in page
    far = sign_in(cast.ritva).get("/consultations/network/").content.decode()
    assert "mediaani" not in far and "Janne Kallio" not in far


def test_a_topic_without_roster_is_told_and_the_words_are_kept(cast, sign_in):
    timo = sign_in(cast.timo)
    answer = timo.post(
        "/consultations/new/", {"topic": "studies", "question": QUESTION, "answer_due_on": dates.d(dates.today())}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "ei ole vielä vastaajaa" in page and QUESTION in page


def test_who_left_the_unit_or_the_topic_sees_the_question_no_more(cast, sign_in):
    _on_roster(cast, "janne", "laura")
    row = _asked(cast)
    with as_actor(cast.a_laura):
        (entry,) = RosterEntry.objects.of(cast.a_laura)
    laura = sign_in(cast.laura)
    assert [laura.post(f"/consultations/network/{entry.uuid}/end/").status_code for _press in range(2)] == [302, 404]
    assert row.unit_id == cast.coaching.pk and _sees(cast.a_laura, row) == (False, False)
    by = system("tests")
    with acting(by):
        end_membership(by=by, membership=Membership.objects.get(user=cast.janne))
    assert not RosterEntry.objects.live().exists()
    with as_actor(cast.a_timo), pytest.raises(Refused):
        asking.ask(by=cast.a_timo, topic="studies", question=QUESTION)


def test_nobody_ends_the_entry_of_another(cast, sign_in):
    _on_roster(cast, "janne")
    with as_actor(cast.a_janne):
        (entry,) = RosterEntry.objects.of(cast.a_janne)
    assert sign_in(cast.laura).post(f"/consultations/network/{entry.uuid}/end/").status_code == 404


def test_joining_again_changes_the_hours(cast):
    _on_roster(cast, "janne")
    _on_roster(cast, "janne", hours="pe 12–14")
    assert [one.hours for one in RosterEntry.objects.all()] == ["pe 12–14"]


def test_two_answer_at_once_and_the_second_is_told(cast, sign_in):
    _on_roster(cast, "janne", "laura")
    row = _asked(cast)
    janne, laura = sign_in(cast.janne), sign_in(cast.laura)
    words = {"words": "Auttaa.", "next_step": "Kysy nuorelta.", "version": 1}
    assert janne.post(f"/consultations/{row.uuid}/answer/", words).status_code == 302
    assert laura.post(f"/consultations/{row.uuid}/answer/", words).status_code == 422
    with as_actor(cast.a_timo):
        assert Consultation.objects.get(pk=row.pk).answered_by_id == cast.janne.pk


def test_the_message_tells_only_that_there_is_something(cast):
    _on_roster(cast, "janne")
    _asked(cast)
    jobs.tell_user(Promise.objects.filter(name="referrals.tell_user").latest("pk"), cast.janne.pk)
    assert QUESTION[:10] not in mail.outbox[-1].body and "opinto" not in mail.outbox[-1].subject


# The asker's next step ------------------------------------------------------------------------------------------------


@pytest.mark.row("L-29")
def test_the_asker_sees_the_step_on_the_own_day_until_it_is_taken(cast, sign_in):
    _on_roster(cast, "janne")
    row = _asked(cast)
    _answered(cast, row)
    timo = sign_in(cast.timo)
    assert "Kysy nuorelta, mikä ala kiinnostaa." in timo.get("/day/").content.decode()
    assert "Seuraava askeleesi:" in timo.get("/consultations/").content.decode()
    assert "Kysy nuorelta" not in sign_in(cast.outi).get("/day/").content.decode()
    done = f"/consultations/{row.uuid}/step/"
    assert sign_in(cast.janne).post(done, {"version": 2}).status_code == 422  # only who asked
    assert timo.post(done, {"version": 2}).status_code == 302
    assert timo.post(done, {"version": 2}).status_code == 422  # pressed again: already taken
    assert "Kysy nuorelta, mikä ala kiinnostaa." not in timo.get("/day/").content.decode()


# The library ----------------------------------------------------------------------------------------------------------

SHARED = {"question": "Auttaako koulutuskokeilu nuorta?", "answer": "Auttaa, etuus säilyy.", "clean_text": "on"}


def _shared(cast, sign_in, **more):
    _on_roster(cast, "janne")
    row = _asked(cast)
    _answered(cast, row)
    return row, sign_in(cast.janne).post(f"/consultations/{row.uuid}/sharing/", {**SHARED, **more})


@pytest.mark.row("T-39")
def test_an_answer_is_reused_without_a_trace_of_whom_it_was_about(cast, sign_in):
    row, answer = _shared(cast, sign_in)
    assert answer.status_code == 302
    katri = sign_in(cast.katri)
    page = katri.get("/consultations/library/", {"q": "KOULUTUSKOKEILU etuus"}).content.decode()
    assert "Auttaa, etuus säilyy." in page and str(row.uuid) not in page and "Timo" not in page
    assert "ei ole vielä kysytty" in katri.get("/consultations/library/", {"q": "eläke"}).content.decode()
    assert "ei ole vielä kysytty" in katri.get(
        "/consultations/library/", {"topic": "benefit_advice"}
    ).content.decode()
    assert "etuus säilyy" not in sign_in(cast.ritva).get("/consultations/library/").content.decode()
    links = {field.name for field in SharedAnswer._meta.get_fields() if field.is_relation}
    assert links == {"made_by", "region", "unit", "withdrawn_by"}


@pytest.mark.parametrize("text", ["Hän on 130479-912X.", "Soita 040 555 0147.", "maija@example.org"])
def test_a_text_that_tells_who_it_is_is_not_shared(cast, sign_in, text):
    _row, answer = _shared(cast, sign_in, answer=text)
    assert answer.status_code == 422 and "Tekstissä näyttää olevan" in answer.content.decode()
    assert not SharedAnswer.objects.exists()


def test_only_who_answered_shares_and_only_after_reading(cast, sign_in):
    row, answer = _shared(cast, sign_in, clean_text="")
    assert answer.status_code == 422
    assert sign_in(cast.timo).post(f"/consultations/{row.uuid}/sharing/", SHARED).status_code == 422
    assert sign_in(cast.outi).post(f"/consultations/{row.uuid}/sharing/", SHARED).status_code == 404
    assert not SharedAnswer.objects.exists()


def test_the_unit_takes_its_answer_back(cast, sign_in):
    _shared(cast, sign_in)
    (shared,) = SharedAnswer.objects.all()
    address = f"/consultations/library/{shared.uuid}/withdrawal/"
    assert sign_in(cast.katri).post(address).status_code == 404
    janne = sign_in(cast.janne)
    assert janne.post(address).status_code == 302
    assert "etuus säilyy" not in janne.get("/consultations/library/").content.decode()
