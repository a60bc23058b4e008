"""What the open world found, asked again one by one. The open world showed each before its mending."""

import pytest

from rinnalla.access.models import Depth
from rinnalla.cases.layers.models import Escalation
from tests.canaries.life import Life
from tests.world import grant


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
