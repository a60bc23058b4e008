"""The published figures of projects come out of records, exactly, and to nobody but the manager and the owner.

Guards against: participations, jobs, versions or contact days counted for people; another project's, another time's.
"""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from rinnalla.feedback.forms import AnswerForm
from rinnalla.feedback.models import FeedbackAnswer
from rinnalla.feedback.questions import items
from rinnalla.feedback.tests.told import answers, tuula
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.projects import actions_clients
from rinnalla.network.projects.figures import UNCOACHED, Numbers, numbers
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.models_clients import ContactedPerson, Participation
from rinnalla.network.projects.tests.near import (
    ago,
    clients,
    coached,
    contacts,
    counted,
    joins,
    running,
    says,
    settles,
    worked,
)
from rinnalla.organisations.models import Unit
from rinnalla.plans.models import Plan, PlanVersion
from rinnalla.services.actions import end_service, plan_service, start_service
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast):
    return running(cast)


@pytest.fixture
def vaasa(cast, project):
    """38 clients, 15 of them coached by quality criteria; nine found work, five of them of the fifteen. One of the nine
    began two jobs, one more client had subsidised work only, and somebody worked before coming along."""
    rows = clients(cast, 38)
    for case in rows:
        joins(cast, case, project)
    spells = [coached(cast, case, "quality_criteria" if n < 15 else "traditional") for n, case in enumerate(rows[:30])]
    for n in (0, 1, 2, 3, 4, 20, 21, 22):
        worked(cast, spells[n])
    worked(cast, spells[0], 20)
    worked(cast, spells[25], kind="subsidised")
    worked(cast, spells[26], 240)  # before the participation
    with as_actor(cast.a_katri):  # the ninth became an entrepreneur
        one = plan_service(case=rows[35], by=cast.a_katri, own_name="Starttiraha", organiser_name="Työllisyyspalvelut")
        start_service(episode=one, version=one.version, by=cast.a_katri, on=ago(100))
        end_service(episode=one, version=one.version, by=cast.a_katri, on=ago(10), outcome="entrepreneur")
    return rows


@pytest.mark.row("V-101", "V-102", "V-103", "F-01", "F-02", "F-03", "F-04")
def test_38_clients_9_at_work_15_by_quality_criteria_and_5_of_them_at_work(cast, project, vaasa):
    """Guards against: jobs counted for people, `distinct` left out of the clients, work before coming along counted."""
    with as_actor(cast.a_katri):  # left and came back: one client
        first = Participation.objects.get(case=vaasa[7])
        actions_clients.end_participation(participation=first, version=1, by=cast.a_katri, on=ago(150))
    joins(cast, vaasa[7], project, 100)
    told = counted(cast, project)
    assert (told.clients, told.employed, told.employed_percent) == (38, 9, Decimal("23.7"))
    assert told.coached == {"quality_criteria": 15, "traditional": 15, UNCOACHED: 8}
    assert told.coached_employed == {"quality_criteria": 5, "traditional": 3, UNCOACHED: 1}
    assert told.coached_percent() == Decimal("33.3")
    assert sum(told.coached_employed.values()) == told.employed  # the five are inside the nine


@pytest.mark.row("V-101", "F-01")
def test_only_its_own_clients_and_only_its_own_time_are_counted(cast, project):
    """Guards against: `t.project_id` left out, and participations that began after the day counted."""
    one, other, later = clients(cast, 3)
    joins(cast, one, project, 200)
    joins(cast, other, running(cast, name="Toinen"), 200)
    joins(cast, later, project, 10)
    assert counted(cast, project).clients == 2 and counted(cast, project, ago(50)).clients == 1
    assert counted(cast, project, ago(400)) == Numbers(project.starts_on, ago(400)), "before it began there is nothing"
    past = running(cast, name="Mennyt", starts_on=ago(900), ends_on=ago(500))
    joins(cast, one, past, on=ago(600))
    spell = coached(cast, one, days=700)
    worked(cast, spell, 550)
    worked(cast, coached(cast, other, days=700), 480)
    told = counted(cast, past)
    assert (told.clients, told.employed, told.until) == (1, 1, past.ends_on)


