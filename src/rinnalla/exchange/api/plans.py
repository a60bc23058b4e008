"""The plan: goals in the client's own words, actions, versions, and the client's answer as a worker records it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.exchange.api.shapes import Code, Day, Done, In, Key, Line, Text, Version, done
from rinnalla.exchange.gate import CASE_PATH, endpoint
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Organisation
from rinnalla.plans import actions, versions
from rinnalla.plans.models import Action, Answer, Goal, GoalOutcome, MadeIn, Mode, Plan, PlanVersion, RecordedWhy
from rinnalla.servicemodels import codes

router = Router(tags=["plans"])
PLAN = CASE_PATH + "/plan"
GOAL, ACTION = PLAN + "/goals/{uuid:goal_uuid}", PLAN + "/actions/{uuid:action_uuid}"
READ, WRITE = "plans:read", "plans:write"
UNSEEN = ("special", "authority")  # what is hidden in these groups leaves no trace


class ActionOut(Schema):
    uuid: UUID
    what: str
    state: str
    by_client: bool
    owner: str | None
    organisation: str | None
    due_on: date | None
    follow_up_on: date | None
    accepted: bool
    field_group: str
    version: int


class GoalOut(Schema):
    uuid: UUID
    in_clients_words: str
    purpose: str
    importance: int | None
    said_on: date
    closed: str | None
    field_group: str
    actions: list[ActionOut]
    version: int


class VersionOut(Schema):
    uuid: UUID
    number: int
    reason: str
    approved_on: date | None


class PlanOut(Schema):
    """The plan as far as the token's holder may see it. `hidden` counts goals and actions left out."""

    uuid: UUID
    made_in: str
    review_on: date
    goals: list[GoalOut]
    versions: list[VersionOut]
    hidden: int
    version: int


class PlanIn(In):
    made_in: MadeIn
    review_on: Day
    support_months: Annotated[int | None, Field(ge=1, le=120)] = None


class GoalIn(In):
    in_clients_words: Text
    purpose: Code
    importance: Annotated[int | None, Field(ge=0, le=10)] = None
    said_on: Day | None = None
    field_group: Code = "basics"


class GoalChange(GoalIn):
    version: Version


class GoalEnd(In):
    outcome: GoalOutcome
    reason: Text = ""


class ActionIn(In):
    """An action has one party: the client, or a professional of the team, or an organisation."""

    what: Annotated[Line, Field(min_length=1)]
    by_client: bool = False
    owner: UUID | None = None
    organisation: UUID | None = None
    due_on: Day | None = None
    follow_up_on: Day | None = None
    field_group: Code | None = None


class ActionEnd(In):
    what_came: Text = ""
    done_on: Day | None = None


class VersionIn(In):
    """`cause` is a code of revision_causes; the first version's is always `first`."""

    reason: Text
    cause: Code = "review"


class ApprovalIn(In):
    """What the client did on paper or said; the client's own act is not open to programs."""

    answer: Answer = Answer.APPROVED
    words: Text = ""
    mode: Mode
    recorded_why: RecordedWhy
    answered_on: Day | None = None


@endpoint(router, "GET", PLAN, P.PLAN_VIEW, READ, out=PlanOut, groups=("basics",))
def plan(request: HttpRequest, case_uuid: UUID) -> dict:
    """The plan of the case."""
    return _whole(request, _plan(request))


@endpoint(router, "POST", PLAN, P.PLAN_EDIT, WRITE, out=PlanOut, groups=("basics",), status=201)
def start_plan(request: HttpRequest, case_uuid: UUID, data: PlanIn, key: Key) -> dict:
    """Start the plan of the case; a case has one."""
    return _whole(request, actions.start_plan(case=request.case, by=request.actor, key=key, **data.dict()))


@endpoint(router, "POST", PLAN + "/goals", P.PLAN_EDIT, WRITE, out=Done, groups=("basics",), status=201)
def add_goal(request: HttpRequest, case_uuid: UUID, data: GoalIn, key: Key) -> dict:
    """Write down a goal as the client said it."""
    _known(data, request)
    return done(actions.add_goal(plan=_plan(request), by=request.actor, key=key, **data.dict()))


