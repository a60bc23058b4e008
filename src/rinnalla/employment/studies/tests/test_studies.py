"""Adapted studies: written down, completed, followed; who was left without work and service is on a list (E-15, E-65).

Guards against: a list that keeps somebody who has a service, a case whose field groups the reader does not have,
studies that were not adapted or not completed, an end before the start.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.employment import working
from rinnalla.employment.studies import actions
from rinnalla.employment.studies.models import StudyRecord
from rinnalla.employment.studies.reading import without_help
from rinnalla.employment.tests.coaching import consent, fresh, start
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.services import actions as services
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
LIST = "/studies/waiting/"


def days_ago(number):
    return dates.today() - timedelta(days=number)


def add(cast, **more):
    values = {
        "kind": "qualification", "name": "Puutarha-alan perustutkinto", "school": "Koivulan ammattiopisto",
        "adapted": True, "started_on": days_ago(900), "completed_on": days_ago(100), **more,
    }
    return actions.add(case=fresh(cast.case), by=cast.a_katri, **values)


def waits(cast, actor=None):
    who = actor or cast.a_katri
    with as_actor(who):
        return [one.case_id for one in without_help(who)] == [cast.case.pk]


@pytest.mark.row("E-15")
def test_studies_are_written_down_completed_and_followed_with_an_event_each(cast):
    with as_actor(cast.a_katri):
        row = add(cast, completed_on=None)
        assert row.state == "under_way" and not row.allows("follow")
        actions.complete(row=row, version=1, by=cast.a_katri, on=days_ago(30))
        row.refresh_from_db()
        actions.follow(row=row, version=2, by=cast.a_katri, on=days_ago(1), work_from=days_ago(10))
        row.refresh_from_db()
        assert (row.state, row.work_from) == ("completed", days_ago(10))
        verbs = set(Event.objects.filter(verb__startswith="employment.studies").values_list("verb", flat=True))
        assert verbs == {"employment.studies_added", "employment.studies_completed", "employment.studies_followed"}


@pytest.mark.parametrize(
    ("more", "field"),
    [({"kind": "x"}, "kind"), ({"school": " "}, "school"), ({"completed_on": days_ago(901)}, "completed_on"),
     ({"completed_on": days_ago(-1)}, "completed_on")],
)  # fmt: skip
def test_nonsense_is_refused_where_it_was_typed(cast, more, field):
    with as_actor(cast.a_katri), pytest.raises(Refused) as refusal:
        add(cast, **more)
    assert refusal.value.field == field


def test_studies_end_once_and_a_crossed_save_is_told(cast):
    with as_actor(cast.a_katri):
        row = add(cast, completed_on=None)
        actions.break_off(row=row, version=1, by=cast.a_katri, on=days_ago(5))
        row.refresh_from_db()
        with pytest.raises(Refused):
            actions.complete(row=row, version=2, by=cast.a_katri, on=days_ago(3))
        with pytest.raises(IntegrityError), transaction.atomic():
            StudyRecord.objects.filter(pk=row.pk).update(completed_on=days_ago(3))
        done = add(cast)
        with pytest.raises(Conflict):
            actions.follow(row=done, version=7, by=cast.a_katri, on=days_ago(1))


@pytest.mark.row("E-65", "C-24")
def test_who_completed_and_has_nothing_is_on_the_list_and_goes_when_a_service_starts(cast):
    """Against: services that were only planned, counted as running."""
    cards = offer_everything(cast.region, cast.jobs)
    with as_actor(cast.a_katri):
        add(cast)
    assert waits(cast)
    with as_actor(cast.a_katri):
        row = services.plan_service(case=fresh(cast.case), by=cast.a_katri, card=cards["vocational_rehabilitation"])
    assert waits(cast)
    with as_actor(cast.a_katri):
        services.start_service(episode=row, version=row.version, by=cast.a_katri, on=dates.today())
    assert not waits(cast)
    with as_actor(cast.a_katri):
        row.refresh_from_db()
        services.end_service(episode=row, version=row.version, by=cast.a_katri, on=dates.today(), outcome="other")
    assert waits(cast)


@pytest.mark.row("E-65")
def test_work_takes_from_the_list_and_its_end_puts_back(cast):
    with as_actor(cast.a_katri):
        add(cast)
        consent(cast, fresh(cast.case))
        episode = start(cast)
    assert not waits(cast)  # coached
    with as_actor(cast.a_janne):
        job = working.add_job(
            episode=episode, by=cast.a_janne, employer="E", title="T", kind="open_paid", starts_on=days_ago(20)
        )
    with as_actor(cast.a_katri):
        type(episode).objects.filter(pk=episode.pk).update(ended_on=dates.today(), outcome="employment")
        running = episode.service
        if running:
            type(running).objects.filter(pk=running.pk).update(ended_on=dates.today(), outcome="employment")
    assert not waits(cast)  # at work
    with as_actor(cast.a_katri):
        type(job).objects.filter(pk=job.pk).update(ends_on=days_ago(1))
    assert waits(cast)


@pytest.mark.parametrize("more", [{"adapted": False}, {"completed_on": None}])
def test_other_studies_are_not_on_the_list(cast, more):
    with as_actor(cast.a_katri):
        add(cast, **more)
    assert not waits(cast)


def test_work_that_the_follow_up_heard_of_takes_from_the_list(cast):
    with as_actor(cast.a_katri):
        row = add(cast)
        actions.follow(row=row, version=1, by=cast.a_katri, on=dates.today(), work_from=days_ago(3))
    assert not waits(cast)


def test_a_reader_without_the_field_group_or_the_case_sees_none(cast):
    """Against: the list asked for the case alone, not for the field group."""
    with as_actor(cast.a_katri):
        add(cast)
    for stranger in ("petra", "outi", "ritva"):
        assert not waits(cast, cast.actor(stranger)), stranger
    assert waits(cast)
    with as_actor(cast.a_katri):
        assert cast.case.grants.update(field_groups=["basics"])
    assert not waits(cast)


@pytest.mark.row("E-65")
def test_the_pages_from_writing_down_to_the_list_and_off_it(cast, sign_in):
    katri, base = sign_in(cast.katri), f"/cases/{cast.case.uuid}/studies/"
    assert "Opintoja ei ole kirjattu" in katri.get(base).content.decode()
    assert "Kukaan ei ole jäänyt ilman tukea" in katri.get(LIST).content.decode()
    typed = {"kind": "part", "name": "Hitsaaja", "school": "Opisto", "adapted": "on", "completed_on": "32.1.2026"}
    wrong = katri.post(base + "new/", typed)
    assert wrong.status_code == 422 and 'value="Hitsaaja"' in wrong.content.decode()
    assert katri.post(base + "new/", {**typed, "completed_on": dates.d(days_ago(40))}).status_code == 302
    page = katri.get(base).content.decode()
    assert "mukautetut opinnot" in page and "Onko työ alkanut" in page
    assert "Tuula" in katri.get(LIST).content.decode()
    with as_actor(cast.a_katri):
        row = StudyRecord.objects.get()
    asked = {"on": dates.d(dates.today()), "work_from": dates.d(days_ago(2)), "version": row.version}
    assert katri.post(f"{base}{row.uuid}/follow-up/", asked).status_code == 302
    assert "Tuula" not in katri.get(LIST).content.decode()
    again = katri.post(f"{base}{row.uuid}/follow-up/", asked)
    assert again.status_code == 409
    assert sign_in(cast.petra).get(base).status_code == 404
