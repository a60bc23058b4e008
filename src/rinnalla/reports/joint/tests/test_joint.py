"""Acts between organisations as a matrix: consultations, referrals and joint meetings of a finished half-year (T-35).

Guards against: acts within one body, a client's name, another region's acts, a cell counted back from sums.
"""

from datetime import timedelta

import pytest
from django.utils import translation

from rinnalla.lib import dates, halves
from rinnalla.lib.halves import HalfYear
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.referrals.actions import send_referral
from rinnalla.referrals.consultations import answer, ask
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Referral
from rinnalla.reports.joint.telling import matrix, rows
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
NOW = HalfYear(dates.add_months(dates.today(), -5))  # today is in it, whatever the day of the year


def refer(cast, number, unit):
    with as_actor(cast.a_timo):
        return send_referral(
            by=cast.a_timo, unit=unit, consent=True,
            who=Identity(f"Asiakas {number}", "Salainen", phone=f"040 555 {number:04}"),
        )


@pytest.fixture
def acts(cast):
    """Employment services and the wellbeing county: seven referrals, one withdrawn, and one answered question."""
    made = [refer(cast, number, cast.team) for number in range(7)]
    gone = refer(cast, 9, cast.team)
    with as_actor(cast.a_timo):
        Referral.objects.filter(pk=gone.pk).update(withdrawn_at=dates.now(), withdrawn_by=cast.timo)
        asked = ask(by=cast.a_timo, topic="benefit_advice", question="Mistä alkaa?", unit=cast.team)
    petra = cast.actor(cast.petra.username)
    with as_actor(petra):
        answer(consultation=asked, version=asked.version, by=petra, words="Kelasta.", next_step="Soita.")
    return made


def told(cast, username="rooli-manager", kind="", half=NOW):
    with as_actor(cast.actor(username)):
        return matrix(cast.region, half, kind)


@pytest.mark.row("T-35")
def test_acts_between_two_bodies_are_counted_in_their_cell(cast, acts):
    """Against: the withdrawn one counted; acts inside one organisation counted; the half before."""
    both = {cast.jobs.organisation.name, cast.team.organisation.name}
    found = told(cast)
    assert set(found.bodies) == both
    a, b = found.bodies
    assert found.cell(a, b).shown.number == found.cell(b, a).shown.number == 8 and found.cell(a, a) is None
    assert told(cast, kind="consultation").cell(a, b).shown.kind == "withheld"  # one question tells of one client
    assert told(cast, kind="referral").cell(a, b).shown.kind == "withheld"  # eight in all less seven would tell the one
    assert told(cast, half=NOW.before).empty
    assert rows(found)[1][1:] == ["", "8"]


@pytest.mark.row("T-35")
def test_a_kind_is_told_where_every_kind_of_the_two_may_be(cast):
    """Against: every kind hidden beside all together."""
    for number in range(7):
        refer(cast, number, cast.team)
    found = told(cast, kind="referral")
    assert found.cell(*found.bodies).shown.number == told(cast).cell(*found.bodies).shown.number == 7


def test_the_same_cells_are_hidden_in_every_language(cast, acts):
    """Names are sorted otherwise in Swedish; what is hidden must not follow. Against: protected by names."""
    made = []
    for key, fi, sv in (("a1", "Aamu ry", "Öga rf"), ("b2", "Bussi ry", "Älg rf"), ("c3", "Ciao ry", "Zon rf")):
        body = Organisation.objects.create(region=cast.region, key=key, kind="association", names={"fi": fi, "sv": sv})
        made.append(Unit.objects.create(organisation=body, key=key, names={"fi": fi, "sv": sv}, phone="06 1",
                                        takes_referrals=True))  # fmt: skip
    for place, (unit, many) in enumerate(zip(made, (3, 8, 8), strict=True)):
        for number in range(many):
            refer(cast, 30 + 10 * place + number, unit)

    def hidden():
        names = {one.name: one.pk for one in Organisation.objects.filter(region=cast.region)}
        return {frozenset(names[one] for one in pair) for pair, cell in told(cast).cells.items()
                if cell.shown.kind != "number"}  # fmt: skip

    finnish = hidden()
    with translation.override("sv"):
        assert hidden() == finnish and finnish


@pytest.mark.row("T-35")
def test_the_database_gives_acts_to_the_regions_manager_alone(cast, acts):
    for username in ("timo", "katri", "muualta-manager"):
        assert told(cast, username).empty, username


@pytest.mark.row("T-35")
def test_a_small_cell_and_what_it_could_be_counted_from_are_hidden(cast, acts):
    """With a third body whose cell is small, no cell of the three is told: their sums would solve it."""
    names = {"fi": "Kolmas ry", "sv": "Tredje rf"}
    body = Organisation.objects.create(region=cast.region, key="kolmas", kind="association", names=names)
    unit = Unit.objects.create(organisation=body, key="kolmas", names=names, phone="06 1", takes_referrals=True)
    for number in range(20, 22):
        refer(cast, number, unit)
    found = told(cast)
    assert len(found.bodies) == 3
    assert {one.shown.kind for one in found.cells.values()} == {"withheld"}


def test_the_page_says_every_cell_in_words_and_the_file_hides_as_the_page(cast, acts, sign_in, monkeypatch):
    monkeypatch.setattr(halves, "last_finished", lambda: NOW)
    manager = sign_in(cast.roles["manager"])
    page = manager.get("/reports/together/").content.decode()
    assert 'class="heat4">8</td>' in page and "Salainen" not in page and 'id="d-joint_acts"' in page
    text = manager.get("/reports/together/file/?kind=consultation").content.decode("utf-8-sig")
    assert "Ei näytetä" in text and "Konsultaatiot" in text
    assert "Tältä ajalta ei ole tekoja" in manager.get("/reports/together/?kind=meeting").content.decode()
    assert sign_in(cast.roles["coordinator"]).get("/reports/together/").status_code == 403


@pytest.mark.row("T-35")
def test_a_held_meeting_joins_each_two_of_its_bodies_once(cast):
    """Three bodies at one table make three pairs; two people of one body are one; who did not come is not in."""
    from rinnalla.meetings.models import Meeting, Participant

    day = dates.now() - timedelta(days=1)
    with as_actor(cast.a_katri):
        for _number in range(6):
            meeting = Meeting.objects.create(
                case=cast.case, kind="work_meeting", starts_at=day, purpose="Suunnitelma", tried_solutions="Kokeiltu",
                held_at=day, held_by=cast.katri, made_by=cast.katri, client_present=True,
            )
            people = ((cast.katri, True), (cast.petra, True), (cast.timo, True), (cast.janne, False))
            for user, came in people:
                Participant.objects.create(
                    case=cast.case, meeting=meeting, user=user, came=came, organisation_id=cast.actor(
                        user.username).organisation_id,
                )
    found = told(cast, kind="meeting", half=HalfYear.of(dates.local(day).date()))
    assert cast.coaching.organisation.name not in found.bodies
    assert {one.shown.kind for one in found.cells.values()} == {"withheld"}  # six meetings of one client
