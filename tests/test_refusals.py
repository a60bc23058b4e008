"""A page that says no stands in the frame of who asks: the worker's menu and search, the client's own menu, the way in
for a stranger; and it tells no more of what is there than before.

Seen red: the public frame for a worker; the client's own page left out of the ways on; a name of the case on the page.
"""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rinnalla.access.models import User

SIGN_IN, MENU, SEARCH = 'href="/sign-in/"', 'class="mainnav"', 'href="/search/"'
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def main_of(text: str) -> str:
    return text.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.fixture
def tuula(cast, sign_in):
    return sign_in(User.objects.get(person_id=cast.case.person_id))


def test_a_worker_keeps_menu_search_and_the_way_back(cast, sign_in):
    petra, timo = sign_in(cast.petra), sign_in(cast.timo)
    hidden = petra.get(f"/cases/{cast.case.uuid}/")
    refused = timo.get(f"/cases/{cast.case.uuid}/wish/")
    nowhere = petra.get("/ei-ole/")
    assert [one.status_code for one in (hidden, refused, nowhere)] == [404, 403, 404]
    for answer in (hidden, refused, nowhere):
        text = answer.content.decode()
        assert MENU in text and SEARCH in main_of(text) and 'href="/day/"' in main_of(text), answer.status_code
        assert SIGN_IN not in text and "Katri" not in text and "Tuula" not in text


def test_who_has_no_day_of_cases_is_led_to_the_front(cast, sign_in, browser):
    """Somebody whose roles have all ended, too."""
    nobody = User.objects.create(username="entinen", name="Erkki Entinen", email="erkki@example.org")
    text = browser(nobody).get("/cases/").content.decode()
    assert 'href="/"' in main_of(text) and "/day/" not in main_of(text) and SIGN_IN not in text
    assert "Erkki Entinen" in text and "Kirjaudu ulos" in text


def test_a_client_stays_on_their_own_pages(cast, tuula):
    for address, status in ((f"/my/plan/versions/{uuid4()}/", 404), ("/users/", 403), ("/ei-ole/", 404)):
        answer = tuula.get(address)
        text = answer.content.decode()
        assert answer.status_code == status, address
        assert 'class="top ctop"' in text and 'data-size="md"' in text and SIGN_IN not in text and MENU not in text
        assert 'href="/my/"' in main_of(text) and "pääkäyttäj" not in main_of(text)


def test_a_stranger_may_sign_in(sign_in):
    text = sign_in().get("/ei-ole/").content.decode()
    assert SIGN_IN in text and MENU not in text and 'href="/"' in main_of(text)


def test_the_page_says_the_same_at_the_same_cost_of_what_is_there_and_what_is_not(cast, sign_in):
    petra = sign_in(cast.petra)
    petra.get("/ei-ole/")
    told, cost = [], []
    for uuid in (cast.case.uuid, uuid4()):
        with CaptureQueriesContext(connection) as asked:
            text = petra.get(f"/cases/{uuid}/plan/").content.decode()
        told.append(TOKEN.sub("", text).replace(str(uuid), ""))
        plain = [re.sub(r"::int\d\[\]", "", one["sql"]) for one in asked.captured_queries]  # how the driver sends ids
        cost.append([re.sub(r"'[^']*'|\d+", "?", one) for one in plain])
    assert told[0] == told[1]
    assert cost[0] == cost[1]
