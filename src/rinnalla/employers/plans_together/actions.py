"""Setting a plan of three parties, its targets and measures; following and closing it. Only the parties' people do."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employers.plans_together.models import EmployerPlan, PlanMeasure, PlanParty, PlanTarget
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_list


@transaction.atomic
def set_plan(
    *, by: Actor, name: str, aim: str, starts_on: date, ends_on: date, review_on: date, units: Mapping[str, Unit],
    key: UUID | None = None,
) -> EmployerPlan:
    """Three bodies plan together; `units` is who stands in each part (`plan_parts`). Raises Refused: a part without a
    body, a body in two parts, a maker from none of them, a unit of another region, days in a wrong order."""
    said = {"name": _words(name, "name"), "aim": _words(aim, "aim")}
    if ends_on < starts_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="ends_on")
    if not starts_on <= review_on <= ends_on:
        raise Refused(_("Katsaus on suunnitelman aikana."), field="review_on")
    _three(units, by)

    def make() -> EmployerPlan:
        plan = EmployerPlan.objects.create(
            region_id=by.region_id, starts_on=starts_on, ends_on=ends_on, review_on=review_on, made_by_id=by.user_id,
            form_key=key, **said,
        )
        for part, unit in units.items():
            PlanParty.objects.create(
                plan=plan, part=part, organisation_id=unit.organisation_id, unit=unit, made_by_id=by.user_id
            )
        return plan

    plan, new = once(EmployerPlan.objects.all(), key, make, region_id=by.region_id)
    if new:
        _note(plan, "employers.plan_set", by, on=starts_on, until=ends_on)
    return plan


@transaction.atomic
def add_target(
    *, plan: EmployerPlan, by: Actor, what: str, number: int, due_on: date, key: UUID | None = None
) -> PlanTarget:
    """What the three aim at, as a number by a day. Raises Refused."""
    held = _theirs(plan, by, "add")
    said = _words(what, "what")
    if number < 1:
        raise Refused(_("Kirjoita luku, vähintään yksi."), field="number")
    _in_time(held, due_on)

    def make() -> PlanTarget:
        return PlanTarget.objects.create(
            plan=held, what=said, number=number, due_on=due_on, made_by_id=by.user_id, form_key=key
        )

    row, new = once(PlanTarget.objects.all(), key, make, plan_id=plan.pk)
    if new:
        _note(plan, "employers.plan_target_added", by, number=number, on=due_on)
    return row


@transaction.atomic
def follow_target(*, target: PlanTarget, version: int, by: Actor, reached: int) -> None:
    """How far the three are. Raises Refused, Conflict."""
    _theirs(target.plan, by, "follow")
    if reached < 0:
        raise Refused(_("Kirjoita luku, vähintään nolla."), field="reached")
    save_version(target, version, reached=reached)
    _note(target.plan, "employers.plan_target_followed", by, number=reached)


@transaction.atomic
def add_measure(
    *, plan: EmployerPlan, by: Actor, what: str, owner: PlanParty, due_on: date, target: PlanTarget | None = None,
    key: UUID | None = None,
) -> PlanMeasure:
    """What is done, and which of the three owns it. Raises Refused."""
    held = _theirs(plan, by, "add")
    said = _words(what, "what")
    if owner.plan_id != plan.pk or (target and target.plan_id != plan.pk):
        raise Refused(_("Valitse omistaja tämän suunnitelman osapuolista."), field="owner")
    _in_time(held, due_on)

    def make() -> PlanMeasure:
        return PlanMeasure.objects.create(
            plan=held, what=said, owner=owner, target=target, due_on=due_on, made_by_id=by.user_id, form_key=key
        )

    row, new = once(PlanMeasure.objects.all(), key, make, plan_id=plan.pk)
    if new:
        _note(plan, "employers.plan_measure_added", by, part=owner.part, on=due_on)
    return row


@transaction.atomic
def do_measure(*, measure: PlanMeasure, version: int, by: Actor) -> None:
    """It is done, says its owner's people. Raises Refused, Conflict."""
    _theirs(measure.plan, by, "follow")
    if measure.owner.organisation_id != by.organisation_id:
        text = _("Toimen merkitsee tehdyksi sen omistaja: %(body)s.")
        raise Refused(text % {"body": measure.owner.organisation.name})
    if measure.done_at:
        raise Refused(_("Toimi on jo merkitty tehdyksi. Päivitä sivu."))
    save_version(measure, version, done_at=dates.now(), done_by_id=by.user_id)
    _note(measure.plan, "employers.plan_measure_done", by, part=measure.owner.part)


@transaction.atomic
def close_plan(*, plan: EmployerPlan, version: int, by: Actor, result: str) -> None:
    """What came of it. Raises Refused, Conflict."""
    _theirs(plan, by, "close")
    said = _words(result, "result")
    save_version(plan, version, result=said, closed_at=dates.now(), closed_by_id=by.user_id)
    _note(plan, "employers.plan_closed", by)


def is_party(plan: EmployerPlan, actor: Actor) -> bool:
    """Is the actor's organisation one of the three?"""
    return any(one.organisation_id == actor.organisation_id for one in plan.parties.all())


def _three(units: Mapping[str, Unit], by: Actor) -> None:
    parts = [one.key for one in code_list("plan_parts")]
    for part in parts:
        if part not in units:
            raise Refused(_("Valitse jokaiselle osalle yksikkö."), field=part)
    if len({unit.pk for unit in units.values()}) < len(parts) or set(units) - set(parts):
        raise Refused(_("Sama yksikkö ei voi olla kahdessa osassa. Valitse kolme eri yksikköä."), field=parts[0])
    if any(unit.organisation.region_id != by.region_id for unit in units.values()):
        raise Refused(_("Yksikkö on toiselta alueelta."), field=parts[0])
    if by.organisation_id not in {unit.organisation_id for unit in units.values()}:
        raise Refused(_("Suunnitelman tekee joku sen osapuolista. Valitse myös oman organisaatiosi yksikkö."))


def _theirs(plan: EmployerPlan, by: Actor, act: str) -> EmployerPlan:
    """The plan, held. Raises Refused for somebody of none of the three, and for a plan that is closed."""
    held = EmployerPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if held.region_id != by.region_id or not is_party(held, by):
        raise Refused(_("Suunnitelmaa muuttavat sen osapuolet."))
    if not held.allows(act):
        raise Refused(_("Suunnitelma on jo päätetty. Päivitä sivu."))
    return held


def _in_time(plan: EmployerPlan, day: date) -> None:
    if not plan.starts_on <= day <= plan.ends_on:
        text = _("Päivä on suunnitelman ajalla, %(since)s–%(until)s.")
        raise Refused(text % {"since": dates.d(plan.starts_on), "until": dates.d(plan.ends_on)}, field="due_on")


def _words(text: str, field: str) -> str:
    said = without_client(text, field)
    if not said:
        raise Refused(_("Tämä kohta on tyhjä. Täytä se."), field=field)
    return said


def _note(plan: EmployerPlan, verb: str, by: Actor, **details: Any) -> None:
    record(verb, by=by, stream=("unit", by.unit_id), obj=("employer_plan", plan.pk), **details)
