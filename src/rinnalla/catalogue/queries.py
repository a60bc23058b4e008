"""Finding services by one's own words ("selkä ei kestä"): the beginning of a word, a stem inside one, or likeness."""

from django.db import connection

from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.names import search_key
from rinnalla.organisations.models import Region

LIKE_ENOUGH = 0.5
MOST_WORDS = 12
# Words that say nothing of the need; without them a whole sentence finds what its other words mean.
EMPTY_WORDS = frozenset({
    "and", "att", "behover", "can", "den", "det", "ei", "en", "enaa", "etta", "for", "haluan", "har", "have",
    "inte", "ja", "jag", "jos", "kan", "kun", "min", "mina", "minulla", "minun", "mitt", "mua", "mun", "ne",
    "need", "not", "nyt", "och", "ole", "olen", "on", "oon", "se", "som", "tai", "tarvitsen", "the", "vill",
    "voi", "voin", "want",
})  # fmt: skip

# A word counts 4 when a word of the card begins with it, 2 when its stem is inside one, less when it is much like one.
# Cards with under half of the best one's points only share a chance syllable with it and are left out.
_SQL = """
select id from (
select card.id, card.place, found.score, max(found.score) over () as best,
       ' ' || card.search_key like '%% ' || %s || '%%' as whole
  from catalogue_servicecard card
 cross join lateral (
   select sum(case when ' ' || card.search_key like '%% ' || word || '%%' then 4.0
                   when length(stem) >= 4 and card.search_key like '%%' || stem || '%%' then 2.0
                   when length(word) >= 4 and word_similarity(word, card.search_key) >= %s
                     then word_similarity(word, card.search_key)
                   else 0 end) as score
     from unnest(%s::text[], %s::text[]) as given (word, stem)) found
 where card.withdrawn_on is null and found.score > 0
   and (%s::bigint is null or card.region_id = %s) and (%s = '' or card."group" = %s)) scored
 where whole or score * 2 >= best
 order by whole desc, score desc, place, id limit %s
"""


def search_cards(region: Region | int | None, text: str, group: str = "", limit: int = 60) -> list[ServiceCard]:
    """The offered cards of a region (of all regions when None) that answer to the words, the best first.

    Without words: every offered card in the figure's order. `group` is a key of `service_groups.yaml`, or "".
    """
    region_id = region.pk if isinstance(region, Region) else region
    cards = ServiceCard.objects.select_related("unit__organisation", "region")
    phrase = search_key(text)[:200]
    if not phrase:
        every = cards.offered().of_region(region_id)
        return list((every.filter(group=group) if group else every)[:limit])
    words = _words(phrase)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [
            phrase, LIKE_ENOUGH, words, [_stem(word) for word in words], region_id, region_id, group, group, limit,
        ])  # fmt: skip
        order = [row[0] for row in cursor.fetchall()]
    found = cards.in_bulk(order)
    return [found[pk] for pk in order]


def _words(phrase: str) -> list[str]:
    every = phrase.split()[:MOST_WORDS]
    return [word for word in every if len(word) >= 3 and word not in EMPTY_WORDS] or every


def _stem(word: str) -> str:
    """The word without its likely ending: selkaani → selka. Finnish endings are 1–3 letters on words this long."""
    return word[: max(4, len(word) - 3)] if len(word) >= 6 else word[:4]
