"""The network map: drawn and listed for whom it may be shown to, gone through before a plan.

Seen red: a plan begun without the map; an empty map said to be gone through; a health service drawn for a coach; the
later of two edits kept in silence. Guards also against a beginning in the future.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rinnalla.assessments.network import actions, reading
from rinnalla.assessments.network.actions import Beside
from rinnalla.assessments.network.drawing import ROW, draw
from rinnalla.assessments.network.models import NetworkActor, NetworkReview
from rinnalla.cases import actions as cases
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.plans import actions as plans
from rinnalla.plans.models import Plan
from rinnalla.testing import as_actor

SISTER = Beside(
    "close_person", "Sisko Eija", "Kyydit", since="2019", view="helps", own_words="Hänelle voin soittaa aina."
)
CLINIC = Beside("health", "Terveysasema", "Selän hoito", "Mirja Ek", "06 218 0000", "5/2025", "could_help")


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/network/"


@pytest.fixture
def add(cast):
    def one(beside: Beside, **more) -> NetworkActor:
        with as_actor(cast.a_katri):
            groups = more.pop("groups", cast.a_katri.field_groups())
            return actions.add_actor(case=cast.case, by=cast.a_katri, groups=groups, beside=beside, **more)

    return one


@pytest.fixture
def new_case(cast):
    """A case whose network nobody has asked about."""
    with as_actor(cast.a_katri):
        return cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
            naming_due_on=dates.today() + timedelta(days=14),
            new_person={"given_names": "Oskari", "family_name": "Lehto"},
        )


@pytest.mark.row("L-25", "C-10")
def test_the_map_is_drawn_listed_printable_and_asked_for_before_a_plan(cast, sign_in, new_case):
    base = f"/cases/{new_case.uuid}/network/"
    browser = sign_in(cast.katri)
    review_on = dates.today() + timedelta(days=90)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="Verkosto"):
            plans.start_plan(case=new_case, by=cast.a_katri, made_in="team", review_on=review_on)
        assert not Plan.objects.filter(case=new_case).exists()
    assert browser.post(f"{base}review/", {"form_key": str(uuid4())}).status_code == 422  # an empty map
    for beside in (SISTER, CLINIC):
        sent = {**vars(beside), "form_key": str(uuid4())}
        for _n in range(2):  # a double press
            assert browser.post(f"{base}new/", sent).status_code == 302
    page = browser.get(base).content.decode()
    svg = page.split('<svg class="net"')[1].split("</svg>")[0]
    assert "Sisko Eija" in svg and "Terveysasema" in svg and "net-l--helps" in svg and "Oskari" in svg
    listed = page.split("netlist")[1]
    for told in ("Kyydit", "Mirja Ek", "alkaen 5/2025", "Hänelle voin soittaa aina.", "Voisi auttaa enemmän"):
        assert told in listed, told
    assert listed.count('<p class="ct">') == 2
    assert browser.post(f"{base}review/", {"form_key": str(uuid4())}).status_code == 302
    with as_actor(cast.a_katri):
        assert reading.is_mapped(new_case)
        assert plans.start_plan(case=new_case, by=cast.a_katri, made_in="team", review_on=review_on).pk


def test_nobody_beside_is_an_answer_too(cast, sign_in, new_case):
    browser, base = sign_in(cast.katri), f"/cases/{new_case.uuid}/network/"
    sent = {"nobody": "on", "form_key": str(uuid4())}
    for _n in range(2):
        assert browser.post(f"{base}review/", sent).status_code == 302
    with as_actor(cast.a_katri):
        assert NetworkReview.objects.filter(case=new_case).count() == 1
    assert "Rinnalla ei ollut ketään" in browser.get(base).content.decode()


def test_it_is_not_said_that_there_is_nobody_when_somebody_is(cast, add):
    add(SISTER)
    with as_actor(cast.a_katri), pytest.raises(Refused):
        actions.go_through(case=cast.case, by=cast.a_katri, nobody=True)


def test_each_sees_what_the_field_groups_open(cast, sign_in, add, base):
    add(CLINIC)
    add(Beside("association", "Askel ry", "Vertaisryhmä", view="helps"))
    add(Beside("mental_health", "Poliklinikka", "Keskustelut", view="helps"))
    page = sign_in(cast.janne).get(base).content.decode()
    assert "Askel ry" in page and "Terveysasema" not in page and "Poliklinikka" not in page
    assert "1 taho, jota et näe" in page  # what is specially protected leaves no trace
    assert "Poliklinikka" in sign_in(cast.katri).get(base).content.decode()
    assert sign_in(cast.janne).get(f"{base}new/").status_code == 403
    assert sign_in(cast.petra).get(base).status_code == 404
    with pytest.raises(Refused):
        add(CLINIC, groups=["basics"])


def test_two_who_edit_at_once_see_each_other(cast, sign_in, add, base):
    row = add(SISTER)
    browser, address = sign_in(cast.katri), f"{base}{row.uuid}/"
    mine = {**vars(SISTER), "service": "Kyydit ja kauppa", "version": 1}
    assert browser.post(address, mine).status_code == 302
    late = browser.post(address, {**mine, "service": "Vain kyydit"})
    assert late.status_code == 409
    assert "Kyydit ja kauppa" in late.content.decode() and "Vain kyydit" in late.content.decode()
    with as_actor(cast.a_katri):
        other = NetworkActor.objects.get()
        actions.end_actor(actor=NetworkActor.objects.get(), version=2, by=cast.a_katri)
        with pytest.raises(Conflict):
            actions.end_actor(actor=other, version=2, by=cast.a_katri)


def test_who_is_beside_no_longer_stays_in_the_list(cast, sign_in, add, base):
    row = add(SISTER)
    browser = sign_in(cast.katri)
    assert "Eikö Sisko Eija" in browser.get(f"{base}{row.uuid}/ending/").content.decode()
    for _n in range(2):
        assert browser.post(f"{base}{row.uuid}/ending/").status_code == 302
    page = browser.get(base).content.decode()
    assert '<svg class="net"' not in page and "Sisko Eija" in page.split("Aiemmin rinnalla")[1]


@pytest.mark.parametrize(("text", "kept"), [
    ("2019", "2019"), ("5/2023", "5/2023"), ("2023-11-03", "3.11.2023"), (" ", ""),
])
def test_a_beginning_is_as_exact_as_it_is_remembered(text, kept):
    assert actions.since_text(text) == kept


@pytest.mark.parametrize("text", ["lapsena", "13/2023", "2199", "3.11.2199", "31.2.2020", "٢٠١٩"])
def test_what_is_no_beginning_is_refused(text):
    with pytest.raises(Refused) as refused:
        actions.since_text(text)
    assert refused.value.field == "since"


@pytest.mark.parametrize(("wrong", "where"), [
    ({"kind": "x"}, "kind"), ({"name": " "}, "name"), ({"service": ""}, "service"), ({"view": "x"}, "view"),
    ({"source": "verified"}, "source_whom"),
])
def test_what_lacks_is_told_where(add, wrong, where):
    with pytest.raises(Refused) as refused:
        add(Beside(**{**vars(SISTER), **wrong}))
    assert refused.value.field == where


def test_what_was_gone_through_stays(cast):
    with as_actor(cast.a_katri), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from assessments_networkreview")


@pytest.mark.parametrize("count", [1, 2, 3, 8, 25])
def test_no_two_names_lie_on_each_other_and_all_are_on_the_sheet(count):
    drawing = draw([(f"Nimi {n}", "Palvelu", "helps") for n in range(count)])
    places = {(point.anchor, point.y) for point in drawing.points}
    assert len(places) == count
    for side in ("start", "end"):
        heights = sorted(y for anchor, y in places if anchor == side)
        assert all(b - a >= ROW - 0.1 for a, b in zip(heights, heights[1:], strict=False))
    assert all(0 < point.y < drawing.height - 20 for point in drawing.points)


def test_long_texts_are_shortened_in_the_drawing_only(cast, sign_in, add, base):
    add(Beside("other", "Nimi " * 20, "Palvelu " * 20))
    page = sign_in(cast.katri).get(base).content.decode()
    assert "…" in page.split('<svg class="net"')[1].split("</svg>")[0]
    assert "Palvelu Palvelu Palvelu Palvelu Palvelu Palvelu Palvelu" in page.split("netlist")[1]
