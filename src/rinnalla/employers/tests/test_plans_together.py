"""A plan of three bodies: three owners, whose people alone change it, and no client in it (T-64).

Guards against: a plan of two owners or of one in two parts, a measure marked done by somebody else than its owner, a
stranger's change, an identity code in a text.
Seen red: `_three` without its count of units; `do_measure` without the owner; `is_party` that says yes to all.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.employers.plans_together import actions
from rinnalla.employers.plans_together.models import EmployerPlan, PlanMeasure, PlanParty
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
KEY = "5c7c3e0a-8a0e-4d53-9e9b-4d1f5e0c2f46"


def days(number: int):
    return dates.today() + timedelta(days=number)


def units(cast):
    return {"project": cast.coaching, "disability_services": cast.team, "employment_services": cast.jobs}


def a_plan(cast, by=None, **more):
    values = {
        "name": "Töihin yhdessä", "aim": "Uusia työpaikkoja erityisen tuen tarpeessa oleville", "starts_on": days(0),
        "ends_on": days(365), "review_on": days(90), "units": units(cast), **more,
    }
    actor = by or cast.a_janne
    with as_actor(actor):
        return actions.set_plan(by=actor, **values)


def measure(cast, plan, part="employment_services", by=None, **more):
    actor = by or cast.a_janne
    with as_actor(actor):
        owner = PlanParty.objects.get(plan=plan, part=part)
        values = {"what": "Kartoitetaan kymmenen yritystä", "due_on": days(60), "owner": owner, **more}
        return actions.add_measure(plan=plan, by=actor, **values)


@pytest.mark.row("T-64", "T-41")
def test_a_plan_shows_its_three_owners_with_targets_and_measures(cast, sign_in):
    browser = sign_in(cast.janne)
    sent = {
        "name": "Töihin yhdessä", "aim": "Uusia työpaikkoja", "starts_on": dates.d(days(0)),
        "ends_on": dates.d(days(365)), "review_on": dates.d(days(90)), "form_key": KEY,
        **{part: str(unit.uuid) for part, unit in units(cast).items()},
    }
    assert "Yhteisiä suunnitelmia ei ole" in browser.get("/employers/plans/").content.decode()
    wrong = browser.post("/employers/plans/new/", {**sent, "project": str(cast.team.uuid)})
    told = wrong.content.decode()
    assert wrong.status_code == 422 and "kahdessa osassa" in told and "Uusia työ" in told
    assert [browser.post("/employers/plans/new/", sent).status_code for _n in (1, 2)] == [302, 302]
    plan = EmployerPlan.objects.get()
    here = f"/employers/plans/{plan.uuid}/"
    target = {"what": "Avautuvia työpaikkoja", "number": "20", "due_on": dates.d(days(300))}
    assert browser.post(here + "targets/new/", target).status_code == 302
    for part, what in (("project", "Koulutetaan valmentajat"), ("disability_services", "Kootaan toiveet"),
                       ("employment_services", "Soitetaan yrityksiin")):  # fmt: skip
        owner = PlanParty.objects.get(plan=plan, part=part)
        given = {"what": what, "owner": str(owner.uuid), "due_on": dates.d(days(60))}
        assert browser.post(here + "measures/new/", given).status_code == 302
    page = browser.get(here).content.decode()
    for part, what in (("Hanke", "Koulutetaan valmentajat"), ("Vammaispalvelut", "Kootaan toiveet"),
                       ("Työllisyyspalvelut", "Soitetaan yrityksiin")):  # fmt: skip
        section = page.split(f">{part}</h2>")[1].split("</section>")[0]
        assert what in section, part
    assert "Avautuvia työpaikkoja" in page and "0 / 20" in page
    listed = browser.get("/employers/plans/").content.decode()
    assert all(unit.organisation.name in listed for unit in units(cast).values())
    found = plan.targets.get()
    assert browser.post(f"{here}targets/{found.uuid}/", {"reached": "3", "version": 1}).status_code == 302
    assert browser.post(f"{here}targets/{found.uuid}/", {"reached": "9", "version": 1}).status_code == 409
    assert "3 / 20" in browser.get(here).content.decode()


def test_three_parts_have_three_bodies_and_the_maker_is_one_of_them(cast):
    two = {name: unit for name, unit in units(cast).items() if name != "project"}
    for given, told in (
        ({"units": two}, "jokaiselle osalle"), ({"units": {**units(cast), "project": cast.team}}, "kahdessa osassa"),
        ({"ends_on": days(-1)}, "ennen ensimmäistä"), ({"review_on": days(366)}, "suunnitelman aikana"),
        ({"aim": "Tuula 010190-9016 töihin"}, "henkilötunnus"), ({"name": " "}, "on tyhjä"),
    ):
        with pytest.raises(Refused, match=told):
            a_plan(cast, **given)
    with pytest.raises(Refused, match="joku sen osapuolista|toiselta alueelta"):
        a_plan(cast, by=cast.actor("muualta-coordinator"))
    plan = a_plan(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanParty.objects.create(plan=plan, part="project", organisation=cast.team.organisation)


def test_only_the_owners_people_mark_a_measure_done(cast):
    plan = a_plan(cast)
    theirs, ours = measure(cast, plan), measure(cast, plan, "project")
    with as_actor(cast.a_janne):
        with pytest.raises(Refused, match="sen omistaja"):
            actions.do_measure(measure=theirs, version=1, by=cast.a_janne)
        actions.do_measure(measure=ours, version=1, by=cast.a_janne)
        done = PlanMeasure.objects.get(pk=ours.pk)
        assert (done.done_by_id, done.done_at is not None) == (cast.janne.pk, True)
        with pytest.raises(Refused, match="jo merkitty tehdyksi"):
            actions.do_measure(measure=done, version=2, by=cast.a_janne)
    without_timo, timo = a_plan(cast, units={**units(cast), "employment_services": cast.intake}), cast.a_timo
    with as_actor(timo), pytest.raises(Refused, match="sen osapuolet"):
        actions.add_target(plan=without_timo, by=timo, what="Paikkoja", number=1, due_on=days(9))
    stranger = cast.actor("muualta-coordinator")
    with as_actor(stranger), pytest.raises(Refused, match="sen osapuolet"):
        actions.do_measure(measure=theirs, version=1, by=stranger)


def test_a_plan_is_changed_in_its_time_by_its_parties_and_closed_with_what_came_of_it(cast, sign_in):
    plan = a_plan(cast)
    with pytest.raises(Refused, match="suunnitelman ajalla"):
        measure(cast, plan, due_on=days(366))
    other = a_plan(cast, name="Toinen")
    owner = PlanParty.objects.get(plan=other, part="project")
    with pytest.raises(Refused, match="tämän suunnitelman"):
        measure(cast, plan, owner=owner)
    with as_actor(cast.a_janne):
        with pytest.raises(Conflict):
            actions.close_plan(plan=plan, version=9, by=cast.a_janne, result="Kaksi työpaikkaa")
        actions.close_plan(plan=plan, version=1, by=cast.a_janne, result="Kaksi työpaikkaa")
    with pytest.raises(Refused, match="jo päätetty"):
        measure(cast, plan)
    page = sign_in(cast.janne).get(f"/employers/plans/{plan.uuid}/").content.decode()
    assert "Kaksi työpaikkaa" in page and "Uusi toimi" not in page
    assert sign_in(cast.everybody["muualta-coordinator"]).get(f"/employers/plans/{plan.uuid}/").status_code == 404
