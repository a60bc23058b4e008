"""Two rows of one person made one: a coaching goes along with its case, and two at once are told before anything moves.

Guards against: without the pair of keys the coaching stays with the row that gave way.
"""

import pytest

from rinnalla.cases import merging
from rinnalla.cases.models import Case
from rinnalla.employment.tests.coaching import fresh, open_case, start
from rinnalla.lib.errors import Refused
from rinnalla.people.models import Person
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def merge(cast, kept: Case, gone: Case) -> None:
    with as_actor(cast.a_katri):
        one, other = (Person.objects.select_related("region").get(pk=case.person_id) for case in (kept, gone))
        merging.merge(
            kept=one, gone=other, kept_version=one.version, gone_version=other.version, by=cast.a_katri,
            reason="Asiakas kertoi",
        )


def test_a_coaching_follows_its_case(cast):
    other = open_case(cast, "Aila Aalto")
    episode = start(cast, other)
    merge(cast, cast.case, other)
    with as_actor(cast.a_katri):
        assert fresh(episode).person_id == cast.case.person_id == Case.objects.get(pk=other.pk).person_id


def test_two_coachings_at_once_stop_the_merge_and_nothing_moves(cast):
    other = open_case(cast, "Aila Aalto")
    start(cast)
    start(cast, other)
    before = other.person_id
    with pytest.raises(Refused, match="Päätä toinen ensin"):
        merge(cast, cast.case, other)
    with as_actor(cast.a_katri):
        assert Case.objects.get(pk=other.pk).person_id == before
