"""What an assessment adds up to: which areas were gone through, which criteria are met, what could come next.

Everything here proposes and says why; nothing decides, nothing scores (invariant 8).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.assessments.models import NeedsAssessment
from rinnalla.catalogue.models import ServiceCard
from rinnalla.servicemodels.codes import Code, Whose, code_list, deadline, of_case

NOT_ASKED = "not_asked"
NO_TRACE = ("special", "authority")  # an entry of these groups leaves no mark for those who may not see it


@dataclass(frozen=True)
class Area:
    """An area of life with who may see its answer."""

    key: str
    name: str
    field_group: str


@dataclass(frozen=True)
class Completeness:
    """How much was gone through, of the areas the reader may see."""

    asked: int
    total: int
    not_asked: tuple[str, ...]
    missing_parts: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return self.asked == self.total and not self.missing_parts


@dataclass(frozen=True)
class Proposal:
    """A next step that a criterion suggests, with the reason. A person decides."""

    criterion: str
    why: str
    cards: tuple[ServiceCard, ...]


def areas(region: Whose) -> list[Area]:
    """The areas of life gone through in a region or case; a local one is seen as the national one it counts under."""
    codes = code_list("life_areas", region=region)
    groups = {code.key: code.definition.field_group for code in codes if hasattr(code.definition, "field_group")}
    return [Area(code.key, code.name, groups.get(code.key) or groups[code.counts_as]) for code in codes]


def visible_areas(region: Whose, groups: Collection[str]) -> list[Area]:
    """The areas a reader with these field groups may see."""
    return [area for area in areas(region) if area.field_group in groups]


def hidden_areas(region: Whose, groups: Collection[str]) -> int:
    """How many areas a reader may know of but not see."""
    return sum(area.field_group not in (*groups, *NO_TRACE) for area in areas(region))


def visible_criteria(groups: Collection[str]) -> list[Code]:
    """The criteria (V-18…V-23) a reader may see."""
    return [code for code in code_list("criteria") if code.definition.field_group in groups]


def part_names() -> dict[str, str]:
    """The three required parts (L-78) in words."""
    return {"network": _("Verkosto"), "goal": _("Tavoite"), "resources": _("Voimavarat")}


def completeness(assessment: NeedsAssessment, groups: Collection[str]) -> Completeness:
    """What has been asked; an area without an answer counts as not asked (I-14)."""
    every = visible_areas(of_case(assessment.case), groups)
    asked = {one.area for one in assessment.answers.all() if one.answer != NOT_ASKED}
    left = tuple(area.name for area in every if area.key not in asked)
    names = part_names()
    return Completeness(
        len(every) - len(left), len(every), left, tuple(names[part] for part in assessment.missing_parts)
    )


def meets_criteria(criteria: Iterable[str]) -> bool:
    """One criterion is enough, also one's own experience alone (V-18); a diagnosis is never needed."""
    return any(code.key in set(criteria) for code in code_list("criteria"))


def suggested_criteria(assessment: NeedsAssessment) -> list[tuple[Code, str]]:
    """Criteria that told facts speak for and nobody has ticked, each with its reason (V-19). Limits are dated data."""
    region = of_case(assessment.case)
    spells, months = deadline(region, "unemployment_spells"), deadline(region, "unemployment_long")
    why = ""
    if (assessment.unemployment_months or 0) >= months:
        why = _("Työttömyys on kestänyt %(count)s kuukautta; raja on %(limit)s.") % {
            "count": assessment.unemployment_months, "limit": months}
    elif (assessment.unemployment_spells or 0) >= spells:
        why = _("Työttömyysjaksoja on %(count)s; raja on %(limit)s.") % {
            "count": assessment.unemployment_spells, "limit": spells}
    found = [code for code in code_list("criteria") if code.key == "unemployment_history"] if why else []
    return [(code, why) for code in found if code.key not in assessment.criteria]


def proposals(assessment: NeedsAssessment, groups: Collection[str]) -> list[Proposal]:
    """What the ticked criteria propose as a next step (V-20…V-23), with the region's own cards."""
    ticked = [code for code in visible_criteria(groups) if code.key in assessment.criteria and code.definition.proposes]
    wanted = [code.definition.proposes for code in ticked]
    cards = {
        card.key: card for card in ServiceCard.objects.offered().filter(
            region=assessment.case.region, key__in=wanted).select_related("unit__organisation", "region")
    }
    return [
        Proposal(code.key, _("Asiakkaasta pitää paikkansa: %(name)s.") % {"name": code.name},
                 tuple(cards[key] for key in [code.definition.proposes] if key in cards))
        for code in ticked
    ]


def talk_prompt(motivation: int | None, region: Whose) -> bool:
    """Is the client's own number so low that it is worth a talk? It never stops anything (V-24)."""
    return motivation is not None and motivation <= deadline(region, "talk_prompt")
