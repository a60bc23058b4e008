"""Who stands behind the newest version: the client and each organisation, asked again only for what changed.

An approval is given to a version and never moves. It holds for a later version too when the part it was given to is the
same there: the client's part is what was agreed, an organisation's part is its own actions. What has been done or
promised since is no new question. Seen red: with `done_on` in the compared part every finished action asked all again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.lib.errors import Refused
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Organisation
from rinnalla.plans.actions import _open, note
from rinnalla.plans.differences import Difference, between, parts_of
from rinnalla.plans.models import Answer, Approval, PartyApproval, Plan, PlanVersion

WAITING, AGAIN, APPROVED = "waiting", "again", "approved"
AGREED = ("uuid", "what", "by_client", "owner", "organisation", "due_on", "follow_up_on", "group")
OF_GOAL = ("uuid", "words", "importance", "purpose", "group")


@dataclass(frozen=True)
class ClientStanding:
    """The client's approval of the newest version: given to it, or to an earlier one since which nothing agreed changed
    (`carried`). `asked` is what changed since the version the client last approved."""

    approval: Approval | None
    carried: bool
    asked: Difference | None


@dataclass(frozen=True)
class Party:
    """An organisation that has actions in the plan, and how it stands to its own part of the newest version."""

    body: str
    name: str
    state: str
    approval: PartyApproval | None
    on_version: int
    actions: tuple[dict[str, Any], ...]


def clients_part(content: dict[str, Any]) -> dict[str, Any]:
    """What the client agrees to: the goals and who does what and when; not what has been done or promised since."""
    goals = [
        {
            **{name: goal[name] for name in OF_GOAL},
            "actions": [{name: one.get(name) for name in AGREED} for one in goal["actions"]],
        }
        for goal in content["goals"]
    ]
    return {
        "goals": goals,
        "wish": content["wish"],
        "review_on": content["review_on"],
        **{name: content.get(name) for name in ("support_months", "ladder", "considerations")},
    }


def partys_part(content: dict[str, Any], body: str) -> list[dict[str, Any]]:
    """An organisation's own actions, without what has been done or promised since."""
    return [{name: one.get(name) for name in AGREED} for one in _actions_of(content, body)]


def _actions_of(content: dict[str, Any], body: str) -> Iterable[dict[str, Any]]:
    return (one for goal in content["goals"] for one in goal["actions"] if body and one.get("body") == body)


def client_standing(versions: Sequence[PlanVersion]) -> ClientStanding:
    """How the client stands to the newest version. `versions` newest first, with their approvals prefetched."""
    if not versions:
        return ClientStanding(None, carried=False, asked=None)
    latest = versions[0]
    if latest.approval:
        return ClientStanding(latest.approval, carried=False, asked=None)
    agreed = next((one for one in versions[1:] if one.approval), None)
    if agreed is None or agreed.approval is None or agreed.approval.answer != Answer.APPROVED:
        return ClientStanding(None, carried=False, asked=None)
    if clients_part(agreed.content) == clients_part(latest.content):
        return ClientStanding(agreed.approval, carried=True, asked=None)
    return ClientStanding(None, carried=False, asked=between(agreed.content, latest.content))


def parties(versions: Sequence[PlanVersion], groups: Iterable[str]) -> list[Party]:
    """The organisations of the newest version that a reader of these field groups may know of, in the plan's order.

    `versions` newest first, with `party_approvals__organisation` prefetched.
    """
    if not versions:
        return []
    latest, found = versions[0], {}
    for goal in parts_of(latest.content, groups)["goals"]:
        for action in goal["actions"]:
            if action.get("body"):
                found.setdefault(action["body"], []).append(action)
    return [_party(versions, body, tuple(actions)) for body, actions in found.items()]


def _party(versions: Sequence[PlanVersion], body: str, actions: tuple[dict[str, Any], ...]) -> Party:
    name, part = in_language(actions[0]["organisation"]), partys_part(versions[0].content, body)
    for version in versions:
        given = next((one for one in version.party_approvals.all() if str(one.organisation.uuid) == body), None)
        if given:
            state = APPROVED if partys_part(version.content, body) == part else AGAIN
            return Party(body, name, state, given, version.number, actions)
    return Party(body, name, WAITING, None, 0, actions)


@transaction.atomic
def approve_part(*, version: PlanVersion, by: Actor) -> PartyApproval:
    """The actor's organisation stands behind its own part of the newest version (L-54). Twice is once.

    The plan is locked first, as when a version is made: an approval of a version that was replaced in the same second
    is refused. Raises Refused.
    """
    _open(version.plan.case)
    Plan.objects.select_for_update().get(pk=version.plan_id)
    if version.plan.versions.filter(number__gt=version.number).exists():
        raise Refused(_("Suunnitelmasta on jo uudempi versio. Katso se ja hyväksy oma osuutesi siinä."))
    organisation = Organisation.objects.filter(pk=by.organisation_id).first()
    if organisation is None or not partys_part(version.content, str(organisation.uuid)):
        raise Refused(_("Organisaatiollasi ei ole toimia tässä versiossa."))
    approval, new = PartyApproval.objects.get_or_create(
        version=version, organisation=organisation,
        defaults={"case_id": version.case_id, "made_by_id": by.user_id},
    )
    if new:
        note(version.plan.case, "plans.part_approved", by, ("plan_version", version.pk), number=version.number)
    return approval
