"""The toolkit for employers: two clicks from the first page, three languages, dated; how often it was given (E-23)."""

import re
from datetime import date

import pytest
from django.utils import translation

from rinnalla.employers.tests.near import an_employer, held
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import common

pytestmark = pytest.mark.django_db
TOOLKIT = "/employers/toolkit/"


@pytest.mark.row("E-23")
def test_an_adviser_opens_it_in_two_clicks(cast, sign_in):
    """Guards against: the toolkit left out of the menu's first page, or the menu."""
    browser = sign_in(cast.everybody["rooli-employer_coordinator"])
    first = browser.get("/day/").content.decode()
    assert 'href="/employers/"' in first
    second = browser.get("/employers/").content.decode()
    assert f'href="{TOOLKIT}"' in second
    page = browser.get(TOOLKIT).content.decode()
    assert "Työolosuhteiden järjestelytuki" in page and "4 000 euroa" in page and "380/2023 98 §" in page
    assert "Kenelle soitat" in page and "Työkykytiimi" in page and "06 218 4410" in page


@pytest.mark.row("E-23")
def test_it_is_counted_how_often_it_was_given(cast, sign_in):
    """Guards against: what another region gave, or a contact without it, in the count."""
    row = an_employer(cast.a_janne)
    held(row, cast.a_janne, toolkit_given=True)
    held(row, cast.a_timo, toolkit_given=True)
    held(row, cast.a_timo)
    assert "Annettu työnantajille 2 kertaa" in sign_in(cast.everybody["rooli-manager"]).get(TOOLKIT).content.decode()
    far = sign_in(cast.everybody["muualta-manager"]).get(TOOLKIT).content.decode()
    assert "Annettu työnantajille 0 kertaa" in far
    assert "Annettu" not in sign_in(None).get(TOOLKIT).content.decode()


@pytest.mark.parametrize("language, words", [
    ("fi", "Mitä työssä voi järjestää"), ("sv", "Vad som kan ordnas i arbetet"), ("en", "What can be arranged at work"),
])  # fmt: skip
def test_it_stands_in_three_languages_for_anybody(sign_in, language, words):
    browser = sign_in(None)
    browser.post("/language/", {"language": language, "next": TOOLKIT})
    with translation.override(language):
        page = browser.get(TOOLKIT, HTTP_ACCEPT_LANGUAGE=language).content.decode()
    assert words in page
    assert not re.search("None|Undefined", page)


def test_a_rule_that_is_not_in_force_is_not_shown(sign_in):
    """The day decides: before the act of 2025 its subsidies are not told."""
    dated = [one for part in common().employer_toolkit for one in part.points if one.valid_from]
    assert dated, "no point has its day"
    with dates.clock(dates.start_of_day(date(2024, 6, 1))):
        page = sign_in(None).get(TOOLKIT).content.decode()
    assert not any(one.names.fi in page for one in dated) and "Mitä työssä voi järjestää" in page
