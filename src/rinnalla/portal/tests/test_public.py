"""The front page: asking for contact without any account, in at most two clicks, and finding services."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import signing

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import give_membership
from rinnalla.lib import dates
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.portal.actions import MOST_IN_HOUR
from rinnalla.portal.models import ContactAttempt
from rinnalla.portal.views import RECEIPT
from rinnalla.referrals.models import Referral
from rinnalla.servicemodels.codes import due
from rinnalla.testing import as_actor

ASKED = {"for_whom": "self", "name": "Tuula Rantanen", "phone": "040 555 0147", "language": "fi"}


def received(actor) -> list[Referral]:
    with as_actor(actor):
        return list(Referral.objects.received_by(actor).order_by("pk"))


def intake_actor(cast, unit: Unit):
    """Somebody who takes contacts in at a unit."""
    from rinnalla.access.acting import staff_actor
    from rinnalla.access.actions import add_user, give_membership

    by = system("tests")
    with acting(by):
        user = add_user(by=by, username=f"vastaanotto-{unit.pk}", name="Anni Aalto")
        membership = give_membership(by=by, user=user, unit=unit, role="coordinator")
    return staff_actor(membership)


@pytest.mark.row("V-12", "C-09")
def test_name_phone_and_language_are_enough(cast, sign_in):
    """An anonymous visitor's request lands in the intake queue with its due date."""
    intake = intake_actor(cast, cast.intake)
    before = len(received(intake))

    answer = sign_in().post("/?region=koivula", ASKED)

    assert answer.status_code == 302, answer.content.decode()[:3000]
    rows = received(intake)
    assert len(rows) == before + 1
    assert rows[-1].person.name == "Tuula Rantanen" and rows[-1].person.phone == "040 555 0147"
    assert rows[-1].language == "fi" and rows[-1].case is None
    assert rows[-1].due_on == due(cast.region, "first_contact")


@pytest.mark.row("L-24")
def test_the_home_municipality_leads_to_its_own_unit(cast, sign_in):
    """A resident of the municipality lands in its queue; without a municipality somebody chooses the unit by a day."""
    town = Municipality.objects.get(region=cast.region)
    intake = intake_actor(cast, cast.intake)

    sign_in().post("/", {**ASKED, "municipality": town.code})
    sign_in().post("/", {**ASKED, "name": "Kalle Kari", "region": "koivula"})

    local, own = received(cast.a_katri)[-1], received(intake)[-1]
    assert local.unit == cast.team and local.municipality == town and local.route_by is None
    assert own.unit == cast.intake and own.person.name == "Kalle Kari"
    assert own.route_by == due(cast.region, "first_contact")


@pytest.mark.row("V-45")
def test_who_encouraged_may_be_named(cast, sign_in):
    intake = intake_actor(cast, cast.intake)
    sign_in().post("/?region=koivula", {**ASKED, "encouraged_by": "Askel ry"})
    row = received(intake)[-1]
    assert (row.channel, row.sender_name) == ("third_sector_encouraged", "Askel ry")


@pytest.mark.row("V-16")
def test_the_form_stands_on_the_front_page_and_is_two_clicks_from_every_public_page(cast, sign_in):
    """Fill in and press once on the front page; elsewhere one link leads to the form."""
    browser = sign_in()
    page = browser.get("/").content.decode()
    assert re.search(r'<form[^>]*method="post"[^>]*action="/"', page)
    form = page[page.index('action="/"'):page.index("</form>", page.index('action="/"'))]
    assert len(re.findall(r'<button type="submit"', form)) == 1
    assert "tabindex" not in form.replace('tabindex="-1" autofocus', "").replace('name="website" tabindex="-1"', "")
    for promise in ("Huomataan ajoissa", "Yksi ihminen rinnalla", "Monta auttajaa, yksi suunnitelma"):
        assert promise in page
    for address in ("/find/", "/guide/", "/privacy/", "/accessibility/"):
        other = browser.get(address)
        assert other.status_code == 200
        assert 'href="/#contact"' in other.content.decode() or 'class="brand" href="/"' in other.content.decode()


def test_the_receipt_tells_number_day_and_phone_only(cast, sign_in):
    intake = intake_actor(cast, cast.intake)
    browser = sign_in()
    answer = browser.post("/?region=koivula", ASKED)
    receipt = received(intake)[-1].receipt
    page = browser.get(answer.headers["Location"]).content.decode()
    assert receipt in page and "06 218 4400" in page and dates.dshort(due(cast.region, "first_contact")) in page
    assert "Tuula" not in page and "040 555 0147" not in page


