"""A consent runs out at the midnight after its last day in Finland, to the second (goal H2), also on the two nights
when the clock is moved; a spoken one at the end of the contact's day.

The first wall goes by the application's clock, which these tests move; the second by the database's own, which a leave
that ends now is held against. Against: `end_of_day` in place of `midnight_after` (shut a second early); the day counted
in UTC (open two hours too long).
"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from rinnalla.access.models import Consent, Grant
from rinnalla.access.rules import case_ids
from rinnalla.cases.grounds import consent_for
from rinnalla.lib import dates
from rinnalla.testing import as_actor
from tests.consents.world import given, in_force

SECOND = timedelta(seconds=1)
# The last day, and the moment it is over: an ordinary night, the night of spring (23 hours) and of autumn (25 hours).
NIGHTS = [
    (date(2027, 1, 15), datetime(2027, 1, 15, 22, 0, tzinfo=UTC)),
    (date(2027, 3, 27), datetime(2027, 3, 27, 22, 0, tzinfo=UTC)),
    (date(2027, 3, 28), datetime(2027, 3, 28, 21, 0, tzinfo=UTC)),
    (date(2027, 10, 30), datetime(2027, 10, 30, 21, 0, tzinfo=UTC)),
    (date(2027, 10, 31), datetime(2027, 10, 31, 22, 0, tzinfo=UTC)),
    (date(2026, 12, 31), datetime(2026, 12, 31, 22, 0, tzinfo=UTC)),
]


@pytest.mark.parametrize(("last", "over"), NIGHTS)
def test_a_day_is_over_at_its_own_midnight(last, over):
    assert dates.midnight_after(last) == over
    assert dates.local(over - SECOND).date() == last and dates.local(over).date() == last + timedelta(days=1)


def test_a_spoken_consent_ends_with_the_day_of_its_contact(cast):
    with as_actor(cast.a_katri):
        Consent.objects.filter(case=cast.case).update(withdrawn_at=dates.now(), withdrawn_by=cast.katri)
    one = given(cast, cast.coaching.organisation, mode="spoken", matter="Soitto työnhausta")
    for moment, open_ in ((one.ends_at - SECOND, True), (one.ends_at, False)):
        with time_machine.travel(moment, tick=False), as_actor(cast.a_katri):
            assert (consent_for(cast.case, cast.coaching.organisation) is not None) is open_


def test_pages_and_downloads_stop_when_the_leave_is_over(cast, sign_in):
    """Through a browser: an end that is already past at the database's clock opens nothing anywhere."""
    consent, browser = in_force(cast), sign_in(cast.janne)
    base = f"/cases/{cast.case.uuid}/"
    pages = (base, base + "plan/", base + "contacts/", base + "meetings/", f"{base}consents/", base + "plan/print/")
    assert browser.get(base).status_code == 200
    with as_actor(cast.a_katri):
        Grant.objects.filter(consent=consent).update(ends_at=dates.now())
    for page in pages:
        assert browser.get(page).status_code == 404, page
    assert "Rantanen" not in browser.get("/cases/").content.decode()
    assert base not in browser.get("/search/?q=Rantanen").content.decode()


@pytest.mark.parametrize(("last", "over"), NIGHTS)
def test_leave_and_consent_end_in_the_same_second(cast, sign_in, last, over):
    """The consent, the leave that stands on it, and pages: open a second before, shut at the midnight itself."""
    one = given(cast, cast.coaching.organisation, ends_on=last)
    browser = sign_in(cast.janne)
    with as_actor(cast.a_janne):
        assert set(Grant.objects.filter(consent=one).values_list("ends_at", flat=True)) == {over}
    for moment, open_ in ((over - SECOND, True), (over, False)):
        with dates.clock(moment):
            with as_actor(cast.a_katri):
                assert Consent.objects.in_force().filter(pk=one.pk).exists() is open_
            with as_actor(cast.a_janne):
                assert case_ids(cast.a_janne).exists() is open_
            browser.force_login(cast.janne)
            assert browser.get(f"/cases/{cast.case.uuid}/").status_code == (200 if open_ else 404)


def test_the_second_wall_shuts_at_the_moment_of_the_end_by_the_databases_own_clock(cast):
    """Asked without pause: no row is seen in a statement begun at the end or after it, and some before it."""
    with as_actor(cast.a_katri):
        end = dates.now() + timedelta(seconds=2)
        Grant.objects.filter(user=cast.janne).update(ends_at=end)
    seen = []
    with as_actor(cast.a_janne), connection.cursor() as cursor:
        while not seen or seen[-1][0] < end + timedelta(seconds=0.5):
            cursor.execute("select clock_timestamp(), (select count(*) from cases_case)")
            seen.append(cursor.fetchone())
    assert [count for moment, count in seen if moment >= end] and not any(n for moment, n in seen if moment >= end)
    assert all(n for moment, n in seen if moment < end - timedelta(seconds=0.2)) and len(seen) > 5
