"""What the records of one coaching add up to: contacts by party, the share at work, jobs by whether they fulfil."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rinnalla.employment.models import CoachingContact, CoachingEpisode, Job
from rinnalla.employment.results.lasting import Lasting
from rinnalla.employment.results.lasting import lasting as of_jobs
from rinnalla.employment.results.spells import Work
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import code_list, deadline, of_case


@dataclass(frozen=True)
class Share:
    """Contacts since the job began, how many of them at the workplace, and the least share that is aimed at."""

    at_work: int
    all: int
    least: int

    @property
    def percent(self) -> int:
        """Per cent, half up."""
        return (200 * self.at_work + self.all) // (2 * self.all)

    @property
    def low(self) -> bool:
        return 100 * self.at_work < self.least * self.all


@dataclass(frozen=True)
class Jobs:
    """Jobs that fulfil the goal of coaching, and other work apart (T-52)."""

    fulfilling: list[Job]
    others: list[Job]


def at_work(
    episode: CoachingEpisode, contacts: Iterable[CoachingContact] | None = None, jobs: Iterable[Job] | None = None
) -> Share | None:
    """The share of contacts at the workplace since work began (T-58). None before that: nothing is asked then."""
    found = list(jobs if jobs is not None else episode.jobs.all())
    begun = [job.starts_on for job in found if job.under_way]
    if not begun:
        return None
    rows = list(contacts if contacts is not None else episode.contacts.all())
    since = [row for row in rows if row.on >= min(begun)]
    if not since:
        return None
    here = {one.key for one in code_list("coaching_places") if one.definition.at_work}
    least = deadline(of_case(episode.case), "coaching_at_work")
    return Share(sum(row.place in here for row in since), len(since), least)


def by_party(episode: CoachingEpisode) -> dict[str, int]:
    """How many contacts with each party (T-56); one contact may have several."""
    return dict(Counter(party for row in episode.contacts.all() for party in row.parties))


def jobs(episode: CoachingEpisode) -> Jobs:
    """The jobs of a coaching in two lists."""
    found = list(episode.jobs.all())
    return Jobs([job for job in found if job.fulfils], [job for job in found if not job.fulfils])


def lasting(episode: CoachingEpisode, found: Iterable[Job] | None = None) -> Lasting | None:
    """How long the client's open paid work has lasted: the points of the results, of one client (T-12, T-57)."""
    rows = list(found if found is not None else episode.jobs.all())
    works = [Work(one.kind, one.starts_on, one.ends_on) for one in rows if one.fulfils]
    return of_jobs(works, dates.today(), deadline(of_case(episode.case), "work_spell_gap"))
