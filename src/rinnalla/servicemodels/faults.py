"""What is wrong in a definition, told so that the one who wrote it can mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what it is, what was expected, and the nearest right name if there is one."""

    file: Path
    line: int
    path: tuple[str | int, ...]
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    expected: str = ""
    nearest: str | None = None

    @property
    def message(self) -> str:
        """The fault in words, in the language in force."""
        return sentence(self.code).format(**self.params)

    @property
    def where(self) -> str:
        """The place inside the file: `cards[3].names.sv`."""
        return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).lstrip(".")

    def __str__(self) -> str:
        told = f"{self.file}:{self.line}: {self.where + ': ' if self.path else ''}{self.message}"
        if self.expected:
            told += " " + _("Odotettu: {expected}.").format(expected=self.expected)
        if self.nearest:
            told += " " + _("Tarkoititko {nearest}?").format(nearest=self.nearest)
        return told


class LoadError(Exception):
    """A service model that could not be loaded; `faults` has every fault, in file and line order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (str(fault.file), fault.line, fault.where)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(name: object, names: Iterable[str]) -> str | None:
    """The right name closest to what was written, or None if nothing is near."""
    close = get_close_matches(str(name).lower(), list(names), n=1, cutoff=0.6)
    return close[0] if close else None


def listing(names: Sequence[str] | Iterable[str], most: int = 12) -> str:
    """Names for the `expected` of a fault; a long list is cut and says how many more there are."""
    every = list(names)
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else _("{shown} ja {more} muuta").format(shown=shown, more=len(every) - most)


def sentence(code: str) -> str:
    """The sentence of a fault code, with its named places still open."""
    return {
        "missing_file": _("Tiedosto {name} puuttuu."),
        "not_utf8": _("Tiedosto ei ole UTF-8-muotoa."),
        "empty_file": _("Tiedosto on tyhjä."),
        "not_yaml": _("Tiedosto ei ole kelvollista YAMLia: {problem}."),
        "double_key": _("Kenttä {key} on kahdesti, ensimmäisen kerran rivillä {first}."),
        "missing_field": _("Kenttä {key} puuttuu."),
        "unknown_field": _("Kenttää {key} ei ole."),
        "wrong_type": _("Arvo {value} on väärää lajia."),
        "bad_choice": _("Arvo {value} ei ole sallittu."),
        "bad_form": _("Arvo {value} on väärän muotoinen."),
        "bad_date": _("Päivää {value} ei ole, tai se on väärän muotoinen."),
        "empty": _("Tähän tarvitaan sisältö."),
        "out_of_range": _("Arvo {value} on sallitun alueen ulkopuolella."),
        "bad_value": _("Arvo {value} ei kelpaa."),
        "unknown_name": _("Nimeä {value} ei ole."),
        "same_key": _("Avain {key} on jo käytössä rivillä {first}."),
        "dates_reversed": _("Voimassaolo päättyy {valid_to} ennen kuin se alkaa {valid_from}."),
        "dates_overlap": _("Jaksot menevät päällekkäin: {first} ja {second}."),
        "default_intake": _("Alueella on {count} oletusyksikköä, joka ottaa ohjaukset vastaan. Niitä on oltava yksi."),
        "default_refuses": _("Oletusyksikkö {key} ei ota vastaan ohjauksia."),
        "municipality_open": _("Kunnalla {municipality} ei ole yksikköä, joka ottaa ohjauksia vastaan."),
        "town_elsewhere": _("Kunta {municipality} kuuluu alueeseen {region}."),
        "bullets": _("Ryhmässä {key} on {count} kohtaa."),
        "wrong_folder": _("Alueen avain {key} ei ole sama kuin kansion nimi."),
        "same_version": _("Versio {version} on jo ollut käytössä. Anna luonnokselle oma nimi."),
        "stage_order": _("Vaihe {key} on väärässä järjestyksessä."),
        "not_organiser": _("Toimijan laji {kind} ei ole kortin {card} järjestäjä."),
        "no_coordinator": _("Yksikkö {key} ottaa ohjauksia vastaan, mutta sillä ei ole koordinaattoria (roles)."),
        "missing_fact": _("Kriteerillä {key} ei ole tietoa, josta säännöt voisivat kysyä."),
        "choices": _("Kysymys {key} on valinta silloin ja vain silloin, kun sillä on vaihtoehtoja (choices)."),
        "fact_kind": _("Kysymyksen {key} vastaus on eri lajia kuin tieto {fact}."),
        "fact_group": _("Kysymyksen {key} vastaus ja sen kertoma tieto ovat eri tietoryhmää."),
        "last_segment": _("Segmentti {key}: viimeisellä ei ole sääntöjä, kaikilla muilla on."),
        "group_by": _("Kohderyhmä {key} tunnetaan joko tiedoista tai palveluista."),
        "not_counted": _("Kohderyhmää {key} ei voi laskea tiedosta {fact}."),
        "only_sensitive": _("Sääntö {key} voi täyttyä pelkällä arkaluonteisella tiedolla. Lisää muu ehto."),
        "fact_or_any": _("Ehdossa on joko yksi tieto tai lista any_of, ei molempia."),
        "any_in_any": _("Listan any_of sisällä ei voi olla toista any_of-listaa."),
        "bound_kind": _("Tieto {fact} on lajia {kind}. Tätä ei voi kysyä siltä."),
        "no_bound": _("Tiedolta {fact} on kysyttävä jotain."),
        "free_mail": _("Verkkotunnus {domain} on ilmaista sähköpostia. Se ei kerro, missä joku työskentelee."),
        "too_high": _("Alue voi vain alentaa rajaa {key}. Suurin sallittu on {most}."),
        "bounds_reversed": _("Alaraja {low} on suurempi kuin yläraja {high}."),
    }[code]
