"""Loads of workers, the team's development actions and the week's hours: the coordinator's board (L-28, L-31…L-33)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.cases.actions import _note, _require
from rinnalla.cases.models import Case, ResponsibleProposal
from rinnalla.cases.models_load import DevelopmentAction, LoadLimit, Weight, WorkCategory, WorkTime
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, once, save_version
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import Whose, deadline, of_case, of_region

CARRY = ("responsible_worker", "coordinator", "social_worker", "employment_expert")


@dataclass(frozen=True)
class Load:
    """What one worker carries: cases by weight, weighted, and the most there should be. In whole normal clients."""

    user: User
    light: int
    normal: int
    heavy: int
    weighted: float
    most: int
    limit_version: int = 0

    @property
    def count(self) -> int:
        return self.light + self.normal + self.heavy

    @property
    def over(self) -> bool:
        return self.weighted > self.most

    @property
    def share(self) -> int:
        """In per cent of the most."""
        return round(100 * self.weighted / self.most) if self.most else 100


def weight_of(region: Whose, weight: str) -> float:
    """How many normal clients one of this weight counts as; dated data in hundredths (L-32)."""
    return deadline(region, f"load_{weight}") / 100


def team_loads(actor: Actor) -> list[Load]:
    """The loads of everybody in the actor's unit who may be responsible, the heaviest first. Counts, no cases."""
    rows = Membership.objects.in_force().filter(unit_id=actor.unit_id, role__in=CARRY, user__is_active=True)
    users = {one.user_id: one.user for one in rows.select_related("user")}
    return sorted(_loads(users, actor), key=lambda one: (-one.share, one.user.name))


def load_of(user: User, actor: Actor, unit_id: int | None = None) -> Load:
    """One worker's load in the actor's region, against the limit in a unit (the actor's own)."""
    return _loads({user.pk: user}, actor, unit_id)[0]


def crowded(proposal: ResponsibleProposal, actor: Actor) -> tuple[str, int] | None:
    """What the asked worker would carry and the most there should be, when the case would take them over it."""
    now = load_of(proposal.worker, actor, proposal.worker_unit_id)
    would = now.weighted + weight_of(of_case(proposal.case), proposal.case.weight)
    return (f"{would:g}".replace(".", ","), now.most) if would > now.most else None


def _loads(users: Mapping[int, User], actor: Actor, unit_id: int | None = None) -> list[Load]:
    with connection.cursor() as cursor:
        cursor.execute("select worker, weight, cases from cases_loads(%s)", [list(users)])
        counts = {(worker, weight): number for worker, weight, number in cursor.fetchall()}
    limits = {one.user_id: one for one in LoadLimit.objects.filter(user__in=users, unit_id=unit_id or actor.unit_id)}
    return [_load(user, counts, limits.get(pk), of_region(actor.region_id)) for pk, user in users.items()]


def _load(user: User, counts: dict[tuple[int, str], int], limit: LoadLimit | None, region: Whose) -> Load:
    light, normal, heavy = (counts.get((user.pk, str(weight)), 0) for weight in Weight)
    by_weight = zip((light, normal, heavy), Weight, strict=True)
    weighted = sum(number * weight_of(region, weight) for number, weight in by_weight)
    most = limit.most if limit else deadline(region, "load_limit")
    return Load(user, light, normal, heavy, weighted, most, limit.version if limit else 0)


@transaction.atomic
def weigh(*, case: Case, version: int, weight: str, by: Actor) -> None:
    """Say how much work the client's situation takes now (L-32). Raises Conflict, Refused."""
    _require(case, "edit")
    if weight not in Weight.values:
        raise Refused(_("Valitse kevyt, tavallinen tai raskas."), field="weight")
    save_version(case, version, weight=weight)
    _note(case, "cases.weighed", by, weight=weight)


@transaction.atomic
def set_limit(*, user: User, most: int, version: int, by: Actor) -> None:
    """How much a worker of the actor's own unit may carry; `version` 0 when there was no own limit. Raises Conflict."""
    member = Membership.objects.in_force().filter(user=user, unit_id=by.unit_id, role__in=CARRY)
    if not member.exists():
        raise Refused(_("Hän ei työskentele yksikössäsi."))
    User.objects.select_for_update().get(pk=user.pk)
    row = LoadLimit.objects.filter(user=user, unit_id=by.unit_id).first()
    if (row.version if row else 0) != version:
        raise Conflict(row or LoadLimit(most=most))
    if row:
        save_version(row, version, most=most)
    else:
        LoadLimit.objects.create(user=user, unit_id=by.unit_id, most=most, made_by_id=by.user_id)
    record("cases.load_limit_set", by=by, stream=("unit", by.unit_id), obj=("user", user.pk), most=most)


# Developing the team --------------------------------------------------------------------------------------------------


@transaction.atomic
def add_development(
    *, unit: Unit, what: str, owner: User, due_on: date, by: Actor, key: UUID | None = None
) -> DevelopmentAction:
    """Agree on something the team does to work better: what, who, by when (L-28)."""
    if not Membership.objects.in_force().filter(user=owner, unit=unit).exists():
        raise Refused(_("Valitse joku yksikön väestä."), field="owner")
    if due_on < dates.today():
        raise Refused(_("Päivä on mennyt. Valitse tuleva päivä."), field="due_on")

    def make() -> DevelopmentAction:
        return DevelopmentAction.objects.create(
            unit=unit, what=what.strip(), owner=owner, due_on=due_on, made_by_id=by.user_id, form_key=key
        )

    row, new = once(DevelopmentAction.objects.all(), key, make, unit_id=unit.pk)
    if new:
        record("cases.development_added", by=by, stream=("unit", unit.pk), obj=("development", row.pk))
    return row


@transaction.atomic
def finish_development(*, action: DevelopmentAction, by: Actor) -> None:
    """It is done. Done before, it is done."""
    rows = DevelopmentAction.objects.filter(pk=action.pk, done_at=None)
    if rows.update(done_at=dates.now(), done_by_id=by.user_id):
        record("cases.development_done", by=by, stream=("unit", action.unit_id), obj=("development", action.pk))


# The week's hours -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """One sort of work in a week: minutes, its share and the target's, in per cent; share None without any hours."""

    category: str
    minutes: int
    share: int | None
    target: int


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(actor: Actor, week: date) -> list[Share]:
    """The actor's hours of a week by sort of work, against the region's target shares (L-31)."""
    rows = WorkTime.objects.filter(user_id=actor.user_id, week=week)
    minutes = dict(rows.values_list("category", "minutes"))
    total, region = sum(minutes.values()), of_region(actor.region_id)
    return [
        Share(
            str(one), minutes.get(one, 0), round(100 * minutes.get(one, 0) / total) if total else None,
            deadline(region, f"worktime_{one}"),
        )
        for one in WorkCategory
    ]  # fmt: skip


@transaction.atomic
def note_week(*, week: date, minutes: Mapping[str, int], by: Actor) -> None:
    """Note one's own hours of a week. No event: it tells nothing of a client. Raises Refused for a week ahead."""
    if week > dates.today():
        raise Refused(_("Viikko on vielä edessä. Kirjaa tehty työ."))
    told: dict[str, Any] = {one: minutes.get(one, 0) for one in WorkCategory.values}
    for category, spent in told.items():
        WorkTime.objects.update_or_create(
            user_id=by.user_id, week=monday(week), category=category, defaults={"minutes": spent}
        )
