"""From a health check straight on (L-06), and what a referral costs its sender to fill in.

Seen red: the action without its identification; the form of a known client without its unit.
"""

import re

import pytest

from rinnalla.lib.errors import Refused
from rinnalla.referrals import actions
from rinnalla.referrals.models import Identification, Referral
from rinnalla.referrals.tests.world import OSKARI
from rinnalla.testing import as_actor


def _rows(model, actor):
    with as_actor(actor):
        return list(model.objects.visible_to(actor))


def _field(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)


@pytest.mark.row("L-06")
def test_one_press_makes_a_prefilled_referral_of_a_client_one_works_with(cast, sign_in, coordinator_of):
    coordinator_of(cast.team, "nurse")
    home = cast.region.municipalities.get()
    cast.jobs.municipalities.add(home)
    cast.team.municipalities.clear()
    coordinator_of(cast.jobs)
    katri, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/referrals/new/health-check/"
    page = katri.get(address).content.decode()
    form = page[page.index("data-draft"):page.index("Lähetä lähete</button>")]
    assert f'value="{cast.jobs.pk}" selected' in form and "tuli esiin työikäisten terveystarkastuksessa" in form
    sending = {
        "unit": cast.jobs.pk, "wish": "Haluan töihin, joissa selkä kestää.", "extra": "Terveystarkastuksesta.",
        "criteria": ["self_perceived"], "key": _field(form, "key")[1],
    }
    assert [katri.post(address, sending).status_code for _press in range(2)] == [302, 302]
    (row,), (noticed,) = _rows(Referral, cast.a_katri), _rows(Identification, cast.a_katri)
    assert (noticed.place, noticed.criteria, noticed.case_id) == ("health_check", ["self_perceived"], cast.case.pk)
    assert (row.identification_id, row.case_id, row.unit_id) == (noticed.pk, cast.case.pk, cast.jobs.pk)


@pytest.mark.row("L-06")
def test_a_nurse_refers_somebody_from_the_check_on_one_page(cast, sign_in):
    nurse = sign_in(cast.roles["nurse"])
    data = {
        "given_names": "Oskari", "family_name": "Lehto", "phone": "040 555 0199", "language": "fi",
        "criteria": ["self_perceived"], "municipality": cast.region.municipalities.get().pk, "warm": "on",
    }
    assert nurse.post("/referrals/new/health-check/", data).status_code == 302
    (row,) = _rows(Referral, cast.a_katri)
    assert (row.unit_id, row.kind, row.person.name) == (cast.team.pk, "warm", "Oskari Lehto")
    assert row.fields_filled == 5  # two names, phone, home municipality, walking along; the rest was ready
    page = sign_in(cast.petra).get(f"/referrals/{row.uuid}/").content.decode()
    assert "Lähettäjä lähtee mukaan alkuun." in page


def test_both_or_neither(cast):
    with as_actor(cast.a_timo), pytest.raises(Refused):
        actions.refer_from_health_check(by=cast.a_timo, who=type(OSKARI)("", ""), criteria=["self_perceived"])
    assert _rows(Identification, cast.a_timo) == []


def test_a_stranger_finds_no_case_there(cast, sign_in):
    assert sign_in(cast.petra).get(f"/cases/{cast.case.uuid}/referrals/new/health-check/").status_code == 404


def test_a_client_one_works_with_is_referred_by_few_fields_and_the_effort_is_kept(cast, sign_in, coordinator_of):
    coordinator_of(cast.jobs)
    katri, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/referrals/new/"
    sending = {"unit": cast.jobs.pk, "wish": cast.case.wish, "extra": "Palkkatuki alkaisi pian."}
    assert katri.post(address, sending).status_code == 302
    (row,) = _rows(Referral, cast.a_katri)
    assert (row.fields_filled, row.kind) == (2, "cold")
