"""The plan inside the statutory plan now valid: exported under its headings, with its deadlines (L-50, L-53, C-05).

The multi-agency employment plan stands in the national system; ours is a working copy with the day and the id of the
storing. It is to be ready in three months of its beginning and reviewed every three months (381/2023 § 4 and 6); both
are dated data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.plans.differences import months, parts_of, rung
from rinnalla.plans.extracts import action_line, day, sheet
from rinnalla.plans.models import HostPlan, NationalStoring, Plan, PlanVersion
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions.codes import HostPlanType


@dataclass(frozen=True)
class Section:
    """A heading of the host plan with what stands under it. `there`: nothing of ours belongs here."""

    title: str
    quotes: list[str]
    lines: list[str]
    there: bool


@dataclass(frozen=True)
class Clock:
    """When the plan is to be ready and when it is to be reviewed, counted as the host plan's law says."""

    ready_by: date | None
    ready_on: date | None
    review_by: date | None

    @property
    def ready_late(self) -> bool:
        return self.ready_by is not None and (self.ready_on or dates.today()) > self.ready_by

    @property
    def review_late(self) -> bool:
        return self.review_by is not None and self.review_by < dates.today()


def host_of(plan: Plan) -> HostPlan | None:
    """The host plan the plan is part of, also one whose validity has ended."""
    host = plan.hosts.filter(left_at__isnull=True).first()
    if host:
        host.plan = plan
    return host


def kind_of(host: HostPlan) -> HostPlanType:
    """The type with its headings as they were on the host plan's first day. Raises LookupError."""
    found = codes.code("host_plan_types", host.kind, host.starts_on)
    if found is None:
        raise LookupError(host.kind)
    return found.definition


def name_of(host: HostPlan) -> str:
    return codes.code_name("host_plan_types", host.kind, host.starts_on)


def clock(host: HostPlan, versions: Iterable[PlanVersion], storings: Iterable[NationalStoring]) -> Clock:
    """The deadlines of a working copy. A review is a new version or a storing; it is counted from the newest one."""
    kind, whose = kind_of(host), codes.of_case(host.plan.case)
    made = [dates.local(one.made_at).date() for one in versions]
    done = [*made, *(one.stored_on for one in storings)]
    ready_by = codes.due(whose, kind.ready_by, host.starts_on) if kind.ready_by else None
    review_by = codes.due(whose, kind.review_every, max(done)) if kind.review_every and done else None
    return Clock(ready_by, min(made, default=None), review_by)


def sections(host: HostPlan, version: PlanVersion, groups: Iterable[str]) -> list[Section]:
    """The version under the host plan's own headings, in its order, with only what these field groups hold."""
    parts = _parts(version, frozenset(groups))
    return [
        Section(
            in_language(heading.names.model_dump()),
            list(dict.fromkeys(line for part in heading.holds for line in parts[part][0])),
            [line for part in heading.holds for line in parts[part][1]],
            there=not heading.holds,
        )
        for heading in kind_of(host).headings
    ]


def _parts(version: PlanVersion, groups: frozenset[str]) -> dict[str, tuple[list[str], list[str]]]:
    """Our parts by name: the client's own words, and lines."""
    content, case = parts_of(version.content, groups), version.plan.case
    actions = [one for goal in content["goals"] if not goal["closed"] for one in goal["actions"]]
    worker = case.responsible_worker
    lead = ", ".join(one for one in (worker.name, worker.phone) if one) if worker else ""
    owners = dict.fromkeys(_who(one) for one in actions if not one["by_client"])
    return {
        "wish": ([content["wish"]] if content["wish"] else [], []),
        "goals": ([goal["words"] for goal in content["goals"] if not goal["closed"]], []),
        "considerations": ([], content["considerations"]),
        "actions": ([], [_line(one) for one in actions if not one["by_client"]]),
        "own_actions": ([], [_line(one) for one in actions if one["by_client"]]),
        "ladder": ([], [rung(content["ladder"])] if content["ladder"] else []),
        "duration": ([], _length(content.get("support_months"))),
        "responsible": ([], [_("Asiakasvastaava: %(name)s") % {"name": lead}] * bool(lead) + list(owners)),
        "follow_up": ([], _follow_up(content, actions)),
    }


def _line(action: dict[str, Any]) -> str:
    body = in_language(action["organisation"])
    return f"{action_line(action)} ({body})" if body else action_line(action)


def _who(action: dict[str, Any]) -> str:
    return ", ".join(one for one in (action["owner"], in_language(action["organisation"])) if one)


def _length(number: int | None) -> list[str]:
    return [_("Arvio tuen kestosta: %(length)s") % {"length": months(number)}] if number else []


def _follow_up(content: dict[str, Any], actions: list[dict[str, Any]]) -> list[str]:
    looked = sorted((one["follow_up_on"], one["what"]) for one in actions if one["follow_up_on"] and not one["done_on"])
    lines = [f"{day(on)}: {what}" for on, what in looked]
    return [*lines, _("Suunnitelma tarkistetaan viimeistään %(day)s.") % {"day": day(content["review_on"])}]


def host_text(host: HostPlan, version: PlanVersion, groups: Iterable[str]) -> str:
    """The export as plain text to paste, heading by heading."""
    blocks = [f"{name_of(host)}\n{version.plan.case.person.name}"]
    for one in sections(host, version, groups):
        body = [*(f"”{words}”" for words in one.quotes), *(f"- {line}" for line in one.lines)]
        blocks.append("\n".join([one.title, *(body or [empty_line(one)])]))
    return "\n\n".join(blocks) + "\n"


def empty_line(section: Section) -> str:
    """What stands under a heading that has nothing of ours."""
    return _("Kirjataan isäntäsuunnitelman järjestelmään.") if section.there else _("Ei kirjattu.")


def host_sheet(host: HostPlan, version: PlanVersion, groups: Iterable[str]) -> dict[str, Any]:
    """The export for `sheet.typ`."""
    person, title = version.plan.case.person, name_of(host)
    valid = f"{dates.d(host.starts_on)}–{dates.d(host.ends_on)}"
    facts = [
        (_("Asiakas"), person.name),
        (_("Voimassa"), valid),
        (_("Tunniste"), host.reference),
        (_("Työkyvyn tuen suunnitelma"), _("versio %(number)s") % {"number": version.number}),
    ]
    parts = [
        {"title": one.title, "quotes": one.quotes, "lines": one.lines or ([] if one.quotes else [empty_line(one)])}
        for one in sections(host, version, groups)
    ]
    return sheet(title, facts, parts, f"{title}, {person.name}")
