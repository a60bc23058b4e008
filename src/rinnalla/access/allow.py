"""One request from the door to the answer: `@allow` on every view (architecture section 4).

Sign-in → actor → role and live grant → wall settings → one transaction (read-only for GET) → the view → commit →
the access-log line is written and counted → the answer leaves. No line, no answer; too many clients in a day, neither.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from inspect import signature
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse

from rinnalla.access import drafts, interrupted
from rinnalla.access.actor import Actor
from rinnalla.access.deputies import deputys_purpose
from rinnalla.access.errors import ask_sign_in, forbidden
from rinnalla.access.models import Absence, Depth, Grant
from rinnalla.access.permissions import Permission as P
from rinnalla.access.reading import counting
from rinnalla.access.roles import ROLES
from rinnalla.access.shown import Shown
from rinnalla.access.signin import password_to_renew, second_factor_missing
from rinnalla.access.walls import actor_settings, open_case
from rinnalla.eventlog.record import log_access

MANDATE = "mandate"  # the purpose in the lines of who acts for a client
CASE, UNIT, OWN, PUBLIC = "case", "unit", "own", "public"
READING = ("GET", "HEAD")
NEEDS_WORKS = frozenset(
    {
        P.CASE_EDIT,
        P.CASE_CLOSE,
        P.RESPONSIBLE_NAME,
        P.HANDOVER,
        P.TEAM_EDIT,
        P.HETU_REVEAL,
        P.ASSESSMENT_VIEW,
        P.ASSESSMENT_EDIT,
        P.PLAN_EDIT,
        P.SERVICE_EDIT,
        P.COACHING_VIEW,
        P.COACHING_ARRANGE,
        P.COACHING_EDIT,
        P.EMPLOYER_TELL,
        P.MEETING_RECORD,
        P.LOG_VIEW,
        P.MANDATE_RECORD,
        P.BONUS_CONFIRM,
    }
)
WITHOUT_AGREEMENT = frozenset(
    {
        P.MEMBERSHIP_CHOOSE, P.PASSWORD_CHANGE, P.CATALOGUE_VIEW, P.USERS_MANAGE, P.UNITS_MANAGE, P.AGREEMENT_VIEW,
        P.AGREEMENT_RECORD, P.AGREEMENT_END,
    }
)


@dataclass(frozen=True)
class Rule:
    """What a view asks for. `scope` is case, unit, own or public; `public` is the reason when nothing is asked."""

    permission: P | None
    scope: str
    methods: tuple[str, ...]
    groups: tuple[str, ...] = ()
    action: str = "view"
    public: str = ""


@dataclass(frozen=True)
class CaseAccess:
    """What the actor's live grants to one case add up to."""

    depth: int
    groups: frozenset[str]
    grounds: tuple[str, ...]
    purpose: str
    asks: bool = False  # on the plan's list of those who may ask how it goes (L-55)
    own_depth: int = Depth.WORKS  # as oneself, a deputy's leave aside
    beyond: frozenset[str] | None = None  # as a deputy: what the absent one's role may, and no more


def allow(
    permission: P, *, methods: Iterable[str] = ("GET",), groups: Iterable[str] = (), action: str = "view"
) -> Callable:
    """Name the one permission of a view. A view with `case_uuid` in its address also asks for a live grant.

    Anonymous: 302 to sign-in. No relation: 404, the same as for what does not exist. May see but not do: 403.
    `groups` are the field groups the page shows; they are logged, with the case of the address.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        in_case = "case_uuid" in signature(view).parameters
        scope = CASE if in_case else OWN if permission.startswith("own.") else UNIT
        rule = Rule(permission, scope, tuple(methods), tuple(groups), action)

        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if request.method not in (*rule.methods, "HEAD" if "GET" in rule.methods else ""):
                return HttpResponse(status=405, headers={"Allow": ", ".join(rule.methods)})
            if request.actor.user_id is None:
                return ask_sign_in(request, is_page="GET" in rule.methods)
            if way := second_factor_missing(request) or password_to_renew(request, permission):
                return way
            return _serve(request, view, kwargs, rule)

        guarded.rule = rule
        return guarded

    return decorate


def public(reason: str, *, methods: Iterable[str] = ("GET",)) -> Callable:
    """A page for everybody, with the reason why nothing is asked. It runs under the same walls and transaction.

    What it shows of a client (to somebody who proved a work address) leaves its line before the answer, as anywhere.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        rule = Rule(None, PUBLIC, tuple(methods), public=reason)

        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if request.method not in (*rule.methods, "HEAD" if "GET" in rule.methods else ""):
                return HttpResponse(status=405, headers={"Allow": ", ".join(rule.methods)})
            request.shown, request.access = Shown(), None
            try:
                with transaction.atomic():
                    actor_settings(request.actor, read_only=request.method in READING)
                    response = view(request, **kwargs)
            except (DatabaseError, ObjectDoesNotExist) as error:
                return interrupted.page_for(request, error)
            if request.shown.anything():
                _write_line(request, rule, "ok", request.shown)
            return response

        guarded.rule = rule
        return guarded

    return decorate


