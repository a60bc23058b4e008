"""Prices of services: dated, sourced, exact; only by whoever answers for the service model.

Guards against: two prices on one day, a price written over, a zero in the place of "not known".
"""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import Range

from rinnalla.catalogue.prices import actions
from rinnalla.catalogue.prices.models import UnitPrice
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(cast):
    return offer_everything(cast.region, cast.jobs)["medical_rehabilitation"]


def priced(cast, card, amount="100.00", **more):
    by = cast.actor("rooli-manager")
    values = {"per": "episode", "from_on": dates.today() - timedelta(days=30), "source": "Sopimus", **more}
    with as_actor(by):
        return actions.set_price(card=card, by=by, amount=Decimal(amount), **values)


def test_a_new_price_ends_the_open_one_and_none_is_written_over(cast, card):
    first = priced(cast, card)
    second = priced(cast, card, "120.50", from_on=dates.today())
    first.refresh_from_db()
    assert first.valid.upper == dates.today() == second.valid.lower and first.amount == Decimal("100.00")
    with pytest.raises(Refused, match="Samalle ajalle on jo hinta"):
        priced(cast, card, from_on=dates.today() - timedelta(days=60))
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPrice.objects.create(
            card=card, amount=1, per="day", source="x", valid=Range(dates.today(), None), allocable=True
        )
    by = cast.actor("rooli-manager")
    with as_actor(by):
        with pytest.raises(Refused, match="miksi hinta perutaan"):
            actions.withdraw_price(price=second, by=by, reason=" ")
        for _ in range(2):
            actions.withdraw_price(price=second, by=by, reason="Väärä liite")
        with pytest.raises(Refused, match="Hinta on jo peruttu"):  # seen red: the second reason was lost in silence
            actions.withdraw_price(price=second, by=by, reason="Toinen syy")
    priced(cast, card, "119.00", from_on=dates.today())
    assert UnitPrice.objects.count() == 3


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount": "0"}, "Nollaa ei kirjata"), ({"source": " "}, "mistä hinta on"),
        ({"allocable": False}, "miksi kustannusta ei voi jakaa"),
        ({"to_on": dates.today() - timedelta(days=31)}, "ennen ensimmäistä"),
    ],
)
def test_a_price_is_refused_in_words(cast, card, values, told):
    with pytest.raises(Refused, match=told):
        priced(cast, card, **values)


def test_only_whoever_answers_for_the_model_of_the_region_prices_it(cast, card, sign_in):
    for username in ("katri", "muualta-manager"):
        by = cast.actor(username)
        with as_actor(by), pytest.raises(Refused, match="vastaa alueen palvelumallista"):
            actions.set_price(
                card=card, by=by, amount=Decimal(1), per="day", from_on=dates.today(), source="x"
            )
    base = f"/services/{card.uuid}/prices/"
    assert sign_in(cast.katri).get(base).status_code == 403
    assert sign_in(cast.everybody["muualta-manager"]).get(base).status_code == 404


def test_the_pages_keep_what_was_typed_and_twice_sent_is_once_done(cast, card, sign_in):
    manager, base = sign_in(cast.roles["manager"]), f"/services/{card.uuid}/prices/"
    assert "Se ei ole nolla" in manager.get(base).content.decode()
    form = {"amount": "paljon", "per": "day", "from_on": "1.10.2026", "source": "Liite 3", "split": "split",
            "form_key": uuid4()}  # fmt: skip
    refused = manager.post(base + "new/", form)
    assert refused.status_code == 422 and "84,50" in refused.content.decode() and "Liite 3" in refused.content.decode()
    form["amount"] = "1 284,50"
    for _ in range(2):
        assert manager.post(base + "new/", form).status_code == 302
    row = UnitPrice.objects.get()
    assert row.amount == Decimal("1284.50")
    shown = manager.get(base).content.decode().replace("\xa0", " ")
    assert "1 284,50 €" in shown and "Liite 3" in shown
    address = f"{base}{row.uuid}/withdrawal/"
    assert manager.post(address, {"reason": ""}).status_code == 422
    assert manager.post(address, {"reason": "Väärä"}).status_code == 302
    assert "Väärä" in manager.get(base).content.decode()
