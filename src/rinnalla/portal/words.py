"""What each of the client's pages gets from its frame (`docs/client-pages.md`): the four parts of rule 14 in general
words where the page has none of its own, and at the end the terms it used and what they mean."""

import re

from django.http import HttpResponse
from django.template import engines
from django.utils.translation import get_language

from rinnalla.lib import plain

PLACE = "<!--words-->"  # where `portal/_own.html` leaves room for the terms
OWN_PARTS = 'data-part="does"'
_TAGS = re.compile(r"<[^>]+>")
_HEADING = re.compile(r"<main.*?</h1>(?:\s*<p class=\"lead\">.*?</p>)?", re.DOTALL)


def finished(answer: HttpResponse, values: dict[str, object]) -> HttpResponse:
    """The page with its four parts and its terms explained; as it was where it leaves no room for them."""
    page = answer.content.decode()
    if PLACE not in page:
        return answer
    if OWN_PARTS not in page and "cfirst" not in page:
        general = _drawn("portal/_general.html", values)
        page = _HEADING.sub(lambda found: found[0] + general, page, count=1)
    inside = page.partition("<main")[2].partition(PLACE)[0]
    terms = plain.terms_in(_TAGS.sub(" ", inside), get_language() or "fi")
    words = _drawn("portal/_words.html", {**values, "words": terms}) if terms else ""
    answer.content = page.replace(PLACE, words, 1).encode()
    return answer


def _drawn(template: str, values: dict[str, object]) -> str:
    return engines["jinja2"].env.get_template(template).render(values)
