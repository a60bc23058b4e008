"""What was told and seen, by region and period, for pages and reports (E-17, E-32, E-33, E-60…E-62, I-28, F-26)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rinnalla.network.communications.models import (
    AwarenessSurvey,
    CommunicationItem,
    CommunicationMetric,
    ExperienceNote,
)
from rinnalla.servicemodels.codes import code_list


@dataclass(frozen=True)
class PlanDone:
    """A year's plan against what was done: planned, published, of them stories, dropped, late."""

    planned: int
    published: int
    stories: int
    stories_published: int
    dropped: int
    late: int


def published(region_id: int, since: date, until: date) -> list[CommunicationItem]:
    """Items that came out within the days, campaigns themselves aside: their items are what is told."""
    rows = CommunicationItem.objects.filter(region_id=region_id, published_on__range=(since, until))
    return list(rows.exclude(kind=CommunicationItem.Kind.CAMPAIGN).order_by("published_on", "pk"))


def by_channel(region_id: int, since: date, until: date) -> dict[str, int]:
    """How many items came out in each channel (E-32); one in two channels is in both."""
    found = (one for item in published(region_id, since, until) for one in item.channels)
    return _counted(found, "communication_channels")


def by_audience(region_id: int, since: date, until: date) -> dict[str, int]:
    """How many items came out for each audience (E-17, I-28)."""
    found = (one for item in published(region_id, since, until) for one in item.audiences)
    return _counted(found, "communication_audiences")


def unchecked(region_id: int) -> list[CommunicationItem]:
    """Items not out yet of which a point of the list is open (E-33), the nearest first."""
    rows = CommunicationItem.objects.filter(region_id=region_id, published_on__isnull=True, dropped_at__isnull=True)
    return [one for one in rows.order_by("planned_on", "pk") if one.missing_checks]


def seen(items: Iterable[CommunicationItem]) -> dict[str, int]:
    """How often items were seen, by channel: of each item and channel the newest number alone, since each tells how
    often all in all (E-60)."""
    rows = CommunicationMetric.objects.filter(item__in=[one.pk for one in items])
    newest = rows.order_by("item_id", "channel", "-on", "-pk").distinct("item_id", "channel")
    total: Counter[str] = Counter()
    for row in newest:
        total[row.channel] += row.impressions
    return dict(total)


def seen_of_campaign(campaign: CommunicationItem) -> dict[str, int]:
    """How often a campaign was seen, by channel: its own numbers and those of its items (F-26)."""
    return seen([campaign, *campaign.items.all()])


def plan_done(region_id: int, year: int) -> PlanDone:
    """The items planned for a year, and what came of them (E-62)."""
    rows = list(CommunicationItem.objects.filter(region_id=region_id, planned_on__year=year))
    states = Counter(one.state for one in rows)
    stories = [one for one in rows if one.style == CommunicationItem.Style.STORY]
    return PlanDone(
        len(rows), states["published"], len(stories), sum(one.published_on is not None for one in stories),
        states["dropped"], states["late"],
    )


def awareness(region_id: int) -> dict[str, list[AwarenessSurvey]]:
    """The surveys of each audience, the newest first (E-17)."""
    found: dict[str, list[AwarenessSurvey]] = {one.key: [] for one in code_list("communication_audiences")}
    for row in AwarenessSurvey.objects.filter(region_id=region_id):
        found.setdefault(row.audience, []).append(row)
    return found


def experiences_for_decisions(region_id: int) -> list[ExperienceNote]:
    """The experiences that may be told to those who decide: none without its teller's leave in force (V-10)."""
    rows = ExperienceNote.objects.filter(region_id=region_id, permitted_on__isnull=False, taken_back_at__isnull=True)
    return list(rows.order_by("theme", "-told_on", "-pk"))


def _counted(found: Iterable[str], name: str) -> dict[str, int]:
    counted = Counter(found)
    return {one.key: counted[one.key] for one in code_list(name)}
