"""The interview's questions: the common ones and the region's own, by the version the talk was begun on (V-114)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from rinnalla.assessments.models import NeedsAssessment
from rinnalla.lib import dates
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Question
from rinnalla.servicemodels.loading import dated

INTERVIEW = "initial_interview"
Value = bool | int | str | date


def questions(assessment: NeedsAssessment) -> list[Question]:
    """Every question that the talk's version asks on the day of the talk, and those that have an answer already."""
    answered = {one.question for one in assessment.told.all()}
    return [
        one for one in _every(assessment)
        if dated([one], assessment.talked_on) is not None or one.key in answered
    ]


def visible_questions(assessment: NeedsAssessment, groups: Collection[str]) -> list[Question]:
    """Those whose answers a reader with these field groups may see."""
    return [one for one in questions(assessment) if one.field_group in groups]


def answers(assessment: NeedsAssessment, groups: Collection[str]) -> dict[str, Value]:
    """The answers that a reader with these field groups may see, by question, as they were meant."""
    kinds = {one.key: one.kind for one in _every(assessment)}
    return {
        one.question: read(kinds.get(one.question, "text"), one.value)
        for one in assessment.told.all() if one.field_group in groups
    }


def read(kind: str, value: Any) -> Value:
    """A stored answer as its kind: days are kept as 2026-11-03."""
    return dates.parse_date(value) if kind == "date" else value


def stored(value: Value) -> Any:
    """An answer as it is kept."""
    return value.isoformat() if isinstance(value, date) else value


def accepts(question: Question, value: Any) -> bool:
    """Is this an answer of the question's kind?"""
    return {
        "yes_no": isinstance(value, bool),
        "number": isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999,
        "date": isinstance(value, date) and date(1900, 1, 1) <= value <= date(2199, 12, 31),
        "text": isinstance(value, str) and 0 < len(value) <= 4000,
        "choice": value in {one.key for one in question.choices},
    }[question.kind]


def _every(assessment: NeedsAssessment) -> list[Question]:
    """Also the ended ones: an old answer keeps its question."""
    common = [one for form in codes.common().forms if form.key == INTERVIEW for one in form.questions]
    # A talk begun before the region had a model asked none of its own, and goes on so.
    model = codes.version(assessment.service_model_id) if assessment.service_model_id else None
    local = model.model.questions if model else ()
    return [*common, *(one for own in local if own.form == INTERVIEW for one in own.questions)]
