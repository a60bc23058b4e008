"""What every act about a meeting asks first and does last: is it allowed now, who hears of it, the event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant, Membership, User
from rinnalla.access.roles import ROLES
from rinnalla.access.walls import open_case
from rinnalla.cases.models import Case, TeamMember
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.meetings.models import How, JointService, Meeting
from rinnalla.plans.models import HostPlan
from rinnalla.servicemodels.codes import Code, code, code_name, of_case

JOINT_PLAN = "joint_service_plan"


def require_open(case: Case) -> None:
    """Raises Refused when the case is closed."""
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Tapaamisia voi lukea mutta ei muuttaa."))


def require(meeting: Meeting, act: str) -> None:
    """Raises Refused when the meeting's state does not allow the act."""
    require_open(meeting.case)
    if not meeting.allows(act):
        raise Refused(_("Tämä ei onnistu tapaamisen nykyisessä vaiheessa. Päivitä sivu ja katso, mitä voi tehdä."))


def coming(starts_at: datetime) -> None:
    """Raises Refused for a day that has passed."""
    if dates.local(starts_at).date() < dates.today():
        raise Refused(_("Päivä on mennyt. Valitse päivä tästä eteenpäin."), field="on")


def has_view(meeting: Meeting, how: str) -> None:
    """Raises Refused when the client's own view is meant and the client has none."""
    if how == How.OWN_VIEW and not client_users(meeting):
        raise Refused(_("Asiakas ei käytä omaa palvelua. Anna koonti paperilla."), field="how")


def suits(kind: str, users: set[int], starts_at: datetime) -> Code:
    """The kind of meeting, if the invited make it possible: a pair, a role. Raises Refused."""
    found = code("meeting_kinds", kind, dates.local(starts_at).date())
    if found is None:
        raise Refused(_("Valitse, millainen tapaaminen on."), field="kind")
    if found.definition.by_pair and len(users) < 2:
        raise Refused(_("%(kind)s tehdään parina. Valitse työpari.") % {"kind": found.name}, field="invited")
    role = found.definition.needs_role
    if role and not Membership.objects.in_force().filter(user__in=users, role=role).exists():
        text = _("Kutsu mukaan: %(role)s. Ilman häntä tapaamista ei voi pitää.")
        raise Refused(text % {"role": str(ROLES[role].name).lower()}, field="invited")
    return found


def missing_parties(meeting: Meeting) -> list[str]:
    """Names of the parties its kind needs at the table and nobody invited stands for (V-75, E-42)."""
    needed = meeting.rule.definition.parties if meeting.rule else ()
    here = set(meeting.participants.filter(removed_at__isnull=True).values_list("party", flat=True))
    return [code_name("meeting_parties", one, region=of_case(meeting.case)) for one in needed if one not in here]


def in_joint_service(case_id: int) -> bool:
    """Is the client in the statutory joint service: noted so, or the plan sits in its statutory plan (L-49, L-53).

    It is also what makes the client a customer of multi-agency support (381/2023 § 4), and lets Kela in by law (L-84).
    """
    noted = JointService.objects.filter(case=case_id, started_on__lte=dates.today()).on_now().exists()
    plans = HostPlan.objects.filter(case=case_id, kind=JOINT_PLAN, left_at__isnull=True)
    return noted or plans.filter(starts_on__lte=dates.today()).exists()


def team_of_case(case: Case) -> dict[int, int | None]:
    """Who may be invited: user ids of the client's team with their organisation's id; the arranger too. Whose leave to
    see the case is over is no more in it, whoever forgot to take them out."""
    rows = TeamMember.objects.filter(case=case, left_at__isnull=True)
    rows = rows.exclude(grant__ended_at__isnull=False).exclude(grant__ends_at__lte=dates.now())
    found: dict[int, int | None] = dict(rows.values_list("user_id", "unit__organisation_id"))
    if case.arranger_id:
        found.setdefault(case.arranger_id, case.holder_unit.organisation_id)
    return found


def invited_users(meeting: Meeting) -> set[int]:
    """Professionals who are invited and have not been taken out."""
    rows = meeting.participants.filter(user__isnull=False, removed_at__isnull=True)
    return set(rows.values_list("user_id", flat=True))


def seeing(users: set[int], case_id: int) -> set[int]:
    """Those of the users who may see the case this moment; what was promised to the others is not sent (A7)."""
    open_case(case_id)
    live = Grant.objects.live().filter(case_id=case_id)
    works = Membership.objects.in_force().filter(user__in=users, unit__in=live.values("unit_id"))
    return {*live.filter(user__in=users).values_list("user_id", flat=True), *works.values_list("user_id", flat=True)}


def client_users(meeting: Meeting) -> set[int]:
    """The client's own accounts."""
    return set(User.objects.filter(person_id=meeting.case.person_id, is_active=True).values_list("pk", flat=True))


def tell_invited(meeting: Meeting, by: Actor) -> None:
    """Everybody but the one who acts hears that there is something to see, with the time as a calendar file."""
    users = invited_users(meeting) | client_users(meeting)
    for user_id in sorted(users - {by.user_id or 0}):
        outbox.promise("meetings.invite", user_id, meeting.pk, meeting.case_id, by=by)


def tell(users: Iterable[int | None], by: Actor) -> None:
    """These users hear that there is something to see; the one who acts does not."""
    for user_id in sorted({one for one in users if one} - {by.user_id or 0}):
        outbox.promise("meetings.tell_user", user_id, by=by)


def note(meeting: Meeting, verb: str, by: Actor, obj: tuple[str, int] | None = None, **details: Any) -> None:
    """One event of the meeting in the case's stream."""
    record(
        verb, by=by, stream=("case", meeting.case_id), obj=obj or ("meeting", meeting.pk), case_id=meeting.case_id,
        person_id=meeting.case.person_id, **details,
    )
