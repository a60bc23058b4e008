"""A sender that itself tells something of the person is shown under a wider name (V-37).

Seen red: `senders.told` giving the name as it is; the case's log and the API without asking the reader's groups.
"""

import pytest
from psycopg.types.range import Range

from rinnalla.access import grants
from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import give_membership
from rinnalla.access.models import Depth, User
from rinnalla.exchange.tests.programs import program
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.referrals import senders, triage
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor

REAL, WIDE = "Rikosseuraamuslaitos", "Viranomainen"


@pytest.fixture
def pauli(cast):
    """Somebody of the prison and probation service, whose unit also takes referrals in."""
    by = system("tests")
    with acting(by):
        body = Organisation.objects.create(region=cast.region, key="rise", kind="prison_service", names={"fi": REAL})
        body.agreements.create(valid=Range(dates.today().replace(year=2020), None), reference="sopimus-9")
        unit = Unit.objects.create(organisation=body, key="rise", names={"fi": f"{REAL}, toimisto"})
        user = User.objects.create(username="pauli", name="Pauli Kuusi", password="!", phone="029 56 1234")
        membership = give_membership(
            by=by, user=user, unit=unit, role="responsible_worker", starts_on=dates.today().replace(year=2024)
        )
    return staff_actor(membership)


@pytest.fixture
def came(cast, pauli):
    """Pauli's referral taken in by Katri: the case has a coach (Janne) and a responsible worker."""
    with as_actor(pauli):
        row = send(cast, by=pauli, consent=True)
    with as_actor(cast.a_katri):
        case = triage.accept(referral=row, version=row.version, by=cast.a_katri)
        for user, groups in ((cast.janne, ["basics", "employment"]), (cast.outi, None), (cast.timo, None)):
            more = {"groups": groups} if groups else {}
            grants.give(case_id=case.pk, to=user, depth=Depth.WORKS, ground="l381_15", purpose="work_ability_support",
                        why="team", by=cast.a_katri, **more)
    return row, case


def _page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.row("V-37")
def test_a_coach_sees_authority_and_the_responsible_worker_the_real_source(cast, sign_in, came):
    _row, case = came
    coach, worker = (_page(sign_in(who), f"/cases/{case.uuid}/arrival/") for who in (cast.janne, cast.outi))
    assert WIDE in coach and REAL not in coach and "Pauli" not in coach
    assert REAL in worker


@pytest.mark.row("V-37")
def test_the_log_tells_the_body_to_those_who_need_to_know(cast, sign_in, came, pauli):
    _row, case = came
    with as_actor(cast.a_katri):
        grants.give(case_id=case.pk, to=User.objects.get(pk=pauli.user_id), depth=Depth.WORKS, ground="consent",
                    purpose="work_ability_support", why="team", by=cast.a_katri)
    _page(sign_in(User.objects.get(pk=pauli.user_id)), f"/cases/{case.uuid}/arrival/")
    expert, worker = (_page(sign_in(who), f"/cases/{case.uuid}/log/") for who in (cast.timo, cast.outi))
    assert WIDE in expert and REAL not in expert
    assert REAL in worker


def _narrow(cast, monkeypatch):
    """Petra, who takes referrals in, without the group: a region may narrow a role so."""
    from rinnalla.access import actor as actors

    narrow = actors.ROLES["coordinator"]
    less = type(narrow)(
        narrow.key, narrow.name, narrow.sentence, narrow.permissions, narrow.field_groups - {"authority"}
    )
    monkeypatch.setitem(actors.ROLES, "coordinator", less)


@pytest.mark.row("V-37")
@pytest.mark.parametrize("narrowed", [False, True])
def test_the_inbox_and_the_referral_follow_the_readers_groups(cast, sign_in, pauli, monkeypatch, narrowed):
    with as_actor(pauli):
        row = send(cast, by=pauli, consent=True)
    if narrowed:
        _narrow(cast, monkeypatch)
    petra = sign_in(cast.petra)
    for page in (_page(petra, "/inbox/"), _page(petra, f"/referrals/{row.uuid}/")):
        assert (REAL in page, WIDE in page) == (not narrowed, narrowed)
    assert ("Pauli" in page, "029 56 1234" in page) == (not narrowed, not narrowed)


@pytest.mark.row("V-37")
@pytest.mark.parametrize("narrowed", [False, True])
def test_a_program_is_told_no_more_than_its_reader(cast, pauli, monkeypatch, narrowed):
    with as_actor(pauli):
        row = send(cast, by=pauli, consent=True)
    if narrowed:
        _narrow(cast, monkeypatch)
    petra = program(cast.petra)
    for address in ("/referrals/inbox", f"/referrals/{row.uuid}"):
        status, answer = petra.get(address)
        assert status == 200, answer
        told = str(answer)
        assert (REAL in told, WIDE in told) == (not narrowed, narrowed)
    assert answer["sender_kind"] == ("authority" if narrowed else "prison_service")
    assert ("Pauli" in told) == (not narrowed)


def test_who_sent_it_sees_where_one_works(cast, sign_in, pauli):
    with as_actor(pauli):
        row = send(cast, by=pauli, consent=True)
    assert senders.told_of(row, pauli) == REAL
    assert REAL in _page(sign_in(User.objects.get(pk=pauli.user_id)), f"/referrals/{row.uuid}/")


def test_other_senders_are_told_as_they_are():
    assert senders.told("kela", "Kela", frozenset()) == "Kela"
    assert senders.told("prison_service", REAL, {"authority"}) == REAL
    assert senders.told("prison_service", REAL, {"basics"}) == WIDE


def test_a_stranger_does_not_learn_how_somebody_came(cast, sign_in, came):
    _row, case = came
    assert sign_in(cast.roles["job_coach"]).get(f"/cases/{case.uuid}/arrival/").status_code == 404


def test_a_case_without_referral_says_so(cast, sign_in):
    assert "Lähetettä ei ole." in _page(sign_in(cast.janne), f"/cases/{cast.case.uuid}/arrival/")
