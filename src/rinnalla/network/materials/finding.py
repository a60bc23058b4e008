"""Finding in the bank by one's own words: PostgreSQL's own dictionaries, then the beginnings of words.

A material stands in its own language's dictionary, and the reader's words are asked in each: "työkyvyn" finds
"työkyky". The dictionaries do not open a Finnish compound, nor see that "asiakkaalla" is
"asiakas" (decision 13): a word of the title or of the summary that holds the asked one counts as well, and so does a
word that begins alike.
"""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from rinnalla.network.materials.models import Material

CONFIGS = {"fi": "finnish", "sv": "swedish", "en": "english"}
LONGEST, SHORTEST_PART, SHORTEST_BEGINNING = 100, 4, 5
_WORD = re.compile(r"\w+", re.UNICODE)


def found(rows: QuerySet[Material], words: str) -> QuerySet[Material]:
    """The materials that hold every asked word in some form, the best first; all of them when nothing was asked."""
    asked = _WORD.findall(words[:LONGEST])
    if not asked:
        return rows.order_by("title", "pk")
    told, rank = Q(), None
    for word in asked:
        told &= _holds(word)
    for language, config in CONFIGS.items():
        query = SearchQuery(" ".join(asked), config=config, search_type="plain")
        told |= Q(language=language, search=query)
        own = SearchRank(F("search"), query)
        rank = own if rank is None else rank + own
    return rows.filter(told).annotate(rank=rank).order_by(F("rank").desc(nulls_last=True), "title", "pk")


def _holds(word: str) -> Q:
    """The word in the material's own dictionary, or inside a word of its title or summary."""
    held = Q()
    for language, config in CONFIGS.items():
        held |= Q(language=language, search=SearchQuery(word, config=config, search_type="plain"))
    if len(word) >= SHORTEST_PART:
        stem = word[: max(SHORTEST_PART, len(word) - 2)]
        held |= Q(title__icontains=stem) | Q(summary__icontains=stem)
    if len(word) > SHORTEST_BEGINNING:
        beginning = word[: max(SHORTEST_BEGINNING, len(word) // 2)].lower()
        held |= Q(search=SearchQuery(f"{beginning}:*", config="simple", search_type="raw"))
    return held
