"""This part of the invented world: managers and administrators tell how far their organisations use the models."""

import random
from collections.abc import Iterable
from datetime import timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.handbook import actions, reading
from rinnalla.servicemodels.handbook.models import MODEL

NOTES = {"partly": "Käytössä osassa yksiköitä, laajenee keväällä.", "fully": "", "not": "Koulutus on sovittu."}


def tell_of_use(actors: Iterable[Actor]) -> int:
    """Each organisation's word of most models, by those of its people who may say it; returns how many words."""
    speakers: dict[int, Actor] = {}
    for actor in actors:
        if actor.organisation_id and actor.can(Permission.ADOPTION_SET):
            speakers.setdefault(actor.organisation_id, actor)
    told = 0
    for organisation_id, actor in speakers.items():
        rng = random.Random(f"use {organisation_id}")
        body = Organisation.objects.get(pk=organisation_id)
        for one in reading.things(MODEL)[:-1]:
            degree = rng.choices(("fully", "partly", "not"), weights=(5, 3, 1))[0]
            with acting(actor):
                actions.set_adoption(
                    organisation=body, key=one.key, degree=degree, note=NOTES[degree], by=actor,
                    since=dates.today() - timedelta(days=rng.randrange(20, 300)),
                )
            told += 1
    return told
