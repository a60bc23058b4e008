"""Development actions from idea to what goes on, lessons, notes of change, and the one page (E-02, L-68)."""

import pytest
from django.db import IntegrityError, transaction

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.development import actions, figures
from rinnalla.network.development.actions import Step
from rinnalla.network.development.models import TRANSITIONS, Development
from rinnalla.network.development.tests.near import KEY, ahead, an_action
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import codes
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def move(by, one, **step):
    with as_actor(by):
        actions.take_on(development=one, version=Development.objects.get(pk=one.pk).version, by=by, step=Step(**step))


@pytest.mark.row("E-02")
def test_open_actions_are_listed_by_organisation_with_who_and_when(cast, sign_in):
    """Guards against: an action without its body, its person or its day."""
    katri = sign_in(cast.katri)
    form = {"title": "Neuvonta puhelimeen", "what": "Yksi numero.", "responsible": str(cast.katri.pk),
            "due_on": dates.d(ahead(30)), "groups": ["long_term_unemployed"], "form_key": KEY}  # fmt: skip
    assert [katri.post("/development/actions/new/", form).status_code for _n in range(2)] == [302, 302]
    an_action(cast.a_katri, "Pelkkä idea")
    body = Unit.objects.get(pk=cast.a_katri.unit_id).organisation.name
    page = sign_in(cast.outi).get("/development/actions/").content.decode()
    assert page.index(body) < page.index("Neuvonta puhelimeen") < page.index("Katri Ylinen")
    assert "Ei vielä vastuuhenkilöä" in page and "Suunniteltu, valmis" in page
    with as_actor(cast.a_katri):
        assert figures.developments_by_organisation(cast.a_katri.region_id) == {cast.a_katri.organisation_id: 2}
        states = figures.developments_by_state(cast.a_katri.region_id)
    assert (states["idea"], states["planned"], states["done"]) == (1, 1, 0)


@pytest.mark.row("L-68")
def test_what_was_considered_and_not_done_says_why_and_stands_in_the_lessons(cast, sign_in):
    """Seen red: the reason not asked in `take_on`."""
    one = an_action(cast.a_katri, "Alihankintamalli")
    katri, place = sign_in(cast.katri), f"/development/actions/{one.uuid}/"
    without = katri.post(place + "step/", {"to": "considered_not_done", "version": 1})
    assert without.status_code == 422 and "Muut oppivat" in without.content.decode()
    told = {"to": "considered_not_done", "reason": "Voimat eivät riittäneet.", "version": 1}
    assert katri.post(place + "step/", told).status_code == 302
    outi = sign_in(cast.outi)
    lessons = outi.get("/development/actions/?state=lessons").content.decode()
    assert "Alihankintamalli" in lessons and "Voimat eivät riittäneet." in lessons
    assert "Alihankintamalli" not in outi.get("/development/actions/").content.decode()
    with pytest.raises(IntegrityError, match="development_not_done_says_why"), transaction.atomic():
        Development.objects.update(reason="")


@pytest.mark.row("T-38", "I-37")
def test_a_model_is_piloted_with_groups_and_findings_and_goes_on_with_somebody(cast, sign_in):
    """The three models. Seen red: the heir not asked."""
    models = {"responsible_worker": "Asiakasvastaava", "team_and_assessment": "Koordinaattori",
              "quality_coaching": "Laatukriteerit"}  # fmt: skip
    unit = Unit.objects.get(pk=cast.a_katri.unit_id)
    for model, title in models.items():
        one = an_action(cast.a_katri, title, model_key=model, groups=("long_term_unemployed",),
                        responsible=cast.katri, due_on=ahead(9))  # fmt: skip
        move(cast.a_katri, one, to="under_way")
        with pytest.raises(Refused, match="tulokset"):
            move(cast.a_katri, one, to="carried_on", heir=unit, heir_from=ahead(1))
        with pytest.raises(Refused, match="Nimeä yksikkö"):
            move(cast.a_katri, one, to="carried_on", findings="Toimi.")
        move(cast.a_katri, one, to="carried_on", findings="Toimi hyvin.", heir=unit, heir_from=ahead(1))
        outi = sign_in(cast.outi)
        mine = outi.get(f"/development/actions/?state=ended&model={model}").content.decode()
        assert f">{title}</a>" in mine and "Toimi hyvin." in mine
        assert all(f">{other}</a>" not in mine for other in models.values() if other != title)
        page = outi.get(f"/development/actions/{one.uuid}/").content.decode()
        assert "Pitkäaikaistyöttömät" in page and f"Jatkuu: {unit.name}" in page
        shown = outi.get(f"/handbook/models/{model}/").content.decode()
        assert f"/development/actions/?model={model}" in shown


