"""Proposals as the client reads them, and the client's answers as the coach does. Nothing here is a number."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.employment.matching.models import PROPOSE, MatchAnswer, MatchDecision
from rinnalla.employment.matching.plain import in_plain_words
from rinnalla.employment.matching.reasons import Told, places_of
from rinnalla.employment.matching.rules import Reason
from rinnalla.employment.models import CoachingEpisode


@dataclass(frozen=True)
class Proposal:
    """One piece of work that the coach proposes: the reasons that stood then, in plain words, and the own answer."""

    row: MatchDecision
    told: Told
    answer: MatchAnswer | None

    @property
    def name(self) -> str:
        return self.row.task.name if self.row.task else self.row.vacancy.title

    @property
    def is_open(self) -> bool:
        """Whether the work can still be sought."""
        return self.row.vacancy.state == "open" and not self.row.vacancy.is_over


def proposals_of(actor: Actor, episode: CoachingEpisode, region_id: int) -> list[Proposal]:
    """What the coach proposes now, the newest first: of each piece of work the decision that holds, if it proposes."""
    rows = MatchDecision.objects.visible_to(actor).filter(episode=episode)
    rows = rows.select_related("vacancy__employer", "vacancy__workplace", "vacancy__municipality", "task", "made_by")
    holding: dict[tuple[int, int | None], MatchDecision] = {}
    for one in rows.prefetch_related("answers"):
        holding.setdefault((one.vacancy_id, one.task_id), one)
    places = places_of(region_id)
    return [_proposal(one, places) for one in holding.values() if one.decision == PROPOSE]


def newest_of(proposal: MatchDecision) -> int:
    """The decision that holds of the same piece of work for the same client."""
    rows = MatchDecision.objects.filter(
        episode_id=proposal.episode_id, vacancy_id=proposal.vacancy_id, task_id=proposal.task_id
    )
    return rows.values_list("pk", flat=True)[0]


def answers_waiting(actor: Actor, episodes: Iterable[CoachingEpisode]) -> list[MatchAnswer]:
    """What clients have said of proposals and their coach has not read yet: the newest word of each, oldest first."""
    rows = MatchAnswer.objects.visible_to(actor).filter(proposal__episode__in=list(episodes))
    newest = rows.order_by("proposal_id", "-made_at", "-pk").distinct("proposal_id").values("pk")
    waiting = MatchAnswer.objects.visible_to(actor).filter(Q(pk__in=newest), seen_at__isnull=True)
    return list(waiting.select_related("proposal__vacancy__employer", "proposal__task").order_by("made_at", "pk"))


def _proposal(row: MatchDecision, places: dict[str, str]) -> Proposal:
    told = in_plain_words([Reason.of_json(one) for one in row.reasons], places)
    return Proposal(row, told, next(iter(row.answers.all()), None))
