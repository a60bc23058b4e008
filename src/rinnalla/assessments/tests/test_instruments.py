"""Instruments chosen for a talk: none compulsory, a reason off the core set, counted for managers without names.

Seen red: signing that asked for a Kykyviisari; an unregistered key taken; the reason not asked off the set; a count of
drafts; a count given to a professional; small numbers not hidden; the trigger of a signed talk left out.
"""

import re
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.assessments import actions, instruments
from rinnalla.assessments.models import InstrumentUse
from rinnalla.cast import actor_named
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.handbook import actions as handbook
from rinnalla.servicemodels.handbook import reading
from rinnalla.servicemodels.handbook.models import INSTRUMENT
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
PARTS = {"network": "Sisko.", "goal": "Työ.", "resources": "Kädet."}


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def entry(browser, key: str) -> str:
    """What the registry says of one instrument."""
    html = browser.get("/handbook/instruments/").content.decode()
    part = html.split(f'<li id="{key}">')[1].split('<li id="')[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part))


@pytest.fixture
def row(cast):
    with as_actor(cast.a_katri):
        cast.case.refresh_from_db()
        started = actions.start(case=cast.case, by=cast.a_katri)
        actions.save(
            assessment=started, version=started.version, by=cast.a_katri, groups=cast.a_katri.field_groups(),
            facts=PARTS,
        )
    return started


@pytest.fixture
def address(cast, row):
    return f"/cases/{cast.case.uuid}/assessment/{row.uuid}/instruments/"


def sign_many(cast, count: int, *uses: dict) -> None:
    """So many signed talks of the case, each with these uses."""
    with as_actor(cast.a_katri):
        for _n in range(count):
            one = actions.start(case=cast.case, by=cast.a_katri)
            actions.save(
                assessment=one, version=one.version, by=cast.a_katri, groups=cast.a_katri.field_groups(), facts=PARTS
            )
            for use in uses:
                instruments.note_use(assessment=one, by=cast.a_katri, **use)
            actions.sign(assessment=one, version=one.version, by=cast.a_katri)


# Choosing -------------------------------------------------------------------------------------------------------------


@pytest.mark.row("E-46", "C-18")
def test_a_talk_closes_without_kykyviisari_and_the_reason_is_counted(cast, sign_in, row):
    with as_actor(cast.a_katri):
        actions.sign(assessment=row, version=row.version, by=cast.a_katri)  # no instrument at all
    assert row.signed_at
    use = {"instrument": "kykyviisari", "outcome": "not_suitable", "reason": "too_heavy"}
    sign_many(cast, 6, use)
    told = entry(sign_in(cast.roles["manager"]), "kykyviisari")
    assert "Ei sopinut: 6 (liian raskas nyt 6)" in told
    assert "Käytetty yhteisenä: 0" in told


@pytest.mark.row("T-50")
def test_use_outside_the_core_set_asks_why_and_is_counted(cast, sign_in, row, address):
    browser = sign_in(cast.katri)
    core = {"instrument": "kykyviisari", "outcome": "used", "reason": "", "form_key": str(uuid4())}
    assert browser.post(address, core).status_code == 302
    off = {**core, "instrument": "imba_melba", "form_key": str(uuid4())}
    refused = browser.post(address, off)
    assert refused.status_code == 422
    assert "Tämä ei kuulu alueen yhteisiin mittareihin" in refused.content.decode()
    assert browser.post(address, {**off, "reason": "asked_by_partner"}).status_code == 302
    assert "toinen taho tarvitsee sen" in words(browser.get(address))
    with as_actor(cast.a_katri):
        actions.sign(assessment=row, version=row.version, by=cast.a_katri)
        sign_many(cast, 5, {"instrument": "imba_melba", "outcome": "used", "reason": "asked_by_partner"})
    told = entry(sign_in(cast.roles["manager"]), "imba_melba")
    assert "Käytetty yhteisten ulkopuolella: 6 (toinen taho tarvitsee sen 6)" in told


@pytest.mark.row("V-98")
def test_only_registered_instruments_are_taken(cast, sign_in, address):
    for key in ("own_invention", "sovari", ""):  # unknown, a group's, none
        sent = {"instrument": key, "outcome": "used", "reason": "on_trial", "form_key": str(uuid4())}
        assert sign_in(cast.katri).post(address, sent).status_code == 422
    with as_actor(cast.a_katri):
        row = actions.start(case=cast.case, by=cast.a_katri)
        with pytest.raises(Refused):
            instruments.note_use(
                assessment=row, instrument="own_invention", outcome="used", reason="on_trial", by=cast.a_katri
            )
        assert not InstrumentUse.objects.exists()


def test_what_a_region_has_retired_is_no_longer_chosen(cast, row):
    manager, region = actor_named("rooli-manager"), Region.objects.get(key="koivula")
    with as_actor(manager):
        handbook.set_status(
            region=region, about=INSTRUMENT, key="kykyviisari", status="retired", since=dates.today(), reason="X",
            by=manager,
        )
    assert "kykyviisari" not in [one.key for one in instruments.choosable(region.pk)]
    assert "kykyviisari" in [one.key for one in instruments.choosable(actor_named("ritva").region_id)]


