"""Everybody asks every address (goals A1, A2). What is right is read from `docs/access.md`, not from the code.

Seen red: a bare view in a planted address list (kept as a test); `need.identify` taken from the doctor in the
document; the agreement not asked in `may` (197 cells of one actor). Seen green, because the database's wall alone still
answers 404: `held_by` and `live` of the grants made to let everybody through. `test_walls.py` is about that wall.
"""

import logging
import re
import sys
import types
from functools import cache

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from rinnalla.access import errors, middleware
from rinnalla.access.allow import NEEDS_WORKS, WITHOUT_AGREEMENT
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import CLIENT_PERMISSIONS, ROLES
from rinnalla.access.routes import SIGN_IN, all_routes
from tests.asking import CantFill, child, fill, kind_of
from tests.policy import policy
from tests.world import World

RELATIONS_OF_A_ROLE = ("none", "works", "ended", "other_region")
OF_THE_WIDEST_ROLE = ("knows_only", "basics", "future", "no_agreement", "no_membership")
ALONE = ("anonymous", "client_own", "other_client", "client_representative")
ACTORS = (
    *ALONE, *(f"{relation}-coordinator" for relation in OF_THE_WIDEST_ROLE),
    *(f"{relation}-{role}" for role in policy().groups for relation in RELATIONS_OF_A_ROLE),
)
FEWEST_ACTORS = 65
MOST_PUBLIC = 12
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')  # masked anew in every form of every answer


def relation_and_role(actor: str) -> tuple[str, str]:
    """How the actor stands to the case, and as what, in the document's words."""
    if actor in ("client_own", "other_client"):
        return actor, "client"
    if actor == "client_representative":
        return "none", "client_representative"
    relation, _, role = actor.partition("-")
    return relation, "" if relation in ("no_membership", "anonymous") else role


def cells() -> list[tuple[dict, str]]:
    """Every route with each of its methods."""
    return [(route, method) for route in all_routes() for method in route["methods"]]


# The list is whole --------------------------------------------------------------------------------------------------


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


# The document and the code agree ------------------------------------------------------------------------------------


def test_the_document_names_every_permission_role_and_group():
    told = policy()
    assert set().union(*told.permissions.values()) == {str(one) for one in Permission}
    assert set(told.groups) == set(ROLES)
    for role in ROLES.values():
        assert told.permissions[role.key] == {str(one) for one in role.permissions}, role.key
        assert told.groups[role.key] == role.field_groups, role.key
    assert told.permissions["client"] == {str(one) for one in CLIENT_PERMISSIONS}
    assert not told.permissions["client_representative"] and not told.permissions["anonymous"]
    assert told.needs_works == {str(one) for one in NEEDS_WORKS}
    assert told.without_agreement == {str(one) for one in WITHOUT_AGREEMENT}
    assert len(told.actors) == 18


# Everybody asks everything ------------------------------------------------------------------------------------------


def expected(route: dict, actor: str, world: World) -> set[str]:
    """The kinds of answer that are right for one actor and route."""
    if route["public"] == SIGN_IN:
        return {"allowed", "sign-in", "403", "404", "405"}  # the ways in are allauth's; they only may not break
    relation, role = relation_and_role(actor)
    scope = route["scope"]
    answer = policy().answer(relation, role, scope, route["permission"])
    if route["path"].startswith("/api/") and scope != "public" and (actor in ALONE or relation == "no_membership"):
        return {"401"}  # who has no role in force has no token
    if answer == "allowed" and "<" in route["path"]:
        return _allowed_with_a_thing(route, relation, world)
    return {answer}


def _allowed_with_a_thing(route: dict, relation: str, world: World) -> set[str]:
    """A page that names a thing may answer 404 when the world has none, or when the actor does not reach it."""
    thing = child(route, world.mine)
    only_case = route["path"].count("<") == 1 and "case_uuid" in route["path"]
    if thing is None:
        return {"allowed"} if only_case else {"allowed", "404"}
    walled = getattr(thing, "wall", "none") != "none"
    if route["scope"] == "unit" and relation in ("other_region", "no_agreement"):
        # A program's empty body is refused before anything is looked up, whosever it is.
        unread = route["path"].startswith("/api/") and route["methods"] == ["POST"]
        return {"404"} if walled and not unread else {"allowed", "404"}
    if route["scope"] == "own" and relation == "other_client" and walled:
        return {"404"}
    if walled or "POST" in route["methods"]:
        return {"allowed", "404"}  # the act may not suit the thing's state
    return {"allowed"}


@pytest.fixture
def quiet():
    """Thousands of refusals are no news."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(before)


@pytest.fixture
def quick(monkeypatch):
    """The status decides here: refusals are not drawn, and whose membership it is is read once for each actor."""
    monkeypatch.setattr(errors, "_page", lambda request, status, title, text: HttpResponse(status=status))
    monkeypatch.setattr(middleware, "_membership", cache(middleware._membership))


def asked_by(route: dict, actor: str) -> bool:
    """The ways in are the same for every relation: each of the actors asks them once."""
    return route["public"] != SIGN_IN or actor in ALONE or actor.startswith("none-")


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.django_db
def test_everybody_gets_the_answer_the_document_promises(actor, world, browser, quiet, quick):
    client = browser(world.people.get(actor))
    session = client.cookies.copy()
    wrong, asked = [], 0
    mine_to_ask = [(route, method) for route, method in cells() if asked_by(route, actor)]
    for route, method in mine_to_ask:
        for mine in (world.mine, None) if actor == "anonymous" else (world.mine,):
            client.cookies = session.copy()
            try:
                address = fill(route, mine)
            except CantFill as place:
                wrong.append(f"{place}: nobody told what belongs here")
                continue
            with transaction.atomic():
                got = kind_of(client.generic(method, address))
                transaction.set_rollback(True)
            asked += 1
            right = expected(route, actor, world)
            if got not in right:
                place = f"{method} {route['path']} ({route['permission']})"
                wrong.append(f"{place}: {got}, not {' or '.join(sorted(right))}")
    assert asked >= len(mine_to_ask)
    assert not wrong, f"{actor}: {len(wrong)} of {asked} wrong\n" + "\n".join(wrong)


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


def test_the_count_of_cells(capsys, world):
    """Every route × method × actor is asked; the number is told."""
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
    assert total >= FEWEST_ACTORS * (len(cells()) - ways_in) + 18 * ways_in
