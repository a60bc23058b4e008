"""What trainings come to, by region and period, for pages and reports (V-11, V-116, E-10, E-21, E-22, E-43…E-45)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Count

from rinnalla.access.models import User
from rinnalla.lib.smallnumbers import Shown, hide_small
from rinnalla.network.learning.models import Training, TrainingFeedback, TrainingPackage, TrainingSeat
from rinnalla.network.learning.needs.models import CompetenceNeed
from rinnalla.network.materials.models import MaterialUse
from rinnalla.servicemodels.codes import code_list


@dataclass(frozen=True)
class Body:
    """Attendance of an organisation's people: events somebody came to, people, hours of all of them together."""

    name: str
    events: int
    people: int
    hours: Decimal


@dataclass(frozen=True)
class Area:
    """An area in a period: trainings held, times somebody came."""

    key: str
    name: str
    trainings: int
    came: int


@dataclass(frozen=True)
class Change:
    """The growth of an area; `people` None: fewer than may be told. Means with one decimal."""

    key: str
    name: str
    people: int | None
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        return self.after - self.before if self.before is not None and self.after is not None else None


def offered(region_id: int, since: date, until: date) -> dict[str, int]:
    """Events held, by kind (E-21); every kind is there."""
    return _counted(_held(region_id, since, until).values_list("kind", flat=True), Training.Kind.values)


def by_organiser(region_id: int, since: date, until: date) -> dict[str, int]:
    """Events held, by who organised them (E-45)."""
    return _counted(_held(region_id, since, until).values_list("organiser", flat=True), Training.Organiser.values)


def by_topic(region_id: int, since: date, until: date) -> dict[str, int]:
    """Events held, by topic (E-44); an event of two topics is in both."""
    topics = (one for row in _held(region_id, since, until).values_list("topics", flat=True) for one in row)
    return _counted(topics, [one.key for one in code_list("training_topics")])


def by_area(region_id: int, since: date, until: date) -> list[Area]:
    """Trainings held and times somebody came, by area (E-10, T-13); one of two areas is in both."""
    rows = list(_held(region_id, since, until).values_list("pk", "areas"))
    came = dict(
        TrainingSeat.objects.came().filter(training_id__in=[pk for pk, _areas in rows]).order_by()
        .values_list("training_id").annotate(n=Count("pk"))
    )  # fmt: skip
    return [
        Area(one.key, one.name, sum(one.key in areas for _pk, areas in rows),
             sum(came.get(pk, 0) for pk, areas in rows if one.key in areas))
        for one in code_list("competence_areas")
    ]  # fmt: skip


def attendance(region_id: int, since: date, until: date) -> list[Body]:
    """Events, people and hours by organisation, of those who came (V-11)."""
    trainings = {one.pk: one for one in _held(region_id, since, until)}
    seats = TrainingSeat.objects.came().filter(training_id__in=trainings).select_related("unit__organisation")
    by_body: dict[int, list[TrainingSeat]] = {}
    for seat in seats:
        by_body.setdefault(seat.unit.organisation_id, []).append(seat)
    found = [
        Body(
            rows[0].unit.organisation.name, len({one.training_id for one in rows}), len({one.user_id for one in rows}),
            sum((trainings[one.training_id].hours for one in rows), Decimal()),
        )
        for rows in by_body.values()
    ]
    return sorted(found, key=lambda one: (-one.hours, one.name))


def competence_change(since: date, until: date, least: int) -> list[Change]:
    """How own ratings changed by area in pairs, in the asking manager's region; no group under the limit (E-22).

    The database gives them to a manager's membership alone, and nothing of small groups to anybody.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from network_competence_change(%s, %s, %s)", [since, until, least])
        told = {area: rest for area, *rest in cursor.fetchall()}
    return [_change(one.key, one.name, told[one.key]) for one in code_list("competence_areas") if one.key in told]


def _change(key: str, name: str, told: list[Any]) -> Change:
    people, pairs, before, after = told
    if people is None:
        return Change(key, name, None, None, None)
    return Change(key, name, people, _mean(before, pairs), _mean(after, pairs))


def feedback_of(training: Training, least: int) -> dict[str, Any] | None:
    """Means and words of a training's feedback when enough have told; None before that."""
    rows = list(TrainingFeedback.objects.filter(training=training).order_by("words"))
    if len(rows) < least:
        return None
    return {
        "count": len(rows), "mark": _mean(sum(one.mark for one in rows), len(rows)),
        "use": _mean(sum(one.use for one in rows), len(rows)), "words": [one.words for one in rows if one.words],
    }


# Packages -------------------------------------------------------------------------------------------------------------


def parts_done(package: TrainingPackage) -> dict[int, set[int]]:
    """The parts each person has done, by user: came to a training of the part, or went through its material."""
    done: dict[int, set[int]] = {}
    came = TrainingSeat.objects.came().filter(training__part__package=package)
    for user_id, part_id in came.values_list("user_id", "training__part_id"):
        done.setdefault(user_id, set()).add(part_id)
    by_material: dict[int, list[int]] = {}
    for part_id, material_id in package.parts.filter(material__isnull=False).values_list("pk", "material_id"):
        by_material.setdefault(material_id, []).append(part_id)
    for user_id, material_id in MaterialUse.objects.filter(material_id__in=by_material).values_list(
        "user_id", "material_id"
    ):
        done.setdefault(user_id, set()).update(by_material[material_id])
    return done


def completion(package: TrainingPackage, least: int) -> list[tuple[str, int, Shown]]:
    """By organisation: its name, how many began, and how many per cent of them have done every part (V-116). The share
    of fewer people than the limit is not told."""
    done, parts = parts_done(package), package.parts.count()
    bodies: dict[str, list[bool]] = {}
    for user in User.objects.filter(pk__in=done).prefetch_related("memberships__unit__organisation"):
        names = {
            one.unit.organisation.name for one in user.memberships.all()
            if one.ended_at is None and one.unit.organisation.region_id == package.region_id
        }  # fmt: skip
        for name in names:
            bodies.setdefault(name, []).append(len(done[user.pk]) >= parts > 0)
    return [
        (name, len(each), Shown("number", round(100 * sum(each) / len(each))) if len(each) >= least else Shown("small"))
        for name, each in sorted(bodies.items())
    ]


# Needs ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Needs:
    """Needs noted in a period: how many, how many met, the median of days to the answer, by area."""

    noted: int
    met: int
    median_days: int | None
    by_area: dict[str, Shown]


def needs(region_id: int, since: date, until: date, least: int) -> Needs:
    """Needs noted within the days, how many of them are met and how quickly (E-43)."""
    rows = list(CompetenceNeed.objects.filter(region_id=region_id, noted_on__range=(since, until)))
    met = [one.days for one in rows if one.answered_at]
    areas = hide_small(_counted((one.area for one in rows), [one.key for one in code_list("competence_areas")]), least)
    return Needs(len(rows), len(met), round(median(met)) if met else None, areas)


def _held(region_id: int, since: date, until: date) -> Any:
    return Training.objects.held(since, until).filter(region_id=region_id)


def _counted(found: Iterable[str], keys: Iterable[str]) -> dict[str, int]:
    counted = Counter(found)
    return {key: counted[key] for key in keys}


def _mean(total: int, count: int) -> Decimal:
    return (Decimal(total) / count).quantize(Decimal("0.1"), ROUND_HALF_UP)
