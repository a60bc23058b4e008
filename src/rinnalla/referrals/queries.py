"""Lists and counts of the room."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.referrals import lists
from rinnalla.referrals.models import (
    BOUNCED_FROM,
    Consultation,
    GuidanceEvent,
    GuidanceOutcome,
    Identification,
    Outcome,
    OutsideQuestion,
    Referral,
)
from rinnalla.servicemodels import codes

SHOWN = 200


@dataclass(frozen=True)
class Inbox:
    """What waits in the actor's unit, each referral in exactly one list, most urgent first."""

    to_route: list[Referral]
    late: list[Referral]
    today: list[Referral]
    waiting: list[Referral]
    asked: list[Referral]
    consultations: list[Consultation]
    outside: list[OutsideQuestion]
    bounced: list[tuple[Referral, int, int]]

    @property
    def referrals(self) -> list[Referral]:
        return [*self.to_route, *self.late, *self.today, *self.waiting, *self.asked]


def inbox(actor: Actor) -> Inbox:
    """The inbox of the actor's unit: the choose-the-unit queue, late, today, waiting, asked (V-12, V-42), and what
    services without an account have answered, or not in time."""
    rows = Referral.objects.received_by(actor).unsettled()
    rows = rows.select_related("municipality", "unit", "sent_by", "asked_by", "returned_to")
    lists_of: dict[str, list[Referral]] = {"to_route": [], "late": [], "today": [], "waiting": [], "asked": []}
    found = list(rows.order_by("due_on", "pk")[:SHOWN])
    for referral in found:
        lists_of[_place(referral)].append(referral)
    asked = Consultation.objects.visible_to(actor).waiting()
    asked = asked.exclude(sent_by_id=actor.user_id).select_related("sent_by", "sent_by_unit")
    outside = OutsideQuestion.objects.waiting_in(actor).select_related("referral")
    return Inbox(
        **lists_of, consultations=list(asked.order_by("answer_due_on", "pk")[:SHOWN]), bounced=bounced(found),
        outside=list(outside.order_by("expires_at", "pk")[:SHOWN]),
    )


def _place(referral: Referral) -> str:
    if referral.route_by:
        return "to_route"
    if referral.late:
        return "late"
    if referral.state == "asked":
        return "asked"
    return "today" if referral.contacted_at is None and referral.due_on == dates.today() else "waiting"


def bounced(referrals: Iterable[Referral]) -> list[tuple[Referral, int, int]]:
    """Those whose client has been declined or passed on at least three times in all units, with both numbers (V-06)."""
    rows = list(referrals)
    counts = bounces([bytes(row.person_index) for row in rows])
    told = [(row, *counts.get(bytes(row.person_index), (0, 0))) for row in rows]
    return [one for one in told if one[1] + one[2] >= BOUNCED_FROM]


def bounces(indexes: Iterable[bytes]) -> dict[bytes, tuple[int, int]]:
    """Declines and transfers of each client, by the keyed index; counted over all units by an owner-run function."""
    with connection.cursor() as cursor:
        cursor.execute("select * from referrals_bounces(%s)", [list(set(indexes))])
        return {bytes(index): (declines, transfers) for index, declines, transfers in cursor.fetchall()}


def settled(actor: Actor) -> QuerySet[Referral]:
    """What the unit has taken or declined lately, newest first."""
    rows = Referral.objects.received_by(actor).filter(Q(accepted_at__isnull=False) | Q(declined_at__isnull=False))
    return rows.select_related("municipality", "next_unit", "next_user", "accepted_by", "returned_to").order_by("-pk")


def by_channel(actor: Actor, since: date) -> list[tuple[str, int]]:
    """How many referrals came to the unit by each route (V-43…V-45), routes without any included."""
    rows = Referral.objects.received_by(actor).filter(received_on__gte=since)
    counts = dict(rows.values_list("channel").annotate(Count("pk")).order_by())
    return [(option.name, counts.get(option.key, 0)) for option in codes.code_list("referral_channels")]


def by_outcome(since: date) -> list[tuple[str, int]]:
    """What became of the referrals that came through the actor's own unit (V-111); one may have been passed on, so it
    is counted past the wall, by a function that asks whose unit it is."""
    with connection.cursor() as cursor:
        cursor.execute("select * from referrals_outcomes(%s)", [since])
        counts = dict(cursor.fetchall())
    aside = {Outcome.SENT, *(key for key in Outcome.values if key.startswith("outside_"))}  # those asked beside it
    return [(str(label), counts.get(key, 0)) for key, label in Outcome.choices if key not in aside]


def by_item(rows: QuerySet[Identification]) -> list[tuple[str, int]]:
    """How many times each line of the checklist was ticked (L-35…L-39)."""
    counts = Counter(item for items in rows.values_list("items", flat=True) for item in items)
    return [(item.name, counts[item.key]) for item in lists.checklist()]


@dataclass(frozen=True)
class Advice:
    """Advice of one topic in a time: how many times, how many minutes, how it ended."""

    topic: str
    times: int
    minutes: int
    outcomes: list[tuple[str, int]]


def advice(actor: Actor, since: date) -> list[Advice]:
    """Advice given in the actor's unit by topic: counted as advice, not as clients (V-47). A topic of the region's own
    counts under its national one (I-13)."""
    rows = GuidanceEvent.objects.visible_to(actor).filter(on__gte=since)
    sums = rows.values_list("topic", "outcome").annotate(times=Count("pk"), minutes=Sum("minutes")).order_by()
    times, minutes, ends = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for topic, outcome, count, spent in sums:
        key = codes.national_key("guidance_topics", topic, codes.of_region(actor.region_id or 0))
        times[key] += count
        minutes[key] += spent or 0
        ends[key, outcome] += count
    return [
        Advice(
            option.name, times[option.key], minutes[option.key],
            [(label, ends[option.key, key]) for key, label in GuidanceOutcome.choices if ends[option.key, key]],
        )
        for option in codes.code_list("guidance_topics") if times[option.key]
    ]


def benefits_advised(actor: Actor, since: date) -> list[tuple[str, int, int]]:
    """Advice on benefits given in the actor's unit, by benefit: times and minutes, the commonest first (V-48)."""
    rows = GuidanceEvent.objects.visible_to(actor).filter(on__gte=since).exclude(benefit="")
    sums = rows.values_list("benefit").annotate(times=Count("pk"), minutes=Sum("minutes")).order_by("-times", "benefit")
    return [(codes.code_name("benefits", key), times, minutes) for key, times, minutes in sums]


@dataclass(frozen=True)
class Line:
    """A ticked line of the checklist as its reader may see it; `hidden` when the ticks are not for the reader."""

    name: str
    ticks: list[str]
    hidden: bool


def shown_items(items: Iterable[str], groups: Iterable[str]) -> list[Line]:
    """The ticked lines. Sub-ticks of a line of another field group (L-36: health) are left out for those without it."""
    ticked, allowed = set(items), set(groups)
    lines = []
    for item in lists.checklist():
        if item.key in ticked:
            ticks = [tick.name for tick in item.ticks if f"{item.key}.{tick.key}" in ticked]
            mine = item.field_group in allowed
            lines.append(Line(item.name, ticks if mine else [], bool(ticks) and not mine))
    return lines
