"""Where each role's day begins: the page that sign-in and a change of role lead to (L-02)."""

from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES

OWN, DAY, TEAM, BOARDS, START = "/my/", "/day/", "/team/", "/reports/boards/", "/"
# The first that the role may open: a team before one's own work in it, one's own work before the region's figures.
PAGES = ((P.TEAM_BOARD, TEAM), (P.DAY_VIEW, DAY), (P.BOARD_VIEW, BOARDS))


def start_of(role: str) -> str:
    """The address of the start page of whoever works in a role."""
    held = ROLES[role].permissions
    return next((address for permission, address in PAGES if permission in held), START)


def start_for(user: User, role: str) -> str:
    """Where somebody's day begins in a role. Who leads a team and answers for clients of the own in another role begins
    with the own day: the people come before the loads."""
    start = start_of(role)
    if start == TEAM and Membership.objects.in_force().filter(user=user, role__in=_answering()).exists():
        return DAY
    return start


def _answering() -> list[str]:
    """The roles that answer for clients and lead no team."""
    able = {key: one.permissions for key, one in ROLES.items()}
    return [key for key, held in able.items() if P.RESPONSIBLE_NAME in held and P.TEAM_BOARD not in held]
