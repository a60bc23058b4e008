"""The published figures come out of records: all 37 equal, and one more record changes the right ones and no other.

The whole published world is brought in once, by the same acts as people's. Each change is one more record of the same
files, read by the same loader, in a transaction that is rolled back. Guards against: a figure typed in (it would not
move), a figure that counts something else beside its own (others would move).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from rinnalla.demo.published import around, clients, registers, shapes
from rinnalla.demo.published.building import build
from rinnalla.demo.published.running import TOLD_ON
from rinnalla.demo.published.team import Team
from rinnalla.lib import dates
from rinnalla.reports.published.figures import Computed, compute, figures

pytestmark = pytest.mark.usefixtures("published")
Teams = dict[str, Team]
VAASA, TYKKI, VANTAA, IISALMI = "pohjanmaa", "etela-pohjanmaa", "vantaa-kerava", "iisalmi"


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Teams]:
    """A clone with the whole published world in it; the teams that brought it in, by region."""
    from conftest import _point_at, clone_database, drop_database
    from rinnalla.servicemodels.commands import run

    before, seals = connection.settings_dict["NAME"], settings.SEAL_DIR
    with django_db_blocker.unblock(), translation.override("fi"):
        name = clone_database("published")
        _point_at(name)
        settings.SEAL_DIR = tmp_path_factory.mktemp("seals")
        try:
            assert run("load", None, publish=True) == 0
            yield {one.region: build(one) for one in shapes.records()}
        finally:
            settings.SEAL_DIR = seals
            drop_database(name)
            _point_at(before)


def told() -> dict[str, Computed]:
    with dates.clock(datetime.combine(TOLD_ON, time(9), dates.HELSINKI)):
        return {one.figure.id: one for one in compute()}


@pytest.fixture(scope="module")
def as_published(published) -> dict[str, Computed]:
    with transaction.atomic():
        found = told()
        transaction.set_rollback(True)
    return found


@pytest.mark.row(
    "F-01", "F-02", "F-03", "F-04", "F-05", "F-06", "F-07", "F-08", "F-09", "F-10", "F-11", "F-12", "F-13",
    "F-14", "F-15", "F-16", "F-17", "F-18", "F-19", "F-20", "F-21", "F-22", "F-23", "F-24", "F-25", "F-26",
    "F-27", "F-28", "F-29", "F-30", "F-31", "F-32", "F-33", "F-34", "F-35", "F-36", "F-37",
)
@pytest.mark.parametrize("figure", [one.id for one in figures()])
def test_each_published_figure_comes_out(as_published, figure):
    one = as_published[figure]
    assert one.found.text == one.figure.expected and one.figure.definition


def _client(team: Team, **told) -> None:
    record = shapes.Client(id="one_more", came_on=date(2021, 6, 1), **told)
    clients.live(team, record, 5)
    if record.project:
        around.join(team, record.id, record.came_on)


def _bought(contract: str, **more) -> dict:
    return {"bought": [{"contract": contract, "from_on": date(2021, 6, 1), **more}]}


def _contact(team: Team, **told) -> None:
    values = {"id": "more", "kind": "meeting", "title": "Vielä yksi", "theme": "Palvelut", "audience": "partners",
              "on": date(2021, 10, 6), "partner": "Vammaisneuvosto", **told}  # fmt: skip
    registers.meet(team, shapes.Contact(**values), team.made["project"])


def _worker(team: Team) -> None:
    worker = shapes.Worker(id="more", task="Ohjaaja", profession="Ohjaaja", municipality="245",
                           background="Vammaispalvelut")  # fmt: skip
    registers.take_on(team, team.made["project"], worker, date(2021, 3, 1))


def _cost(team: Team) -> None:
    cost = shapes.Cost(id="more", kind="used", on=date(2022, 11, 1), what="Tilat", amount=10_000)
    registers.pay(team, team.made["appropriation Lähipalvelun pilotti"], cost)


def _seen(team: Team) -> None:
    one = shapes.Seen(channel="facebook", on=date(2021, 12, 15), impressions=4_000)
    registers.count(team, team.made["campaign Osaavia tekijöitä"], one)


def _contacted(team: Team) -> None:
    around.contact(team, shapes.Contacted(id="c70", on=[date(2021, 5, 5)], reason="not_now"), {})


def _guided(team: Team) -> None:
    around.guide(team, shapes.Guided(id="g13", on=date(2021, 5, 5), sender="municipal_employment_service"))


def _statistic(team: Team) -> None:
    around.tell(team, shapes.Snapshot(
        id="later", what="job_brokering", on=date(2021, 12, 31), definition="Sama", source="Työnvälitystilasto",
        rows={"Seinäjoki": 390},
    ))  # fmt: skip


RIGHT = {"kind": "open_paid", "on": date(2021, 9, 1)}
CHANGES: list[tuple[str, str, Callable[[Team], None], set[str]]] = [
    ("a client", VAASA, lambda team: _client(team, project=True), {"F-01", "F-02"}),
    ("a client coached by the criteria who found work", VAASA,
     lambda team: _client(team, project=True, named_on=date(2021, 6, 8), coaching={
         "type": "quality_criteria", "from_on": date(2021, 6, 15), "jobs": [RIGHT]}),
     {"F-01", "F-02", "F-03", "F-04"}),
    ("a client who is not content", VAASA,
     lambda team: _client(team, project=True, satisfaction=1), {"F-01", "F-02", "F-05"}),
    ("a meeting", TYKKI, _contact, {"F-07"}),
    ("an event with Vates", TYKKI,
     lambda team: _contact(team, kind="event", partner="Vates-säätiö", audience="employment_actors"),
     {"F-08", "F-09"}),
    ("somebody in the near service who is not motivated", TYKKI,
     lambda team: _client(team, project=True, motivation=2), {"F-11", "F-12"}),
    ("somebody in the trial", TYKKI, lambda team: clients.live(team, shapes.Client(
        id="one_more", came_on=date(2021, 10, 4), pilot="work_ability_assessment"), 1), {"F-10"}),
    ("somebody in state-subsidised training", TYKKI,
     lambda team: _client(team, **_bought("vos")), {"F-14", "F-15"}),
    ("a referral by a municipal trial", TYKKI, _guided, {"F-17"}),
    ("somebody in the extra lot", TYKKI,
     lambda team: _client(team, **_bought("labour", target=False, lot=True)), {"F-18"}),
    ("somebody in TäsmäJelppi", TYKKI, lambda team: _client(team, **_bought("tasmajelppi")), {"F-21"}),
    ("somebody in Eero", TYKKI, lambda team: _client(team, **_bought("eero", diagnosis=True)), {"F-23"}),
    ("showings", TYKKI, _seen, {"F-26"}),
    ("a cost", TYKKI, _cost, {"F-27", "F-28"}),
    ("a later statistic", TYKKI, _statistic, {"F-29"}),
    ("a worker in Kerava", VANTAA, _worker, {"F-31", "F-32"}),
    ("somebody contacted who did not join", IISALMI, _contacted, {"F-34", "F-35"}),
    ("a client without a plan or a responsible worker", IISALMI,
     lambda team: _client(team, project=True), {"F-36", "F-37"}),
]  # fmt: skip


@pytest.mark.row("F-01", "F-34")
@pytest.mark.parametrize(("region", "record", "moved"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_one_more_record_changes_the_right_figures_and_no_other(published, as_published, region, record, moved):
    with transaction.atomic():
        team = published[region]
        record(replace(team, made=dict(team.made)))
        changed = told()
        transaction.set_rollback(True)
    assert {key for key, one in changed.items() if one.found.text != as_published[key].found.text} == moved
