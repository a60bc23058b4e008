"""What a talk goes through: areas of life, criteria and parts, by who may see them, and how much has been asked."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.assessments.models import NeedsAssessment
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


def talk_prompt(motivation: int | None, region: Whose) -> bool:
    """Is the client's own number so low that it is worth a talk? It never stops anything (V-24)."""
    return motivation is not None and motivation <= deadline(region, "talk_prompt")
