"""A client takes part in a project: from a day to a day, once at a time, behind the case's wall (V-101, I-24).

Guards against: another region's project, days outside of it, two at once, a stranger, a part that nobody can end.
"""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.cases.models import Case
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.network.development.tests.near import a_project
from rinnalla.network.projects.actions_clients import end_participation, join_project, remove_participation
from rinnalla.network.projects.models_clients import ContactedPerson, Participation
from rinnalla.network.projects.tests.near import ago, contacts, joins, running
from rinnalla.people.models import Person
from rinnalla.retention.copy.gathering import everything
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast):
    return running(cast)


def place(cast, rest=""):
    return f"/cases/{cast.case.uuid}/projects/{rest}"


def verbs(cast):
    with as_actor(cast.a_katri):
        rows = Event.objects.filter(stream_kind="case", stream_id=cast.case.pk, verb__startswith="network.project")
        return [one.verb.removeprefix("network.project_") for one in rows.order_by("pk")]


@pytest.mark.row("V-101")
def test_a_worker_brings_a_client_in_and_ends_it_and_the_case_tells_of_both(cast, project, sign_in):
    """Guards against: the event of the case left out."""
    katri = sign_in(cast.katri)
    assert "Asiakas ei ole mukana hankkeessa" in katri.get(place(cast)).content.decode()
    form = {"project": str(project.uuid), "from_on": dates.d(ago(40)), "form_key": str(uuid4())}
    assert [katri.post(place(cast, "new/"), form).status_code for _n in range(2)] == [302, 302], "twice sent is once"
    with as_actor(cast.a_katri):
        one = Participation.objects.get()
    assert (one.from_on, one.to_on, one.project) == (ago(40), None, project)
    page = katri.get(place(cast)).content.decode()
    assert project.name in page and f"Mukana {dates.d(ago(40))} alkaen" in page
    early = {"on": dates.d(ago(50)), "version": "1"}
    refused = katri.post(place(cast, f"{one.uuid}/ending/"), early)
    assert refused.status_code == 422 and "vasta" in refused.content.decode()
    assert katri.post(place(cast, f"{one.uuid}/ending/"), {**early, "on": dates.d(ago(1))}).status_code == 302
    assert f"{dates.d(ago(40))}–{dates.d(ago(1))}" in katri.get(place(cast)).content.decode()
    assert verbs(cast) == ["joined", "left"]
    assert place(cast) in katri.get(f"/cases/{cast.case.uuid}/services/").content.decode()


@pytest.mark.row("V-101")
def test_the_project_is_of_the_clients_region_and_the_day_is_of_its_time(cast, project):
    """Guards against: another region's project let in, or a day outside."""
    far = a_project(cast.actor("muualta-coordinator"), name="Muualla", starts_on=ago(200), ends_on=ago(-9))
    over = a_project(cast.a_katri, name="Mennyt", starts_on=ago(900), ends_on=ago(500))
    for wrong, day, why in (
        (far, ago(10), "alueen hanke"), (over, ago(10), "Valitse päivä siltä ajalta"),
        (project, ago(301), "Valitse päivä siltä ajalta"), (project, ago(-1), "vasta tulossa"),
    ):  # fmt: skip
        with as_actor(cast.a_katri), pytest.raises(Refused, match=why):
            join_project(case=cast.case, project=wrong, by=cast.a_katri, from_on=day)
    with as_actor(cast.a_katri):
        last = join_project(case=cast.case, project=over, by=cast.a_katri, from_on=ago(500))
        assert last.from_on == over.ends_on, "its last day is its own"
        closed = Case.objects.get(pk=cast.case.pk)
        Case.objects.filter(pk=closed.pk).update(closed_at=dates.now(), closed_by=cast.katri)
        with pytest.raises(Refused, match="päätetty"):
            join_project(case=cast.case, project=project, by=cast.a_katri, from_on=ago(10))


