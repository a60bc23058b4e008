"""The parts of a content as pages: what address a part has, what lies at an address, and which page a fault belongs to.

An address is read from the left: a section, then by turns the key of a thing in a list and the name of a list in it:
`path_templates/work_ability_support/steps/first_contact`.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.editing import sources
from rinnalla.servicemodels.editing.shapes import PARTS, TEXTS, Shape, shapes_of
from rinnalla.servicemodels.faults import Fault

Place = tuple[str | int, ...]
Content = dict[str, Any]
FILES = {"region.yaml": ("info",), "model.yaml": ("model",), "organisations.yaml": ()}  # where each file's content lies


@dataclass(frozen=True)
class Section:
    """A part of the model with a page of its own. `where` is its place in the content, `listed` when it is a list."""

    key: str
    title: str | Promise
    lead: str | Promise
    icon: str
    where: tuple[str, ...]
    holds: type[d.Definition]
    listed: bool = True
    add: str | Promise = ""


SECTIONS: dict[str, Section] = {
    one.key: one
    for one in (
        Section("info", _("Alue ja sen sanat"), _("Nimi, kielet, puhelin ja se, millä nimillä asioita kutsutaan."),
                "LocationPin", ("info",), d.RegionInfo, listed=False),
        Section("municipalities", _("Kunnat"), _("Kunnat, joiden asukkaita palvellaan."), "House",
                ("info", "municipalities"), d.Municipality, add=_("Lisää kunta")),
        Section("organisations", _("Organisaatiot ja yksiköt"),
                _("Ketkä auttavat, missä, millä sopimuksella, ja minne ohjaukset tulevat."), "Buildings3",
                ("organisations",), d.Organisation, add=_("Lisää organisaatio")),
        Section("stages", _("Vaiheet"), _("Polun vaiheet, niiden nimet ja ohjeet ammattilaiselle."), "Timeline",
                ("model", "stages"), d.RegionStage, add=_("Ota vaihe käyttöön")),
        Section("path_templates", _("Polut"), _("Valmiit polut: askeleet, kuka tekee ja mihin mennessä."),
                "HikingTrailSign", ("model", "path_templates"), d.PathTemplate, add=_("Lisää polku")),
        Section("questions", _("Haastattelun kysymykset"), _("Alueen omat kysymykset yhteisten jälkeen."),
                "ChatElipsis", ("model", "questions"), d.LocalQuestions, add=_("Lisää kysymyksiä lomakkeelle")),
        Section("teams", _("Tiimit"), _("Ketkä tapaamiseen tarvitaan."), "PersonGroup", ("model", "teams"),
                d.TeamTemplate, add=_("Lisää tiimi")),
        Section("support_layers", _("Tuen kerrokset"), _("Kuka auttaa ammattilaista, kun asia on vaikea."), "Layers",
                ("model", "support_layers"), d.SupportLayer, add=_("Lisää kerros")),
        Section("deadlines", _("Määräajat"), _("Alueen omat määräajat. Muut ovat yhteisiä."), "Timer",
                ("model", "deadlines"), d.LocalDeadline, add=_("Lisää määräaika")),
        Section("offers", _("Palvelut"), _("Mitä palveluja on tarjolla, keneltä ja kuinka pitkä odotus on."), "Compass",
                ("model", "offers"), d.Offer, add=_("Lisää palvelu")),
        Section("contact_points", _("Yhteystiedot palveluihin"), _("Keneltä yksikön palveluista kysytään."), "Phone",
                ("model", "contact_points"), d.ContactPoint, add=_("Lisää yhteystieto")),
        Section("work_domains", _("Palvelujen työsähköpostit"),
                _("Keneltä vastausta voi pyytää linkillä ilman tunnuksia."), "EnvelopeClosed",
                ("model", "work_domains"), d.WorkDomain, add=_("Lisää verkkotunnus")),
        Section("eligibility", _("Säännöt palveluun"), _("Kenelle palvelua ehdotetaan. Ihminen päättää aina."),
                "Branching", ("model", "eligibility"), d.EligibilityRule, add=_("Lisää sääntö")),
        Section("codes", _("Omat koodit"), _("Alueen omat vaihtoehdot yhteisten rinnalla."), "Tag", ("model", "codes"),
                d.LocalCodes, listed=False),
        Section("networks", _("Verkostot"), _("Ketkä tekevät yhdessä, ja mitä tiimiä verkosto neuvoo."),
                "HandShakeHeart", ("model", "networks"), d.Network, add=_("Lisää verkosto")),
        Section("projects", _("Hankkeet"), _("Hankkeet, niiden rahoittaja ja ketkä olivat mukana."), "Briefcase",
                ("model", "projects"), d.Project, add=_("Lisää hanke")),
        Section("core_sets", _("Yhteiset mittarit"),
                _("Mitä mittareita vaiheessa käytetään ensin. Mikään ei ole pakko."), "Ruler",
                ("model", "core_sets"), d.CoreSet, add=_("Lisää vaiheen mittarit")),
        Section("links", _("Linkit muualle"), _("Sivuja, joille ihmisiä ohjataan."), "ExternalLink", ("model", "links"),
                d.Link, add=_("Lisää linkki")),
        Section("guides", _("Ohjeet asiakkaille"), _("Lyhyitä tekstejä, jotka asiakas näkee polun vaiheessa."),
                "OpenBook", ("model", "guides"), d.Guide, add=_("Lisää ohje")),
        Section("version", _("Version nimi ja voimassaolo"), _("Mistä tämä versio tunnetaan ja mistä alkaen."),
                "Calendar", ("model",), d.ServiceModel, listed=False),
    )
}
ADD = {
    "units": _("Lisää yksikkö"), "steps": _("Lisää askel"), "questions": _("Lisää kysymys"), "all_of": _("Lisää ehto"),
    "any_of": _("Lisää vaihtoehto"),
    "organisations": _("Lisää organisaatio"),
}
OWN_SECTIONS = {section.where for section in SECTIONS.values()}  # a part of a part that has a section of its own


@dataclass(frozen=True)
class Spot:
    """What lies at an address: a list of things (`listed`) or one thing, of which `holds` is the definition."""

    section: Section
    parts: tuple[str, ...]
    where: Place
    holds: type[d.Definition]
    listed: bool
    value: Any
    shape: Shape | None = None

    @property
    def address(self) -> str:
        return "/".join(self.parts)

    @property
    def add(self) -> str:
        if len(self.parts) == 1:
            return str(self.section.add)
        return str(ADD.get(self.parts[-1]) or _("Lisää koodi"))


def find(content: Content, address: str) -> Spot:
    """What lies at an address. Raises Http404 for what is not there."""
    first, *rest = address.strip("/").split("/")
    if first not in SECTIONS:
        raise Http404
    section = SECTIONS[first]
    value = at(content, section.where)
    spot = Spot(section, (first,), section.where, section.holds, section.listed, value)
    for part in rest:
        spot = _in_list(spot, part) if spot.listed else _in_thing(spot, part)
    return spot


def crumbs(content: Content, spot: Spot) -> list[tuple[str, str]]:
    """The way to a spot: (name, address) of each page above it and of itself."""
    found = []
    for depth in range(1, len(spot.parts) + 1):
        here = find(content, "/".join(spot.parts[:depth]))
        found.append((title(content, here), here.address))
    return found


def title(content: Content, spot: Spot) -> str:
    """What the page of a spot is called."""
    if len(spot.parts) == 1:
        return str(spot.section.title)
    if spot.listed:
        return str(spot.shape.said.label) if spot.shape else ""
    return name_of(content, spot.holds, spot.value, spot.where)


def name_of(content: Content, holds: type[d.Definition], value: Any, where: Place) -> str:
    """The name of one thing of a list: its own, or of what it is about."""
    if not isinstance(value, dict):
        return "?"
    for one in shapes_of(holds):
        if one.kind == TEXTS and one.name == "names" and value.get("names"):
            return in_language(value["names"])
        if one.said.source and one.said.place <= 5 and value.get(one.name):
            return sources.name_of(one.said.source, value[one.name], content, where)
    return str(value.get("key") or value.get("level") or str(_("Nimetön")))


def things(spot: Spot) -> list[tuple[str, Any]]:
    """The things of a list with the address of each."""
    rows = spot.value if isinstance(spot.value, list) else []
    return [("/".join((*spot.parts, ident(rows, number))), row) for number, row in enumerate(rows)]


def ident(rows: list[Any], number: int) -> str:
    """How a thing stands in an address: by its key, or by its number when it has none of its own."""
    key = _key(rows[number])
    return key if key and [_key(row) for row in rows].index(key) == number else f"~{number}"


def _key(row: Any) -> str:
    if not isinstance(row, dict):
        return ""
    key = next((row[name] for name in ("key", "code", "card", "form", "level", "fact", "unit") if row.get(name)), "")
    return str(key) if "/" not in str(key) else ""


def page_of(content: Content, place: Place) -> tuple[str, str]:
    """The address of the page where a place of the content is edited, and the name of its field there ("" for all)."""
    section = max(
        (one for one in SECTIONS.values() if place[: len(one.where)] == one.where), key=lambda one: len(one.where),
        default=SECTIONS["info"] if place[:1] == ("info",) else SECTIONS["version"],
    )
    spot, rest = find(content, section.key), list(place[len(section.where):])
    while rest:
        if spot.listed and isinstance(rest[0], int) and isinstance(spot.value, list) and rest[0] < len(spot.value):
            spot = _in_list(spot, ident(spot.value, rest.pop(0)))
        elif not spot.listed and any(one.name == rest[0] and one.kind == PARTS for one in shapes_of(spot.holds)):
            spot = _in_thing(spot, str(rest.pop(0)))
        else:
            break
    return spot.address, "-".join(str(part) for part in rest)


def place_of(fault: Fault) -> Place:
    """The place of a fault in the content: files are parts of it."""
    return (*FILES.get(fault.file.name, ()), *fault.path)


def at(content: Any, where: Place) -> Any:
    """What lies at a place; None when nothing does."""
    for part in where:
        if isinstance(content, dict):
            content = content.get(part)
        elif isinstance(content, list) and isinstance(part, int) and part < len(content):
            content = content[part]
        else:
            return None
    return content


def put(content: Content, where: Place, value: Any) -> None:
    """Set what lies at a place; what is missing on the way to it is made."""
    here: Any = content
    for part, after in zip(where, where[1:], strict=False):
        if isinstance(here, dict) and here.get(part) is None:
            here[part] = [] if isinstance(after, int) else {}
        here = here[part]
    if isinstance(here, list) and where[-1] == len(here):
        here.append(value)
    else:
        here[where[-1]] = value


def _in_list(spot: Spot, part: str) -> Spot:
    rows = spot.value if isinstance(spot.value, list) else []
    for number, row in enumerate(rows):
        if ident(rows, number) == part:
            return Spot(spot.section, (*spot.parts, part), (*spot.where, number), spot.holds, False, row)
    raise Http404


def _in_thing(spot: Spot, part: str) -> Spot:
    shape = next((one for one in shapes_of(spot.holds) if one.name == part and one.kind == PARTS), None)
    if shape is None or shape.inner is None or (*spot.where, part) in OWN_SECTIONS:
        raise Http404
    value = spot.value.get(part) if isinstance(spot.value, dict) else None
    return Spot(spot.section, (*spot.parts, part), (*spot.where, part), shape.inner, True, value, shape)
