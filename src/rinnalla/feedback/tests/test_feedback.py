"""Being asked, answering with and without a name, and who may publish the words (L-57, I-41)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from rinnalla import outbox
from rinnalla.access.models import Draft, User
from rinnalla.cases import actions as actions_of_cases
from rinnalla.cases import closing
from rinnalla.cases.models import Case
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.eventlog.models import Event
from rinnalla.feedback import actions, jobs
from rinnalla.feedback.models import AnonymousMarks, AnonymousWords, FeedbackAnswer, FeedbackRequest
from rinnalla.feedback.tests.told import answers, client, served, tuula
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.plans.paths.phases import begin_phase, end_phase
from rinnalla.testing import as_actor, hand_over_all

pytestmark = pytest.mark.django_db
SAID = "Onneksi oli Iisakki"
MONTH = dates.today().replace(day=1)
AIM = "possible_work"
PUBLISHED = {"words", "publish", "receipt", "picked_on"}


def requests(cast, **given):
    with as_actor(cast.a_katri):
        return list(FeedbackRequest.objects.filter(case=cast.case, **given))


def words_of_report(cast, username="rooli-manager", least=1):
    """The words a leader is given of this year, through the owner's function."""
    with as_actor(cast.actor(username)), connection.cursor() as cursor:
        since = MONTH.replace(month=1)
        cursor.execute("select * from feedback_words(%s, %s, %s, %s)", [cast.region.pk, since, dates.today(), least])
        return cursor.fetchall()


# Asking ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.jobs)


@pytest.mark.row("L-57")
def test_a_client_is_asked_at_each_set_point_by_what_happens(cast, cards, mailoutbox):
    """Guards against: the hook taken out of `services.actions.end_service`; the merge of moments in `asking`."""
    with as_actor(cast.a_katri):
        phase = begin_phase(case=cast.case, by=cast.a_katri, kind="work_ability_assessment", aim=AIM,
                            starts_on=dates.today())  # fmt: skip
        end_phase(phase=phase, version=phase.version, by=cast.a_katri, ended_on=dates.today(), met=True)
    episode = served(cast, cast.case, cards["work_ability_assessment"], dates.today())
    outbox.run_pending(strict=True)
    assert {(one.moment, one.phase_id, one.episode_id) for one in requests(cast)} == {
        ("start", None, None), ("phase_end", phase.pk, None), ("service_end", None, episode.pk),
    }  # fmt: skip
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, cast.a_katri)
        case = Case.objects.get(pk=cast.case.pk)
        closing.close_case(case=case, version=case.version, by=cast.a_katri, solution_kind="employment", solved="Työ",
                           stays_open="Ei mitään")  # fmt: skip
        back = actions_of_cases.return_case(case=Case.objects.get(pk=case.pk), by=cast.a_katri,
                                            naming_due_on=dates.today())  # fmt: skip
    outbox.run_pending(strict=True)
    with as_actor(cast.a_tuula):
        assert FeedbackRequest.objects.filter(moment="end").get().case_id == cast.case.pk
        assert FeedbackRequest.objects.filter(moment="start").latest("pk").case_id == back.pk


@pytest.mark.row("L-57")
def test_along_the_way_the_daily_round_asks_those_whose_support_has_gone_on(cast):
    """Guards against: `asked_on > since_mid` taken out of `feedback_due` (asked every morning)."""
    jobs.ask_along_the_way()
    assert [one.moment for one in requests(cast)] == ["start"]  # the pages came after the case was opened
    half = dates.add_months(dates.today(), 6)
    for day in (half, half + timedelta(days=1), dates.add_months(half, 6)):
        with dates.clock(dates.start_of_day(day)):
            jobs.ask_along_the_way()
    assert [one.asked_on for one in requests(cast, moment="mid")] == [half, dates.add_months(half, 6)]


def test_nobody_is_asked_twice_of_the_same_nor_without_own_pages(cast):
    first = tuula(cast, "end")
    assert first is not None and tuula(cast, "end") is None and tuula(cast, "start") is not None
    case, _actor = client(cast, 1)
    with as_actor(cast.a_katri):
        User.objects.filter(person_id=case.person_id).update(is_active=False)
        assert actions.ask(case=case, moment="start", by=cast.a_katri) is None


def test_one_mail_is_enough_while_something_waits(cast, mailoutbox):
    with as_actor(cast.a_katri):
        User.objects.filter(pk=cast.tuula.pk).update(email="tuula@example.org")
    tuula(cast, "start")
    tuula(cast, "end")
    outbox.run_pending(strict=True)
    assert ["/my/feedback/" in one.body for one in mailoutbox if "tuula@example.org" in one.to] == [True]


# Answering ------------------------------------------------------------------------------------------------------------


