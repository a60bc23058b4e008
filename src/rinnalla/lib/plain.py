"""Clear language: how a text for a client is measured (rules 12 and 13 of `docs/client-pages.md`).

The limits, the office words and their everyday ones, the terms with their explanations and the abbreviations stand in
`plainwords.toml`, each language its own. What is measured are the program's own texts, never what people write.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir

from rinnalla.lib import catalogues
from rinnalla.lib.texts import EASY

WORDS = Path(__file__).with_name("plainwords.toml")
TAG = "texts: to the client"  # stands in a comment of each file outside `portal/` whose texts a client reads
ROOM = "portal/"
LANGUAGES = ("fi", EASY, "sv", "en")
_PLACE = re.compile(r"%\(\w+\)s")
_SENTENCE = re.compile(r"(?<=[.!?])[”\"]?\s+(?=[A-ZÅÄÖ”\"X0-9])")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d[\d.–:]*")
_CAPITALS = re.compile(r"\b[A-ZÅÄÖ]{2,}\b")


@cache
def rules(language: str) -> dict[str, Any]:
    """What is asked of a language; easy Finnish has all of plain Finnish and more."""
    told = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    if language != EASY:
        return told[language]
    plain, easy = told["fi"], told[EASY]
    lists = {name: {**plain[name], **easy.get(name, {})} for name in ("instead", "terms", "abbreviations")}
    longs = [*plain["long_words"], *easy.get("long_words", [])]
    return {**plain, **easy, **lists, "long_words": longs}


def sentences(text: str) -> list[str]:
    """The sentences of a text. A value that is filled in later counts as one word."""
    filled = _PLACE.sub("X", text).replace("%%", "%")
    return [one.strip() for one in _SENTENCE.split(filled) if one.strip()]


def words(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


def faults(text: str, language: str) -> list[str]:
    """What is not clear in a text, in words for whoever wrote it; nothing when it is clear."""
    asked, told = rules(language), sentences(text)
    found = [f"{len(told)} sentences, at most {asked['sentences']}"] if len(told) > asked["sentences"] else []
    for one in told:
        spoken = words(one)
        if len(spoken) > asked["words"]:
            found.append(f"{len(spoken)} words in a sentence, at most {asked['words']}: {one}")
        found += [f"long word: {word}" for word in spoken if _too_long(word, asked)]
        if heaped := [word for word in spoken if re.search(asked["participles"], word.lower())]:
            found.append(f"heaped participles: {', '.join(heaped)}")
    return found + list(_unclear_words(text, asked))


def _too_long(word: str, asked: dict[str, Any]) -> bool:
    parts = word.lower().split("-")
    return max(map(len, parts)) > asked["letters"] and not any(
        word.lower().startswith(stem) for stem in asked["long_words"]
    )


def _unclear_words(text: str, asked: dict[str, Any]) -> Iterator[str]:
    """Office words, short forms that nobody explains, and signs that stop the reader."""
    plain = _PLACE.sub("", text)
    lower = plain.lower()
    for office, everyday in asked["instead"].items():
        if re.search(rf"(?<!\w){office}", lower):
            yield f"office word {office!r}: rather {everyday!r}"
    for short in _CAPITALS.findall(plain):
        if short not in asked["abbreviations"]:
            yield f"unexplained abbreviation: {short}"
    for sign in asked["signs"]:
        if sign in plain:
            yield f"sign {sign!r}: make it two sentences"


def terms_in(text: str, language: str) -> dict[str, str]:
    """The terms of the glossary that a text uses, each with its explanation, in the glossary's order."""
    lower = text.lower()
    every = rules(language)["terms"]
    return {one["name"]: one["means"] for stem, one in every.items() if re.search(rf"(?<!\w){stem}", lower)}


def glossary(language: str) -> dict[str, str]:
    """Every term with its explanation."""
    return {one["name"]: one["means"] for one in rules(language)["terms"].values()}


def is_tagged(path: str, text: str) -> bool:
    """Whether a source file's texts are read by a client: the room `portal`, and files that say so."""
    return path.startswith(ROOM) or TAG in text


def client_texts() -> dict[str | tuple[str, ...], str]:
    """Every text to a client as it stands in the code, with the file it was found in."""
    tagged: dict[str, bool] = {}
    found: dict[str | tuple[str, ...], str] = {}
    rows = extract_from_dir(
        catalogues.SOURCE, catalogues.METHODS, catalogues.OPTIONS, catalogues.KEYWORDS, strip_comment_tags=True
    )
    for path, _line, message, _comments, _context in rows:
        if path not in tagged:
            tagged[path] = is_tagged(path, (catalogues.SOURCE / path).read_text(encoding="utf-8"))
        if tagged[path] and message:
            found.setdefault(message, path)
    return found
