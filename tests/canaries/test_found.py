"""What the open world found, asked again one by one. The open world showed each before its mending."""

import pytest

from rinnalla.access.models import Consent, Depth, Grant
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.cases.layers.models import Escalation
from rinnalla.lib import dates
from rinnalla.plans.models import Action, HealthConsideration
from rinnalla.plans.paths.models import PathStep, StepProposal
from rinnalla.services.models import ServiceEpisode
from tests.canaries.life import Life
from tests.world import OWNER, grant


@pytest.fixture
def asked(life):
    """`asked(name, address)`: nothing came that the document does not let be, and every reading left its line."""

    def ask(name: str, address: str) -> Life:
        life.ask(name, "GET", address.format(case=life.world.mine.case.uuid))
        assert not life.leaks, life.leaks
        return life

    ask.life = life
    return ask


@pytest.mark.fuzz
def test_a_role_that_may_see_no_client_reads_no_name(asked):
    """A grant that a role can do nothing with: the log page named the client in its title, the day page in lines."""
    for name in ("works-data_protection_officer", "works-organisation_admin", "works-manager"):
        for page in ("log", "as-client"):  # neither opens any more: 404
            asked(name, f"/cases/{{case}}/{page}/")
        asked(name, "/day/")
    assert (asked.life.done["status 2xx"], asked.life.done["status 4xx"]) == (3, 6)


@pytest.mark.fuzz
def test_the_reason_of_a_move_between_layers_is_of_the_questions_group(asked):
    life = asked.life
    life.planted.move(life.world.mine.rows[Escalation], "mine", "health")
    grant(life.world.mine.case, life.world.people["works-experience_expert"], Depth.WORKS, why="basics")
    shown = asked("works-experience_expert", "/cases/{case}/layers/").shown
    assert shown["body"], "the page opened and told what it may"


@pytest.mark.fuzz
def test_a_question_about_a_client_by_name_leaves_its_line(asked):
    from rinnalla.referrals.models import Consultation

    row = asked.life.world.mine.rows[Consultation]
    for address in (f"/consultations/{row.uuid}/", f"/consultations/{row.uuid}/referral/"):
        asked("works-coordinator", address)
    assert asked.life.shown["body"]


def only(life: Life, name: str, *groups: str) -> None:
    """All leave that somebody has to the first client is one grant of these groups."""
    user, case = life.world.people[name], life.world.mine.case
    rows = Grant.objects.using(OWNER).filter(ended_at__isnull=True, case=case)
    rows.filter(user=user).update(ended_at=dates.now())
    rows.filter(unit__memberships__user=user).update(ended_at=dates.now())
    grant(case, user, Depth.WORKS, field_groups=sorted({"basics", *groups}), why="only")


@pytest.mark.fuzz
@pytest.mark.parametrize("row", [Escalation, Action, PathStep, StepProposal, ServiceEpisode])
def test_a_list_over_many_cases_shows_what_the_leave_to_each_covers(asked, row):
    """The role may see health, this leave does not: what was asked of the unit, my day, late steps, news of services.

    Seen red: the question on the page of what is asked, by the long run; each list with the role's groups alone.
    """
    life = asked.life
    name = "works-responsible_worker"
    life.planted.move(life.world.mine.rows[row], "mine", "health")
    only(life, name, "social")
    case = life.world.mine.case
    case.__class__.objects.using(OWNER).filter(pk=case.pk).update(responsible_worker=life.world.people[name])
    for address in ("/asked/", "/day/", "/cases/", "/news/"):
        asked(name, address)


@pytest.mark.fuzz
def test_what_the_illness_asks_to_mind_needs_the_group_of_whoever_may_see_health(asked):
    """By the long run: a consent to the organisation that lists health opened it to a leave without health."""
    life, case = asked.life, asked.life.world.mine.case
    only(life, "works-responsible_worker", "special")
    body = life.world.people["works-responsible_worker"].memberships.get().unit.organisation
    leave = {"case": case, "organisation": body, "withdrawn_at": None}
    listed, _new = Consent.objects.using(OWNER).update_or_create(
        **leave, defaults={"field_groups": sorted(ALL_GROUPS), "mode": "online", "health_kinds": ["considerations"]}
    )
    assert life.world.mine.rows[HealthConsideration].plan_id and "health" in listed.field_groups
    asked("works-responsible_worker", "/cases/{case}/plan/")
