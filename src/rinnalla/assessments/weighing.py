"""The rules over what was told in a talk: which support, which services, and why. Proposes; a person decides.

Only what the reader may see is weighed: no proposal lets a hidden fact be guessed, and the reader is told when facts
outside their view could change it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.assessments import mapping, questions
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.catalogue.models import ServiceCard
from rinnalla.people.models import JobseekerStatus
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import SENSITIVE
from rinnalla.servicemodels.reasons import Explained, ExplainedPlacing, explain, explain_placing
from rinnalla.servicemodels.rules import MUNICIPALITY, Finding, Outcome, Placing, Rulebook, State, Told

USE, NOT_USED = "use", "not_used"
SEGMENT = "segment"


@dataclass(frozen=True)
class Proposal:
    """A next step that a ticked criterion proposes, with the reason and the region's own cards (V-20…V-23)."""

    why: str
    cards: tuple[ServiceCard, ...]


@dataclass(frozen=True)
class Weighed:
    """What the rules say of one talk to one reader."""

    book: Rulebook
    facts: dict[str, Told]
    placing: Placing
    ways: tuple[Finding, ...]
    criteria: tuple[Finding, ...]

    @property
    def suggested(self) -> list[tuple[str, str]]:
        """Criteria that told facts speak for and nobody has ticked, each with its reason (V-19)."""
        found = [explain(one, self.book) for one in self.criteria if one.outcome == Outcome.JUDGEMENT]
        return [(one.name, "; ".join(each.text for each in one.reasons if each.state == State.MET)) for one in found]

    @property
    def in_words(self) -> tuple[ExplainedPlacing, list[Explained]]:
        return explain_placing(self.placing, self.book), [explain(one, self.book) for one in self.ways]

    def proposed(self, subject: str) -> tuple[str, str]:
        """What is proposed of a subject, and the rule it stands on; empty where the rules have no opinion."""
        if subject == SEGMENT:
            return self.placing.segment.key, self.placing.finding.key if self.placing.finding else ""
        finding = next(one for one in self.ways if one.key == subject)
        said = {Outcome.PROPOSED: USE, Outcome.NOT_MET: NOT_USED, Outcome.GUIDED: NOT_USED}
        return said.get(finding.outcome, ""), finding.key


def weigh(assessment: NeedsAssessment, groups: Collection[str]) -> Weighed:
    """Weigh a talk by the rules of its own version on the day of the talk (T-19)."""
    book = Rulebook(codes.common(), codes.published(assessment.asked_by), assessment.talked_on)
    facts = book.seen_by(told(assessment, groups), groups)
    ways = tuple(one for one in book.ways_in(facts) if _lives_there(one))
    open_criteria = {one.key for one in mapping.visible_criteria(groups)}
    criteria = tuple(one for one in book.criteria(facts) if one.key in open_criteria)
    return Weighed(book, facts, book.place(facts), ways, criteria)


def next_steps(assessment: NeedsAssessment, weighed: Weighed) -> list[Proposal]:
    """What the ticked criteria propose, with the cards the region offers."""
    ticked = [explain(one, weighed.book) for one in weighed.criteria if one.outcome == Outcome.PROPOSED and one.cards]
    offered = ServiceCard.objects.offered().filter(
        region_id=assessment.case.region_id, key__in=[key for one in ticked for key in one.cards]
    )
    cards = {card.key: card for card in offered.select_related("unit__organisation", "region")}
    return [
        Proposal(_("Asiakkaasta pitää paikkansa: %(name)s.") % {"name": one.name},
                 tuple(cards[key] for key in one.cards if key in cards))
        for one in ticked
    ]


def told(assessment: NeedsAssessment, groups: Collection[str]) -> dict[str, Told]:
    """The facts that a talk tells a reader, by their keys in `facts.yaml`.

    An unticked criterion is "no" once the talk is signed; before that nobody has said so. Needs are counted over the
    areas of life the reader may see.
    """
    person = assessment.case.person
    facts: dict[str, Told | None] = {
        MUNICIPALITY: person.municipality.code if person.municipality else None,
        "jobseeker_status": None if person.jobseeker_status == JobseekerStatus.UNKNOWN else person.jobseeker_status,
        "unemployment_spells": assessment.unemployment_spells,
        "unemployment_months": assessment.unemployment_months,
        "motivation": assessment.motivation,
        "needs": _needs(assessment, groups),
    }
    facts |= {
        code.key: code.key in assessment.criteria or (False if assessment.signed_at else None)
        for code in mapping.visible_criteria(groups)
    }
    answered = questions.answers(assessment, groups)
    facts |= {one.fact: answered.get(one.key) for one in questions.questions(assessment) if one.fact}
    return {key: value for key, value in facts.items() if value is not None}


def hides(groups: Collection[str]) -> bool:
    """May facts outside the reader's view bear on the proposal?"""
    return not set(SENSITIVE[:2]) <= set(groups)


def _needs(assessment: NeedsAssessment, groups: Collection[str]) -> int | None:
    """How many areas of life have a need; unknown while nothing has been asked."""
    asked = [one for one in assessment.answers.all() if one.field_group in groups and one.answer != mapping.NOT_ASKED]
    return sum(one.answer == "need" for one in asked) if asked else None


def _lives_there(finding: Finding) -> bool:
    """A way of another municipality is nothing to ask about."""
    home = next(one for one in finding.grounds if one.fact.key == MUNICIPALITY)
    return home.state != State.UNMET
