"""A packet and its receipt as documents, in the client's language, and the packet as data."""

from typing import Any

from django.utils.translation import gettext as _

from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.exchange.packets.content import section_name
from rinnalla.exchange.packets.models import GivenPacket
from rinnalla.lib import dates
from rinnalla.plans.extracts import sheet
from rinnalla.plans.papers import plain


def facts_of(row: Disclosure) -> list[tuple[str, str]]:
    """The line of the log in words: every fact that 703/2023 § 10 names."""
    return [
        (_("Mitä annettiin"), ", ".join(section_name(one) for one in row.sections) or _("Suunnitelma")),
        (_("Tietoryhmät"), row.groups_in_words),
        (_("Kenen tiedoista"), row.controller.name),
        (_("Kuka antoi"), row.made_by.name if row.made_by else ""),
        (_("Kuka sai"), ", ".join(one for one in (row.organisation.name, row.receiver) if one)),
        (_("Milloin"), dates.dt(row.made_at)),
        (_("Mitä varten"), row.aim_name),
        (_("Peruste laissa"), row.law),
        (_("Peruste luvassa"), consent_words(row)),
        (_("Miten toimitettiin"), row.channel_name),
    ]


def consent_words(row: Disclosure) -> str:
    """The consent a disclosure stands on, with its version and day."""
    if row.consent is None:
        return ""
    told = {"day": dates.d(row.consent.given_on), "number": row.consent.number}
    return _("asiakkaan lupa %(day)s, versio %(number)s") % told


def packet_paper(packet: GivenPacket) -> bytes:
    """The packet as a tagged PDF."""
    return plain(lambda: _packet_data(packet), packet.case.person)


def receipt_paper(row: Disclosure) -> bytes:
    """The receipt as a tagged PDF: what was given, not the data themselves."""
    person = row.case.person

    def data() -> dict[str, Any]:
        title = _("Todistus tietojen antamisesta")
        return sheet(title, [(_("Asiakas"), person.name), *facts_of(row)], [], f"{title}, {person.name}")

    return plain(data, person)


def _packet_data(packet: GivenPacket) -> dict[str, Any]:
    row = packet.disclosure
    title = _("Tietoja: %(name)s") % {"name": row.organisation.name}
    parts = [
        {
            "title": section_name(one["section"]),
            "quotes": [item["text"] for item in one["items"] if item["quote"]],
            "lines": [item["text"] for item in one["items"] if not item["quote"]],
        }
        for one in packet.sections
    ]
    facts = [(_("Mitä varten"), row.aim_name), (_("Peruste"), row.law or consent_words(row))]
    return sheet(title, facts, parts, f"{title}, {packet.case.person.name}")


def packet_data(packet: GivenPacket) -> dict[str, Any]:
    """The packet for another program: names of fields do not change with the language."""
    row = packet.disclosure
    return {
        "disclosure": str(row.uuid), "given_at": row.made_at.isoformat(), "client": packet.case.person.name,
        "organisation": {"uuid": str(row.organisation.uuid), "name": row.organisation.name}, "aim": row.aim,
        "statute": row.statute, "consent": str(row.consent.uuid) if row.consent else None, "sections": packet.sections,
    }
