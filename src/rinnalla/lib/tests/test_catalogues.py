"""Every text stands in Finnish, Swedish and English; placeholders and plural forms agree."""

import pytest

from rinnalla.lib import catalogues


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_text_is_translated(language):
    lacking = list(catalogues.missing(language))
    assert not lacking, f"{len(lacking)} texts lack {language}, the first: {lacking[:5]}"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_placeholders_and_plurals_agree(language):
    catalogue = catalogues.read(language)  # once: reading it again for each text takes minutes
    faults = [f"{message.id}: {error}" for message in catalogue for error in message.check(catalogue)]
    assert not faults


def test_the_check_sees_an_untranslated_text():
    assert "Kirjaudu" in {message.id for message in catalogues.texts_in_code()}
    assert not catalogues._translated(None)