@pytest.mark.row("F-05")
def test_satisfaction_is_the_mean_of_the_clients_own_answers_by_name(cast, project):
    """38 answers that sum to 327 are 8,605: 8,6. Guards against: an answer of somebody outside the project counted."""
    rows = clients(cast, 39)
    for number, case in enumerate(rows[:38]):
        joins(cast, case, project)
        says(cast, case, 9 if number < 23 else 8)
    says(cast, rows[38], 1)
    told = counted(cast, project)
    assert (told.answers, told.answers_sum, told.answerers) == (38, 327, 38)
    assert told.satisfaction == Decimal("8.6")
    assert Numbers(ago(9), ago(1)).satisfaction is None


@pytest.mark.row("F-44")
@pytest.mark.parametrize("mark", [0, 11, -1])
def test_an_answer_outside_1_to_10_is_refused_by_form_action_and_database(cast, mark):
    """Guards against: the constraint of the table left out, `highest` 11 in the definition."""
    scale = next(one for one in items() if one.key == "satisfaction")
    form = AnswerForm({"satisfaction": str(mark), "whose": "anonymous"}, items=[scale], worker="")
    assert not form.is_valid() and "satisfaction" in form.errors
    for whole in ("1", "10"):
        assert AnswerForm({"satisfaction": whole, "whose": "anonymous"}, items=[scale], worker="").is_valid()
    one = tuula(cast)
    for by_name in (True, False):
        with pytest.raises(Refused, match="luettelosta"):
            answers(cast.a_tuula, one, marks={"satisfaction": mark}, by_name=by_name)
    with as_actor(cast.a_katri), pytest.raises(IntegrityError, match="on_the_scale"), transaction.atomic():
        FeedbackAnswer.objects.create(case=cast.case, request=one, marks={"satisfaction": mark})
    with as_actor(cast.a_tuula), pytest.raises(IntegrityError, match="on_the_scale"), transaction.atomic(), \
            connection.cursor() as cursor:  # fmt: skip
        month = dates.today().replace(day=1)
        marks = f'{{"satisfaction": {mark}}}'
        cursor.execute("select feedback_put(%s, %s, %s::jsonb, '', false, null)", [one.pk, month, marks])


@pytest.mark.row("F-11", "F-12")
def test_22_take_part_on_a_day_and_all_of_them_want_to_work(cast, project):
    """Guards against: those who had left counted, and a number that is talked about counted as motivation."""
    rows = clients(cast, 24)
    with as_actor(cast.a_katri):
        for number, case in enumerate(rows):
            type(case).objects.filter(pk=case.pk).update(motivation=4 if number == 23 else 5 + number % 6)
    for case in rows[:23]:
        joins(cast, case, project)
    joins(cast, rows[23], project, 20)  # came later, and is not motivated
    with as_actor(cast.a_katri):
        left = Participation.objects.get(case=rows[22])
        actions_clients.end_participation(participation=left, version=1, by=cast.a_katri, on=ago(90))
    told = counted(cast, project, ago(60))
    assert (told.open, told.open_asked, told.open_motivated) == (22, 22, 22)
    assert told.motivated_percent == Decimal("100.0")
    now = counted(cast, project)
    assert (now.open, now.open_motivated, now.motivated_percent) == (23, 22, Decimal("95.7"))
    assert counted(cast, project, ago(90)).open == 23, "the last day still belongs to it"


