"""What a client asks of their own data: who answers, by when, and what is kept whatever the answer."""

import uuid
from datetime import timedelta

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user
from rinnalla.access.actor import CLIENT, Actor
from rinnalla.access.models import User
from rinnalla.cases import actions as cases
from rinnalla.cases import closing
from rinnalla.cases.models import ContactNote
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.outbox.models import Promise
from rinnalla.people.models import Person
from rinnalla.portal.tests.test_own import make_plan, text_of
from rinnalla.retention.requests import actions
from rinnalla.retention.requests.actions import Answered, Asked
from rinnalla.retention.requests.models import OUTCOMES, Kind, Outcome, RightsRequest, Side
from rinnalla.servicemodels.codes import code_list
from rinnalla.testing import as_actor, hand_over_all

CORRECTION = {"place": "contact", "text": "En ole sanonut niin.", "should_be": "Sanoin, että yritän."}
ANSWER = {"version": 1, "outcome": "explained", "words": "Katri hoiti asiaasi."}


def officer(cast):
    return cast.roles["data_protection_officer"]


def asked(cast, kind=Kind.EXPLANATION, **more) -> RightsRequest:
    given = {"text": "Miksi Petra katsoi?", **more}
    with as_actor(cast.a_tuula):
        return actions.ask(
            person=cast.case.person, case=cast.case, by=cast.a_tuula, kind=kind, asked=Asked(**given), key=uuid.uuid4()
        )


def correction(cast, **more) -> RightsRequest:
    return asked(cast, Kind.CORRECTION, **{**CORRECTION, **more})


def a_note(cast) -> ContactNote:
    with as_actor(cast.a_katri):
        return cases.note_contact(
            case=cast.case, by=cast.a_katri, on=dates.today(), channel="phone", subject="Puhelu",
            text="Asiakas ei halua töihin.",
        )


def as_it_is(cast, one: RightsRequest) -> RightsRequest:
    with as_actor(cast.a_tuula):
        return RightsRequest.objects.select_related("answered_by").get(pk=one.pk)


# Asking ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind, months", [("log_request", 2), ("explanation", 1), ("objection", 1), ("erasure", 1)])
def test_each_request_has_the_day_the_law_gives(cast, sign_in, kind, months):
    """Seen red: `rights_answer` in deadlines.yaml as 30 days, with the clock on 31 January."""
    with dates.clock(dates.start_of_day(dates.parse_date("31.1.2027")) + timedelta(hours=10)):
        browser = sign_in(cast.tuula)
        assert browser.post(f"/my/requests/new/{kind}/", {"text": "Haluan tietää."}).status_code == 302
        with as_actor(cast.a_tuula):
            one = RightsRequest.objects.get()
        assert (one.kind, one.side, one.due_on) == (kind, Side.OFFICER, dates.add_months(dates.today(), months))
        page = text_of(browser, "/my/requests/")
    assert "Haluan tietää." in page and f"{one.due_on.day}.\u00a0{'helmi' if months == 1 else 'maalis'}kuuta" in page


def test_a_line_of_the_log_is_asked_about_from_the_log(cast, sign_in):
    sign_in(cast.petra).get(f"/cases/{cast.case.uuid}/team/")
    browser = sign_in(cast.tuula)
    log = text_of(browser, "/my/log/")
    assert "Petra Nygård" in log and "Se estettiin." in log
    address = log.partition('href="/my/requests/new/log_question/')[2].partition('"')[0]
    page = text_of(browser, "/my/requests/new/log_question/" + address)
    assert "Petra Nygård" in page and "Tietosuojavastaava vastaa sinulle viimeistään" in page
    sent = {"text": "Hän on naapurini.", "wants_call": "on"}
    assert browser.post("/my/requests/new/log_question/" + address, sent).status_code == 302

    with as_actor(cast.a_tuula):
        one = RightsRequest.objects.get()
    seen = text_of(sign_in(officer(cast)), f"/rights/{one.uuid}/")
    assert "Hän on naapurini." in seen and "Petra Nygård" in seen
    assert "Tuula Rantanen" in seen and "Toivoo soittoa" in seen


