"""The tables of a report of coaching: the lines of each with what may be told, named in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.employment.results import counting
from rinnalla.employment.results.counting import Terms
from rinnalla.employment.results.records import Records
from rinnalla.lib.smallnumbers import Shown, hide_small
from rinnalla.reports.coaching.columns import HIDDEN, Column, Told
from rinnalla.servicemodels.codes import code_list

NOBODY = Shown("number", 0)
Contacts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Table:
    """Lines of numbers under headings; `heads[0]` names the lines. `note` says something of a line, by its name."""

    key: str
    heads: list[str]
    rows: list[tuple[Any, ...]]

    @property
    def told(self) -> list[tuple[Any, ...]]:
        """The lines that somebody is on, or may be."""
        return [row for row in self.rows if not _nobody(row)]

    @property
    def nobody(self) -> list[str]:
        """The names of lines that nobody is on."""
        return [row[0] for row in self.rows if _nobody(row)]

    @property
    def hidden(self) -> bool:
        """Nothing of it may be told."""
        return bool(self.rows) and all(one.kind == "withheld" for row in self.rows for one in row[1:])


def _nobody(row: tuple[Any, ...]) -> bool:
    return bool(row[1].kind == "number" and row[1].number == 0)


def state_names() -> dict[str, str]:
    return {
        counting.OPEN_WORK: _("Palkkatyössä avoimilla työmarkkinoilla"), counting.OTHER_WORK: _("Muussa työssä"),
        counting.SEARCH: _("Valmennuksessa, ei vielä työssä"), counting.STOPPED: _("Asiakas lopetti"),
        counting.ENDED: _("Valmennus päättyi"),
    }


def made(shown: Told, rows: Records, others: Sequence[Records], terms: Terms, least: int) -> list[Table]:
    """All tables of a part."""
    people, worked = _("Asiakkaita"), _("Aloitti palkkatyön")
    kinds = {key: name for key, name in _names("job_kinds").items() if key in terms.others}
    endings = {**_names("coaching_outcomes"), counting.STOPPED: _("Asiakas lopetti, syytä ei kysytä")}
    groups = {**_names("client_groups"), "": _("Ei kirjattu")}
    return [
        _table(shown, "states", [_("Missä ollaan jakson lopussa"), people], state_names()),
        _table(shown, "kinds", [_("Muu alkanut työ"), people], kinds),
        _table(shown, "type", [_("Valmennus"), people, worked], _names("coaching_types")),
        _table(shown, "payer", [_("Maksaja"), people, worked], _names("coaching_payers")),
        _table(shown, "group", [_("Asiakasryhmä"), people, worked], groups),
        _table(shown, "endings", [_("Miten valmennus päättyi"), people], endings),
        _contacts("parties", _("Kenen kanssa"), _names("coaching_parties"), counting.parties, rows, others, least),
        _contacts("places", _("Missä"), _names("coaching_places"), counting.places, rows, others, least),
    ]


def number(shown: Told, column: Column) -> Shown:
    """A number alone."""
    lines = shown[column]
    return HIDDEN if lines is None else lines[""]


def _table(shown: Told, key: str, heads: list[str], names: Mapping[str, str]) -> Table:
    """A line for each name of the list, and for each code that is in it no longer."""
    told = [shown[key, place] for place in range(len(heads) - 1)]
    others = {one: _("Muu") for lines in told for one in lines or () if one not in names}
    every = {**names, **others}
    rows = [
        (name, *(HIDDEN if lines is None else lines.get(line, NOBODY) for lines in told))
        for line, name in every.items()
    ]
    return Table(key, heads, rows)


def _contacts(
    key: str, head: str, names: Mapping[str, str], count: Callable[[Records], Contacts], rows: Records,
    others: Sequence[Records], least: int,
) -> Table:
    """Contacts, told when those they were about are few in no part."""
    found = count(rows)
    parts = [rows, *others] if others else []
    few = any(0 < people < least for one in parts for _times, people in count(one).values())
    people = hide_small({one: found.get(one, (0, 0))[1] for one in names}, least)
    shown = {
        one: Shown("number", found.get(one, (0, 0))[0]) if people[one].kind == "number" and not few else HIDDEN
        for one in names
    }
    return Table(key, [head, _("Kontakteja")], [(names[one], shown[one]) for one in names])


def _names(name: str) -> dict[str, str]:
    return {one.key: one.name for one in code_list(name)}
