"""What a project's page gathers: its people by municipality, its sister projects, actions by body."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import formats

from rinnalla.network.development.models import Development
from rinnalla.network.partners.models import Partner
from rinnalla.network.projects.figures import percent
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.models_clients import ContactedPerson
from rinnalla.servicemodels.codes import code_name


def staff_by_municipality(project: Project) -> dict[str, int]:
    """How many of the staff are in each municipality, "" for the whole area (T-21, F-31)."""
    return dict(Counter(one.municipality.name if one.municipality else "" for one in project.staff.all()))


def background_counts(project: Project) -> dict[str, int]:
    """How many of the staff have each background (T-22, F-32)."""
    return dict(Counter(one.background for one in project.staff.all() if one.background))


def related(project: Project) -> list[Project]:
    """Projects it works together with, from whichever side they were linked (T-27)."""
    return list(Project.objects.filter(Q(links_on__other=project) | Q(links_back__one=project)).distinct())


def actions_by_organisation(project: Project) -> list[tuple[Partner, list[Development]]]:
    """Each partner of the project, and of its parts, with its own development actions; one with none is there too
    (E-05)."""
    every = [project.pk, *(one.pk for one in project.parts.all())]
    rows = list(
        Development.objects.filter(project_id__in=every).select_related("unit__organisation", "responsible").in_order()
    )
    partners = Partner.objects.filter(in_projects__project_id__in=every).distinct()
    return [
        (partner, [row for row in rows if row.unit.organisation_id == partner.organisation_id]) for partner in partners
    ]


@dataclass(frozen=True)
class Funnel:
    """Of those whose rows the reader sees: contacted, joined of them, not joined by reason, not known yet."""

    contacted: int
    joined: int
    undecided: int
    reasons: list[tuple[str, int]]

    @property
    def percent(self) -> Decimal | None:
        """How many of those contacted joined, to one decimal; None of nobody (I-24)."""
        return percent(self.joined, self.contacted)


def funnel(rows: Sequence[ContactedPerson]) -> Funnel:
    """The funnel of rows that the reader sees one by one: nothing is hidden in it."""
    outcomes = Counter(one.outcome for one in rows)
    reasons = Counter(one.reason for one in rows if one.reason)
    named = [(code_name("not_joined_reasons", key), many) for key, many in reasons.most_common()]
    return Funnel(len(rows), outcomes["joined"], outcomes["open"], named)


def number(told: Decimal | int, places: int = 1) -> str:
    """A number in the reader's own way of writing it: 58,0."""
    return str(formats.number_format(told, places, use_l10n=True, force_grouping=True))
