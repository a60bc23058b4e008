"""What clients have said of the support (V-100, L-57, E-12, E-69, I-11, V-117): means with their numbers, reply rates.

Counted past the walls by the owner's functions. A mean is told when it stands on enough answers of enough people, so
that one who answers often is not told alone; by point and by service those are hidden beside it from which a hidden one
could be computed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.feedback import questions
from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.organisations.models import Region
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.showing import in_words, mean_in_words
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import FeedbackItem

ALL = ""


@dataclass(frozen=True)
class Line:
    """A question or a service: the mean in words, "" when too few to tell, out of how much, and how many answers."""

    name: str
    mean: str
    highest: int
    answers: Shown


@dataclass(frozen=True)
class Reply:
    """A point of asking: how many were asked, how many of them answered, the share in per cent; None when hidden."""

    name: str
    asked: Shown
    answered: Shown
    percent: int | None


@dataclass(frozen=True)
class Quote:
    """Words of somebody whose name nobody is told."""

    quote: UUID
    words: str
    publish: bool
    picked: bool


@dataclass(frozen=True)
class Feedback:
    """The report. `above` is the share of those whom the support surprised for the better, in per cent (E-69)."""

    period: HalfYear
    least: int
    whole: Reply
    replies: list[Reply]
    items: list[Line]
    services: list[Line]
    above: int | None
    quotes: list[Quote]
    empty: bool


@dataclass(frozen=True)
class Marks:
    """The answers to one question from some: how many gave each mark."""

    counts: Mapping[int, int]

    @property
    def number(self) -> int:
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        return sum(mark * count for mark, count in self.counts.items())


Asked = dict[tuple[str, str], tuple[int, int, int]]  # (what, key) → asked, answered of them, people who answered
Given = dict[tuple[str, str], Counter[int]]  # (question, service or ALL) → answers by mark


def report(region: Region, period: HalfYear) -> Feedback:
    """The region's feedback of the period."""
    least = codes.deadline(region, "small_number")
    asked, given = _asked(region, period), _given(region, period)
    people = asked.get(("all", ALL), (0, 0, 0))[2]
    scales = [one for one in questions.items() if one.kind == "scale"]
    whole = _replies({ALL: asked.get(("all", ALL), (0, 0, 0))}, {ALL: _("Kaikki")}, least)[0]
    return Feedback(
        period, least, whole, _by_moment(asked, least),
        [_line(one, Marks(given.get((one.key, ALL), Counter())), people, least) for one in scales],
        [line for one in scales if one.per_service for line in _by_service(one, asked, given, least)],
        _above(scales, given, people, region), _quotes(region, period, least),
        empty=not given and not any(row[0] or row[2] for row in asked.values()),
    )


# Reply rates ----------------------------------------------------------------------------------------------------------


def _by_moment(asked: Asked, least: int) -> list[Reply]:
    names = {one.key: one.names.in_language for one in questions.moments() if one.key != questions.ANY_TIME}
    return _replies({key: asked.get(("moment", key), (0, 0, 0)) for key in names}, names, least)


def _replies(rows: Mapping[str, tuple[int, int, int]], names: Mapping[str, str], least: int) -> list[Reply]:
    """Each point with its rate; the rate is told when both those who answered and those who did not may be told."""
    shown_asked = protect({key: row[0] for key, row in rows.items()}, least)
    shown_answered = protect({key: row[1] for key, row in rows.items()}, least)
    replies = []
    for key, (asked, answered, _people) in rows.items():
        told = shown_asked[key].kind == shown_answered[key].kind == "number" and asked
        percent = (200 * answered + asked) // (2 * asked) if told else None
        replies.append(Reply(names[key], shown_asked[key], shown_answered[key], percent))
    return replies


# Means ----------------------------------------------------------------------------------------------------------------


def _line(item: FeedbackItem, marks: Marks, people: int, least: int) -> Line:
    """A question answered at every point: on enough answers, of enough people."""
    shown = hide_small({ALL: _weight(marks, people)}, least)[ALL]
    told = shown.kind == "number" and marks.number
    return Line(
        item.short.in_language, mean_in_words(marks.total, marks.number) if told else "", item.highest,
        Shown("number", marks.number) if told else shown,
    )


