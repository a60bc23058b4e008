"""How vacancies are told: facts in words, what was changed, how the job market was read."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rinnalla.employers.market.reading import BUSY, ODD, REFUSED, SILENT
from rinnalla.employers.vacancies.models import FILLED, WITHDRAWN, MarketFetch, TaskPart, Vacancy
from rinnalla.employers.vacancies.picking import OCCUPATIONS, SKILLS, names_of
from rinnalla.servicemodels.codes import code_name

LABELS: dict[str, str | Promise] = {
    "title": _lazy("Mikä työ"), "text": _lazy("Mitä työssä tehdään"), "occupation": _lazy("Ammattiryhmä"),
    "skills": _lazy("Taidot"), "demands": _lazy("Mitä työssä on"), "workplace": _lazy("Työpaikka"),
    "municipality": _lazy("Kunta"), "hours_from": _lazy("Tunteja vähintään"), "hours_to": _lazy("Tunteja enintään"),
    "times": _lazy("Mihin aikaan"), "places": _lazy("Paikkoja"), "starts_on": _lazy("Työ alkaa"),
    "deadline": _lazy("Viimeinen hakupäivä"), "outcome": _lazy("Tila"),
}
LISTS = {"skills": SKILLS, "demands": "work_demands", "times": "work_times", "occupation": OCCUPATIONS}


@dataclass(frozen=True)
class Change:
    """One change of a vacancy, in words: (label, before, now) of each field."""

    at: datetime
    who: str
    what: list[tuple[Any, str, str]]


def hours_in_words(least: Decimal | None, most: Decimal | None) -> str:
    """20–30 h viikossa; "" when nobody knows."""
    if least and most and least != most:
        return _("%(least)s–%(most)s h viikossa") % {"least": number(least), "most": number(most)}
    if least and most:
        return _("%(n)s h viikossa") % {"n": number(most)}
    if least:
        return _("vähintään %(n)s h viikossa") % {"n": number(least)}
    return _("enintään %(n)s h viikossa") % {"n": number(most)} if most else ""


def number(told: Decimal) -> str:
    """37,5 or 20."""
    return f"{told:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{told:f}" else f"{told:f}"


def facts_of(row: Vacancy | TaskPart) -> list[tuple[str, str]]:
    """What the work or a task of it asks."""
    hours = hours_in_words(row.hours, row.hours) if isinstance(row, TaskPart) else hours_in_words(
        row.hours_from, row.hours_to
    )  # fmt: skip
    return [
        (_("Taidot"), ", ".join(names_of(SKILLS, row.skills))),
        (_("Mitä työssä on"), ", ".join(names_of("work_demands", row.demands))),
        (_("Työaika"), hours), (_("Mihin aikaan"), ", ".join(names_of("work_times", row.times))),
    ]


def changes_of(vacancy: Vacancy) -> list[Change]:
    """What has been changed of a vacancy, the newest first."""
    rows = vacancy.changes.select_related("made_by")[:50]
    return [
        Change(
            one.made_at, one.made_by.name if one.made_by else _("Työmarkkinatori"),
            [(LABELS.get(name, name), _words(name, before), _words(name, now))
             for name, (before, now) in one.what.items()],
        )
        for one in rows
    ]  # fmt: skip


def _words(name: str, told: str) -> str:
    if name == "outcome":
        return {FILLED: _("Täytetty"), WITHDRAWN: _("Peruttu")}.get(told, _("Avoinna"))
    if name in LISTS:
        return ", ".join(code_name(LISTS[name], one) for one in told.split())
    return told


def fetch_in_words(fetch: MarketFetch | None) -> str:
    """How the job market was last read; "" when it never was."""
    if fetch is None:
        return ""
    if fetch.fault:
        return {
            SILENT: _("Työmarkkinatori ei vastannut. Entiset paikat jäivät ennalleen."),
            REFUSED: _("Työmarkkinatori ei hyväksynyt avainta. Pyydä ylläpitoa tarkistamaan se."),
            BUSY: _("Työmarkkinatori pyysi odottamaan. Yritämme uudelleen yöllä."),
            ODD: _("Työmarkkinatorin vastausta ei ymmärretty. Entiset paikat jäivät ennalleen."),
        }.get(fetch.fault, "")
    told = _("Uusia %(added)s, muuttuneita %(changed)s, päättyneitä %(ended)s.") % {
        "added": fetch.added, "changed": fetch.changed, "ended": fetch.ended,
    }
    outside = _("Muiden kuin rekisterin työnantajien ilmoituksia oli %(n)s. Niitä ei tallennettu.")
    odd = _("Ilmoituksia, joita ei otettu: %(n)s. Niitä ei voitu lukea, tai tekstissä oli henkilötunnus.")
    parts = [told, outside % {"n": fetch.outside} if fetch.outside else ""]
    return " ".join([*(one for one in parts if one), odd % {"n": fetch.refused} if fetch.refused else ""]).strip()
