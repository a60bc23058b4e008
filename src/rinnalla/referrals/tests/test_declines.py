"""Whoever answers for a client is told of every decline, and who declines learns nothing of the case (C-01)."""

import pytest
from django.core import mail
from django.db import connection

from rinnalla.access import grants
from rinnalla.access.models import Depth
from rinnalla.cases.models import Case
from rinnalla.lib import dates, hetu
from rinnalla.outbox.models import Promise
from rinnalla.referrals import declines, jobs, triage
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import DeclineNotice, Referral
from rinnalla.referrals.tests.world import OSKARI, send
from rinnalla.testing import as_actor

TUULA = Identity("Tuula", "Rantanen", "040 555 0147", hetu=hetu.invent(dates.parse_date("13.4.1979"), 912).text)
WORDS = "Velkojen järjestely ensin."


def _decline(cast, by, row, **more):
    given = {"next_service": "Velkaneuvonta", "next_phone": "06 1", **more}
    with as_actor(by):
        seen = Referral.objects.get(pk=row.pk)
        triage.decline(referral=seen, version=seen.version, by=by, reason="wrong_service", words=WORDS, **given)
    return row


@pytest.fixture
def declined(cast, coordinator_of):
    """Outi refers Tuula by identity code to the advice desk, which does not take her."""
    desk = coordinator_of(cast.intake)
    with as_actor(cast.a_outi):
        row = send(cast, by=cast.a_outi, who=TUULA, unit=cast.intake)
    _decline(cast, desk, row)
    return desk, row


def _told(actor):
    with as_actor(actor):
        return list(DeclineNotice.objects.told_to(actor))


def _run_mail(row):
    promise = Promise.objects.filter(name=declines.TELL, args=[row.pk]).latest("pk")
    mail.outbox.clear()
    jobs.tell_of_decline(promise, row.pk)
    return [one.to[0] for one in mail.outbox]


@pytest.mark.row("C-01")
def test_the_responsible_worker_is_told_on_the_day_and_opens_where_it_is_mended(cast, sign_in, declined):
    """Seen red: a decline without its notice; the column left out of the query of the day."""
    _desk, row = declined
    assert _run_mail(row) == ["katri@example.org"]
    assert "Tuula" not in mail.outbox[0].body and "Velka" not in mail.outbox[0].body
    katri, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/declines/"
    day = katri.get("/day/").content.decode()
    assert "Lähetettä ei otettu vastaan" in day and "Asiakasneuvonta" in day and address in day
    page = katri.get(address).content.decode()
    assert "Velkaneuvonta, 06 1" in page and WORDS not in page and "Outi" not in page
    (notice,) = _told(cast.a_katri)
    seen = f"{address}{notice.uuid}/seen/"
    assert [katri.post(seen).status_code for _press in range(2)] == [302, 302]
    assert "Lähetettä ei otettu vastaan" not in katri.get("/day/").content.decode()
    assert "nähnyt Katri Ylinen" in katri.get(address).content.decode()


@pytest.mark.row("C-01")
def test_who_declines_learns_nothing_of_the_case(cast, sign_in, declined):
    """With a case and without one the same is promised, answered and left to see."""
    desk, row = declined
    with as_actor(cast.a_timo):
        other = send(cast, who=OSKARI, unit=cast.intake)
    _decline(cast, desk, other)
    assert sorted(one.args[0] for one in Promise.objects.filter(name=declines.TELL)) == sorted([row.pk, other.pk])
    assert _run_mail(other) == []
    with as_actor(desk), connection.cursor() as cursor:
        assert not DeclineNotice.objects.exists() and not Case.objects.filter(pk=cast.case.pk).exists()
        cursor.execute("select referrals_notice_decline(%s)", [row.pk])
        assert cursor.fetchone()[0] in (None, "")
        cursor.execute("select count(*) from referrals_answers_for(%s)", [row.pk])
        assert cursor.fetchone() == (0,)
    assert len(_told(cast.a_katri)) == 1  # asked again it tells nobody twice


def test_only_who_declined_it_leaves_the_notice(cast, coordinator_of, monkeypatch):
    """The function asks whose unit declined, and who. Power: asked by the decliner it leaves the notice."""
    desk = coordinator_of(cast.intake)
    with as_actor(cast.a_outi):
        row = send(cast, by=cast.a_outi, who=TUULA, unit=cast.intake)
    with monkeypatch.context() as patched:
        patched.setattr(declines, "tell_of_declined_referral", lambda referral, by: None)
        _decline(cast, desk, row)
    for actor, told in ((cast.a_ritva, 0), (cast.a_katri, 0), (coordinator_of(cast.intake, "manager"), 0), (desk, 1)):
        with as_actor(actor), connection.cursor() as cursor:
            cursor.execute("select referrals_notice_decline(%s)", [row.pk])
        assert len(_told(cast.a_katri)) == told


def test_a_colleague_who_works_in_the_case_is_not_told(cast, sign_in, declined):
    """Seen red: the list without its question who answers for the client."""
    with as_actor(cast.a_katri):
        grants.give(
            case_id=cast.case.pk, to=cast.petra, depth=Depth.WORKS, ground="l381_15", purpose="work_ability_support",
            why="team", by=cast.a_katri,
        )
    for actor in (cast.a_janne, cast.a_timo, cast.a_petra, cast.a_ritva):
        assert _told(actor) == []
    petra, address = sign_in(cast.petra), f"/cases/{cast.case.uuid}/declines/"
    assert "Velkaneuvonta" not in petra.get(address).content.decode()
    (notice,) = _told(cast.a_katri)
    assert petra.post(f"{address}{notice.uuid}/seen/").status_code == 422
    assert _told(cast.a_katri)[0].seen_at is None


def test_whoever_declines_a_client_of_the_own_is_not_told_of_the_own_act(cast):
    with as_actor(cast.a_outi):
        row = send(cast, by=cast.a_outi, who=TUULA)
    _decline(cast, cast.a_katri, row)
    assert _told(cast.a_katri) == [] and _run_mail(row) == []


@pytest.mark.row("C-01")
def test_a_referral_made_in_the_case_is_told_of_without_an_identity_code(cast, coordinator_of):
    desk = coordinator_of(cast.intake)
    with as_actor(cast.a_timo):
        row = send(cast, who=Identity("Tuula", "Rantanen", ""), unit=cast.intake, case=cast.case)
    _decline(cast, desk, row, next_unit=cast.jobs, next_service="", next_phone="")
    (notice,) = _told(cast.a_katri)
    assert (notice.unit, notice.next_unit, notice.reason) == (cast.intake, cast.jobs, "wrong_service")
