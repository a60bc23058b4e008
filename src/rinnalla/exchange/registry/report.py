"""What an import of services did, or would do: for other programs, for a terminal, for a page."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.exchange.faults import Fault, TableError


@dataclass(frozen=True, slots=True)
class ServicesReport:
    """Counts of objects; `repeats` are the numbers of objects that change nothing. Lines count objects from 1."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    repeats: tuple[int, ...] = ()
    refused: tuple[Fault, ...] = field(default=(), repr=False)
    remarks: tuple[Fault, ...] = field(default=(), repr=False)
    withdrawn_names: tuple[str, ...] = ()
    dry: bool = True

    @classmethod
    def of_unreadable(cls, error: TableError, *, dry: bool) -> "ServicesReport":
        """The report on a file that can't be read at all: nothing went in."""
        return cls(refused=error.faults, dry=dry)

    @property
    def imported(self) -> int:
        """How many objects changed something."""
        return self.added + self.changed + self.withdrawn

    @property
    def refused_count(self) -> int:
        return len({fault.line for fault in self.refused})

    def as_json(self) -> dict[str, Any]:
        """The contract of the import command (architecture, section 7), and what is told of services besides."""
        return {
            "imported": self.imported, "added": self.added, "changed": self.changed, "withdrawn": self.withdrawn,
            "repeats": list(self.repeats), "refused": [_entry(fault) for fault in self.refused],
            "remarks": [_entry(fault) for fault in self.remarks], "dry": self.dry,
        }  # fmt: skip

    def as_text(self) -> str:
        """The same for a person, one thing on a line. Signs that could steer a terminal are shown as �."""
        return "\n".join(map(_printable, self._lines()))

    def counts(self) -> list[str]:
        """What changes, in words."""
        told = [
            (self.added, ngettext("%(count)d uusi", "%(count)d uutta", self.added)),
            (self.changed, ngettext("%(count)d muuttunut", "%(count)d muuttunutta", self.changed)),
            (self.withdrawn, ngettext("%(count)d poistunut", "%(count)d poistunutta", self.withdrawn)),
            (len(self.repeats), ngettext("%(count)d ennallaan", "%(count)d ennallaan", len(self.repeats))),
        ]
        return [text % {"count": count} for count, text in told if count]

    def _lines(self) -> Iterable[str]:
        yield (", ".join(self.counts()) or _("Mitään ei muuttunut")) + "."
        for name in self.withdrawn_names:
            yield "  " + _("Poistunut: %(name)s") % {"name": name}
        if self.refused:
            told = ngettext("%(count)d kohde ei kelpaa:", "%(count)d kohdetta ei kelpaa:", self.refused_count)
            yield told % {"count": self.refused_count}
            yield from map(_line, self.refused)
        if self.remarks:
            yield _("Jätettiin pois tai huomattiin:")
            yield from map(_line, self.remarks)
        if self.dry:
            yield _("Tämä oli kokeilu, mitään ei tallennettu. Tallenna valitsimella --write.")


def _entry(fault: Fault) -> dict[str, Any]:
    told = asdict(fault)
    return {name: told[name] for name in ("line", "column", "value", "reason", "expected")}


def _line(fault: Fault) -> str:
    where = _("Kohde %(number)d") % {"number": fault.line}
    column = f", {fault.column}" if fault.column else ""
    value = f" ”{fault.value}”" if fault.value else ""
    return f"  {where}{column}{value}: {fault.reason} " + _("Odotetaan: %(expected)s") % {"expected": fault.expected}


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
