"""The demo's small functions make what they promise, and mail says nothing of the client."""

import random
from datetime import timedelta

from django.core import mail

from rinnalla.access.acting import acting
from rinnalla.access.actor import ANONYMOUS
from rinnalla.lib import dates
from rinnalla.outbox import run_pending
from rinnalla.referrals import demo
from rinnalla.referrals.models import Consultation, Referral
from rinnalla.referrals.tests.world import send
from rinnalla.testing import as_actor


def test_the_demo_makes_every_kind_of_thing_by_the_same_actions(cast):
    rng, home = random.Random(5), cast.region.municipalities.get()
    with acting(ANONYMOUS):
        demo.contact("Aino Koski", rng, municipality=home, encouraged_by="Askel ry")
    with as_actor(cast.a_timo):
        rows = [demo.referral(f"Nimi{n}", "Lehto", cast.a_timo, rng, unit=cast.team, born=dates.parse_date("3.2.1991"))
                for n in range(3)]
        asked = demo.question(cast.a_timo, cast.team, rng)
        assert demo.identification(cast.a_timo, rng).items
        assert demo.advice(cast.a_timo, rng, dates.today() - timedelta(days=3)).minutes
    with as_actor(cast.a_katri):
        assert demo.taken_in(rows[0], cast.a_katri).state == "arranging"
        demo.declined(rows[1], cast.a_katri)
        demo.asked_more(rows[2], cast.a_katri)
        demo.answered(Consultation.objects.get(pk=asked.pk), cast.a_katri)
        states = sorted(row.state for row in Referral.objects.received_by(cast.a_katri))
        assert states == ["accepted", "asked", "declined", "waiting"]


def test_mail_tells_that_there_is_something_to_see_and_nothing_more(cast):
    run_pending(strict=True)
    mail.outbox.clear()
    with as_actor(cast.a_timo):
        send(cast)
    run_pending(strict=True)
    told = [message for message in mail.outbox if "katri@example.org" in message.to]
    assert len(told) == 1
    for word in ("Oskari", "Lehto", "lähete", "keittiö", "Timo"):
        assert word not in told[0].subject + told[0].body
