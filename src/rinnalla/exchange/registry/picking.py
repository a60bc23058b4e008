"""Taking parts out of one object of the registry; what is wrong in it is noted with its place, never raised."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.exchange.faults import Fault, shortened
from rinnalla.exchange.registry import shapes, texts

Words = dict[str, str]


@dataclass
class Picker:
    """One object being read. `faults` keep the object out; `remarks` tell what of it was left out."""

    line: int
    value: dict[str, Any] = field(repr=False)
    faults: list[Fault] = field(default_factory=list, repr=False)
    remarks: list[Fault] = field(default_factory=list, repr=False)

    def fault(self, place: str, value: Any, code: str, reason: str, expected: str) -> None:
        self.faults.append(Fault(self.line, place, _shown(value), code, reason, expected))

    def remark(self, place: str, value: Any, code: str, reason: str, expected: str) -> None:
        self.remarks.append(Fault(self.line, place, _shown(value), code, reason, expected))

    def many(self, name: str, of: dict[str, Any] | None = None, place: str = "") -> Iterator[tuple[str, dict]]:
        """The objects of a list with the place of each; a list that is not there is empty."""
        value = (self.value if of is None else of).get(name)
        where = f"{place}.{name}" if place else name
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(where, value, "list", _("Tässä ei ole luetteloa."), _("luettelo: [ … ]"))
            return
        if len(value) > shapes.MOST_OF_A_KIND:
            told = _("Luettelossa on liikaa osia.")
            self.fault(where, str(len(value)), "many", told, _("enintään %(most)d") % {"most": shapes.MOST_OF_A_KIND})
            return
        for number, one in enumerate(value):
            if isinstance(one, dict):
                yield f"{where}[{number}]", one
            elif one is not None:
                self.fault(f"{where}[{number}]", one, "object", _("Tässä ei ole kohdetta."), _("kohde: { … }"))

    def text(self, of: dict[str, Any], name: str, place: str, longest: int = shapes.LONGEST_TEXT) -> str:
        """A text as plain text; "" when it is not there or is no text."""
        value, where = of.get(name), f"{place}.{name}" if place else name
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(where, value, "text", _("Tässä ei ole tekstiä."), _("teksti lainausmerkeissä"))
            return ""
        told = texts.clean(value)
        if len(told) > longest:
            self.fault(where, told, "long", _("Teksti on liian pitkä: %(count)d merkkiä.") % {"count": len(told)},
                       _("enintään %(most)d merkkiä") % {"most": longest})  # fmt: skip
            return ""
        return told

    def one_of(self, name: str, known: tuple[str, ...], default: str = "") -> str:
        """A code that must be one of the known ones; `default` when it is not there."""
        value = self.value.get(name)
        if value is None:
            return default
        if value in known:
            return str(value)
        self.fault(name, value, "unknown", _("Arvoa ei tunneta."), any_of(known))
        return default

    def by_type(self, name: str, known: tuple[str, ...]) -> dict[str, Words]:
        """Language items as {type: {language: text}}; GD_ before a type stays in it."""
        found: dict[str, Words] = {}
        for place, one in self.many(name):
            kind, language = self.text(one, "type", place, 100), self.language(one, place)
            base = kind.removeprefix(shapes.GENERAL)
            if base not in known:
                told = _("Tekstin lajia ei tunneta, tekstiä ei luettu.")
                self.remark(f"{place}.type", kind, "type", told, any_of(known))
            elif language:
                told = self.text(one, "value", place, shapes.LONGEST.get(base, shapes.LONGEST_TEXT))
                if told:
                    found.setdefault(kind, {}).setdefault(language, self.without_people(told, place))
        return found

    def by_language(self, of: dict[str, Any], name: str, place: str, key: str = "value") -> Words:
        """Language items without a type as {language: text}."""
        found: Words = {}
        for where, one in self.many(name, of, place):
            language, told = self.language(one, where), self.text(one, key, where)
            if language and told:
                found.setdefault(language, told)
        return found

    def language(self, one: dict[str, Any], place: str) -> str:
        """fi, sv or en; "" for another language, which is told, since nobody would read it here."""
        language = self.text(one, "language", place, 20)
        if language in shapes.LANGUAGES:
            return language
        told = _("Tätä kieltä ei lueta.")
        self.remark(f"{place}.language", language, "language", told, ", ".join(shapes.LANGUAGES))
        return ""

    def without_people(self, told: str, place: str) -> str:
        kept = texts.without_people(told)
        if kept != told:
            self.left_out(place)
        return kept

    def left_out(self, place: str) -> None:
        """A named person's address was left out; the report never repeats it."""
        told = _("Nimetyn henkilön sähköpostiosoite jätettiin pois.")
        self.remark(place, "", "person", told, _("yksikön tai tehtävän osoite"))


def any_of(known: tuple[str, ...]) -> str:
    """What is expected: one of the known names."""
    return _("jokin näistä: %(known)s") % {"known": ", ".join(known)}


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else "" if isinstance(value, dict | list) else str(value)[:200]
    return shortened(texts.without_people(texts.clean(text[:400])))
