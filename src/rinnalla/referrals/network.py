"""What the pages of the consultation network show: who answers on what, how soon, and what has been answered before."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.referrals.models import RosterEntry, SharedAnswer
from rinnalla.servicemodels import codes

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Topic:
    """A topic with its roster, and in how many hours its questions were answered (median of a year, None for none)."""

    key: str
    name: str
    hours: int | None
    answered: int
    roster: list[RosterEntry] = field(default_factory=list)


def topics(actor: Actor) -> list[Topic]:
    """Every topic of the code list, also those that nobody answers yet. Two statements."""
    here = RosterEntry.objects.live().filter(network__startswith=f"{actor.region_id}:")
    by_topic: dict[str, list[RosterEntry]] = defaultdict(list)
    for entry in here.select_related("user", "unit__organisation").order_by("user__name", "pk"):
        by_topic[entry.topic].append(entry)
    with connection.cursor() as cursor:
        cursor.execute("select * from referrals_answer_hours(%s)", [dates.now() - YEAR])
        waited = {topic: (round(hours), number) for topic, number, hours in cursor.fetchall()}
    return [
        Topic(one.key, one.name, *waited.get(one.key, (None, 0)), by_topic[one.key])
        for one in codes.code_list("guidance_topics")
    ]


def library(actor: Actor, words: str = "", topic: str = "") -> QuerySet[SharedAnswer]:
    """Shared answers in which each of the words stands, newest first."""
    rows = SharedAnswer.objects.visible_to(actor).select_related("unit").order_by("-made_at")
    if topic:
        rows = rows.filter(topic=topic)
    for word in words.split()[:8]:
        rows = rows.filter(Q(question__icontains=word) | Q(answer__icontains=word))
    return rows
