"""What is counted: people, each once in a line, and times until something. No database, and nothing is hidden here."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rinnalla.employment.results.records import Coaching, Records, Studies
from rinnalla.employment.results.retention import Followed, Share
from rinnalla.employment.results.survival import Time
from rinnalla.lib import dates

OPEN_WORK, OTHER_WORK, SEARCH, STOPPED, ENDED = "open_work", "other_work", "search", "stopped", "ended"
STATES = (OPEN_WORK, OTHER_WORK, SEARCH, STOPPED, ENDED)
DROPPED, NO_GROUP = "dropped", ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What dated data says: kinds of work that fulfil the goal and the others, days that join, months of dropping out
    and of looking after studies, places that are at work."""

    fulfilling: frozenset[str]
    others: frozenset[str]
    gap: int
    dropout: int
    after_studies: int
    at_work: frozenset[str]


People = set[int]


def started(records: Records) -> People:
    """Whose coaching began in the period."""
    return {one.person for one in records.coachings if records.within(one.started_on)}


def ran(records: Records) -> People:
    """Who was coached at some time of the period."""
    return {one.person for one in records.running}


def states(records: Records, terms: Terms) -> dict[str, People]:
    """Where those who were coached in the period stood on its last day; of somebody with two coachings the later."""
    latest = {one.person: one for one in sorted(records.running, key=lambda one: one.started_on)}
    return _by_value({person: _state(one, records.until, terms) for person, one in latest.items()})


def _by_value(found: Mapping[int, str]) -> dict[str, People]:
    told: dict[str, People] = {}
    for person, value in found.items():
        told.setdefault(value, set()).add(person)
    return told


def _state(one: Coaching, day: date, terms: Terms) -> str:
    if one.stopped_on:
        return STOPPED
    if one.ended_on:
        return ENDED
    if one.works(day, terms.fulfilling):
        return OPEN_WORK
    return OTHER_WORK if one.works(day, terms.others) else SEARCH


def _began(one: Coaching, records: Records, kinds: Collection[str]) -> bool:
    return any(job.kind in kinds and records.within(job.starts_on) for job in one.jobs)


def found_work(records: Records, terms: Terms) -> People:
    """Who began open paid work in the period."""
    return {one.person for one in records.running if _began(one, records, terms.fulfilling)}


def began_by_kind(records: Records, kinds: Iterable[str]) -> dict[str, People]:
    """Who began which kind of work in the period; somebody may be in several."""
    return {kind: {one.person for one in records.running if _began(one, records, {kind})} for kind in kinds}


def by(records: Records, key: Callable[[Coaching], str], terms: Terms) -> dict[str, tuple[People, People]]:
    """People coached in the period, and those of them who began open paid work in it, by something of the coaching."""
    everybody: dict[str, People] = {}
    worked: dict[str, People] = {}
    for one in records.running:
        everybody.setdefault(key(one), set()).add(one.person)
        if _began(one, records, terms.fulfilling):
            worked.setdefault(key(one), set()).add(one.person)
    return {name: (people, worked.get(name, set())) for name, people in everybody.items()}


def onward(records: Records) -> People:
    """Who was placed onward in the period (L-65)."""
    return {
        one.person for one in records.running
        if any(job.onward and records.within(job.starts_on) for job in one.jobs)
    }  # fmt: skip


# Does the work match, where is the coach ------------------------------------------------------------------------------


def matching(records: Records, *, by_client: bool) -> Counter[bool]:
    """Jobs begun in the period that match the client's skills and that don't, as one of the two says (L-18)."""
    found: Counter[bool] = Counter()
    for one in records.running:
        for job in one.jobs:
            said = job.by_client if by_client else job.by_coach
            if said is not None and records.within(job.starts_on):
                found[said] += 1
    return found


def parties(records: Records) -> dict[str, tuple[int, int]]:
    """Contacts of the period with each party, and with how many people's coaching they were (T-56)."""
    times, people = Counter[str](), Counter[str]()
    for one in records.running:
        for party, number in one.parties.items():
            times[party] += number
            people[party] += 1
    return {party: (number, people[party]) for party, number in times.items()}


