"""The search of services, measured by queries in people's own words (goal P13 of performance.md).

`queries.csv` was written before the search was mended, from what the cards are about. `right` must be found, `also` may
be; a third of the queries (`held`, drawn by a digest of the query) was never looked at while the search was tuned.
"""

import csv
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils import translation

from rinnalla.catalogue.actions import index_cards
from rinnalla.catalogue.models import CardWord, SearchWord, ServiceCard
from rinnalla.catalogue.queries import Narrowing, search_cards, words_near
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.catalogue.words import likeness
from rinnalla.lib import dates
from rinnalla.lib.names import search_key

QUERIES = Path(__file__).with_name("queries.csv")
GOAL = 0.9
# What the held third reached, less two answers: a change that loses there has learnt the other queries by heart.
HELD_RECALL, HELD_PRECISION = 0.88, 0.86


class Measured(NamedTuple):
    """Over all answers (micro), as the mean of the queries (macro), and with `also` counted as wrong (strict)."""

    recall: float
    precision: float
    strict: float
    macro_recall: float
    macro_precision: float


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.team)


@pytest.fixture
def here(cast, cards):
    return cast.region


def keys(region, words, **narrow) -> list[str]:
    return [card.key for card in search_cards(region, words, narrow=Narrowing(**narrow))]


def measured(rows) -> Measured:
    counts = [(len(found & right), len(right), len(found - also), len(found)) for right, also, found in rows]
    hits, right, clear, every = (sum(column) for column in zip(*counts, strict=True))
    recalls = [hit / wanted for hit, wanted, _clear, _every in counts if wanted]
    precisions = [hit / found for hit, _wanted, found, _every in counts if found]
    return Measured(
        hits / right, hits / clear, hits / every, sum(recalls) / len(recalls), sum(precisions) / len(precisions)
    )


def test_the_search_finds_what_people_mean(here, capsys):
    rows = list(csv.DictReader(QUERIES.read_text().splitlines()))
    assert len(rows) >= 110 and sum(row["language"] == "sv" for row in rows) >= 20
    answers = [(set(r["right"].split()), set(r["also"].split()), set(keys(here, r["query"]))) for r in rows]
    parts = {"all": measured(answers)}
    for column, value in (("part", "tune"), ("part", "held"), ("language", "fi"), ("language", "sv")):
        parts[value] = measured([one for row, one in zip(rows, answers, strict=True) if row[column] == value])
    with capsys.disabled():
        for name, one in parts.items():
            print(f"\nservice search, {name}: " + ", ".join(f"{k} {v:.3f}" for k, v in one._asdict().items()), end="")
    assert parts["all"].recall >= GOAL and parts["all"].precision >= GOAL, parts
    assert parts["held"].recall >= HELD_RECALL and parts["held"].precision >= HELD_PRECISION, parts


@pytest.mark.parametrize(("asked", "word"), [
    ("kuntoutuksessa", "kuntoutus"), ("selän", "selkä"), ("selkäni", "selkä"), ("opintoihin", "opinnot"),
    ("eläkkeelle", "eläke"), ("palkkatuella", "palkkatuki"), ("kuntoutustuen", "kuntoutustuki"), ("töihin", "työ"),
    ("rahoja", "raha"), ("vammaisille", "vamma"), ("kipuja", "kipu"), ("työttömänä", "työttömän"),
    ("yrittäjäksi", "yrittäjä"), ("päihteitä", "päihde"), ("neuvonnan", "neuvonta"), ("esimiehelle", "esimies"),
    ("sairauksien", "sairaus"), ("lausunnon", "lausunto"), ("apuvälineitä", "apuväline"), ("kurssille", "kurssi"),
])  # fmt: skip
def test_forms_of_one_word_are_alike(asked, word):
    found = likeness(search_key(asked), search_key(word), finnish=True)
    assert found.value > 0.8 and not found.loose