def _serve(request: HttpRequest, view: Callable[..., HttpResponse], kwargs: dict, rule: Rule) -> HttpResponse:
    request.shown, request.access = Shown(), None
    result = "ok"
    try:
        with transaction.atomic():
            actor_settings(request.actor, read_only=request.method in READING)
            if refusal := _refusal(request, kwargs, rule):
                result, response = "refused_403", refusal
            else:
                response = view(request, **kwargs)
                drafts.settle(request, response)
            if request.actor.is_representative:
                _in_whose_place(request, response)
            deputised = _deputised(request)
    except Http404:
        _log(request, rule, "refused_404")
        raise
    except Exception as error:
        if ended_meanwhile(request):
            _log(request, rule, "refused_404")
            raise Http404 from error
        if not isinstance(error, DatabaseError | ObjectDoesNotExist):
            raise
        response, result, deputised = interrupted.page_for(request, error), "refused_403", {}
    found = _log(
        request, rule, "conflict" if response.status_code == 409 else result, deputised,
        holds=counting.holds_data(response),
    )
    if found == counting.TOLD:
        counting.tell(request)
    return counting.stopped(request) if found == counting.STOPPED else response


def _in_whose_place(request: HttpRequest, response: HttpResponse) -> None:
    """The line says on which ground somebody acted for the client, and whether they read or did something."""
    acted = request.method not in READING and response.status_code in (302, 303)
    request.shown.purpose = MANDATE + (".act" if acted else "")
    if request.actor.ground:
        request.shown.add_grounds([request.actor.ground])


def _deputised(request: HttpRequest) -> dict[int, set[int]]:
    """Of the cases a list showed, those seen as somebody's deputy only: by that somebody. Asked of deputies alone."""
    actor: Actor = request.actor
    if not actor.deputises or request.access is not None or not request.shown.case_ids:
        return {}
    live = Grant.objects.live().held_by(actor).filter(case_id__in=request.shown.case_ids)
    rows = list(live.values_list("case_id", "absence__user_id"))
    own = {case_id for case_id, absent in rows if absent is None}
    found: dict[int, set[int]] = {}
    for case_id, absent in rows:
        if absent is not None and case_id not in own:
            found.setdefault(absent, set()).add(case_id)
    return found


def _refusal(request: HttpRequest, kwargs: dict, rule: Rule) -> HttpResponse | None:
    """The 403 answer, or None when the actor may. Raises Http404 when the actor may not even know."""
    actor: Actor = request.actor
    if rule.scope == CASE:
        request.access = enter_case(request, kwargs["case_uuid"])
    if not may(actor, rule.permission, request.access):
        return forbidden(request)
    return None


def may(actor: Actor, permission: P | None, access: CaseAccess | None = None) -> bool:
    """Whether the role allows it, the organisation's agreement stands and the grant reaches deep enough."""
    if permission is not None and not actor.can(permission):
        return False
    if not actor.agreed and permission not in WITHOUT_AGREEMENT:
        return False
    if access is not None and permission == P.PROGRESS_ASK and access.asks:
        return True
    needs = Depth.WORKS if permission in NEEDS_WORKS else Depth.BASICS
    if access is None or access.own_depth >= needs and access.depth >= needs:
        return True
    return access.depth >= needs and (access.beyond is None or permission in access.beyond)


