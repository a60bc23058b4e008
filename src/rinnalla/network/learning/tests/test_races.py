"""Two at once on the last place: one gets it, the others stand in line in some order (V-11).

Guards against: the row's lock left out of `_turn`; the database then refuses the second one as an error.
"""

import pytest

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import Membership
from rinnalla.cast import load_cast
from rinnalla.lib import dates
from rinnalla.network.learning import actions
from rinnalla.network.learning.models import TrainingSeat
from rinnalla.network.learning.seats import actions as seats
from rinnalla.testing import at_once, refusals

from .world import planned

THREADS = 24


@pytest.fixture(scope="module")
def people(live_db, django_db_blocker):
    """A worker for each thread."""
    with django_db_blocker.unblock():
        cast, by, found = load_cast(), system("test"), []
        with acting(by):
            for number in range(THREADS):
                name = f"k{number}"
                user = add_user(by=by, username=name, name=f"Kävijä {number}", email=f"{name}@example.org")
                give_membership(by=by, user=user, unit=cast.jobs, role="employment_expert", starts_on=dates.today())
                member = Membership.objects.select_related("user", "unit__organisation").get(user=user)
                found.append(staff_actor(member))
        return found


@pytest.mark.row("V-11")
def test_the_last_place_goes_to_one_and_the_rest_wait(people):
    katri = load_cast().a_katri
    with acting(katri):
        one = actions.plan_training(by=katri, planned=planned(places=1))

    def ask(number: int) -> None:
        with acting(people[number]):
            seats.sign_up(training=one, by=people[number])

    assert refusals(at_once(ask, THREADS)) == [""] * THREADS
    rows = TrainingSeat.objects.filter(training=one)
    assert sorted(row.number for row in rows if row.number) == [1] and rows.waiting().count() == THREADS - 1

    def leave(number: int) -> None:
        with acting(people[number]):
            seats.give_up(training=one, by=people[number])

    at_once(leave, THREADS)
    assert not TrainingSeat.objects.held().filter(training=one).exists()
