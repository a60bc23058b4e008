"""Keep the catalogues: `python scripts/catalogues.py missing` lists what lacks, `merge FILE.json …` adds translations.

A file of translations is JSON: {"Finnish text": {"sv": "…", "en": "…"}}; of a plural text the key is the singular and
each value a list of the forms. Texts the program no longer has are dropped.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from babel.messages.catalog import Catalog  # noqa: E402

from rinnalla.lib import catalogues  # noqa: E402


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
        catalogues.write(new)


def main() -> int:
    if sys.argv[1:2] == ["merge"]:
        merge(sys.argv[2:])
        return 0
    lacking = {str(one): language for language in catalogues.LANGUAGES for one in catalogues.missing(language)}
    print("\n".join(lacking))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
