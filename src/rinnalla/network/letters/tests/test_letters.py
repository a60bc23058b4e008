"""Letters of intent: who takes how many to what, looked at in time, with what came of it (L-58)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from rinnalla.employers.actions import save_person
from rinnalla.employers.tests.near import an_employer
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network import jobs
from rinnalla.network.letters import actions
from rinnalla.network.letters.actions import Promised
from rinnalla.network.letters.models import LetterOfIntent
from rinnalla.outbox import run_pending
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
PROMISED = Promised(
    party="Kierrätysyhdistys Kiepula ry",
    party_kind="association",
    takes="employ",
    what="Kaksi palkkatukipaikkaa.",
    places=2,
    signed_on=dates.parse_date("2.11.2026"),
    contact_name="Meri Malli",
    contact_phone="040 555 0161",
)
PERSON = {"name": "Meri Ruoho", "task": "Johtaja", "phone": "050 555 0100"}
KEY = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6c03"


def ahead(days):
    return dates.today() + timedelta(days=days)


@pytest.fixture
def logged(monkeypatch):
    """The events of letters, in order; the log of the installation is read by its owner alone."""
    verbs = []
    monkeypatch.setattr(actions, "record", lambda verb, **more: (verbs.append(verb), record(verb, **more)))
    return verbs


@pytest.fixture
def letter(cast):
    with as_actor(cast.a_katri):
        return actions.record_letter(
            by=cast.a_katri, promised=PROMISED, from_on=dates.today(), to_on=ahead(300), follow_up_on=ahead(60)
        )


def form(**more):
    days = {"from_on": ahead(0), "to_on": ahead(200), "signed_on": dates.today(), "follow_up_on": ahead(40)}
    return {
        "party": "Kahvila Koe", "party_kind": "employer", "takes": "work_trial", "places": "1",
        "what": "Yksi keittiössä.",
        "contact_name": "Kaija Koe", "contact_phone": "040 555 0162", "form_key": KEY,
        **{name: dates.d(day) for name, day in days.items()}, **more,
    }  # fmt: skip


@pytest.mark.row("L-58")
def test_a_letter_is_recorded_followed_up_and_told_how_it_went(cast, sign_in, logged):
    katri, outi = sign_in(cast.katri), sign_in(cast.outi)
    assert [katri.post("/letters/new/", form()).status_code for _n in range(2)] == [302, 302]
    one = LetterOfIntent.objects.get()
    place = f"/letters/{one.uuid}/"
    told = {"on": dates.d(dates.today()), "filled": "1", "words": "Yksi aloitti.", "next_on": dates.d(ahead(90))}
    assert katri.post(place + "follow-ups/new/", told).status_code == 302
    page = outi.get(place).content.decode()
    assert "Kaija Koe" in page and "Yksi aloitti." in page and "Kirjaa tilanne" not in page
    assert "1 / 1" in outi.get("/letters/").content.decode()
    one.refresh_from_db()
    assert (one.filled, one.follow_up_on, one.unit_id) == (1, ahead(90), cast.a_katri.unit_id)
    assert katri.get(place + "ending/").status_code == 200
    empty = katri.post(place + "ending/", {})
    assert empty.status_code == 422 and "Virhe:" in empty.content.decode()
    assert katri.post(place + "ending/", {"outcome": "kept", "words": "Palkattu."}).status_code == 302
    assert "Palkattu." in outi.get(place).content.decode()
    assert "Kahvila Koe" in outi.get("/letters/?state=ended").content.decode()
    assert "Kahvila Koe" not in outi.get("/letters/").content.decode()
    assert logged == ["network.letter_recorded", "network.letter_followed_up", "network.letter_ended"]


def test_what_is_wrong_is_told_and_nothing_is_saved(cast, sign_in):
    katri = sign_in(cast.katri)
    for more, said in (
        ({"contact_phone": ""}, "Kirjaa puhelin tai sähköposti"),
        ({"to_on": "1.1.2020"}, "Vaihda päivät"),
        ({"follow_up_on": dates.d(dates.today())}, "vielä edessä"),
        ({"follow_up_on": dates.d(ahead(260))}, "Seuraa viimeistään"),
        ({"signed_on": "1.1.2090"}, "kun se on allekirjoitettu"),
        ({"places": "0"}, "1"),
    ):
        page = katri.post("/letters/new/", form(**more))
        assert page.status_code == 422 and said in page.content.decode() and "Kahvila Koe" in page.content.decode()
    assert not LetterOfIntent.objects.exists()


def test_only_those_of_the_region_who_keep_letters_record(cast, letter, sign_in):
    """Guards against: the region not asked in `_may`."""
    assert sign_in(cast.outi).get("/letters/new/").status_code == 403
    assert sign_in(cast.ritva).get(f"/letters/{letter.uuid}/").status_code == 404
    assert "Kiepula" not in sign_in(cast.ritva).get("/letters/").content.decode()
    ritva = cast.actor("ritva")
    for actor in (ritva, cast.actor("outi")):
        with as_actor(actor), pytest.raises(Refused, match="työnantajien ja järjestöjen"):
            actions.end_letter(letter=letter, by=actor, outcome="kept", words="x")


def test_told_twice_is_once_and_after_the_end_nothing_is_added(cast, letter, logged):
    with as_actor(cast.a_katri):
        for _n in range(2):
            actions.end_letter(letter=letter, by=cast.a_katri, outcome="partly", words="Yksi jäi.")
        with pytest.raises(Refused, match="jo päätetty"):
            actions.end_letter(letter=letter, by=cast.a_katri, outcome="kept", words="Kaikki.")
        with pytest.raises(Refused, match="jo päätetty"):
            actions.follow_up(letter=letter, by=cast.a_katri, on=dates.today(), filled=1, words="x", next_on=ahead(5))
        with pytest.raises(IntegrityError, match="letter_ended_tells_outcome"), transaction.atomic():
            LetterOfIntent.objects.filter(pk=letter.pk).update(outcome="")
    assert logged == ["network.letter_ended"]


def test_a_letter_of_an_employer_stands_on_its_page_and_takes_what_the_register_knows(cast, sign_in):
    """Guards against: the employer's name as typed, an employer of another region taken."""
    coordinator = cast.actor("rooli-employer_coordinator")
    employer = an_employer(coordinator)
    with as_actor(coordinator):
        save_person(employer=employer, by=coordinator, values=PERSON)
    janne = sign_in(cast.janne)
    drawn = janne.get(f"/letters/new/?employer={employer.uuid}").content.decode()
    assert "Meriruohon Puutarha Oy" in drawn and "050 555 0100" in drawn and str(employer.uuid) in drawn
    assert janne.post("/letters/new/", form(employer=str(employer.uuid), party="Jokin muu")).status_code == 302
    with as_actor(cast.a_janne):
        one = LetterOfIntent.objects.get()
    assert (one.party, one.employer_id, one.party_kind) == ("Meriruohon Puutarha Oy", employer.pk, "employer")
    page = janne.get(f"/employers/{employer.uuid}/").content.decode()
    assert f"/letters/{one.uuid}/" in page and "Täytetty 0 / 1" in page
    far = cast.actor("muualta-coordinator")
    with as_actor(far), pytest.raises(Refused):
        days = {"from_on": dates.today(), "to_on": ahead(300), "follow_up_on": ahead(60)}
        actions.record_letter(by=far, promised=PROMISED, employer=employer, **days)