def test_a_line_that_is_not_ones_own_cannot_be_asked_about(cast, sign_in):
    """Seen red: the lines not asked of the person's own log."""
    sign_in(cast.katri).get("/cases/")
    with as_actor(cast.a_katri):
        line = AccessLine.objects.order_by("-pk").first()
        other = cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
            naming_due_on=dates.today(), new_person={"given_names": "Oskari", "family_name": "Lehto"}, wish="x",
        )
    sign_in(cast.katri).get(f"/cases/{other.uuid}/team/")
    with as_actor(cast.a_katri):
        strange = AccessLine.objects.filter(case_ids__contains=[other.pk]).order_by("-pk").first()
    asked(cast, Kind.LOG_QUESTION, line_ids=(line.pk,))
    with pytest.raises(Refused):
        asked(cast, Kind.LOG_QUESTION, line_ids=(strange.pk,))
    assert sign_in(cast.tuula).get("/my/requests/new/log_question/?lines=vaara").status_code == 404


def test_nothing_said_saves_nothing_and_twice_sent_is_one(cast, sign_in):
    browser = sign_in(cast.tuula)
    answer = browser.post("/my/requests/new/correction/", {"place": "plan", "text": "Väärä päivä", "should_be": ""})
    assert answer.status_code == 422 and "Väärä päivä" in answer.content.decode()
    key = str(uuid.uuid4())
    for _again in range(2):
        sent = {"form_key": key, "text": "Mistä tieto on?"}
        assert browser.post("/my/requests/new/explanation/", sent).status_code == 302
    with as_actor(cast.a_tuula):
        assert [one.kind for one in RightsRequest.objects.all()] == ["explanation"]


def without_case(cast) -> User:
    """Somebody who signs in and has no case."""
    by = system("tests")
    with acting(by):
        user = add_user(by=by, username="oskari", name="Oskari Lehto", person_id=987_654)
    with as_actor(Actor(kind=CLIENT, user_id=user.pk, person_id=987_654)):
        person = Person(pk=987_654, region=cast.region)
        person.set_names("Oskari", "Lehto")
        person.save(force_insert=True)
    return user


def test_a_client_without_a_case_has_the_same_rights(cast, sign_in):
    browser = sign_in(without_case(cast))
    for address in ("/my/data/", "/my/requests/", "/my/log/", "/my/requests/new/log_request/"):
        assert "auttaa sinua" in text_of(browser, address), address
    assert browser.post("/my/requests/new/correction/", CORRECTION).status_code == 302
    seen = text_of(sign_in(officer(cast)), "/rights/")
    assert "Oskari Lehto" in seen and "Korjauspyyntö" in seen


# Who sees it ----------------------------------------------------------------------------------------------------------


@pytest.mark.row("L-83")
def test_nobody_who_works_in_the_case_sees_that_the_log_was_asked_about(cast, sign_in):
    """Seen red: `side` left out of the wall; the event written to the case's log."""
    one = asked(cast, Kind.LOG_QUESTION, text="Katsooko Katri liikaa?")
    for worker in (cast.a_katri, cast.a_janne, cast.a_petra):
        with as_actor(worker):
            assert not RightsRequest.objects.exists()
            assert not Event.objects.filter(verb="retention.asked").exists()
    assert sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/corrections/{one.uuid}/").status_code == 404
    assert sign_in(cast.katri).get(f"/rights/{one.uuid}/").status_code == 403
    assert "Kysymys lokin rivistä" in text_of(sign_in(officer(cast)), "/rights/")


def test_the_officers_day_calls_a_request_what_it_is(cast, sign_in):
    """Guards against: the line drawn as a consultation without a name, as everything without a case was."""
    asked(cast)
    page = text_of(sign_in(officer(cast)), "/day/")
    assert "Asiakkaan pyyntö" in page and "Nimetön kysymys" not in page and "Tuula" not in page


def test_an_officer_of_another_region_sees_nothing(cast, sign_in):
    one = asked(cast)
    far = User.objects.get(username="muualta-data_protection_officer")
    browser = sign_in(far)
    assert browser.get(f"/rights/{one.uuid}/").status_code == 404
    assert "Tuula" not in text_of(browser, "/rights/")


def test_the_officer_sees_no_protected_contact_and_no_case(cast, sign_in):
    """Seen red: `protected_address` left out of `retention_askers`."""
    with as_actor(cast.a_katri):
        person = Person.objects.get(pk=cast.case.person_id)
        person.set_phone("040 765 4321")
        person.protected_address = True
        person.save()
    one = asked(cast)
    page = text_of(sign_in(officer(cast)), f"/rights/{one.uuid}/")
    assert "Tuula Rantanen" in page and "765 4321" not in page and "Haluan töihin, joissa selkä kestää." not in page
    with as_actor(cast.a_tuula):
        line = AccessLine.objects.filter(purpose="rights.answer").get()
    assert line.person_ids == [cast.case.person_id] and line.field_groups == []
    assert "Käsitteli pyyntöäsi" in text_of(sign_in(cast.tuula), "/my/log/")


