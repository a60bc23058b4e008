"""Roles in a case, and a team that widens with the client's leave.

Guards against: the reason not asked in `roles.assign`; `end_places` not ending roles; `starts_at` not given to the
grant. Seen red: `_stand_on` taken out of `give_consent` (a withdrawn consent left the coach inside); every consent the
plain one; its kind not shown to the team.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rinnalla.access.models import Depth
from rinnalla.cases import actions, roles
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Assignment, Case, ContactNote, TeamMember
from rinnalla.cases.tests.test_service_model import opened
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.tests.versions import first_version, publish_next
from rinnalla.services import actions as services
from rinnalla.testing import as_actor

STATUTE = "l381_15"


def member(cast, name: str, *, unit=None, task: str = "Lääkäri", **more) -> TeamMember:
    return actions.join_team(
        case=cast.case, user=cast.everybody[name], unit=unit or cast.team, task=task, by=cast.a_katri, ground=STATUTE,
        **more,
    )  # fmt: skip


def of(cast, name: str) -> TeamMember:
    rows = TeamMember.objects.select_related("case", "user")
    return rows.get(case=cast.case, user=cast.everybody[name], left_at=None)


@pytest.mark.row("L-12")
def test_one_person_has_several_roles_at_once_and_all_are_shown(cast, sign_in):
    with as_actor(cast.a_katri):
        katri = of(cast, "katri")
        roles.assign(member=katri, role="coordinator", by=cast.a_katri)
        roles.assign(member=katri, role="companion", by=cast.a_katri)
    for address in ("", "team/"):
        page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/{address}").content.decode()
        assert all(word in page for word in ("Asiakasvastaava", "Koordinaattori", "Rinnallakulkija")), address
    own = sign_in(cast.tuula).get("/my/").content.decode()
    assert "Koordinaattori, Rinnallakulkija" in own


@pytest.mark.row("L-22")
@pytest.mark.row("L-27")
def test_a_companion_may_be_coordinator_responsible_or_coach_and_sees_the_chain_as_consented(cast, sign_in):
    with as_actor(cast.a_katri):
        for name in ("katri", "janne"):
            roles.assign(member=of(cast, name), role="companion", by=cast.a_katri, reason="Valmentaja tapaa useammin")
        with pytest.raises(Refused, match="Timo"):
            roles.assign(member=of(cast, "timo"), role="companion", by=cast.a_katri, reason="Ei käy")
        for name, group in (("Tules-ryhmä", "health"), ("Työkokeilu", "employment"), ("Velkaneuvonta", "livelihood")):
            episode = services.plan_service(
                case=cast.case, by=cast.a_katri, own_name=name, organiser=cast.jobs, planned_on=dates.today(),
                field_group=group,
            )  # fmt: skip
            services.start_service(episode=episode, version=episode.version, by=cast.a_katri, on=dates.today())
    page = sign_in(cast.janne).get(f"/cases/{cast.case.uuid}/").content.decode()
    assert "Työkokeilu" in page and "Rinnallakulkija" in page
    assert "Tules-ryhmä" not in page and "Velkaneuvonta" not in page


@pytest.mark.row("V-108", "C-28")
def test_the_own_doctor_and_nurse_are_shown_to_the_client_and_a_change_asks_why(cast, sign_in):
    with as_actor(cast.a_katri):
        roles.assign(member=member(cast, "laura"), role="named_doctor", by=cast.a_katri)
        nurse = member(cast, "rooli-nurse", task="Sairaanhoitaja")
        roles.assign(member=nurse, role="named_nurse", by=cast.a_katri)
        other = member(cast, "rooli-doctor", task="Sijainen")
    page = sign_in(cast.tuula).get("/my/helpers/").content.decode()
    assert "Omalääkäri" in page and "Oma terveydenhoitaja" in page
    browser, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/roles/new/"
    sent = {"role": "named_doctor", "member": other.pk}
    answer = browser.post(address, sent)
    assert answer.status_code == 422 and "miksi henkilö vaihtuu" in answer.content.decode()
    assert browser.post(address, {**sent, "reason": "Laura jää vapaalle"}).status_code == 302
    with as_actor(cast.a_katri):
        now = Assignment.objects.in_force().get(role="named_doctor")
        assert (now.member, now.reason) == (other, "Laura jää vapaalle")
        before = Assignment.objects.get(role="named_doctor", ended_at__isnull=False)
        assert before.member.user == cast.laura
        assert Event.objects.filter(verb="cases.role_changed", case_id=cast.case.pk).count() == 1


@pytest.mark.row("C-28", "V-108")
def test_the_team_is_warned_while_the_own_doctor_or_nurse_is_not_named(cast, sign_in):
    """Only of those the unit's team needs, one by one, and of neither in a region without a template.

    Seen red: `unnamed` made to answer nobody; the template not asked.
    """
    assert "Vielä nimeämättä" not in sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/team/").content.decode()

    def needs(*wanted):
        def change(content):
            content["model"]["teams"][0]["required_roles"] = list(wanted)
        return change

    first_version(cast.region, needs("coordinator", "doctor", "nurse"))
    case = opened(cast)
    browser, here = sign_in(cast.katri), f"/cases/{case.uuid}/team/"
    assert "Vielä nimeämättä: Omalääkäri, Oma terveydenhoitaja" in browser.get(here).content.decode()
    with as_actor(cast.a_katri):
        doctor, nurse = (
            actions.join_team(case=case, user=cast.everybody[name], unit=cast.team, task="X", by=cast.a_katri,
                              ground=STATUTE)
            for name in ("laura", "rooli-nurse")
        )  # fmt: skip
        roles.assign(member=doctor, role="named_doctor", by=cast.a_katri)
        assert "Vielä nimeämättä: Oma terveydenhoitaja" in browser.get(here).content.decode()
    with as_actor(cast.a_katri):
        given = roles.assign(member=nurse, role="named_nurse", by=cast.a_katri)
    assert "Vielä nimeämättä" not in browser.get(here).content.decode()
    with as_actor(cast.a_katri):
        roles.end(assignment=given, by=cast.a_katri)
    assert "Vielä nimeämättä: Oma terveydenhoitaja" in browser.get(here).content.decode()
    publish_next(cast.region, needs("coordinator", "doctor"))
    newer = opened(cast, "Lahti")
    page = browser.get(f"/cases/{newer.uuid}/team/").content.decode()
    assert "Vielä nimeämättä: Omalääkäri" in page and "Oma terveydenhoitaja</" not in page.split("Vielä nimeämättä")[1]


@pytest.mark.row("V-108")
def test_continuity_is_the_share_of_visits_with_the_one_named_then(cast):
    with as_actor(cast.a_katri):
        with dates.clock(dates.now() - timedelta(days=30)):
            roles.assign(member=member(cast, "laura"), role="named_doctor", by=cast.a_katri)
        other = cast.everybody["rooli-doctor"]
        for days, user, client in ((20, cast.laura, True), (15, cast.laura, True), (10, other, True), (9, other, False),
                                   (5, cast.laura, True), (40, other, True), (3, cast.katri, True)):
            ContactNote.objects.create(
                case=cast.case, on=dates.today() - timedelta(days=days), channel="meeting", with_client=client,
                subject="Vastaanotto", made_by=user,
            )  # fmt: skip
        found = roles.continuity(cast.case)
    assert [(one.role, one.same, one.all, one.share) for one in found] == [("named_doctor", 3, 4, 75)]


def test_a_role_needs_its_profession_and_a_place_in_the_team(cast):
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="Timo"):
            roles.assign(member=of(cast, "timo"), role="named_doctor", by=cast.a_katri)
        with pytest.raises(Refused, match="Katri"):
            roles.assign(member=of(cast, "katri"), role="king", by=cast.a_katri)
        laura = member(cast, "laura")
        row = roles.assign(member=laura, role="named_doctor", by=cast.a_katri)
        assert roles.assign(member=laura, role="named_doctor", by=cast.a_katri) == row
        with pytest.raises(IntegrityError, match="one_holder_of_a_role"), transaction.atomic():
            Assignment.objects.create(case=cast.case, member=of(cast, "timo"), role="named_doctor")
        actions.leave_team(member=TeamMember.objects.get(pk=laura.pk), by=cast.a_katri)
        assert not Assignment.objects.in_force().exists()
        with pytest.raises(Refused, match="ei ole enää tiimissä"):
            roles.assign(member=TeamMember.objects.get(pk=laura.pk), role="named_doctor", by=cast.a_katri)


def test_a_role_ends_once_and_its_holder_stays(cast, sign_in):
    with as_actor(cast.a_katri):
        row = roles.assign(member=of(cast, "janne"), role="companion", by=cast.a_katri)
    browser, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/roles/{row.uuid}/ending/"
    assert [browser.post(address).status_code for _ in range(2)] == [302, 302]
    assert sign_in(cast.timo).post(address).status_code == 403
    with as_actor(cast.a_katri):
        assert of(cast, "janne")
        assert Event.objects.filter(verb="cases.role_ended", case_id=cast.case.pk).count() == 1


@pytest.mark.row("L-14")
def test_two_clients_of_one_area_have_different_teams(cast):
    with as_actor(cast.a_katri):
        other = actions.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground=STATUTE,
            naming_due_on=dates.today(), new_person={"given_names": "Oskari", "family_name": "Lehto"},
        )  # fmt: skip
        actions.join_team(case=other, user=cast.laura, unit=cast.team, task="Lääkäri", by=cast.a_katri, ground=STATUTE)
        teams = [set(one.team.values_list("user__username", flat=True)) for one in (cast.case, other)]
    assert teams == [{"katri", "janne", "timo"}, {"laura"}]


# The team widens with the client's leave ---------------------------------------------------------------------------


def coach(cast):
    """Another coach of Askel, who needs the client's leave."""
    from rinnalla.access.acting import acting, system
    from rinnalla.access.actions import add_user, give_membership

    by = system("test")
    with acting(by):
        user = add_user(by=by, username="sanna", name="Sanna Ek", email="sanna@example.org")
        give_membership(by=by, user=user, unit=cast.coaching, role="job_coach")
    return user


