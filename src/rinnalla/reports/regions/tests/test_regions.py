"""Regions side by side: only those that have agreed see each other, and no more than each tells itself.

Guards against, each seen red: a region that has not agreed told of, or told to; a region that left still told of; a
number told that the region hides from itself.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from rinnalla.access.models import User
from rinnalla.cases.actions import open_case
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region, Unit
from rinnalla.reports.forms import last_finished
from rinnalla.reports.indicators import counting
from rinnalla.reports.models import RegionComparison
from rinnalla.reports.regions import actions
from rinnalla.reports.regions.telling import COMPARED, compared
from rinnalla.testing import as_actor
from tests.test_query_counts import cost

pytestmark = pytest.mark.django_db
PAGE = "/reports/regions/"
OURS, THEIRS = "rooli-manager", "muualta-manager"


@pytest.fixture
def counted(cast):
    """3 cases began here in the last half-year, 24 in the other region."""
    half = last_finished()
    for username, many in (("katri", 3), ("muualta-coordinator", 24)):
        by = cast.actor(username)
        with as_actor(by):
            for number in range(many):
                case = open_case(
                    by=by, region=Region.objects.get(pk=by.region_id), holder_unit=Unit.objects.get(pk=by.unit_id),
                    arranger=User.objects.get(pk=by.user_id), ground="l381_15",
                    naming_due_on=dates.today() + timedelta(days=14),
                    new_person={"given_names": f"Asiakas {number}", "family_name": "Koe"},
                )
                Case.objects.filter(pk=case.pk).update(made_at=dates.start_of_day(half.since))
    assert counting.count_all() == 0
    return half


def join(cast, *usernames):
    for username in usernames:
        with as_actor(cast.actor(username)):
            actions.join(by=cast.actor(username))


def seen(cast, username, half) -> dict[str, list[str]]:
    """Figure → a cell of each region, as a manager is told."""
    with as_actor(cast.actor(username)):
        return {line.one.key: list(line.cells) for line in compared(cast.actor(username), half).lines}


def test_only_regions_that_have_agreed_see_each_other(cast, counted):
    assert seen(cast, OURS, counted) == {}
    join(cast, OURS)
    assert {len(cells) for cells in seen(cast, OURS, counted).values()} == {1}  # alone
    assert seen(cast, THEIRS, counted) == {}
    join(cast, THEIRS)
    assert list(seen(cast, OURS, counted)) == list(COMPARED)
    assert seen(cast, OURS, counted)["opened"] == ["", "24 asiakkuutta"]  # of the own three nothing is told here either
    assert seen(cast, THEIRS, counted)["opened"] == ["24 asiakkuutta", ""]
    with as_actor(cast.actor(THEIRS)):
        actions.leave(by=cast.actor(THEIRS))
    assert seen(cast, THEIRS, counted) == {} and seen(cast, OURS, counted)["opened"] == [""]


def given(cast, username, half) -> set[int]:
    """The regions whose sums the database gives somebody."""
    with as_actor(cast.actor(username)), connection.cursor() as cursor:
        cursor.execute("select distinct region from reports_compared_rows(%s, %s)", [half.since, half.until])
        return {region for (region,) in cursor.fetchall()}


def test_the_database_gives_sums_of_those_who_agreed_to_the_leaders_of_those_who_agreed(cast, counted):
    ours, theirs = cast.region.pk, cast.other_region.pk
    join(cast, OURS)
    assert (given(cast, OURS, counted), given(cast, THEIRS, counted)) == ({ours}, set())
    join(cast, THEIRS)
    assert given(cast, OURS, counted) == given(cast, THEIRS, counted) == {ours, theirs}
    for username in ("katri", "rooli-decision_maker", "rooli-system_admin"):
        assert given(cast, username, counted) == set(), username
    with as_actor(cast.actor(THEIRS)):
        actions.leave(by=cast.actor(THEIRS))
    assert (given(cast, OURS, counted), given(cast, THEIRS, counted)) == ({ours}, set())


def test_the_page_says_what_joining_means_and_the_file_tells_the_same(cast, counted, sign_in):
    manager = sign_in(cast.roles["manager"])
    page = manager.get(PAGE).content.decode()
    assert "Alueesi ei ole mukana vertailussa." in page and "Lähde mukaan" in page and "asiakkuutta" not in page
    join(cast, THEIRS)
    assert manager.post(f"{PAGE}joining/").headers["Location"] == PAGE
    page = manager.get(f"{PAGE}?half={counted.key}").content.decode()
    assert "24 asiakkuutta" in page and "Ei näytetä" in page and "Mukana on oma alueesi ja yksi muu." in page
    text = manager.get(f"{PAGE}file/?half={counted.key}").content.decode("utf-8-sig")
    assert "24 asiakkuutta" in text and cast.other_region.name in text
    assert manager.post(f"{PAGE}leaving/").headers["Location"] == PAGE
    assert "24 asiakkuutta" not in manager.get(PAGE).content.decode()
    assert sign_in(cast.katri).post(f"{PAGE}joining/").status_code == 403
    assert sign_in(cast.roles["manager"]).get(f"{PAGE}joining/").status_code == 405


def test_twice_is_once_each_leaves_its_event_and_one_may_come_back(cast, monkeypatch):
    """The log of the installation is read by its owner alone, so the verbs are caught on their way."""
    verbs: list[str] = []
    monkeypatch.setattr(actions, "record", lambda verb, **more: (verbs.append(verb), record(verb, **more)))
    join(cast, OURS, OURS)
    actor = cast.actor(OURS)
    with as_actor(actor):
        for _time in range(2):
            actions.leave(by=actor)
        actions.join(by=actor)
        assert verbs == [f"reports.comparison_{act}" for act in ("joined", "left", "joined")]
        assert RegionComparison.objects.count() == 2 and RegionComparison.objects.in_force().count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            RegionComparison.objects.create(region=cast.region)
    with as_actor(cast.a_katri), pytest.raises(Refused):
        actions.join(by=cast.a_katri)


def test_the_page_asks_as_much_of_one_region_as_of_two(cast, counted, sign_in):
    join(cast, OURS)
    one = cost(sign_in(cast.roles["manager"]), PAGE)
    join(cast, THEIRS)
    assert cost(sign_in(cast.roles["manager"]), PAGE).inside == one.inside, one.told
