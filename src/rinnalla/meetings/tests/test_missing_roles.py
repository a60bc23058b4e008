"""A team meeting tells which of the team's required roles nobody invited has, by the region's own team template.

Seen red: `missing_roles` made to answer nobody; the first team taken for every unit.
"""

from datetime import timedelta

import pytest

from rinnalla.cases.tests.test_service_model import opened
from rinnalla.lib import dates
from rinnalla.meetings import actions
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.tests.versions import first_version, publish_next
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def needs(*roles):
    def change(content):
        content["model"]["teams"][0]["required_roles"] = list(roles)
    return change


def page(cast, sign_in, meeting) -> str:
    return sign_in(cast.katri).get(f"/cases/{meeting.case.uuid}/meetings/{meeting.uuid}/").content.decode()


@pytest.mark.row("V-109")
def test_a_team_meeting_without_a_doctor_says_so_and_with_one_does_not(cast, sign_in):
    first_version(cast.region, needs("coordinator", "doctor"))
    case = opened(cast)
    with as_actor(cast.a_katri):
        given = {"kind": "team_meeting", "starts_at": dates.now() + timedelta(days=2), "purpose": "Suunnitelma"}
        team = actions.convene(case=case, by=cast.a_katri, **given)
        other = {**given, "kind": "work_meeting", "tried_solutions": "Soitot"}
        work = actions.convene(case=case, by=cast.a_katri, **other)
    text = page(cast, sign_in, team)
    assert "Tiimistä puuttuu: Lääkäri." in text and "Työkykykoordinaattori." not in text
    assert "Tiimistä puuttuu" not in page(cast, sign_in, work)
    publish_next(cast.region, needs("coordinator"))
    assert "Tiimistä puuttuu" in page(cast, sign_in, team), "the case runs on its own version"
    newer = opened(cast, "Lahti")
    with as_actor(cast.a_katri):
        after = actions.convene(case=newer, by=cast.a_katri, **given)
    assert "Tiimistä puuttuu" not in page(cast, sign_in, after)


@pytest.mark.row("T-40")
@pytest.mark.row("I-21")
def test_a_new_centre_makes_a_team_from_the_template(cast):
    first = first_version(cast.region)
    template = first.content["model"]["teams"][0]

    def new_centre(content):
        body = content["organisations"][0]
        unit = {**body["units"][0], "key": "uusi_keskus", "default_intake": False}
        body["units"].append(unit)
        content["model"]["teams"].append({**template, "key": "uusi_tiimi", "unit": "uusi_keskus"})

    publish_next(cast.region, new_centre)
    team = codes.team_of(cast.region, "uusi_keskus")
    assert team is not None and team.key == "uusi_tiimi" and list(team.required_roles) == template["required_roles"]
    assert codes.missing_roles(cast.region, "uusi_keskus", template["required_roles"]) == []
    assert codes.missing_roles(cast.region, "uusi_keskus", []) == template["required_roles"]
    assert cast.region.organisations.filter(units__key="uusi_keskus").exists()