def _weight(marks: Marks, people: int) -> int:
    """What is compared with the limit: as many as answers or people, whichever is fewer; none is told as none."""
    return min(marks.number, people) if marks.number else 0


def _by_service(item: FeedbackItem, asked: Asked, given: Given, least: int) -> Iterator[Line]:
    """The services of which something was said, by name, and what was said of none: together they are all answers."""
    found = {card: Marks(counts) for (key, card), counts in given.items() if key == item.key and card != ALL}
    weights = {card: _weight(marks, asked.get(("card", card), (0, 0, 0))[2]) for card, marks in found.items()}
    rest = sum(given.get((item.key, ALL), Counter()).values()) - sum(marks.number for marks in found.values())
    shown = protect({**weights, ALL: rest}, least)
    names = {str(one.pk): one.name for one in ServiceCard.objects.filter(pk__in=found)}
    for card in sorted(found, key=lambda pk: names.get(pk, pk)):
        told = shown[card].kind == "number" and found[card].number
        yield Line(
            names.get(card, card), mean_in_words(found[card].total, found[card].number) if told else "", item.highest,
            Shown("number", found[card].number) if told else shown[card],
        )


def _above(scales: Sequence[FeedbackItem], given: Given, people: int, region: Region) -> int | None:
    """Per cent of answers that are above expectation; None when too few, or when nearly all or nearly none are."""
    item = next((one for one in scales if one.above is not None), None)
    if item is None or item.above is None:
        return None
    least, counts = codes.deadline(region, "small_number"), given.get((item.key, ALL), Counter())
    whole, above = sum(counts.values()), sum(count for mark, count in counts.items() if mark >= item.above)
    enough = min(whole, people) >= codes.deadline(region, "share_denominator")
    safe = enough and all(part == 0 or part >= least for part in (above, whole - above))
    return (200 * above + whole) // (2 * whole) if safe else None


# Asking the owner's functions -----------------------------------------------------------------------------------------


def _rows(function: str, *arguments: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({', '.join(['%s'] * len(arguments))})", arguments)
        return cursor.fetchall()


def _asked(region: Region, period: HalfYear) -> Asked:
    found = _rows("feedback_asked", region.pk, period.since, period.until)
    return {(what, key): (asked, answered, people) for what, key, asked, answered, people in found}


def _given(region: Region, period: HalfYear) -> Given:
    given: Given = {}
    for _moment, card, item, mark, answers in _rows("feedback_marks", region.pk, period.since, period.until):
        for key in {ALL, str(card) if card else ALL}:
            given.setdefault((item, key), Counter())[mark] += answers
    return given


def _quotes(region: Region, period: HalfYear, least: int) -> list[Quote]:
    """In an order that tells nothing: by the key, which is random."""
    found = _rows("feedback_words", region.pk, period.since, period.until, least)
    return sorted((Quote(*row) for row in found), key=lambda one: (not one.publish, str(one.quote)))


# The file -------------------------------------------------------------------------------------------------------------


def rows(told: Feedback) -> Iterator[Sequence[str]]:
    """The report as lines of a file. Words are not in it: leave to publish them can be taken back."""
    yield [_("Kysymys"), _("Keskiarvo"), _("Asteikko"), _("Vastauksia")]
    for line in told.items:
        yield [line.name, line.mean or _("Ei näytetä"), f"1–{line.highest}", in_words(line.answers, told.least)]
    yield [_("Yli odotusten, prosenttia"), str(told.above) if told.above is not None else _("Ei näytetä")]
    yield []
    yield [_("Milloin kysyttiin"), _("Kysytty"), _("Vastattu"), _("Vastausprosentti")]
    for reply in [told.whole, *told.replies]:
        percent = str(reply.percent) if reply.percent is not None else _("Ei näytetä")
        yield [reply.name, in_words(reply.asked, told.least), in_words(reply.answered, told.least), percent]
    yield []
    yield [_("Palvelu"), _("Keskiarvo"), _("Asteikko"), _("Vastauksia")]
    for line in told.services:
        yield [line.name, line.mean or _("Ei näytetä"), f"1–{line.highest}", in_words(line.answers, told.least)]
