"""Terms explained where they are used: each of the client's pages ends with the words it used and what they mean."""

import re

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.translation import get_language

from rinnalla.lib import plain
from rinnalla.lib.web import frame

PLACE = b"<!--words-->"  # where `portal/_own.html` leaves room for them
_TAGS = re.compile(r"<[^>]+>")


def explained(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The page with its terms explained at the end; as it was when it has none, or no room for them."""
    if PLACE not in answer.content:
        return answer
    page = answer.content.decode()
    inside = page.partition("<main")[2].partition(PLACE.decode())[0]
    found = plain.terms_in(_TAGS.sub(" ", inside), get_language() or "fi")
    template = engines["jinja2"].env.get_template("portal/_words.html")
    words = template.render({**frame(request), "words": found}) if found else ""
    answer.content = answer.content.replace(PLACE, words.encode(), 1)
    return answer
