"""Noticing and guiding in numbers: what is counted, who may see it, what stays hidden.

Seen red: organisations taken from the counted rows alone (none with zero); places counted from the referral; the
function without its question who leads.
"""

from datetime import timedelta

import pytest
from django.db import connection

from rinnalla.access.acting import staff_actor
from rinnalla.access.models import Membership
from rinnalla.access.roles import ROLES
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.smallnumbers import Shown
from rinnalla.referrals import actions, figures
from rinnalla.testing import as_actor

ADDRESS = "/figures/way-in/"


def manager(cast):
    return staff_actor(Membership.objects.select_related("unit__organisation").get(user=cast.roles["manager"]))


def _notice(cast, by, times, place):
    with as_actor(by):
        for _each in range(times):
            actions.identify(by=by, items=["work_history"], place=place)


def _identified(cast, period=None):
    with as_actor(manager(cast)):
        return figures.identified(cast.region, period or figures.Period.last_year())


@pytest.mark.row("L-34")
def test_every_organisation_is_there_also_the_one_that_filled_in_none(cast, sign_in):
    _notice(cast, cast.a_katri, 6, "health_and_social_centre")
    told = dict(_identified(cast).organisations)
    assert told["Koivulan hyvinvointialue"] == Shown("number", 6)
    assert told["Koivulan työllisyyspalvelut"] == told["Askel ry"] == Shown("number", 0)
    assert "Harjun hyvinvointialue" not in told
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    assert "0, ei vielä yhtään" in page and "2 organisaatiota ei ole käyttänyt listaa" in page
    assert page.index("Askel ry") < page.index("Koivulan hyvinvointialue</th>")


@pytest.mark.row("T-05")
def test_needs_noticed_are_counted_by_place(cast):
    _notice(cast, cast.a_katri, 7, "health_and_social_centre")
    _notice(cast, cast.a_timo, 5, "employment_services")
    told = dict(_identified(cast).places)
    assert told["Sosiaali- ja terveyskeskus"] == Shown("number", 7)
    assert told["Työllisyyspalvelut"] == Shown("number", 5) and told["Oppilaitos"] == Shown("number", 0)


def test_a_place_is_one_of_the_list(cast):
    with as_actor(cast.a_katri), pytest.raises(Refused):
        actions.identify(by=cast.a_katri, items=["work_history"], place="kuu")


def test_small_numbers_are_hidden_and_cannot_be_computed(cast):
    _notice(cast, cast.a_katri, 8, "health_and_social_centre")
    _notice(cast, cast.a_timo, 2, "employment_services")
    told = dict(_identified(cast).organisations)
    assert told["Koivulan työllisyyspalvelut"].kind == "small"
    assert told["Koivulan hyvinvointialue"].kind == "large"  # beside a whole somebody knows it would tell the other


def test_the_days_of_the_period_are_counted_and_no_others(cast):
    _notice(cast, cast.a_katri, 6, "school")
    yesterday = dates.today() - timedelta(days=1)
    assert dict(_identified(cast, figures.Period(yesterday, yesterday)).places)["Oppilaitos"] == Shown("number", 0)
    assert dict(_identified(cast, figures.Period(yesterday, dates.today())).places)["Oppilaitos"].number == 6


def test_a_period_that_ends_before_it_begins_is_told(cast, sign_in):
    leader = sign_in(cast.roles["manager"])
    answer = leader.get(ADDRESS, {"since": "3.11.2026", "until": "1.11.2026"})
    assert answer.status_code == 422 and "Viimeinen päivä on ennen ensimmäistä." in answer.content.decode()
    assert leader.get(ADDRESS, {"since": "x"}).status_code == 422


@pytest.mark.parametrize("role", ROLES)
def test_only_who_leads_by_figures_gets_the_page(cast, sign_in, role):
    assert sign_in(cast.roles[role]).get(ADDRESS).status_code == (200 if role == "manager" else 403)


def test_the_database_counts_for_nobody_else(cast):
    _notice(cast, cast.a_katri, 6, "school")
    elsewhere = staff_actor(Membership.objects.get(user=cast.everybody["muualta-manager"]))
    for actor in (cast.a_katri, elsewhere):
        with as_actor(actor), connection.cursor() as cursor:
            cursor.execute("select count(*) from referrals_identified('2000-01-01', '2100-01-01')")
            assert cursor.fetchone() == (0,)
