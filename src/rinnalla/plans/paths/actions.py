"""Beginning a path and taking its steps. Proposing the next one is in `proposals.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case, TeamMember
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.plans.actions import note
from rinnalla.plans.models import Goal
from rinnalla.plans.paths.models import (
    PathStep,
    ServicePath,
    StepDone,
    StepMove,
    StepOmission,
)
from rinnalla.plans.paths.templates import template_of
from rinnalla.servicemodels.codes import day_of
from rinnalla.servicemodels.definitions import PathStep as TemplateStep


@dataclass(frozen=True)
class StepChoice:
    """What was chosen for a template's step when the path began. A reason leaves the step out."""

    owner: User | None = None
    due_on: date | None = None
    goal: Goal | None = None
    left_out: str = ""


@transaction.atomic
def begin_path(
    *,
    case: Case,
    by: Actor,
    template: str,
    started_on: date,
    steps: Mapping[str, StepChoice],
    leader: User | None = None,
    key: UUID | None = None,
) -> ServicePath:
    """Begin a path from a template of the version the case runs on: each step in order, with its owner and day.

    A step that `steps` does not name gets the template's day and nobody yet. Raises Refused: closed case, the same path
    runs already, no leader of the role the template requires (E-38), a required step left out, an owner outside the
    team.
    """
    open_to_change(case)
    found = template_of(case, template)
    if found is None:
        raise Refused(_("Tätä polkua ei ole siinä palvelumallissa, jonka mukaan asia kulkee."))
    _leads(case, leader, found.leader)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)

    def make() -> ServicePath:
        if ServicePath.objects.running().filter(case=case, template=template).exists():
            raise Refused(_("Tämä polku on jo käynnissä. Jatka sitä tai päätä se ensin."))
        return ServicePath.objects.create(
            case=case, service_model_id=case.service_model_id, template=template, names=found.names.model_dump(),
            started_on=started_on, leader=leader, leader_role=found.leader or "", made_by_id=by.user_id, form_key=key,
        )  # fmt: skip

    path, new = once(ServicePath.objects.all(), key, make, case_id=case.pk)
    if new:
        for order, step in enumerate(found.steps, 1):
            _begin_step(path, order, step, steps.get(step.key) or StepChoice(due_on=due_of(step, started_on)), by)
        note(case, "plans.path_begun", by, ("path", path.pk), template=template)
        tell(path.steps.open().exclude(owner_id=by.user_id).values_list("owner_id", flat=True))
    return path


def due_of(step: TemplateStep, started_on: date) -> date | None:
    """The day of a template's step on a path that begins on `started_on`; None where the template sets none."""
    return day_of(step.due, started_on) if step.due else None


def _begin_step(path: ServicePath, order: int, step: TemplateStep, choice: StepChoice, by: Actor) -> None:
    if choice.left_out and not step.optional:
        text = _("Askel ”%(step)s” kuuluu aina tähän polkuun. Sitä ei voi jättää pois.")
        raise Refused(text % {"step": step.names.in_language})
    if choice.due_on and choice.due_on < path.started_on:
        text = _("Askeleen ”%(step)s” päivä on ennen polun alkua.")
        raise Refused(text % {"step": step.names.in_language})
    row = PathStep.objects.create(
        case_id=path.case_id, path=path, order=order, key=step.key, names=step.names.model_dump(),
        client_names=step.client_names.model_dump() if step.client_names else {}, stage=step.stage,
        optional=step.optional, owner_role=step.role, planned_on=choice.due_on, due_on=choice.due_on,
        made_by_id=by.user_id, **_owner(path.case_id, choice.owner, "basics"), **goal_column(path.case_id, choice.goal),
    )  # fmt: skip
    if choice.left_out:
        _leave_out(row, choice.left_out, by)


