"""What is agreed round the plan: host plan, ladder, what the illness asks, who may ask, what is entered where."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Membership, User
from rinnalla.cases.consents.actions import customership_ended
from rinnalla.cases.consents.rules import stands_on
from rinnalla.cases.grounds import statute_for
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Organisation
from rinnalla.plans.actions import _open, add_action, note
from rinnalla.plans.giving import CONSENT, leave_for
from rinnalla.plans.models import (
    Action,
    Goal,
    HealthConsideration,
    HostPlan,
    LadderStep,
    NationalStoring,
    Plan,
    PlanEntry,
    PlanVersion,
    ProgressPlace,
)
from rinnalla.plans.rounds import partys_part
from rinnalla.servicemodels import codes

PROGRESS = "progress"


@transaction.atomic
def set_host(
    *, plan: Plan, by: Actor, kind: str, starts_on: date, ends_on: date | None = None, reference: str = "",
    key: UUID | None = None,
) -> HostPlan:
    """Say which statutory plan this plan is part of (L-50, L-53); the one before is left. Raises Refused."""
    _open(plan.case)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if codes.code("host_plan_types", kind, starts_on) is None:
        raise Refused(_("Tätä suunnitelmaa ei ollut vielä tai ei ole enää silloin. Tarkista päivä."), field="kind")
    if ends_on and ends_on < starts_on:
        raise Refused(_("Viimeinen voimassaolopäivä on ennen ensimmäistä."), field="ends_on")

    def make() -> HostPlan:
        _leave(plan, by)
        return HostPlan.objects.create(
            case_id=plan.case_id, plan=plan, kind=kind, starts_on=starts_on, ends_on=ends_on,
            reference=reference.strip(), made_by_id=by.user_id, form_key=key,
        )

    host, new = once(HostPlan.objects.all(), key, make, plan_id=plan.pk)
    if new:
        note(plan.case, "plans.host_set", by, ("host_plan", host.pk), kind=kind)
        customership_ended(case=plan.case, by=by)  # when the one before made it
    return host


def _leave(plan: Plan, by: Actor) -> None:
    rows = HostPlan.objects.filter(plan=plan, left_at__isnull=True)
    rows.update(left_at=dates.now(), left_by_id=by.user_id)


@transaction.atomic
def store_nationally(
    *, host: HostPlan, version: PlanVersion, by: Actor, stored_on: date, stored_id: str
) -> NationalStoring:
    """Tick that a version was stored in the national system, with its day and id there (381/2023 § 12). Twice is once.

    Raises Refused for a plan that isn't stored there, for a day to come, and when another id was noted before.
    """
    _open(version.plan.case)
    Plan.objects.select_for_update().get(pk=version.plan_id)
    kind = codes.code("host_plan_types", host.kind, host.starts_on)
    if kind is None or not kind.definition.stored_nationally:
        raise Refused(_("Tätä suunnitelmaa ei tallenneta valtakunnalliseen järjestelmään."))
    if not stored_id.strip():
        raise Refused(_("Kirjoita tunniste, jolla suunnitelma löytyy järjestelmästä."), field="stored_id")
    if stored_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa tallennus vasta, kun se on tehty."), field="stored_on")
    storing, new = NationalStoring.objects.get_or_create(
        host=host, version=version,
        defaults={
            "case_id": version.case_id, "stored_on": stored_on, "stored_id": stored_id.strip(),
            "made_by_id": by.user_id,
        },
    )
    if not new and storing.stored_id != stored_id.strip():
        known = {"id": storing.stored_id, "day": dates.d(storing.stored_on)}
        raise Refused(_("Versio on jo tallennettu %(day)s tunnisteella %(id)s.") % known, field="stored_id")
    if new:
        note(version.plan.case, "plans.stored_nationally", by, ("plan_version", version.pk), number=version.number)
    return storing


@transaction.atomic
def step_on(
    *, plan: Plan, by: Actor, stage: str, measures: str, starts_on: date, key: UUID | None = None
) -> LadderStep:
    """The client steps on a rung of the ladder, up or down (L-74), and what is done there. Raises Refused."""
    _open(plan.case)
    if codes.code("ladder_stages", stage) is None:
        raise Refused(_("Valitse kuntoutuksen vaihe."), field="stage")
    if not measures.strip():
        raise Refused(_("Kirjoita, mitä tässä vaiheessa tehdään."), field="measures")

    def make() -> LadderStep:
        return LadderStep.objects.create(
            case_id=plan.case_id, plan=plan, stage=stage, measures=measures.strip(), starts_on=starts_on,
            made_by_id=by.user_id, form_key=key,
        )

    step, new = once(LadderStep.objects.all(), key, make, plan_id=plan.pk)
    if new:
        note(plan.case, "plans.ladder_stepped", by, ("ladder_step", step.pk), stage=stage)
    return step


@transaction.atomic
def add_consideration(*, plan: Plan, by: Actor, text: str, key: UUID | None = None) -> HealthConsideration:
    """Write what the illness asks the others to mind (E-40). Only for who may see health data. Raises Refused."""
    _open(plan.case)
    _sees_health(by)
    if not text.strip():
        raise Refused(_("Kirjoita, mitä otetaan huomioon."), field="text")

    def make() -> HealthConsideration:
        return HealthConsideration.objects.create(
            case_id=plan.case_id, plan=plan, text=text.strip(), made_by_id=by.user_id, form_key=key
        )

    row, new = once(HealthConsideration.objects.all(), key, make, plan_id=plan.pk)
    if new:
        note(plan.case, "plans.consideration_added", by, ("consideration", row.pk))
    return row


@transaction.atomic
def remove_consideration(*, consideration: HealthConsideration, by: Actor) -> None:
    """It is not so any more; earlier versions keep it. Twice is once. Raises Refused."""
    _open(consideration.plan.case)
    _sees_health(by)
    rows = HealthConsideration.objects.filter(pk=consideration.pk, removed_at__isnull=True)
    if rows.update(removed_at=dates.now(), removed_by_id=by.user_id):
        note(consideration.plan.case, "plans.consideration_removed", by, ("consideration", consideration.pk))


def _sees_health(by: Actor) -> None:
    if not by.on_clients_side and "health" not in by.field_groups():
        raise Refused(_("Terveystietoja kirjaa se, jolla on niihin peruste."))


@transaction.atomic
def let_ask(*, plan: Plan, membership: Membership, by: Actor) -> ProgressPlace:
    """Put somebody on the list of those who may ask how it goes (L-55): the status opens to them, nothing else.

    The ground is the law between the authorities, else the client's consent in force for the organisation. Twice is
    once. Raises Refused when there is neither.
    """
    _open(plan.case)
    Plan.objects.select_for_update().get(pk=plan.pk)
    organisation, user = membership.unit.organisation, membership.user
    earlier = ProgressPlace.objects.select_related("grant").filter(plan=plan, user=user, ended_at__isnull=True).first()
    if earlier and earlier.grant.ended_at is None:
        return earlier
    if earlier:
        end_asking(place=earlier, by=by)
    ground = statute_for(plan.case, organisation) or CONSENT
    consent = stands_on(plan.case, organisation, ground, field="membership")
    grant = grants.give(
        case_id=plan.case_id, to=user, depth=Depth.KNOWS, ground=ground, purpose="follow_up", why=PROGRESS, by=by,
        groups=["basics"], consent=consent, ends_at=consent.ends_at if consent else None, at=membership.unit,
    )
    place = ProgressPlace.objects.create(
        case_id=plan.case_id, plan=plan, user=user, grant=grant, made_by_id=by.user_id
    )
    note(plan.case, "plans.asking_allowed", by, ("progress_place", place.pk))
    outbox.promise("cases.tell_user", user.pk)
    return place


@transaction.atomic
def end_asking(*, place: ProgressPlace, by: Actor) -> None:
    """Take somebody off the list; the leave to see ends in the same transaction. Twice is once."""
    rows = ProgressPlace.objects.filter(pk=place.pk, ended_at__isnull=True)
    if not rows.update(ended_at=dates.now(), ended_by_id=by.user_id):
        return
    grants.end(case_id=place.case_id, to=place.user, by=by, why=PROGRESS)
    note(place.plan.case, "plans.asking_ended", by, ("progress_place", place.pk))


@transaction.atomic
def take_suggestions(
    *, goal: Goal, chosen: Iterable[tuple[str, bool, int]], by: Actor, key: UUID | None = None
) -> list[Action]:
    """Make the chosen ones of a template's actions: text, whether the client does it, in how many weeks. The others the
    writer holds until they are given on. Each is looked at a week after its day. Twice is once. Raises Refused."""
    writer, made = User.objects.get(pk=by.user_id), []
    for number, (what, by_client, weeks) in enumerate(chosen):
        due = dates.add_weeks(dates.today(), weeks)
        made.append(add_action(
            goal=goal, by=by, what=what, by_client=by_client, owner=None if by_client else writer, due_on=due,
            follow_up_on=dates.add_weeks(due, 1), key=uuid5(key, str(number)) if key else None,
        ))  # fmt: skip
    return made


@transaction.atomic
def enter(
    *, version: PlanVersion, organisation: Organisation, by: Actor, entered_on: date | None = None
) -> PlanEntry:
    """Tick that an organisation has entered its own share in its own system (C-04). Twice is once.

    Raises Refused when it has no share in this version, when its leave to get it has ended, or the day is to come.
    """
    _open(version.plan.case)
    day = entered_on or dates.today()
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Merkitse vasta, kun kirjaus on tehty."), field="entered_on")
    if not partys_part(version.content, str(organisation.uuid)):
        raise Refused(_("Organisaatiolla ei ole osuutta tässä versiossa."))
    if not leave_for(version.plan.case, organisation).groups:
        raise Refused(_("Organisaatiolla ei ole enää lupaa saada osuuttaan."))
    entry, new = PlanEntry.objects.get_or_create(
        version=version, organisation=organisation,
        defaults={"case_id": version.case_id, "entered_on": day, "made_by_id": by.user_id},
    )
    if new:
        note(version.plan.case, "plans.share_entered", by, ("plan_version", version.pk), organisation=organisation.pk)
    return entry
