"""What the tests of erasing need around them."""

from collections.abc import Iterator

import pytest

from rinnalla.retention.erasing.models import ErasureRun
from rinnalla.retention.tests.lives import OWNER


@pytest.fixture
def fresh_runs(live_db) -> Iterator[None]:
    """No run before this test: the clock is set far ahead and back again between them."""
    ErasureRun.objects.using(OWNER).all().delete()
    yield
    ErasureRun.objects.using(OWNER).all().delete()
