"""Names kept in three languages: a JSON object {"fi": …, "sv": …, "en": …} from the definitions."""

from django.utils.translation import get_language

LANGUAGES = ("fi", "sv", "en")


def in_language(names: dict[str, str] | str | None, language: str | None = None) -> str:
    """The text in the reader's language, else in Finnish, else in whichever there is; empty when there is none."""
    if not names:
        return ""
    if isinstance(names, str):
        return names
    wanted = language or get_language() or "fi"
    return names.get(wanted[:2]) or names.get("fi") or next(iter(names.values()), "")