def test_no_client_stands_in_a_letter_and_no_more_places_than_promised(cast, letter, sign_in):
    """Guards against: words saved as typed; a count above the letter's places."""
    katri, place = sign_in(cast.katri), f"/letters/{letter.uuid}/"
    told = {"on": dates.d(dates.today()), "filled": "1", "words": "131052-900W aloitti.", "next_on": dates.d(ahead(90))}
    answer = katri.post(place + "follow-ups/new/", told)
    assert answer.status_code == 422 and "henkilötunnus" in answer.content.decode()
    many = katri.post(place + "follow-ups/new/", {**told, "words": "Kolme aloitti.", "filled": "3"})
    assert many.status_code == 422 and "2 paikkaa" in many.content.decode()
    assert katri.post(place + "ending/", {"outcome": "kept", "words": "131052-900W"}).status_code == 422
    assert katri.post("/letters/new/", form(what="131052-900W keittiöön.")).status_code == 422
    assert LetterOfIntent.objects.get().follow_ups.count() == 0


@pytest.mark.row("L-58")
def test_a_letter_reminds_its_unit_on_its_day_and_before_its_end_each_once(cast, letter, sign_in, logged):
    """Seen red: `reminded_for` not written."""
    assert _mails() == [] and "Aiesopimus:" not in sign_in(cast.katri).get("/day/").content.decode()
    with dates.clock(dates.now() + timedelta(days=60)):
        jobs.look_ahead()
    assert len(logged) == 1
    LetterOfIntent.objects.update(reminded_for=None, follow_up_on=dates.today())
    assert "katri@example.org" in _mails() and "janne@example.org" not in _mails()
    assert logged == ["network.letter_reminded"] * 2
    assert "Aiesopimus: Kierrätysyhdistys Kiepula ry" in sign_in(cast.katri).get("/day/").content.decode()
    assert "Aiesopimus:" not in sign_in(cast.outi).get("/day/").content.decode()
    with dates.clock(dates.now() + timedelta(days=271)):
        jobs.look_ahead()
        jobs.look_ahead()
    assert len(logged) == 3


def _mails():
    mail.outbox.clear()
    jobs.look_ahead()
    run_pending(strict=True)
    assert all("Kiepula" not in one.body + one.subject for one in mail.outbox)
    return [one.to[0] for one in mail.outbox if "/letters/" in one.body]
