"""Users and units as an administrator keeps them: own organisation only, never a client, nothing twice.

Seen red: `ended_at` left out of `in_force` and of the wall; the reach of `users` and `units` widened to everything;
`_own_to_close`, `_not_last_intake` and `left_in` emptied; the form key not kept; the version not compared.
"""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rinnalla.access import actions
from rinnalla.access import administration as reach
from rinnalla.access.acting import staff_actor, system
from rinnalla.access.models import Membership, User
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.organisations.models import Unit
from rinnalla.testing import as_actor

ADMIN, SYSTEM = "rooli-organisation_admin", "rooli-system_admin"


@pytest.fixture
def admin(cast):
    """The administrator of Tuula's county."""
    return cast.actor(ADMIN)


@pytest.fixture
def browser(cast, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return lambda name: sign_in(cast.everybody[name])


def _new_user(cast, **more):
    return {
        "form_key": str(uuid.uuid4()), "username": "uusi.ihminen", "name": "Uusi Ihminen", "email": "uusi@example.org",
        "phone": "06 218 4499", "hours": "ma–to 9–15", "language": "fi", "unit": str(cast.team.uuid),
        "role": "coordinator", "starts_on": "", "ends_on": "", **more,
    }


def _unit(**more):
    return {
        "form_key": str(uuid.uuid4()), "name_fi": "Kuntoutusneuvola", "name_sv": "", "name_en": "",
        "phone": "06 218 4488", "hours_fi": "ma–to 9–15", "hours_sv": "", "hours_en": "", "takes_referrals": "on",
        **more,
    }


def _verbs(admin):
    """What the log says the administrator has done."""
    with as_actor(admin):
        return list(Event.objects.filter(user_id=admin.user_id).values_list("verb", flat=True))


# Who is reached ------------------------------------------------------------------------------------------


def test_own_organisation_only_and_never_a_client(cast, admin):
    names = set(reach.users(admin).values_list("username", flat=True))
    assert {"katri", "petra", "laura"} <= names
    assert not names & {"timo", "outi", "janne", "ritva", "tuula", "muualta-coordinator"}
    assert not set(reach.units(admin)) & {cast.jobs, cast.coaching, cast.far}


def test_the_system_administrator_reaches_the_region_and_no_further(cast):
    names = set(reach.users(cast.actor(SYSTEM)).values_list("username", flat=True))
    assert {"katri", "timo", "janne"} <= names
    assert not names & {"ritva", "tuula"}


def test_no_other_role_reaches_anybody(cast):
    assert not reach.users(cast.a_katri).exists() and not reach.units(cast.a_katri).exists()


@pytest.mark.parametrize("name", ["users", "user_new", "units", "unit_new"])
def test_pages_are_for_administrators(cast, browser, name):
    assert browser(ADMIN).get(reverse(name)).status_code == 200
    assert browser("katri").get(reverse(name)).status_code == 403
    assert browser("tuula").get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", ["user", "user_close", "user_password", "membership_new"])
def test_others_users_and_clients_are_not_found(cast, browser, name):
    client = browser(ADMIN)
    assert client.get(reverse(name, args=[cast.katri.uuid])).status_code == 200
    for stranger in (cast.timo, cast.ritva, cast.tuula):
        assert client.get(reverse(name, args=[stranger.uuid])).status_code == 404
        assert client.post(reverse(name, args=[stranger.uuid])).status_code == 404
    assert client.delete(reverse(name, args=[cast.katri.uuid])).status_code == 405


@pytest.mark.parametrize("name", ["unit", "unit_close"])
def test_others_units_are_not_found(cast, browser, name):
    client = browser(ADMIN)
    assert client.get(reverse(name, args=[cast.team.uuid])).status_code == 200
    for stranger in (cast.jobs, cast.far):
        assert client.post(reverse(name, args=[stranger.uuid])).status_code == 404


def test_the_menu_leads_there_only_those_who_may(cast, browser):
    assert reverse("users") in browser(ADMIN).get(reverse("users")).content.decode()
    assert f'href="{reverse("users")}"' not in browser("katri").get(reverse("memberships")).content.decode()


# The list ------------------------------------------------------------------------------------------


def test_the_list_is_searched_by_name_role_unit_and_state(cast, browser, admin):
    client = browser(ADMIN)
    page = client.get(reverse("users"), {"q": "ylinen"}).content.decode()
    assert "Katri Ylinen" in page and "Petra Nygård" not in page
    page = client.get(reverse("users"), {"role": "doctor", "unit": str(cast.team.uuid)}).content.decode()
    assert "Laura Koski" in page and "Katri Ylinen" not in page
    with as_actor(admin):
        actions.end_membership(by=admin, membership=Membership.objects.get(user=cast.petra))
    assert "Petra Nygård" not in client.get(reverse("users")).content.decode()
    assert "Petra Nygård" in client.get(reverse("users"), {"state": "ended"}).content.decode()
    assert "Näillä rajauksilla ei löytynyt" in client.get(reverse("users"), {"q": "eitällaista"}).content.decode()


def test_the_list_asks_as_much_whatever_its_length(cast, browser):
    client = browser(ADMIN)
    client.get(reverse("users"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("users"), {"q": "Katri"})
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("users"), {"q": ""})
    assert len(many) == len(few)


# Adding and ending ------------------------------------------------------------------------------------------


def test_a_new_user_gets_a_role_and_a_password_shown_once(cast, browser):
    client = browser(ADMIN)
    answer = client.post(reverse("user_new"), _new_user(cast))
    user = User.objects.get(username="uusi.ihminen")
    assert answer.status_code == 302 and answer["Location"] == reverse("user", args=[user.uuid])
    assert user.memberships.get().role == "coordinator"
    page = client.get(answer["Location"]).content.decode()
    password = re.search(r"<code>([a-z0-9-]{19})</code>", page)[1]
    assert user.check_password(password)
    assert password not in client.get(answer["Location"]).content.decode()
    verbs = _verbs(cast.actor(ADMIN))
    assert verbs.count("access.user_added") == 1 and verbs.count("access.membership_given") == 1


def test_sent_twice_is_one_user_with_one_role_and_the_first_password(cast, browser):
    client, data = browser(ADMIN), _new_user(cast)
    client.post(reverse("user_new"), data)
    before = User.objects.get(username="uusi.ihminen").password
    answer = client.post(reverse("user_new"), data)
    user = User.objects.get(username="uusi.ihminen")
    assert answer.status_code == 302 and user.memberships.count() == 1 and user.password == before
    assert "<code>" in client.get(answer["Location"]).content.decode()
    other = client.post(reverse("user_new"), {**data, "username": "toinen.ihminen"})
    assert other.status_code == 422 and not User.objects.filter(username="toinen.ihminen").exists()


@pytest.mark.parametrize(("field", "value", "text"), [
    ("username", "katri", "on jo käytössä"), ("username", "Iso Nimi", "pienin kirjaimin"),
    ("email", "ei osoite", "näin:"), ("role", "system_admin", "luettelosta"),
    ("ends_on", "1.1.2020", "ennen alkamispäivää"), ("starts_on", "31.2.2026", "3.11.2026"),
])
def test_bad_input_is_told_kept_and_saves_nothing(cast, browser, field, value, text):
    before = User.objects.count()
    answer = browser(ADMIN).post(reverse("user_new"), _new_user(cast, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422 and text in page and "Uusi Ihminen" in page
    assert User.objects.count() == before


def test_a_unit_of_another_organisation_is_no_choice(cast, browser, admin):
    assert browser(ADMIN).post(reverse("user_new"), _new_user(cast, unit=str(cast.jobs.uuid))).status_code == 422
    with as_actor(admin), pytest.raises(Refused, match="organisaatiosi yksikkö"):
        actions.give_membership(by=admin, user=cast.katri, unit=cast.jobs, role="doctor")


def test_nobody_gives_or_takes_from_oneself_and_only_the_system_makes_its_administrators(cast, admin):
    me = cast.everybody[ADMIN]
    with as_actor(admin):
        with pytest.raises(Refused, match="itselle"):
            actions.give_membership(by=admin, user=me, unit=cast.team, role="coordinator")
        with pytest.raises(Refused, match="Omaa rooliasi"):
            actions.end_membership(by=admin, membership=Membership.objects.get(user=me))
        with pytest.raises(Refused, match="oma tunnuksesi"):
            actions.disable_user(by=admin, user=me)
        with pytest.raises(Refused, match="järjestelmän ylläpitäjä"):
            actions.give_membership(by=admin, user=cast.katri, unit=cast.team, role="system_admin")
        with pytest.raises(Refused, match="asiakkaan"):
            actions.give_membership(by=admin, user=cast.tuula, unit=cast.team, role="coordinator")


def test_a_role_is_given_from_to_and_opens_nothing_before_or_after(cast, browser):
    start, end = dates.today() + timedelta(days=7), dates.today() + timedelta(days=30)
    data = {
        "form_key": str(uuid.uuid4()), "unit": str(cast.intake.uuid), "role": "nurse", "starts_on": dates.d(start),
        "ends_on": dates.d(end),
    }
    client = browser(ADMIN)
    for _twice in range(2):
        assert client.post(reverse("membership_new", args=[cast.laura.uuid]), data).status_code == 302
    given = Membership.objects.get(user=cast.laura, role="nurse")
    assert (given.starts_on, given.ends_on, given.state) == (start, end, "ahead")
    assert not Membership.objects.in_force().filter(pk=given.pk).exists()
    again = client.post(reverse("membership_new", args=[cast.laura.uuid]), {**data, "form_key": str(uuid.uuid4())})
    assert again.status_code == 422 and "on jo tämä rooli" in again.content.decode()


def test_ending_a_role_works_at_once_also_behind_the_second_wall(cast, browser):
    petra = browser("petra")
    assert petra.get(reverse("memberships")).status_code == 200
    membership = Membership.objects.get(user=cast.petra)
    actor = staff_actor(membership)
    address = reverse("membership_end", args=[cast.petra.uuid, membership.uuid])
    assert browser(ADMIN).get(address).status_code == 200
    assert Membership.objects.in_force().filter(pk=membership.pk).exists()
    for _twice in range(2):
        assert browser(ADMIN).post(address).status_code == 302
    assert petra.get(reverse("memberships")).status_code == 403
    with as_actor(actor), connection.cursor() as cursor:
        cursor.execute("select access_my_units()")
        assert cursor.fetchone()[0] == []
    other = Membership.objects.get(user=cast.katri)
    assert browser(ADMIN).post(reverse("membership_end", args=[cast.petra.uuid, other.uuid])).status_code == 404


def test_closing_an_account_ends_its_sessions_and_roles(cast, browser):
    petra = browser("petra")
    assert petra.get(reverse("memberships")).status_code == 200
    assert browser(ADMIN).post(reverse("user_close", args=[cast.petra.uuid])).status_code == 302
    assert petra.get(reverse("memberships")).status_code == 302
    assert not Membership.objects.in_force().filter(user=cast.petra).exists()
    page = browser(ADMIN).get(reverse("user", args=[cast.petra.uuid])).content.decode()
    assert "Tunnus on suljettu" in page and reverse("user_close", args=[cast.petra.uuid]) not in page


def test_who_also_works_elsewhere_is_not_taken_over(cast, browser, admin):
    with as_actor(system("test")):
        actions.give_membership(by=system("test"), user=cast.petra, unit=cast.jobs, role="coordinator")
    before = cast.petra.password
    for name in ("user_close", "user_password"):
        answer = browser(ADMIN).post(reverse(name, args=[cast.petra.uuid]))
        assert answer.status_code == 422 and "muualla" in answer.content.decode()
    petra = User.objects.get(pk=cast.petra.pk)
    assert petra.is_active and petra.password == before


def test_a_new_password_replaces_the_old_and_ends_sessions(cast, browser):
    petra = browser("petra")
    assert petra.get(reverse("memberships")).status_code == 200
    client = browser(ADMIN)
    answer = client.post(reverse("user_password", args=[cast.petra.uuid]))
    password = re.search(r"<code>([a-z0-9-]{19})</code>", client.get(answer["Location"]).content.decode())[1]
    assert User.objects.get(pk=cast.petra.pk).check_password(password)
    assert petra.get(reverse("memberships")).status_code == 302


def test_who_saves_a_user_later_sees_both_texts(cast, browser):
    address = reverse("user", args=[cast.petra.uuid])
    data = {
        "version": 1, "name": "Petra Nygård", "email": "p@example.org", "phone": "06 218 4411", "hours": "",
        "language": "sv",
    }
    assert browser(ADMIN).post(address, data).status_code == 302
    late = browser(ADMIN).post(address, {**data, "phone": "06 218 4422"})
    assert late.status_code == 409
    assert "06 218 4411" in late.content.decode() and "06 218 4422" in late.content.decode()
    assert User.objects.get(pk=cast.petra.pk).phone == "06 218 4411"
    bad = browser(ADMIN).post(address, {**data, "version": 2, "email": "väärä"})
    assert bad.status_code == 422 and "väärä" in bad.content.decode()


# Units ------------------------------------------------------------------------------------------


def test_a_unit_is_added_once(cast, browser):
    client = browser(ADMIN)
    data = _unit(organisation=str(cast.team.organisation.uuid), municipalities=["995"])
    for _twice in range(2):
        assert client.post(reverse("unit_new"), data).status_code == 302
    made = Unit.objects.get(form_key=data["form_key"])
    assert made.names == {"fi": "Kuntoutusneuvola"} and made.key == "kuntoutusneuvola" and made.takes_referrals
    assert [one.code for one in made.municipalities.all()] == ["995"]
    assert client.post(reverse("unit_new"), {**data, "form_key": str(uuid.uuid4())}).status_code == 302
    assert Unit.objects.filter(key="kuntoutusneuvola-2").exists()
    elsewhere = {**data, "form_key": str(uuid.uuid4()), "organisation": str(cast.jobs.organisation.uuid)}
    assert client.post(reverse("unit_new"), elsewhere).status_code == 422


def test_a_unit_is_changed_and_the_later_one_sees_both_texts(cast, browser):
    address = reverse("unit", args=[cast.team.uuid])
    data = _unit(version=cast.team.version, name_fi="Työkykytiimi, keskusta")
    assert browser(ADMIN).post(address, data).status_code == 302
    late = browser(ADMIN).post(address, {**data, "name_fi": "Työkykytiimi, satama"})
    assert late.status_code == 409
    assert "keskusta" in late.content.decode() and "satama" in late.content.decode()
    assert Unit.objects.get(pk=cast.team.pk).names["fi"] == "Työkykytiimi, keskusta"
    wrong = {**data, "version": cast.team.version + 1, "name_fi": "", "phone": "06 218 4477"}
    bad = browser(ADMIN).post(address, wrong)
    assert bad.status_code == 422 and "06 218 4477" in bad.content.decode()


def test_the_last_default_intake_of_a_region_stays(cast, browser):
    address = reverse("unit", args=[cast.intake.uuid])
    answer = browser(ADMIN).post(address, _unit(version=cast.intake.version, name_fi="Asiakasneuvonta"))
    assert answer.status_code == 422 and "ainoa oletusvastaanotto" in answer.content.decode()
    assert browser(ADMIN).post(reverse("unit_close", args=[cast.intake.uuid])).status_code == 422
    assert Unit.objects.get(pk=cast.intake.pk).default_intake
    closed = browser(ADMIN).post(
        address, _unit(version=cast.intake.version, default_intake="on", takes_referrals="")
    )
    assert closed.status_code == 422 and "Valitse myös lähetteet" in closed.content.decode()


def test_a_unit_closes_only_when_nothing_is_open_in_it(cast, browser):
    address = reverse("unit_close", args=[cast.team.uuid])
    answer = browser(ADMIN).post(address)
    page = answer.content.decode()
    assert answer.status_code == 422 and "roolia voimassa" in page and "yhtä avointa asiaa" in page
    assert Unit.objects.get(pk=cast.team.pk).ended_on is None


def test_an_empty_unit_closes_once_and_takes_nobody_any_more(cast, browser, admin):
    with as_actor(admin):
        unit = actions.add_unit(
            by=admin, organisation=cast.team.organisation, key=None, names={"fi": "Tyhjä"}, phone="06 218 4466",
            hours={}, municipalities=[], takes_referrals=True, default_intake=False,
        )
    for _twice in range(2):
        assert browser(ADMIN).post(reverse("unit_close", args=[unit.uuid])).status_code == 302
    closed = Unit.objects.get(pk=unit.pk)
    assert closed.ended_on == dates.today() and not closed.takes_referrals
    with as_actor(admin), pytest.raises(Refused, match="lakkautettu"):
        actions.give_membership(by=admin, user=cast.katri, unit=closed, role="nurse")
    assert "Tyhjä" in browser(ADMIN).get(reverse("units"), {"state": "ended"}).content.decode()
    assert "Tyhjä" not in browser(ADMIN).get(reverse("units")).content.decode()


def test_a_unit_with_a_referral_waiting_does_not_close(cast, admin, monkeypatch):
    monkeypatch.setattr("rinnalla.referrals.units.waiting_in", lambda unit_id: "Yksikössä odottaa yksi lähete.")
    with as_actor(admin):
        unit = actions.add_unit(
            by=admin, organisation=cast.team.organisation, key=None, names={"fi": "Tyhjä"}, phone="06 218 4466",
            hours={}, municipalities=[], takes_referrals=True, default_intake=False,
        )
        with pytest.raises(Refused, match="odottaa yksi lähete"):
            actions.close_unit(by=admin, unit=unit)


def test_a_conflict_saves_nothing(cast, admin):
    with as_actor(admin), pytest.raises(Conflict):
        actions.change_user(
            by=admin, user=cast.petra, version=7, name="X", email="x@example.org", phone="", hours="", language="fi"
        )
    assert User.objects.get(pk=cast.petra.pk).name == "Petra Nygård"
