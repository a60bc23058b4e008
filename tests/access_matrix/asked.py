"""Who asks, what each is asked, and which answers the document calls right."""

import os
import zlib

from rinnalla.access.routes import SIGN_IN, all_routes
from tests.asking import child
from tests.policy import policy
from tests.world import World

RELATIONS_OF_A_ROLE = ("none", "works", "ended", "other_region")
OF_THE_WIDEST_ROLE = ("knows_only", "basics", "future", "no_agreement", "no_membership")
REPRESENTATIVES = {
    "client_representative": "mandate", "other_representative": "other_mandate",
    "former_representative": "mandate_ended",
}
# With these it is the relation that shuts, whatever the role: each address is asked in one role of four.
DEALT, HANDS = ("ended", "other_region"), 4
WHOLE = os.environ.get("RINNALLA_MATRIX") == "whole"
ALONE = ("anonymous", "client_own", "other_client", *REPRESENTATIVES)
ROLES = tuple(policy().groups)
# No client is in them and no wall stands before them; the document narrows them to the buyer's region, or the own body.
NARROWED = ("network.Contract", "network.Procurement", "network.Appropriation")
ACTORS = (
    *ALONE,
    *(f"{relation}-coordinator" for relation in OF_THE_WIDEST_ROLE),
    *(f"{relation}-{role}" for role in ROLES for relation in RELATIONS_OF_A_ROLE),
)


def relation_and_role(actor: str) -> tuple[str, str]:
    """How the actor stands to the case, and as what, in the document's words."""
    if actor in ("client_own", "other_client"):
        return actor, "client"
    if actor in REPRESENTATIVES:
        return REPRESENTATIVES[actor], "client_representative"
    relation, _, role = actor.partition("-")
    return relation, "" if relation in ("no_membership", "anonymous") else role


def cells() -> list[tuple[dict, str]]:
    """Every route with each of its methods."""
    return [(route, method) for route in all_routes() for method in route["methods"]]


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
    if route["scope"] == "own" and relation in ("other_client", "other_mandate") and walled:
        return {"404"}
    if walled or thing._meta.label in NARROWED or "POST" in route["methods"]:
        return {"allowed", "404"}  # the act may not suit the thing's state
    return {"allowed"}


def asked_by(route: dict, actor: str) -> bool:
    """The ways in are the same for every relation: each of the actors asks them once. `RINNALLA_MATRIX=whole` deals
    nothing out, and everybody asks for everything."""
    if route["public"] == SIGN_IN:
        return actor in ALONE or actor.startswith("none-")
    relation, _, role = actor.partition("-")
    if relation not in DEALT or WHOLE:
        return True
    return (zlib.crc32(route["path"].encode()) + ROLES.index(role)) % HANDS == 0
