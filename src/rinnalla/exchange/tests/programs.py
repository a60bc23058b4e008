"""A program of the tests: a client of the API with a bearer token."""

import json
from typing import Any

from django.db import connection
from django.test import Client

from rinnalla.access.acting import acting, staff_actor
from rinnalla.access.models import Membership, User
from rinnalla.exchange import tokens
from rinnalla.testing import clear_wall

EVERY = tuple(scope for scope in tokens.SCOPES if scope.endswith(":write")) + ("log:read",)


def token_of(user: User, scopes: tuple[str, ...] = EVERY, **more: Any) -> tokens.Made:
    """A token of the user's only membership in force."""
    membership = Membership.objects.in_force().select_related("user", "unit__organisation").get(user=user)
    actor = staff_actor(membership)
    with acting(actor):
        return tokens.make(membership=membership, scopes=scopes, by=actor, **more)


class Program:
    """`program.post("/referrals", {...})` → (status, body)."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE="fi")
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def ask(self, method: str, path: str, data: Any = None, key: str = "") -> tuple[int, Any]:
        if connection.in_atomic_block:
            clear_wall()
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        body = json.dumps(data, default=str) if data is not None else ""
        response = self.client.generic(
            method, f"/api/v1{path}", body, content_type="application/json", headers=headers
        )
        self.last = response
        return response.status_code, response.json() if response.content else None

    def get(self, path: str) -> tuple[int, Any]:
        return self.ask("GET", path)

    def post(self, path: str, data: Any = None, key: str = "") -> tuple[int, Any]:
        return self.ask("POST", path, data, key)


def program(user: User, *scopes: str) -> Program:
    return Program(token_of(user, scopes or EVERY).secret)
