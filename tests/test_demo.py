"""The demo world in small: one region lives through without a fault, and the same seed gives the same people."""

import random
import socket

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from rinnalla.access.acting import acting, system
from rinnalla.cases.models import Case
from rinnalla.demo.building import fill_region
from rinnalla.demo.coached import tell_results
from rinnalla.demo.names import Inventor
from rinnalla.demo.population import CAME, SIZES
from rinnalla.demo.world import build_world
from rinnalla.environment import ROOT
from rinnalla.eventlog.seals import seal
from rinnalla.eventlog.verify import verify
from rinnalla.lib import dates
from rinnalla.lib.embedded import ServerError
from rinnalla.lib.halves import last_finished
from rinnalla.reports import continuity
from rinnalla.reports.coaching.report import report
from rinnalla.servicemodels.commands import run
from rinnalla.servicemodels.loading import load_common, load_region
from rinnalla.serving import refuse_taken_port

STAGES = {"identification", "initial_service", "mapping", "services", "follow_up"}
Row = tuple[str, str, str, bool, bool, str]


def people() -> list[Row]:
    """Names and states of all cases, seen by a purpose that is bound to them all."""
    with acting(system("demo", tuple(range(1, 1000)))):
        cases = Case.objects.select_related("person").order_by("pk")
        return [
            (one.person.given_names, one.person.family_name, one.stage, bool(one.closed_at),
             bool(one.responsible_worker_id), one.next_step)
            for one in cases
        ]


def small_world(seed: str) -> list[Row]:
    fill_region("iisalmi", "tiny", seed=seed, with_story=False)
    return people()


def test_a_small_world_lives_through_and_is_the_same_again(own_db):
    """Every stage, an end and a return are there, the log is whole; made again from the same seed it is the same world.

    Power: with a random number drawn outside the world's own generator (seen with `random.random()` in `path_of`), or
    with a stage left out of `population.TINY`, this is red.
    """
    assert run("load", str(settings.REGIONS_DIR / "iisalmi"), publish=True) == 0
    with transaction.atomic():
        first = small_world("koe")
        transaction.set_rollback(True)
    found = small_world("koe")
    assert found == first and len(found) >= 8
    assert {stage for _given, _family, stage, closed, _led, _step in found if not closed} == STAGES
    assert [one for one in found if one[3]], "nobody's case is closed"
    assert [one for one in found if not one[3] and not one[4]], "nobody waits for a responsible worker"
    assert len({one[:2] for one in found}) < len(found), "nobody has come back"
    while seal() is not None:
        pass
    report = verify()
    assert report.ok and report.events > 200, report.broken


def test_ended_coachings_give_the_results_something_to_tell(own_db):
    """Twelve people coached one after another: all were coached in the half-year that is told of, most found work, and
    some changed workers on the way. Seen red: a case read while nobody acted."""
    assert run("load", str(settings.REGIONS_DIR / "pohjanmaa"), publish=True) == 0
    definition = load_region(settings.REGIONS_DIR / "pohjanmaa", load_common(settings.REGIONS_DIR / "common"))
    with translation.override("fi"):
        world = build_world(definition, today=dates.today(), seed="koe")
        tell_results(world, 12)
    assert len(people()) == 12 and all(closed for _given, _family, _stage, closed, _led, _step in people())
    with acting(world.having("manager")[0].actors["manager"]):
        told = report(world.region, last_finished())
        moved = continuity.report(world.region, last_finished())
    assert told.ran.number == 12 and told.tables["endings"].told
    assert not moved.empty


def test_another_seed_gives_other_people():
    one, same, other = (Inventor(random.Random(seed), today=dates.today()) for seed in ("koe", "koe", "toinen"))
    drawn = [one.person() for _each in range(40)]
    assert drawn == [same.person() for _each in range(40)]
    assert drawn != [other.person() for _each in range(40)]


def test_identity_codes_are_of_the_range_nobody_has():
    inventor = Inventor(random.Random("koe"), today=dates.today())
    made = [inventor.person() for _each in range(200)]
    assert all(one.hetu.invented for one in made)
    assert len({one.hetu.text for one in made}) == len(made) == len({one.name for one in made})


def test_a_taken_port_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ServerError, match="--port"):
            refuse_taken_port("127.0.0.1", other.getsockname()[1])


def test_the_document_tells_how_many_there_are_and_when_they_came():
    """docs/demo.md is what a reader of the demo's figures has to go by."""
    lines = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8").splitlines()
    cells = [[one.strip() for one in line.split("|")[1:-1]] for line in lines if line.startswith("|")]
    rows = {one[0]: one[1:] for one in cells}
    for name in ("small", "region", "nation"):
        size = SIZES[name]
        told = [*(count for _stage, count in size.open), size.closed, size.returned, size.arranging]
        assert rows[name] == [str(one) for one in told], name
    for stage, (earliest, latest) in CAME.items():
        assert rows[stage.replace("_", " ").replace("follow up", "follow-up")] == [f"{1 - latest}–{-earliest}"], stage
