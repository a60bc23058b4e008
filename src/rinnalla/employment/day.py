"""The coach's day: today's contacts in order, what is late, the places in use and who waits. A fixed number of
statements, whatever the number of clients."""

from dataclasses import dataclass
from datetime import time

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.actor import Actor
from rinnalla.employment.caseload import Load, Queue, load_of, queue_of
from rinnalla.employment.matching.models import MatchAnswer
from rinnalla.employment.matching.own import answers_waiting
from rinnalla.employment.models import CoachingContact, CoachingEpisode
from rinnalla.employment.support.models import AgreementAnswer, AgreementQuestion, WorkAdaptation
from rinnalla.employment.support.reading import (
    Lack,
    adaptations_due,
    questions_waiting,
    refusals_waiting,
    talks_lacking,
)
from rinnalla.lib import dates
from rinnalla.meetings.models import Meeting
from rinnalla.meetings.models import today as meetings_today
from rinnalla.organisations.models import Unit

AT_WORK, SEARCHING, STARTING, FREE = "work", "search", "start", "free"
ACROSS, STEP, TOP = 10, 34.4, 38


@dataclass(frozen=True)
class Stop:
    """One point of today's path: noted already, the next one, one ahead, or a meeting."""

    kind: str
    at: time | None
    episode: CoachingEpisode | None
    text: str
    minutes: int | None = None
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Seat:
    """One place of the coach, drawn as a ring: at work, searching, starting or free."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Asked:
    """What waits with one client beside today's visits: a step that is late, a look at the support, talks of benefits
    that lack, adaptations to look at; and what the client has said on the own pages: questions and refusals of an
    agreement, answers to proposals."""

    episode: CoachingEpisode
    late: bool
    review: bool
    talks: list[Lack]
    adaptations: list[WorkAdaptation]
    questions: list[AgreementQuestion]
    refusals: list[AgreementAnswer]
    answers: list[MatchAnswer]

    @property
    def waits(self) -> bool:
        said = self.questions or self.refusals or self.answers
        return bool(self.late or self.review or self.talks or self.adaptations or said)


@dataclass(frozen=True)
class Said:
    """What clients have said on their own pages and nobody has answered to yet."""

    questions: list[AgreementQuestion]
    refusals: list[AgreementAnswer]
    answers: list[MatchAnswer]


@dataclass(frozen=True)
class Day:
    """Everything on the coach's first page."""

    clients: list[CoachingEpisode]
    stops: list[Stop]
    late: list[CoachingEpisode]
    reviews: list[CoachingEpisode]
    load: Load
    queue: Queue
    waiting: list[CoachingEpisode]
    talks: list[tuple[CoachingEpisode, Lack]]
    adaptations: list[WorkAdaptation]
    said: Said

    @property
    def asked(self) -> list[Asked]:
        """What else waits, client by client, in the order of the clients."""
        found = [
            Asked(
                one, one in self.late, one in self.reviews, [lack for whose, lack in self.talks if whose == one],
                [row for row in self.adaptations if row.job.episode_id == one.pk],
                [row for row in self.said.questions if row.version.agreement.episode_id == one.pk],
                [row for row in self.said.refusals if row.version.agreement.episode_id == one.pk],
                [row for row in self.said.answers if row.proposal.episode_id == one.pk],
            )
            for one in self.clients
        ]
        return [one for one in found if one.waits]

    @property
    def title(self) -> str:
        ahead = len(self.stops)
        if not ahead:
            return _("Tänään ei ole sovittuja käyntejä")
        return ngettext("Tänään yksi käynti", "Tänään %(n)s käyntiä", ahead) % {"n": ahead}

    @property
    def first(self) -> CoachingEpisode | None:
        """Whose contact is noted most likely next."""
        ahead = [stop.episode for stop in self.stops if stop.kind in ("now", "ahead") and stop.episode]
        return next(iter([*ahead, *self.late, *self.clients]), None)

    @property
    def counts(self) -> dict[str, int]:
        """Who holds the coach's places, by where each is, and the free ones: what the cap concerns, and no more."""
        kinds = [where(one) for one in self.clients if one.by_criteria]
        return {kind: kinds.count(kind) for kind in (AT_WORK, SEARCHING, STARTING)} | {FREE: self.load.free}

    @property
    def beside(self) -> int:
        """Clients in coaching that the cap does not concern."""
        return sum(not one.by_criteria for one in self.clients)

    @property
    def seats(self) -> list[Seat]:
        kinds = [kind for kind, count in self.counts.items() for _n in range(count)]
        return [
            Seat(kind, round(20 + place % ACROSS * STEP, 1), 18 + place // ACROSS * TOP)
            for place, kind in enumerate(kinds)
        ]

    @property
    def height(self) -> int:
        """Of the drawing of the seats."""
        return 36 + max(len(self.seats) - 1, 0) // ACROSS * TOP

    @property
    def waited_days(self) -> int:
        return dates.days_since(self.queue.since) if self.queue.since else 0


def clients(actor: Actor) -> QuerySet[CoachingEpisode]:
    """The coach's open coachings, the nearest step first."""
    rows = CoachingEpisode.objects.visible_to(actor).open().filter(coach_id=actor.user_id)
    rows = rows.select_related("case__person", "case__responsible_worker").prefetch_related("jobs")
    return rows.order_by("next_on", "next_at", "pk")


def coach_day(actor: Actor) -> Day:
    """The whole page."""
    mine = list(clients(actor))
    today = dates.today()
    unit = Unit.objects.select_related("organisation").get(pk=actor.unit_id)
    waiting = CoachingEpisode.objects.visible_to(actor).queued().filter(unit=unit).select_related("case__person")
    lacking = talks_lacking(mine)
    return Day(
        mine, _stops(actor, mine), [one for one in mine if one.next_on < today],
        [one for one in mine if one.review_is_due], load_of(actor.user_id or 0, unit), queue_of(unit.pk),
        list(waiting[:3]), [(one, lack) for one in mine for lack in lacking.get(one.pk, [])],
        adaptations_due(actor, mine),
        Said(questions_waiting(actor, mine), refusals_waiting(actor, mine), answers_waiting(actor, mine)),
    )


def where(episode: CoachingEpisode) -> str:
    """At work, searching or starting."""
    if any(job.under_way for job in episode.jobs.all()):
        return AT_WORK
    return SEARCHING if episode.stage in ("search", "employer", "support") else STARTING


def _stops(actor: Actor, mine: list[CoachingEpisode]) -> list[Stop]:
    """What was noted today, then today's steps in order of time; meetings among them."""
    today = dates.today()
    by_pk = {one.pk: one for one in mine}
    noted = CoachingContact.objects.filter(episode__in=by_pk, on=today, made_by_id=actor.user_id).order_by("pk")
    done = [Stop("done", None, by_pk[one.episode_id], one.text[:120], one.minutes) for one in noted]
    ahead = [
        Stop("ahead", one.next_at, one, ", ".join(part for part in (one.next_step, one.next_place) if part))
        for one in mine if one.next_on == today
    ]
    met = [
        Stop("meeting", dates.local(one.starts_at).time(), None, one.purpose, meeting=one)
        for one in meetings_today(actor)
    ]
    rest = sorted([*ahead, *met], key=lambda stop: stop.at or time.max)
    if first := next((stop for stop in rest if stop.episode), None):
        rest[rest.index(first)] = Stop("now", first.at, first.episode, first.text)
    return [*done, *rest]
