"""Coaching by quality criteria evaluated (T-12): how it is carried out, whom it fits, what it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employment.models import capped_types
from rinnalla.employment.quality import sets
from rinnalla.employment.quality.models import QualityReview
from rinnalla.employment.results.telling import Percent
from rinnalla.organisations.models import Region
from rinnalla.reports.coaching import lines
from rinnalla.reports.coaching.report import Report, report
from rinnalla.reports.coaching.tables import Table
from rinnalla.reports.forms import HalfYear


@dataclass(frozen=True)
class Fidelity:
    """A unit's newest approved review up to the end of the period: its sum out of 125 and the band in words."""

    unit: str
    on: date
    total: int
    band: str


@dataclass(frozen=True)
class Evaluation:
    """The three parts: reviews, people by client group, results."""

    period: HalfYear
    reviews: list[Fidelity]
    fit: Table
    results: Report

    @property
    def least(self) -> int:
        return self.results.least

    @property
    def retention(self) -> list[tuple[str, Percent | None]]:
        return self.results.retention


def evaluate(region: Region, period: HalfYear, by: Actor) -> Evaluation:
    """Reviews of the reader's own organisation; people and results of the region, of coaching by criteria alone."""
    told = report(region, period, types=capped_types())
    return Evaluation(period, _reviews(period, by), told.tables["group"], told)


def _reviews(period: HalfYear, by: Actor) -> list[Fidelity]:
    rows = QualityReview.objects.visible_to(by).filter(approved_at__isnull=False, until__lte=period.until)
    newest: dict[int, QualityReview] = {}
    for one in rows.select_related("unit__organisation").order_by("until", "pk"):
        newest[one.unit_id] = one
    return sorted((_fidelity(one) for one in newest.values()), key=lambda one: one.unit)


def _fidelity(one: QualityReview) -> Fidelity:
    used = sets.set_named(one.set_key, one.set_version)
    band = used.band_of(one.total or 0)
    return Fidelity(f"{one.unit.organisation.name}, {one.unit.name}", one.until, one.total or 0, band.names.in_language)


def rows(told: Evaluation) -> Iterator[list[str]]:
    """The three parts as lines of a file."""
    yield [_("Miten toteutetaan")]
    yield [_("Yksikkö"), _("Arvioitu"), _("Pisteitä 125:stä"), _("Taso")]
    for one in told.reviews:
        yield [one.unit, one.on.isoformat(), str(one.total), one.band]
    yield []
    yield [_("Kenelle sopii")]
    yield from lines.table(told.fit, told.least)
    yield []
    yield [_("Mitä saadaan aikaan")]
    yield from lines.rows(replace(told.results, tables={}))


