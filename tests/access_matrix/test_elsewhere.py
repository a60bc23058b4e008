"""Who works in another region, in every role."""

import pytest

from tests.access_matrix.asked import ROLES


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.django_db
def test_whoever_works_in_another_region_gets_the_answer_the_document_promises(role, promised):
    promised(f"other_region-{role}")
