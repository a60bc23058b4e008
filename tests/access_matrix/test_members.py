"""Who works with the client, in every role."""

import pytest

from tests.access_matrix.asked import ROLES


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.django_db
def test_whoever_works_with_the_client_gets_the_answer_the_document_promises(role, promised):
    promised(f"works-{role}")