def test_what_waits_stands_on_the_officers_day_and_is_late_in_words(cast, sign_in):
    asked(cast)
    with dates.clock(dates.now() + timedelta(days=40)):
        browser = sign_in(officer(cast))
        assert "Selvitys katsomisen perusteesta" in text_of(browser, "/day/")
        page = text_of(browser, "/rights/")
        mine = text_of(sign_in(cast.tuula), "/my/requests/")
    assert "Myöhässä" in page
    assert "Olemme myöhässä" in mine and "029 566 6700" in mine


# Answering ------------------------------------------------------------------------------------------------------------


def test_an_answer_is_in_the_clients_view_and_the_client_is_told_without_content(cast, sign_in):
    one = asked(cast)
    assert sign_in(officer(cast)).post(f"/rights/{one.uuid}/", ANSWER).status_code == 302
    page = text_of(sign_in(cast.tuula), f"/my/requests/{one.uuid}/")
    assert "Katri hoiti asiaasi." in page and "Katsomiseen oli peruste" in page
    assert Promise.objects.filter(name="retention.tell_client").count() == 1
    assert Promise.objects.filter(name="retention.tell_officer").count() >= 1


@pytest.mark.row("L-83")
def test_a_refusal_needs_a_ground_of_law_and_tells_the_way_on(cast, sign_in):
    """Seen red: the ground's check taken out of `_require_whole`; the appeal left out of the client's page."""
    one = asked(cast, Kind.LOG_REQUEST, text="", older_why="Oikeusjuttu vuodelta 2023")
    browser = sign_in(officer(cast))
    sent = {"version": 1, "outcome": "refused", "words": "Emme anna vanhempia rivejä."}
    answer = browser.post(f"/rights/{one.uuid}/", sent)
    assert answer.status_code == 422 and "Emme anna vanhempia rivejä." in answer.content.decode()
    assert browser.post(f"/rights/{one.uuid}/", {**sent, "refusal": "duty_by_law"}).status_code == 422
    assert browser.post(f"/rights/{one.uuid}/", {**sent, "refusal": "too_old"}).status_code == 302
    page = text_of(sign_in(cast.tuula), "/my/requests/")
    assert "703/2023 11 §" in page and "tietosuojavaltuutettua" in page and "Emme anna vanhempia rivejä." in page


def test_every_kind_that_can_be_refused_has_its_grounds():
    kinds = {kind for one in code_list("rights_refusals") for kind in one.definition.kinds}
    assert kinds == {kind for kind, outcomes in OUTCOMES.items() if Outcome.REFUSED in outcomes}
    assert all(one.definition.appeal.in_language for one in code_list("rights_refusals"))


def test_further_time_is_taken_once_with_a_reason_and_never_for_the_log(cast, sign_in):
    one, log = asked(cast), asked(cast, Kind.LOG_REQUEST)
    browser = sign_in(officer(cast))
    assert browser.post(f"/rights/{one.uuid}/extension/", {"version": 1, "reason": " "}).status_code == 422
    assert browser.post(f"/rights/{one.uuid}/extension/", {"version": 1, "reason": "Laaja asia"}).status_code == 302
    found = as_it_is(cast, one)
    assert found.due_on == dates.add_months(one.due_on, 2)
    assert "Laaja asia" in text_of(sign_in(cast.tuula), "/my/requests/")
    assert browser.post(f"/rights/{one.uuid}/extension/", {"version": 2, "reason": "Taas"}).status_code == 422
    assert browser.post(f"/rights/{log.uuid}/extension/", {"version": 1, "reason": "Laaja"}).status_code == 422


def test_two_officers_the_second_sees_the_first_and_keeps_the_words(cast, sign_in):
    one = asked(cast)
    browser = sign_in(officer(cast))
    assert browser.post(f"/rights/{one.uuid}/extension/", {"version": 1, "reason": "Laaja asia"}).status_code == 302
    crossed = browser.post(f"/rights/{one.uuid}/", ANSWER)
    assert crossed.status_code == 409 and "Katri hoiti asiaasi." in crossed.content.decode()
    assert 'name="version" value="2"' in crossed.content.decode()
    assert browser.post(f"/rights/{one.uuid}/", {**ANSWER, "version": 2}).status_code == 302
    assert browser.post(f"/rights/{one.uuid}/", {**ANSWER, "version": 2}).status_code == 302, "sent twice is sent once"
    other = browser.post(f"/rights/{one.uuid}/", {**ANSWER, "version": 3, "words": "Toinen vastaus"})
    assert other.status_code == 422 and "Toinen vastaus" in other.content.decode()


