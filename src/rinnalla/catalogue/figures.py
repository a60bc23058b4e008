"""The path figure of a region made ready for a page: content, drawing, views, the chosen card (V-26, F-46)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.catalogue.figure.content import Content, Entry, content_of
from rinnalla.catalogue.figure.layout import draw
from rinnalla.catalogue.figure.parts import Asked, Drawing, Panel, Sayings
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes

PLAIN, CLIENTS, WAITING, PLACES = "services", "clients", "waiting", "places"
ABOUT_DAYS = 14  # a wait shorter than this is told in days, a longer one in weeks
OUTCOME = "pension"  # the box whose remark says that it is an outcome (V-89)


@dataclass(frozen=True)
class Counted:
    """Numbers that may be printed, by the key of an entry, and the weights of the strands, made of them alone."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True)
class Options:
    """What the address asks for: which numbers, which card, and the list in the picture's place."""

    view: str = PLAIN
    card: str = ""
    as_list: bool = False
    region: str = ""

    def query(self, **changes: Any) -> str:
        """The address with something changed, only what differs from the plain page in it."""
        given = {"region": self.region, "view": self.view, "card": self.card, "as": "list" if self.as_list else ""}
        given |= changes
        return "?" + urlencode({name: value for name, value in given.items() if value and value != PLAIN})


@dataclass(frozen=True)
class Figure:
    """What the templates draw. `panel` stands in the free place, `standing` does when no card is chosen."""

    content: Content
    drawing: Drawing
    options: Options
    views: Sequence[tuple[str, str, bool]]
    numbers: Mapping[str, str]
    notes: Mapping[str, str]
    unit: str
    chosen: ServiceCard | None
    panel: Panel
    standing: Panel
    foot: Sequence[str]

    def address_of(self, entry: Entry) -> str:
        """Where a line leads: to its card in the figure; nowhere when the region has none."""
        return f"{self.options.query(card=entry.cards[0])}#figure" if entry.cards else ""

    def is_chosen(self, entry: Entry) -> bool:
        return self.chosen is not None and self.chosen.key in entry.cards


def options_of(asked: Mapping[str, str], views: Sequence[str], region: str = "") -> Options:
    """What the address asks for, of what there is."""
    view = asked.get("view", "")
    return Options(
        view=view if view in views else views[0], card=asked.get("card", "")[:60], as_list=asked.get("as") == "list",
        region=region,
    )  # fmt: skip


def content_for(region: Region, *, veiled: bool = False, on: date | None = None) -> Content | None:
    """The content of the region's published figure; None when no model is published."""
    model = codes.published(region)
    return content_of(codes.common(), model, on or dates.today(), veiled=veiled) if model else None


def figure_for(
    region: Region, content: Content, options: Options, views: Sequence[str], panel: Panel, card_url: Any,
    counted: Counted | None = None,
) -> Figure:
    """The figure with the numbers of the chosen view. `panel` stands in the free place unless a card is chosen;
    `card_url` gives the address of a card's own page."""
    cards = {card.key: card for card in ServiceCard.objects.offered().of_region(region.pk).select_related(
        "unit__organisation", "region")}  # fmt: skip
    counts = counted or Counted()
    numbers = counts.numbers if options.view == CLIENTS else _of_cards(content, cards, options.view)
    notes = counts.notes if options.view == CLIENTS else {}
    chosen = cards.get(options.card)
    entry = content.find(chosen.key) if chosen else None
    free = _card_panel(chosen, entry, content, card_url) if chosen and entry else panel
    weights = counts.weights if options.view == CLIENTS else {}
    services = frozenset({chosen.service}) if chosen else frozenset()
    sayings = _sayings(content, notes or _plain_names(panel, content))
    drawing = draw(Asked(content, sayings, numbers, weights, services, free))
    return Figure(
        content, drawing, options, _views(options, views), numbers, notes, _unit(options.view),
        chosen if entry else None, free, panel, _foot(content, options.view, counts.remark),
    )  # fmt: skip