@transaction.atomic
def add_step(
    *,
    case: Case,
    by: Actor,
    what: str,
    path: ServicePath | None = None,
    by_client: bool = False,
    owner: User | None = None,
    due_on: date | None = None,
    goal: Goal | None = None,
    field_group: str = "basics",
    key: UUID | None = None,
) -> PathStep:
    """Add a step in own words to a running path; without one, to the case's own path, which begins with it.

    Raises Refused: closed case or path, nothing said, an owner outside the team.
    """
    open_to_change(case)
    if not what.strip():
        raise Refused(_("Kirjoita, mikä askel on."), field="what")
    if by_client and owner:
        raise Refused(_("Valitse yksi tekijä: asiakas tai ammattilainen."), field="party")
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)

    def make() -> PathStep:
        onto = _path_for(case, path, by)
        last = onto.steps.aggregate(last=Max("order"))["last"] or 0
        return PathStep.objects.create(
            case=case, path=onto, order=last + 1, what=what.strip(), by_client=by_client, planned_on=due_on,
            due_on=due_on, field_group=field_group, made_by_id=by.user_id, form_key=key,
            **_owner(case.pk, owner, field_group), **goal_column(case.pk, goal),
        )  # fmt: skip

    step, new = once(PathStep.objects.all(), key, make, case_id=case.pk)
    if new:
        note(case, "plans.step_added", by, ("step", step.pk))
        if step.owner_id and step.owner_id != by.user_id:
            tell([step.owner_id])
    return step


def _path_for(case: Case, path: ServicePath | None, by: Actor) -> ServicePath:
    if path is not None:
        if path.ended_at:
            raise Refused(_("Polku on päätetty. Lisää askel toiselle polulle."))
        return path
    own, begun = ServicePath.objects.get_or_create(
        case=case, template="", ended_at=None,
        defaults={"service_model_id": case.service_model_id, "made_by_id": by.user_id},
    )  # fmt: skip
    if begun:
        note(case, "plans.path_begun", by, ("path", own.pk), template="")
    return own


@transaction.atomic
def change_step(
    *, step: PathStep, version: int, by: Actor, party: User | str | None, goal: Goal | None, field_group: str = ""
) -> None:
    """Give the step an owner and a goal. `party` is a user, "client" or None. Raises Conflict, Refused."""
    step = _locked(step, "change")
    by_client = party == "client"
    owner = party if isinstance(party, User) else None
    if by_client and step.owner_role:
        raise Refused(_("Mallin askeleen tekee ammattilainen. Lisää asiakkaalle oma askel."), field="party")
    group = field_group or step.field_group
    values = {**_owner(step.case_id, owner, group), **goal_column(step.case_id, goal)}
    new_owner = owner if owner and owner.pk not in (step.owner_id, by.user_id) else None
    save_version(step, version, by_client=by_client, field_group=group, **values)
    note(step.case, "plans.step_changed", by, ("step", step.pk))
    if new_owner:
        tell([new_owner.pk])


@transaction.atomic
def move_step(*, step: PathStep, version: int, by: Actor, to_on: date, reason: str) -> StepMove:
    """Agree on another day, with the reason; the first planned day stays, so that the delay shows (L-17).

    Twice is once. Raises Conflict, Refused.
    """
    step = _locked(step, "move")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi päivä siirtyy."), field="reason")
    same = StepMove.objects.filter(step=step, to_on=to_on, reason=reason.strip(), made_by_id=by.user_id)
    if step.due_on == to_on and (earlier := same.order_by("-pk").first()) is not None:
        return earlier
    if (to_on == step.due_on and step.version == version) or to_on < dates.today():
        raise Refused(_("Valitse uusi päivä tästä päivästä eteenpäin."), field="due_on")
    before = step.due_on
    save_version(step, version, due_on=to_on, planned_on=step.planned_on or to_on)
    move = StepMove.objects.create(
        case_id=step.case_id, step=step, from_on=before, to_on=to_on, reason=reason.strip(), made_by_id=by.user_id
    )
    note(step.case, "plans.step_moved", by, ("step", step.pk), on=to_on.isoformat())
    return move


@transaction.atomic
def finish_step(
    *, step: PathStep, by: Actor, result: str, done_on: date | None = None, field_group: str = ""
) -> StepDone:
    """The step was taken: the real day and what came of it (L-17). Twice is once. Raises Refused.

    Its owner may, and whoever edits the plan.
    """
    if (earlier := StepDone.objects.filter(step=step).first()) is not None:
        return earlier
    step = _locked(step, "done")
    if not step.is_owner(by) and not by.can(Permission.PLAN_EDIT):
        raise Refused(_("Voit merkitä tehdyksi vain omat askeleesi."))
    if not result.strip():
        raise Refused(_("Kirjoita, mitä askeleesta tuli."), field="result")
    if done_on and done_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Merkitse askel tehdyksi, kun se on otettu."), field="done_on")
    done = StepDone.objects.create(
        case_id=step.case_id, step=step, done_on=done_on or dates.today(), result=result.strip(),
        field_group=field_group or step.field_group, made_by_id=by.user_id,
    )  # fmt: skip
    note(step.case, "plans.step_done", by, ("step", step.pk), on=done.done_on.isoformat())
    if step.case.responsible_worker_id not in (None, by.user_id):
        tell([step.case.responsible_worker_id])
    return done