@pytest.mark.row("F-36", "F-37")
def test_every_one_of_40_has_a_plan_and_a_named_worker(cast, project):
    """Guards against: versions counted for people; somebody without a plan counted."""
    rows = clients(cast, 40)
    for case in rows:
        joins(cast, case, project)
    for case in rows[:39]:
        planned(cast, case)
    with as_actor(cast.a_katri):
        PlanVersion.objects.create(case=rows[0], plan=rows[0].plan, number=2, reason="Tarkistus", content={})
    less = counted(cast, project)
    assert (less.clients, less.planned, less.planned_percent) == (40, 39, Decimal("97.5"))
    planned(cast, rows[39])
    told = counted(cast, project)
    assert (told.planned, told.named) == (40, 40)
    assert (told.planned_percent, told.named_percent) == (Decimal("100.0"), Decimal("100.0"))
    with as_actor(cast.a_katri):
        rows[4].terms.all().delete()
    assert (counted(cast, project).named, counted(cast, project).named_percent) == (39, Decimal("97.5"))


@pytest.mark.row("I-23", "I-24", "F-34", "F-35")
def test_69_contacted_and_40_of_them_joined_with_reasons_of_the_others(cast, project):
    """40 of 69 is 58,0 %. Guards against: contact days counted for people, the reason of somebody who joined later."""
    rows = [contacts(cast, project, f"merkki {number}") for number in range(69)]
    contacts(cast, running(cast, name="Toinen"), "toisen hankkeen")
    with as_actor(cast.a_katri):
        for row in rows[:10]:  # twice contacted is one person
            actions_clients.contact_again(contacted=row, by=cast.a_katri, on=ago(80))
    for number, row in enumerate(rows):
        if number < 40:
            settles(cast, row, "joined")
        elif number < 60:
            settles(cast, row, "not_joined", "does_not_want" if number < 53 else "other_support")
    told = counted(cast, project)
    assert (told.contacted, told.joined, told.not_joined, told.undecided) == (69, 40, 20, 9)
    assert told.joined_percent == Decimal("58.0")
    assert told.reasons == {"does_not_want": 13, "other_support": 7}
    settles(cast, rows[40], "joined", days=30)
    assert counted(cast, project).joined == 41 and counted(cast, project, ago(60)).joined == 40
    assert counted(cast, project).reasons == {"does_not_want": 12, "other_support": 7}
    with as_actor(cast.a_katri):
        assert ContactedPerson.objects.filter(project=project).count() == 69


@pytest.mark.row("V-101")
def test_the_numbers_are_the_managers_of_the_region_and_nobody_elses(cast, project):
    """Guards against: the asker left out of the function."""
    joins(cast, clients(cast, 1)[0], project)
    assert counted(cast, project).clients == 1
    for who in ("katri", "rooli-coordinator", "rooli-system_admin", "muualta-manager", "tuula"):
        actor = cast.a_tuula if who == "tuula" else cast.actor(who)
        with as_actor(actor):
            assert numbers(project, dates.today()) == Numbers(project.starts_on, dates.today()), who


@pytest.mark.row("V-101")
@pytest.mark.django_db(databases=["default", "owner"])
def test_who_runs_a_command_as_the_owner_is_given_the_exact_numbers(cast):
    """Guards against: `session_user = current_user` left out of the function."""
    unit = Unit.objects.using("owner").get(pk=cast.team.pk)
    one = Project.objects.using("owner").create(
        region_id=cast.region.pk, unit=unit, name="Omistajan", funder="STM", starts_on=ago(90), ends_on=ago(1), aims="T"
    )
    Participation.objects.using("owner").create(case_id=cast.case.pk, project=one, from_on=ago(80))
    assert numbers(one, using="owner").clients == 1
    assert numbers(one).clients == 0, "the serving role without an actor"



def planned(cast, case):
    """A plan with its first version."""
    with as_actor(cast.a_katri):
        plan = Plan.objects.create(case=case, made_in="team", review_on=dates.today())
        PlanVersion.objects.create(case=case, plan=plan, number=1, reason="Ensimmäinen", content={})
