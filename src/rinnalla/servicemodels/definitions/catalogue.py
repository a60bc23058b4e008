"""`common/service_groups.yaml`, `cards.yaml` and `figure.yaml`: what the path figure holds."""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Dated, Definition, FieldGroup, Key, Line, Row, SearchWords, Text
from rinnalla.servicemodels.definitions.codes import Code


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


class Card(Dated):
    """A catalogue card: one service, benefit or step at one place of the path figure.

    Cards with the same `service` are variants of one service (work trial stands in three places); cards with
    the same `bullet` in the same subgroup are drawn as one bullet (V-61, V-62).
    """

    key: Key
    service: Key
    row: Row
    kind: Literal["service", "benefit", "step", "document"]
    group: Key
    subgroup: Key
    stage: Key
    bullet: Key
    figure_text: Text
    names: Text
    summary: Text
    how_to_get_in: Text
    organisers: tuple[Key, ...] = Field(min_length=1)
    statutes: tuple[Key, ...] = ()
    field_group: FieldGroup
    search: SearchWords
    site: Line | None = None


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
