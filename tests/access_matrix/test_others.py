"""The anonymous, clients, a representative; and the widest role with less than a whole relation."""

import pytest

from tests.access_matrix.asked import ALONE, OF_THE_WIDEST_ROLE


@pytest.mark.parametrize("actor", ALONE)
@pytest.mark.django_db
def test_whoever_is_no_worker_gets_the_answer_the_document_promises(actor, promised):
    promised(actor)


@pytest.mark.parametrize("relation", OF_THE_WIDEST_ROLE)
@pytest.mark.django_db
def test_the_widest_role_with_less_than_a_whole_relation_gets_the_answer_the_document_promises(relation, promised):
    promised(f"{relation}-coordinator")
