"""The copy and the log on paper, in the client's language."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.documents import pdf
from rinnalla.people.models import Person
from rinnalla.plans.papers import in_clients_language
from rinnalla.retention.copy.gathering import Everything, Part
from rinnalla.retention.requests.reading import Look

# texts: to the client
TEMPLATE = Path(__file__).with_name("copy.typ")


def copy_paper(found: Everything) -> bytes:
    """Everything of the client as tagged PDF; `found` was gathered in the client's language."""
    with in_clients_language(found.person):
        sections = [_section(part) for part in found.parts]
        return pdf(TEMPLATE, _paper(_("Kopio tiedoistasi"), found.person, _what_is_in(), sections, found.looks))


def log_paper(person: Person, looks: Iterable[Look]) -> bytes:
    """Who has looked, as tagged PDF."""
    with in_clients_language(person):
        return pdf(TEMPLATE, _paper(_("Kuka on katsonut tietojasi"), person, [], [], looks))


def _what_is_in() -> list[str]:
    return [
        _("Tässä ovat tiedot, jotka sinusta on tallennettu Rinnalla-järjestelmään."),
        _("Muiden ihmisten nimet ja yhteystiedot on jätetty pois."),
        _("Jos jokin on väärin, pyydä korjausta omilla sivuillasi."),
    ]


def _paper(
    title: str, person: Person, lines: list[str], sections: list[dict[str, Any]], looks: Iterable[Look]
) -> dict[str, Any]:
    return {
        "lang": (translation.get_language() or "fi")[:2],
        "title": title,
        "lead": [f"{person.name}, {dates.d(dates.today())}", *lines],
        "footer": f"{title}, {dates.d(dates.today())}",
        "sections": sections,
        "log_title": _("Kuka on katsonut tietojasi") if sections else "",
        "log": [[dates.dt(one.at), _who(one), _what(one)] for one in looks],
        "log_heads": [_("Milloin"), _("Kuka"), _("Mitä")],
        "log_empty": _("Kukaan ei ole vielä katsonut tietojasi."),
    }


def _section(part: Part) -> dict[str, Any]:
    rows = [[[fact.name, fact.text] for fact in row] for row in part.rows]
    return {"title": part.name, "rows": rows, "many": len(rows) > 1}


def _who(look: Look) -> str:
    return ", ".join(one for one in (look.who, look.part) if one)


def _what(look: Look) -> str:
    times = f" ({look.times} ×)" if look.times > 1 else ""
    groups = f" {look.groups}." if look.groups else ""
    return f"{look.what}{times} {look.ground}{groups}".strip()
