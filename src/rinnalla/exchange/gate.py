"""The door of the API: the same rule, walls, transaction and access log as a page's, for a bearer token.

Token → actor → scope, role and live grant → (the body is read) → wall settings → one transaction, read-only for GET →
the act → commit → the access-log line → the answer leaves. The grant is asked before the body is read, so that a wrong
body tells nobody whether a case is there; and again inside the transaction of the act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest
from ninja import Router, Status
from ninja.security import HttpBearer

from rinnalla.access.allow import CASE, READING, UNIT, Rule, _log, ended_meanwhile, enter_case, may
from rinnalla.access.interrupted import GONE, Interrupted, cause_of
from rinnalla.access.permissions import Permission as P
from rinnalla.access.reading import counting
from rinnalla.access.shown import Shown
from rinnalla.access.walls import actor_settings
from rinnalla.exchange import tokens
from rinnalla.lib.saving import Conflict, KeyReused

CASE_PATH = "/cases/{uuid:case_uuid}"
ENDPOINTS: dict[str, "ApiRule"] = {}  # every operation by its name


class Forbidden(Exception):
    """The token's holder may know of it, but may not do this; or the token's scopes do not reach here."""


class TooMuch(Exception):
    """The token has read as many clients as it may in a day."""


@dataclass(frozen=True)
class ApiRule(Rule):
    """A page's rule with the token's scope."""

    token_scope: str = ""


class Gate(HttpBearer):
    """Who asks, and may they: 401, 404 and 403 before anything else of the request is looked at."""

    def __init__(self, rule: ApiRule) -> None:
        self.rule = rule
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = tokens.actor_of_token(token)
        if actor is None:
            return None
        request.actor = actor
        _guarded(request, self.rule, lambda: True, checking=True)
        return actor


def endpoint(
    router: Router,
    method: str,
    path: str,
    permission: P,
    scope: str,
    *,
    out: Any,
    groups: tuple[str, ...] = (),
    action: str = "view",
    status: int = 200,
) -> Callable:
    """An operation of the API with its permission and token scope; under `/cases/{case_uuid}` it asks for a live grant.

    The function returns plain values, made inside the transaction. It gets `request.actor`, `.case` and `.access`.
    """
    from rinnalla.exchange.api.shapes import Errors

    in_case = "{uuid:case_uuid}" in path
    rule = ApiRule(permission, CASE if in_case else UNIT, (method,), groups, action, token_scope=scope)
    answers = {status: out, **dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Errors)}

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def served(request: HttpRequest, **arguments: Any) -> Any:
            return Status(status, _guarded(request, rule, lambda: view(request, **arguments)))

        name = view.__name__
        if name in ENDPOINTS:
            raise ValueError(f"two operations are called {name}")
        ENDPOINTS[name] = rule
        router.api_operation(
            [method],
            path,
            auth=Gate(rule),
            response=answers,
            operation_id=name,
            url_name=name,
            summary=(view.__doc__ or name).splitlines()[0],
            description=f"{view.__doc__ or ''}\n\nScope: `{scope}`",
        )(served)
        return served

    return decorate


def _guarded(request: HttpRequest, rule: ApiRule, work: Callable[[], Any], *, checking: bool = False) -> Any:
    request.shown, request.access, request.case = Shown(), None, None
    try:
        with transaction.atomic():
            actor_settings(request.actor, read_only=checking or request.method in READING)
            if rule.scope == CASE:
                request.access = enter_case(request, request.resolver_match.kwargs["case_uuid"])
            if not (
                tokens.covers(request.actor, rule.token_scope) and may(request.actor, rule.permission, request.access)
            ):
                raise Forbidden
            answer = work()
    except Forbidden:
        _log(request, rule, "refused_403")
        raise
    except Http404:
        _log(request, rule, "refused_404")
        raise
    except (Conflict, KeyReused):
        _log(request, rule, "conflict")
        raise
    except Exception as error:
        if ended_meanwhile(request):
            _log(request, rule, "refused_404")
            raise Http404 from error
        if not isinstance(error, DatabaseError | ObjectDoesNotExist) or not (cause := cause_of(request, error)):
            raise
        _log(request, rule, "refused_403" if cause == GONE else "conflict")
        raise Interrupted(cause) from error
    if not checking and _log(request, rule, "ok", holds=request.method in READING) == counting.STOPPED:
        raise TooMuch
    return answer
