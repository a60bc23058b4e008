"""What the records lack is listed to whoever answers for the client, until the form it leads to is filled.

Seen red: a list that took every visible case; a benefit told to whom no leave for livelihood is given; a service of
another field group told by its name.
"""

from datetime import date, timedelta

import pytest

from rinnalla.access.models import Grant
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.desk.missing import missing
from rinnalla.lib import dates
from rinnalla.meetings import actions
from rinnalla.meetings.models import Meeting
from rinnalla.meetings.tests.cases import a_meeting
from rinnalla.people.models import Person
from rinnalla.services import actions as services
from rinnalla.services import livelihood as money
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor
from tests.test_query_counts import cost, open_cases


@pytest.fixture
def katri(cast):
    """Katri at work, her client's case long open."""
    with as_actor(cast.a_katri):
        Case.objects.filter(pk=cast.case.pk).update(made_at=dates.now() - timedelta(days=200))
        yield cast.a_katri


def lacks(actor) -> dict[str, list[str]]:
    return {one.key: [item.what for item in one.items] for one in missing(actor)}


def test_what_has_not_been_written_is_missing_until_it_is(cast, katri):
    today = dates.today()
    assert {"contact", "plan", "livelihood"} <= set(lacks(katri))
    cases.note_contact(case=cast.case, by=katri, channel="phone", subject="Soitto", on=today)
    terms = money.Terms(decision="granted", decided_on=today - timedelta(days=30), starts_on=today - timedelta(days=30),
                        ends_on=today + timedelta(days=90))
    money.note_benefit(case=cast.case, by=katri, kind="sickness_allowance", terms=terms)
    assert not {"contact", "livelihood"} & set(lacks(katri)) and "plan" in lacks(katri)


def test_nothing_is_missing_before_its_own_deadline(cast, katri):
    Case.objects.filter(pk=cast.case.pk).update(made_at=dates.now())
    assert not {"contact", "plan", "livelihood"} & set(lacks(katri))


def test_the_clients_own_details_stand_in_one_line(cast, katri):
    rows = Person.objects.filter(pk=cast.case.person_id)
    rows.update(municipality=None, birth_date=None, jobseeker_status="unknown")
    assert lacks(katri)["person"] == ["Puuttuu: kunta, syntymäaika, onko työnhakijana"]
    rows.update(birth_date=date(1990, 5, 1), jobseeker_status="registered")
    assert lacks(katri)["person"] == ["Puuttuu: kunta"]


def test_a_service_whose_day_is_past_asks_whether_it_began_and_how_it_ended(cast, katri):
    card = offer_everything(cast.region, cast.jobs)["self_care"]
    row = services.plan_service(case=cast.case, by=katri, card=card)
    mine = ServiceEpisode.objects.filter(pk=row.pk)
    yesterday = dates.today() - timedelta(days=1)
    mine.update(planned_on=dates.today())
    assert "begun" not in lacks(katri)
    mine.update(planned_on=yesterday)
    assert lacks(katri)["begun"] == [row.name]
    mine.update(started_on=yesterday - timedelta(days=30), agreed_until=yesterday)
    assert lacks(katri)["ended"] == [row.name] and "begun" not in lacks(katri)
    mine.update(agreed_until=dates.today())
    assert "ended" not in lacks(katri)


def test_a_meeting_past_is_held_or_called_off_and_a_held_one_has_a_summary(cast, katri):
    meeting = a_meeting(cast)
    assert not {"held", "summary"} & set(lacks(katri))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=dates.now() - timedelta(days=2))
    assert len(lacks(katri)["held"]) == 1
    actions.hold(meeting=meeting, version=1, by=katri, client_present=True)
    assert "held" not in lacks(katri) and len(lacks(katri)["summary"]) == 1
    actions.write(meeting=meeting, version=2, by=katri, client_summary="Sovimme työkokeilusta.", talked="Muistiksi")
    actions.close(meeting=meeting, version=3, by=katri, how="own_view")
    assert "summary" not in lacks(katri)


def test_what_no_leave_covers_is_not_told_to_be_missing(cast, katri):
    card = offer_everything(cast.region, cast.jobs)["self_care"]
    row = services.plan_service(case=cast.case, by=katri, card=card)
    ServiceEpisode.objects.filter(pk=row.pk).update(
        planned_on=dates.today() - timedelta(days=1), field_group="health"
    )
    assert {"begun", "livelihood"} <= set(lacks(katri))
    meeting = a_meeting(cast)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=dates.now() - timedelta(days=2), field_group="health")
    assert "held" in lacks(katri)
    Grant.objects.filter(case=cast.case, user=cast.katri).update(field_groups=["basics"])
    assert not {"begun", "livelihood", "held"} & set(lacks(katri))


def test_the_page_lists_only_my_own_clients_and_leads_to_the_form(cast, katri, sign_in):
    page = sign_in(cast.katri).get("/cases/missing/").content.decode()
    assert "Tuula Rantanen" in page and f"/cases/{cast.case.uuid}/contacts/new/" in page
    for other in (cast.janne, cast.petra):  # a member of the team, and a stranger
        assert "Rantanen" not in sign_in(other).get("/cases/missing/").content.decode()
    assert "Puuttuvat kirjaukset" in sign_in(cast.katri).get("/day/").content.decode()


def test_the_page_asks_as_much_of_three_cases_as_of_thirty(cast, katri, sign_in):
    open_cases(cast, 2)
    few = cost(sign_in(cast.katri), "/cases/missing/")
    open_cases(cast, 27, start=2)
    many = cost(sign_in(cast.katri), "/cases/missing/")
    assert few.inside == many.inside, many.told
