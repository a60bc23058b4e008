"""The client's account, seen from the case: opened, closed, never by who does not answer for the client.

Seen red: closing without looking at roles; the account closed while its sessions went on (the middleware's look at
`is_active` left out); opening that made a password.
"""

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import give_membership
from rinnalla.access.models import User
from rinnalla.eventlog.models import Event
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def address(cast, part: str = "") -> str:
    return f"/cases/{cast.case.uuid}/account/{part}"


def noted(cast, verb: str) -> list[Event]:
    with as_actor(cast.a_katri):
        return list(Event.objects.filter(verb=verb, case_id=cast.case.pk))


def test_the_page_tells_how_the_client_signs_in(cast, sign_in):
    text = sign_in(cast.katri).get(address(cast)).content.decode()
    assert "Tunnus on auki" in text and "Ei vielä kertaakaan" in text and "alasana:" not in text
    User.objects.filter(pk=cast.tuula.pk).update(person=None)
    text = sign_in(cast.katri).get(address(cast)).content.decode()
    assert "Tunnusta ei ole vielä" in text and "Avaa tunnus" in text


def test_an_account_is_opened_for_identification(cast, sign_in):
    """It has no password: nothing is handed to the client that somebody else could use."""
    User.objects.filter(pk=cast.tuula.pk).update(person=None)
    browser = sign_in(cast.katri)
    answer = browser.post(address(cast, "opening/"), follow=True)
    assert "Tunnus on auki" in answer.content.decode()
    made = User.objects.get(person_id=cast.case.person_id)
    assert made.is_active and not made.has_usable_password() and made.name == "Tuula Rantanen"
    browser.post(address(cast, "opening/"))
    assert User.objects.filter(person_id=cast.case.person_id).count() == 1
    assert noted(cast, "people.account_opened")


def test_a_closed_account_opens_nothing_from_the_next_request_on(cast, sign_in):
    client, worker = sign_in(cast.tuula), sign_in(cast.katri)
    assert client.get("/my/").status_code == 200
    empty = worker.post(address(cast, "closure/"), {})
    assert empty.status_code == 422 and client.get("/my/").status_code == 200
    worker.post(address(cast, "closure/"), {"reason": "client_asked"})
    assert client.get("/my/").status_code == 302
    assert "Tunnus on suljettu" in worker.get(address(cast)).content.decode()
    assert [one.details for one in noted(cast, "people.account_closed")] == [{"reason": "client_asked"}]
    worker.post(address(cast, "opening/"))
    assert sign_in(User.objects.get(pk=cast.tuula.pk)).get("/my/").status_code == 200


def test_who_does_not_answer_for_the_client_may_not(cast, sign_in):
    for user, status in ((cast.janne, 403), (cast.outi, 404)):
        browser = sign_in(user)
        assert browser.get(address(cast)).status_code == status
        assert browser.post(address(cast, "closure/"), {"reason": "other"}).status_code == status
    assert User.objects.get(pk=cast.tuula.pk).is_active


def test_the_account_of_somebody_who_works_here_is_not_closed_from_a_case(cast, sign_in):
    with acting(system("test")):
        give_membership(by=system("test"), user=cast.tuula, unit=cast.team, role="nurse")
    answer = sign_in(cast.katri).post(address(cast, "closure/"), {"reason": "misuse"})
    assert answer.status_code == 422 and "pääkäyttäjä" in answer.content.decode()
    assert User.objects.get(pk=cast.tuula.pk).is_active
