"""Sessions end when they should (C1), every answer carries its headers (D8), forms need their token (C4), no typed word
is lost with a session (E2), reading can't write, and without its log line no answer leaves (B2)."""

import base64
import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import InternalError, connection, transaction
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from rinnalla.access import allow as door
from rinnalla.access.acting import system
from rinnalla.access.actions import disable_user, end_membership
from rinnalla.access.middleware import actor_of
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.routes import all_routes
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.testing import as_actor, clear_wall
from tests.asking import fill

PAGE = "/unit/"
# What a provider posts to us carries its own signature, and no session of a browser (decision 20).
SIGNED = {"identification_log_out", "identification_assertion"}


@pytest.fixture
def katri(cast, sign_in):
    """Katri's browser with a session that began now, and the page it opens."""
    client = sign_in(cast.katri)
    assert client.get(PAGE).status_code == 200
    return client


def after(client: Client, **time: int) -> HttpResponse:
    """What the page answers when so much time has gone by."""
    with dates.clock(dates.now() + timedelta(**time)):
        return client.get(PAGE)


def is_out(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/sign-in/")


# Ends ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "out"), [(1, False), (29, False), (31, True), (24 * 60, True)])
def test_a_session_ends_when_nobody_uses_it(katri, minutes, out):
    assert is_out(after(katri, minutes=minutes)) is out


@pytest.mark.parametrize(("hours", "out"), [(9, False), (10, True)])
def test_a_session_ends_in_ten_hours_however_busy(katri, hours, out):
    start = dates.now()
    for minutes in range(20, hours * 60, 20):
        with dates.clock(start + timedelta(minutes=minutes)):
            assert katri.get(PAGE).status_code == 200
    with dates.clock(start + timedelta(hours=hours, minutes=1)):
        assert is_out(katri.get(PAGE)) is out


def test_signing_in_gives_a_new_session(cast, sign_in):
    cast.katri.set_password(cast.password)
    User.objects.filter(pk=cast.katri.pk).update(password=cast.katri.password)
    client = sign_in()
    client.session["seen"] = "before"
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    response = client.post("/sign-in/", {"login": "katri", "password": cast.password})
    assert response.status_code == 302, response.content.decode()[:400]
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_signing_out_ends_it_for_every_copy_of_the_cookie(katri):
    copy = Client(headers={"accept-language": "fi"})
    copy.cookies[settings.SESSION_COOKIE_NAME] = katri.cookies[settings.SESSION_COOKIE_NAME].value
    katri.post("/sign-out/")
    clear_wall()
    assert is_out(copy.get(PAGE))


def test_a_closed_account_is_out_with_the_next_request(cast, katri):
    disable_user(by=system("test"), user=cast.katri)
    assert is_out(katri.get(PAGE))


def test_a_changed_password_ends_other_sessions(cast, katri):
    cast.katri.set_password("toinen-salasana-2026")
    User.objects.filter(pk=cast.katri.pk).update(password=cast.katri.password)
    assert is_out(katri.get(PAGE))


def test_an_ended_membership_opens_nothing(cast, katri):
    yesterday = dates.today() - timedelta(days=1)
    assert katri.get(PAGE).status_code == 200
    end_membership(by=system("test"), membership=Membership.objects.get(user=cast.katri), on=yesterday)
    assert katri.get(PAGE).status_code == 403
    assert katri.get(f"/cases/{cast.case.uuid}/team/").status_code == 404


# Typed text ---------------------------------------------------------------------------------------------------------


def test_a_form_sent_after_the_end_waits_for_its_writer(cast, katri, sign_in):
    """E2: the text is kept, encrypted, and shown on the same page to the same person alone."""
    address, words = f"/cases/{cast.case.uuid}/wish/", "Haluan palata puutarhatöihin, kunhan selkä kestää."
    with dates.clock(dates.now() + timedelta(minutes=45)):
        assert is_out(katri.post(address, {"wish": words, "version": "1", "password": "salainen"}))
    with connection.cursor() as cursor, as_actor(cast.a_katri):
        cursor.execute("select path, content from access_draft")
        ((path, content),) = cursor.fetchall()
    assert path == address and b"puutarha" not in bytes(content)
    again = sign_in(cast.katri).get(address).content.decode()
    assert words in again
    assert "salainen" not in again
    assert words not in sign_in(cast.janne).get(address).content.decode()


# Headers ------------------------------------------------------------------------------------------------------------


def answers(cast, sign_in) -> dict[str, HttpResponse]:
    """One answer of every kind."""
    katri, nobody = sign_in(cast.katri), sign_in()
    katri.raise_request_exception = False
    return {
        "page": katri.get(PAGE), "case page": katri.get(f"/cases/{cast.case.uuid}/team/"),
        "sign-in": nobody.get("/sign-in/"), "redirect": nobody.get(PAGE), "not found": katri.get("/ei-ole/"),
        "not allowed": sign_in(cast.roles["manager"]).get(f"/cases/{cast.case.uuid}/team/"),
        "wrong method": katri.get("/drafts/"), "refused form": katri.post("/unit/choice/", {}),
        "json": katri.get("/session/continue/"), "health": nobody.get("/health/live"),
        "no token": Client(enforce_csrf_checks=True).post("/language/", {}),
    }


def test_every_kind_of_answer_carries_the_headers(cast, sign_in):
    for kind, response in answers(cast, sign_in).items():
        headers = response.headers
        assert headers.get("Cache-Control") == "no-store", kind
        assert headers.get("X-Content-Type-Options") == "nosniff", kind
        assert headers.get("X-Frame-Options") == "DENY", kind
        assert headers.get("Referrer-Policy") == "same-origin", kind
        policy = headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, f"{kind}: {policy}"
        assert "unsafe" not in policy, kind


PRODUCTION = {
    "DATABASE_URL": "postgresql://rinnalla_app@/rinnalla", "RINNALLA_SECRET_KEY": "x" * 60,
    "RINNALLA_HETU_KEY": base64.b64encode(b"1" * 32).decode(), "RINNALLA_DEMO": "",
    "RINNALLA_HETU_INDEX_KEY": base64.b64encode(b"2" * 32).decode(), "DJANGO_SETTINGS_MODULE": "rinnalla.settings",
}
SHOW = """
from django.conf import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 31_000_000,
      s.SESSION_COOKIE_NAME, s.REPLY_COOKIE_NAME, s.SECOND_FACTOR_REQUIRED, s.DEBUG)
"""


def start(**changes: str) -> subprocess.CompletedProcess:
    """Read the settings in a process of its own, as production would."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("RINNALLA_", "DATABASE_"))}
    environment = {key: value for key, value in {**clean, **PRODUCTION, **changes}.items() if value}
    return subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True)


def test_production_is_strict_without_being_told():
    result = start()
    names = ["__Host-session", "__Host-reply"]
    assert result.stdout.split() == ["True", "True", "True", "True", *names, "True", "False"], result.stderr


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "RINNALLA_SECRET_KEY", "RINNALLA_HETU_KEY", "RINNALLA_HETU_INDEX_KEY"]
)
def test_production_refuses_to_start_without(name):
    result = start(**{name: ""})
    assert result.returncode and f"{name} is not set" in result.stderr


def test_production_refuses_a_short_key_and_one_role_for_both():
    assert "32 bytes" in start(RINNALLA_HETU_KEY=base64.b64encode(b"short").decode()).stderr
    assert "two roles" in start(DATABASE_OWNER_URL=PRODUCTION["DATABASE_URL"]).stderr


# Forms need their token ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_form_is_taken_without_its_token(world):
    """C4: every route that takes POST × no token, a wrong one, plain text, another's origin."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=world.people["works-coordinator"].pk))
    tries = [
        {"data": {}}, {"data": {"csrfmiddlewaretoken": "a" * 64}},
        {"data": "csrfmiddlewaretoken=x", "content_type": "text/plain"},
        {"data": urlencode({"x": 1}), "content_type": "application/x-www-form-urlencoded",
         "headers": {"origin": "https://toinen.example"}},
    ]
    asked = 0
    for route in all_routes():
        if "POST" in route["methods"] and not route["path"].startswith("/api/") and route["name"] not in SIGNED:
            for one in tries:
                clear_wall()
                with transaction.atomic():
                    answer = client.post(fill(route, world.mine), **one)
                    transaction.set_rollback(True)
                asked += 1
                assert answer.status_code == 403, f"{route['path']}: {answer.status_code}"
                assert "Lomaketta ei voitu ottaa vastaan" in answer.content.decode(), route["path"]
    assert asked >= 4 * 20


# Reading can't write; no line, no answer ----------------------------------------------------------------------------


def through_the_door(view, actor, method: str = "GET") -> HttpResponse:
    """A planted view behind `@allow`, asked by an actor."""
    request = RequestFactory().generic(method, PAGE)
    request.actor, request.session, request.ended_user_id = actor, {}, None
    request.user = User.objects.get(pk=actor.user_id)
    request.resolver_match = resolve(PAGE)
    return door.allow(Permission.MEMBERSHIP_CHOOSE, methods=["GET", "POST"])(view)(request)


def rename(request) -> HttpResponse:
    User.objects.filter(pk=request.actor.user_id).update(hours="muutettu")
    return HttpResponse("x")


def test_a_get_that_writes_is_an_error_and_nothing_is_written(cast):
    with pytest.raises((InternalError, OperationalError), match="read-only"), transaction.atomic():
        through_the_door(rename, cast.a_katri)
    assert User.objects.get(pk=cast.katri.pk).hours != "muutettu"
    through_the_door(rename, cast.a_katri, "POST")
    assert User.objects.get(pk=cast.katri.pk).hours == "muutettu"


@pytest.mark.row("C-03")
def test_without_its_log_line_no_answer_leaves(cast, sign_in, monkeypatch):
    client, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/team/"
    assert client.get(address).status_code == 200

    def broken(**line):
        raise OperationalError("the log is full")

    monkeypatch.setattr(door, "log_access", broken)
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == 500
    assert "Rantanen" not in answer.content.decode()


def test_every_reading_of_a_case_and_every_refusal_leaves_its_line(cast, sign_in):
    address = f"/cases/{cast.case.uuid}/team/"

    def lines(user) -> list[tuple[str, list[int]]]:
        with as_actor(actor_of(user, Membership.objects.filter(user=user).first())):
            return list(AccessLine.objects.filter(user_id=user.pk).order_by("id").values_list("result", "case_ids"))

    assert sign_in(cast.katri).get(address).status_code == 200
    assert lines(cast.katri)[-1] == ("ok", [cast.case.pk])
    assert sign_in(cast.petra).get(address).status_code == 404
    assert lines(cast.petra)[-1] == ("refused_404", [cast.case.pk])
    assert sign_in(cast.timo).get(f"/cases/{cast.case.uuid}/wish/").status_code == 403
    assert lines(cast.timo)[-1] == ("refused_403", [cast.case.pk])
