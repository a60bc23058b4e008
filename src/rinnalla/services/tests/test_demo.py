"""The demo's services and talks go through the same rules as people's."""

import random

import pytest

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.services import actions, demo
from rinnalla.services.demo import make_guidance, make_services
from rinnalla.services.models import Benefit, ServiceEpisode
from rinnalla.testing import as_actor


def test_the_invented_content_passes_every_rule(cast):
    offer_everything(cast.region, cast.jobs)
    with as_actor(cast.a_katri):
        for seed in range(6):
            rng = random.Random(seed)
            assert make_services(cast.case, cast.a_katri, rng, count=3)
            assert make_guidance(cast.case, cast.a_katri, rng, accepted=True).done


@pytest.mark.parametrize("way", sorted(set(demo.WAYS), key=lambda one: one.__name__))
def test_every_way_of_living_passes_every_rule(cast, way):
    with as_actor(cast.a_katri):
        way(cast.case, cast.a_katri, random.Random(1))
        assert Benefit.objects.filter(case=cast.case).exists()


def test_services_in_depth_pass_every_rule(cast):
    cards = offer_everything(cast.region, cast.jobs)
    with as_actor(cast.a_katri):
        for key in ("pay_subsidy", "labour_market_training", "self_care"):
            row = actions.plan_service(case=cast.case, by=cast.a_katri, card=cards[key])
            demo.tell_more(row, cast.a_katri)
            demo.go_along(row, cast.a_katri)
        assert ServiceEpisode.objects.filter(case=cast.case, ground="", partner="").count() == 1
        demo.join_workshop(cast.case, cast.a_katri)