@pytest.mark.parametrize(("asked", "word"), [
    ("liiku", "liikaa"), ("väsyttää", "vastaa"), ("passin", "asia"), ("työtön", "työ"), ("alanvaihtaja", "päihteet"),
    ("maksamatta", "ammatti"), ("koira", "koulu"), ("lentolippu", "lausunto"), ("työaika", "työ"),
])  # fmt: skip
def test_words_that_only_look_alike_are_not(asked, word):
    assert likeness(search_key(asked), search_key(word), finnish=True).value < 0.7


@pytest.mark.parametrize(("asked", "word"), [
    ("läroavtalet", "läroavtal"), ("hälsoundersökningen", "hälsoundersökning"),
])  # fmt: skip
def test_swedish_words_too(asked, word):
    assert likeness(search_key(asked), search_key(word), finnish=False).value > 0.8


@pytest.mark.parametrize(("words", "key"), [
    ("selkäkipu", "medical_rehabilitation"), ("työ kokeilu", "work_trial_jobseeker"),
    ("masenus", "substance_and_mental_health_rehabilitation"),
    ("fysoterapia", "medical_rehabilitation"), ("työkokeilupaikkaan", "work_trial_jobseeker"),
])  # fmt: skip
def test_parts_words_written_apart_and_misspelt_ones(here, words, key):
    assert key in keys(here, words)


def test_a_word_that_tells_nothing_alone_brings_nothing_when_the_telling_one_is_unknown(here):
    assert keys(here, "lentolippu työ") == []


def test_a_whole_phrase_goes_before_a_part_of_one(here):
    assert keys(here, "uusi ammatti")[0] in {
        "labour_market_training", "vocational_rehabilitation", "study_as_vocational_rehabilitation"
    }
    assert keys(here, "haluan töihin")[0] == "supported_employment_coaching"


def test_near_words_are_offered_as_they_are_spelt(here):
    assert words_near(here, "fysioteratia")[0] == "fysioterapia" and "väsymys" in words_near(here, "väyysmys")
    with translation.override("sv"):
        assert words_near(here, "fysioratepi")[0] == "fysioterapi"
        assert "fysioterapia" in words_near(here, "fysioratepia")
    assert words_near(here, "qwxzvb") == []


def test_an_unchecked_card_sinks_among_equals(here, cards):
    """L-81: nobody has made sure of it in time."""
    first, second, *_rest = keys(here, "työkokeilu")
    ServiceCard.objects.filter(pk=cards[first].pk).update(stale_after=dates.today() - timedelta(days=1))
    assert keys(here, "työkokeilu")[0] == second and first in keys(here, "työkokeilu")


def test_words_are_kept_once_a_region_and_a_withdrawn_card_is_not_found(here, cards):
    before = (SearchWord.objects.count(), CardWord.objects.count())
    index_cards(region=here)
    assert (SearchWord.objects.count(), CardWord.objects.count()) == before
    ServiceCard.objects.filter(key="apprenticeship").update(withdrawn_on=dates.today())
    assert "apprenticeship" not in keys(here, "oppisopimus")


def test_narrowing_by_municipality_body_stage_language_and_need(here, cards, cast):
    every = set(cards)
    assert set(keys(here, "", body="kela")) == {key for key, card in cards.items() if "kela" in card.responsible}
    assert set(keys(here, "", stage="mapping")) == {key for key, card in cards.items() if card.stage == "mapping"}
    assert set(keys(here, "", need="remote")) == {key for key, card in cards.items() if "remote" in card.special_needs}
    assert set(keys(here, "", language="sv")) == every and keys(here, "", language="ar") == []
    town = here.municipalities.get()
    cast.team.municipalities.set([])
    assert set(keys(here, "", municipality=town.code)) == every  # a unit that names none serves the whole region
    cast.team.municipalities.set([cast.other_region.municipalities.get()])
    assert keys(here, "", municipality=town.code) == [] and keys(here, "työkokeilu", municipality=town.code) == []
    cast.team.municipalities.add(town)
    assert set(keys(here, "", municipality=town.code)) == every
