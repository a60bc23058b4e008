"""Where each role's day begins: the page that sign-in and a change of role lead to (L-02)."""

from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES

OWN, DAY, TEAM, BOARDS, START = "/my/", "/day/", "/team/", "/reports/boards/", "/"
# The first that the role may open: a team before one's own work in it, one's own work before the region's figures.
PAGES = ((P.TEAM_BOARD, TEAM), (P.DAY_VIEW, DAY), (P.BOARD_VIEW, BOARDS))


def start_of(role: str) -> str:
    """The address of the start page of whoever works in a role."""
    held = ROLES[role].permissions
    return next((address for permission, address in PAGES if permission in held), START)
