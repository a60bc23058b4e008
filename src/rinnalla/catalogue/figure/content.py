"""What stands in the figure of a region: its definitions in the reader's language, in the order of the figure.

What a region leaves out is left out: a stage with its boxes, a sender whose codes are not in force. A bullet of the
common figure that the region has no card for stays, marked as not offered: the figure is the whole of V-26.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rinnalla.servicemodels.definitions import (
    Card,
    Code,
    Common,
    FigureList,
    FigureSender,
    RegionDefinition,
    SenderKind,
    ServiceGroup,
    Text,
)

IDENTIFICATION, INITIAL, MAPPING, SERVICES, FOLLOW_UP = (
    "identification", "initial_service", "mapping", "services", "follow_up",
)  # fmt: skip
DOCUMENT = "document"  # the kind of a card that is drawn as a paper: the product of mapping (V-58)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the figure. `key` is what its number is found by; `cards` are the cards it opens, the first first."""

    key: str
    text: str
    rows: tuple[str, ...]
    cards: tuple[str, ...] = ()
    services: frozenset[str] = frozenset()
    offered: bool = True

    @property
    def row(self) -> str:
        return " ".join(self.rows)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its heading; the heading is empty where the box's own says it."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the figure (V-59, V-74, V-82, V-89): its lists."""

    key: str
    name: str
    row: str
    lists: tuple[Listing, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for one in self.lists for entry in one.entries)


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the path in the region's words: for professionals the prompt (V-95), for the client the plain name."""

    key: str
    number: int
    name: str
    plain: str
    prompt: str
    row: str


