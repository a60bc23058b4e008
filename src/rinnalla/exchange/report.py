"""What an import did, or would do: for other programs and for a person at the terminal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.exchange.columns import Ignored
from rinnalla.exchange.faults import Fault, TableError


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`imported` is the count of lines that went in, or would when `dry`; `repeats` are line numbers already there."""

    imported: int
    repeats: tuple[int, ...]
    refused: tuple[Fault, ...] = field(repr=False)
    dry: bool
    ignored: tuple[Ignored, ...] = ()

    @classmethod
    def of_unreadable(cls, error: TableError, *, dry: bool) -> "ImportReport":
        """The report on a file that can't be read at all: nothing went in."""
        return cls(imported=0, repeats=(), refused=error.faults, dry=dry)

    def as_json(self) -> dict[str, Any]:
        """The contract of the import command (architecture, section 7), one entry in `refused` for each fault."""
        return {
            "imported": self.imported,
            "repeats": list(self.repeats),
            "refused": [
                {
                    "line": fault.line,
                    "column": fault.column,
                    "value": fault.value,
                    "reason": fault.reason,
                    "expected": fault.expected,
                }
                for fault in self.refused
            ],
            "dry": self.dry,
        }

    def as_text(self) -> str:
        """The same for a person, one fault on a line. Signs that could steer a terminal are shown as �."""
        return "\n".join(map(_printable, self._lines()))

    def _lines(self) -> Iterable[str]:
        yield self._imported()
        if self.repeats:
            yield _("Jo aiemmin tuotu, rivit: %(lines)s.") % {"lines": ", ".join(map(str, self.repeats))}
        if self.refused:
            count = len({fault.line for fault in self.refused})
            told = ngettext("%(count)d rivi ei kelpaa:", "%(count)d riviä ei kelpaa:", count)
            yield told % {"count": count}
        yield from map(_fault, self.refused)
        yield from map(_ignored, self.ignored)
        if self.dry:
            yield _("Tämä oli kokeilu, mitään ei tallennettu. Tallenna valitsimella --write.")

    def _imported(self) -> str:
        told = (
            ngettext("%(count)d ohjaus voidaan tuoda.", "%(count)d ohjausta voidaan tuoda.", self.imported)
            if self.dry
            else ngettext("%(count)d ohjaus tuotiin.", "%(count)d ohjausta tuotiin.", self.imported)
        )
        return told % {"count": self.imported}


def _fault(fault: Fault) -> str:
    where = _("Rivi %(line)d") % {"line": fault.line}
    column = f", {fault.column}" if fault.column else ""
    value = f" ”{fault.value}”" if fault.value else ""
    return f"  {where}{column}{value}: {fault.reason} " + _("Odotetaan: %(expected)s") % {"expected": fault.expected}


def _ignored(column: Ignored) -> str:
    told = _("Saraketta %(heading)s ei luettu.") % {"heading": column.heading}
    return f"{told} " + _("Tarkoititko: %(near)s?") % {"near": column.nearest} if column.nearest else told


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