def enter_case(request: HttpRequest, case_uuid: UUID | str) -> CaseAccess:
    """Fetch the case of the address through the actor's live grants. Raises Http404 when there is none."""
    actor: Actor = request.actor
    grants = (
        list(
            Grant.objects.live()
            .held_by(actor)
            .filter(case__uuid=case_uuid)
            .select_related(
                "case__person", "case__responsible_worker", "case__holder_unit__organisation", "case__region",
                "absence__membership",
            )
        )
        if actor.is_staff and actor.field_groups()  # as in rules.case_ids: a role that may see no group sees no case
        else []
    )
    if not grants:
        raise Http404
    request.case = grants[0].case
    open_case(request.case.pk)
    own = [grant for grant in grants if grant.absence is None]
    absence = _stands_in_for(own, grants)
    if absence is None:
        grants = own
    else:
        request.actor = actor = replace(actor, deputy_of=absence.user_id)
    groups = frozenset().union(*(grant.field_groups for grant in grants)) & actor.field_groups()
    access = CaseAccess(
        depth=max(grant.depth for grant in grants),
        groups=groups,
        grounds=tuple(sorted({grant.ground for grant in grants})),
        purpose=deputys_purpose(absence.user_id) if absence else grants[0].purpose,
        own_depth=max((grant.depth for grant in own), default=0),
        beyond=frozenset(ROLES[absence.membership.role].permissions) if absence else None,
        asks=any(grant.why == "progress" for grant in grants),
    )
    request.shown.cases([request.case.pk])
    request.shown.persons([request.case.person_id])
    request.shown.add_grounds(access.grounds)
    request.shown.purpose = access.purpose
    return access


def ended_meanwhile(request: HttpRequest) -> bool:
    """Whether the leave, or the role, ended while the case was being read: rows went missing under the reader's hands,
    and the answer is the same as to any stranger. Both walls are asked: the case itself is looked for."""
    if request.method not in READING or request.access is None:
        return False
    with transaction.atomic():
        actor_settings(request.actor, read_only=True)
        return not Grant.objects.live().held_by(request.actor).filter(case__uuid=request.case.uuid).exists()


def _stands_in_for(own: list[Grant], grants: list[Grant]) -> Absence | None:
    """The absence in which the actor is here as a deputy; None when the actor's own leave opens as much."""

    def opens(rows: list[Grant]) -> tuple[int, frozenset[str]]:
        return max((one.depth for one in rows), default=0), frozenset().union(*(one.field_groups for one in rows))

    if opens(own) == opens(grants):
        return None
    return max((one for one in grants if one.absence), key=lambda one: one.depth).absence


def _log(
    request: HttpRequest, rule: Rule, result: str, deputised: dict[int, set[int]] | None = None, *, holds: bool = True
) -> int:
    """Writes the line, or the lines. What `counting` says of how much the reader has read today is returned."""
    shown: Shown = request.shown
    found = [
        _write_line(request, rule, result, shown.apart(case_ids, deputys_purpose(absent)), holds=holds)
        for absent, case_ids in (deputised or {}).items()
    ]
    if result == "ok" and not shown.anything() and rule.scope == UNIT:
        return max(found, default=counting.NOTHING)
    if result == "refused_404" and rule.scope == CASE and not shown.case_ids:
        _note_tried(request)
    return max(*found, _write_line(request, rule, result, shown, holds=holds), counting.NOTHING)


def _note_tried(request: HttpRequest) -> None:
    """The case somebody tried to open without leave stands in the line: it is the client's to see who tried (L-83)."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access_tried_case(%s)", [request.resolver_match.kwargs["case_uuid"]])
        for case_id, person_id in cursor.fetchall():
            request.shown.cases([case_id])
            request.shown.persons([person_id])


def _write_line(request: HttpRequest, rule: Rule, result: str, shown: Shown, *, holds: bool = True) -> int:
    shown.groups(rule.groups)
    action = shown.action or rule.action
    return log_access(
        by=request.actor,
        route=request.resolver_match.view_name or rule.permission or "",
        action=action,
        person_ids=sorted(shown.person_ids),
        case_ids=sorted(shown.case_ids),
        field_groups=sorted(shown.field_groups),
        grounds=sorted(shown.grounds),
        purpose=shown.purpose,
        result=result,
        through=counting.through(
            request.actor, shown, one_case=rule.scope == CASE, action=action, result=result, holds=holds
        ),
    )
