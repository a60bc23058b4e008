"""The demo's services and talks go through the same rules as people's."""

import random

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.services.demo import make_guidance, make_services
from rinnalla.testing import as_actor


def test_the_invented_content_passes_every_rule(cast):
    offer_everything(cast.region, cast.jobs)
    with as_actor(cast.a_katri):
        for seed in range(6):
            rng = random.Random(seed)
            assert make_services(cast.case, cast.a_katri, rng, count=3)
            assert make_guidance(cast.case, cast.a_katri, rng, accepted=True).done
