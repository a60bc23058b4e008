"""Mass reading is told, and at last stopped; a day's work never is (C5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from rinnalla.access.reading import counting
from rinnalla.access.reading.models import ReadingMark
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.testing import as_actor
from tests.test_query_counts import open_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def limits(monkeypatch):
    """Small limits: told at 3, no more than 5."""
    def set_to(told: int, stop: int) -> None:
        monkeypatch.setattr(counting, "_source", lambda: lambda who, what, on: (told, stop))

    set_to(3, 5)
    return set_to


@pytest.fixture
def katri(cast, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return sign_in(cast.katri)


def addresses(cast, count: int) -> list[str]:
    open_cases(cast, count)
    with as_actor(cast.a_katri):
        from rinnalla.cases.models import Case

        uuids = Case.objects.visible_to(cast.a_katri).order_by("pk").values_list("uuid", flat=True)
        return [reverse("desk:case", args=[one]) for one in uuids]


def lines(cast) -> list[AccessLine]:
    with as_actor(cast.a_katri):
        return list(AccessLine.objects.filter(user_id=cast.katri.pk).order_by("pk"))


def test_reading_everything_is_stopped_and_the_page_says_what_happened(cast, katri, limits):
    """Seen red: no answer might be withheld."""
    pages = addresses(cast, 8)
    answers = [katri.get(one) for one in pages]
    assert [one.status_code for one in answers] == [200] * 5 + [429] * (len(pages) - 5)
    text = answers[-1].content.decode()
    assert "Uusia asiakkaita ei nyt avata" in text and dates.d(dates.today() + timedelta(days=1)) in text
    assert "Rooli data_protection_officer" in text, "whom to call"
    assert "Lehto" not in text and 0 < int(answers[-1].headers["Retry-After"]) <= 25 * 3600
    told = lines(cast)
    assert [one.result for one in told][-3:] == ["refused_403"] * 3
    assert all(one.case_ids for one in told), "also a stopped reading tells whose it was"


def test_who_was_opened_today_opens_on_and_midnight_opens_the_rest(cast, katri, limits):
    pages = addresses(cast, 6)
    for one in pages:
        katri.get(one)
    assert katri.get(pages[0]).status_code == 200
    assert katri.get(pages[-1]).status_code == 429
    dates.set_clock(dates.midnight_after(dates.today()) + timedelta(seconds=1))
    from rinnalla.access import jobs

    jobs.clear_sessions()
    with connection.cursor() as cursor:
        cursor.execute("select access_forget_read(%s)", [dates.today()])
        assert cursor.fetchone() == (0,), "the job has taken yesterday's away"


def test_the_first_limit_is_told_to_the_reader_and_marked(cast, katri, limits):
    pages = addresses(cast, 4)
    for one in pages[:3]:
        katri.get(one)
    assert "poikkeuksellisen monen" in katri.get(pages[0]).content.decode()
    with as_actor(officer(cast)):
        (mark,) = ReadingMark.objects.all()
    assert (mark.level, mark.what, mark.count, mark.user_id) == ("told", "opened", 3, cast.katri.pk)


def officer(cast):
    from rinnalla.access.acting import staff_actor
    from rinnalla.access.models import Membership

    return staff_actor(Membership.objects.get(user__username="rooli-data_protection_officer"))


def test_marks_are_the_officers_of_the_region_alone(cast, katri, limits):
    for one in addresses(cast, 3):
        katri.get(one)
    from rinnalla.access.acting import staff_actor
    from rinnalla.access.models import Membership

    far = staff_actor(Membership.objects.get(user__username="muualta-data_protection_officer"))
    for actor in (cast.a_katri, far):
        with as_actor(actor):
            assert not ReadingMark.objects.exists()
    with as_actor(officer(cast)):
        assert ReadingMark.objects.count() == 1


def test_lists_have_a_limit_of_their_own(cast, katri, limits):
    """What a list shows is counted apart from what is opened; beyond the limit no list with new clients opens."""
    pages = addresses(cast, 4)
    assert katri.get(reverse("desk:case_list")).status_code == 200
    assert [katri.get(one).status_code for one in pages] == [200] * len(pages)
    open_cases(cast, 2, 10)
    assert katri.get(reverse("desk:case_list")).status_code == 429


def test_emergency_access_is_counted_but_never_stopped(cast, katri, limits):
    """Guards against: somebody who has read much can't help in an emergency."""
    pages = addresses(cast, 7)
    for one in pages[:6]:
        katri.get(one)
    with connection.cursor() as cursor, as_actor(cast.a_katri):
        cursor.execute("update access_grant set ground = 'break_glass' where case_id = (select id from cases_case "
                       "where uuid = %s)", [pages[6].strip("/").split("/")[-1]])
    assert katri.get(pages[6]).status_code == 200
    assert katri.get(pages[5]).status_code == 429


def test_an_act_is_not_lost_when_the_limit_is_passed(cast, katri, limits):
    """A redirect after a save holds nothing to withhold: it is counted, and the save stands."""
    from django.http import HttpResponse, HttpResponseRedirect

    assert not counting.holds_data(HttpResponseRedirect("/day/")) and counting.holds_data(HttpResponse())


def test_a_day_of_forty_acts_hits_no_limit(cast, katri):
    """Forty different clients opened, the list after each, with the limits of the data themselves."""
    pages = addresses(cast, 39)
    assert len(pages) >= 40
    for one in pages[:40]:
        assert katri.get(one).status_code == 200
        assert katri.get(reverse("desk:case_list")).status_code == 200
    with as_actor(officer(cast)):
        assert not ReadingMark.objects.exists()


def test_a_clients_own_pages_are_not_counted(cast, sign_in, limits):
    client = sign_in(cast.tuula)
    for _time in range(8):
        assert client.get("/my/").status_code == 200
