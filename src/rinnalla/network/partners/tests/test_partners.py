"""The register of partners, and who is to be contacted how often (V-04, E-74, T-26, L-90)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.network.contacts.actions import Went, hold_contact
from rinnalla.network.development.tests.near import KEY, a_contact, a_partner, ahead
from rinnalla.network.partners import actions
from rinnalla.network.partners.actions import PartnerWords
from rinnalla.network.partners.models import Partner
from rinnalla.servicemodels import codes
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
V04 = ("state", "municipality", "wellbeing_county", "kela", "employment_authority", "joint_service", "prison_service",
       "association", "provider", "research")  # fmt: skip


def seen(actor, name):
    return Partner.objects.visible_to(actor).with_last().get(name=name)


@pytest.mark.row("V-04", "E-74", "T-26")
def test_a_partner_of_every_kind_is_registered_with_its_contacts_task(cast, sign_in):
    """Guards against: kinds that are over refused, for a project of its time had them."""
    katri, outi = sign_in(cast.katri), sign_in(cast.outi)
    for number, kind in enumerate((*V04, "disability_council", "wellbeing_promotion")):
        form = {"name": f"Kumppani {number}", "kind": kind, "contact_task": "Verkostovastaava"}
        assert katri.post("/development/partners/new/", form).status_code == 302, kind
    page = outi.get("/development/partners/").content.decode()
    for number, kind in enumerate((*V04, "disability_council", "wellbeing_promotion")):
        assert f"Kumppani {number}<" in page and codes.code_name("organisation_kinds", kind) in page
    assert "Verkostovastaava" in page and "Lisää kumppani" not in page
    empty = katri.post("/development/partners/new/", {"name": "Uusi", "kind": "kela", "contact_task": ""})
    assert empty.status_code == 422 and "Uusi" in empty.content.decode()


def test_one_of_the_regions_bodies_goes_by_its_own_name_and_is_there_once(cast, sign_in):
    """Guards against: the typed name taken, the same body there twice."""
    body = cast.coaching.organisation
    katri = sign_in(cast.katri)
    form = {"organisation": str(body.uuid), "name": "Jokin muu", "contact_task": "Esihenkilö", "form_key": KEY}
    assert [katri.post("/development/partners/new/", form).status_code for _n in range(2)] == [302, 302]
    one = Partner.objects.get()
    assert (one.name, one.kind, one.organisation) == (body.name, "association", body)
    again = katri.post("/development/partners/new/", {**form, "form_key": KEY[:-1] + "9"})
    assert again.status_code == 422 and "jo rekisterissä" in again.content.decode()


@pytest.mark.row("L-90", "C-20")
def test_a_partner_not_contacted_in_time_is_late_until_a_contact_is_held(cast, sign_in):
    """Seen red: the filter of held ones left out of `with_last`."""
    katri = cast.a_katri
    one = a_partner(katri)
    with as_actor(katri):
        actions.set_rhythm(partner=one, version=one.version, by=katri, every_weeks=4, keeper=cast.katri)
        assert seen(katri, one.name).rhythm == "fine" and seen(katri, one.name).due_on == ahead(28)
    with dates.clock(dates.now() + timedelta(days=28)), as_actor(katri):
        assert seen(katri, one.name).rhythm == "fine"
    later = dates.now() + timedelta(days=29)
    with dates.clock(later):
        with as_actor(katri):
            assert seen(katri, one.name).rhythm == "late"
        page = sign_in(cast.outi).get("/development/partners/").content.decode()
        assert "1 kumppaniin piti jo olla yhteydessä" in page and "Katri Ylinen" in page
        assert "Vates-säätiö" in sign_in(cast.outi).get("/development/").content.decode()
        contact = a_contact(katri, one, dates.today())
        with as_actor(katri):
            assert seen(katri, one.name).rhythm == "late"
            hold_contact(contact=contact, by=katri, went=Went(3))
            assert seen(katri, one.name).rhythm == "fine"
            assert seen(katri, one.name).due_on == dates.today() + timedelta(weeks=4)


def test_only_who_develops_keeps_the_register_and_the_loser_of_an_edit_sees_both(cast, sign_in):
    """Seen red: the region not asked in `may_keep`."""
    one = a_partner(cast.a_katri)
    assert sign_in(cast.outi).get("/development/partners/new/").status_code == 403
    assert sign_in(cast.ritva).get(f"/development/partners/{one.uuid}/").status_code == 404
    assert "Vates" not in sign_in(cast.ritva).get("/development/partners/").content.decode()
    words = PartnerWords("Vates", "association", "Johtaja")
    for actor in (cast.actor("ritva"), cast.actor("outi")):
        with as_actor(actor), pytest.raises(Refused, match="kehittäjät"):
            actions.change_partner(partner=one, version=1, by=actor, words=words)
    with as_actor(cast.a_katri):
        actions.change_partner(partner=one, version=1, by=cast.a_katri, words=words)
        with pytest.raises(Conflict):
            actions.change_partner(partner=one, version=1, by=cast.a_katri, words=words)
    form = {"name": "Vates oma", "kind": "association", "contact_task": "Minun tekstini", "version": "1"}
    lost = sign_in(cast.katri).post(f"/development/partners/{one.uuid}/edit/", form)
    told = lost.content.decode()
    assert lost.status_code == 409 and "Minun tekstini" in told and "Johtaja" in told


def test_a_rhythm_has_a_keeper_of_ones_own_organisation(cast):
    one = a_partner(cast.a_katri)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="omasta organisaatiostasi"):
            actions.set_rhythm(partner=one, version=1, by=cast.a_katri, every_weeks=4, keeper=cast.outi)
        with pytest.raises(IntegrityError, match="partner_rhythm_has_a_keeper"), transaction.atomic():
            Partner.objects.filter(pk=one.pk).update(every_weeks=4)
        actions.end_partner(partner=one, version=1, by=cast.a_katri)
    with as_actor(cast.a_katri):
        assert not Partner.objects.visible_to(cast.a_katri).in_use().exists()