@pytest.mark.row("I-41")
def test_an_anonymous_answer_knows_no_case_and_the_case_knows_no_answer(cast):
    """What was said is found in no table the client or the team can read, and no line of the log tells of it.

    Guards against: the words kept in the request; `answered_in` as the day itself (the check refuses it).
    """
    one = tuula(cast)
    answers(cast.a_tuula, one, marks={"satisfaction": 9}, words=SAID)
    for actor in (cast.a_tuula, cast.a_katri):
        with as_actor(actor):
            assert FeedbackRequest.objects.get(pk=one.pk).answered_in == MONTH
            assert not FeedbackAnswer.objects.exists()
            assert not AnonymousMarks.objects.exists() and not AnonymousWords.objects.exists()
            last = Event.objects.filter(stream_kind="case", stream_id=cast.case.pk).latest("pk")
            assert last.verb == "feedback.answered" and last.details == {}
    assert [row[1:3] for row in words_of_report(cast)] == [(SAID, False)]


def test_no_column_of_an_anonymous_answer_leads_to_anybody():
    """Of people it knows the region and the month. Guards against: `made_at` added."""
    for model, content in ((AnonymousMarks, {"moment", "card", "marks"}), (AnonymousWords, PUBLISHED)):
        assert {one.name for one in model._meta.concrete_fields} == {"id", "region", "month"} | content
        assert {one.get_internal_type() for one in model._meta.concrete_fields if one.primary_key} == {"UUIDField"}


@pytest.mark.parametrize("who", ["a_tuula", "a_katri", "rooli-manager", "rooli-system_admin"])
def test_the_database_lets_nobody_write_or_read_an_anonymous_answer(cast, who):
    """Guards against: the policy of the sealed tables set to `true`."""
    answers(cast.a_tuula, tuula(cast), marks={"satisfaction": 9}, words=SAID)
    actor = getattr(cast, who) if who.startswith("a_") else cast.actor(who)
    with as_actor(actor):
        assert not AnonymousMarks.objects.exists() and not AnonymousWords.objects.update(publish=True)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            AnonymousMarks.objects.create(region=cast.region, month=MONTH, moment="mid", marks={})


def test_only_the_client_answers_what_the_client_was_asked(cast):
    """Guards against: the kind of actor left out of `feedback_put` (the worker answered for the client)."""
    one = tuula(cast)
    for actor in (cast.a_katri, client(cast, 7)[1]):
        with pytest.raises(Refused), transaction.atomic():
            answers(actor, one, marks={"satisfaction": 1})
    assert not words_of_report(cast)


def test_what_was_asked_is_answered_once_and_in_time(cast):
    one = tuula(cast)
    with pytest.raises(Refused, match="ainakin yhteen"):
        answers(cast.a_tuula, one, marks={}, words="  ")
    for marks in ({"satisfaction": 11}, {"satisfaction": 0}, {"listened": 3}, {"words": 1}):
        with pytest.raises(Refused, match="luettelosta"):
            answers(cast.a_tuula, one, marks=marks)
    with dates.clock(dates.start_of_day(dates.today() + timedelta(days=31))), pytest.raises(Refused, match="ohi"):
        answers(cast.a_tuula, one, marks={"satisfaction": 9})
    answers(cast.a_tuula, one, marks={"satisfaction": 9})
    with pytest.raises(Refused, match="jo vastattu"):
        answers(cast.a_tuula, one, marks={"satisfaction": 9}, by_name=True)


def test_an_answer_by_name_is_read_by_the_responsible_worker_alone(cast, sign_in):
    """Guards against: `visible_to` of answers without the responsible worker (the coach read it)."""
    answers(cast.a_tuula, tuula(cast), marks={"satisfaction": 9, "moved_forward": 5}, words=SAID, by_name=True)
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/feedback/").content.decode()
    assert SAID in page and "9/10" in page and "Todella paljon" in page
    with as_actor(cast.a_katri):
        assert FeedbackAnswer.objects.visible_to(cast.a_katri).count() == 1
    with as_actor(cast.a_janne):
        assert not FeedbackAnswer.objects.visible_to(cast.a_janne).exists()
    timo = sign_in(cast.timo).get(f"/cases/{cast.case.uuid}/feedback/")
    assert SAID not in timo.content.decode()
    assert not words_of_report(cast)  # by name and without leave to publish: the worker's alone


def test_on_own_initiative_one_tells_when_one_likes_but_does_not_outweigh_others(cast):
    """Guards against: the limit counted with the request itself (the third was refused)."""
    key = uuid4()
    for one in (key, key, uuid4(), uuid4()):
        with as_actor(cast.a_tuula):
            actions.answer_any_time(case=cast.case, by=cast.a_tuula, marks={}, words=SAID, key=one)
    assert len(words_of_report(cast)) == len(requests(cast, moment="any_time")) == 3
    with as_actor(cast.a_tuula), pytest.raises(Refused, match="tässä kuussa"):
        actions.answer_any_time(case=cast.case, by=cast.a_tuula, marks={}, words=SAID, key=uuid4())


# Publishing -----------------------------------------------------------------------------------------------------------


