"""What stands of a coaching's support at work, and what lacks: a talk of benefits before a turn, a look that is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rinnalla.access.actor import Actor
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.support.models import (
    CLIENT,
    REFUSED,
    AgreementAnswer,
    AgreementQuestion,
    AgreementVersion,
    BenefitsTalk,
    JobHours,
    WorkAdaptation,
    WorkAgreement,
)
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import day_of, deadline_value, of_case

START, HOURS = "start", "hours"


@dataclass(frozen=True)
class Lack:
    """A talk of benefits that nobody has noted: before a job begins, or before its hours change, on a day."""

    job: Job
    on: date
    why: str

    @property
    def is_late(self) -> bool:
        return self.on <= dates.today()


def talks_lacking(episodes: Iterable[CoachingEpisode]) -> dict[int, list[Lack]]:
    """The talks that lack, by coaching, in two statements. `jobs` of each coaching are prefetched.

    The newest turn of a job is asked: its start, or the day its hours changed. A talk before it counts for so many days
    (`benefits_talk`), and one after it at any time.
    """
    found = list(episodes)
    jobs = [job for one in found for job in one.jobs.all() if job.ends_on is None or job.ends_on >= dates.today()]
    if not jobs:
        return {}
    changes: dict[int, list[JobHours]] = {}
    for row in JobHours.objects.filter(job__in=jobs):
        changes.setdefault(row.job_id, []).append(row)
    talks = list(BenefitsTalk.objects.filter(episode__in=found))
    lacking: dict[int, list[Lack]] = {}
    for one in found:
        mine = [talk for talk in talks if talk.episode_id == one.pk]
        for job in one.jobs.all():
            if job in jobs and (lack := _lack(one, job, changes.get(job.pk, []), mine)):
                lacking.setdefault(one.pk, []).append(lack)
    return lacking


def _lack(episode: CoachingEpisode, job: Job, changes: list[JobHours], talks: list[BenefitsTalk]) -> Lack | None:
    before = _before(episode)
    turns = [(job.starts_on, START), *((row.from_on, HOURS) for row in changes if row.from_on > job.starts_on)]
    asked = [turn for turn in turns if turn[0] <= dates.today() + before]
    if not asked:
        return None
    on, why = max(asked)
    told = any(talk.job_id in (None, job.pk) and talk.on >= on - before for talk in talks)
    return None if told else Lack(job, on, why)


def _before(episode: CoachingEpisode) -> timedelta:
    """How long before a turn a talk may be held, and from when it is asked for."""
    today = dates.today()
    return day_of(deadline_value(of_case(episode.case), "benefits_talk"), today) - today


def adaptations_due(actor: Actor, episodes: Iterable[CoachingEpisode]) -> list[WorkAdaptation]:
    """Adaptations whose day to be looked at has come, the oldest first."""
    rows = WorkAdaptation.objects.visible_to(actor).filter(job__episode__in=list(episodes), ended_on__isnull=True)
    rows = rows.filter(review_on__lte=dates.today()).select_related("job__episode__case__person")
    return list(rows.order_by("review_on", "pk"))


def agreements_of(actor: Actor, episode: CoachingEpisode) -> list[WorkAgreement]:
    """The agreements of a coaching with their versions and answers, the newest first."""
    rows = WorkAgreement.objects.visible_to(actor).filter(episode=episode).select_related("employer", "job")
    found = list(rows.prefetch_related("versions__answers", "versions__consent", "versions__questions"))
    for one in found:
        one.episode = episode
        one.case = episode.case
    return found


def questions_waiting(actor: Actor, episodes: Iterable[CoachingEpisode]) -> list[AgreementQuestion]:
    """What clients have asked of the newest texts of agreements that go on, without a reply yet; the oldest first."""
    rows = AgreementQuestion.objects.visible_to(actor).filter(replied_at__isnull=True, version__in=_newest(episodes))
    return list(rows.select_related("version__agreement__employer").order_by("pk"))


def refusals_waiting(actor: Actor, episodes: Iterable[CoachingEpisode]) -> list[AgreementAnswer]:
    """Newest texts that the client has declined: another text or an end waits for the coach. The oldest first."""
    rows = AgreementAnswer.objects.visible_to(actor).filter(
        party=CLIENT, answer=REFUSED, version__in=_newest(episodes)
    )
    return list(rows.select_related("version__agreement__employer").order_by("pk"))


def _newest(episodes: Iterable[CoachingEpisode]):
    rows = AgreementVersion.objects.filter(agreement__episode__in=list(episodes), agreement__ended_on__isnull=True)
    return rows.order_by("agreement_id", "-number").distinct("agreement_id").values("pk")
