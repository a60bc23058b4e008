"""What will be erased and what was, as counts of the own region; and what a server does before it serves."""

from datetime import timedelta

import pytest
from django.test import override_settings

from rinnalla import serving
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.embedded import ServerError
from rinnalla.retention.erasing import actions, ahead
from rinnalla.retention.erasing.models import ErasureRun
from rinnalla.retention.tests.test_erasing import OWNER, case_in, moment
from tests.asking import signed_in
from tests.conftest import Browser

pytestmark = pytest.mark.usefixtures("live_db")


@pytest.fixture(autouse=True)
def _fresh():
    ErasureRun.objects.using(OWNER).all().delete()
    yield
    ErasureRun.objects.using(OWNER).all().delete()


def page_of(username: str, address: str) -> str:
    user = User.objects.using(OWNER).get(username=username)
    return signed_in(Browser(raise_request_exception=False), user).get(address).content.decode()


def test_counts_of_the_own_region_alone_and_never_a_name():
    """Seen red: `retention_ahead` without the officer's region."""
    today = dates.today()
    closed = dates.add_months(today, -48)
    case_in("multi_agency", closed=moment(closed))
    case_in("multi_agency", closed=moment(dates.add_months(closed, 6)))
    mine = page_of("rooli-data_protection_officer", "/retention/")
    assert "Monialaisen tuen asia" in mine and "Erkkeri" not in mine
    rows = mine[mine.index("<tbody>"):mine.index("</tbody>")]
    assert ">2<" in rows, rows
    assert "Monialaisen tuen asia" not in page_of("muualta-data_protection_officer", "/retention/")
    with dates.clock(moment(today + timedelta(days=1))):
        actions.run(after_a_pause=True)
    assert "Monialaisen tuen asia" in page_of("rooli-data_protection_officer", "/retention/erased/")
    assert "Monialaisen tuen asia" not in page_of("muualta-data_protection_officer", "/retention/erased/")


def test_a_restored_copy_erases_before_it_serves():
    """The copy is of two weeks ago: what ended since goes before the first answer. Seen red: without the call."""
    with dates.clock(moment(dates.today() - timedelta(days=14))):
        actions.run()
    case = case_in("multi_agency", closed=moment(dates.add_months(dates.today(), -48) - timedelta(days=3)))
    assert ahead.overdue() is not None and ahead.not_ready() is not None
    serving.erase_what_came_back()
    assert ahead.overdue() is None and ahead.not_ready() is None
    assert not type(case).objects.using(OWNER).filter(pk=case.pk).exists()


@override_settings(DEMO=False)
def test_an_old_copy_is_not_served_before_somebody_has_looked():
    with dates.clock(moment(dates.today() - timedelta(days=90))):
        actions.run()
    with pytest.raises(ServerError, match="erase --after-a-pause"):
        serving.erase_what_came_back()
    assert signed_in(Browser(), None).get("/health/ready").status_code == 503
    actions.run(after_a_pause=True)
    serving.erase_what_came_back()
    assert signed_in(Browser(), None).get("/health/ready").status_code == 200


def test_the_client_reads_how_long_each_kind_is_kept():
    page = signed_in(Browser(), None).get("/privacy/").content.decode()
    for said in ("4 vuotta", "10 vuotta", "12 vuotta", "3 vuotta", "Asiasi tiedot poistetaan"):
        assert said in page, said
