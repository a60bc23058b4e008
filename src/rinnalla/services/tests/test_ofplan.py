"""The plan's page gathers the client's services, and they may begin under a plan nobody has confirmed (L-52, L-26).

Seen red: without the field groups in `of_plan` the coach read the name of a specially protected service.
"""

import pytest

from rinnalla.lib import dates
from rinnalla.plans.tests.cases import a_version, a_whole_plan
from rinnalla.services import actions
from rinnalla.testing import as_actor


def plan_service(cast, name, **more):
    given = {"case": cast.case, "by": cast.a_katri, "own_name": name, "organiser_name": "Vuoksi ry", **more}
    return actions.plan_service(**given)


@pytest.mark.row("L-26")
def test_a_service_starts_under_a_draft_plan(cast, sign_in):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        episode = plan_service(cast, "Selkäryhmä")
        actions.start_service(episode=episode, version=episode.version, by=cast.a_katri, on=dates.today())
        assert not plan.versions.exists()
        assert episode.state == "running"
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/plan/").content.decode()
    assert "Kehittyvä luonnos" in page
    assert f"Alkoi {dates.d(dates.today())}" in page.split("Selkäryhmä")[1]


@pytest.mark.row("L-52")
def test_all_services_are_on_the_plans_page_with_status_and_organiser(cast, sign_in):
    with as_actor(cast.a_katri):
        plan, _, _ = a_whole_plan(cast)
        a_version(cast, plan)
        running, ended = plan_service(cast, "Velkaneuvonta"), plan_service(cast, "Kuntosali")
        for one in (running, ended):
            actions.start_service(episode=one, version=one.version, by=cast.a_katri, on=dates.today())
        actions.end_service(
            episode=ended, version=ended.version, by=cast.a_katri, on=dates.today(), outcome="other", words="Riitti."
        )
        plan_service(cast, "Unikoulu", waits_since=dates.today())
        plan_service(cast, "Päihdepoliklinikka", field_group="special")
    address = f"/cases/{cast.case.uuid}/plan/"
    page = sign_in(cast.katri).get(address).content.decode()
    part = page.split('id="h-serv"')[1].split("</section>")[0]
    day = dates.d(dates.today())
    for name, status in (
        ("Velkaneuvonta", f"Alkoi {day}"), ("Unikoulu", "Odottaa järjestäjää"), ("Kuntosali", f"Päättyi {day}"),
        ("Päihdepoliklinikka", "Suunniteltu"),
    ):
        row = part.split(name)[1].split("</tr>")[0]
        assert "Vuoksi ry" in row and status in row, name
    assert "Päihdepoliklinikka" not in sign_in(cast.janne).get(address).content.decode()