@pytest.mark.row("V-101")
def test_once_at_a_time_by_the_action_and_past_it_by_the_database(cast, project):
    """Guards against: the exclusion taken out; the last day of one and the first of the next the same."""
    one, second = joins(cast, cast.case, project, 100), running(cast, name="Toinen")
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="jo mukana"):
            join_project(case=cast.case, project=project, by=cast.a_katri, from_on=ago(10))
        with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
            Participation.objects.create(case=cast.case, project=project, from_on=ago(10))
        end_participation(participation=one, version=1, by=cast.a_katri, on=ago(50))
        with pytest.raises(Refused, match="jo mukana"):
            join_project(case=cast.case, project=project, by=cast.a_katri, from_on=ago(50))
        with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
            Participation.objects.create(case=cast.case, project=project, from_on=ago(60), to_on=ago(50))
        with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
            Participation.objects.create(case=cast.case, project=project, from_on=ago(9), to_on=ago(10))
        again = join_project(case=cast.case, project=project, by=cast.a_katri, from_on=ago(49))
        other = join_project(case=cast.case, project=second, by=cast.a_katri, from_on=ago(49))
        assert again.pk and other.pk, "two projects at once are two participations"
        with pytest.raises(Refused, match="jo päättynyt"):
            end_participation(participation=Participation.objects.get(pk=one.pk), version=2, by=cast.a_katri, on=ago(1))
        with pytest.raises(Conflict):
            end_participation(participation=again, version=7, by=cast.a_katri, on=ago(1))


def test_a_mistake_is_taken_away_and_the_log_keeps_it(cast, project, sign_in):
    one = joins(cast, cast.case, project)
    katri = sign_in(cast.katri)
    assert "poistuu myös hankkeen luvuista" in katri.get(place(cast, f"{one.uuid}/removal/")).content.decode()
    assert katri.post(place(cast, f"{one.uuid}/removal/")).status_code == 302
    with as_actor(cast.a_katri):
        assert not Participation.objects.exists()
        remove_participation(participation=one, by=cast.a_katri)
    assert verbs(cast) == ["joined", "participation_removed"]


def test_strangers_and_those_who_only_read_change_nothing(cast, project, sign_in):
    """Guards against: a participation fetched without its case; the wall of the case left out."""
    one = joins(cast, cast.case, project)
    for who in (cast.petra, cast.outi, cast.ritva):
        browser = sign_in(who)
        for address in ("", "new/", f"{one.uuid}/ending/", f"{one.uuid}/removal/"):
            assert browser.get(place(cast, address)).status_code == 404, (who.username, address)
    for who in ("petra", "outi", "rooli-manager"):
        with as_actor(cast.actor(who)):
            assert not Participation.objects.exists(), who
    with as_actor(cast.a_tuula):
        assert Participation.objects.get().pk == one.pk, "it is the client's own"


@pytest.mark.row("I-24")
def test_a_contact_becomes_a_client_by_the_same_act(cast, project, sign_in):
    """Guards against: the outcome not set; a contact of another unit's offered."""
    contact = contacts(cast, project, "kirjaston nuori", 90)
    katri = sign_in(cast.katri)
    assert "kirjaston nuori" in katri.get(place(cast, "new/")).content.decode()
    form = {
        "project": str(project.uuid), "from_on": dates.d(ago(40)), "contacted": str(contact.uuid),
        "form_key": str(uuid4()),
    }
    with as_actor(cast.a_janne):
        assert not ContactedPerson.objects.exists(), "another unit's worker sees none to choose from"
    assert katri.post(place(cast, "new/"), form).status_code == 302
    with as_actor(cast.a_katri):
        one = Participation.objects.get()
        row = ContactedPerson.objects.get()
    assert (one.contacted_id, row.outcome, row.settled_on) == (row.pk, "joined", ago(40))
    assert "Alkoi hankkeen yhteydenotosta" in katri.get(place(cast)).content.decode()
    again = katri.get(place(cast, "new/")).content.decode()
    assert "kirjaston nuori" not in again, "one contact is one client"
    other = running(cast, name="Toinen")
    with as_actor(cast.a_katri), pytest.raises(Refused, match="samasta hankkeesta"):
        join_project(case=cast.case, project=other, by=cast.a_katri, from_on=ago(3), contacted=contact)


@pytest.mark.row("V-101")
def test_the_clients_own_copy_tells_of_the_project(cast, project):
    """Guards against: the model without a name in the copy."""
    joins(cast, cast.case, project)
    with as_actor(cast.a_tuula):
        told = everything(Person.objects.get(pk=cast.case.person_id), cast.a_tuula)
    part = next(one for one in told.parts if one.name == "Osallistuminen hankkeeseen")
    facts = {fact.name: fact.text for fact in part.rows[0]}
    assert facts["Hanke"] == project.name and dates.d(ago(200)) in facts.values()
