"""Whose relation to the client has ended, in every role."""

import pytest

from tests.access_matrix.asked import ROLES


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.django_db
def test_whoever_was_once_there_gets_the_answer_the_document_promises(role, promised):
    promised(f"ended-{role}")
