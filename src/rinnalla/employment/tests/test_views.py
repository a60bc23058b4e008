"""The pages: a coaching from start to end by hand, the phone's contact form, the day, who is let where.

Seen red: a contact sent twice that acted twice, a coach left on a page that had closed to them.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from rinnalla.cases import actions as cases
from rinnalla.cases import closing
from rinnalla.cases.consents import actions as consents
from rinnalla.employment import actions, working
from rinnalla.employment.day import coach_day
from rinnalla.employment.models import CoachingContact, CoachingEpisode, JobProfile
from rinnalla.employment.tests.coaching import consent, fresh, open_case, start
from rinnalla.lib import dates
from rinnalla.testing import as_actor, hand_over_all

WEEK = timedelta(days=7)


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/coaching/"


@pytest.fixture
def episode(cast):
    with as_actor(cast.a_katri):
        return start(cast)


def start_form(cast, **more):
    membership = cast.janne.memberships.get()
    return {
        "coach": str(membership.uuid), "type": "quality_criteria", "payer": "kela", "voluntary": "on",
        "next_step": "Tapaaminen", "next_on": dates.d(dates.today() + WEEK), "form_key": str(uuid4()), **more,
    }


@pytest.mark.row("V-63", "T-62")
def test_one_form_begins_it_and_a_consent_gone_meanwhile_is_told_with_the_words_kept(cast, base, sign_in):
    katri = sign_in(cast.katri)
    page = katri.get(f"{base}start/").content.decode()
    assert "Janne Kallio" in page and "(0/25)" in page
    with as_actor(cast.a_katri):  # while the form is open
        consents.withdraw_consent(consent=cast.case.consents.get(withdrawn_at__isnull=True), by=cast.a_katri)
    refused = katri.post(f"{base}start/", start_form(cast, next_step="Kahvilla torstaina"))
    assert refused.status_code == 422
    assert "suostumuksella" in refused.content.decode() and "Kahvilla torstaina" in refused.content.decode()
    with as_actor(cast.a_katri):
        consent(cast, cast.case)
    sent = start_form(cast)
    assert [katri.post(f"{base}start/", sent).status_code for _n in range(2)] == [302, 302]
    with as_actor(cast.a_katri):
        assert CoachingEpisode.objects.get(case=cast.case).coach == cast.janne
    page = katri.get(base).content.decode()
    assert "Janne Kallio" in page and "Tapaaminen" in page


@pytest.mark.row("T-62")
def test_it_does_not_begin_without_the_clients_word(cast, base, sign_in):
    form = start_form(cast)
    del form["voluntary"]
    answer = sign_in(cast.katri).post(f"{base}start/", form)
    assert answer.status_code == 422 and "vapaaehtoista" in answer.content.decode()


def test_a_contact_is_one_press_and_twice_sent_is_once(cast, base, sign_in, episode):
    janne, here = sign_in(cast.janne), f"{base}{episode.uuid}/contact/"
    page = janne.get(here).content.decode()
    assert page.count("checked") >= 4  # client, place, minutes and the next day are chosen already
    sent = {
        "parties": ["client"], "place": "community", "minutes": "30", "purpose": "search", "text": "",
        "next_step": episode.next_step, "again": "keep", "on": dates.d(dates.today()), "version": episode.version,
        "form_key": str(uuid4()),
    }
    assert [janne.post(here, sent).headers["Location"] for _n in range(2)] == ["/coaching/", "/coaching/"]
    again = {**sent, "form_key": str(uuid4()), "again": "7", "next_step": "Soitto puutarhalle"}
    assert [janne.post(here, again).status_code for _n in range(2)] == [302, 302]
    with as_actor(cast.a_janne):
        assert CoachingContact.objects.count() == 2
        now = fresh(episode)
        assert (now.next_step, now.next_on >= dates.today() + WEEK) == ("Soitto puutarhalle", True)
    wrong = janne.post(here, {**sent, "form_key": str(uuid4()), "parties": [], "text": "Tärkeä sana"})
    assert wrong.status_code == 422 and "Tärkeä sana" in wrong.content.decode()


def test_a_client_who_left_meanwhile_closes_the_coachs_form(cast, base, sign_in, episode):
    janne, here = sign_in(cast.janne), f"{base}{episode.uuid}/contact/"
    assert janne.get(here).status_code == 200
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=cast.case.consents.get(withdrawn_at__isnull=True), by=cast.a_katri)
    assert janne.post(here, {}).status_code == 404
    assert janne.get(base).status_code == 404
    page = sign_in(cast.katri).get(base).content.decode()
    assert "Tarjoa lopetuskeskustelu" in page


def test_the_day_shows_todays_contacts_late_ones_the_places_and_the_queue(cast, sign_in, episode):
    with as_actor(cast.a_katri):
        other, third = open_case(cast, "Nea"), open_case(cast, "Ali")
        nea = start(cast, other, next_on=dates.today(), next_step="Käynti kahvilassa")
        actions.queue_for_coach(
            case=third, by=cast.a_katri, unit=cast.coaching, type="quality_criteria", payer="kela", voluntary=True,
            waits_since=dates.today() - timedelta(days=19),
        )
        actions.set_caseload(unit=cast.coaching, version=0, by=cast.a_katri, clients=2)
        CoachingEpisode.objects.filter(pk=episode.pk).update(next_on=dates.today() - timedelta(days=2))
    janne = sign_in(cast.janne)
    page = janne.get("/coaching/").content.decode()
    assert "Tänään yksi käynti" in page and "Käynti kahvilassa" in page
    assert "<b>2</b>/2" in page and "Uusia asiakkaita ei voi ottaa" in page
    assert "odottanut 19 päivää" in page and "Ali Lehto" in page and "taking" not in page
    assert "Sovi uusi päivä" in page
    assert f"/cases/{other.uuid}/coaching/{nea.uuid}/contact/" == janne.get("/coaching/contact/").headers["Location"]
    assert "Nea Lehto" in janne.get("/coaching/clients/").content.decode()
    assert sign_in(cast.katri).get("/coaching/").status_code == 403


def test_the_places_drawn_are_those_of_the_cap_and_others_are_told_beside_them(cast, sign_in, episode):
    """Seen red: six rings in use and nineteen free beside the words 5/25."""
    with as_actor(cast.a_katri):
        start(cast, open_case(cast, "Nea"), type="traditional")
    with as_actor(cast.a_janne):
        day = coach_day(cast.a_janne)
        assert len(day.seats) == day.load.most and sum(seat.kind != "free" for seat in day.seats) == 1
        assert (day.load.clients, day.beside) == (1, 1)
    assert "Lisäksi yksi asiakas muussa valmennuksessa." in sign_in(cast.janne).get("/coaching/").content.decode()


def test_a_coach_with_room_takes_the_next_one(cast, sign_in):
    with as_actor(cast.a_katri):
        waiting = open_case(cast, "Ali")
        row = actions.queue_for_coach(
            case=waiting, by=cast.a_katri, unit=cast.coaching, type="quality_criteria", payer="kela", voluntary=True
        )
    here = f"/cases/{waiting.uuid}/coaching/{row.uuid}/taking/"
    for stranger in (cast.petra, cast.outi, cast.ritva):
        assert sign_in(stranger).get(here).status_code == 404
    assert sign_in(cast.katri).get(here).status_code == 403
    janne = sign_in(cast.janne)
    assert here in janne.get("/coaching/").content.decode()
    sent = {"next_step": "Soitto", "next_on": dates.d(dates.today()), "version": row.version}
    assert janne.post(here, sent).headers["Location"] == "/coaching/"
    assert janne.get(f"/cases/{waiting.uuid}/coaching/").status_code == 200


@pytest.mark.row("T-63", "E-24")
def test_the_profile_tells_what_lacks_and_the_loser_of_two_sees_both(cast, base, sign_in, episode):
    janne, here = sign_in(cast.janne), f"{base}{episode.uuid}/profile/"
    assert janne.post(here, {"wish": "Kasvien kanssa", "version": 0}).status_code == 302
    page = janne.get(base).content.decode()
    assert "10 % kirjattu" in page and "Mitä osaat jo?" in page
    late = janne.post(here, {"wish": "Jotain muuta", "version": 0})
    assert late.status_code == 409
    assert "Kasvien kanssa" in late.content.decode() and "Jotain muuta" in late.content.decode()
    with as_actor(cast.a_janne):
        assert JobProfile.objects.get().wish == "Kasvien kanssa"


@pytest.mark.row("T-63", "T-52")
def test_search_stands_beside_the_wish_and_other_work_apart(cast, base, sign_in, episode):
    janne, here = sign_in(cast.janne), f"{base}{episode.uuid}/"
    sent = {"title": "Myyjä", "employer": "Kioski", "fit": "not", "state": "sent", "form_key": str(uuid4())}
    refused = janne.post(f"{here}applications/", sent)
    assert refused.status_code == 422 and "työprofiilista" in refused.content.decode()
    janne.post(f"{here}profile/", {"wish": "Kasvien kanssa", "version": 0})
    assert "Kasvien kanssa" in janne.get(f"{here}applications/").content.decode()
    assert janne.post(f"{here}applications/", sent).status_code == 302
    day = dates.d(dates.today())
    for kind in ("open_paid", "subsidised"):
        job = {"title": kind, "employer": "Kioski", "kind": kind, "starts_on": day, "form_key": str(uuid4())}
        assert janne.post(f"{here}jobs/", job).status_code == 302
    page = janne.get(base).content.decode()
    assert "Ei vastaa" in page
    fulfilling, _mark, others = page.partition("Ei täytä valmennuksen tavoitetta")
    assert "open_paid, Kioski" in fulfilling and "subsidised, Kioski" in others
    assert "subsidised, Kioski" not in fulfilling


def test_a_coach_who_ends_it_goes_on_to_the_day(cast, base, sign_in, episode):
    janne = sign_in(cast.janne)
    nothing = janne.post(f"{base}{episode.uuid}/ending/", {"on": dates.d(dates.today()), "version": episode.version})
    assert nothing.status_code == 422
    sent = {"outcome": "education", "on": dates.d(dates.today()), "version": episode.version}
    answer = janne.post(f"{base}{episode.uuid}/ending/", sent)
    assert answer.headers["Location"] == "/coaching/"
    assert janne.get("/coaching/").status_code == 200
    assert janne.get(base).status_code == 404


def test_a_reader_without_the_field_group_sees_that_something_is_hidden(cast, base, sign_in, episode):
    with as_actor(cast.a_katri):
        cases.join_team(
            case=fresh(cast.case), user=cast.laura, unit=cast.team, task="Lääkäri", by=cast.a_katri, ground="l381_15",
            groups=["basics", "health"],
        )
    laura = sign_in(cast.laura)
    page = laura.get(base).content.decode()
    assert "Valmennuksen tietoja et näe" in page and "Tapaaminen" not in page
    assert laura.get(f"{base}{episode.uuid}/profile/").status_code == 403


@pytest.mark.row("T-54")
def test_a_manager_lowers_the_cap_of_the_own_organisation_only(cast, sign_in):
    manager = cast.roles["manager"]
    browser = sign_in(manager)
    assert browser.get("/coaching/limits/").status_code == 200
    assert browser.get(f"/coaching/limits/{cast.coaching.uuid}/").status_code == 404
    here = f"/coaching/limits/{cast.team.uuid}/"
    assert browser.post(here, {"clients": 26, "version": 0}).status_code == 422
    assert browser.post(here, {"clients": 20, "version": 0}).status_code == 302
    assert browser.post(here, {"clients": 15, "version": 0}).status_code == 409
    assert "20" in browser.get("/coaching/limits/").content.decode()


@pytest.mark.row("L-76")
def test_the_closed_case_says_that_coaching_goes_on_and_what_the_coach_sees(cast, base, sign_in, episode):
    with as_actor(cast.a_katri):
        case = fresh(cast.case)
        hand_over_all(case, cast.a_katri)
        closing.close_case(
            case=case, version=case.version, by=cast.a_katri, solution_kind="employment", solved="Työ.", stays_open="-"
        )
    janne = sign_in(cast.janne)
    page = janne.get(base).content.decode()
    assert "Asia on päätetty, valmennus jatkuu" in page and "peruu luvan" in page
    with as_actor(cast.a_janne):
        working.add_job(
            episode=CoachingEpisode.objects.select_related("case").get(), by=cast.a_janne, employer="E", title="T",
            kind="open_paid", starts_on=dates.today(),
        )
    assert janne.get(f"{base}{episode.uuid}/contact/").status_code == 200
