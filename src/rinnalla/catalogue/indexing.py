"""By which words a card is found: its names and what people call it, phrase by phrase, and the words of its summary."""

from collections.abc import Iterator
from typing import NamedTuple

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.words import EMPTY, FINNISH
from rinnalla.lib.names import search_key
from rinnalla.lib.texts import LANGUAGES

LONGEST = 100


class Line(NamedTuple):
    """A word in a phrase of a card; see `CardWord`."""

    phrase: int
    word: str
    finnish: bool
    size: int
    own_words: bool


def lines_of(card: ServiceCard) -> Iterator[Line]:
    """Each word of each phrase of the card once."""
    for number, (language, phrase, own_words) in enumerate(_phrases(card)):
        words = list(dict.fromkeys(word[:LONGEST] for word in phrase.split() if word not in EMPTY and len(word) > 1))
        for word in words:
            yield Line(number, word, language == FINNISH, len(words), own_words)


def _phrases(card: ServiceCard) -> list[tuple[str, str, bool]]:
    every: dict[tuple[str, str], bool] = {}
    for language in LANGUAGES:
        own = [card.names.get(language) or "", *card.search_words.get(language, ())]
        for text in own:
            every[language, search_key(str(text))] = True
        every.setdefault((language, search_key(card.summary.get(language) or "")), False)
    return [(language, phrase, own_words) for (language, phrase), own_words in every.items() if phrase]
