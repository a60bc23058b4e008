"""Two at once: the 26th client of a coach, and one client's coaching sent from two windows (T-54).

Seen red: without the lock in `_room_for_one_more` more than one of 64 got in at the last free place.
"""

from uuid import uuid4

import pytest

from rinnalla.access.acting import acting
from rinnalla.cast import load_cast
from rinnalla.employment import caseload
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.tests.coaching import fresh, open_case, start
from rinnalla.testing import at_once, refusals

THREADS, CAP = 64, 25


@pytest.fixture(scope="module")
def full_but_one(live_db, django_db_blocker):
    """Janne may have 25 clients and has 24; 64 more have their consent given."""
    with django_db_blocker.unblock():
        cast = load_cast()
        with acting(cast.a_katri):
            for number in range(CAP - 1):
                start(cast, open_case(cast, f"Ennen {number}"))
            waiting = [open_case(cast, f"Uusi {number}") for number in range(THREADS)]
        return cast, waiting


@pytest.mark.row("T-54")
def test_of_sixty_four_only_one_gets_the_last_place_and_25_stand(full_but_one):
    cast, waiting = full_but_one

    def begin(number: int) -> None:
        with acting(cast.a_katri):
            start(cast, fresh(waiting[number]))

    told = refusals(at_once(begin, THREADS))
    assert told.count("") == 1
    assert all(f"{CAP} asiakasta, enintään {CAP}" in text for text in told if text)
    with acting(cast.a_katri):
        assert caseload.loads([cast.janne.pk])[cast.janne.pk] == CAP


def test_one_key_sent_many_times_is_one_coaching(full_but_one):
    cast, _waiting = full_but_one
    key = uuid4()
    with acting(cast.a_katri):
        case = open_case(cast, "Kerran")

    def begin(number: int) -> None:
        with acting(cast.a_katri):
            start(cast, fresh(case), type="traditional", key=key)

    assert refusals(at_once(begin, THREADS)) == [""] * THREADS
    with acting(cast.a_katri):
        assert CoachingEpisode.objects.filter(case=case).count() == 1
