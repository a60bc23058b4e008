"""Which guides a client reads now: those of the stage of the path, and of the measure of support (T-33)."""

from rinnalla.access.actor import Actor
from rinnalla.assessments.models import RuleDecision
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d


def guides(case: Case, actor: Actor) -> list[d.Guide]:
    """The guides of an open case, the region's own first. A closed case has none."""
    if case.closed_at:
        return []
    segment, today = _segment(case, actor), dates.today()
    region = codes.version(case.service_model_id) if case.service_model_id else None
    every = [*(region.model.guides if region else ()), *codes.common().guides]
    return [
        one for one in every
        if codes.holds(one, today) and case.stage in one.stages and (not one.segments or segment in one.segments)
    ]


def reminder(case: Case, actor: Actor) -> d.Guide | None:
    """The first guide that has something to remind of."""
    return next((one for one in guides(case, actor) if one.remind), None)


def _segment(case: Case, actor: Actor) -> str:
    """How much support was chosen last; empty while nobody has."""
    rows = RuleDecision.objects.visible_to(actor).filter(case=case, subject="segment")
    return rows.order_by("-pk").values_list("chosen", flat=True).first() or ""
