"""`common/service_groups.yaml`, `cards.yaml` and `figure.yaml`: what the path figure holds."""

from datetime import date
from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, Definition, FieldGroup, Key, Line, Row, SearchWords, Text
from rinnalla.servicemodels.definitions.codes import Code
from rinnalla.servicemodels.definitions.law import Value


class Subgroup(Definition):
    """A list inside a group of the path figure. `bullets` is how many the figure has, and a check."""

    key: Key
    names: Text
    bullets: int = Field(ge=1)


class ServiceGroup(Definition):
    """A box of the path figure."""

    key: Key
    names: Text
    stage: Key
    row: Row | None = None
    subgroups: tuple[Subgroup, ...] = Field(min_length=1)


class Organiser(Dated):
    """A kind of body that arranges the service, from when to when: bodies change by law (T-19)."""

    kind: Key


class Term(Dated):
    """How long a service lasts, or what limits it, while that is in force; `statute` when it comes from law."""

    text: Text
    statute: Key | None = None


class Expectation(Definition):
    """One sentence of the sheet that is gone through with the client (L-89), in easy language."""

    about: Literal["happens", "not", "hoped"]
    text: Text


class Benefit(Dated):
    """A benefit that may go with a service; `card` when the catalogue has its own card. Amounts are dated elsewhere.

    `covers` is false when nobody lives on it alone, `fixed_term` true when it always has an end, `rests` true when a
    pension rests meanwhile; `most` is the longest time it is paid, by the day it begins (V-73).
    """

    key: Key
    names: Text
    paid_by: Text
    statute: Key | None = None
    site: Line | None = None
    card: Key | None = None
    income: Literal["benefit", "pension", "work"] = "benefit"
    covers: bool = True
    fixed_term: bool = False
    rests: bool = False
    most: tuple[Value, ...] = ()


class Card(Dated):
    """A catalogue card: one service, benefit or step at one place of the path figure.

    Cards with the same `service` are variants of one service (work trial stands in three places), told apart by
    `variant`; cards with the same `bullet` in the same subgroup are drawn as one bullet (V-61, V-62). What may be
    missing (E-27) is told by `checks_cards.missing`.
    """

    key: Key
    service: Key
    row: Row
    kind: Literal["service", "benefit", "step", "document"]
    group: Key
    subgroup: Key
    stage: Key
    bullet: Key
    variant: Key | None = None
    variant_text: Text | None = None
    figure_text: Text
    names: Text
    summary: Text
    for_whom: Text | None = None
    how_to_get_in: Text
    support: Text | None = None
    durations: tuple[Term, ...] = ()
    price: Text | None = None
    benefits: tuple[Key, ...] = ()
    outcomes: tuple[Key, ...] = ()
    organisers: tuple[Organiser, ...] = Field(min_length=1)
    responsible: tuple[Key, ...] = ()
    special_needs: tuple[Key, ...] = ()
    meeting_type: Key | None = None
    statutes: tuple[Key, ...] = ()
    field_group: FieldGroup
    expectations: tuple[Expectation, ...] = ()
    search: SearchWords
    site: Line | None = None

    @property
    def sensitive(self) -> bool:
        """Its very name tells what decree 457/2024 section 26 protects: seen by ground or consent only (V-69, V-72)."""
        return self.field_group == "special"

    def organised_by(self, on: date) -> tuple[str, ...]:
        """The kinds of bodies that arrange it on a day."""
        return tuple(
            one.kind for one in self.organisers if (one.valid_from or date.min) <= on <= (one.valid_to or date.max)
        )


class Figure(Definition):
    """What the path figure shows beside the catalogue cards (V-27…V-51, V-92…V-99)."""

    title: Text
    populations: tuple[Key, ...]
    senders: tuple["FigureSender", ...]
    hub: Text
    hub_note: Text
    intake: tuple["FigureList", ...]
    product: Text
    companions: tuple[Code, ...]


class FigureSender(Definition):
    """One sender line of the figure; Kela and the pension institutions share one."""

    label: Text
    kinds: tuple[Key, ...] = Field(min_length=1)
    row: Row


class FigureList(Definition):
    """One list in the box of the initial service."""

    names: Text
    items: tuple[Code, ...]
