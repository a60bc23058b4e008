"""A card for people to read: what is in force today, what was before, and what changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.catalogue.models import CardChange, LegalGround, ServiceCard, legal_grounds
from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import checks_cards, codes

HAPPENS, NOT, HOPED = "happens", "not", "hoped"


@dataclass(frozen=True)
class Shown:
    """What the card page draws beside the card's own columns."""

    durations: list[tuple[str, list[LegalGround]]]
    benefits: list[tuple[str, str]]
    organisers: list[str]
    organisers_before: list[tuple[str, date]]
    responsible: list[str]
    languages: list[str]
    special_needs: list[str]
    outcomes: list[str]
    legal: list[LegalGround]
    role: str
    mail: str
    link: str
    expectations: list[tuple[str, list[str]]]
    missing: list[str]


def shown(card: ServiceCard) -> Shown:
    """Everything of a card in the reader's language, as it is in force today."""
    now, before = _organisers(card)
    return Shown(
        durations=_durations(card), benefits=_benefits(card), organisers=now, organisers_before=before,
        responsible=_names("responsible_bodies", card.responsible), languages=_names("languages", card.languages),
        special_needs=_names("special_needs", card.special_needs), outcomes=_names("service_outcomes", card.outcomes),
        legal=legal_grounds(card.statutes), role=in_language(card.contact.get("role", {})) if card.contact else "",
        mail=card.contact.get("mail", ""), link=f"https://{card.site}" if card.site else "",
        expectations=sheet_in_words(card.expectations), missing=missing_in_words(card),
    )


def sheet_in_words(sheet: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """The expectation sheet under its three headings, in the order it is gone through (L-89)."""
    headings = ((HAPPENS, _("Mitä tapahtuu")), (NOT, _("Mitä ei tapahdu")), (HOPED, _("Mitä sinulta toivotaan")))
    told = [(name, [in_language(one["text"]) for one in sheet if one["about"] == about]) for about, name in headings]
    return [(name, lines) for name, lines in told if lines]


def missing(card: ServiceCard) -> list[str]:
    """What a complete card has and this one lacks, as keys (E-27): the common card's, and the contact point."""
    definition = next((one for one in codes.common().cards if one.key == card.key), None)
    common = list(checks_cards.missing(definition)) if definition else []
    mended = {"price": bool(card.price), "support": bool(card.support), "for_whom": bool(card.for_whom)}
    told = [name for name in common if not mended.get(name)]
    return told if card.contact and card.unit.phone else [*told, "contact"]


def missing_in_words(card: ServiceCard) -> list[str]:
    """The same in words for the card's owner."""
    words = {
        "plain_language": _("selkeä kieli: lyhyitä virkkeitä"), "for_whom": _("kenelle palvelu on"),
        "how_to_get_in": _("miten palveluun pääsee"), "support": _("mitä tukea saa"), "price": _("mitä se maksaa"),
        "expectations": _("mitä palvelulta voi odottaa"), "legal_basis": _("laki, johon palvelu perustuu"),
        "contact": _("kenelle soittaa tai kirjoittaa"),
    }
    return [words[name] for name in missing(card)]


def changes_in_words(change: CardChange) -> list[tuple[str, str, str]]:
    """What changed: the thing's name, its text before and after."""
    return [(_field_name(one["field"]), _told(one["field"], one["before"]), _told(one["field"], one["after"]))
            for one in change.changes]


def _field_name(name: str) -> str:
    return {
        "names": _("Nimi"), "summary": _("Mitä se on"), "for_whom": _("Kenelle"),
        "how_to_get_in": _("Näin pääset mukaan"),
        "support": _("Tuki"), "durations": _("Kesto"), "price": _("Hinta"), "benefits": _("Etuudet"),
        "responsible": _("Vastuutaho"), "special_needs": _("Otetaan huomioon"), "languages": _("Kielet"),
        "statutes": _("Laki"), "contact": _("Yhteys"), "unit": _("Järjestää"), "valid_until": _("Viimeinen päivä"),
        "withdrawn_on": _("Tarjonta päättyi"),
    }[name]


def _told(field: str, value: Any) -> str:
    """One side of a change as text."""
    lists = {"responsible": "responsible_bodies", "special_needs": "special_needs", "languages": "languages",
             "statutes": "statutes"}
    if not value:
        return ""
    if field in lists:
        return ", ".join(_names(lists[field], value))
    if field == "benefits":
        return ", ".join(name for key, name in _benefit_names().items() if key in value)
    if field == "durations":
        return " ".join(in_language(one["text"]) for one in value if _in_force(one))
    if field == "contact":
        return ", ".join(part for part in (in_language(value.get("role", {})), value.get("mail", "")) if part)
    if field in ("valid_until", "withdrawn_on"):
        return dates.d(date.fromisoformat(value))
    return in_language(value)


def _durations(card: ServiceCard) -> list[tuple[str, list[LegalGround]]]:
    terms = [one for one in card.durations if _in_force(one)]
    return [(in_language(one["text"]), legal_grounds([one["statute"]] if one.get("statute") else [])) for one in terms]


def _benefits(card: ServiceCard) -> list[tuple[str, str]]:
    """The benefits in force today that go with it, each with who pays it."""
    return [
        (one.names.in_language, one.paid_by.in_language)
        for one in codes.common().benefits
        if one.key in card.benefits and _in_force({"valid_from": one.valid_from, "valid_to": one.valid_to})
    ]


def _benefit_names() -> dict[str, str]:
    return {one.key: one.names.in_language for one in codes.common().benefits}


def _organisers(card: ServiceCard) -> tuple[list[str], list[tuple[str, date]]]:
    """Kinds of bodies that arrange it today, and those of before with their last day."""
    now = [codes.code_name("organisation_kinds", one["kind"]) for one in card.organisers if _in_force(one)]
    past = [(codes.code_name("organisation_kinds", one["kind"]), date.fromisoformat(one["valid_to"]))
            for one in card.organisers if one.get("valid_to") and not _in_force(one)]
    return now, past


def _names(name: str, keys: list[str]) -> list[str]:
    return [codes.code_name(name, key) for key in keys]


def _in_force(one: dict[str, Any]) -> bool:
    start, end = (_day(one.get(name)) for name in ("valid_from", "valid_to"))
    return (start or date.min) <= dates.today() <= (end or date.max)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
