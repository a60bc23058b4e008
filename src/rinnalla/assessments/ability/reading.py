"""What a case has of work-ability assessments for one reader, and what is to be looked at again across cases."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Grant
from rinnalla.assessments.ability.actions import definitions
from rinnalla.assessments.ability.models import AssessmentQuerySet, Reassessment, WorkAbilityAssessment
from rinnalla.assessments.mapping import NO_TRACE
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import ActorView

AHEAD = timedelta(days=30)  # what is due within it is listed too, so that nothing is late before it is seen


@dataclass(frozen=True)
class Told:
    """An assessment in words. `basis` is the definition it follows, with source and date (E-08)."""

    row: WorkAbilityAssessment
    kind: str
    ability: str
    source: str
    basis: ActorView | None
    due: date

    @property
    def late(self) -> bool:
        return self.due < dates.today()


@dataclass(frozen=True)
class Overview:
    """The newest word of each kind side by side; what it replaced; and how many the reader may know of but not see."""

    kinds: list[tuple[str, list[Told]]]
    earlier: list[Told]
    hidden: int


@dataclass(frozen=True)
class Due:
    """Something to look at again: a finding's review, or a new assessment after a treatment (V-54, L-71)."""

    case: Case
    what: str
    on: date
    review: bool

    @property
    def late(self) -> bool:
        return self.on < dates.today()


def overview(case: Case, actor: Actor, groups: Collection[str]) -> Overview:
    """What each body has found, side by side, for a reader with these field groups."""
    rows = list(
        WorkAbilityAssessment.objects.visible_to(actor).filter(case=case).with_review()
        .select_related("made_by", "correction").order_by("-assessed_on", "-pk")
    )
    seen = [in_words(row) for row in rows if row.field_group in groups]
    current = [one for one in seen if not hasattr(one.row, "correction")]
    newest = [one for one in current if not any(_replaces(other.row, one.row) for other in current)]
    kinds = [
        (code.name, [one for one in newest if one.row.kind == code.key]) for code in codes.code_list("assessment_kinds")
    ]
    hidden = sum(
        row.field_group not in groups and row.field_group not in NO_TRACE and not hasattr(row, "correction")
        for row in rows
    )
    return Overview(
        [(name, told) for name, told in kinds if told], [one for one in seen if one not in newest], hidden
    )


def in_words(row: WorkAbilityAssessment) -> Told:
    """An assessment with its codes as people read them."""
    return Told(
        row, codes.code_name("assessment_kinds", row.kind), codes.code_name("ability_results", row.ability),
        codes.code_name("fact_sources", row.source), definitions().get(row.definition),
        getattr(row, "review_due", row.review_on),
    )


def waiting(case: Case, actor: Actor, groups: Collection[str]) -> list[Reassessment]:
    """The new assessments that have been agreed on and not made yet."""
    rows = Reassessment.objects.visible_to(actor).waiting().filter(case=case, field_group__in=groups)
    return list(rows.select_related("case__person").order_by("due_on", "pk"))


def due_list(actor: Actor) -> list[Due]:
    """What the actor's open cases have to be looked at again now or within a month, the oldest first.

    Only of cases the actor works in, and of the field groups that the actor's grant to each case opens.
    """
    last = dates.today() + AHEAD
    reviews = _reviewable().visible_to(actor).filter(case__closed_at__isnull=True, review_due__lte=last)
    again = Reassessment.objects.visible_to(actor).due(last).filter(case__closed_at__isnull=True)
    rows = [*reviews.select_related("case__person"), *again.select_related("case__person")]
    open_groups = _groups_of({row.case_id for row in rows}, actor)
    found = [_due(row) for row in rows if row.field_group in open_groups.get(row.case_id, ())]
    return sorted(found, key=lambda one: (one.on, one.case.person.sort_key))


def _reviewable() -> AssessmentQuerySet:
    """The newest of each kind by each definition."""
    newer = WorkAbilityAssessment.objects.current().filter(
        case_id=OuterRef("case_id"), kind=OuterRef("kind"), definition=OuterRef("definition"),
        assessed_on__gt=OuterRef("assessed_on"),
    )
    return WorkAbilityAssessment.objects.current().with_review().filter(~Exists(newer))


def _replaces(newer: WorkAbilityAssessment, older: WorkAbilityAssessment) -> bool:
    """A later finding of the same kind by the same definition; another definition answers another question."""
    same = (newer.kind, newer.definition) == (older.kind, older.definition)
    return same and (newer.assessed_on, newer.pk) > (older.assessed_on, older.pk)


def _groups_of(case_ids: set[int], actor: Actor) -> dict[int, set[str]]:
    grants = Grant.objects.live().held_by(actor).filter(case_id__in=case_ids, depth__gte=Depth.WORKS)
    opened: dict[int, set[str]] = {}
    for grant in grants:
        opened.setdefault(grant.case_id, set()).update(actor.field_groups() & set(grant.field_groups))
    return opened


def _due(row: WorkAbilityAssessment | Reassessment) -> Due:
    if isinstance(row, Reassessment):
        return Due(row.case, row.what, row.due_on, False)
    view = definitions().get(row.definition)
    name = codes.code_name("assessment_kinds", row.kind)
    return Due(row.case, f"{name}: {in_language(view.actor.model_dump())}" if view else name, row.review_due, True)
