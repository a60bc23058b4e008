"""What the files of the matrix share: quiet refusals, quick ones, and the asking itself."""

import logging
from collections.abc import Callable
from functools import cache

import pytest
from django.db import transaction
from django.http import Http404, HttpResponse

from rinnalla.access import allow, errors, middleware
from tests.access_matrix.asked import asked_by, cells, expected
from tests.asking import CantFill, fill, kind_of


@pytest.fixture
def quiet():
    """Thousands of refusals are no news."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(before)


@pytest.fixture
def quick(monkeypatch):
    """The status decides here: refusals are not drawn, and what only depends on the actor is read once for each."""
    monkeypatch.setattr(errors, "refusal_page", lambda request, status, *_words, **_more: HttpResponse(status=status))
    monkeypatch.setattr(middleware, "_membership", cache(middleware._membership))
    monkeypatch.setattr(allow, "enter_case", _once_shut(allow.enter_case))


def _once_shut(enter_case: Callable) -> Callable:
    """A case that was shut to an actor is shut at the next address too: the grants are asked once for each pair."""
    shut = set()

    def entered(request, case_uuid):
        pair = (request.actor, str(case_uuid))
        if pair in shut:
            raise Http404
        try:
            return enter_case(request, case_uuid)
        except Http404:
            shut.add(pair)
            raise

    return entered


@pytest.fixture
def promised(world, browser, quiet, quick) -> Callable[[str], None]:
    """`promised(actor)`: every address answers the actor as the document says; what does not is listed."""

    def ask(actor: str) -> None:
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
                if mine is None and right == {"allowed"} and "<" in route["path"]:
                    right = {"allowed", "404"}  # a public page of a thing that is nowhere
                if got not in right:
                    place = f"{method} {route['path']} ({route['permission']})"
                    wrong.append(f"{place}: {got}, not {' or '.join(sorted(right))}")
        assert asked >= len(mine_to_ask)
        assert not wrong, f"{actor}: {len(wrong)} of {asked} wrong\n" + "\n".join(wrong)

    return ask
