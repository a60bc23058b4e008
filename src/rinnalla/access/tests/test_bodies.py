"""Leave is given to somebody at one body: the same person in another body's role sees nothing of it (role × relation).

Seen red: `held_by` and `case_ids` by the user alone opened the case in the other role's pages; `access_my_cases` as it
was until migration 0017 showed the row behind the first wall.
"""

import pytest

from rinnalla.access import grants
from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import end_membership, give_membership
from rinnalla.access.middleware import memberships_in_force
from rinnalla.access.models import Grant, Membership
from rinnalla.access.roles import ROLES
from rinnalla.access.rules import case_ids
from rinnalla.access.walls import open_case
from rinnalla.cases.models import Case
from rinnalla.testing import as_actor


@pytest.mark.parametrize("role", [key for key, one in ROLES.items() if not one.field_groups and key != "client"])
def test_a_role_that_sees_no_field_group_enters_no_case_by_a_leave_from_an_earlier_role(cast, sign_in, role):
    """Seen red: whoever had worked in a case and now oversees the log read the client's name on the page as the client
    sees it (found by the open world, seed 20261201)."""
    someone = cast.roles[role]
    with as_actor(cast.a_katri):
        given = {"case_id": cast.case.pk, "depth": 3, "ground": "l381_15", "purpose": "work_ability_support"}
        grants.give(**given, to=someone, why="test", by=cast.a_katri, at=cast.team)
    browser = sign_in(someone)
    for page in ("", "as-client/", "log/", "plan/", "team/"):
        answer = browser.get(f"/cases/{cast.case.uuid}/{page}")
        assert answer.status_code == 404 and cast.case.person.family_name not in answer.content.decode(), page


@pytest.fixture
def two_roles(cast):
    """Janne coaches Tuula at Askel, and works at the employment services too."""
    with acting(system("test")) as by:
        give_membership(by=by, user=cast.janne, unit=cast.jobs, role="employment_expert")
    rows = memberships_in_force().filter(user=cast.janne).order_by("pk")
    return [staff_actor(one) for one in rows]


def seen(actor) -> tuple[bool, bool]:
    """By the first wall, and by the second alone."""
    with as_actor(actor):
        return case_ids(actor).exists(), Case._base_manager.exists()


def test_the_other_role_of_the_same_person_sees_nothing(cast, two_roles):
    at_askel, at_jobs = two_roles
    assert seen(at_askel) == (True, True)
    assert seen(at_jobs) == (False, False)


def test_a_page_in_the_other_role_is_as_to_a_stranger(cast, two_roles, sign_in):
    browser, address = sign_in(cast.janne), f"/cases/{cast.case.uuid}/"
    assert browser.get(address).status_code == 200
    session = browser.session
    session["membership"] = two_roles[1].membership_id
    session.save()
    assert browser.get(address).status_code == 404
    assert "Rantanen" not in browser.get("/cases/?whose=all").content.decode()


def test_a_role_that_is_over_opens_nothing_behind_the_second_wall_either(cast):
    with acting(system("test")) as by:
        end_membership(by=by, membership=Membership.objects.get(user=cast.janne))
    assert seen(cast.a_janne)[1] is False


def test_the_database_names_the_body_when_nobody_did(cast, two_roles):
    """The consent's body goes before the first role."""
    with as_actor(cast.a_katri):
        open_case(cast.case.pk)
        consent = cast.case.consents.get(organisation=cast.coaching.organisation)
        bare = {"case": cast.case, "user": cast.janne, "depth": 2, "ground": "consent", "purpose": "x", "why": "test"}
        Grant.objects.filter(user=cast.janne).update(ended_at=consent.recorded_at, starts_at=consent.recorded_at)
        one = Grant.objects.create(**bare, consent=consent)
        one.refresh_from_db()
    assert one.organisation_id == cast.coaching.organisation_id


def test_the_same_task_at_another_body_moves_the_leave(cast, two_roles):
    from rinnalla.access.models import Depth

    given = {"case_id": cast.case.pk, "to": cast.janne, "depth": Depth.BASICS, "ground": "l381_15",
             "purpose": "work_ability_support", "why": "opened", "by": cast.a_katri}  # fmt: skip
    with as_actor(cast.a_katri):
        first, again = (grants.give(**given, at=cast.team) for _each in range(2))
        moved = grants.give(**given, at=cast.jobs)
        first.refresh_from_db()
    assert first.pk == again.pk and first.ended_at is not None
    assert (moved.organisation_id, moved.ended_at) == (cast.jobs.organisation_id, None)
