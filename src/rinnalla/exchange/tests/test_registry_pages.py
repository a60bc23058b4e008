"""The pages of the import from the national registry, and the national text beside the own card."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rinnalla.access.acting import acting
from rinnalla.cast import actor_named
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.national.models import NationalItem, NationalLink
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.exchange.models import PendingImport
from rinnalla.exchange.tests.registry_world import data, everything, guid, page, service, words
from rinnalla.exchange.tests.test_registry_import import bring

START = "/import/services/"


@pytest.fixture
def manager(cast, sign_in):
    from rinnalla.access.models import User

    return sign_in(User.objects.get(username="rooli-manager"))


@pytest.fixture
def card(cast) -> ServiceCard:
    return offer_everything(cast.region, cast.team)["work_trial_jobseeker"]


def send(browser, content: bytes, **more):
    return browser.post(START, {"file": SimpleUploadedFile("palvelut.json", content)} | more)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def kept() -> PendingImport:
    with acting(actor_named("rooli-manager")):
        return PendingImport.objects.latest("pk")


def test_chosen_seen_confirmed_and_the_same_again_changes_nothing(manager):
    response = send(manager, everything())
    shown = text_of(manager.get(response["Location"]))
    assert "Uusia 4" in shown and "Tallenna 4 muutosta" in shown and "Nimetyn henkilön" in shown
    assert "maija.keksitty" not in shown and not NationalItem.objects.exists()
    for _twice in range(2):
        done = manager.post(response["Location"] + "confirmation/", {"digest": kept().digest})
        assert done.status_code == 302 and NationalItem.objects.count() == 4
    assert "Palvelut on tuotu" in text_of(manager.get(done["Location"]))
    assert kept().content is None
    again = text_of(manager.get(send(manager, everything())["Location"]))
    assert "Mitään uutta ei tule" in again and "Ennallaan 4" in again


def test_another_file_than_the_one_shown_does_not_go_in(manager):
    where = send(manager, everything())["Location"]
    assert manager.post(where + "confirmation/", {"digest": "x"}).status_code == 422
    assert not NationalItem.objects.exists()
    assert manager.post(where + "removal/").status_code == 302
    assert manager.get(where).status_code == 404


@pytest.mark.parametrize("content, told", [
    (b"{", "sarakkeessa 2"), (b"", "tyhjä"), (b"\xff\xfe\x00", "Unicode"),
])  # fmt: skip
def test_a_broken_file_says_where(manager, content, told):
    response = send(manager, content)
    assert response.status_code == 422 and told in text_of(response)


def test_neither_both_or_a_wrong_address_say_what_to_do_and_keep_what_was_typed(manager):
    assert "joko tiedosto tai osoite" in text_of(manager.post(START, {}))
    response = manager.post(START, {"address": "https://muualla.example.org/api/v11/Service/list"})
    assert response.status_code == 422 and "Tästä osoitteesta ei tuoda" in text_of(response)
    assert "https://muualla.example.org" in response.content.decode()
    assert "v12" in text_of(manager.post(START, {
        "address": "https://api.palvelutietovaranto.suomi.fi/api/v12/Service/list"}))  # fmt: skip


def test_a_list_of_the_withdrawn(cast, manager, card):
    bring(cast, everything())
    response = send(manager, data(page({"id": guid("service:Työhönvalmennus"), "name": "x"})), withdrawn="on")
    shown = text_of(manager.get(response["Location"]))
    assert "Poistuvia 1" in shown and "Poistuvat palvelutietovarannosta Työhönvalmennus" in shown


def test_only_who_edits_the_model_brings_in_and_sees_the_own_file_alone(cast, sign_in, manager):
    from rinnalla.access.models import User

    where = send(manager, everything())["Location"]
    assert sign_in(cast.katri).get(START).status_code == 403
    for username in ("muualta-manager", "rooli-system_admin"):
        assert sign_in(User.objects.get(username=username)).get(where).status_code == 404
    referrals = where.replace("services", "referrals")
    assert manager.get(referrals).status_code in (403, 404)


# Beside the card ------------------------------------------------------------------------------------------------------


def test_owner_links_the_reader_sees_both_and_what_differs(cast, card, sign_in):
    bring(cast, data([service(card.name, serviceDescriptions=[
        *words("Summary", fi="<script>alert(1)</script> Toisin sanottu."),
        *words("UserInstruction", fi=card.how_text.upper()),
    ]), service("Aivan muuta")]))  # fmt: skip
    address = f"/services/{card.uuid}/"
    katri = sign_in(cast.katri)
    assert "Tuo palvelutietovarannon teksti" in text_of(katri.get(address))
    shown = text_of(katri.get(address + "national/"))
    assert "Ota kortin rinnalle" in shown and "Aivan muuta" not in shown
    item = NationalItem.objects.get(national_id=guid(f"service:{card.name}"))
    assert katri.post(f"{address}national/{item.uuid}/")["Location"] == address
    response = sign_in(cast.timo).get(address)
    shown = text_of(response)
    assert "Mitä se on eroaa" in shown and "Näin pääset mukaan sama" not in shown and "Nimi eroaa" not in shown
    assert "<script>alert" not in response.content.decode() and card.summary_text in shown
    assert "Lähde: Suomi.fi-palvelutietovaranto, CC0 1.0" in shown and "Muuta, mikä" not in shown
    assert katri.post(f"{address}national/{item.uuid}/removal/").status_code == 302
    assert not NationalLink.objects.exists() and "CC0" not in text_of(katri.get(address))


def test_channels_and_general_description_stand_beside_the_card(cast, card, sign_in):
    bring(cast, everything())
    item = NationalItem.objects.get(national_id=guid("service:Työhönvalmennus"))
    katri = sign_in(cast.katri)
    katri.post(f"/services/{card.uuid}/national/{item.uuid}/")
    shown = text_of(katri.get(f"/services/{card.uuid}/"))
    assert "Valmennuksen toimisto" in shown and "+358 401234567" in shown and "Torikatu 3" in shown
    assert "<b>Työpaikalla</b>" in unescape(katri.get(f"/services/{card.uuid}/").content.decode())
    assert "&lt;b&gt;" in katri.get(f"/services/{card.uuid}/").content.decode()


def test_only_the_owner_links_and_only_own_regions_services(cast, card, sign_in):
    bring(cast, everything())
    item = NationalItem.objects.get(national_id=guid("service:Työhönvalmennus"))
    place = NationalItem.objects.get(kind="channel")
    address = f"/services/{card.uuid}/national/"
    timo, ritva, katri = sign_in(cast.timo), sign_in(cast.ritva), sign_in(cast.katri)
    assert timo.get(address).status_code == 403 and timo.post(f"{address}{item.uuid}/").status_code == 403
    assert ritva.get(address).status_code == 404 and ritva.post(f"{address}{item.uuid}/").status_code == 404
    assert katri.post(f"{address}{place.uuid}/").status_code == 404
    assert not NationalLink.objects.exists()


def test_the_owner_is_told_when_the_registry_withdraws(cast, card, sign_in):
    bring(cast, everything())
    item = NationalItem.objects.get(national_id=guid("service:Työhönvalmennus"))
    katri = sign_in(cast.katri)
    katri.post(f"/services/{card.uuid}/national/{item.uuid}/")
    assert "Poistunut palvelutietovarannosta" not in text_of(katri.get("/services/own/"))
    bring(cast, service(publishingStatus="Deleted"))
    shown = text_of(katri.get("/services/own/"))
    assert "Poistunut palvelutietovarannosta" in shown
    assert "Poistui palvelutietovarannosta" in text_of(katri.get(f"/services/{card.uuid}/"))
    assert ServiceCard.objects.get(pk=card.pk).withdrawn_on is None