def places(records: Records) -> dict[str, tuple[int, int]]:
    """Contacts of the period by place, and with how many people's coaching they were (T-58)."""
    times: Counter[str] = Counter()
    people: dict[str, set[int]] = {}
    for one in records.running:
        for (place, _working), number in one.places.items():
            times[place] += number
            people.setdefault(place, set()).add(one.person)
    return {place: (number, len(people[place])) for place, number in times.items()}


def at_work(records: Records, terms: Terms) -> tuple[Share, int]:
    """Of the contacts after work began, those at the workplace (T-58); and the people they concern."""
    here = whole = 0
    people = set()
    for one in records.running:
        for (place, working), number in one.places.items():
            if working:
                whole += number
                here += number if place in terms.at_work else 0
                people.add(one.person)
    return Share(here, whole, 0), len(people)


# How it ended ---------------------------------------------------------------------------------------------------------


def endings(records: Records) -> dict[str, People]:
    """Whose coaching ended in the period, by what it led to; STOPPED: the client stopped. No reason is asked."""
    found: dict[int, str] = {}
    for one in sorted(records.coachings, key=lambda one: one.started_on):
        if one.stopped_on:
            if records.within(one.stopped_on):
                found[one.person] = STOPPED
        elif records.within(one.ended_on):
            found[one.person] = one.outcome
    return _by_value(found)


def dropped(records: Records, terms: Terms) -> Share:
    """Of those who began and whose first months ended in the period, who stopped in those months without having begun
    open paid work (DROPOUT)."""
    out = whole = 0
    for one in records.coachings:
        last = dates.add_months(one.started_on, terms.dropout)
        if not records.within(last):
            continue
        whole += 1
        stopped = one.stopped_on is not None and one.stopped_on < last
        out += stopped and not any(job.kind in terms.fulfilling for job in one.jobs)
    return Share(out, whole, 0)


# How long -------------------------------------------------------------------------------------------------------------


def to_first_meeting(records: Records) -> list[Time]:
    """Days from the start of coaching to the first meeting face to face with an employer."""
    return [_time(one.started_on, one.met_on, one.followed_until(records.until)) for one in records.coachings]


def to_first_job(records: Records, terms: Terms) -> list[Time]:
    """Days from the start of coaching to the first day of open paid work."""
    found = []
    for one in records.coachings:
        first = min((job.starts_on for job in one.jobs if job.kind in terms.fulfilling), default=None)
        found.append(_time(one.started_on, first, one.followed_until(records.until)))
    return found


def _time(start: date, happened: date | None, seen: date) -> Time:
    if happened is not None and happened <= seen:
        return Time(max((happened - start).days, 0), ended=True)
    return Time(max((seen - start).days, 0), ended=False)


def first_spells(records: Records, terms: Terms) -> list[Followed]:
    """Everybody's first spell of open paid work, with the day up to which it was followed; a person once."""
    found: dict[int, Followed] = {}
    for one in sorted(records.coachings, key=lambda one: one.started_on):
        spell = one.first_open(terms.fulfilling, records.until, terms.gap)
        if spell and one.person not in found:
            found[one.person] = Followed(spell, one.followed_until(records.until))
    return list(found.values())


def tenure(people: Iterable[Followed]) -> list[Time]:
    """How long first spells lasted, or have lasted so far."""
    return [Time(one.spell.days, one.spell.over) for one in people]


# After adapted studies ------------------------------------------------------------------------------------------------


def after_studies(records: Records, terms: Terms) -> Share:
    """Of those who completed adapted studies so long ago that the time of following is full, who was in open paid work
    within it (E-31). Work that went on already as the studies ended counts too. A person once, by the first studies."""
    first: dict[int, Studies] = {}
    for one in sorted(records.studies, key=lambda one: one.completed_on):
        first.setdefault(one.person, one)
    reached = seen = waiting = 0
    for one in first.values():
        last = dates.add_months(one.completed_on, terms.after_studies)
        if last > records.until:
            waiting += 1
            continue
        seen += 1
        reached += _worked(one, last, terms)
    return Share(reached, seen, waiting)


def _worked(one: Studies, last: date, terms: Terms) -> bool:
    told = one.work_from is not None and one.work_from <= last
    return told or any(
        job.kind in terms.fulfilling and job.starts_on <= last
        and (job.ends_on is None or job.ends_on >= one.completed_on)
        for job in one.jobs
    )
