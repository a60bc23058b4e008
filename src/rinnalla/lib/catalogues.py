"""The catalogues of the languages: read out of the code, checked, and compiled at the first start.

Finnish is the language of the code; `locale/{sv,en,fi_Simple}/LC_MESSAGES/django.po` hold the others. The compiled
files are not in the repository: `compile_stale` makes them wherever they are missing or older than their source.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale

SOURCE = Path(__file__).resolve().parents[1]
LOCALE = SOURCE / "locale"
LANGUAGES = ("sv", "en")
EASY = "fi-simple"  # says again only what plain Finnish does not say easily enough; the rest is the Finnish text
METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {
    "**/templates/**.html": {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols", "newstyle_gettext": "true",
        "trimmed": "false",
    }
}
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "now": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}


def path_of(language: str) -> Path:
    return LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"


def compile_stale() -> None:
    """Compile each catalogue whose compiled file is missing or older than its source."""
    for language in (*LANGUAGES, EASY):
        source = path_of(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            fresh = target.with_suffix(".mo.new")
            with source.open("rb") as texts, fresh.open("wb") as compiled:
                write_mo(compiled, read_po(texts, locale=language[:2]))
            fresh.replace(target)


def texts_in_code() -> Catalog:
    """Every text of the program, as it stands in Python and templates."""
    found = Catalog(charset="utf-8")
    rows = extract_from_dir(SOURCE, METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True)
    for _file, _line, message, _comments, context in rows:
        found.add(message, context=context)
    return found


def read(language: str) -> Catalog:
    """A catalogue as it stands; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language[:2], charset="utf-8")
    with path.open("rb") as texts:
        return read_po(texts, locale=language[:2])


def write(catalogue: Catalog, language: str) -> None:
    """Write a catalogue sorted by text, without places: a moved line is no change."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_output=True, no_location=True, width=0, ignore_obsolete=True, omit_header=False)


def missing(language: str) -> Iterator[str | tuple[str, ...] | list[str]]:
    """Texts of the code that the language lacks, or has only as a guess."""
    catalogue = read(language)
    for message in texts_in_code():
        if message.id and not _translated(catalogue.get(message.id, message.context)):
            yield message.id


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(texts) and all(texts)
