"""Moving cases from one version of the service model to another: one by its workers, all of a region by its manager.

Nothing that was agreed changes: only what is agreed from now on follows the new version (I-10).
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import acting, system
from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import save_version
from rinnalla.outbox.models import Promise
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.models import ServiceModel

PURPOSE = "move_cases"
JOB = "cases.move_to_version"
BATCH = 200
# The sections of a version that a case lives by; the others tell who is there and what is on offer.
OF_A_CASE = ("stages", "path_templates", "deadlines", "questions", "teams", "codes", "eligibility")
MOVE = """
update cases_case set service_model_id = %(model)s, version = version + 1
 where id = any(%(ids)s) and closed_at is null and service_model_id is distinct from %(model)s
   and stage = any(%(stages)s)
returning id, person_id
"""


@dataclass(frozen=True)
class Standing:
    """Where the open cases of a region stand: how many on each version, and which can't come along, by number."""

    counts: dict[int | None, int]
    left_behind: tuple[str, ...]
    model_id: int

    @property
    def movable(self) -> int:
        elsewhere = sum(count for model, count in self.counts.items() if model != self.model_id)
        return elsewhere - len(self.left_behind)


def stages_of(model: ServiceModel) -> list[str]:
    """The keys of a published version's stages."""
    return [one.key for one in codes.version(model.pk).model.stages]


def standing(model: ServiceModel) -> Standing:
    """Counts of a region's open cases by version, and the numbers of those whose stage the version does not have."""
    counts = {row[0]: row[1] for row in _rows("select * from cases_by_version(%s)", model.region_id)}
    left = _rows("select * from cases_left_behind(%s, %s, %s)", model.region_id, model.pk, stages_of(model))
    return Standing(counts, tuple(row[0] for row in left), model.pk)


@transaction.atomic
def move_case(*, case: Case, version: int, to: ServiceModel, by: Actor) -> None:
    """The case runs on another version from now on. Done before, it is done. Raises Conflict; Refused when the version
    is not in force or lacks the stage the case is at."""
    if case.service_model_id == to.pk:
        return
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Se pysyy siinä versiossa, jonka mukaan se kulki."))
    if to.region_id != case.region_id or to.state != "published":
        raise Refused(_("Tämä versio ei ole enää voimassa. Avaa sivu uudelleen."))
    if case.stage not in stages_of(to):
        raise Refused(_("Vaihetta ei ole uudessa versiossa. Siirrä asia ensin toiseen vaiheeseen."))
    save_version(case, version, service_model=to)
    _note(case.pk, case.person_id, to, by)


@transaction.atomic
def move_all(*, to: ServiceModel, by: Actor) -> int:
    """Promise to move every open case of the region that can come along; returns how many. Asked twice it is one
    promise. Raises Refused when the version is not in force any more."""
    if to.state != "published" or to.region_id != by.region_id:
        raise Refused(_("Tämä versio ei ole enää voimassa. Avaa sivu uudelleen."))
    count = standing(to).movable
    if count and not on_its_way(to):
        record("cases.models_moved", by=by, stream=("installation", 0), obj=("service_model", to.pk), count=count)
        outbox.promise(JOB, to.pk, by=by)
    return count


def on_its_way(to: ServiceModel) -> bool:
    """Whether a moving to this version has been promised and not yet done."""
    return Promise.objects.pending().filter(name=JOB, args=[to.pk]).exists()


def move_batch(to: ServiceModel) -> int:
    """Move as many cases as fit in one piece of work; returns how many. A case that somebody saves at the same moment
    waits for the save, and whoever saves after sees the new version as a conflict: nothing is lost."""
    stages = stages_of(to)
    rows = _rows("select * from cases_to_move(%s, %s, %s, %s)", to.region_id, to.pk, stages, BATCH)
    ids = tuple(row[0] for row in rows)
    by = system(PURPOSE, ids)
    with acting(by), connection.cursor() as cursor:
        cursor.execute(MOVE, {"model": to.pk, "ids": list(ids), "stages": stages})
        moved = cursor.fetchall()
        for case_id, person_id in moved:
            _note(case_id, person_id, to, by)
    return len(moved)


def _note(case_id: int, person_id: int, to: ServiceModel, by: Actor) -> None:
    record(
        "cases.model_moved", by=by, stream=("case", case_id), obj=("service_model", to.pk), case_id=case_id,
        person_id=person_id, number=to.number,
    )


def _rows(query: str, *values: int | list[str]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return cursor.fetchall()
