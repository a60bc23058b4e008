"""Whatever a program sends, the API answers by its own description and never breaks."""

import os

import pytest
import schemathesis
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from rinnalla.exchange.api.urls import api
from rinnalla.exchange.tests.programs import token_of
from rinnalla.testing import clear_wall

TIMES = int(os.environ.get("TIMES", "8"))  # tries for each operation
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.config.phases.coverage.enabled = False  # hundreds of fixed tries an operation; TIMES decides how many here


@pytest.fixture
def katri_asks(cast):
    return Client(headers={"Authorization": f"Bearer {token_of(cast.katri).secret}", "Accept-Language": "fi"})


@pytest.mark.fuzz
@schema.parametrize()
@settings(
    max_examples=TIMES, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_no_input_breaks_the_api(case, katri_asks, cast):
    """0 answers of 500 and over; every answer of a kind the description names."""
    path = case.formatted_path
    if "{case_uuid}" in case.path:
        path = path.replace(str(case.path_parameters["case_uuid"]), str(cast.case.uuid), 1)
    with transaction.atomic():
        if connection.in_atomic_block:
            clear_wall()
        answer = katri_asks.generic(
            case.method, path, _body(case), content_type=case.media_type or "application/json", headers=_headers(case),
            query_params=case.query or None,
        )
        transaction.set_rollback(True)
    assert answer.status_code < 500
    known = {int(code) for code in case.operation.definition.raw["responses"]}
    assert answer.status_code in known | {405}, (answer.status_code, answer.content[:300])
    assert answer.status_code in (404, 405) or answer.headers["Content-Type"].startswith("application/json")


def _headers(case) -> dict:
    given = {name: str(value) for name, value in (case.headers or {}).items()}
    return {name: value for name, value in given.items() if name.lower() == "idempotency-key" and value.isprintable()}


def _body(case) -> bytes:
    import json

    if isinstance(case.body, bytes):
        return case.body
    return b"" if case.body is schemathesis.core.NOT_SET else json.dumps(case.body).encode()
