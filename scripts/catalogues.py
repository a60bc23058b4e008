"""Keep the catalogues: `python scripts/catalogues.py missing` lists what lacks, `merge FILE.json …` adds translations.

A file of translations is JSON: {"Finnish text": {"sv": "…", "en": "…"}}; of a plural text the key is the singular and
each value a list of the forms. Texts the program no longer has are dropped. "fi-simple" is easy Finnish, said only
where it differs; "data": true beside it says a text of `regions/` instead of one of the code.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from babel.messages.catalog import Catalog, Message  # noqa: E402

from rinnalla.lib import catalogues  # noqa: E402
from rinnalla.lib.texts import DATA  # noqa: E402


def merge(files: list[str]) -> None:
    given: dict[str, dict] = {}
    for name in files:
        given.update(json.loads(Path(name).read_text(encoding="utf-8")))
    texts = list(catalogues.texts_in_code())
    for language in catalogues.LANGUAGES:
        old, new = catalogues.read(language), Catalog(locale=language, charset="utf-8")
        for message in texts:
            if not message.id:
                continue
            key = message.id[0] if isinstance(message.id, tuple | list) else message.id
            before = old.get(message.id, message.context)
            string = given.get(key, {}).get(language) or (before.string if before and not before.fuzzy else "")
            if isinstance(message.id, tuple | list):
                string = tuple(string) if string else ("", "")
            new.add(message.id, string, context=message.context, flags=message.flags)
        catalogues.write(new, language)
    catalogues.write(_easy(given, texts), catalogues.EASY)


def _easy(given: dict[str, dict], texts: list[Message]) -> Catalog:
    """Easy Finnish: only what differs, of the code's texts and of those of the definitions."""
    old, new = catalogues.read(catalogues.EASY), Catalog(locale="fi", charset="utf-8")
    for message in texts:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        before = old.get(message.id, message.context)
        told = {} if given.get(key, {}).get("data") else given.get(key, {})
        string = told.get(catalogues.EASY) or (before.string if before else "")
        if message.id and string:
            new.add(message.id, tuple(string) if isinstance(string, list) else string, context=message.context,
                    flags=message.flags)
    kept = {one.id: one.string for one in old if one.context == DATA}
    kept |= {key: told[catalogues.EASY] for key, told in given.items() if told.get("data")}
    for text, string in kept.items():
        if string:
            new.add(text, string, context=DATA)
    return new


def main() -> int:
    if sys.argv[1:2] == ["merge"]:
        merge(sys.argv[2:])
        return 0
    lacking = {str(one): language for language in catalogues.LANGUAGES for one in catalogues.missing(language)}
    print("\n".join(lacking))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
