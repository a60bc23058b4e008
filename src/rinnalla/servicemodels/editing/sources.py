"""Where the choices of a field come from: the draft's own units and stages, the common lists, the house's roles."""

from collections.abc import Callable, Iterable
from typing import Any

from rinnalla.access.roles import ROLES
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Common

Choices = list[tuple[str, str]]
Content = dict[str, Any]
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]


def choices(source: str, content: Content, where: tuple[str | int, ...] = ()) -> Choices:
    """The choices of a source with their names in the reader's language. `where` is the place of the field."""
    return SOURCES[source](content, codes.common(), where)


def known(content: Content) -> dict[str, str]:
    """Everything that a key may mean, for telling of a key in words where its list is not known."""
    names: dict[str, str] = {}
    for source in (
        "facts", "deadlines", "statutes", "roles", "kinds", "cards", "all_stages", "municipalities", "units",
    ):
        names |= dict(choices(source, content))
    return names


def name_of(source: str, value: Any, content: Content, where: tuple[str | int, ...] = ()) -> str:
    """What a chosen value is called, also when it is no longer among the choices; else it is its own name."""
    found = dict(choices(source, content, where)).get(str(value))
    return found or known(content).get(str(value), str(value))


def _named(things: Iterable[Any]) -> Choices:
    return [(one.key, one.names.in_language) for one in things]


def _units(content: Content, common: Common, where: tuple[str | int, ...]) -> Choices:
    found = []
    for body in content.get("organisations") or []:
        for unit in body.get("units") or []:
            names = in_language(unit.get("names")), in_language(body.get("names"))
            found.append((str(unit.get("key")), names[0] if names[0] == names[1] else ", ".join(names)))
    return found


def _stages(content: Content, common: Common, where: tuple[str | int, ...]) -> Choices:
    own = {one.get("key"): one.get("names") for one in (content.get("model") or {}).get("stages") or []}
    return [(key, in_language(own[key]) or name) for key, name in _named(common.stages) if key in own]


def _municipalities(content: Content, common: Common, where: tuple[str | int, ...]) -> Choices:
    rows = (content.get("info") or {}).get("municipalities") or []
    return [(str(one.get("code")), in_language(one.get("names"))) for one in rows]


def _cards(content: Content, common: Common, where: tuple[str | int, ...]) -> Choices:
    """By name; the variants of one service are told apart in words."""
    groups = dict(_named(common.service_groups))
    names = [name for _key, name in _named(common.cards)]

    def variant(card: Any) -> str:
        told = card.variant_text and card.variant_text.in_language
        return told.rstrip(".").lower() if told else groups.get(card.group, card.group)

    found = [
        (card.key, f"{name} ({variant(card)})" if names.count(name) > 1 else name)
        for card, name in zip(common.cards, names, strict=True)
    ]
    return sorted(found, key=lambda one: one[1].lower())


def _counts_as(content: Content, common: Common, where: tuple[str | int, ...]) -> Choices:
    """The national codes of the very list the local code stands in."""
    listed = next((str(part) for part in where if isinstance(part, str) and hasattr(common.codes, part)), "")
    return _named(getattr(common.codes, listed)) if listed else []


def _own(listed: str) -> Callable[[Content, Common, tuple[str | int, ...]], Choices]:
    """The things of one of the draft's own lists."""

    def found(content: Content, common: Common, where: tuple[str | int, ...]) -> Choices:
        rows = content.get(listed) or (content.get("model") or {}).get(listed) or []
        return [(str(one.get("key")), in_language(one.get("names"))) for one in rows]

    return found


SOURCES: dict[str, Callable[[Content, Common, tuple[str | int, ...]], Choices]] = {
    "languages": lambda content, common, where: LANGUAGES,
    "units": _units,
    "stages": _stages,
    "municipalities": _municipalities,
    "cards": _cards,
    "counts_as": _counts_as,
    "all_stages": lambda content, common, where: _named(common.stages),
    "kinds": lambda content, common, where: sorted(_named(common.organisation_kinds), key=lambda one: one[1]),
    "unit_kinds": lambda content, common, where: _named(common.codes.unit_kinds),
    "statutes": lambda content, common, where: _named(common.statutes),
    "segments": lambda content, common, where: _named(common.segments),
    "special_needs": lambda content, common, where: _named(common.codes.special_needs),
    "service_types": lambda content, common, where: _named(common.codes.service_types),
    "service_languages": lambda content, common, where: _named(common.codes.languages),
    "deadlines": lambda content, common, where: _named(common.deadlines),
    "organisations": _own("organisations"),
    "teams": _own("teams"),
    "networks": _own("networks"),
    "programmes": lambda content, common, where: _named(common.programmes),
    "measure_sets": lambda content, common, where: _named(common.codes.measure_sets),
    "instruments": lambda content, common, where: _named(common.instruments),
    "facts": lambda content, common, where: _named(common.facts),
    "forms": lambda content, common, where: _named(common.forms),
    "roles": lambda content, common, where: [(role.key, str(role.name)) for role in ROLES.values()],
}
