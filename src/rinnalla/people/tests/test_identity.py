"""Who the person is: protected contacts, another identity code, a former name, two rows of one person.

Seen red: `open_phone` without the protection; the name before not kept; `sound_key` without doubled letters.
"""

import pytest

from rinnalla.cases.tests.test_merging import opened
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import sound_key
from rinnalla.people import actions
from rinnalla.people.actions import known_hetu
from rinnalla.people.models import Person
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
BORN = dates.parse_date("13.4.1979")


@pytest.fixture
def tuula(cast) -> Person:
    with as_actor(cast.a_katri):
        return Person.objects.select_related("region").get(pk=cast.case.person_id)


def verbs(cast, person) -> list[str]:
    with as_actor(cast.a_katri):
        rows = Event.objects.filter(person_id=person.pk, verb__startswith="people.").order_by("pk")
        return list(rows.values_list("verb", flat=True))


@pytest.mark.parametrize(("one", "other"), [
    (("Wirtanen", "Aila"), ("Virtanen", "Aila")), (("Ahlqvist", "Christina"), ("Alkvist", "Kristina")),
    (("Mäkelä", "Thomas"), ("Mäkelä", "Tomas")), (("Lehto", "Hannele Anna"), ("Anna Hannele", "Lehto")),
    (("Jokinen", "Jonna"), ("Jokinen", "Johnna")), (("Zetterberg", "Yrsa"), ("Setterberg", "Irsa")),
])
def test_two_spellings_of_one_name_sound_the_same(one, other):
    assert sound_key(*one) == sound_key(*other)


@pytest.mark.parametrize(("one", "other"), [
    (("Virtanen", "Aila"), ("Virtanen", "Aino")), (("Laine", "Matti"), ("Laineinen", "Matti")),
    (("Salo", "Kari"), ("Salo", "Karin")),
])
def test_two_names_do_not(one, other):
    assert sound_key(*one) != sound_key(*other)


def test_protected_contacts_stand_nowhere_and_each_look_is_in_the_log(cast, tuula, sign_in):
    browser, case = sign_in(cast.katri), f"/cases/{cast.case.uuid}/"
    assert "040 555 0147" in browser.get(case).text
    form = {"protected": "on", "version": tuula.version}
    assert browser.post(case + "person/protection/", form).status_code == 302
    pages = ("", "person/", "team/", "contacts/", "person/protection/", "person/history/", "plan/")
    for page in pages:
        told = browser.get(case + page)
        assert told.status_code == 200 and "0147" not in told.text, page
    assert "Turvakielto" in browser.get(case).text
    shown = browser.post(case + "person/contacts/")
    assert "040 555 0147" in shown.text
    assert verbs(cast, tuula)[-2:] == ["people.protection_changed", "people.contacts_revealed"]


def test_a_protected_number_does_not_go_along_with_a_referral_or_an_answer(cast, tuula):
    with as_actor(cast.a_katri):
        actions.set_protection(person=tuula, version=tuula.version, by=cast.a_katri, protected=True)
        assert (tuula.open_phone, tuula.open_email) == ("", "") and tuula.phone


def test_other_facts_of_a_protected_person_change_and_the_number_stays(cast, tuula, sign_in):
    with as_actor(cast.a_katri):
        actions.set_protection(person=tuula, version=tuula.version, by=cast.a_katri, protected=True)
    form = {
        "given_names": "Tuula", "family_name": "Rantanen", "language": "sv", "version": tuula.version, "phone": "1",
    }
    assert sign_in(cast.katri).post(f"/cases/{cast.case.uuid}/person/", form).status_code == 302
    with as_actor(cast.a_katri):
        tuula.refresh_from_db()
    assert (tuula.language, tuula.phone, tuula.protected_address) == ("sv", "040 555 0147", True)


def test_who_may_not_see_the_code_may_not_see_protected_contacts(cast, sign_in):
    for page in ("person/contacts/", "person/protection/", "person/identity-code/change/"):
        assert sign_in(cast.janne).post(f"/cases/{cast.case.uuid}/{page}").status_code == 403, page


def test_a_former_name_still_finds_the_person(cast, tuula, sign_in):
    kept = {name: getattr(tuula, name) for name in ("phone", "email", "language")}
    with as_actor(cast.a_katri):
        actions.change_contacts(
            person=tuula, version=tuula.version, by=cast.a_katri, given_names="Tuula", family_name="Virkkala", **kept
        )
    page = sign_in(cast.katri).get("/search/?q=rantanen").text
    assert "Virkkala" in page
    assert "Tuula Rantanen" in sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/person/history/").text
    assert "Virkkala" not in sign_in(cast.petra).get("/search/?q=rantanen").text


def change(cast, person, code: hetu.Hetu, reason: str) -> None:
    with as_actor(cast.a_katri):
        actions.change_hetu(person=person, version=person.version, by=cast.a_katri, hetu=code, reason=reason)


def found(cast, code: hetu.Hetu) -> int | None:
    with as_actor(cast.a_katri):
        return known_hetu(cast.region, code)


def test_a_changed_code_is_followed_and_a_mistaken_one_is_not(cast, tuula):
    first, second, third = (hetu.invent(BORN, number) for number in (912, 914, 916))
    change(cast, tuula, second, "changed")
    assert found(cast, first) == found(cast, second) == tuula.pk
    change(cast, tuula, third, "corrected")
    assert found(cast, second) is None and found(cast, third) == tuula.pk
    with as_actor(cast.a_katri):
        assert actions.reveal_hetu(person=tuula, by=cast.a_katri, case_id=cast.case.pk) == third.text
    assert verbs(cast, tuula).count("people.hetu_changed") == 2


def test_a_code_that_somebody_has_is_refused_and_what_was_typed_stays(cast, tuula, sign_in):
    code = hetu.invent(BORN, 918)
    opened(cast, hetu=code)
    with pytest.raises(Refused):
        change(cast, tuula, code, "changed")
    form = {"hetu": "13.4.1979", "reason": "given", "version": tuula.version}
    answer = sign_in(cast.katri).post(f"/cases/{cast.case.uuid}/person/identity-code/change/", form)
    assert answer.status_code == 422 and "13.4.1979" in answer.text and "11 merkkiä" in answer.text
