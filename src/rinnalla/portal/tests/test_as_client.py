"""The client's page as the client reads it, for who answers for the case: nothing can be done there, all is logged."""

import pytest

from rinnalla.access.models import Grant
from rinnalla.portal.tests.test_keeping import a_note
from rinnalla.portal.tests.test_own import make_plan, text_of

pytestmark = pytest.mark.django_db


def address(cast, page: str = "") -> str:
    return f"/cases/{cast.case.uuid}/as-client/{page}"


def test_who_answers_for_the_case_reads_what_the_client_reads(cast, sign_in):
    """Links and forms are taken out, and own notes are not there. Seen red: the links left in."""
    make_plan(cast)
    a_note(cast, "Salainen sana.", about="plan")
    own = text_of(sign_in(cast.tuula), "/my/")
    heading = own.partition("<h1>")[2].partition("</h1>")[0]
    browser = sign_in(cast.katri)
    seen = text_of(browser, address(cast))
    assert f"<h1>{heading}</h1>" in seen and seen.count("<h1") == 1
    inside = seen.partition('<div class="asseen" lang="fi">')[2].partition("</main>")[0]
    assert "<a " not in inside and "<form" not in inside and "Minun polkuni" in inside
    assert '<span class="quiet">' in inside, "what is a button to the client looks like one"
    plan = text_of(browser, address(cast, "?page=plan"))
    inside = plan.partition('<div class="asseen" lang="fi">')[2].partition("</main>")[0]
    assert "Haluan kasvien pariin." in inside and "<form" not in inside and "Salainen sana." not in inside


def test_the_reading_is_in_the_clients_own_log(cast, sign_in):
    text_of(sign_in(cast.katri), address(cast))
    browser = sign_in(cast.tuula)
    assert "Katri Ylinen" in text_of(browser, "/my/log/").partition("<ul class=\"clog\">")[2]


def test_it_is_in_the_clients_language(cast, sign_in):
    """Seen red: drawn in the professional's language."""
    sign_in(cast.tuula).post("/language/", {"language": "sv", "next": "/"})
    assert "Min stig" in text_of(sign_in(cast.katri), address(cast)).partition('<div class="asseen" lang="sv">')[2]


def test_a_narrower_leave_shows_nothing_of_it(cast, sign_in):
    """Seen red: the field groups of the reader's leave not asked."""
    Grant.objects.filter(case=cast.case, user=cast.katri).update(field_groups=["basics", "employment"])
    seen = text_of(sign_in(cast.katri), address(cast))
    assert "sinun lupasi ei ulotu" in seen and "Minun polkuni" not in seen


def test_a_coach_and_a_stranger_do_not_get_in(cast, sign_in):
    assert sign_in(cast.janne).get(address(cast)).status_code == 403
    assert sign_in(cast.tuula).get(address(cast)).status_code in (403, 404)
