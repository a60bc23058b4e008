"""Who might pay for a coaching, by what is told of the client and what is on the path (L-64). It proposes and says why;
a person chooses, and nothing is chosen in advance."""

from collections.abc import Collection
from dataclasses import dataclass

from rinnalla.access.actor import Actor
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.assessments.weighing import told
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.rules import Facts, Rulebook
from rinnalla.services.models import ServiceEpisode


@dataclass(frozen=True)
class Proposed:
    """A payer that something speaks for, with what does."""

    key: str
    name: str
    reasons: tuple[str, ...]


def proposed_payers(case: Case, actor: Actor, groups: Collection[str]) -> list[Proposed]:
    """The payers that something speaks for, in the list's order, from what the reader may see. Often none, or many."""
    book = Rulebook(codes.common(), codes.published(codes.of_case(case)), dates.today())
    facts = book.seen_by(_facts(case, actor, groups), groups)
    services = _services(case, actor, groups)
    found = []
    for payer in codes.code_list("coaching_payers"):
        reasons = [in_language(fact.names.model_dump()) for fact in book.speaking(payer.definition.told_by, facts)]
        reasons += [services[key] for key in payer.definition.services if key in services]
        if reasons:
            found.append(Proposed(payer.key, payer.name, tuple(reasons)))
    return found


def _facts(case: Case, actor: Actor, groups: Collection[str]) -> Facts:
    """What the newest signed talk tells; without one, nothing."""
    rows = NeedsAssessment.objects.visible_to(actor).filter(case=case, signed_at__isnull=False)
    newest = rows.select_related("case__person__municipality").order_by("-talked_on", "-pk").first()
    return told(newest, groups) if newest else {}


def _services(case: Case, actor: Actor, groups: Collection[str]) -> dict[str, str]:
    """Services on the path that have not ended, by their key, with their names."""
    rows = ServiceEpisode.objects.visible_to(actor).not_ended().filter(case=case, card__isnull=False)
    rows = rows.filter(field_group__in=groups).select_related("card")
    return {row.card.service: row.name for row in rows if row.card}
