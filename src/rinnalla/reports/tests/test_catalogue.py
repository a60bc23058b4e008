"""Every figure has a definition, every promised metric is a figure, and each opens from the page that shows its value.

Seen red: `promised` of one metric left out; a definition whose page is another; a page without its frame's meanings.
"""

import pytest
from django.urls import reverse

from rinnalla.reports.definitions import definitions
from rinnalla.reports.indicators.tests.test_page import counted as counted  # a fixture
from rinnalla.reports.views_catalogue import facts

pytestmark = pytest.mark.django_db
# Five themes with their metric bullets (E-18…E-33) and three metrics (I-29…I-31): what the programmes promised.
PROMISED = {*(f"E-{n}" for n in range(18, 34)), "I-29", "I-30", "I-31"}


@pytest.mark.row("F-49")
def test_every_promised_metric_has_a_definition_in_three_languages(settings):
    kept = {row for one in definitions() for row in one.promised}
    assert kept == PROMISED
    for one in definitions():
        texts = (one.names, one.meaning, one.numerator, one.source, *filter(None, (one.denominator, one.target)))
        assert all(len({text.fi, text.sv, text.en}) == 3 for text in texts), one.key


@pytest.mark.row("T-36", "F-49")
def test_the_catalogue_tells_every_definition_and_leads_to_the_page_of_its_figure(cast, sign_in):
    manager = sign_in(cast.roles["manager"])
    page = manager.get("/reports/definitions/").content.decode()
    for one in definitions():
        assert f'id="d-{one.key}"' in page and f'href="{reverse(one.route)}"' in page, one.key
        assert all(name in page for name, _text in facts(one))
    lines = manager.get("/reports/definitions/file/").content.decode("utf-8-sig").splitlines()
    assert len(lines) == len(definitions()) + 1 and "Osoittaja jaettuna joukolla" in "".join(lines)
    assert sign_in(cast.roles["coordinator"]).get("/reports/definitions/").status_code == 403


@pytest.mark.row("T-36", "F-49")
def test_each_definition_opens_from_the_page_that_shows_its_value(cast, counted, sign_in):
    """The page named by the definition opens to whoever leads by figures, and the definition stands on it once: beside
    the figure on pages of reports, at the end of the others."""
    manager = sign_in(cast.roles["manager"])
    for one in definitions():
        answer = manager.get(reverse(one.route))
        page = answer.content.decode()
        assert answer.status_code == 200, one.key
        assert one.numerator.fi in page, one.key
        if one.route != "pilots:pilots":
            assert page.count(f'id="d-{one.key}"') == 1, one.key