def opens(cast, sign_in, user) -> int:
    return sign_in(user).get(f"/cases/{cast.case.uuid}/").status_code


@pytest.mark.row("L-45")
def test_a_new_member_cannot_open_before_the_consent_nor_before_its_day(cast, sign_in):
    sanna = coach(cast)
    base = f"/cases/{cast.case.uuid}/"
    sent = {
        "membership": sanna.memberships.get().pk, "task": "Valmentaja", "depth": "3", "groups": ["basics", "health"],
        "starts_on": dates.d(dates.today() + timedelta(days=3)),
    }  # fmt: skip
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=cast.case.consents.get(), by=cast.a_katri)
    browser = sign_in(cast.katri)
    answer = browser.post(base + "team/new/", sent)
    assert answer.status_code == 422 and "tarvitsee asiakkaan suostumuksen" in answer.content.decode()
    assert opens(cast, sign_in, sanna) == 404
    with as_actor(cast.a_katri):
        consents.give_consent(
            case=cast.case, organisation=cast.coaching.organisation, groups=["basics"], mode="written",
            given_on=dates.today(), by=cast.a_katri,
        )  # fmt: skip
    assert browser.post(base + "team/new/", sent).status_code == 302
    assert opens(cast, sign_in, sanna) == 404
    assert "Alkaa" in browser.get(base + "team/").content.decode()
    with as_actor(cast.a_katri):
        grant = TeamMember.objects.get(user=sanna, left_at=None).grant
        assert grant.field_groups == ["basics"]
        assert dates.local(grant.starts_at).date() == dates.today() + timedelta(days=3)
        type(grant).objects.filter(pk=grant.pk).update(starts_at=dates.now())
    assert opens(cast, sign_in, sanna) == 200


