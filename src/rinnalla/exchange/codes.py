"""The codes that a line of a list may hold, as the caller's service model and registers have them today."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rinnalla.lib.names import search_key

_LONGEST_NAME = 60  # of what a nearest name is looked for: the comparing takes time by the square of the length


@dataclass(frozen=True, slots=True)
class Codes:
    """All codes in lower case. `sender_kinds` gives the statute that lets the sender share, or None where the client's
    consent is needed. `municipalities` gives code and name by folded name, Finnish and Swedish, and by code."""

    channels: frozenset[str]
    sender_kinds: Mapping[str, str | None]
    items: frozenset[str]
    languages: frozenset[str]
    municipalities: Mapping[str, tuple[str, str]]

    @classmethod
    def of(
        cls,
        *,
        channels: Iterable[str],
        sender_kinds: Mapping[str, str | None],
        items: Iterable[str],
        languages: Iterable[str],
        municipalities: Iterable[tuple[str, str, str]],
    ) -> "Codes":
        """Makes the codes from (code, Finnish name, Swedish name) of each municipality.

        Raises ValueError when two municipalities have the same name: guessing would send a client to the wrong one.
        """
        by_name: dict[str, tuple[str, str]] = {}
        for code, *names in municipalities:
            for name in (code, *names):
                if by_name.setdefault(search_key(name), (code, name))[0] != code:
                    raise ValueError(f"two municipalities are called {name}")
        return cls(frozenset(channels), dict(sender_kinds), frozenset(items), frozenset(languages), by_name)


def nearest(text: str, names: Mapping[str, str]) -> str:
    """The name most like the text, or "" when none is near. `names` has each by the form that is compared: folded
    name or code."""
    return names.get(_nearest(search_key(text)[:_LONGEST_NAME], tuple(names)), "")


@lru_cache(maxsize=4096)
def _nearest(text: str, names: tuple[str, ...]) -> str:
    # Comparing is slow where 20,000 lines have unknown names: only names that begin or end alike are compared.
    alike = [name for name in names if abs(len(name) - len(text)) <= 3 and _ends_alike(name, text)]
    return next(iter(difflib.get_close_matches(text, alike, n=1, cutoff=0.6)), "")


def _ends_alike(name: str, text: str) -> bool:
    return name[:1] == text[:1] or name[-1:] == text[-1:]
