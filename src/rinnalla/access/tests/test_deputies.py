"""Deputies: leave that begins and ends with the absence, never opens more, and says so in every line.

Guards against: the trigger dropped (a new case and an ended grant were not followed); `beyond` not asked in `may` (the
deputy of a coach edited the team); `deputy_of` not written by `record`; the groups of the role not intersected.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access import deputies
from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import Absence, Grant, Membership
from rinnalla.cases import actions as cases
from rinnalla.cases.models import ContactNote
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

STATUTE = "l381_15"
NOTE = {"channel": "phone", "with_client": "yes", "subject": "Sijaisena soitettu", "field_group": "basics"}


def membership(cast, name):
    return Membership.objects.select_related("user", "unit__organisation").get(user=cast.everybody[name])


def away(cast, deputy="petra", who="katri", starts=0, days=7, by=None, **more):
    today = dates.today()
    with as_actor(by or cast.actor(who)):
        return deputies.set_absence(
            membership=membership(cast, who), deputy=cast.everybody[deputy], by=by or cast.actor(who),
            starts_on=today + timedelta(days=starts), ends_on=today + timedelta(days=starts + days), **more,
        )  # fmt: skip


def opens(cast, sign_in, name="petra", part="") -> int:
    return sign_in(cast.everybody[name]).get(f"/cases/{cast.case.uuid}/{part}").status_code


def note(cast, sign_in, name="petra"):
    sent = {**NOTE, "on": dates.d(dates.today())}
    return sign_in(cast.everybody[name]).post(f"/cases/{cast.case.uuid}/contacts/new/", sent)


def step_today(cast) -> None:
    """Something on the day page."""
    with as_actor(cast.a_katri):
        cases.set_step(
            case=cast.case, version=cast.case.version, by=cast.a_katri, next_step="Soitto",
            next_step_on=dates.today(), review_on=dates.today(),
        )  # fmt: skip


def test_the_deputy_sees_to_the_cases_while_the_absence_lasts_and_not_after(cast, sign_in):
    step_today(cast)
    assert opens(cast, sign_in) == 404
    absence = away(cast)
    assert opens(cast, sign_in) == 200
    assert "Rantanen, Tuula" in sign_in(cast.petra).get("/cases/?whose=deputy").content.decode()
    page = sign_in(cast.petra).get("/day/").content.decode()
    assert "Tuula Rantanen" in page and "Sijaisena: Katri Ylinen" in page
    assert note(cast, sign_in).status_code == 302
    with as_actor(cast.a_katri):
        deputies.end_absence(absence=absence, by=cast.a_katri)
        deputies.end_absence(absence=absence, by=cast.a_katri)
    assert opens(cast, sign_in) == 404
    with as_actor(cast.a_petra):
        assert not Grant.objects.live().filter(user=cast.petra).exists()
        assert Event.objects.filter(user_id=cast.katri.pk, verb="access.absence_ended").count() <= 1


def test_an_absence_ahead_opens_nothing_yet_and_one_that_is_over_nothing_more(cast, sign_in):
    away(cast, starts=3)
    assert opens(cast, sign_in) == 404
    assert "Tuula" not in sign_in(cast.petra).get("/cases/?whose=all").content.decode()
    with as_actor(cast.a_petra):
        grant = Grant.objects.get(user=cast.petra, absence__isnull=False)
        assert (dates.local(grant.starts_at).date(), dates.local(grant.ends_at).date()) == (
            dates.today() + timedelta(days=3), dates.today() + timedelta(days=11),
        )  # fmt: skip
        assert (grant.ground, grant.depth) == (STATUTE, 3)


def test_an_absence_ended_in_the_middle_of_a_form_saves_nothing(cast, sign_in):
    absence = away(cast)
    assert opens(cast, sign_in, part="contacts/new/") == 200
    with as_actor(cast.a_katri):
        deputies.end_absence(absence=absence, by=cast.a_katri)
    assert note(cast, sign_in).status_code == 404
    with as_actor(cast.a_katri):
        assert not ContactNote.objects.filter(case=cast.case).exists()


def test_every_line_says_in_whose_place(cast, sign_in):
    step_today(cast)
    away(cast)
    browser = sign_in(cast.petra)
    browser.get(f"/cases/{cast.case.uuid}/")
    browser.get("/cases/?whose=deputy")
    browser.get("/day/")
    note(cast, sign_in)
    with as_actor(cast.a_petra):
        lines = list(AccessLine.objects.filter(user_id=cast.petra.pk, case_ids__contains=[cast.case.pk]))
        assert len(lines) == 4
        assert {line.purpose for line in lines} == {f"deputy:{cast.katri.pk}"}
        event = Event.objects.get(user_id=cast.petra.pk, verb="cases.contact_noted")
        assert event.details["deputy_of"] == cast.katri.pk
    log = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/log/").content.decode()
    assert log.count("sijaisena (poissa Katri Ylinen)") == 4  # the list and the day page are one line
    assert "Hoiti asioitasi sijaisena." in sign_in(cast.tuula).get("/my/log/").content.decode()


def test_who_sees_the_case_anyway_acts_as_oneself(cast, sign_in):
    with as_actor(cast.a_katri):
        cases.join_team(
            case=cast.case, user=cast.petra, unit=cast.team, task="Koordinaattori", by=cast.a_katri, ground=STATUTE
        )
    away(cast)
    assert note(cast, sign_in).status_code == 302
    sign_in(cast.petra).get("/cases/?whose=all")
    with as_actor(cast.a_petra):
        assert "deputy_of" not in Event.objects.get(user_id=cast.petra.pk, verb="cases.contact_noted").details
        assert not AccessLine.objects.filter(user_id=cast.petra.pk, purpose__startswith="deputy").exists()


def coordinator_of_askel(cast):
    by = system("test")
    with acting(by):
        user = add_user(by=by, username="sanna", name="Sanna Ek", email="sanna@example.org")
        give_membership(by=by, user=user, unit=cast.coaching, role="coordinator")
    cast.everybody["sanna"] = user
    return user


def test_a_deputy_may_nothing_that_the_absent_one_may_not(cast, sign_in):
    coordinator_of_askel(cast)
    away(cast, deputy="sanna", who="janne")
    assert opens(cast, sign_in, "sanna") == 200
    assert note(cast, sign_in, "sanna").status_code == 302
    assert opens(cast, sign_in, "sanna", "team/new/") == 403
    assert opens(cast, sign_in, "sanna", "closing/") == 403
    with as_actor(cast.actor("sanna")):
        assert Grant.objects.get(user=cast.everybody["sanna"]).field_groups == ["basics", "employment"]


def test_groups_beyond_the_absent_ones_role_do_not_open(cast):
    by = system("test")
    with acting(by):
        user = add_user(by=by, username="sami", name="Sami Ek", email="sami@example.org")
        give_membership(by=by, user=user, unit=cast.team, role="job_coach")
    cast.everybody["sami"] = user
    with as_actor(cast.a_katri):
        cases.join_team(case=cast.case, user=user, unit=cast.team, task="Valmentaja", by=cast.a_katri, ground=STATUTE)
    away(cast, deputy="petra", who="sami")
    with as_actor(cast.a_petra):
        assert "health" not in Grant.objects.get(user=cast.petra, absence__isnull=False).field_groups


def test_a_role_that_may_less_or_another_organisation_can_not_stand_in(cast):
    for name in ("laura", "rooli-nurse", "rooli-manager", "janne", "ritva", "katri"):
        with pytest.raises(Refused) as refusal:
            away(cast, deputy=name)
        assert refusal.value.field == "deputy", name
    assert not Absence.objects.exists()


def test_the_coordinator_sets_it_for_a_sick_colleague_but_not_oneself_as_the_deputy(cast):
    with pytest.raises(Refused, match="itseäsi"):
        away(cast, who="katri", deputy="petra", by=cast.a_petra)
    assert away(cast, deputy="rooli-coordinator", by=cast.a_petra).made_by == cast.petra
    with pytest.raises(Refused, match="merkitsee työntekijä itse"):
        away(cast, deputy="petra", starts=20, by=cast.a_laura)
    with pytest.raises(Refused, match="merkitsee työntekijä itse"):
        away(cast, deputy="petra", starts=20, by=cast.a_ritva)


def test_what_is_given_or_ended_during_the_absence_is_followed(cast, sign_in):
    away(cast, deputy="rooli-coordinator")
    with as_actor(cast.a_katri):
        other = cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground=STATUTE,
            naming_due_on=dates.today(), new_person={"given_names": "Oskari", "family_name": "Lehto"},
        )  # fmt: skip
    browser = sign_in(cast.everybody["rooli-coordinator"])
    assert browser.get(f"/cases/{other.uuid}/").status_code == 200
    with as_actor(cast.a_katri):
        Grant.objects.filter(case=other, user=cast.katri).update(ended_at=dates.now(), ended_by_id=cast.katri.pk)
    assert browser.get(f"/cases/{other.uuid}/").status_code == 404
    assert browser.get(f"/cases/{cast.case.uuid}/").status_code == 200


def test_a_deputys_own_deputy_gets_only_what_is_the_deputys_own(cast, sign_in):
    away(cast)
    away(cast, who="petra", deputy="rooli-coordinator")
    assert opens(cast, sign_in, "rooli-coordinator") == 404


def test_days_are_refused_in_words_and_by_the_database(cast):
    for starts, days, field in ((2, -1, "ends_on"), (-9, 2, "ends_on")):
        with pytest.raises(Refused) as refusal:
            away(cast, starts=starts, days=days)
        assert refusal.value.field == field
    one = away(cast)
    with pytest.raises(Refused, match="jo merkitty"):
        away(cast, starts=3)
    with pytest.raises(IntegrityError, match="one_absence_at_a_time"), transaction.atomic():
        Absence.objects.create(
            membership=one.membership, user=cast.katri, deputy=cast.laura, starts_on=one.ends_on, ends_on=one.ends_on
        )


def test_a_change_carries_the_version_and_moves_the_leave(cast):
    one = away(cast)
    later = dates.today() + timedelta(days=30)
    with as_actor(cast.a_katri):
        deputies.change_absence(absence=one, version=one.version, ends_on=later, by=cast.a_katri)
        with pytest.raises(Conflict):
            deputies.change_absence(absence=one, version=one.version - 1, ends_on=dates.today(), by=cast.a_katri)
    with as_actor(cast.a_petra):
        assert dates.local(Grant.objects.get(user=cast.petra).ends_at).date() == later + timedelta(days=1)


def test_the_pages(cast, sign_in, mailoutbox):
    browser, today = sign_in(cast.katri), dates.today()
    assert "Kukaan ei ole poissa." in browser.get("/absences/").content.decode()
    sent = {
        "membership": membership(cast, "katri").pk, "deputy": cast.petra.pk, "starts_on": dates.d(today),
        "ends_on": dates.d(today + timedelta(days=5)), "form_key": "3f1ab0a2-7d9f-4d27-9d35-0f2f8f1f0c22",
    }  # fmt: skip
    assert browser.post("/absences/new/", {**sent, "deputy": cast.laura.pk}).status_code == 422
    assert [browser.post("/absences/new/", sent).status_code for _ in range(2)] == [302, 302]
    one = Absence.objects.get()
    assert "Sijaisena Petra Nygård" in browser.get("/absences/").content.decode()
    for name, status in (("petra", 200), ("rooli-coordinator", 200), ("laura", 404), ("ritva", 404)):
        assert sign_in(cast.everybody[name]).get(f"/absences/{one.uuid}/").status_code == status, name
    longer = {"ends_on": dates.d(today + timedelta(days=9)), "version": one.version}
    assert [browser.post(f"/absences/{one.uuid}/", longer).status_code for _ in range(2)] == [302, 422]
    assert browser.get(f"/absences/{one.uuid}/ending/").status_code == 200
    assert browser.post(f"/absences/{one.uuid}/ending/").status_code == 302
    assert not Absence.objects.now().exists()
