"""The script of clear language: every text to a client is measured in its four languages (rules 12 and 13)."""

from pathlib import Path

import pytest
from django.utils import translation

from rinnalla.environment import ROOT
from rinnalla.lib import catalogues, plain, spoken, texts


def _forms(told) -> tuple[str, ...]:
    return tuple(told) if isinstance(told, tuple | list) else (told,)


@pytest.fixture(scope="module")
def client_texts():
    return plain.client_texts()


@pytest.mark.parametrize("language", plain.LANGUAGES)
def test_every_text_to_a_client_is_clear(client_texts, language):
    """Seen red: "Saavutettavuusseloste" and "Sinulle on jotakin katsottavaa" as they were; then a sentence of sixteen
    words, "mikäli" and "toimenpide" put on the page of the plan; in Swedish "Inga åtgärder är avtalade än"."""
    catalogue = catalogues.read(language) if language != "fi" else None
    faults = []
    for message, path in client_texts.items():
        found = catalogue.get(message) if catalogue else None
        said = found.string if found and found.string else message
        faults += [f"{path}: {fault} ({text})" for text in _forms(said) for fault in plain.faults(text, language)]
    assert not faults, "\n".join(faults)


def test_the_whole_room_and_what_says_so_are_measured(client_texts):
    """Seen red: the tag taken out of the mails' module."""
    files = set(client_texts.values())
    assert len(client_texts) > 400
    assert {"templates/base_client.html", "lib/mail.py", "lib/spoken.py", "plans/papers.py", "portal/ahead.py"} <= files
    assert len([path for path in files if path.startswith("portal/templates/")]) > 25


CLEAR = "Kela päättää asiasta. Se kestää yleensä 35 päivää. Sinun ei tarvitse soittaa."


@pytest.mark.parametrize(
    ("text", "language", "fault"),
    [
        (CLEAR + " Kerromme sinulle.", "fi", "4 sentences"),
        ("Tässä lauseessa on aivan liian monta sanaa, koska yksi lause saa sisältää enintään viisitoista eikä yhtään "
         "enempää.", "fi", "17 words"),
        ("Yhdyssanakokoelmahirviö", "fi", "long word"),
        ("Mikäli haluat, soita.", "fi", "office word"),
        ("Tehtävien toimien jälkeen soitettavaan numeroon.", "fi", "heaped participles"),
        ("Saat vastauksen TYP:stä.", "fi", "unexplained abbreviation: TYP"),
        ("Soita; me autamme.", "fi", "sign"),
        ("Saat vastauksen viimeistään torstaina.", "fi-simple", "office word"),
        ("Kerro meille asiasi ja sen jälkeen me soitamme sinulle ensi viikolla takaisin.", "fi-simple", "12 words"),
        ("Handläggningen pågår.", "sv", "office word"),
        ("Call us prior to noon.", "en", "office word"),
    ],
)  # fmt: skip
def test_the_script_sees_what_is_unclear(text, language, fault):
    assert any(fault in one for one in plain.faults(text, language)), plain.faults(text, language)


def test_the_script_lets_a_clear_text_be():
    assert plain.faults(CLEAR, "fi") == [] == plain.faults("Soitamme 11.12. klo 9.05. Kiitos!", "fi-simple")


def test_a_term_is_explained_in_each_language():
    """Every language explains as many terms, in texts that are clear themselves."""
    for language in plain.LANGUAGES:
        told = plain.glossary(language)
        assert len(told) >= 14, language
        assert not [one for means in told.values() for one in plain.faults(means, language)], language
    assert set(plain.terms_in("Katri on asiakasvastaavasi.", "fi")) == {"asiakasvastaava"}
    assert not plain.terms_in("Tämä on tavallinen lause.", "fi")


def test_easy_finnish_falls_back_to_finnish_and_says_its_own_where_it_has_it():
    """Seen red: a definition's text with a letter off."""
    with translation.override(texts.EASY):
        assert translation.gettext("Siirry sisältöön") == "Siirry sisältöön"
        assert translation.gettext("Pyydä yhteydenottoa") == "Pyydä, että soitamme sinulle"
        assert texts.base_language() == "fi"
        assert texts.in_language({"fi": "Jutellaan", "sv": "Vi pratar", "en": "We talk"}) == "Juttelemme"
        assert texts.in_language({"fi": "Jutellaan"}, "fi") == "Jutellaan"
        assert spoken.short_months()[0] == "tammi"
    assert texts.in_language({"fi": "Jutellaan"}) == "Jutellaan"


def test_easy_finnish_says_only_what_differs_and_only_texts_that_there_are():
    """A text of the definitions that changes takes its easy version along. Seen red: a letter off in one of them."""
    data = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "regions").rglob("*.yaml"))
    easy = catalogues.read(catalogues.EASY)
    said = [one for one in easy if one.id]
    assert len(said) > 150
    assert not [one.id for one in said if one.context == texts.DATA and one.id not in data]
    same = [one.id for one in said if one.string == one.id and "%(" not in str(one.id)]
    assert not same, same
    assert not [f"{one.id}: {error}" for one in said for error in one.check(easy)]


def test_the_words_are_kept_in_one_place():
    assert Path(plain.WORDS).is_file()
    for language in plain.LANGUAGES:
        assert {"words", "sentences", "letters", "instead", "terms", "abbreviations"} <= set(plain.rules(language))
