"""Each organisation's own share of the newest version, to be entered in its own system: written once (C-04).

A share holds the organisation's own actions with the goals they serve, as far as the organisation may get them and the
reader may see them. Seen red: without the leave's groups a share went on after the consent had ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.plans.differences import parts_of
from rinnalla.plans.giving import leave_for
from rinnalla.plans.models import PlanEntry, PlanVersion


@dataclass(frozen=True)
class Extract:
    """An organisation's share. `allowed` is false when neither law nor consent lets it get anything any more."""

    organisation: Organisation
    allowed: bool
    goals: list[dict[str, Any]]
    entry: PlanEntry | None

    @property
    def count(self) -> int:
        return sum(len(goal["actions"]) for goal in self.goals)


def extracts(case: Case, version: PlanVersion, reader: Iterable[str]) -> list[Extract]:
    """The shares of every organisation in the version that a reader of these field groups may know of."""
    seen, mine = parts_of(version.content, reader), frozenset(reader)
    bodies = dict.fromkeys(
        one["body"] for goal in seen["goals"] for one in goal["actions"] if one.get("body")
    )
    known = {str(one.uuid): one for one in Organisation.objects.filter(uuid__in=list(bodies))}
    entries = {one.organisation_id: one for one in version.entries.select_related("made_by")}
    return [
        _extract(case, version.content, known[body], mine, entries.get(known[body].pk))
        for body in bodies if body in known
    ]


def extract_of(case: Case, version: PlanVersion, organisation: Organisation, reader: Iterable[str]) -> Extract:
    """The share of one organisation; it may be empty."""
    entry = version.entries.select_related("made_by").filter(organisation=organisation).first()
    return _extract(case, version.content, organisation, frozenset(reader), entry)


def _extract(
    case: Case, content: dict[str, Any], organisation: Organisation, reader: frozenset[str], entry: PlanEntry | None
) -> Extract:
    groups = leave_for(case, organisation).groups
    body, goals = str(organisation.uuid), []
    for goal in parts_of(content, groups & reader)["goals"]:
        own = [one for one in goal["actions"] if one.get("body") == body]
        if own:
            goals.append({**goal, "actions": own})
    return Extract(organisation, bool(groups), goals, entry)


def share_text(extract: Extract, version: PlanVersion) -> str:
    """The share as plain text to paste."""
    case = version.plan.case
    lines = [
        _("Työkyvyn tuen suunnitelma, versio %(number)s, %(day)s")
        % {"number": version.number, "day": dates.d(version.made_at)},
        _("Asiakas") + f": {case.person.name}",
        _("Organisaatio") + f": {extract.organisation.name}",
    ]
    for goal in extract.goals:
        lines += ["", _("Tavoite") + f": ”{goal['words']}”", *(f"- {action_line(one)}" for one in goal["actions"])]
    worker = case.responsible_worker
    lines += ["", _("Asiakasvastaava") + f": {worker.name}, {worker.phone}" if worker else ""]
    lines.append(_("Tarkistetaan viimeistään") + f": {day(version.content['review_on'])}")
    return "\n".join(lines).strip() + "\n"


def action_line(action: dict[str, Any]) -> str:
    """One action in words: what, who, by when, when looked at, what has come of it."""
    facts = [action["what"], action["owner"]]
    if action["due_on"]:
        facts.append(_("viimeistään %(day)s") % {"day": day(action["due_on"])})
    if action["follow_up_on"]:
        facts.append(_("seuranta %(day)s") % {"day": day(action["follow_up_on"])})
    if action["done_on"]:
        facts.append(_("tehty %(day)s") % {"day": day(action["done_on"])})
    return ", ".join(one for one in facts if one)


def share_data(extract: Extract, version: PlanVersion) -> dict[str, Any]:
    """The share for another program: plain values, ISO days. Names of fields do not change with the language."""
    names = ("what", "owner", "due_on", "follow_up_on", "done_on", "accepted")
    return {
        "plan_version": str(version.uuid),
        "number": version.number,
        "made_on": dates.local(version.made_at).date().isoformat(),
        "client": version.plan.case.person.name,
        "organisation": {"uuid": str(extract.organisation.uuid), "name": extract.organisation.name},
        "review_on": version.content["review_on"],
        "goals": [
            {"words": goal["words"], "purpose": goal["purpose"],
             "actions": [{"uuid": one["uuid"], **{name: one[name] for name in names}} for one in goal["actions"]]}
            for goal in extract.goals
        ],
    }


def share_sheet(extract: Extract, version: PlanVersion) -> dict[str, Any]:
    """The share for `sheet.typ`."""
    case, worker = version.plan.case, version.plan.case.responsible_worker
    title = _("Osuus suunnitelmasta: %(name)s") % {"name": extract.organisation.name}
    facts = [
        (_("Asiakas"), case.person.name),
        (_("Versio"), f"{version.number}, {dates.d(version.made_at)}"),
        (_("Asiakasvastaava"), ", ".join(one for one in (worker.name, worker.phone) if one) if worker else ""),
        (_("Tarkistetaan viimeistään"), day(version.content["review_on"])),
    ]
    sections = [
        {"title": _("Tavoite"), "quotes": [goal["words"]], "lines": [action_line(one) for one in goal["actions"]]}
        for goal in extract.goals
    ]
    return sheet(title, facts, sections, f"{title}, {case.person.name}")


def sheet(
    title: str, facts: Iterable[tuple[str, str]], sections: list[dict[str, Any]], footer: str
) -> dict[str, Any]:
    """Data of a plain document: facts with a value, then sections of quotes and lines."""
    return {
        "lang": (translation.get_language() or "fi")[:2],
        "title": title,
        "footer": footer,
        "facts": [{"name": name, "value": value} for name, value in facts if value],
        "sections": sections,
    }


def day(text: str | None) -> str:
    """An ISO day as people write it."""
    return dates.d(date.fromisoformat(text)) if text else ""
