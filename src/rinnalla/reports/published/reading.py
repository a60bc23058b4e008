"""Where a published figure is read: a region's project and registers, by its own manager."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rinnalla.access.acting import acting, staff_actor
from rinnalla.access.models import Membership
from rinnalla.network.projects.figures import Numbers, numbers
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Region


@dataclass(frozen=True)
class Found:
    """What came out of the records, in words as it was published, and how many records or people stand behind it."""

    text: str
    counted: int


@dataclass(frozen=True)
class Place:
    """A region and its project."""

    region: Region
    project: Project

    def numbers(self, until: date | None = None) -> Numbers:
        return numbers(self.project, until)


@contextmanager
def place(region_key: str, project_name: str) -> Iterator[Place]:
    """The place to read in, as the region's manager. Raises LookupError when the records are not there."""
    region = Region.objects.filter(key=region_key).first()
    manager = Membership.objects.filter(unit__organisation__region=region, role="manager").order_by("pk").first()
    if region is None or manager is None:
        raise LookupError(f"{region_key}: the region or its manager is not there")
    with acting(staff_actor(manager)):
        project = Project.objects.filter(region=region, name=project_name).select_related("region").first()
        if project is None:
            raise LookupError(f"{region_key}: no project {project_name}")
        yield Place(region, project)


def share(part: int, whole: int) -> str:
    """Per cent with one decimal, as the projects wrote it."""
    return f"{tenth(Decimal(100) * part / whole)} %" if whole else "–"


def tenth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def month(day: date) -> str:
    return f"{day.month}/{day.year}"