def test_said_again_the_new_word_counts_and_twice_sent_is_one(cast, row):
    key = uuid4()
    with as_actor(cast.a_katri):
        said = {"assessment": row, "instrument": "kykyviisari", "by": cast.a_katri}
        for _n in range(2):
            instruments.note_use(**said, outcome="not_suitable", reason="language", key=key)
        instruments.note_use(**said, outcome="not_suitable", reason="too_heavy", key=uuid4())
        assert [one.reason for one in InstrumentUse.objects.filter(assessment=row)] == ["too_heavy"]


def test_a_choice_is_taken_back_while_the_talk_is_a_draft(cast, sign_in, row, address):
    with as_actor(cast.a_katri):
        use = instruments.note_use(
            assessment=row, instrument="kykyviisari", outcome="not_suitable", reason="language", by=cast.a_katri
        )
        actions.sign(assessment=row, version=row.version, by=cast.a_katri)
        assert InstrumentUse.objects.count() == 1
    assert sign_in(cast.katri).post(f"{address}{use.uuid}/removal/").status_code == 422
    assert sign_in(cast.petra).post(f"{address}{use.uuid}/removal/").status_code == 404
    with as_actor(cast.a_katri):
        for statement in ("delete from assessments_instrumentuse", "update assessments_instrumentuse set reason = 'x'"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        draft = actions.correct(assessment=row, by=cast.a_katri, reason="Lisätään kieli")
        copied = InstrumentUse.objects.get(assessment=draft)
    assert sign_in(cast.katri).post(
        f"/cases/{cast.case.uuid}/assessment/{draft.uuid}/instruments/{copied.uuid}/removal/"
    ).status_code == 302
    with as_actor(cast.a_katri):
        assert not InstrumentUse.objects.filter(assessment=draft).exists()


def test_who_does_not_see_health_sees_no_note_and_writes_none(cast, sign_in, row, address):
    with as_actor(cast.a_katri):
        instruments.note_use(
            assessment=row, instrument="kykyviisari", outcome="not_suitable", reason="too_heavy", by=cast.a_katri,
            note="Voimat loppuvat kesken",
        )
        assert "Voimat loppuvat kesken" in words(sign_in(cast.katri).get(address))
    page = sign_in(cast.janne).get(f"/cases/{cast.case.uuid}/assessment/")
    assert page.status_code == 200 and "Kykyviisari" in page.content.decode()
    assert "Voimat loppuvat kesken" not in page.content.decode()


# Counting -------------------------------------------------------------------------------------------------------------


def test_small_numbers_are_hidden_drafts_are_not_counted_and_another_region_counts_nothing(cast, sign_in, row):
    use = {"instrument": "kykyviisari", "outcome": "not_suitable", "reason": "language"}
    with as_actor(cast.a_katri):
        instruments.note_use(assessment=row, by=cast.a_katri, **use)
    manager = sign_in(cast.roles["manager"])
    assert "Ei vielä käytetty" in entry(manager, "kykyviisari")
    with as_actor(cast.a_katri):
        actions.sign(assessment=row, version=row.version, by=cast.a_katri)
    assert "alle 5" not in entry(manager, "imba_melba")
    told = entry(manager, "kykyviisari")
    assert "Ei sopinut: alle 5" in told and "kielellä" not in told, told
    with as_actor(actor_named("muualta-manager")):
        assert instruments.uses(Region.objects.get(key="harju")) == {}


def test_a_correction_is_counted_once(cast, row):
    use = {"instrument": "kykyviisari", "outcome": "not_suitable", "reason": "language"}
    with as_actor(cast.a_katri):
        instruments.note_use(assessment=row, by=cast.a_katri, **use)
        actions.sign(assessment=row, version=row.version, by=cast.a_katri)
        draft = actions.correct(assessment=row, by=cast.a_katri, reason="Korjaus")
        actions.sign(assessment=draft, version=draft.version, by=cast.a_katri)
    with as_actor(actor_named("rooli-manager")), connection.cursor() as cursor:
        cursor.execute("select sum(number) from assessments_instrument_uses()")
        assert cursor.fetchone() == (1,)


def test_counts_are_for_managers(cast, sign_in):
    sign_many(cast, 1, {"instrument": "kykyviisari", "outcome": "not_suitable", "reason": "language"})
    for username, rows in (("katri", 0), ("rooli-organisation_admin", 0), ("rooli-manager", 1)):
        with as_actor(actor_named(username)), connection.cursor() as cursor:
            cursor.execute("select count(*) from assessments_instrument_uses()")
            assert cursor.fetchone() == (rows,), username
    page = words(sign_in(cast.katri).get("/handbook/instruments/"))
    assert "Käytön luvut näkee esimies" in page and "Ei vielä käytetty" not in page


def test_the_registry_says_what_each_is_and_the_core_set_of_each_stage(cast, sign_in):
    page = words(sign_in(cast.katri).get("/handbook/instruments/"))
    assert "Kartoitus Oma tavoiteasteikko, Kykyviisari®, Työkykypistemäärä" in page
    assert "Mikään mittari ei ole pakollinen" in page
    assert reading.core_set(None, "services") == []