@endpoint(router, "PUT", GOAL, P.PLAN_EDIT, WRITE, out=Done, groups=("basics",))
def change_goal(request: HttpRequest, case_uuid: UUID, goal_uuid: UUID, data: GoalChange) -> dict:
    """Change a goal; earlier versions of the plan keep the earlier words."""
    goal = _goal(request, goal_uuid)
    _known(data, request)
    actions.change_goal(goal=goal, by=request.actor, **data.dict())
    return done(goal)


@endpoint(router, "POST", GOAL + "/closure", P.PLAN_EDIT, WRITE, out=Done, groups=("basics",))
def close_goal(request: HttpRequest, case_uuid: UUID, goal_uuid: UUID, data: GoalEnd) -> dict:
    """End a goal with what came of it."""
    goal = _goal(request, goal_uuid)
    actions.close_goal(goal=goal, by=request.actor, **data.dict())
    return done(goal)


@endpoint(router, "POST", GOAL + "/actions", P.PLAN_EDIT, WRITE, out=Done, groups=("basics",), status=201)
def add_action(request: HttpRequest, case_uuid: UUID, goal_uuid: UUID, data: ActionIn, key: Key) -> dict:
    """Agree on an action for a goal."""
    goal = _goal(request, goal_uuid)
    _seen(request, data.field_group)
    values = data.dict() | {"field_group": data.field_group or "", **parties(data.owner, data.organisation)}
    return done(actions.add_action(goal=goal, by=request.actor, key=key, **values))


@endpoint(router, "POST", ACTION + "/acceptance", P.ACTION_ACCEPT, WRITE, out=Done, groups=("basics",))
def accept_action(request: HttpRequest, case_uuid: UUID, action_uuid: UUID) -> dict:
    """Promise to do one's own action."""
    action = _action(request, action_uuid)
    actions.accept_action(action=action, by=request.actor)
    return done(action)


@endpoint(router, "POST", ACTION + "/completion", P.ACTION_ACCEPT, WRITE, out=Done, groups=("basics",))
def complete_action(request: HttpRequest, case_uuid: UUID, action_uuid: UUID, data: ActionEnd) -> dict:
    """Mark an action done, with what came of it."""
    action = _action(request, action_uuid)
    actions.mark_done(action=action, by=request.actor, **data.dict())
    return done(action)


@endpoint(router, "POST", PLAN + "/versions", P.PLAN_EDIT, WRITE, out=VersionOut, groups=("basics",), status=201)
def make_version(request: HttpRequest, case_uuid: UUID, data: VersionIn, key: Key) -> dict:
    """Confirm the plan as it stands, for the client to approve."""
    return _version(
        versions.make_version(plan=_plan(request), by=request.actor, reason=data.reason, cause=data.cause, key=key)
    )


@endpoint(
    router,
    "POST",
    PLAN + "/versions/{uuid:version_uuid}/approval",
    P.PLAN_EDIT,
    WRITE,
    out=VersionOut,
    groups=("basics",),
    status=201,
)
def record_approval(request: HttpRequest, case_uuid: UUID, version_uuid: UUID, data: ApprovalIn, key: Key) -> dict:
    """Record what the client said of a version, with how and why it is recorded for them."""
    rows = PlanVersion.objects.visible_to(request.actor).select_related("plan__case")
    one = get_object_or_404(rows, case=request.case, uuid=version_uuid)
    versions.approve_version(version=one, by=request.actor, key=key, **data.dict())
    return _version(one)


def parties(owner: UUID | None, organisation: UUID | None) -> dict[str, Any]:
    """The user and organisation an action names. Raises Refused for one that is not there."""
    user = User.objects.filter(uuid=owner, is_active=True).first() if owner else None
    body = Organisation.objects.filter(uuid=organisation).first() if organisation else None
    if owner and user is None or organisation and body is None:
        raise Refused(_("Tekijää ei ole."), field="owner" if owner and user is None else "organisation")
    return {"owner": user, "organisation": body}


