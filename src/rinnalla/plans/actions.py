"""Making the plan: goals in the client's own words, actions with one party each. Versions are in `versions.py`."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.assessments.network.reading import is_mapped
from rinnalla.cases.models import Case, TeamMember
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Organisation
from rinnalla.plans.models import (
    Action,
    ActionAcceptance,
    ActionDone,
    ActionDrop,
    Goal,
    GoalClosure,
    Plan,
    PlanComment,
)
from rinnalla.servicemodels.codes import code

PROMISED = ("what", "by_client", "owner", "organisation", "due_on")


@transaction.atomic
def start_plan(
    *, case: Case, by: Actor, made_in: str, review_on: date, support_months: int | None = None,
    key: UUID | None = None,
) -> Plan:
    """Start the one plan of a case. Raises Refused when there is one already, the case is closed, or the network
    has not been gone through with the client (L-25).

    `support_months`, how long support is thought to be needed, may wait until the first version (L-74).
    """
    _open(case)
    if review_on < dates.today():
        raise Refused(_("Tarkistuspäivä on mennyt. Valitse päivä tästä eteenpäin."), field="review_on")
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)

    def make() -> Plan:
        if Plan.objects.filter(case=case).exists():
            raise Refused(_("Asialla on jo suunnitelma. Lisää tavoite siihen."))
        if not is_mapped(case):
            raise Refused(_("Käykää ensin läpi, ketkä ovat rinnalla: Kartoitus, Verkosto. Sitten suunnitelma alkaa."))
        return Plan.objects.create(
            case=case, made_in=made_in, review_on=review_on, support_months=support_months, made_by_id=by.user_id,
            form_key=key,
        )

    plan, new = once(Plan.objects.all(), key, make, case_id=case.pk)
    if new:
        note(case, "plans.started", by, ("plan", plan.pk), made_in=made_in)
    return plan


@transaction.atomic
def change_plan(
    *, plan: Plan, version: int, by: Actor, made_in: str, review_on: date, support_months: int | None = None
) -> None:
    """Change where the plan was made, when it is reviewed and how long support is needed; None leaves the estimate as
    it is. Raises Conflict."""
    _open(plan.case)
    months = plan.support_months if support_months is None else support_months
    save_version(plan, version, made_in=made_in, review_on=review_on, support_months=months)
    note(plan.case, "plans.changed", by, ("plan", plan.pk), review_on=review_on)


@transaction.atomic
def add_goal(
    *,
    plan: Plan,
    by: Actor,
    in_clients_words: str,
    purpose: str,
    importance: int | None = None,
    said_on: date | None = None,
    field_group: str = "basics",
    key: UUID | None = None,
) -> Goal:
    """Write down a goal as the client said it (V-94); the client may write it too (L-62). Raises Refused."""
    _open(plan.case)
    _own_words(in_clients_words)
    _purpose(purpose)

    def make() -> Goal:
        return Goal.objects.create(
            case_id=plan.case_id,
            plan=plan,
            in_clients_words=in_clients_words.strip(),
            purpose=purpose,
            importance=importance,
            said_on=said_on or dates.today(),
            field_group=field_group,
            made_by_id=by.user_id,
            form_key=key,
        )

    goal, new = once(Goal.objects.all(), key, make, plan_id=plan.pk)
    if new:
        note(plan.case, "plans.goal_added", by, ("goal", goal.pk), purpose=purpose)
    return goal


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    version: int,
    by: Actor,
    in_clients_words: str,
    purpose: str,
    importance: int | None = None,
    said_on: date | None = None,
    field_group: str = "basics",
) -> None:
    """Change a goal; earlier plan versions keep the earlier words. Raises Conflict, Refused."""
    _open(goal.case)
    _own_words(in_clients_words)
    _purpose(purpose, earlier=goal.purpose)
    save_version(
        goal,
        version,
        in_clients_words=in_clients_words.strip(),
        purpose=purpose,
        importance=importance,
        said_on=said_on or goal.said_on,
        field_group=field_group,
    )
    note(goal.case, "plans.goal_changed", by, ("goal", goal.pk))


@transaction.atomic
def close_goal(*, goal: Goal, by: Actor, outcome: str, reason: str = "", closed_on: date | None = None) -> GoalClosure:
    """End a goal with what came of it. Twice is once."""
    _open(goal.case)
    closure, new = GoalClosure.objects.get_or_create(
        goal=goal,
        defaults={
            "case_id": goal.case_id,
            "outcome": outcome,
            "reason": reason.strip(),
            "closed_on": closed_on or dates.today(),
            "made_by_id": by.user_id,
        },
    )
    if new:
        note(goal.case, "plans.goal_closed", by, ("goal", goal.pk), outcome=outcome)
    return closure


@transaction.atomic
def add_action(
    *,
    goal: Goal,
    by: Actor,
    what: str,
    by_client: bool = False,
    owner: User | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
    follow_up_on: date | None = None,
    field_group: str = "",
    key: UUID | None = None,
) -> Action:
    """Agree on an action. Its party is the client, or a professional of the team with an organisation.

    What is still missing of the four (owner, organisation, due date, follow-up date) is asked when the plan is
    confirmed (L-51). The owner's own organisation is filled in. Raises Refused.
    """
    _open(goal.case)
    if hasattr(goal, "closure"):
        raise Refused(_("Tavoite on päätetty. Lisää toimi voimassa olevaan tavoitteeseen."))
    values = _action_values(
        goal,
        what=what,
        by_client=by_client,
        owner=owner,
        organisation=organisation,
        due_on=due_on,
        follow_up_on=follow_up_on,
        field_group=field_group or goal.field_group,
    )

    def make() -> Action:
        return Action.objects.create(case_id=goal.case_id, goal=goal, made_by_id=by.user_id, form_key=key, **values)

    action, new = once(Action.objects.all(), key, make, goal_id=goal.pk)
    if new:
        note(goal.case, "plans.action_added", by, ("action", action.pk))
    return action


@transaction.atomic
def change_action(
    *,
    action: Action,
    version: int,
    by: Actor,
    what: str,
    by_client: bool = False,
    owner: User | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
    follow_up_on: date | None = None,
    field_group: str = "",
) -> None:
    """Change an action. When what was promised changes, the promise lapses and is asked again. Raises Conflict."""
    _allowed(action, "change")
    values = _action_values(
        action.goal,
        what=what,
        by_client=by_client,
        owner=owner,
        organisation=organisation,
        due_on=due_on,
        follow_up_on=follow_up_on,
        field_group=field_group or action.field_group,
    )
    broken = any(getattr(action, name) != values[name] for name in PROMISED)
    save_version(action, version, **values)
    if broken:
        ActionAcceptance.objects.filter(action=action, lapsed_at__isnull=True).update(
            lapsed_at=dates.now(), lapsed_by_id=by.user_id
        )
    note(action.case, "plans.action_changed", by, ("action", action.pk), asked_again=broken)


@transaction.atomic
def accept_action(*, action: Action, by: Actor, on_behalf: bool = False) -> ActionAcceptance:
    """The party promises to do its own action (L-54); `on_behalf` of the client whoever edits the plan records it.
    Twice is once. Raises Refused for anybody else."""
    _allowed(action, "accept")
    if not action.is_party(by) and not (on_behalf and action.by_client and by.can(Permission.PLAN_EDIT)):
        raise Refused(_("Vain se, jolle toimi kuuluu, voi luvata tehdä sen."))
    Action.objects.select_for_update().get(pk=action.pk)
    acceptance, new = ActionAcceptance.objects.get_or_create(
        action=action, lapsed_at=None, defaults={"case_id": action.case_id, "accepted_by_id": by.user_id}
    )
    if new:
        note(action.case, "plans.action_accepted", by, ("action", action.pk))
    return acceptance


@transaction.atomic
def mark_done(*, action: Action, by: Actor, what_came: str = "", done_on: date | None = None) -> ActionDone:
    """The action is done, and what came of it. The client marks only own actions. Twice is once. Raises Refused."""
    if (earlier := ActionDone.objects.filter(action=action).first()) is not None:
        return earlier
    _allowed(action, "done")
    if not action.is_party(by) and not by.can(Permission.PLAN_EDIT):
        raise Refused(_("Voit merkitä tehdyksi vain omat toimesi."))
    if done_on and done_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Merkitse tehdyksi vasta, kun toimi on tehty."), field="done_on")
    done, new = ActionDone.objects.get_or_create(
        action=action,
        defaults={
            "case_id": action.case_id,
            "what_came": what_came.strip(),
            "done_on": done_on or dates.today(),
            "made_by_id": by.user_id,
        },
    )
    if new:
        note(action.case, "plans.action_done", by, ("action", action.pk))
    return done


@transaction.atomic
def drop_action(*, action: Action, by: Actor, reason: str) -> ActionDrop:
    """Take an action out of the plan, with the reason; versions made before keep it. Raises Refused."""
    Action.objects.select_for_update().get(pk=action.pk)
    if (earlier := ActionDrop.objects.filter(action=action).first()) is not None:
        return earlier
    _allowed(action, "drop")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi toimi jää pois."), field="reason")
    drop = ActionDrop.objects.create(
        case_id=action.case_id, action=action, reason=reason.strip(), made_by_id=by.user_id
    )
    note(action.case, "plans.action_dropped", by, ("action", action.pk))
    return drop


@transaction.atomic
def comment(*, plan: Plan, by: Actor, text: str, key: UUID | None = None) -> PlanComment:
    """Say something about the plan: the client or a professional (V-93). Raises Refused for an empty text."""
    _open(plan.case)
    if not text.strip():
        raise Refused(_("Kirjoita kommentti."), field="text")

    def make() -> PlanComment:
        return PlanComment.objects.create(
            case_id=plan.case_id, plan=plan, text=text.strip(), made_by_id=by.user_id, form_key=key
        )

    made, new = once(PlanComment.objects.all(), key, make, plan_id=plan.pk, made_by_id=by.user_id)
    if new:
        note(plan.case, "plans.commented", by, ("comment", made.pk))
    return made


def note(case: Case, verb: str, by: Actor, obj: tuple[str, int], **details: Any) -> None:
    """One event of the plan in the case's stream."""
    record(verb, by=by, stream=("case", case.pk), obj=obj, case_id=case.pk, person_id=case.person_id, **details)


