"""The path templates of the version a case runs on, and who of the team could take each step."""

from rinnalla.access.models import Membership, User
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case, TeamMember
from rinnalla.servicemodels import definitions
from rinnalla.servicemodels.codes import of_case, published


def templates_of(case: Case) -> tuple[definitions.PathTemplate, ...]:
    """The templates a path of the case may begin from, in the model's order; none where no model is in force."""
    model = published(of_case(case))
    return model.model.path_templates if model else ()


def template_of(case: Case, key: str) -> definitions.PathTemplate | None:
    """One template of the case's version, or None."""
    return next((one for one in templates_of(case) if one.key == key), None)


def team_by_role(case: Case) -> dict[str, list[User]]:
    """Who of the team works in which role now, in the order they joined."""
    members = TeamMember.objects.filter(case=case, left_at__isnull=True).select_related("user").order_by("pk")
    people = {member.user_id: member.user for member in members}
    roles: dict[str, list[User]] = {}
    for user_id, role in Membership.objects.in_force().filter(user__in=people).values_list("user_id", "role"):
        if people[user_id] not in roles.setdefault(role, []):
            roles[role].append(people[user_id])
    order = list(people)
    return {role: sorted(found, key=lambda one: order.index(one.pk)) for role, found in roles.items()}


def likely_owner(case: Case, role: str, team: dict[str, list[User]]) -> User | None:
    """Who would take a step of this role: the responsible worker for that role, else the first of the team in it."""
    if role == "responsible_worker" and case.responsible_worker_id:
        return case.responsible_worker
    return next(iter(team.get(role, [])), None)


def role_name(role: str) -> str:
    """The name of a template's role for people."""
    return str(ROLES[role].name) if role in ROLES else role


def team_ids(case: Case) -> set[int]:
    """Who is in the team now: a step whose owner has left it needs a new one."""
    return set(TeamMember.objects.filter(case=case, left_at__isnull=True).values_list("user_id", flat=True))
