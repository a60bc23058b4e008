"""Two at once: many who plan the same employer's day, and many who add the same employer (T-66, C-22).

Seen red: without the row's lock in `_turn` 43 of 64 planned unwarned; without the register's turn
nine rows of one name stood in it.
"""

import pytest

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import Membership
from rinnalla.cast import load_cast
from rinnalla.employers import actions
from rinnalla.employers.contacting import actions as contacting
from rinnalla.employers.contacting.models import EmployerContact
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.testing import at_once, refusals

THREADS = 64


@pytest.fixture(scope="module")
def coaches(live_db, django_db_blocker):
    """A coach for each thread, half of them of another body."""
    with django_db_blocker.unblock():
        cast, by, found = load_cast(), system("test"), []
        with acting(by):
            for number in range(THREADS):
                name = f"v{number}"
                user = add_user(by=by, username=name, name=f"Valmentaja {number}", email=f"{name}@example.org")
                unit = cast.coaching if number % 2 else cast.jobs
                give_membership(by=by, user=user, unit=unit, role="job_coach", starts_on=dates.today())
                member = Membership.objects.select_related("user", "unit__organisation").get(user=user)
                found.append(staff_actor(member))
        return found


@pytest.mark.row("T-66", "C-22")
def test_only_one_of_many_plans_the_day_unwarned(coaches):
    with acting(coaches[0]):
        row = actions.add_employer(by=coaches[0], values={"name": "Meriruoho"})

    def plan(number: int) -> None:
        with acting(coaches[number]):
            contacting.plan_contact(
                employer=row, by=coaches[number], on=dates.today(), channel="phone", purpose="learn_needs"
            )

    told = refusals(at_once(plan, THREADS))
    assert told.count("") == 1
    assert all("on suunnitellut yhteydenoton" in text for text in told if text)
    assert EmployerContact.objects.planned().filter(employer=row).count() == 1


def test_an_employer_added_by_many_stands_once(coaches):
    def add(number: int) -> None:
        with acting(coaches[number]):
            actions.add_employer(by=coaches[number], values={"name": "Kahvila Aamu"})

    told = refusals(at_once(add, THREADS))
    assert told.count("") == 1 and Employer.objects.filter(name="Kahvila Aamu").count() == 1
