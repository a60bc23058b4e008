"""Exactly what goes in a packet: the sections of a case cut to what the receiver's ground opens, the giver may see, and
the giver chose. What is forbidden is not there; the page that shows it and the file that goes are made of the same.

The rule is that of copies and grants (`plans.giving.leave_for`), and item by item for health data named in part (L-85).
Against: the giver's own groups left out of `_may`; the kinds of a consent not asked (a note of care went on a consent
to what the illness asks others to mind).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.assessments.ability.models import WorkAbilityAssessment
from rinnalla.cases.consents.rules import ITEMISED
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.meetings.models import Meeting
from rinnalla.organisations.models import Organisation
from rinnalla.plans.copies import audience_of, cut
from rinnalla.plans.extracts import action_line
from rinnalla.plans.giving import Leave, leave_for
from rinnalla.plans.models import PlanVersion
from rinnalla.servicemodels import codes
from rinnalla.services.models import ServiceEpisode

SECTIONS = ("person", "plan", "assessments", "services", "meetings")


@dataclass(frozen=True)
class Item:
    """One line that goes: its field group, its kind of health data if it has one, and its words."""

    group: str
    kind: str
    text: str
    quote: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a packet with what of it goes."""

    key: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Content:
    """What goes to one organisation, on which grounds. `left_out`: names of groups the giver sees that do not go."""

    sections: tuple[Section, ...]
    leave: Leave
    left_out: tuple[str, ...]

    @property
    def groups(self) -> list[str]:
        return sorted({one.group for part in self.sections for one in part.items})

    @property
    def kinds(self) -> list[str]:
        return sorted({one.kind for part in self.sections for one in part.items if one.kind})

    @property
    def with_consent(self) -> bool:
        """Whether anything of it goes only because the client let it."""
        return bool(set(self.groups) - self.leave.by_law)

    @property
    def by_law(self) -> bool:
        return bool(set(self.groups) & self.leave.by_law)

    def data(self) -> list[dict[str, Any]]:
        """The sections as plain values, for a program and for the sealed copy."""
        return [{"section": one.key, "items": [asdict(item) for item in one.items]} for one in self.sections]

    @property
    def digest(self) -> str:
        """What the preview showed: a packet that would be another by now is shown again, not given."""
        grounds = [self.leave.statute, self.leave.consent.pk if self.leave.consent else None]
        told = json.dumps([self.data(), grounds], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def section_name(key: str) -> str:
    """What a part of a packet is called; an employer is told by items of its own."""
    names = {
        "person": _("Henkilö ja yhteys"), "plan": _("Suunnitelma"), "assessments": _("Työkyvyn arviot"),
        "services": _("Palvelut"), "meetings": _("Tapaamiset"),
    }
    return names.get(key) or codes.code_name("employer_items", key)


def compose(
    case: Case, organisation: Organisation, chosen: Iterable[str], reader: Iterable[str], *, lock: bool = False
) -> Content:
    """The content for one organisation of the chosen sections; never more than its ground opens and the giver sees."""
    leave, mine = leave_for(case, organisation, lock=lock), frozenset(reader)
    wanted, parts, left = set(chosen), [], set()
    for key in SECTIONS:
        if key not in wanted:
            continue
        items = [one for one in _SOURCES[key](case, organisation) if one.group in mine]
        goes = tuple(one for one in items if _may(one, leave))
        left |= {one.group for one in items} - {one.group for one in goes}
        if goes:
            parts.append(Section(key, goes))
    return Content(tuple(parts), leave, tuple(codes.code_name("field_groups", one) for one in sorted(left)))


def _may(item: Item, leave: Leave) -> bool:
    """By law or consent, group by group; health data named kind by kind only in the kinds that are named."""
    if item.group in leave.by_law or item.group in leave.by_consent:
        return True
    return item.group in ITEMISED and item.kind in leave.kinds


def _person(case: Case, organisation: Organisation) -> Iterator[Item]:
    person, worker = case.person, case.responsible_worker
    yield Item("basics", "", _("Asiakas: %(name)s") % {"name": person.name})
    if person.open_phone:
        yield Item("basics", "", _("Puhelin: %(phone)s") % {"phone": person.open_phone})
    if worker:
        told = ", ".join(one for one in (worker.name, worker.phone) if one)
        yield Item("basics", "", _("Asiakasvastaava: %(name)s") % {"name": told})


def _plan(case: Case, organisation: Organisation) -> Iterator[Item]:
    version = PlanVersion.objects.filter(case=case).order_by("-number").first()
    if version is None:
        return
    content = cut(version.content, audience_of(organisation), codes_all())
    if content["wish"]:
        yield Item("basics", "", content["wish"], quote=True)
    for goal in content["goals"]:
        if not goal["closed"]:
            yield Item(goal["group"], _kind(goal["group"], "care"), goal["words"], quote=True)
            for one in goal["actions"]:
                yield Item(one["group"], _kind(one["group"], "care"), action_line(one))
    for text in content["considerations"]:
        yield Item("health", "considerations", text)


def codes_all() -> frozenset[str]:
    """Every field group there is."""
    return frozenset(one.key for one in codes.code_list("field_groups"))


def _assessments(case: Case, organisation: Organisation) -> Iterator[Item]:
    rows = WorkAbilityAssessment.objects.filter(case=case, correction__isnull=True).order_by("-assessed_on", "-pk")
    for one in rows:
        told = {"result": one.result, "who": one.assessor, "day": dates.d(one.assessed_on)}
        text = _("%(result)s (%(who)s, %(day)s)") % told
        yield Item(one.field_group, _kind(one.field_group, "work_ability"), text)


def _services(case: Case, organisation: Organisation) -> Iterator[Item]:
    rows = ServiceEpisode.objects.filter(case=case).select_related("card", "organiser__organisation")
    for one in rows.order_by("pk"):
        since = _("alkaen %(day)s") % {"day": dates.d(one.started_on)} if one.started_on else _("suunniteltu")
        until = _("päättynyt %(day)s") % {"day": dates.d(one.ended_on)} if one.ended_on else ""
        text = ", ".join(part for part in (one.name, one.body_name, since, until) if part)
        yield Item(one.field_group, _kind(one.field_group, "care"), text)


def _meetings(case: Case, organisation: Organisation) -> Iterator[Item]:
    rows = Meeting.objects.filter(case=case, closed_at__isnull=False, withdrawn_at__isnull=True).exclude(talked="")
    for one in rows.order_by("starts_at"):
        text = f"{dates.d(dates.local(one.starts_at).date())}: {one.talked}"
        yield Item(one.field_group, _kind(one.field_group, "notes"), text)


def _kind(group: str, kind: str) -> str:
    """The kind of an item of health; what is specially protected goes only when its whole group is open."""
    return kind if group == "health" else ""


_SOURCES = {
    "person": _person, "plan": _plan, "assessments": _assessments, "services": _services, "meetings": _meetings,
}