@transaction.atomic
def leave_out_step(*, step: PathStep, by: Actor, reason: str) -> StepOmission:
    """Leave an optional step out, with the reason (E-38). Twice is once. Raises Refused for a required one."""
    if (earlier := StepOmission.objects.filter(step=step).first()) is not None:
        return earlier
    step = _locked(step, "leave_out")
    if not step.may_be_left_out:
        raise Refused(_("Tämä askel kuuluu aina polkuun. Siirrä sitä, tai päätä koko polku."))
    return _leave_out(step, reason, by)


def _leave_out(step: PathStep, reason: str, by: Actor) -> StepOmission:
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi askel jää pois."), field="reason")
    row = StepOmission.objects.create(case_id=step.case_id, step=step, reason=reason.strip(), made_by_id=by.user_id)
    note(step.case, "plans.step_left_out", by, ("step", step.pk))
    return row


@transaction.atomic
def end_path(*, path: ServicePath, version: int, by: Actor, reason: str) -> None:
    """End a path with what is said of its end; its steps stay to be read. Raises Conflict, Refused."""
    open_to_change(path.case)
    if path.ended_at:
        raise Refused(_("Polku on jo päätetty."))
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi polku päättyy."), field="reason")
    save_version(path, version, ended_at=dates.now(), ended_by_id=by.user_id, end_reason=reason.strip())
    note(path.case, "plans.path_ended", by, ("path", path.pk))


# What is checked --------------------------------------------------------------------------------------------------


def open_to_change(case: Case) -> None:
    """Raises Refused for a closed case."""
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Polkua voi lukea mutta ei muuttaa."))


def _locked(step: PathStep, act: str) -> PathStep:
    """The step as it is now, held until the act is saved. Raises Refused when it is taken, left out or closed."""
    rows = PathStep.objects.select_for_update(of=("self",)).select_related("case__person", "path", "done", "omission")
    found = rows.get(pk=step.pk)
    open_to_change(found.case)
    if not found.allows(act):
        raise Refused(_("Askel on jo otettu tai jätetty pois. Päivitä sivu."))
    return found


def _leads(case: Case, leader: User | None, role: str | None) -> None:
    """The leader works in the client's team in the role the template requires (E-38)."""
    if role is None:
        return
    in_role = leader and Membership.objects.in_force().filter(user=leader, role=role).exists()
    if not in_role or not _in_team(case.pk, leader):
        raise Refused(_("Tätä polkua johtaa tiimin jäsen, jolla on vaadittu rooli. Lisää hänet ensin tiimiin."),
                      field="leader")  # fmt: skip


def _in_team(case_id: int, user: User | None) -> TeamMember | None:
    rows = TeamMember.objects.filter(case_id=case_id, user=user, left_at__isnull=True)
    return rows.select_related("unit", "grant").first() if user else None


def _owner(case_id: int, owner: User | None, group: str) -> dict[str, Any]:
    """The columns of the owner, who is in the team and may see the step's field group."""
    if owner is None:
        return {"owner": None, "owner_unit": None}
    place = _in_team(case_id, owner)
    if place is None:
        raise Refused(_("Hän ei ole asiakkaan tiimissä. Lisää hänet ensin tiimiin."), field="party")
    if place.grant and group not in place.grant.field_groups:
        raise Refused(_("Hän ei saa nähdä tätä tietoryhmää. Valitse toinen tekijä tai tietoryhmä."), field="party")
    return {"owner": owner, "owner_unit": place.unit}


def goal_column(case_id: int, goal: Goal | None) -> dict[str, Any]:
    """The goal, if it is this case's. Raises Refused."""
    if goal is not None and goal.case_id != case_id:
        raise Refused(_("Tavoite on toisen asiakkaan. Valitse tämän asiakkaan tavoite."), field="goal")
    return {"goal": goal}


def tell(user_ids: Any) -> None:
    """Somebody's part of the path changed; the message says only that there is something to see."""
    for user_id in sorted({one for one in user_ids if one}):
        outbox.promise("cases.tell_user", user_id)