def test_the_states_follow_one_table_and_the_database_asks_for_who_and_when(cast):
    """Guards against: an idea done without anybody; an ended one opened again."""
    assert not {after for state in ("considered_not_done", "carried_on") for after in TRANSITIONS[state]}
    one = an_action(cast.a_katri)
    for wrong in ("done", "carried_on", "idea"):
        with pytest.raises(Refused, match="ei voi siirtyä"):
            move(cast.a_katri, one, to=wrong, findings="x")
    with pytest.raises(Refused, match="vastuuhenkilö"):
        move(cast.a_katri, one, to="under_way")
    with pytest.raises(IntegrityError, match="development_action_has_who_and_when"), transaction.atomic():
        Development.objects.update(state="under_way")
    far = cast.actor("muualta-manager")
    with pytest.raises(Refused, match="kehittäjät"):
        move(far, one, to="considered_not_done", reason="x")


@pytest.mark.row("E-63", "V-10")
def test_a_change_tells_where_it_is_seen_and_only_what_may_be_published_goes_to_decision_makers(cast, sign_in):
    """Seen red: `exclude(may_publish="")` taken out."""
    katri = sign_in(cast.katri)
    note = {"theme": "awareness", "voice": "network", "on": dates.d(dates.today()), "text": "Kysytään enemmän."}
    bare = katri.post("/development/notes/new/", note)
    assert bare.status_code == 422 and "mistä muutoksen näkee" in bare.content.decode()
    assert katri.post("/development/notes/new/", {**note, "evidence": "Kysely 2026"}).status_code == 302
    said = {**note, "voice": "client", "text": "Sain vihdoin apua.", "may_publish": "Suullinen lupa 3.11.2026"}
    assert katri.post("/development/notes/new/", said).status_code == 302
    outi = sign_in(cast.outi)
    everything = outi.get("/development/notes/").content.decode()
    assert "Kysytään enemmän." in everything and "Sain vihdoin apua." in everything and "Kysely 2026" in everything
    report = outi.get("/development/notes/?for=report").content.decode()
    assert "Sain vihdoin apua." in report and "Kysytään enemmän." not in report


def test_every_register_is_reached_from_one_page(cast, sign_in):
    page = sign_in(cast.outi).get("/development/").content.decode()
    for part in ("projects", "actions", "partnerships", "contacts", "partners", "notes", "stories"):
        assert f'href="/development/{part}/"' in page
        assert sign_in(cast.outi).get(f"/development/{part}/").status_code == 200
    assert 'href="/development/"' in sign_in(cast.outi).get("/services/").content.decode()
    assert sign_in(cast.tuula).get("/development/").status_code in (403, 404)


@pytest.mark.row("C-16")
def test_the_definitions_of_partial_work_ability_stand_side_by_side(cast, sign_in):
    """From the same page; each with its source and day. Guards against: an actor's own one left out."""
    page = sign_in(cast.outi).get("/handbook/concepts/").content.decode()
    concept = next(one for one in codes.common().concepts if one.key == "partial_work_ability")
    assert len(concept.views) >= 4
    for view in concept.views:
        assert view.actor.fi in page and view.criterion.fi in page and view.source.text.fi in page
    assert "/handbook/concepts/" in sign_in(cast.outi).get("/development/").content.decode()
