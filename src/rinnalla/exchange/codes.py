"""The codes that a line of a list may hold, as the caller's service model and registers have them today."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rinnalla.lib.names import search_key

_LONGEST_NAME = 40  # of what a nearest name is looked for: the work grows by the square of the length


@dataclass(frozen=True, slots=True)
class Codes:
    """All codes in lower case. `sender_kinds` gives the statute that lets the sender share, or None where the client's
    consent is needed. `municipalities` gives code and name by folded name, Finnish and Swedish, and by code."""

    channels: frozenset[str]
    sender_kinds: Mapping[str, str | None]
    items: frozenset[str]
    languages: frozenset[str]
    municipalities: Mapping[str, tuple[str, str]]
    services: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        channels: Iterable[str],
        sender_kinds: Mapping[str, str | None],
        items: Iterable[str],
        languages: Iterable[str],
        municipalities: Iterable[tuple[str, str, str]],
        services: Iterable[str] = (),
    ) -> "Codes":
        """Makes the codes from (code, Finnish name, Swedish name) of each municipality.

        Raises ValueError when two municipalities have the same name: guessing would send a client to the wrong one.
        """
        by_name: dict[str, tuple[str, str]] = {}
        for code, *names in municipalities:
            for name in (code, *names):
                if by_name.setdefault(search_key(name), (code, name))[0] != code:
                    raise ValueError(f"two municipalities are called {name}")
        return cls(
            frozenset(channels), dict(sender_kinds), frozenset(items), frozenset(languages), by_name,
            frozenset(services),
        )  # fmt: skip


def nearest(text: str, names: Iterable[str]) -> str:
    """The name most like the text, or "" when none is near. Near is: alike when a letter, or in a word of eight or more
    two, is left out of either. Case, marks and signs do not count.

    As quick for 20,000 unknown texts as for one: what the names become is kept, not compared again.
    """
    text = search_key(text)
    if len(text) > _LONGEST_NAME:
        return ""
    known = _shorter_names(tuple(names))
    found = min(
        ((left + known[form][0], known[form][1]) for form, left in _shorter(text) if form in known), default=None
    )
    return found[1] if found else ""


@lru_cache(maxsize=16)
def _shorter_names(names: tuple[str, ...]) -> dict[str, tuple[int, str]]:
    """By every form of every name: how many letters are left out, and of which name."""
    known: dict[str, tuple[int, str]] = {}
    for name in names:
        for form, left in _shorter(search_key(name)):
            known[form] = min(known.get(form, (left, name)), (left, name))
    return known


def _shorter(word: str) -> Iterator[tuple[str, int]]:
    """The word with none, one or two letters left out, and how many: the longer the word, the more."""
    yield word, 0
    if len(word) < 4:
        return
    for first in range(len(word)):
        rest = word[:first] + word[first + 1 :]
        yield rest, 1
        if len(word) >= 8:
            yield from ((rest[:second] + rest[second + 1 :], 2) for second in range(first, len(rest)))
