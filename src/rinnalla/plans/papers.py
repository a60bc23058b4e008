"""The plan as a document in the client's language: for the client, or with a cover note for an organisation (V-58).

texts: to the client
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.documents import pdf
from rinnalla.people.models import Person
from rinnalla.plans.copies import CLIENT, audience_of, cut
from rinnalla.plans.differences import months, rung, who
from rinnalla.plans.models import Approval, GoalOutcome, MadeIn, Packet, PlanVersion
from rinnalla.servicemodels.codes import code_name

TEMPLATE = Path(__file__).parent / "plan.typ"
SHEET = Path(__file__).parent / "sheet.typ"


def paper(
    version: PlanVersion, groups: Iterable[str], packet: Packet | None = None, audience: str = CLIENT
) -> bytes:
    """A version as tagged PDF with only the parts of `groups` that the audience gets; with a packet, whose receiver is
    then the audience, its cover note comes first."""
    with in_clients_language(version.plan.case.person):
        return pdf(TEMPLATE, paper_data(version, groups, packet, audience))


def cover_draft(version: PlanVersion) -> str:
    """A cover note to begin with, built from the record in the writer's language (V-58). Nothing but the basics."""
    case = version.plan.case
    worker = case.responsible_worker
    lines = [
        _("Ohessa on työkyvyn tuen suunnitelma, versio %(number)s, %(day)s.")
        % {"number": version.number, "day": dates.d(version.made_at)},
        _("Suunnitelma tarkistetaan viimeistään %(day)s.") % {"day": _day(version.content["review_on"])},
        _("Kysy lisää: %(name)s, %(phone)s.") % {"name": worker.name, "phone": worker.phone} if worker else "",
    ]
    return "\n".join(line for line in lines if line)


def plain(template_data: Callable[[], dict[str, Any]], person: Person) -> bytes:
    """A plain document (`sheet.typ`) in the client's language; its data is made in that language."""
    with in_clients_language(person):
        return pdf(SHEET, template_data())


def in_clients_language(person: Person) -> AbstractContextManager[None]:
    return translation.override(person.reads)


def paper_data(
    version: PlanVersion, groups: Iterable[str], packet: Packet | None = None, audience: str = CLIENT
) -> dict[str, Any]:
    """What the document says, in the language in use. Nothing outside `groups` and the audience's sections is in it."""
    audience = audience_of(packet.organisation) if packet else audience
    content, person = cut(version.content, audience, groups), version.plan.case.person
    title = _("Työkyvyn tuen suunnitelma")
    return {
        "lang": (translation.get_language() or "fi")[:2],
        "title": title,
        "author": version.made_by.name if version.made_by else "",
        "footer": ", ".join((title, person.name, _("versio %(number)s") % {"number": version.number})),
        "cover": _cover(packet, person) if packet else None,
        "wish": content["wish"],
        "facts": _facts(version, content, person),
        "considerations": content["considerations"],
        "goals": [_goal(goal, person) for goal in content["goals"]],
        "sign": _sign(version.approval, person) if audience == CLIENT else [],
        "words": {
            "wish": _("Toive"),
            "considerations": _("Mitä terveydessä otetaan huomioon"),
            "what": _("Mitä tehdään"),
            "who": _("Kuka"),
            "due": _("Milloin"),
            "state": _("Tila"),
            "no_actions": _("Toimista ei ole vielä sovittu."),
        },
    }


def _pairs(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs if value]


def _facts(version: PlanVersion, content: dict[str, Any], person: Person) -> list[dict[str, str]]:
    worker = version.plan.case.responsible_worker
    approval = version.approval
    approved = (
        _("Hyväksynyt %(day)s") % {"day": dates.d(approval.answered_on)}
        if approval and approval.answer == "approved"
        else ""
    )
    return _pairs(
        (_("Asiakas"), person.name),
        (_("Asiakasvastaava"), ", ".join(one for one in (worker.name, worker.phone) if one) if worker else ""),
        (_("Versio"), f"{version.number}, {dates.d(version.made_at)}"),
        (_("Tehty"), str(MadeIn(content["made_in"]).label)),
        (_("Asiakas on"), approved.lower()),
        (_("Arvio tuen kestosta"), months(content.get("support_months"))),
        (_("Kuntoutuksen vaihe"), rung(content["ladder"])),
        (_("Tarkistetaan viimeistään"), _day(content["review_on"])),
    )


def _goal(goal: dict[str, Any], person: Person) -> dict[str, Any]:
    said = [f"{person.first_name}, {_day(goal['said_on'])}"]
    if goal["importance"] is not None:
        said.append(_("Kuinka tärkeää: %(number)s/10") % {"number": goal["importance"]})
    if closed := goal["closed"]:
        said.append(f"{GoalOutcome(closed['outcome']).label} {_day(closed['on'])}")
    return {
        "title": code_name("purposes", goal["purpose"]),
        "words": goal["words"],
        "said": ". ".join(said),
        "actions": [
            {"what": one["what"], "who": who(one, person.name), "due": _day(one["due_on"]), "state": _state(one)}
            for one in goal["actions"]
        ],
    }


def _state(action: dict[str, Any]) -> str:
    if action["done_on"]:
        return _("Tehty %(day)s") % {"day": _day(action["done_on"])}
    return _("Luvattu") if action["accepted"] else _("Odottaa lupausta")


def _cover(packet: Packet, person: Person) -> dict[str, Any]:
    ground = _("asiakkaan suostumus") if packet.ground == "consent" else code_name("statutes", packet.ground)
    parts = ", ".join(code_name("field_groups", name).lower() for name in packet.field_groups)
    return {
        "title": _("Saate"),
        "facts": _pairs(
            (_("Kenelle"), packet.organisation.name),
            (_("Kenestä"), person.name),
            (_("Päivä"), dates.d(packet.made_at)),
            (_("Mitä annetaan"), parts),
            (_("Peruste"), ground),
        ),
        "paragraphs": [line for line in packet.cover_note.splitlines() if line.strip()],
        "sender": packet.made_by.name if packet.made_by else "",
    }


def _sign(approval: Approval | None, person: Person) -> list[str]:
    """Place for a signature where the client has not answered yet."""
    if approval and approval.answer == "approved":
        return []
    return [_("Hyväksyn suunnitelman. Päivä ja allekirjoitus: ____________________________________"), person.name]


def _day(text: str | None) -> str:
    return dates.d(date.fromisoformat(text)) if text else ""
