"""A grant is given for a listed purpose on one of its legal bases in force, never otherwise (C-07, I-32).

The list is data of a later room; `settings.DATA_PURPOSES` names the function that tells it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused


@dataclass(frozen=True)
class Purpose:
    """What data are opened for, by its name in the reader's language, and the keys of its bases in force."""

    name: str
    bases: frozenset[str]


def require_basis(purpose: str, ground: str, on: date | None = None) -> None:
    """Raises Refused when the purpose is not listed, has no legal basis in force on the day, or stands on others than
    this ground."""
    day = on or dates.today()
    found = _source()(purpose, day)
    if found is None:
        raise Refused(_("Tarkoitusta %(key)s ei ole luettelossa. Tietoja ei avata sitä varten.") % {"key": purpose})
    if not found.bases:
        told = {"name": found.name, "day": dates.d(day)}
        raise Refused(_("Tarkoituksella %(name)s ei ole laillista perustetta %(day)s. Tietoja ei avata.") % told)
    if ground not in found.bases:
        told = {"name": found.name, "ground": ground}
        raise Refused(_("Peruste %(ground)s ei riitä tarkoitukseen %(name)s. Tietoja ei avata.") % told)


@cache
def _source() -> Callable[[str, date], Purpose | None]:
    return import_string(settings.DATA_PURPOSES)
