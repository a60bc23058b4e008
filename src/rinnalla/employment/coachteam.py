"""A team of job coaches (L-63): who has room, who is at work by whom, and the employers that the team knows together.

A team is the unit where coaches work. Of placements a reader sees those of the clients that the reader may see; the
others are counted, since a team's numbers are no secret inside it and a job with its employer would tell of whom it is.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employers.contacting.models import EmployerContact
from rinnalla.employers.models import Employer
from rinnalla.employment.caseload import COACHES, Load, loads, most_clients
from rinnalla.employment.figures import lasting
from rinnalla.employment.matching.reading import groups_of
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.quality.reading import clients_and_jobs
from rinnalla.employment.results.lasting import Lasting
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit

RECENT = timedelta(days=90)  # a contact older than this no longer makes an employer the team's
MOST = 60


@dataclass(frozen=True)
class Placement:
    """A client of the team at work, whom the reader may see, and how long the open paid work has lasted."""

    episode: CoachingEpisode
    job: Job
    lasting: Lasting | None


@dataclass(frozen=True)
class OfCoach:
    """A coach of the team: places in use, how many clients are at work, and those of them whom the reader sees."""

    user: User
    load: Load
    at_work: int
    placements: list[Placement]

    @property
    def others(self) -> int:
        """How many are at work whom the reader does not see."""
        return max(self.at_work - len({one.episode.pk for one in self.placements}), 0)


@dataclass(frozen=True)
class Shared:
    """An employer that the team keeps in touch with: the newest contact of the team, and the next one planned."""

    employer: Employer
    last: EmployerContact | None
    planned: EmployerContact | None


@dataclass(frozen=True)
class Team:
    """The unit with its coaches and its employers."""

    unit: Unit
    coaches: list[OfCoach]
    employers: list[Shared]

    @property
    def at_work(self) -> int:
        return sum(one.at_work for one in self.coaches)


def team_of(unit: Unit, actor: Actor) -> Team:
    """The team as this reader may see it. A fixed number of statements, whatever the number of coaches."""
    members = Membership.objects.in_force().filter(unit=unit, role__in=COACHES).select_related("user")
    users = {one.user_id: one.user for one in members.order_by("user__name")}
    taken, most, at_work = loads(users), most_clients(unit), _at_work(unit)
    seen = _placements(unit, actor)
    coaches = [OfCoach(user, Load(taken[key], most), at_work[key], seen[key]) for key, user in users.items()]
    return Team(unit, coaches, shared_employers(unit))


def _at_work(unit: Unit) -> Counter[int]:
    """How many clients of each coach have work today, of whatever kind: counted past the walls, as for the criteria."""
    today = dates.today()
    clients, jobs = clients_and_jobs(unit, today)
    working = {one.client for one in jobs if one.under_way(today)}
    return Counter(one.coach for one in clients if one.id in working and (not one.ended_on or one.ended_on > today))


def _placements(unit: Unit, actor: Actor) -> dict[int, list[Placement]]:
    rows = CoachingEpisode.objects.visible_to(actor).open().filter(unit=unit).select_related("case__person")
    episodes = list(rows.prefetch_related("jobs__employer_row"))
    groups, found = groups_of(actor, [one.case_id for one in episodes]), defaultdict(list)
    for episode in episodes:
        if EMPLOYMENT not in groups.get(episode.case_id, ()):
            continue
        jobs = list(episode.jobs.all())
        found[episode.coach_id].extend(
            Placement(episode, one, lasting(episode, jobs) if one.fulfils else None) for one in jobs if one.under_way
        )
    return found


def shared_employers(unit: Unit) -> list[Shared]:
    """The employers whom somebody of the unit owns or has lately been in touch with: the next planned first, then the
    newest contact. The register has no client in it."""
    since = dates.today() - RECENT
    own = EmployerContact.objects.filter(unit=unit, dropped_at__isnull=True)
    near = own.filter(Q(held_at__isnull=True) | Q(on__gte=since)).values("employer_id")
    rows = Employer.objects.working().filter(Q(owner_unit=unit) | Q(pk__in=near))
    employers = list(rows.select_related("owner", "owner_unit__organisation", "municipality")[:MOST])
    contacts = own.filter(employer__in=employers).select_related("user").order_by("on", "pk")
    last = {one.employer_id: one for one in contacts if one.held_at}
    planned = {one.employer_id: one for one in reversed(contacts) if not one.held_at}
    found = [Shared(one, last.get(one.pk), planned.get(one.pk)) for one in employers]
    return sorted(found, key=_next_first)


def _next_first(one: Shared) -> tuple[bool, int, int, str]:
    ahead, behind = one.planned, one.last
    return (
        ahead is None, ahead.on.toordinal() if ahead else 0, -behind.on.toordinal() if behind else 0, one.employer.name
    )
