"""The list of addresses is whole, the document and the code agree, and what is hidden looks like what is not there."""

import re
import sys
import types

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from rinnalla.access.allow import NEEDS_WORKS, WITHOUT_AGREEMENT
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import CLIENT_PERMISSIONS, REPRESENTATIVE_PERMISSIONS, ROLES, of_mandate
from rinnalla.access.routes import SIGN_IN, all_routes
from tests.access_matrix.asked import ACTORS, DEALT, HANDS, asked_by, cells
from tests.asking import CantFill, child, fill
from tests.policy import policy

FEWEST_ACTORS = 65
# Four are of who answers by a mailed link (docs/decisions/0019), three are for employers (E-23, E-11), three are the
# materials made for clients and employers (T-65).
MOST_PUBLIC = 22
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')  # masked anew in every form of every answer


def test_every_route_has_a_rule():
    bare = [route["path"] for route in all_routes() if route["scope"] is None]
    assert not bare, f"views without @allow or @public: {bare}"
    assert all(route["methods"] for route in all_routes())


def test_a_bare_view_is_seen():
    planted = types.ModuleType("planted_urls")
    planted.urlpatterns = [path("", include("rinnalla.urls")), path("bare/", lambda request: HttpResponse("x"))]
    sys.modules["planted_urls"] = planted
    try:
        with override_settings(ROOT_URLCONF="planted_urls"):
            assert [route["path"] for route in all_routes() if route["scope"] is None] == ["/bare/"]
    finally:
        del sys.modules["planted_urls"]


def test_few_pages_are_public_and_each_says_why():
    open_to_all = [route for route in all_routes() if route["scope"] == "public" and route["public"] != SIGN_IN]
    assert len(open_to_all) <= MOST_PUBLIC, [route["path"] for route in open_to_all]
    assert all(len(route["public"] or "") > 10 for route in open_to_all)


def test_the_document_names_every_permission_role_and_group():
    told = policy()
    assert set().union(*told.permissions.values()) == {str(one) for one in Permission}
    assert set(told.groups) == set(ROLES)
    for role in ROLES.values():
        assert told.permissions[role.key] == {str(one) for one in role.permissions}, role.key
        assert told.groups[role.key] == role.field_groups, role.key
    assert told.permissions["client"] == {str(one) for one in CLIENT_PERMISSIONS}
    assert told.permissions["client_representative"] == {str(one) for one in REPRESENTATIVE_PERMISSIONS}
    assert told.without_mandate == {str(one) for one in of_mandate(())} and not told.permissions["anonymous"]
    assert told.needs_works == {str(one) for one in NEEDS_WORKS}
    assert told.without_agreement == {str(one) for one in WITHOUT_AGREEMENT}
    assert len(told.actors) == 20


@pytest.mark.django_db
def test_what_must_not_be_known_looks_like_what_is_not_there(world, browser, quiet):
    """A forbidden case and one that does not exist: same status, same body, same headers (A10)."""
    client = browser(world.people["none-coordinator"])
    for route, method in cells():
        if route["scope"] == "case":
            with transaction.atomic():
                there, absent = (client.generic(method, fill(route, one)) for one in (world.mine, None))
                transaction.set_rollback(True)
            assert (there.status_code, absent.status_code) == (404, 404), route["path"]
            same = [
                TOKEN.sub("", response.content.decode().replace(str(response.wsgi_request.path), ""))
                for response in (there, absent)
            ]
            assert same[0] == same[1], route["path"]
            told = [{**one.headers, "Content-Length": ""} for one in (there, absent)]  # it repeats its own address
            assert told[0] == told[1], route["path"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.django_db
def test_a_method_nobody_named_is_refused(method, world, browser, quiet):
    client = browser(world.people["works-coordinator"])
    for route in all_routes():
        if route["public"] != SIGN_IN and method not in route["methods"]:
            with transaction.atomic():
                status = client.generic(method, fill(route, world.mine)).status_code
                transaction.set_rollback(True)
            assert status == 405, f"{method} {route['path']}: {status}"


def test_what_is_dealt_among_the_roles_leaves_no_address_unasked():
    """Also under `RINNALLA_MATRIX=whole`, where everybody is asked everything."""
    for relation in DEALT:
        few = [
            route["path"] for route in all_routes()
            if route["public"] != SIGN_IN and sum(asked_by(route, f"{relation}-{role}") for role in ROLES) < HANDS
        ]  # fmt: skip
        assert not few, f"{relation}: {few}"


def test_the_count_of_cells(capsys, world):
    """Every route × method is asked by every actor it is not dealt away from; the number is told."""
    unknown: list[str] = []
    for route in all_routes():
        try:
            fill(route, world.mine)
        except CantFill as place:
            unknown.append(str(place))
    assert not unknown, f"nobody told what belongs here (tests/asking.py): {unknown}"
    assert len(ACTORS) >= FEWEST_ACTORS and len(set(ACTORS)) == len(ACTORS)
    assert set(ACTORS) - {"anonymous"} == set(world.people)
    rooms = {route["room"] for route in all_routes()}
    children = [route for route in all_routes() if "<" in route["path"]]
    empty = [route["path"] for route in children if route["path"].count("<") > 1 and child(route, world.mine) is None]
    total = sum(asked_by(route, actor) for route, _ in cells() for actor in ACTORS)
    with capsys.disabled():
        print(
            f"\naccess matrix: {len(all_routes())} routes of {len(rooms)} rooms, {len(cells())} with methods, "
            f"{len(ACTORS)} actors, {total} cells; {len(empty)} routes without a thing to open"
        )
    ways_in = sum(route["public"] == SIGN_IN for route, _ in cells())
    asking_all = len(ACTORS) - len(DEALT) * (len(ROLES) - HANDS)
    assert total >= asking_all * (len(cells()) - ways_in) + 18 * ways_in
