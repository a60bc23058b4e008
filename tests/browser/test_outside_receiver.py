"""A service without an account: asked on the referral's page, answered by the mailed link without a script, on a phone.

What the server promised is mailed here, by the worker's own function, so that the letters can be read.
"""

import re

import pytest
from django.core import mail

from rinnalla import outbox
from rinnalla.access.acting import acting
from rinnalla.access.models import User
from rinnalla.cast import actor_named
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.referrals import actions
from rinnalla.referrals.identity import Identity
from tests.browser.people import OWNER, House

ADDRESS = "aino.outo@kela.fi"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def referral(house: House) -> str:
    with acting(actor_named("timo")) as timo:
        row = actions.send_referral(
            by=timo, who=Identity("Oskari", "Kanervatar", "040 555 0199"), unit=Unit.objects.get(key="tyokykytiimi"),
            wish="Haluan takaisin keittiöön.", extra="Selkä on kipeä, mutta seisominen onnistuu jo tunnin kerrallaan.",
        )
    return f"/referrals/{row.uuid}/"


def letter(pattern: str) -> str:
    """What a letter to the asked address holds, once the worker has been at it."""
    outbox.run_pending(strict=True)
    found = [match for one in mail.outbox if one.to == [ADDRESS] and (match := re.search(pattern, one.body))]
    return found[-1][0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_service_without_an_account_is_asked_and_answers(house, referral, scheme):
    katri = house.known(User.objects.using(OWNER).get(username="katri"), color_scheme=scheme)
    katri.go(referral)
    katri.follow("/outside/")
    katri.fill(organisation="Kelan kuntoutus", organisation_kind="kela", address="aino@gmail.com", groups=["health"],
               words="Onko ammatillisessa kuntoutuksessa tilaa?")
    katri.press("address", status=(422,))
    assert katri.page.locator('main [name="organisation"]').input_value() == "Kelan kuntoutus"
    katri.fill(address=ADDRESS)
    katri.press("address")
    katri.sees("Linkki lähtee hetken kuluttua")

    aino = house.somebody(script=False, viewport=PHONE, color_scheme=scheme)
    link = letter(r"/reply/\?k=\S+")
    aino.go(link)
    assert aino.page.url.endswith("/reply/")
    aino.sees("Työkykytiimi kysyy sinulta")
    assert "Kanervatar" not in aino.page.content()
    aino.press_to("/reply/code/")
    aino.fill(code="1111 1111")
    aino.press_to("/reply/proof/", status=(422,))
    aino.fill(code=letter(r"\d{4} \d{4}"))
    aino.press_to("/reply/proof/")
    aino.sees("Oskari Kanervatar")
    aino.sees("Onko ammatillisessa kuntoutuksessa tilaa?")
    aino.fill(answer="takes", contact_name="Aino Outo")
    aino.press("answer", status=(422,))
    assert aino.page.locator('main [name="contact_name"]').input_value() == "Aino Outo"
    aino.fill(contact_phone="06 218 4477", first_free_on=dates.d(dates.today()))
    aino.press("answer")
    aino.sees("Vastaus on perillä.")
    assert "Kanervatar" not in aino.page.content()

    katri.go("/inbox/")
    katri.follow("#outside")
    katri.sees("Otamme asiakkaan vastaan")
    katri.press_to("/confirmation/")
    katri.sees("Vastaus on käsitelty")
    aino.go(link, status=200)  # the last answer stays told
    for one in (katri, aino):
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), one.page.url