@pytest.mark.row("I-41")
def test_only_words_with_leave_can_be_picked_for_publishing(cast):
    """Held by the database: a check on both tables. Guards against: `a.publish` taken out of `feedback_pick`."""
    manager = cast.actor("rooli-manager")
    answers(cast.a_tuula, tuula(cast, "end"), marks={}, words="Kiitos kuuluu tiimille", by_name=True)
    answers(cast.a_tuula, tuula(cast, "mid"), marks={}, words="Tätä ette julkaise")
    with as_actor(cast.a_tuula):
        actions.answer_any_time(case=cast.case, by=cast.a_tuula, marks={}, words=SAID, publish=True, by_name=True)
        unleaved, leaved = FeedbackAnswer.objects.order_by("pk")
    hidden = next(row[0] for row in words_of_report(cast) if not row[2])
    with as_actor(manager):
        for quote in (unleaved.uuid, hidden, uuid4()):
            with pytest.raises(Refused, match="julkaisulupaa"), transaction.atomic():
                actions.pick(quote=quote, by=manager, picked=True)
        actions.pick(quote=leaved.uuid, by=manager, picked=True)
    assert {(row[1], row[3]) for row in words_of_report(cast)} == {(SAID, True), ("Tätä ette julkaise", False)}
    with as_actor(cast.a_tuula), pytest.raises(IntegrityError, match="picked_only_with_leave"), transaction.atomic():
        FeedbackAnswer.objects.filter(pk=unleaved.pk).update(picked_on=dates.today())


@pytest.mark.row("I-41")
def test_leave_to_publish_is_taken_back_on_ones_own_page(cast, sign_in):
    """Guards against: `picked_on` left as it was (the check refuses), `publish` not cleared."""
    manager = cast.actor("rooli-manager")
    answers(cast.a_tuula, tuula(cast), marks={}, words=SAID, publish=True, by_name=True)
    with as_actor(cast.a_tuula):
        one = FeedbackAnswer.objects.get()
    with as_actor(manager):
        actions.pick(quote=one.uuid, by=manager, picked=True)
    mine = sign_in(cast.tuula)
    address = f"/my/feedback/answers/{one.uuid}/publishing/"
    assert address in mine.get("/my/feedback/").content.decode()
    assert mine.post(address).status_code == 302
    assert "Peruit luvan" in mine.get("/my/feedback/").content.decode()
    assert not words_of_report(cast)


@pytest.mark.row("I-41")
def test_leave_of_anonymous_words_is_taken_back_with_the_receipt_alone(cast, sign_in):
    """Shown once, kept nowhere; a wrong code takes nothing back. Against: the digest of the code not looked at."""
    one = tuula(cast)
    mine = sign_in(cast.tuula)
    form = {"satisfaction": "9", "words": SAID, "publish": "on", "whose": "anonymous"}
    assert mine.post(f"/my/feedback/{one.uuid}/", form).status_code == 302
    page = mine.get("/my/feedback/").content.decode()
    code = re.search(r'class="receipt"><strong>([a-z0-9-]+)<', page)[1]
    assert code not in mine.get("/my/feedback/").content.decode() and SAID not in page
    manager = cast.actor("rooli-manager")
    quote = words_of_report(cast)[0][0]
    with as_actor(manager):
        actions.pick(quote=quote, by=manager, picked=True)
    assert mine.post("/my/feedback/receipt/", {"receipt": "abcd-efgh-jkmn"}).status_code == 422
    assert [row[2:] for row in words_of_report(cast)] == [(True, True)]
    assert mine.post("/my/feedback/receipt/", {"receipt": code.upper().replace("-", " ")}).status_code == 302
    assert [row[2:] for row in words_of_report(cast)] == [(False, False)]
    with as_actor(cast.a_tuula):
        assert not Draft.objects.filter(user_id=cast.tuula.pk).exists()


def test_a_stranger_gets_no_page_of_anothers_answer(cast, sign_in):
    one = tuula(cast)
    _case, other = client(cast, 3)
    with as_actor(cast.a_katri):
        user = User.objects.get(pk=other.user_id)
    browser = sign_in(user)
    assert browser.get(f"/my/feedback/{one.uuid}/").status_code == 404
    assert browser.post(f"/my/feedback/{one.uuid}/", {"satisfaction": "1", "whose": "anonymous"}).status_code == 404


@pytest.mark.row("L-57")
def test_the_page_asks_keeps_what_was_typed_and_thanks(cast, sign_in):
    one, mine = tuula(cast), sign_in(cast.tuula)
    assert f"/my/feedback/{one.uuid}/" in mine.get("/my/").content.decode()
    page = mine.get(f"/my/feedback/{one.uuid}/").content.decode()
    assert "Kuinka tyytyväinen olet" in page and "Ei kukaan. Vastaan ilman nimeä." in page
    again = mine.post(f"/my/feedback/{one.uuid}/", {"satisfaction": "12", "words": SAID, "whose": "anonymous"})
    assert again.status_code == 422 and SAID in again.content.decode()
    sent = {"satisfaction": "9", "whose": "anonymous"}
    assert [mine.post(f"/my/feedback/{one.uuid}/", sent).status_code for _n in range(2)] == [302, 302]
    assert "Vastauksesi on perillä" in mine.get("/my/feedback/").content.decode()
    assert f"/my/feedback/{one.uuid}/" not in mine.get("/my/").content.decode()
