"""Who has nothing to do with the client, in every role."""

import pytest

from tests.access_matrix.asked import ROLES


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.django_db
def test_whoever_has_no_relation_gets_the_answer_the_document_promises(role, promised):
    promised(f"none-{role}")