@dataclass(frozen=True, slots=True)
class Content:
    """The whole figure. A stage the region does not use is not in `steps`, and what stands in it is empty."""

    title: str
    region: str
    tagline: str
    steps: dict[str, Step]
    populations: tuple[Entry, ...]
    senders: tuple[Entry, ...]
    hub: str
    hub_note: str
    intake: tuple[Listing, ...]
    extras: tuple[Entry, ...]
    mapping: tuple[Entry, ...]
    products: tuple[Entry, ...]
    boxes: tuple[Box, ...]
    companions: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that stands for a row, in the order it is read."""
        intake = (entry for one in self.intake for entry in one.entries)
        boxes = (entry for box in self.boxes for entry in box.entries)
        return (
            *self.populations, *self.senders, *intake, *self.extras, *self.mapping, *self.products, *boxes,
            *self.companions,
        )  # fmt: skip

    def find(self, card: str) -> Entry | None:
        """The bullet that opens a card."""
        return next((entry for entry in self.entries if card in entry.cards), None)


def content_of(common: Common, region: RegionDefinition, on: date, *, veiled: bool = False) -> Content:
    """The figure of a region on a day, in the language now in use.

    `veiled`: a sender that itself tells something of the person stands under the name it is shown as (V-37).
    """
    return _Reading(common, region, on, veiled).content()


class _Reading:
    """One reading of the definitions."""

    def __init__(self, common: Common, region: RegionDefinition, on: date, veiled: bool) -> None:
        self.common, self.region, self.on, self.veiled = common, region, on, veiled
        self.stages = {stage.key: stage for stage in region.model.stages}
        self.offered = {offer.card for offer in region.model.offers if self._in_force(offer)}

    def _in_force(self, dated: object) -> bool:
        start, end = getattr(dated, "valid_from", None), getattr(dated, "valid_to", None)
        return (start or date.min) <= self.on <= (end or date.max)

    def content(self) -> Content:
        figure, words = self.common.figure, self.region.info
        initial, mapping = self._boxes(INITIAL), self._boxes(MAPPING)
        documents = {card.key for card in self.common.cards if card.kind == DOCUMENT}
        steps = [entry for box in mapping for entry in box.entries]
        companions = (self._code(one, "companion") for one in figure.companions if self._in_force(one))
        here = IDENTIFICATION in self.stages
        return Content(
            title=said(figure.title), region=said(words.names), tagline=said(words.wording.tagline),
            steps=self._steps(),
            populations=tuple(self._populations()) if here else (),
            senders=tuple(self._senders()) if here else (),
            hub=said(words.wording.team), hub_note=said(figure.hub_note),
            intake=tuple(self._listing(one) for one in figure.intake) if INITIAL in self.stages else (),
            extras=tuple(entry for box in initial for entry in box.entries),
            mapping=tuple(entry for entry in steps if not documents.intersection(entry.cards)),
            products=tuple(entry for entry in steps if documents.intersection(entry.cards)),
            boxes=self._boxes(SERVICES), companions=tuple(companions),
        )  # fmt: skip

    def _steps(self) -> dict[str, Step]:
        used = [stage for stage in self.common.stages if stage.key in self.stages]
        return {
            stage.key: Step(
                key=stage.key, number=number, name=said(self.stages[stage.key].names or stage.names),
                plain=said(stage.client_names), prompt=said(self.stages[stage.key].prompt or stage.prompt),
                row=stage.row or "",
            )
            for number, stage in enumerate(used, start=1)
        }  # fmt: skip

    def _populations(self) -> Iterable[Entry]:
        codes = {code.key: code for code in self.common.codes.entry_populations}
        return (self._code(codes[key], "population") for key in self.common.figure.populations
                if self._in_force(codes[key]))  # fmt: skip

    def _senders(self) -> Iterable[Entry]:
        codes = {code.key: code for code in self.common.codes.sender_kinds}
        for sender in self.common.figure.senders:
            if any(self._in_force(codes[kind]) for kind in sender.kinds):
                yield Entry(sender_key(sender), self._sender_name(sender, codes), (sender.row,))

    def _sender_name(self, sender: FigureSender, codes: dict[str, SenderKind]) -> str:
        veils = {code.key: code for code in self.common.codes.authority_labels}
        veil = next((codes[kind].shown_as for kind in sender.kinds if codes[kind].shown_as), None)
        return said(veils[veil].names) if self.veiled and veil in veils else said(sender.label)

    def _listing(self, given: FigureList) -> Listing:
        items = (self._code(item, "intake") for item in given.items if self._in_force(item))
        return Listing(said(given.names), tuple(items))

    def _code(self, code: Code, kind: str) -> Entry:
        return Entry(f"{kind}:{code.key}", said(code.names), (code.row,) if code.row else ())

    def _boxes(self, stage: str) -> tuple[Box, ...]:
        if stage not in self.stages:
            return ()
        return tuple(self._box(group) for group in self.common.service_groups if group.stage == stage)

    def _box(self, group: ServiceGroup) -> Box:
        lists = []
        for subgroup in group.subgroups:
            cards = [card for card in self.common.cards if (card.group, card.subgroup) == (group.key, subgroup.key)]
            name = said(subgroup.names)
            entries = tuple(self._bullets([card for card in cards if self._in_force(card)]))
            if entries:
                lists.append(Listing("" if name == said(group.names) else name, entries))
        return Box(group.key, said(group.names), group.row or "", tuple(lists))

    def _bullets(self, cards: list[Card]) -> Iterable[Entry]:
        """Cards of one bullet are drawn once (V-61, V-62), and it opens those the region offers."""
        for bullet in dict.fromkeys(card.bullet for card in cards):
            of = [card for card in cards if card.bullet == bullet]
            offered = [card for card in of if card.key in self.offered]
            yield Entry(
                key=f"card:{of[0].key}", text=said(of[0].figure_text), rows=tuple(dict.fromkeys(c.row for c in of)),
                cards=tuple(card.key for card in offered), services=frozenset(card.service for card in of),
                offered=bool(offered),
            )  # fmt: skip


def sender_key(sender: FigureSender) -> str:
    """What the number of a sender is found by: Kela and the pension institutions share one line."""
    return f"sender:{sender.kinds[0]}"


def said(text: Text) -> str:
    """The text in the language now in use."""
    return text.in_language
