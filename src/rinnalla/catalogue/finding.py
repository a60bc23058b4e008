"""Which cards of a region answer to somebody's own words, best first: two statements, three when a word is misspelt."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from rinnalla.catalogue.words import WEAK, asked_keys, asked_words, likeness

MOST_WORDS = 8
SAME = 0.97  # two asked words written together are one word of a card (työ kokeilu)
WEIGHT_OF_WEAK = 0.2
MISSPELT = 0.5  # how alike the letters of a misspelt word are to the right one's, by pg_trgm
# Cards with under this share of the best one's points only share a chance word with what was asked.
SHARE_OF_BEST, SHARE_WITHOUT_A_TELLING_WORD = 0.6, 0.9

_WORDS = """
select id, word, finnish from catalogue_searchword where region_id = %s and keys && %s::varchar[]
"""

_MISSPELT = """
select asked.word, known.id, similarity(known.word, asked.word)
  from unnest(%s::text[]) as asked (word)
  join catalogue_searchword known on known.word %% asked.word
 where known.region_id = %s and similarity(known.word, asked.word) >= %s
"""

_NEAR = """
select known.word, min(line.card_id)
  from catalogue_searchword known
  cross join unnest(%s::text[]) as asked (word)
  join catalogue_cardword line on line.word_id = known.id and line.own_words
  join catalogue_servicecard card on card.id = line.card_id and card.withdrawn_on is null
 where known.region_id = %s and known.word %% asked.word
 group by known.word
 order by max(similarity(known.word, asked.word) + case when known.finnish = %s then 0.15 else 0 end) desc, known.word
 limit %s
"""

# A hit is worth more when the whole phrase was said, and less in a summary than in a name or people's own words; of one
# word only the hits near its best count. A word found on few cards tells more than one found on many. A card nobody has
# made sure of in time sinks (L-81).
_CARDS = """
with given as (
  select * from unnest(%s::int[], %s::float[], %s::bigint[], %s::float[], %s::bool[])
    as given (asked, weight, word_id, value, loose)),
hit as (
  select given.asked, given.weight, line.card_id, line.phrase, line.size, line.own_words, max(given.value) as value
    from given
    join catalogue_cardword line on line.word_id = given.word_id and (line.own_words or not given.loose)
    join catalogue_servicecard card on card.id = line.card_id and card.withdrawn_on is null
   group by 1, 2, 3, 4, 5, 6),
ranked as (
  select *, max(case when own_words then value else value / 2 end) over (partition by asked) as top from hit),
kept as (
  select *, count(*) over (partition by card_id, phrase) as said from ranked
   where case when own_words then value else value / 2 end >= 0.85 * top or (not own_words and value >= 0.85)),
point as (
  select asked, weight, card_id,
         max(value * case when own_words then 0.6 + 0.4 * least(1, said::float / size) else 0.3 end) as points
    from kept group by 1, 2, 3),
scored as (
  select card_id, sum(weight * points * rare) as score from (
    select *, ln(1 + (select count(*) from catalogue_servicecard where region_id = %s and withdrawn_on is null)::float
                     / count(*) over (partition by asked)) as rare from point) weighed
   group by card_id),
good as (select *, max(score) over () as best from scored)
select good.card_id from good join catalogue_servicecard card on card.id = good.card_id
 where good.score >= %s * good.best
 order by good.score * case when card.stale_after < %s then 0.6 else 1 end desc, card.place, card.id
"""


class Hit(NamedTuple):
    """A word of the region's cards that is like an asked one. A loose likeness counts in names and own words only."""

    word_id: int
    value: float
    loose: bool


class Asked(NamedTuple):
    """An asked word with its weight and the words it is like."""

    word: str
    weight: float
    hits: list[Hit]


def found_ids(region_id: int, phrase: str, today: object) -> list[int]:
    """The cards that answer to a folded phrase, the best first; none when no telling word of it is known here."""
    words = asked_words(phrase)[:MOST_WORDS]
    hits = _hits(region_id, words)
    asked = [*_written_apart(words, hits)]
    joined = {word for one in asked for word in one.word.split()}
    rest = [word for word in words if word not in joined]
    telling = [word for word in rest if word not in WEAK]
    if (telling and not asked) and not any(hits[word] for word in telling):
        return []
    light = WEIGHT_OF_WEAK if telling or asked else 1.0
    asked += [Asked(word, light if word in WEAK else 1.0, hits[word]) for word in rest]
    return _cards(region_id, asked, SHARE_OF_BEST if telling or joined else SHARE_WITHOUT_A_TELLING_WORD, today)


def near_words(region_id: int, phrase: str, finnish: bool, most: int = 4) -> list[tuple[str, int]]:
    """Words of the region's cards written much like the asked ones, folded, each with a card it stands on: what to
    offer when nothing was found. Those of the reader's language go first among likes."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [asked_words(phrase)[:MOST_WORDS], region_id, finnish, most])
        return cursor.fetchall()


def _hits(region_id: int, words: list[str]) -> dict[str, list[Hit]]:
    """What each asked word, and each two written together, is like among the words of the region's cards."""
    pairs = {one + other: max(len(one), len(other)) + 1 for one, other in _neighbours(words)}
    wanted = sorted({key for word in (*words, *pairs) for key in asked_keys(word)})
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [region_id, wanted])
        known = cursor.fetchall()
    hits = {pair: list(_alike(pair, [one for one in known if len(one[1]) > longer])) for pair, longer in pairs.items()}
    hits |= {word: list(_alike(word, known)) for word in words}
    missing = [word for word in words if not hits[word] and len(word) >= 5]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(_MISSPELT, [missing, region_id, MISSPELT])
            for word, word_id, similar in cursor.fetchall():
                hits[word].append(Hit(word_id, 0.7 * similar, loose=True))
    return hits


def _alike(word: str, known: Iterable[tuple[int, str, bool]]) -> Iterable[Hit]:
    for word_id, other, finnish in known:
        value, loose = likeness(word, other, finnish)
        if value:
            yield Hit(word_id, value, loose)


def _neighbours(words: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in zip(words, words[1:], strict=False) if min(len(one), len(other)) >= 3]


def _written_apart(words: list[str], hits: dict[str, list[Hit]]) -> Iterable[Asked]:
    """Two asked words that are one word of a card when written together; it counts as both."""
    for one, other in _neighbours(words):
        same = [hit for hit in hits[one + other] if hit.value >= SAME]
        if same:
            yield Asked(f"{one} {other}", 2.0, same)


def _cards(region_id: int, asked: list[Asked], share: float, today: object) -> list[int]:
    rows = [(number, one.weight, *hit) for number, one in enumerate(asked) for hit in one.hits]
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [*(list(column) for column in zip(*rows, strict=True)), region_id, share, today])
        return [row[0] for row in cursor.fetchall()]