def _sayings(content: Content, notes: Mapping[str, str]) -> Sayings:
    count = len(content.senders)
    noticing = ngettext("Kuka huomaa tarpeen: %(n)s lähettäjä", "Kuka huomaa tarpeen: %(n)s lähettäjää", count)
    return Sayings(
        noticing % {"n": count}, _("Rinnalla koko matkan"), notes, {OUTCOME: _("Eläke on tulos, ei epäonnistuminen.")}
    )


def _plain_names(panel: Panel, content: Content) -> dict[str, str]:
    """What a stage is called to the client, where the panel does not tell the stages' prompts."""
    return {} if panel.dense else {key: step.plain for key, step in content.steps.items()}


def _views(options: Options, views: Sequence[str]) -> list[tuple[str, str, bool]]:
    names = {
        PLAIN: _("Palvelut"), CLIENTS: _("Asiakkaita nyt"), WAITING: _("Odotusaika"), PLACES: _("Vapaita paikkoja"),
    }  # fmt: skip
    return [(names[view], options.query(view=view), view == options.view) for view in views]


def _unit(view: str) -> str:
    """What a number means, for those who hear it."""
    return {CLIENTS: _("asiakasta"), WAITING: _("odotusta"), PLACES: _("vapaata paikkaa")}.get(view, "")


def _foot(content: Content, view: str, remark: str) -> list[str]:
    said = [remark] if view == CLIENTS and remark else []
    if view == WAITING:
        said.append(_("Odotusaika on järjestäjän arvio."))
    if view == PLACES:
        said.append(_("Luku näkyy, jos järjestäjä on ilmoittanut vapaat paikat."))
    if any(not entry.offered for entry in content.entries):
        said.append(_("Ontto piste: palvelua ei tarjota tällä alueella."))
    return [*said, _("Tilanne %(day)s.") % {"day": dates.d(dates.today())}]


def _of_cards(content: Content, cards: Mapping[str, ServiceCard], view: str) -> dict[str, str]:
    """Waits or free places as the cards tell them; a bullet of two cards has the shorter wait and both's places."""
    told = {}
    for entry in content.entries:
        of = [cards[key] for key in entry.cards if key in cards]
        waits = [card.waiting_days for card in of if card.waiting_days is not None]
        places = [card.places for card in of if card.places is not None]
        if view == WAITING and waits:
            told[entry.key] = wait_in_short(min(waits))
        elif view == PLACES and places:
            told[entry.key] = str(sum(places))
    return told


def wait_in_short(days: int) -> str:
    """A wait as it fits beside a bullet: at once, days, weeks."""
    if days == 0:
        return _("heti")
    if days < ABOUT_DAYS:
        return _("%(n)s pv") % {"n": days}
    return _("%(n)s vk") % {"n": ceil(days / 7)}


def _card_panel(card: ServiceCard, entry: Entry, content: Content, card_url: Any) -> Panel:
    """The chosen card: who, on which law, how to get in, how long it takes."""
    facts = [
        (_("Järjestää"), card.organisation.name), (_("Perustuu"), "; ".join(card.legal_basis)),
        (_("Näin pääset mukaan"), card.how_text), (_("Odotus"), card.waiting_text),
    ]  # fmt: skip
    places = sum(1 for one in content.entries if one.services & entry.services)
    foot = ngettext("Kuvassa yhdessä kohdassa.", "Kuvassa %(n)s kohdassa.", places) % {"n": places}
    return Panel(
        title=card.name, sub=card.group_name, facts=tuple((term, text) for term, text in facts if text),
        act=_("Avaa kortti"), url=card_url(card), foot=foot if places > 1 else "",
    )  # fmt: skip


def prompts(content: Content) -> Panel:
    """The guidance prompt of each stage, in the region's words (V-95)."""
    facts = tuple((f"{step.number} {step.name}", step.prompt) for step in content.steps.values())
    return Panel(_("Muista joka vaiheessa"), facts=facts, css="fg-quiet", dense=True)
