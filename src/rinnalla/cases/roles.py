"""Roles in a case: who coordinates, who walks beside, the own doctor and nurse (L-12, L-22, V-108)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership
from rinnalla.cases.actions import _note, _require, locked
from rinnalla.cases.models import Case, ContactNote, TeamMember
from rinnalla.cases.models_team import Assignment
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.servicemodels.codes import code, code_name, of_case, team_of

COORDINATOR, COMPANION, DOCTOR, NURSE = "coordinator", "companion", "named_doctor", "named_nurse"
# Who may have which: the roles of the house that one must hold in the member's unit. A companion may also be whoever
# is responsible for the case (L-22), and in some regions the coordinator is a nurse or a service guide (L-27).
HOLDERS: dict[str, frozenset[str]] = {
    COORDINATOR: frozenset({"coordinator"}),
    COMPANION: frozenset({"coordinator", "responsible_worker", "job_coach", "social_worker"}),
    DOCTOR: frozenset({"doctor"}),
    NURSE: frozenset({"nurse"}),
}
OF_HEALTH = {DOCTOR: "doctor", NURSE: "nurse"}


@transaction.atomic
def assign(*, member: TeamMember, role: str, by: Actor, reason: str = "", key: UUID | None = None) -> Assignment:
    """Give a member of the team a role. Somebody else's role moves only with a reason (V-108): the earlier one ends in
    the same moment. Given to its holder again it is done. Raises Refused."""
    case = member.case
    _require(case, "edit")
    if member.left_at is not None:
        raise Refused(_("Hän ei ole enää tiimissä. Lisää hänet ensin."), field="member")
    if code("assignment_roles", role) is None or not _may_hold(member, role):
        raise Refused(
            _("%(name)s ei voi toimia tässä tehtävässä.") % {"name": member.user.name}, field="member"
        )
    locked(case.pk)
    holder = case.assignments.in_force().filter(role=role).select_related("member").first()
    if holder and holder.member_id == member.pk:
        return holder
    if holder and not reason.strip():
        raise Refused(
            _("Kerro, miksi henkilö vaihtuu. Asiakkaalle on tärkeää, että samat ihmiset jatkavat."), field="reason"
        )
    if holder:
        _end(holder, by)

    def make() -> Assignment:
        return Assignment.objects.create(
            case=case, member=member, role=role, reason=reason.strip(), made_by_id=by.user_id, made_at=dates.now(),
            form_key=key,
        )  # fmt: skip

    row, new = once(Assignment.objects.all(), key, make, case_id=case.pk)
    if new:
        verb = "cases.role_changed" if holder else "cases.role_given"
        _note(case, verb, by, ("assignment", row.pk), role=role)
    return row


@transaction.atomic
def end(*, assignment: Assignment, by: Actor) -> None:
    """The role ends; its holder stays in the team. Ended before, it is done."""
    _require(locked(assignment.case_id), "edit")
    if _end(assignment, by):
        _note(assignment.case, "cases.role_ended", by, ("assignment", assignment.pk), role=assignment.role)


def _end(row: Assignment, by: Actor) -> int:
    rows = Assignment.objects.filter(pk=row.pk, ended_at__isnull=True)
    return rows.update(ended_at=dates.now(), ended_by_id=by.user_id)


def _may_hold(member: TeamMember, role: str) -> bool:
    if role == COMPANION and member.user_id == member.case.responsible_worker_id:
        return True
    rows = Membership.objects.in_force().filter(user_id=member.user_id, unit_id=member.unit_id)
    return rows.filter(role__in=HOLDERS.get(role, frozenset())).exists()


def unnamed(case: Case) -> list[str]:
    """Which of the own doctor and the own nurse the unit's team needs and nobody has been named to, in words (C-28)."""
    team = team_of(of_case(case), case.holder_unit.key)
    named = set(case.assignments.in_force().values_list("role", flat=True))
    needed = team.required_roles if team else ()
    return [
        code_name("assignment_roles", role) for role, profession in OF_HEALTH.items()
        if profession in needed and role not in named
    ]


@dataclass(frozen=True)
class Continuity:
    """How often the client met the very person named for it: `same` of `all` visits (V-108)."""

    role: str
    same: int
    all: int

    @property
    def name(self) -> str:
        return code_name("assignment_roles", self.role)

    @property
    def share(self) -> int:
        """In per cent; visits are at least one."""
        return round(100 * self.same / self.all)


def continuity(case: Case) -> list[Continuity]:
    """For the own doctor and the own nurse: the share of the client's meetings with a doctor or a nurse that were with
    the one named on that day. A role without such meetings is left out."""
    terms = list(case.assignments.filter(role__in=OF_HEALTH).select_related("member"))
    visits = ContactNote.objects.filter(case=case, with_client=True, channel__in=("meeting", "video", "home", "phone"))
    found = []
    for role, profession in OF_HEALTH.items():
        theirs = [one for one in terms if one.role == role]
        if not theirs:
            continue
        seen = visits.filter(made_by__memberships__role=profession).values_list("on", "made_by_id").distinct()
        rows = list(seen.filter(on__gte=min(dates.local(one.made_at).date() for one in theirs)))
        same = sum(any(_named_on(term, on, user_id) for term in theirs) for on, user_id in rows)
        if rows:
            found.append(Continuity(role, same, len(rows)))
    return found


def _named_on(term: Assignment, on: date, user_id: int) -> bool:
    began = dates.local(term.made_at).date()
    ended = dates.local(term.ended_at).date() if term.ended_at else None
    return term.member.user_id == user_id and began <= on and (ended is None or on <= ended)
