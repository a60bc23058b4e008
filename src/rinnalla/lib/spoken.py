"""Days as one says them aloud: keskiviikkona 25.11., 11. toukokuuta. For the client's and the public's pages.

texts: to the client
"""

from datetime import date, datetime

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.texts import base_language


def on_day(value: date | None) -> str:
    """On which day: tänään, huomenna, keskiviikkona 25.11. (the year only when it is not this one)."""
    if value is None:
        return ""
    day = dates.local(value)
    away = -dates.days_since(value)
    if away in (-1, 0, 1):
        return (_("eilen"), _("tänään"), _("huomenna"))[away + 1]
    written = dates.dshort(day) if day.year == dates.today().year else dates.d(day)
    return f"{_on_weekday(day.weekday())} {written}"


def at_time(value: datetime | None) -> str:
    """On which day and when: keskiviikkona 9.12. klo 13."""
    if value is None:
        return ""
    local = dates.local(value)
    time = dates.t(value) if local.minute else str(local.hour)
    return _("%(day)s klo %(time)s") % {"day": on_day(value), "time": time}


def long_day(value: date | None) -> str:
    """11. toukokuuta; 11 maj; May 11. With the year when it is not this one."""
    if value is None:
        return ""
    day = dates.local(value)
    skeleton = "MMMMd" if day.year == dates.today().year else "yMMMMd"
    written = format_skeleton(skeleton, day, locale={"sv": "sv_FI", "en": "en_GB"}.get(base_language(), "fi"))
    return written.replace(" ", "\u00a0", 1)  # the number and the month stay on one line


def short_months() -> list[str]:
    """The months' short names over a drawing: tammi, helmi …"""
    return [
        _("tammi"), _("helmi"), _("maalis"), _("huhti"), _("touko"), _("kesä"), _("heinä"), _("elo"), _("syys"),
        _("loka"), _("marras"), _("joulu"),
    ]  # fmt: skip


def said(text: str) -> str:
    """A sentence that ends with a day has one full stop, not two. Keeps markup as markup."""
    return text.replace("..", ".")


def _on_weekday(number: int) -> str:
    names = (
        _("maanantaina"),
        _("tiistaina"),
        _("keskiviikkona"),
        _("torstaina"),
        _("perjantaina"),
        _("lauantaina"),
        _("sunnuntaina"),
    )
    return names[number]