@pytest.mark.row("L-45", "C-06")
@pytest.mark.parametrize("end", ["withdraw", "leave"])
def test_a_place_that_has_not_begun_can_be_ended(cast, sign_in, end):
    """A leave from tomorrow on, taken back today: it never begins. Seen red: ended_at before starts_at, which the
    database refuses (the client's own withdrawal answered 500)."""
    sanna = coach(cast)
    with as_actor(cast.a_katri):
        consent = cast.case.consents.get()
        member = actions.join_team(
            case=cast.case, user=sanna, unit=cast.coaching, task="Valmentaja", by=cast.a_katri, ground="consent",
            consent=consent, starts_on=dates.today() + timedelta(days=1),
        )  # fmt: skip
        if end == "leave":
            actions.leave_team(member=member, by=cast.a_katri)
    if end == "withdraw":
        assert sign_in(cast.tuula).post(f"/my/consents/{consent.uuid}/withdrawal/").status_code == 302
    with as_actor(cast.a_katri):
        grant = TeamMember.objects.get(pk=member.pk).grant
        assert grant.ended_at is not None and grant.starts_at <= grant.ended_at
        type(grant).objects.filter(pk=grant.pk).update(ends_at=None)
    assert opens(cast, sign_in, sanna) == 404


@pytest.mark.row("L-45", "C-06")
def test_a_consent_of_another_body_or_one_that_has_ended_opens_nothing(cast):
    with as_actor(cast.a_katri):
        consent = cast.case.consents.get()
        past = dates.today() - timedelta(days=1)
        for unit, ends_on in ((cast.intake, None), (cast.coaching, past)):
            type(consent).objects.filter(pk=consent.pk).update(given_on=past, ends_on=ends_on)
            consent.refresh_from_db()
            with pytest.raises(Refused, match="asiakkaan suostumuksen"):
                actions.join_team(
                    case=cast.case, user=cast.petra, unit=unit, task="X", by=cast.a_katri, ground="consent",
                    consent=consent, depth=Depth.WORKS,
                )  # fmt: skip
        with pytest.raises(Refused, match="tulevaisuudessa"):
            consents.give_consent(
                case=cast.case, organisation=cast.coaching.organisation, groups=["basics"], mode="written",
                given_on=dates.today() + timedelta(days=1), by=cast.a_katri,
            )  # fmt: skip


