"""The map of one case for one reader: the rows, the drawing's points, and whether a plan may be begun."""

from collections.abc import Collection
from dataclasses import dataclass

from rinnalla.access.actor import Actor
from rinnalla.assessments.mapping import NO_TRACE
from rinnalla.assessments.network.drawing import Drawing, draw
from rinnalla.assessments.network.models import NetworkActor, NetworkReview
from rinnalla.cases.models import Case
from rinnalla.servicemodels import codes


@dataclass(frozen=True)
class Beside:
    """Somebody on the map in words."""

    row: NetworkActor
    kind: str
    view: str
    source: str


@dataclass(frozen=True)
class Map:
    """What a reader sees: who is beside now, who was, how many one may know of but not see, and when it was gone
    through."""

    now: list[Beside]
    before: list[Beside]
    hidden: int
    gone_through: NetworkReview | None
    drawing: Drawing


def is_mapped(case: Case) -> bool:
    """Has the network been gone through with the client? A plan asks this before it begins (L-25)."""
    return NetworkReview.objects.filter(case=case).exists()


def network_map(case: Case, actor: Actor, groups: Collection[str]) -> Map:
    """The map for a reader with these field groups; the same order in the drawing and in the list."""
    rows = NetworkActor.objects.visible_to(actor).filter(case=case).order_by("made_at", "pk")
    order = {one.key: place for place, one in enumerate(codes.code_list("network_kinds"))}
    every = sorted(rows, key=lambda row: order.get(row.kind, len(order)))
    seen = [_in_words(row) for row in every if row.field_group in groups]
    now = [one for one in seen if one.row.ended_on is None]
    hidden = sum(
        row.field_group not in groups and row.field_group not in NO_TRACE and row.ended_on is None for row in every
    )
    reviews = NetworkReview.objects.visible_to(actor).filter(case=case).select_related("made_by")
    lines = [(one.row.name, one.row.service, one.row.view) for one in now]
    return Map(
        now, [one for one in seen if one.row.ended_on is not None], hidden, reviews.order_by("-pk").first(), draw(lines)
    )


def _in_words(row: NetworkActor) -> Beside:
    return Beside(
        row, codes.code_name("network_kinds", row.kind), codes.code_name("network_views", row.view),
        codes.code_name("fact_sources", row.source),
    )
