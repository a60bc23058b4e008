"""Easy Finnish on the client's and the public's pages, kept with who chose it (docs/decisions/0021)."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from rinnalla.access.models import User
from rinnalla.catalogue.prices.showing import euros
from rinnalla.lib import dates
from rinnalla.lib.mail import tell
from rinnalla.people.models import Person

pytestmark = pytest.mark.django_db


def choose(browser: Client, language: str) -> None:
    browser.post("/language/", {"language": language, "next": "/"})


def test_the_public_reads_in_easy_finnish(cast, sign_in):
    """Seen red: `lang` cut to two letters."""
    browser = sign_in(None)
    choose(browser, "fi-simple")
    page = browser.get("/", {"region": cast.region.key}).content.decode()
    assert '<html lang="fi-simple"' in page
    assert "Pyydä, että soitamme sinulle" in page and "Saat oman auttajan" in page
    assert 'value="fi-simple" lang="fi-simple" aria-pressed="true"' in page
    assert browser.get("/").headers["Content-Language"] == "fi-simple"


def test_a_clients_choice_is_kept_with_them_for_the_next_time_and_for_mail(cast, sign_in, mailoutbox):
    """Seen red: the choice written to the cookie only."""
    choose(sign_in(cast.tuula), "fi-simple")
    user = User.objects.get(pk=cast.tuula.pk)
    assert user.language == "fi-simple"
    again = sign_in(cast.tuula)
    assert '<html lang="fi-simple"' in again.get("/my/").content.decode()
    tell("tuula@example.fi", user.language, "/my/")
    assert mailoutbox[0].subject == "Sinulle on uutta asiaa Rinnallassa"


def test_a_professionals_pages_stay_in_plain_finnish(cast, sign_in):
    """It is neither offered nor taken, also from a cookie that a client left. Seen red: the menu of all languages."""
    browser = sign_in(cast.katri)
    choose(browser, "fi-simple")
    assert User.objects.get(pk=cast.katri.pk).language != "fi-simple"
    browser.cookies["rinnalla-language"] = "fi-simple"
    page = browser.get("/day/").content.decode()
    assert '<html lang="fi"' in page and "fi-simple" not in page


@pytest.mark.parametrize(
    ("language", "needs", "reads"),
    [("fi", [], "fi"), ("fi", ["plain_language"], "fi-simple"), ("sv", ["plain_language"], "sv"), ("so", [], "fi")],
)
def test_papers_are_in_easy_finnish_where_plain_language_is_a_need(language, needs, reads):
    assert Person(language=language, special_needs=needs).reads == reads


def test_dates_and_numbers_are_finnish_in_easy_finnish():
    with translation.override("fi-simple"):
        assert euros(Decimal("12.5")).replace("\u00a0", " ") == "12,50 €"
        assert dates.weekday(dates.today(), short=True) in ("ma", "ti", "ke", "to", "pe", "la", "su")