@pytest.mark.row("F-47", "C-06")
def test_a_consent_for_kela_is_y100_and_one_for_others_the_plain_one(cast, sign_in):
    """The third figure of F-47; `tests/regions/test_rules.py` counts the checklist and the phases."""
    kela = Organisation.objects.create(region=cast.region, key="kela-koe", kind="kela", names={"fi": "Kela"})
    with as_actor(cast.a_katri):
        given = [
            consents.give_consent(
                case=cast.case, organisation=one, groups=["basics"], mode="written", given_on=dates.today(),
                by=cast.a_katri,
            )
            for one in (kela, cast.coaching.organisation)
        ]  # fmt: skip
    assert [one.kind for one in given] == ["kela_y100", "consent"]
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/team/").content.decode()
    assert page.count("Suostumus monialaiseen yhteistyöhön Kelan kanssa (Y100)") == 1
    own = sign_in(cast.tuula).get(reverse("portal:consents")).content.decode()
    assert own.count("(Y100)") == 1


def test_withdrawing_a_renewed_consent_still_ends_what_stood_on_the_earlier_one(cast):
    with as_actor(cast.a_katri):
        renewed = consents.give_consent(
            case=cast.case, organisation=cast.coaching.organisation, groups=["basics"], mode="written",
            given_on=dates.today(), by=cast.a_katri,
        )  # fmt: skip
        assert of(cast, "janne").grant.field_groups == ["basics"]
        consents.withdraw_consent(consent=renewed, by=cast.a_katri)
    with as_actor(cast.a_janne):
        assert not Case.objects.filter(pk=cast.case.pk).exists()


@pytest.mark.row("L-41", "C-12")
def test_naming_somebody_with_power_warns_and_keeps_the_clients_own_answer(cast, sign_in):
    from rinnalla.cases import responsibility

    with as_actor(cast.a_katri):
        one = responsibility.propose(
            case=cast.case, worker=cast.petra, unit=cast.team, decision_power="livelihood", by=cast.a_katri,
            ground=STATUTE, answer_due_on=dates.today(),
        )  # fmt: skip
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/responsible/{one.uuid}/").content.decode()
    assert "Päättää asiakkaan toimeentulosta" in page and "Asiakkaalle kerrotaan tämä" in page
    assert "toimeentulo" in sign_in(cast.tuula).get(f"/my/responsible/{one.uuid}/").content.decode()
    sign_in(cast.tuula).post(f"/my/responsible/{one.uuid}/", {"answer": "yes", "words": "Sopii minulle."})
    with as_actor(cast.a_katri):
        one.refresh_from_db()
        assert (one.client_answer, one.client_words, one.client_answer_by) == ("yes", "Sopii minulle.", cast.tuula)
        assert Event.objects.filter(verb="cases.client_answered_responsible", case_id=cast.case.pk).exists()
