"""One's own password: the old one is asked, other sessions end, and one that was given is renewed first.

Seen red: the old password not asked; the hash of this session not renewed; `password_given_at` not set by `take_on`.
"""

import uuid

import pytest
from django.test import Client

from rinnalla.access import actions
from rinnalla.access.models import User
from rinnalla.eventlog.models import Event
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

NEW = "neljä outoa sanaa järvellä"


@pytest.fixture(autouse=True)
def password_alone(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def katri(cast):
    return _with_password(cast.katri, cast.password)


def _with_password(user: User, password: str) -> User:
    user = User.objects.get(pk=user.pk)
    user.set_password(password)
    user.save()
    return user


def send(client: Client, old: str, new: str = NEW, again: str | None = None):
    given = {"password": old, "password1": new, "password2": new if again is None else again}
    return client.post("/password/", given)


def test_it_changes_with_the_old_one_and_other_sessions_end(cast, katri, sign_in):
    here, elsewhere = sign_in(katri), sign_in(katri)
    assert elsewhere.get("/day/").status_code == 200
    answer = send(here, cast.password)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/team/")
    assert "Salasana on vaihdettu" in here.get("/day/").content.decode()
    assert elsewhere.get("/day/").headers["Location"].startswith("/sign-in/")
    assert User.objects.get(pk=katri.pk).check_password(NEW)
    with as_actor(cast.a_katri):
        assert Event.objects.filter(verb="access.password_changed", user_id=katri.pk, object_id=katri.pk).count() == 1


@pytest.mark.parametrize(("old", "new", "again", "told"), [
    ("väärä", NEW, NEW, "Nykyinen salasana ei ole oikein"), ("", "lyhyt", "lyhyt", "12"),
    ("", NEW, "toinen sana tässä", "eivät ole samat"), ("", "", "", "Kirjoita uusi salasana toisen kerran."),
    ("", "password1234", "password1234", "yleinen"), ("", "=", "=", "sama kuin nykyinen"),
])
def test_what_will_not_do_is_told_and_nothing_changes(cast, katri, sign_in, old, new, again, told):
    new, again = (cast.password if one == "=" else one for one in (new, again))
    answer = send(sign_in(katri), old or cast.password, new, again)
    text = answer.content.decode()
    assert answer.status_code == 422 and told in text, text[text.find("<main"):]
    assert cast.password not in text
    assert User.objects.get(pk=katri.pk).check_password(cast.password)


def test_guessing_the_old_one_is_slow(cast, katri, sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "2/m/user"}
    client = sign_in(katri)
    assert [send(client, "arvaus").status_code for _try in range(3)] == [422, 422, 429]


def test_nobody_changes_anothers(cast, katri):
    with as_actor(cast.a_petra), pytest.raises(Refused):
        actions.change_password(by=cast.a_petra, user=katri, old=cast.password, new=NEW)


def test_a_client_changes_ones_own(cast, sign_in):
    client = sign_in(_with_password(cast.tuula, cast.password))
    assert 'href="/password/"' in client.get("/my/").content.decode()
    assert send(client, cast.password).headers["Location"] == "/my/"


def test_a_password_that_was_given_is_renewed_before_anything_else(cast, sign_in):
    admin = cast.actor("rooli-organisation_admin")
    with as_actor(admin):
        user, password = actions.take_on(
            by=admin, username="uusi.ihminen", name="Uusi Ihminen", unit=cast.team, role="coordinator",
            starts_on=None, ends_on=None, key=uuid.uuid4(),
        )
    client = sign_in(user)
    for page in ("/day/", "/cases/", "/unit/"):
        assert client.get(page).headers["Location"] == "/password/"
    assert "Sait salasanasi pääkäyttäjältä" in client.get("/password/").content.decode()
    assert send(client, password).status_code == 302
    assert client.get("/day/").status_code == 200
    with as_actor(admin):
        actions.renew_password(by=admin, user=User.objects.get(pk=user.pk))
    assert sign_in(User.objects.get(pk=user.pk)).get("/day/").headers["Location"] == "/password/"


def test_what_one_chose_oneself_stays(cast, katri, sign_in):
    page = sign_in(katri).get("/day/")
    assert page.status_code == 200 and 'href="/password/"' in page.content.decode()
