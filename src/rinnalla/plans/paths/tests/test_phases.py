"""Phases: each in its own time, overlapping and drawn so, over when the condition is met or for a reason.

Seen red: the reason not asked when the condition is not met (the database's check then answered); a second phase
refused while another is open.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.plans.paths import phases
from rinnalla.plans.paths.models import Phase
from rinnalla.plans.paths.reading import draw_phases, shown_phases
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
ASSESSMENT, REHABILITATION = "work_ability_assessment", "vocational_rehabilitation"


@pytest.fixture
def katri(cast):
    with as_actor(cast.a_katri):
        yield cast


def begun(cast, kind=ASSESSMENT, aim="possible_work", **more):
    given = {"starts_on": dates.today() - timedelta(days=40), **more}
    return phases.begin_phase(case=cast.case, by=cast.a_katri, kind=kind, aim=aim, **given)


@pytest.mark.row("L-69")
@pytest.mark.row("F-47")
def test_two_phases_overlap_and_are_drawn_over_each_other(katri):
    today = dates.today()
    begun(katri, planned_end_on=today + timedelta(days=20))
    begun(katri, REHABILITATION, "new_work", starts_on=today - timedelta(days=10))
    shown = shown_phases(katri.case)
    assert [one.phase.kind for one in shown] == [ASSESSMENT, REHABILITATION]
    drawing = draw_phases(shown)
    first, second = (one for one in drawing.strokes if one.kind == "walked")
    (left, right), (later, until) = (_reach(one.d) for one in (first, second))
    assert left < later < right == until  # both run on today: the second began inside the first
    assert _height(first.d) != _height(second.d)
    with pytest.raises(Refused, match="jo käynnissä"):
        begun(katri)


def _reach(d: str) -> tuple[float, float]:
    """From where to where a level line runs."""
    places = [float(one) for one in re.findall(r"[\d.]+", d)]
    return places[0], places[-2]


def _height(d: str) -> str:
    return re.findall(r"[\d.]+", d)[-1]


@pytest.mark.row("L-70")
def test_a_phase_ends_only_by_its_condition_or_for_a_reason(katri):
    one = begun(katri)
    assert one.end_condition == "Arvio on kirjattu ja käyty läpi asiakkaan kanssa."
    other = begun(katri, REHABILITATION, "education", end_condition="Paikka Sampolassa on varma.")
    assert other.end_condition == "Paikka Sampolassa on varma."
    today = dates.today()
    with pytest.raises(Refused, match="miksi vaihe silti päättyy"):
        phases.end_phase(phase=one, version=1, by=katri.a_katri, ended_on=today, met=False, reason=" ")
    for day in (today + timedelta(days=1), one.starts_on - timedelta(days=1)):
        with pytest.raises(Refused, match="Päättymispäivä"):
            phases.end_phase(phase=one, version=1, by=katri.a_katri, ended_on=day, met=True)
    with pytest.raises(Conflict):
        phases.end_phase(phase=one, version=7, by=katri.a_katri, ended_on=today, met=True)
    phases.end_phase(phase=one, version=1, by=katri.a_katri, ended_on=today, met=True)
    phases.end_phase(phase=other, version=1, by=katri.a_katri, ended_on=today, met=False, reason="Tuula muutti.")
    with pytest.raises(Refused, match="jo päätetty"):
        phases.end_phase(phase=one, version=2, by=katri.a_katri, ended_on=today, met=True)
    assert list(Phase.objects.order_by("pk").values_list("condition_met", "end_reason")) == [
        (True, ""),
        (False, "Tuula muutti."),
    ]
    assert begun(katri, starts_on=today).pk  # the same kind may begin again


def test_the_aim_belongs_to_the_phase_and_days_are_in_order(katri):
    with pytest.raises(Refused, match="toiseen vaiheeseen"):
        begun(katri, ASSESSMENT, "new_work")
    with pytest.raises(Refused, match="ennen kuin alkaa"):
        begun(katri, planned_end_on=dates.today() - timedelta(days=90))
    key = uuid4()
    assert begun(katri, key=key) == begun(katri, key=key)


@pytest.mark.row("L-70")
def test_the_pages_show_the_condition_and_refuse_an_end_without_a_reason(cast, sign_in):
    base, katri = f"/cases/{cast.case.uuid}/path/", sign_in(cast.katri)
    sent = {"aim": f"{ASSESSMENT}:benefit_ground", "starts_on": dates.d(dates.today()), "form_key": uuid4()}
    for _ in range(2):
        assert katri.post(f"{base}phases/new/", sent).status_code == 302
    with as_actor(cast.a_katri):
        one = Phase.objects.get()
    page = katri.get(base).content.decode()
    assert "Valmis, kun: Lausunto on lähetetty, ja päätös on tullut." in page and 'id="ph-t"' in page
    end = {"met": "no", "reason": "", "ended_on": dates.d(dates.today()), "version": "1"}
    refused = katri.post(f"{base}phases/{one.uuid}/ending/", end)
    assert refused.status_code == 422 and "miksi vaihe silti päättyy" in refused.content.decode()
    changed = {"starts_on": dates.d(dates.today()), "end_condition": "Päätös on luettu yhdessä.", "version": "1"}
    assert katri.post(f"{base}phases/{one.uuid}/", changed).status_code == 302
    assert katri.post(f"{base}phases/{one.uuid}/", {**changed, "end_condition": "Toinen"}).status_code == 409
    assert katri.post(f"{base}phases/{one.uuid}/ending/", {**end, "version": "2", "met": "yes"}).status_code == 302
    assert "Ehto täyttyi" in katri.get(base).content.decode()
    assert sign_in(cast.timo).get(f"{base}phases/{one.uuid}/ending/").status_code == 403
    assert sign_in(cast.petra).get(f"{base}phases/{one.uuid}/").status_code == 404
    assert katri.get(f"{base}phases/{uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"ended_on": 0, "condition_met": False},
        {"ended_on": -100, "condition_met": True},
        {"end_condition": " "},
        {"planned_end_on": -100},
    ],
)
def test_the_database_refuses_nonsense(katri, values):
    today = dates.today()
    days = {"ended_on", "planned_end_on"}
    given = {name: today + timedelta(days=value) if name in days else value for name, value in values.items()}
    if "ended_on" in given:
        given["ended_by"] = katri.katri
    with pytest.raises(IntegrityError), transaction.atomic():
        Phase.objects.create(
            case=katri.case, kind=ASSESSMENT, aim="possible_work", starts_on=today, **{"end_condition": "x", **given}
        )