def test_a_receipt_cannot_be_made_up(cast, sign_in):
    token = signing.dumps(["AAAA-2222", "2026-11-25", "koivula"], salt="other")
    for made_up in ("", "x", token):
        assert sign_in().get(f"/received/?r={made_up}").headers["Location"] == "/"
    assert signing.loads(unquote(signing.dumps(["A"], salt=RECEIPT)), salt=RECEIPT) == ["A"]


def test_a_faulty_form_keeps_what_was_typed_and_saves_nothing(cast, sign_in):
    intake = intake_actor(cast, cast.intake)
    faulty = {**ASKED, "phone": "soittakaa", "wish": "Selkä ei kestä", "language": "sv"}
    answer = sign_in().post("/?region=koivula", faulty)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Tuula Rantanen"' in page and 'value="soittakaa"' in page and "Selkä ei kestä" in page
    assert "040 123 4567" in page and 'aria-invalid="true"' in page
    assert received(intake) == [] and not ContactAttempt.objects.exists()


def test_for_somebody_else_only_with_their_leave(cast, sign_in):
    intake = intake_actor(cast, cast.intake)
    asked = {**ASKED, "for_whom": "relative"}
    assert sign_in().post("/?region=koivula", asked).status_code == 422
    assert sign_in().post("/?region=koivula", {**asked, "agreed": "on"}).status_code == 302
    assert [row.for_whom for row in received(intake)] == ["relative"]


def test_sent_twice_is_received_once(cast, sign_in):
    intake, browser = intake_actor(cast, cast.intake), sign_in()
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get("/").content.decode()).group(1)
    first, second = (browser.post("/?region=koivula", {**ASKED, "form_key": key}) for _each in range(2))
    numbers = [signing.loads(one.headers["Location"].partition("r=")[2], salt=RECEIPT)[0] for one in (first, second)]
    assert numbers[0] == numbers[1] and len(received(intake)) == 1


def test_several_regions_ask_which_one(cast, sign_in):
    """Nothing is guessed: without region and municipality the form asks, and keeps what was typed."""
    answer = sign_in().post("/", ASKED)
    assert answer.status_code == 422 and "Valitse alue" in answer.content.decode()
    assert 'name="region"' in sign_in().get("/").content.decode()
    assert 'name="region"' not in sign_in().get("/?region=koivula").content.decode().partition("</form>")[2][:50]


def test_a_flood_is_held_back_with_a_number_to_call(cast, sign_in):
    intake, browser = intake_actor(cast, cast.intake), sign_in()
    for number in range(MOST_IN_HOUR):
        assert browser.post("/?region=koivula", {**ASKED, "name": f"Tuula {number}"}).status_code == 302
    held = browser.post("/?region=koivula", {**ASKED, "name": "Tuula Viimeinen"})
    page = held.content.decode()
    assert held.status_code == 422 and "06 218 4400" in page and 'value="Tuula Viimeinen"' in page
    assert len(received(intake)) == MOST_IN_HOUR
    assert browser.post("/?region=koivula", ASKED, REMOTE_ADDR="192.0.2.7").status_code == 302
    with dates.clock(dates.now() + timedelta(minutes=61)):
        assert browser.post("/?region=koivula", {**ASKED, "name": "Tuula Huomenna"}).status_code == 302
    assert not ContactAttempt.objects.filter(address_key__contains="127.0").exists()


def test_a_robot_that_fills_every_field_is_told_to_call(cast, sign_in):
    intake = intake_actor(cast, cast.intake)
    answer = sign_in().post("/?region=koivula", {**ASKED, "website": "https://example.org"})
    assert answer.status_code == 422 and "06 218 4400" in answer.content.decode() and received(intake) == []


def test_who_has_signed_in_is_led_to_their_own_page(cast, sign_in):
    """Who leads a team begins on its page, who also answers for clients on the own day. Against: one page for all."""
    assert sign_in(cast.katri).get("/").headers["Location"] == "/team/"
    with acting(system("cast")) as by:
        give_membership(by=by, user=cast.katri, unit=cast.team, role="responsible_worker")
    assert sign_in(cast.katri).get("/").headers["Location"] == "/day/"
    assert sign_in(cast.roles["decision_maker"]).get("/").headers["Location"] == "/reports/boards/"
    assert sign_in(cast.tuula).get("/").headers["Location"] == "/my/"
