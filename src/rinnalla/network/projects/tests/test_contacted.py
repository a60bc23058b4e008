"""People contacted without a client record: a unit's own mark, what came of it, and early forgetting (I-23, I-24).

Guards against: a name or identity code kept, another unit's eyes, numbers that vanish with the marks, marks that stay.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rinnalla.access.acting import acting, system
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network import jobs
from rinnalla.network.projects.actions_clients import contact_again, contact_person, forget_contacted, settle_contact
from rinnalla.network.projects.models_clients import ContactDay, ContactedPerson
from rinnalla.network.projects.tests.near import ago, contacts, counted, joins, running, settles
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
MARK = "punainen pipo"


@pytest.fixture
def project(cast):
    return running(cast)


def place(project, rest=""):
    return f"/development/projects/{project.uuid}/contacted/{rest}"


def rows(cast, who="katri"):
    with as_actor(cast.actor(who)):
        return list(ContactedPerson.objects.order_by("pk"))


@pytest.mark.row("I-23", "I-24")
def test_a_worker_notes_whom_the_project_contacted_and_what_came_of_it(cast, project, sign_in):
    """Guards against: the reason not asked for."""
    katri = sign_in(cast.katri)
    assert "ei ole vielä kirjattu" in katri.get(place(project)).content.decode()
    form = {"mark": MARK, "on": dates.d(ago(20)), "form_key": str(uuid4())}
    assert [katri.post(place(project, "new/"), form).status_code for _n in range(2)] == [302, 302]
    (one,) = rows(cast)
    again = {"on": dates.d(ago(10)), "form_key": str(uuid4())}
    assert katri.post(place(project, f"{one.uuid}/days/new/"), again).status_code == 302
    page = katri.get(place(project)).content.decode()
    assert MARK in page and "1 ihminen" in page and f"{dates.d(ago(20))}, {dates.d(ago(10))}" in page
    outcome = {"outcome": "not_joined", "reason": "", "on": dates.d(ago(5)), "version": "1"}
    refused = katri.post(place(project, f"{one.uuid}/outcome/"), outcome)
    assert refused.status_code == 422 and "miksi" in refused.content.decode()
    assert katri.post(place(project, f"{one.uuid}/outcome/"), {**outcome, "reason": "no_room"}).status_code == 302
    page = katri.get(place(project)).content.decode()
    assert "Hanke oli täynnä" in page and "0 (0,0 %)" in page
    late = katri.post(place(project, f"{one.uuid}/outcome/"), {**outcome, "outcome": "joined", "version": "1"})
    assert late.status_code == 409 and "Ei tullut mukaan" in late.content.decode(), "the loser sees what stands"
    assert katri.post(place(project, f"{one.uuid}/outcome/"), {**outcome, "outcome": "joined", "version": "2"}).url
    (one,) = rows(cast)
    assert (one.outcome, one.reason, one.settled_on) == ("joined", "", ago(5))


@pytest.mark.row("I-24")
def test_the_funnel_of_the_own_unit_is_40_of_69(cast, project, sign_in):
    """40 of 69 is 58,0 %. Guards against: the share of those whose answer is known."""
    for number in range(69):
        row = contacts(cast, project, f"merkki {number}")
        if number < 40:
            settles(cast, row, "joined")
        elif number < 50:
            settles(cast, row, "not_joined", "not_now")
    page = sign_in(cast.katri).get(place(project)).content.decode()
    assert "69 ihmistä" in page and "40 (58,0 %)" in page
    assert "Ei jaksa tai ehdi juuri nyt</dt><dd>10" in page.replace("\n", "")


@pytest.mark.row("I-23")
@pytest.mark.parametrize("text", ["", "   ", "130479-912K"])
def test_a_mark_is_needed_and_is_no_identity_code(cast, project, text):
    with as_actor(cast.a_katri), pytest.raises(Refused):
        contact_person(project=project, by=cast.a_katri, mark=text, on=ago(3))


@pytest.mark.row("I-23")
def test_nobody_outside_the_unit_sees_a_mark_and_the_database_says_so(cast, project, sign_in):
    """Guards against: the wall of the unit left out of either table; an outcome set by another unit."""
    one = contacts(cast, project, MARK)
    for who in ("janne", "timo", "ritva", "outi", "muualta-coordinator"):
        assert not rows(cast, who), who
        with as_actor(cast.actor(who)):
            assert not ContactDay.objects.exists(), who
            with pytest.raises(Refused):
                settle_contact(contacted=one, version=1, by=cast.actor(who), outcome="joined", on=ago(1))
    with as_actor(cast.a_tuula):
        assert not ContactedPerson.objects.exists()
    with as_actor(cast.a_janne), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ContactedPerson.objects.create(project=project, unit=cast.team, mark="x")
    timo = sign_in(cast.timo)
    assert MARK not in timo.get(place(project)).content.decode()
    for address in ("days/new/", "outcome/"):
        assert timo.get(place(project, f"{one.uuid}/{address}")).status_code == 404
    assert sign_in(cast.ritva).get(place(project)).status_code == 404
    assert sign_in(cast.roles["manager"]).get(place(project)).status_code == 403, "who leads by figures reads none"
    assert rows(cast, "petra")[0].mark == MARK, "a colleague of the unit knows it too"


def test_the_database_refuses_a_reason_without_its_outcome_and_the_other_way_round(cast, project):
    one = contacts(cast, project, MARK)
    for wrong in ({"outcome": "not_joined", "settled_on": ago(1)}, {"reason": "other"}, {"outcome": "joined"},
                  {"settled_on": ago(1)}, {"mark": " "}):  # fmt: skip
        with as_actor(cast.a_katri), pytest.raises(IntegrityError), transaction.atomic():
            ContactedPerson.objects.filter(pk=one.pk).update(**wrong)


def test_days_are_within_the_project_and_have_come(cast, project):
    one = contacts(cast, project, MARK, 50)
    with as_actor(cast.a_katri):
        for day in (ago(301), ago(-1)):
            with pytest.raises(Refused):
                contact_again(contacted=one, by=cast.a_katri, on=day)
        with pytest.raises(Refused, match="vasta"):
            settle_contact(contacted=one, version=1, by=cast.a_katri, outcome="joined", on=ago(51))
        first = contact_again(contacted=one, by=cast.a_katri, on=ago(50))
        assert first.pk == ContactDay.objects.get().pk, "the same day twice is once"


# Forgetting -----------------------------------------------------------------------------------------------------------


@pytest.mark.row("I-23", "I-24", "F-34", "F-35")
def test_marks_are_forgotten_on_their_day_and_the_numbers_stay(cast, project, sign_in):
    """Remark 6. Three months after what came of it is known, else six after the last contact; through the day itself.

    Guards against: the rows deleted (the number fell to 3); the day a day early; the worker's name kept.
    """
    months = {length: dates.add_months(dates.today(), -length) for length in (3, 6)}
    day_before = {length: (dates.today() - day).days + 1 for length, day in months.items()}
    gone = contacts(cast, project, "mennyt", 200)
    settles(cast, gone, "not_joined", "does_not_want", day_before[3])
    today = contacts(cast, project, "vielä tänään", 200)
    settles(cast, today, "not_joined", "does_not_want", day_before[3] - 1)
    silent = contacts(cast, project, "vaiti", day_before[6])
    heard = contacts(cast, project, "kuultu", day_before[6])
    with as_actor(cast.a_katri):
        contact_again(contacted=heard, by=cast.a_katri, on=ago(30))
    before = counted(cast, project)
    jobs.forget_contacted()
    after = {row.pk: row for row in rows(cast)}
    assert counted(cast, project) == before and before.contacted == 4
    assert {pk for pk, row in after.items() if row.state == "forgotten"} == {gone.pk, silent.pk}
    one = after[gone.pk]
    assert (one.mark, one.made_by_id, one.form_key, one.reason) == ("", None, None, "does_not_want")
    with as_actor(cast.a_katri):
        assert not ContactDay.objects.filter(contacted__in=[gone, silent]).exclude(made_by=None).exists()
        with pytest.raises(Refused, match="poistettu"):
            settle_contact(contacted=one, version=one.version, by=cast.a_katri, outcome="joined", on=ago(1))
    page = sign_in(cast.katri).get(place(project)).content.decode()
    assert "4 ihmistä" in page and "2 ihmistä, joiden merkki on jo poistettu" in page and "mennyt" not in page
    assert sign_in(cast.katri).get(place(project, f"{gone.uuid}/outcome/")).status_code == 404
    jobs.forget_contacted()
    assert counted(cast, project) == before, "twice is once"


def test_only_the_nightly_work_forgets(cast, project):
    """Guards against: the kind of actor not asked in the function."""
    contacts(cast, project, MARK)
    far = dates.today() + timedelta(days=400)
    for who in ("katri", "rooli-manager", "rooli-system_admin"):
        with as_actor(cast.actor(who)), pytest.raises(DatabaseError, match="only a job"), transaction.atomic():
            forget_contacted(settled=far, silent=far, by=cast.actor(who))
    with acting(system("test")) as by:
        assert forget_contacted(settled=far, silent=far, by=by) == 1


@pytest.mark.row("I-24")
def test_a_client_stays_when_the_mark_goes_and_a_joined_one_is_not_unjoined(cast, project):
    one = contacts(cast, project, MARK, 250)
    part = joins(cast, cast.case, project, 200, contacted=one)
    with as_actor(cast.a_katri), pytest.raises(Refused, match="liitetty asiakkaaseen"):
        row = ContactedPerson.objects.get()
        settle_contact(contacted=row, version=row.version, by=cast.a_katri, outcome="open", on=ago(1))
    jobs.forget_contacted()
    assert rows(cast)[0].mark == "" and counted(cast, project).joined == 1 and counted(cast, project).clients == 1
    with as_actor(cast.a_katri):
        part.refresh_from_db()
        assert part.contacted_id == one.pk
