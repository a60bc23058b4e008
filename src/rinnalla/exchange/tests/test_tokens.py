"""A token: shown once, kept as a hash, at most 90 days, as much as its membership and scopes, gone when ended."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import disable_user, end_membership
from rinnalla.access.models import Membership
from rinnalla.exchange import commands, tokens
from rinnalla.exchange.models import ApiToken
from rinnalla.exchange.tests.programs import Program, program, token_of
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused


def test_made_by_the_command_and_shown_once(cast, capsys):
    assert commands.make_token(user="katri", scopes=["cases:read"]) == 0
    secret = capsys.readouterr().out.strip()
    assert Program(secret).get("/cases")[0] == 200
    with acting(cast.a_katri):
        kept = ApiToken.objects.get()
    assert secret.encode() not in bytes(kept.digest) and len(bytes(kept.digest)) == 32


@pytest.mark.parametrize(
    "given, told",
    [
        ({"user": "eikukaan", "scopes": ["cases:read"]}, "eikukaan"),
        ({"user": "katri"}, "--scope"),
        ({"user": "katri", "scopes": ["case:read"]}, "Tarkoititko cases:read?"),
        ({"user": "tuula", "scopes": ["cases:read"]}, "--membership"),
    ],
)
def test_command_says_what_would_be_right(cast, capsys, given, told):
    assert commands.make_token(**given) == 2
    assert told in capsys.readouterr().err


def test_at_most_90_days(cast):
    with pytest.raises(Refused):
        token_of(cast.katri, days=91)
    made = token_of(cast.katri).token
    with pytest.raises(DatabaseError, match="token_at_most_90_days"), transaction.atomic(), acting(cast.a_katri):
        ApiToken.objects.filter(pk=made.pk).update(expires_at=made.made_at + timedelta(days=91))


@pytest.mark.parametrize("secret", ["", "rinnalla_", "x" * 60, "ä"])
def test_no_token_or_a_wrong_one_is_401(cast, secret):
    asker = Program(secret)
    for path in (f"/cases/{cast.case.uuid}", "/cases/00000000-0000-4000-8000-000000000000", "/cases"):
        status, body = asker.get(path)
        assert (status, body["errors"][0]["field"]) == (401, "")
    assert asker.last.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_opens_nothing_of_the_api(cast, sign_in):
    assert sign_in(cast.katri).get("/api/v1/cases").status_code == 401


def test_expired_ended_and_closed_tokens_are_401(cast):
    asker = program(cast.katri, "cases:read")
    assert asker.get("/cases")[0] == 200
    dates.set_clock(dates.now() + timedelta(days=91))
    assert asker.get("/cases")[0] == 401
    dates.set_clock(None)
    made = token_of(cast.katri, ("cases:read",))
    with acting(cast.a_katri):
        tokens.end(token=made.token, by=cast.a_katri)
    assert Program(made.secret).get("/cases")[0] == 401


def test_token_ends_with_the_role_and_the_account(cast):
    asker, other = program(cast.katri, "cases:read"), program(cast.petra, "cases:read")
    by = system("tests")
    with acting(by):
        end_membership(by=by, membership=Membership.objects.get(user=cast.katri), on=dates.today() - timedelta(days=1))
        disable_user(by=by, user=cast.petra)
    assert (asker.get("/cases")[0], other.get("/cases")[0]) == (401, 401)


def test_scopes_narrow_and_never_widen(cast):
    reader = program(cast.katri, "cases:read")
    assert reader.get(f"/cases/{cast.case.uuid}")[0] == 200
    step = {
        "version": cast.case.version,
        "next_step": "Soitto",
        "next_step_on": "2026-12-01",
        "review_on": "2027-01-01",
    }
    assert reader.post(f"/cases/{cast.case.uuid}/step", step)[0] == 403
    assert reader.get(f"/cases/{cast.case.uuid}/plan")[0] == 403
    coach = program(cast.janne)  # every scope, but a job coach does not take referrals in
    assert coach.get("/referrals/inbox")[0] == 403


@pytest.mark.wall
def test_a_stranger_gets_404_and_a_line_in_the_log(cast):
    asker = program(cast.petra)
    before = lines(cast)
    for path in ("", "/plan", "/services", "/meetings", "/events"):
        assert asker.get(f"/cases/{cast.case.uuid}{path}")[0] == 404
    assert asker.post(f"/cases/{cast.case.uuid}/step", {"version": "nonsense"})[0] == 404  # before the body is read
    assert asker.get("/cases") == (200, [])
    assert lines(cast) - before >= 6


def lines(cast) -> int:
    with acting(cast.a_petra), connection.cursor() as cursor:
        cursor.execute("select count(*) from eventlog_accessline where actor_kind = 'token' and result = 'refused_404'")
        return cursor.fetchone()[0]


def test_reading_leaves_its_line_before_the_answer(cast):
    program(cast.katri, "cases:read").get(f"/cases/{cast.case.uuid}")
    with acting(cast.a_katri), connection.cursor() as cursor:
        cursor.execute(
            "select actor_kind, case_ids, person_ids, result from eventlog_accessline where actor_kind = 'token'"
            " order by id desc limit 1"
        )
        assert cursor.fetchone() == ("token", [cast.case.pk], [cast.case.person_id], "ok")


def test_no_line_no_answer(cast, monkeypatch):
    from rinnalla.access import allow

    asker = program(cast.katri, "cases:read")

    def broken(**_given):
        raise RuntimeError("the log is away")

    monkeypatch.setattr(allow, "log_access", broken)
    with pytest.raises(RuntimeError):
        asker.get(f"/cases/{cast.case.uuid}")


@pytest.mark.wall
def test_a_get_cannot_write(cast, monkeypatch):
    from rinnalla.exchange.api import cases

    def writing(request, case):
        type(case).objects.filter(pk=case.pk).update(next_step="GET kirjoitti")
        return {}

    monkeypatch.setattr(cases, "_whole", writing)
    asker = program(cast.katri, "cases:read")
    with pytest.raises(DatabaseError, match="read-only"):
        asker.get(f"/cases/{cast.case.uuid}")