def _open(case: Case) -> None:
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Suunnitelmaa voi lukea mutta ei muuttaa."))


def _allowed(action: Action, act: str) -> None:
    _open(action.case)
    if not action.allows(act):
        raise Refused(_("Toimi on jo tehty tai poistettu suunnitelmasta. Päivitä sivu."))


def _own_words(text: str) -> None:
    if not text.strip():
        raise Refused(_("Kirjoita tavoite asiakkaan omin sanoin."), field="in_clients_words")


def _purpose(purpose: str, earlier: str = "") -> None:
    """One of the three purposes (V-05); a goal keeps one that is no longer in force."""
    if purpose != earlier and code("purposes", purpose) is None or not purpose:
        raise Refused(_("Valitse, mihin tavoite vie."), field="purpose")


def _action_values(goal: Goal, **values: Any) -> dict[str, Any]:
    """The values of an action, checked: one party, an owner of the team, a follow-up not before today."""
    values["what"] = values["what"].strip()
    if not values["what"]:
        raise Refused(_("Kirjoita, mitä tehdään."), field="what")
    party = values["owner"] or values["organisation"]
    if values["by_client"] and party:
        raise Refused(_("Valitse yksi tekijä: asiakas tai ammattilainen."), field="party")
    if not values["by_client"] and not party:
        raise Refused(_("Valitse, kuka tekee: asiakas, ammattilainen tai organisaatio."), field="party")
    if values["owner"]:
        members = TeamMember.objects.filter(case_id=goal.case_id, user=values["owner"], left_at__isnull=True)
        place = members.select_related("unit__organisation", "grant").first()
        if place is None:
            raise Refused(_("Hän ei ole asiakkaan tiimissä. Lisää hänet ensin tiimiin."), field="party")
        if place.grant and values["field_group"] not in place.grant.field_groups:
            raise Refused(_("Hän ei saa nähdä tätä tietoryhmää. Valitse toinen tekijä tai tietoryhmä."), field="party")
        values["organisation"] = values["organisation"] or place.unit.organisation
    return values
