"""What was agreed: versions of the plan and the client's answer to them (I-16, L-62). `giving.py` gives it on."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.plans.actions import _open, note
from rinnalla.plans.models import Answer, Approval, Goal, Mode, Plan, PlanVersion
from rinnalla.servicemodels.codes import code

LACK_NAMES = {
    "owner": gettext_lazy("vastuuhenkilö"),
    "organisation": gettext_lazy("organisaatio"),
    "due_on": gettext_lazy("määräpäivä"),
    "follow_up_on": gettext_lazy("seurantapäivä"),
}
FIRST, REVIEW = "first", "review"


@dataclass(frozen=True)
class Lack:
    """Something the plan needs before it can be confirmed. `action_uuid` is empty when a goal is missing."""

    text: str
    field_group: str = "basics"
    action_uuid: str = ""


def lacks(plan: Plan) -> list[Lack]:
    """What a version still lacks: the estimate of how long support is needed (L-74), a goal in the client's words
    (V-94), the four facts of each action (L-51)."""
    found: list[Lack] = []
    if plan.support_months is None:
        found.append(Lack(_("Arvio tuen kestosta puuttuu.")))
    goals = list(
        Goal.objects.filter(plan=plan).open().prefetch_related("actions__drop", "actions__done").order_by("pk")
    )
    if not any(goal.in_clients_words.strip() for goal in goals):
        found.append(Lack(_("Tavoite asiakkaan omin sanoin puuttuu.")))
    for goal in goals:
        for action in sorted(goal.actions.all(), key=lambda one: one.pk):
            if action.state == "open" and action.lacks:
                missing = ", ".join(str(LACK_NAMES[name]) for name in action.lacks)
                text = _("”%(what)s”: puuttuu %(missing)s.") % {"what": action.what, "missing": missing}
                group = action.field_group if goal.field_group == "basics" else goal.field_group
                found.append(Lack(text, group, str(action.uuid)))
    return found


@transaction.atomic
def make_version(
    *, plan: Plan, by: Actor, reason: str, cause: str = REVIEW, key: UUID | None = None
) -> PlanVersion:
    """Confirm the plan as it stands now: a copy that nothing changes any more, for the client to approve.

    `cause` is a code of revision_causes: an agreed review, changed circumstances … (L-79); the first version's is
    always the first. Raises Refused with all that is missing (V-94, L-51, L-74), or when nothing has changed.
    """
    _open(plan.case)
    if code("revision_causes", cause) is None:
        raise Refused(_("Valitse, miksi suunnitelma tehdään uudelleen."), field="cause")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi uusi versio tehdään."), field="reason")
    Plan.objects.select_for_update().get(pk=plan.pk)

    def make() -> PlanVersion:
        if missing := lacks(plan):
            raise Refused(_lacking(missing, by))
        content = snapshot(plan)
        last = plan.versions.order_by("-number").first()
        if last and last.content == content:
            raise Refused(_("Mikään ei ole muuttunut edellisen version jälkeen."))
        return PlanVersion.objects.create(
            case_id=plan.case_id,
            plan=plan,
            number=(last.number if last else 0) + 1,
            cause=cause if last else FIRST,
            reason=reason.strip(),
            content=content,
            made_by_id=by.user_id,
            form_key=key,
        )

    version, new = once(PlanVersion.objects.all(), key, make, plan_id=plan.pk)
    if new:
        details = {"number": version.number, "cause": version.cause}
        note(plan.case, "plans.version_made", by, ("plan_version", version.pk), **details)
    return version


def _lacking(missing: list[Lack], by: Actor) -> str:
    """What is missing, in words; of field groups the actor may not see only that somebody else must look."""
    seen = [one.text for one in missing if by.on_clients_side or one.field_group in by.field_groups()]
    if len(seen) < len(missing):
        seen.append(_("Pyydä asiakasvastaavaa tarkistamaan suunnitelma."))
    return " ".join([_("Suunnitelmaa ei voi vielä vahvistaa."), *seen])


def snapshot(plan: Plan) -> dict[str, Any]:
    """The plan as plain data: goals and their actions in order. Ids are public ones; days are ISO."""
    plan = Plan.objects.get(pk=plan.pk)
    goals = (
        Goal.objects.filter(plan=plan)
        .select_related("closure")
        .order_by("pk")
        .prefetch_related(
            "actions__owner", "actions__organisation", "actions__done", "actions__drop", "actions__acceptances"
        )
    )
    return {
        "made_in": plan.made_in,
        "review_on": plan.review_on.isoformat(),
        "wish": plan.case.wish,
        "support_months": plan.support_months,
        "ladder": _ladder(plan),
        "considerations": list(
            plan.considerations.filter(removed_at__isnull=True).order_by("pk").values_list("text", flat=True)
        ),
        "goals": [_goal_data(goal) for goal in goals],
    }


def _ladder(plan: Plan) -> dict[str, Any] | None:
    """The rung the client stands on, with what is done on it."""
    step = plan.ladder.filter(starts_on__lte=dates.today()).order_by("-starts_on", "-pk").first()
    return {"stage": step.stage, "measures": step.measures, "on": step.starts_on.isoformat()} if step else None


def _goal_data(goal: Goal) -> dict[str, Any]:
    closure = getattr(goal, "closure", None)
    actions = [one for one in sorted(goal.actions.all(), key=lambda one: one.pk) if one.state != "dropped"]
    return {
        "uuid": str(goal.uuid),
        "words": goal.in_clients_words,
        "importance": goal.importance,
        "purpose": goal.purpose,
        "said_on": goal.said_on.isoformat(),
        "group": goal.field_group,
        "closed": {"outcome": closure.outcome, "on": closure.closed_on.isoformat()} if closure else None,
        "actions": [_action_data(action) for action in actions],
    }


def _action_data(action: Any) -> dict[str, Any]:
    done = getattr(action, "done", None)
    return {
        "uuid": str(action.uuid),
        "what": action.what,
        "by_client": action.by_client,
        "owner": action.owner.name if action.owner else "",
        "organisation": action.organisation.names if action.organisation else {},
        "body": str(action.organisation.uuid) if action.organisation else "",
        "due_on": _iso(action.due_on),
        "follow_up_on": _iso(action.follow_up_on),
        "group": action.field_group,
        "done_on": _iso(done.done_on) if done else None,
        "accepted": action.acceptance is not None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@transaction.atomic
def approve_version(
    *, version: PlanVersion, by: Actor, answer: str = Answer.APPROVED, words: str = "", mode: str = "",
    recorded_why: str = "", answered_on: date | None = None, key: UUID | None = None,
) -> Approval:
    """The client approves or questions the newest version (L-62). The client's own act is `online`.

    A worker may only record what the client did on paper or said, with the coded reason why it is recorded for the
    client. Raises Refused.
    """
    if by.on_clients_side:
        mode, recorded_why = Mode.ONLINE, ""
    elif mode not in (Mode.PAPER, Mode.SPOKEN) or not recorded_why:
        raise Refused(_("Hyväksyntä on asiakkaan teko. Kirjaa, miten hän sen teki ja miksi kirjaat sen."), field="mode")
    Plan.objects.select_for_update().get(pk=version.plan_id)

    def make() -> Approval:
        _may_answer(version, answer, words)
        return Approval.objects.create(
            case_id=version.case_id, version=version, answer=answer, words=words.strip(), mode=mode, form_key=key,
            recorded_why=recorded_why, answered_on=answered_on or dates.today(), made_by_id=by.user_id,
        )

    approval, new = once(Approval.objects.all(), key, make, version_id=version.pk)
    if new:
        verb = "plans.approved_by_client" if answer == Answer.APPROVED else "plans.questioned_by_client"
        note(version.plan.case, verb, by, ("approval", approval.pk), number=version.number, mode=mode)
    return approval


def _may_answer(version: PlanVersion, answer: str, words: str) -> None:
    _open(version.plan.case)
    if answer == Answer.QUESTIONED and not words.strip():
        raise Refused(_("Kirjoita, mitä pitäisi muuttaa."), field="words")
    if version.plan.versions.filter(number__gt=version.number).exists():
        raise Refused(_("Suunnitelmasta on jo uudempi versio. Käykää se läpi."))
    if earlier := Approval.objects.filter(version=version, answer=Answer.APPROVED).first():
        raise Refused(_("Asiakas hyväksyi tämän version jo %(day)s.") % {"day": dates.d(earlier.answered_on)})
