"""What was agreed: versions of the plan, the client's answer to them, and what is given to whom (I-16, L-62, V-58)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.actor import CLIENT, Actor
from rinnalla.access.models import Consent
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Organisation
from rinnalla.plans.actions import _open, note
from rinnalla.plans.models import Answer, Approval, Goal, Mode, Packet, Plan, PlanVersion
from rinnalla.servicemodels import codes

LACK_NAMES = {
    "owner": gettext_lazy("vastuuhenkilö"),
    "organisation": gettext_lazy("organisaatio"),
    "due_on": gettext_lazy("määräpäivä"),
    "follow_up_on": gettext_lazy("seurantapäivä"),
}
CONSENT = "consent"


@dataclass(frozen=True)
class Lack:
    """Something the plan needs before it can be confirmed. `action_uuid` is empty when a goal is missing."""

    text: str
    field_group: str = "basics"
    action_uuid: str = ""


def lacks(plan: Plan) -> list[Lack]:
    """What a version still lacks: a goal in the client's words (V-94), the four facts of each action (L-51)."""
    found: list[Lack] = []
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
def make_version(*, plan: Plan, by: Actor, reason: str, key: UUID | None = None) -> PlanVersion:
    """Confirm the plan as it stands now: a copy that nothing changes any more, for the client to approve.

    Raises Refused with everything that is missing (V-94, L-51), or when nothing has changed since the last one.
    """
    _open(plan.case)
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
            reason=reason.strip(),
            content=content,
            made_by_id=by.user_id,
            form_key=key,
        )

    version, new = once(PlanVersion.objects.all(), key, make, plan_id=plan.pk)
    if new:
        note(plan.case, "plans.version_made", by, ("plan_version", version.pk), number=version.number)
    return version


def _lacking(missing: list[Lack], by: Actor) -> str:
    """What is missing, in words; of field groups the actor may not see only that somebody else must look."""
    seen = [one.text for one in missing if by.kind == CLIENT or one.field_group in by.field_groups()]
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
        "goals": [_goal_data(goal) for goal in goals],
    }


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
    if by.kind == CLIENT:
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


# Giving the plan to an organisation (V-58)


@dataclass(frozen=True)
class Leave:
    """What law and the client's consent together let one organisation get."""

    by_law: frozenset[str]
    statute: str
    by_consent: frozenset[str]
    consent: Consent | None

    @property
    def groups(self) -> frozenset[str]:
        return self.by_law | self.by_consent


def leave_for(case: Case, organisation: Organisation) -> Leave:
    """The field groups an organisation may be given of this case today, and on which grounds."""
    statute = codes.ground_for(organisation.kind) or ""
    found = codes.code("statutes", statute) if statute else None
    today = dates.today()
    consent = Consent.objects.filter(
        case=case, organisation=organisation, withdrawn_at__isnull=True, given_on__lte=today
    )
    consent = consent.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).first()
    return Leave(
        by_law=frozenset(found.definition.field_groups) if found else frozenset(),
        statute=statute,
        by_consent=frozenset(consent.field_groups) if consent else frozenset(),
        consent=consent,
    )


@transaction.atomic
def disclose(
    *, version: PlanVersion, organisation: Organisation, field_groups: Iterable[str], cover_note: str, by: Actor,
    key: UUID | None = None,
) -> Packet:
    """Give an organisation the cover note and the chosen parts of a version (V-58). Logged as disclosed.

    Raises Refused when neither law nor the client's consent lets the organisation have a chosen part.
    """
    groups = frozenset(field_groups)
    leave = leave_for(version.plan.case, organisation)
    _let(organisation, groups, leave)
    with_consent = bool(groups - leave.by_law)

    def make() -> Packet:
        return Packet.objects.create(
            case_id=version.case_id, version=version, organisation=organisation, field_groups=sorted(groups),
            ground=CONSENT if with_consent else leave.statute, consent=leave.consent if with_consent else None,
            cover_note=cover_note.strip(), made_by_id=by.user_id, form_key=key,
        )

    packet, new = once(Packet.objects.all(), key, make, version_id=version.pk, organisation_id=organisation.pk)
    if new:
        details = {"organisation": organisation.pk, "groups": sorted(groups), "number": version.number}
        note(version.plan.case, "plans.disclosed", by, ("packet", packet.pk), ground=packet.ground, **details)
    return packet


def _let(organisation: Organisation, groups: frozenset[str], leave: Leave) -> None:
    if not groups:
        raise Refused(_("Valitse, mitkä osat annetaan."), field="field_groups")
    if over := groups - leave.groups:
        names = ", ".join(codes.code_name("field_groups", name).lower() for name in sorted(over))
        text = _("%(organisation)s ei saa näitä osia: %(names)s. Siihen tarvitaan laki tai asiakkaan suostumus.")
        raise Refused(text % {"organisation": organisation.name, "names": names}, field="field_groups")
