"""A card is whole: what it must have, who says that it holds, whom to ask, what changed in it.

Seen red: a card without its support counted whole; a stranger's press that renewed the check; a person as contact.
"""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from rinnalla.catalogue import actions
from rinnalla.catalogue.models import ServiceCard, read_at
from rinnalla.catalogue.showing import missing, shown
from rinnalla.catalogue.tests.cards import every_region, offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import checks_cards, codes
from rinnalla.testing import as_actor

CARDS = {one.key: one for one in codes.common().cards}


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.team)


@pytest.mark.parametrize("key", CARDS)
def test_every_card_of_the_release_is_whole(key):
    card = CARDS[key]
    assert checks_cards.missing(card) == ()
    assert card.responsible and card.outcomes and card.special_needs
    assert 3 <= len(card.expectations) <= 5
    for one in card.expectations:  # easy Finnish: short sentences, one thing each
        assert max(len(sentence.split()) for sentence in re.split(r"(?<=[.!?])\s+", one.text.fi)) <= 14, one.text.fi


@pytest.mark.row("E-27")
@pytest.mark.parametrize(("changes", "lacks"), [
    ({"support": None}, "support"), ({"for_whom": None}, "for_whom"), ({"price": None}, "price"),
    ({"expectations": ()}, "expectations"), ({"statutes": ()}, "legal_basis"),
])  # fmt: skip
def test_a_service_lacking_an_item_is_listed_as_incomplete_for_its_owner(cast, sign_in, monkeypatch, changes, lacks):
    common = codes.common()
    broken = tuple(one.model_copy(update=changes) if one.key == "self_care" else one for one in common.cards)
    monkeypatch.setattr(codes, "common", lambda: common.model_copy(update={"cards": broken}))
    made = offer_everything(cast.region, cast.team)
    assert missing(made["self_care"]) == [lacks] and missing(made["social_rehabilitation"]) == []
    page = sign_in(cast.katri).get("/services/own/").content.decode()
    assert page.count("Keskeneräinen") == 1 and "Yksi kortti kaipaa sinua." in page
    assert "Kortti on keskeneräinen" in sign_in(cast.katri).get(f"/services/{made['self_care'].uuid}/").content.decode()
    assert "Keskeneräinen" not in sign_in(cast.timo).get("/services/own/").content.decode()


@pytest.mark.parametrize("text", [
    "Lyhyt virke. Toinenkin on lyhyt.",
    "Saat rytmiä ja tukea 1–4 päivänä viikossa ryhmässä tai työpajassa. Se ei ole työsuhde.",
])  # fmt: skip
def test_plain_language_is_short_sentences(text):
    assert checks_cards.is_plain(text)
    long = " ".join(["sana"] * 23) + "."
    assert not any(checks_cards.is_plain(one) for one in (long, f"{text} {long}", ""))


def test_only_the_owning_unit_or_the_models_editor_says_that_a_card_holds(cast, cards, sign_in):
    card = cards["self_care"]
    old = dates.today() - timedelta(days=400)
    ServiceCard.objects.filter(pk=card.pk).update(checked_on=old, stale_after=old)
    here = f"/services/{card.uuid}/check/"
    officer = cast.roles["data_protection_officer"]
    for user, status in ((cast.timo, 403), (cast.ritva, 404), (officer, 403), (None, 302)):
        assert sign_in(user).post(here).status_code == status
        card.refresh_from_db()
        assert card.checked_on == old and card.unchecked
    with as_actor(cast.a_timo), pytest.raises(Refused, match="oma yksikkö"):
        actions.check_card(card=card, by=cast.a_timo)
    browser = sign_in(cast.petra)
    assert "Pitää yhä paikkansa" in browser.get(f"/services/{card.uuid}/").content.decode()
    assert "Pitää yhä paikkansa" not in sign_in(cast.timo).get(f"/services/{card.uuid}/").content.decode()
    assert browser.post(here, {"back": "own"}).headers["Location"] == "/services/own/"
    card.refresh_from_db()
    assert (card.checked_on, card.checked_by) == (dates.today(), cast.petra) and not card.unchecked
    assert card.stale_after == dates.add_months(dates.today(), 12)
    assert not ServiceCard.objects.stale().exists()
    assert "Petra Nygård" in browser.get(f"/services/{card.uuid}/").content.decode()


@pytest.mark.row("V-118", "I-40")
def test_a_card_tells_whom_to_ask_by_role_and_no_person(cast, cards, sign_in):
    card = cards["self_care"]
    told = shown(card)
    assert told.role and told.mail.endswith(".example")
    page = sign_in(cast.katri).get(f"/services/{card.uuid}/").content.decode()
    for text in (told.role, told.mail, card.unit.phone):
        assert text in page
    public = sign_in(None).get(f"/find/{card.uuid}/").content.decode()
    assert card.unit.phone in public and card.unit.name in public
    names = {f"{one.given_name} {one.family_name}" for region in every_region().values() for one in region.staff}
    for region in every_region().values():
        units = {offer.unit for offer in region.model.offers}
        assert {point.unit for point in region.model.contact_points} == units
        for point in region.model.contact_points:
            assert point.mail.endswith(".example") and point.role.fi not in names
            assert not any(name.split()[1].lower() in point.mail for name in names)


def test_bodies_and_limits_are_told_as_they_are_in_force(cards):
    trial, activity = CARDS["work_trial_jobseeker"], CARDS["rehabilitative_work_activity"]
    assert "te_office" in trial.organised_by(date(2022, 6, 1)) and "employment_authority" not in trial.organised_by(
        date(2024, 12, 31)
    )
    assert "employment_authority" in trial.organised_by(date(2025, 1, 1))
    assert activity.organised_by(date(2022, 12, 31)) == ("joint_authority",)
    assert activity.organised_by(date(2023, 1, 1)) == ("wellbeing_county",)
    told = shown(cards["rehabilitative_work_activity"])
    assert len(told.durations) == 1 and "178" in told.durations[0][0]
    assert told.organisers_before == [("Sote-kuntayhtymä", date(2022, 12, 31))]
    names = [name for name, _payer in told.benefits]
    assert ("Yleistuki" in names) is (dates.today() >= date(2026, 5, 1))
    assert ("Työmarkkinatuki" in names) is (dates.today() <= date(2026, 4, 30))


def test_an_act_is_read_where_the_law_is_kept():
    assert read_at("189/2001") == "https://www.finlex.fi/fi/laki/ajantasa/2001/20010189"
    assert read_at("1301/2014").endswith("/2014/20141301")
    assert read_at("EU 2016/679") == read_at(None) == read_at("") == ""


def test_the_card_is_whole_in_swedish_too(cast, cards, sign_in):
    with translation.override("sv"):
        told = shown(cards["work_trial_jobseeker"])
    assert [name for name, _lines in told.expectations] == [
        "Vad som händer", "Vad som inte händer", "Vad som önskas av dig",
    ]  # fmt: skip
    assert "Det här är inget arbetsavtal och ingen lön betalas." in told.expectations[1][1]
