"""Names kept in three languages: a JSON object {"fi": …, "sv": …, "en": …} from the definitions.

Easy Finnish has no name of its own there: its catalogue says the Finnish one again, under the context "data".
"""

from django.conf import settings
from django.utils.translation import get_language, pgettext

LANGUAGES = ("fi", "sv", "en")
EASY = "fi-simple"  # the tag of easy Finnish, selkokieli (docs/decisions/0021)
DATA = "data"  # the context of a definition's text in the catalogue of easy Finnish


def offered(*, staff: bool) -> list[tuple[str, str]]:
    """The languages one may choose. Easy Finnish is of the client's and the public's pages only."""
    return [one for one in settings.LANGUAGES if one[0] != EASY or not staff]


def base_language() -> str:
    """The language in use without its variant: easy Finnish is Finnish. For what knows no easy Finnish."""
    return (get_language() or "fi")[:2]


def in_language(names: dict[str, str] | str | None, language: str | None = None) -> str:
    """The text in the reader's language, else in Finnish, else in whichever there is; empty when there is none."""
    if not names:
        return ""
    if isinstance(names, str):
        return names
    wanted = language or get_language() or "fi"
    found = names.get(wanted[:2]) or names.get("fi") or next(iter(names.values()), "")
    return pgettext(DATA, found) if found and get_language() == wanted == EASY else found