def goal_of(request: HttpRequest, uuid: UUID) -> Goal:
    """A goal of the case that the token's holder may see. Raises Http404."""
    return _goal(request, uuid)


def _plan(request: HttpRequest) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.actor).select_related("case"), case=request.case)


def _goal(request: HttpRequest, uuid: UUID) -> Goal:
    rows = Goal.objects.visible_to(request.actor).select_related("case", "plan__case", "closure")
    goal = get_object_or_404(rows, uuid=uuid, case=request.case)
    if goal.field_group not in request.access.groups:
        raise Http404
    return goal


def _action(request: HttpRequest, uuid: UUID) -> Action:
    rows = Action.objects.visible_to(request.actor).select_related("case", "goal__case")
    action = get_object_or_404(rows, uuid=uuid, case=request.case)
    if not {action.field_group, action.goal.field_group} <= request.access.groups:
        raise Http404
    return action


def _known(data: GoalIn, request: HttpRequest) -> None:
    _seen(request, data.field_group)
    if codes.code("purposes", data.purpose, region=request.case.region) is None:
        raise Refused(_("Tarkoitusta ei ole luettelossa."), field="purpose")


def _seen(request: HttpRequest, group: str | None) -> None:
    """Nobody writes into a field group one may not see."""
    if group and group not in request.access.groups:
        raise Refused(_("Tietoryhmä ei ole sinulle avoin."), field="field_group")


def _version(one: PlanVersion) -> dict:
    approval = one.approvals.filter(answer=Answer.APPROVED).first()
    return {
        "uuid": one.uuid,
        "number": one.number,
        "reason": one.reason,
        "approved_on": approval.answered_on if approval else None,
    }


def _whole(request: HttpRequest, plan: Plan) -> dict:
    goals = (
        Goal.objects.filter(plan=plan)
        .select_related("closure")
        .order_by("pk")
        .prefetch_related(
            "actions__owner", "actions__organisation", "actions__done", "actions__drop", "actions__acceptances"
        )
    )
    groups, hidden, shown = request.access.groups, 0, []
    for goal in goals:
        if goal.field_group not in groups:
            hidden += goal.field_group not in UNSEEN
            continue
        acts = sorted(goal.actions.all(), key=lambda one: one.pk)
        hidden += sum(one.field_group not in groups and one.field_group not in UNSEEN for one in acts)
        shown.append(_goal_out(goal, [one for one in acts if one.field_group in groups]))
        request.shown.groups({goal.field_group, *(one.field_group for one in acts if one.field_group in groups)})
    return {
        "uuid": plan.uuid,
        "made_in": plan.made_in,
        "review_on": plan.review_on,
        "goals": shown,
        "hidden": hidden,
        "versions": [_version(one) for one in plan.versions.order_by("number")],
        "version": plan.version,
    }


def _goal_out(goal: Goal, acts: list[Action]) -> dict:
    closure = getattr(goal, "closure", None)
    return {
        "uuid": goal.uuid,
        "in_clients_words": goal.in_clients_words,
        "purpose": goal.purpose,
        "importance": goal.importance,
        "said_on": goal.said_on,
        "closed": closure.outcome if closure else None,
        "field_group": goal.field_group,
        "actions": [_action_out(one) for one in acts],
        "version": goal.version,
    }


def _action_out(one: Action) -> dict:
    return {
        "uuid": one.uuid,
        "what": one.what,
        "state": one.state,
        "by_client": one.by_client,
        "owner": one.owner.name if one.owner else None,
        "due_on": one.due_on,
        "follow_up_on": one.follow_up_on,
        "organisation": one.organisation.name if one.organisation else None,
        "accepted": one.acceptance is not None,
        "field_group": one.field_group,
        "version": one.version,
    }
