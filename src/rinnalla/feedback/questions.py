"""What is asked and when, as `regions/common/feedback.yaml` tells it today."""

from collections.abc import Mapping

from rinnalla.lib import dates
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import FeedbackItem, FeedbackMoment
from rinnalla.servicemodels.loading import dated

START, MID, END, PHASE_END, SERVICE_END, ANY_TIME = "start", "mid", "end", "phase_end", "service_end", "any_time"
WORDS = "words"


def moments() -> list[FeedbackMoment]:
    """The moments in force, in their order."""
    return [one for one in codes.common().feedback.moments if dated([one], dates.today())]


def moment(key: str) -> FeedbackMoment:
    """One moment, also one that is no longer in force. Raises LookupError."""
    for one in codes.common().feedback.moments:
        if one.key == key:
            return one
    raise LookupError(f"{key} is no moment of feedback.yaml")


def items() -> list[FeedbackItem]:
    """The questions in force, in their order."""
    return [one for one in codes.common().feedback.items if dated([one], dates.today())]


def asked_at(key: str) -> list[FeedbackItem]:
    """The questions asked at a moment, in the moment's order."""
    in_force = {one.key: one for one in items()}
    return [in_force[name] for name in moment(key).items if name in in_force]


def answers(item: FeedbackItem) -> list[tuple[str, str]]:
    """The answers to a scale: what is stored and what is read."""
    values = range(item.lowest, item.highest + 1)
    words = [step.in_language for step in item.steps] or [str(value) for value in values]
    return [(str(value), word) for value, word in zip(values, words, strict=True)]


def in_words(marks: Mapping[str, int]) -> list[tuple[str, str]]:
    """Each question with its answer in words, in the questions' order; also of one that is no longer asked."""
    known = {one.key: one for one in codes.common().feedback.items}
    told = []
    for key in [*[key for key in known if key in marks], *[key for key in marks if key not in known]]:
        item, value = known.get(key), marks[key]
        if item is None:
            told.append((key, str(value)))
            continue
        word = dict(answers(item)).get(str(value), str(value))
        told.append((item.names.in_language, word if item.steps else f"{word}/{item.highest}"))
    return told
