"""A number that may be hidden, in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown


def in_words(one: Shown, least: int) -> str:
    """What may be told of a number: itself, under or at least the limit, or that it is not shown."""
    if one.kind == "number":
        return str(one.number)
    if one.kind == "small":
        return _("alle %(least)s") % {"least": least}
    if one.kind == "large":
        return _("vähintään %(least)s") % {"least": least}
    return _("Ei näytetä")


def mean_in_words(total: int, count: int) -> str:
    """The mean to one decimal, half up, with the decimal mark of the reader's language: 8,6 in Finnish and Swedish."""
    return _tenths((20 * total + count) // (2 * count))


def decimal(number: float) -> str:
    """The size of a number to one decimal, half up, without its sign."""
    return _tenths(int(abs(number) * 10 + 0.5 + 1e-9))


def _tenths(tenths: int) -> str:
    mark = "." if (get_language() or "fi")[:2] == "en" else ","
    return f"{tenths // 10}{mark}{tenths % 10}"
