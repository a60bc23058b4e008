"""What each one's copy of the plan holds: the client all of it, an organisation what law and consent let it get, an
employer only what the client's written consent lists and never health (380/2023 § 118; docs/access.md, Grounds).

The page "what does X see" and the paper that is given out are both made of the same copy, so that they cannot differ.
Seen red: with the employer's rule left out of SECTIONS the ladder stood on the employer's copy.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.access.roles import ALL_GROUPS
from rinnalla.cases.models import Case
from rinnalla.organisations.models import Organisation
from rinnalla.plans.differences import parts_of
from rinnalla.plans.giving import EMPLOYER, leave_for
from rinnalla.servicemodels.codes import code_name

CLIENT, AGENCY = "client", "agency"
# Which audience gets which section at all; inside it the field groups still decide.
SECTIONS: dict[str, frozenset[str]] = {
    "wish": frozenset({CLIENT, AGENCY, EMPLOYER}),
    "goals": frozenset({CLIENT, AGENCY, EMPLOYER}),
    "support_months": frozenset({CLIENT, AGENCY}),
    "ladder": frozenset({CLIENT, AGENCY}),
    "considerations": frozenset({CLIENT, AGENCY}),
}
EMPTY: dict[str, Any] = {"wish": "", "goals": [], "support_months": None, "ladder": None, "considerations": []}


@dataclass(frozen=True)
class Copy:
    """One audience's copy: its field groups, on which grounds, and the content. `left_out`: names of groups of the plan
    that are not in it."""

    audience: str
    groups: frozenset[str]
    grounds: tuple[str, ...]
    content: dict[str, Any]
    left_out: tuple[str, ...]


def audience_of(organisation: Organisation | None) -> str:
    """Client for nobody else, employer by its kind, otherwise an agency."""
    if organisation is None:
        return CLIENT
    return EMPLOYER if organisation.kind == EMPLOYER else AGENCY


def cut(content: dict[str, Any], audience: str, groups: Iterable[str]) -> dict[str, Any]:
    """The content with the sections and the field groups that one audience gets."""
    kept = parts_of(content, groups)
    return {**kept, **{name: EMPTY[name] for name, whose in SECTIONS.items() if audience not in whose}}


def copy_for(
    case: Case, content: dict[str, Any], organisation: Organisation | None, reader: Iterable[str] = ALL_GROUPS
) -> Copy:
    """The copy of a plan for an organisation, or for the client with None; never more than its reader may see."""
    audience, mine = audience_of(organisation), frozenset(reader)
    if organisation is None:
        groups, grounds = mine, ()
    else:
        leave = leave_for(case, organisation)
        groups = leave.groups & mine
        grounds = tuple(
            name for name in (
                code_name("statutes", leave.statute) if leave.by_law else "",
                _("Asiakkaan suostumus") if leave.by_consent - leave.by_law else "",
            ) if name
        )
    hidden = sorted(groups_in(parts_of(content, mine)) - groups)
    left_out = tuple(code_name("field_groups", name) for name in hidden)
    return Copy(audience, groups, grounds, cut(content, audience, groups), left_out)


def groups_in(content: dict[str, Any]) -> frozenset[str]:
    """The field groups a content holds something of."""
    found = {goal["group"] for goal in content["goals"]}
    found |= {one["group"] for goal in content["goals"] for one in goal["actions"]}
    named = {"basics": content["wish"], "employment": content.get("ladder"), "health": content.get("considerations")}
    return frozenset(found | {name for name, there in named.items() if there})
