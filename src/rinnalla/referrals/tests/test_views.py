"""The pages of the way in: who may open them, what they keep, what they show."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from rinnalla.access.drafts import of
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.referrals import actions, consultations
from rinnalla.referrals.actions import identify
from rinnalla.referrals.models import Consultation, GuidanceEvent, Identification, Referral
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor

PROFESSIONALS = [
    "responsible_worker", "coordinator", "job_coach", "doctor", "nurse", "social_worker", "employment_expert",
    "kela_expert",
    "employer_coordinator",
]


def _page(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def _rows(model, actor):
    with as_actor(actor):
        return list(model.objects.all())


@pytest.fixture
def sent(cast):
    with as_actor(cast.a_timo):
        return send(cast, items=["cognition_and_health.autism_spectrum"])


NEW = {
    "given_names": "Maija", "family_name": "Muu", "phone": "040 555 0111", "language": "sv",
    "wish": "Haluan opiskella.",
}


def test_a_referral_is_made_on_one_page_and_lands_in_the_unit_of_the_municipality(cast, sign_in):
    timo = sign_in(cast.timo)
    assert "Tee lähete" in _page(timo.get("/referrals/new/"))
    home = cast.region.municipalities.get()
    data = {**NEW, "municipality": home.pk, "item_work_history": ["work_history"]}
    answer = timo.post("/referrals/new/", data, follow=True)
    page = _page(answer)
    assert "Lähete on perillä: Työkykytiimi" in page and "Oliko lähettäminen helppoa" in page
    (row,) = _rows(Referral, cast.a_katri)
    assert (row.language, row.items, row.texts["wish"]) == ("sv", ["work_history"], "Haluan opiskella.")


def test_a_refused_referral_keeps_what_was_typed_and_saves_nothing(cast, sign_in):
    janne = sign_in(cast.janne)
    page = _page(janne.post("/referrals/new/", NEW), 422)
    assert "Haluan opiskella." in page and "Maija" in page and "sanonut kyllä" in page
    assert _rows(Referral, cast.a_janne) == []
    with as_actor(cast.a_janne):
        assert of(cast.a_janne, "/referrals/new/")["family_name"] == "Muu"
    bad = _page(sign_in(cast.timo).post("/referrals/new/", {**NEW, "hetu": "131052-9999"}), 422)
    assert "tarkistusmerkki" in bad


def test_a_form_sent_twice_makes_one_referral(cast, sign_in):
    timo, key = sign_in(cast.timo), str(uuid4())
    for _each in range(2):
        assert timo.post("/referrals/new/", {**NEW, "key": key, "unit": cast.team.pk}).status_code == 302
    assert len(_rows(Referral, cast.a_timo)) == 1


@pytest.mark.row("E-13", "C-02")
def test_a_client_one_works_with_is_referred_with_at_most_five_fields_and_rated_after(cast, sign_in):
    katri, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/referrals/new/"
    page = _page(katri.get(address))
    form = page[page.index("data-draft"):page.index("Lähetä lähete</button>")]
    fields = [tag for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", form) if 'type="hidden"' not in tag]
    assert 1 <= len(fields) <= 5
    assert "Haluan töihin, joissa selkä kestää." in form
    assert "Valitse yksikkö" in _page(katri.post(address, {"extra": "Palkkatuki"}), 422)
    assert _rows(Referral, cast.a_katri) == []


@pytest.mark.row("E-13", "C-02")
def test_the_minutes_of_referring_are_measured_and_the_sender_rates_it(cast, sign_in, coordinator_of):
    coordinator_of(cast.jobs)
    katri, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/referrals/new/"
    opened = re.search(r'name="opened_at" value="([^"]+)"', _page(katri.get(address)))[1]
    with dates.clock(dates.now() + timedelta(minutes=3)):
        answer = katri.post(address, {"unit": cast.jobs.pk, "extra": "Palkkatuki", "wish": "Työ", "opened_at": opened})
    assert answer.status_code == 302
    (row,) = _rows(Referral, cast.a_katri)
    assert (row.case_id, row.person.name) == (cast.case.pk, "Tuula Rantanen")
    assert 180 <= row.seconds_spent < 240
    assert katri.post(f"/referrals/{row.uuid}/rating/", {"rating": "9"}).status_code == 422
    assert katri.post(f"/referrals/{row.uuid}/rating/", {"rating": "4", "words": "Nopea"}).status_code == 302
    (row,) = _rows(Referral, cast.a_katri)
    assert (row.rating, row.rating_words) == (4, "Nopea")


def test_a_case_one_may_not_know_of_is_not_there(cast, sign_in):
    assert sign_in(cast.petra).get(f"/cases/{cast.case.uuid}/referrals/new/").status_code == 404
    assert sign_in(cast.petra).get(f"/cases/{cast.case.uuid}/consultations/new/").status_code == 404


def test_a_referral_opens_to_its_sender_and_its_unit_and_to_nobody_else(cast, sign_in, sent):
    address = f"/referrals/{sent.uuid}/"
    for user in (cast.timo, cast.katri, cast.petra):
        assert "Oskari Lehto" in _page(sign_in(user).get(address))
    for user in (cast.janne, cast.outi, cast.ritva, cast.laura):
        assert sign_in(user).get(address).status_code == 404
    assert sign_in().get(address).status_code == 302
    assert sign_in(cast.tuula).get(address).status_code == 403


@pytest.mark.row("L-36")
def test_the_page_hides_health_ticks_from_those_without_the_group(cast, sign_in, sent):
    address = f"/referrals/{sent.uuid}/"
    katri, timo = _page(sign_in(cast.katri).get(address)), _page(sign_in(cast.timo).get(address))
    assert "Autismin kirjo" in katri
    assert "Autismin kirjo" not in timo and "jota et näe" in timo


@pytest.mark.row("V-42")
def test_a_late_contact_is_red_in_the_inbox(cast, sign_in, sent):
    katri = sign_in(cast.katri)
    assert "st--late" not in _page(katri.get("/inbox/"))
    with as_actor(cast.a_timo):
        Referral.objects.filter(pk=sent.pk).update(due_on=dates.parse_date("2.1.2026"))
    page = _page(katri.get("/inbox/"))
    assert "st--late" in page and "Oskari Lehto" in page
    assert sign_in(cast.laura).get("/inbox/").status_code == 403
    assert katri.post("/inbox/").status_code == 405


def test_taking_in_opens_a_case_and_the_sender_sees_it_taken(cast, sign_in, sent):
    katri, address = sign_in(cast.katri), f"/referrals/{sent.uuid}/acceptance/"
    assert "Ota lähete vastaan" in _page(katri.get(address))
    data = {"version": sent.version, "given_names": "Oskari", "family_name": "Lehtonen", "naming_due_on": "huomenna"}
    assert "Kirjoita päivä näin" in _page(katri.post(address, data), 422)
    assert len(_rows(Case, cast.a_katri)) == 1
    page = _page(katri.post(address, {**data, "naming_due_on": "3.3.2027"}, follow=True))
    assert "Avaa asia" in page
    with as_actor(cast.a_katri):
        assert Case.objects.get(person__family_name="Lehtonen").naming_due_on == dates.parse_date("3.3.2027")
    assert "Otettu vastaan" in _page(sign_in(cast.timo).get("/referrals/"))


def test_a_known_person_is_picked_by_the_one_who_takes_in(cast, sign_in):
    with as_actor(cast.a_outi):
        row = send(cast, by=cast.a_outi, who=actions.Identity("Tuula", "Rantanen", "040 555 0147"))
    katri, address = sign_in(cast.katri), f"/referrals/{row.uuid}/acceptance/"
    assert "Onko hän jo tuttu" in _page(katri.get(address))
    data = {"version": 1, "given_names": "Tuula", "family_name": "Rantanen", "naming_due_on": "3.3.2027"}
    assert katri.post(address, data).status_code == 422
    assert katri.post(address, {**data, "person": str(cast.case.person.uuid)}).status_code == 302
    with as_actor(cast.a_katri):
        assert Referral.objects.get(pk=row.pk).case == cast.case


def test_of_two_acts_at_once_the_later_is_told_and_nothing_is_done(cast, sign_in, sent):
    data = {"version": sent.version, "words": "Mikä on puhelinnumero?"}
    address = f"/referrals/{sent.uuid}/first-contact/"
    assert sign_in(cast.katri).post(address, {"version": sent.version}).status_code == 302
    page = _page(sign_in(cast.petra).post(f"/referrals/{sent.uuid}/question/", data), 409)
    assert "Joku muu ehti" in page and "Mikä on puhelinnumero?" in page
    assert _rows(Referral, cast.a_katri)[0].state == "waiting"


@pytest.mark.row("V-06", "C-01")
def test_declining_without_a_next_owner_is_refused_on_the_page_and_keeps_the_words(cast, sign_in, sent):
    katri, address = sign_in(cast.katri), f"/referrals/{sent.uuid}/decline/"
    data = {"version": sent.version, "reason": "wrong_service", "words": "Velkaneuvonta auttaa ensin."}
    page = _page(katri.post(address, data), 422)
    assert "kuka auttaa asiakasta seuraavaksi" in page and "Velkaneuvonta auttaa ensin." in page
    assert _rows(Referral, cast.a_katri)[0].state == "waiting"
    data |= {"next_service": "Velkaneuvonta", "next_phone": "06 218 4499"}
    assert katri.post(address, data).status_code == 302
    assert "Velkaneuvonta, 06 218 4499" in _page(sign_in(cast.timo).get("/referrals/"))


def test_passing_on_leads_to_the_inbox_and_asking_more_to_the_senders_page(cast, sign_in, sent, coordinator_of):
    coordinator_of(cast.intake)
    katri, timo = sign_in(cast.katri), sign_in(cast.timo)
    data = {"version": sent.version, "words": "Onko hänellä lääkäri?"}
    assert katri.post(f"/referrals/{sent.uuid}/question/", data).status_code == 302
    assert "kysyy sinulta lisää" in _page(timo.get(f"/referrals/{sent.uuid}/"))
    assert "Onko hänellä lääkäri?" in _page(timo.get(f"/referrals/{sent.uuid}/answer/"))
    assert timo.post(f"/referrals/{sent.uuid}/answer/", {"version": 2, "words": "On."}).status_code == 302
    moved = katri.post(f"/referrals/{sent.uuid}/transfer/", {"version": 3, "unit": cast.intake.pk, "words": "Sinne."})
    assert (moved.status_code, moved["Location"]) == (302, "/inbox/")
    assert katri.get(f"/referrals/{sent.uuid}/").status_code == 404


@pytest.mark.row("L-10", "C-09")
@pytest.mark.parametrize("role", PROFESSIONALS)
def test_every_professional_role_may_notice_a_need(cast, sign_in, role):
    assert P.NEED_IDENTIFY in ROLES[role].permissions
    browser = sign_in(cast.roles[role])
    assert "Mitä olet itse huomannut" in _page(browser.get("/identification/"))
    assert 'href="/identification/"' in _page(browser.get("/referrals/"))


@pytest.mark.row("L-39")
def test_any_tick_suggests_asking_and_decides_nothing(cast, sign_in):
    timo = sign_in(cast.timo)
    data = {"item_social_functioning": "social_functioning.social_functioning"}
    page = _page(timo.post("/identification/", data, follow=True))
    assert "Kysy neuvoa" in page and "Ohjelma ei päätä mitään" in page and "Kriteeri täyttyy" not in page
    (noticed,) = _rows(Identification, cast.a_timo)
    assert noticed.items == ["social_functioning", "social_functioning.social_functioning"]
    with as_actor(cast.a_timo):
        assert not Referral.objects.exists() and not Consultation.objects.exists()
    assert sign_in(cast.outi).get(f"/identification/{noticed.uuid}/").status_code == 404
    assert _page(timo.post("/identification/", {}), 422)


@pytest.mark.row("V-18")
def test_own_experience_alone_is_told_to_meet_the_criteria(cast, sign_in):
    page = _page(sign_in(cast.timo).post("/identification/", {"criteria": "self_perceived"}, follow=True))
    assert "Kriteeri täyttyy" in page and "Diagnoosia ei tarvita" in page


@pytest.mark.row("V-49")
def test_a_question_is_asked_and_answered_and_both_parties_are_shown(cast, sign_in):
    timo, laura = sign_in(cast.timo), sign_in(cast.laura)
    data = {"unit": cast.team.pk, "topic": "services", "answer_due_on": "3.3.2027", "question": "Soita 040 555 0199"}
    assert "puhelinnumero" in _page(timo.post("/consultations/new/", data), 422)
    assert timo.post("/consultations/new/", {**data, "question": "Mistä aloittaa?"}).status_code == 302
    (row,) = _rows(Consultation, cast.a_timo)
    address = f"/consultations/{row.uuid}/"
    assert "Mistä aloittaa?" in _page(laura.get("/consultations/"))
    assert "Mistä aloittaa?" in _page(sign_in(cast.katri).get("/inbox/"))
    assert laura.post(f"{address}answer/", {"version": 1, "words": "Terveystarkastus."}).status_code == 422
    data = {"version": 1, "words": "Tarkastus.", "next_step": "Varaa aika."}
    assert laura.post(f"{address}answer/", data).status_code == 302
    page = _page(timo.get(address))
    assert all(text in page for text in ("Timo Laakso", "Laura Koski", "Varaa aika.", "Nimetön kysymys"))
    for user in (cast.ritva, cast.janne):
        assert sign_in(user).get(address).status_code == 404


@pytest.mark.row("L-11")
def test_the_referral_made_of_a_question_has_its_text_and_asks_for_consent(cast, sign_in):
    with as_actor(cast.a_janne):
        noticed = identify(by=cast.a_janne, items=["work_history"])
        row = consultations.ask(
            by=cast.a_janne, unit=cast.team, topic="services", question="Mistä aloittaa?", identification=noticed
        )
    janne, address = sign_in(cast.janne), f"/consultations/{row.uuid}/referral/"
    page = _page(janne.get(address))
    assert "Mistä aloittaa?" in page and "sanonut siihen kyllä" in page
    data = {**NEW, "extra": "Mistä aloittaa?", "unit": cast.team.pk}
    assert janne.post(address, data).status_code == 422
    assert janne.post(address, {**data, "consent": "on"}).status_code == 302
    (made,) = _rows(Referral, cast.a_janne)
    assert (made.consultation_id, made.identification_id) == (row.pk, noticed.pk)
    assert made.texts["extra"] == "Mistä aloittaa?"
    assert sign_in(cast.katri).get(address).status_code == 404


@pytest.mark.row("V-47")
def test_advice_is_noted_and_counted_on_the_page(cast, sign_in):
    timo = sign_in(cast.timo)
    data = {"topic": "services", "minutes": "20", "outcome": "advice_was_enough", "key": str(uuid4())}
    data["on"] = dates.d(dates.today())
    assert "Kirjoita päivä" in _page(timo.post("/guidance/", {**data, "on": "eilen"}), 422)
    for _each in range(2):
        assert timo.post("/guidance/", data).status_code == 302
    assert "Neuvonta riitti 1" in _page(timo.get("/guidance/"))
    assert GuidanceEvent.objects.count() == 1