# Corrections ----------------------------------------------------------------------------------------------------------


@pytest.mark.row("L-83")
def test_a_correction_keeps_both_texts_beside_each_other(cast, sign_in):
    """Seen red: the note's uuid not saved with the answer, so that nothing stood beside the row."""
    note, one = a_note(cast), correction(cast)
    katri = sign_in(cast.katri)
    assert "Asiakas pyytää korjausta" in text_of(katri, "/day/")
    sent = {"version": 1, "row": str(note.uuid), "outcome": "refused", "words": "Näin kirjasin."}
    sent["refusal"] = "right_as_it_is"
    assert katri.post(f"/cases/{cast.case.uuid}/corrections/{one.uuid}/", sent).status_code == 302
    page = text_of(katri, f"/cases/{cast.case.uuid}/contacts/")
    assert "Asiakas ei halua töihin." in page and "Sanoin, että yritän." in page and "Tietoa ei muutettu" in page
    with as_actor(cast.a_katri):
        assert ContactNote.objects.get(pk=note.pk).text == "Asiakas ei halua töihin."
    mine = text_of(sign_in(cast.tuula), "/my/requests/")
    assert "Näin kirjasin." in mine and "tietosuojavaltuutettua" in mine


def test_a_correction_made_names_a_row_written_after_it_was_asked(cast, sign_in):
    """Seen red: `mended` not asked of `places`, so that an older row would do."""
    before, one = a_note(cast), correction(cast)
    after = a_note(cast)
    katri, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/corrections/{one.uuid}/"
    sent = {"version": 1, "row": str(before.uuid), "outcome": "corrected", "words": "Korjasin kirjauksen."}
    assert katri.post(address, {**sent, "fixed_in": str(before.uuid)}).status_code == 422
    assert katri.post(address, {**sent, "fixed_in": str(after.uuid)}).status_code == 302
    found = as_it_is(cast, one)
    assert (found.row_uuid, found.fixed_in) == (before.uuid, after.uuid)
    assert "Tieto korjattiin" in text_of(katri, f"/cases/{cast.case.uuid}/contacts/")


def test_a_correction_of_the_plan_is_asked_on_the_plan_and_stands_there(cast, sign_in):
    make_plan(cast)
    browser = sign_in(cast.tuula)
    page = text_of(browser, "/my/plan/")
    address = page.partition('href="/my/requests/new/correction/')[2].partition('"')[0].replace("&amp;", "&")
    sent = {**CORRECTION, "place": "plan"}
    assert browser.post("/my/requests/new/correction/" + address, sent).status_code == 302
    assert "Sanoin, että yritän." in text_of(sign_in(cast.katri), f"/cases/{cast.case.uuid}/plan/")
    # A coach whose role never sees health does not read words that may tell of it.
    assert "Sanoin, että yritän." not in text_of(sign_in(cast.janne), f"/cases/{cast.case.uuid}/plan/")


def test_only_whoever_answers_for_the_client_reads_and_answers_corrections(cast, sign_in):
    one = correction(cast)
    janne = sign_in(cast.janne)
    assert janne.get(f"/cases/{cast.case.uuid}/corrections/{one.uuid}/").status_code == 404
    assert "En ole sanonut niin." not in text_of(janne, f"/cases/{cast.case.uuid}/corrections/")
    assert sign_in(cast.timo).get(f"/cases/{cast.case.uuid}/corrections/{one.uuid}/").status_code == 403
    assert "Tuula" not in text_of(sign_in(officer(cast)), "/rights/")


def test_a_case_is_not_closed_over_a_correction_and_after_it_the_officer_answers(cast, sign_in):
    one = correction(cast)
    solved = {"solution_kind": "employed", "solved": "Työ löytyi", "stays_open": "Ei mitään"}
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, cast.a_katri)
        cast.case.refresh_from_db()
        with pytest.raises(Refused, match="korjauspyyntö"):
            closing.close_case(case=cast.case, version=cast.case.version, by=cast.a_katri, **solved)
        request = RightsRequest.objects.get(pk=one.pk)
        answered = Answered(outcome="refused", words="Näin kirjasin.", refusal="right_as_it_is")
        actions.answer(request=request, by=cast.a_katri, version=1, answered=answered)
        closing.close_case(case=cast.case, version=cast.case.version, by=cast.a_katri, **solved)
    assert sign_in(cast.tuula).post("/my/requests/new/correction/", CORRECTION).status_code == 302
    assert "Tuula Rantanen" in text_of(sign_in(officer(cast)), "/rights/")
