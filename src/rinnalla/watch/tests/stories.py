"""A made-up region at work, written straight to the log: honest days, and fifty stories of reading without a task.

What honest work is like here is our assumption, and the figures of the detector stand on it: a worker reads about forty
lines a day of some eight cases of their own, writes in most, and now and then looks at a case of the unit that is not
theirs (a call, a colleague away). `noise` multiplies that last part. Nobody has an address in this program, so
a neighbour is only somebody without work in the case.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connections

from rinnalla.access.models import Depth, Grant, Membership, User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation, Region, Unit
from rinnalla.people.models import FormerName, Person

OWNER = "owner"
BATCH = 1000
ROLES = ("coordinator", "responsible_worker", "job_coach", "nurse", "social_worker", "employment_expert")
PARTS = ("desk:case", "plans:plan", "cases:contacts", "messages:thread", "services:list", "assessments:list",
         "desk:case_log",         "meetings:list", "cases:team")
GIVEN = ("Anna", "Eeva", "Ilona", "Kaisa", "Liisa", "Maija", "Noora", "Outi", "Päivi", "Riikka", "Aaro", "Eero",
         "Ilmari", "Juho", "Kalle", "Lauri", "Matti", "Niilo", "Olli", "Pekka")
PIECES = ("Koivu", "Lehto", "Mäki", "Niemi", "Salo", "Virta", "Kallio", "Harju", "Ranta", "Saari", "Suo", "Pelto",
          "Joki", "Lampi", "Vuori", "Aho", "Halla", "Kangas", "Korpi", "Laakso")
ENDS = ("nen", "la", "vaara", "maa", "mies", "lahti", "aho", "oja", "talo", "kari", "vesi", "puro")


@dataclass
class Reader:
    user_id: int
    membership_id: int
    role: str
    unit: int
    organisation: int
    own: list[int] = field(default_factory=list)
    late: bool = False


@dataclass
class Story:
    """Somebody reads without a task. `deeds` are (day number, hour, case, parts); found when its evidence names one."""

    kind: str
    reader: Reader
    deeds: list[tuple[int, int, int, int]]
    first_at: datetime | None = None
    found_at: datetime | None = None

    @property
    def cases(self) -> set[int]:
        return {one[2] for one in self.deeds}


@dataclass
class Made:
    """The region and what was planned for it."""

    region: Region
    readers: list[Reader]
    of_unit: dict[int, list[int]]
    old: dict[int, list[int]]
    stories: list[Story] = field(default_factory=list)
    seq: dict[int, int] = field(default_factory=dict)
    lines: int = 0


def surname(draw: random.Random) -> str:
    """Common ones are common: the few first pieces and ends are drawn far oftener."""
    pick = min(int(draw.expovariate(1 / 5)), len(PIECES) - 1)
    return PIECES[pick] + ENDS[min(int(draw.expovariate(1 / 3)), len(ENDS) - 1)]


def make(draw: random.Random, *, organisations: int, units: int, workers: int, cases: int, start: datetime) -> Made:
    """A region; `cases` of each worker's own. Every case is open to its unit and to three people of the region."""
    region = Region.objects.using(OWNER).create(key="vartio", names={"fi": "Vartio"}, languages=["fi"])
    bodies = Organisation.objects.using(OWNER).bulk_create(
        Organisation(region=region, key=f"o{n}", kind="wellbeing_county", names={"fi": f"O{n}"})
        for n in range(organisations)
    )
    places = Unit.objects.using(OWNER).bulk_create(
        Unit(organisation=body, key=f"y{n}", names={"fi": f"Y{n}"}) for body in bodies for n in range(units)
    )
    users = User.objects.using(OWNER).bulk_create(
        (User(username=f"v{n}", name=f"{draw.choice(GIVEN)} {surname(draw)}", password="!", email=f"v{n}@v.example")
         for n in range(len(places) * workers)), batch_size=BATCH,
    )
    members = Membership.objects.using(OWNER).bulk_create(
        Membership(user=user, unit=places[n // workers], role=ROLES[n % len(ROLES)], starts_on=date(2020, 1, 1))
        for n, user in enumerate(users)
    )
    readers = [
        Reader(one.user_id, one.pk, one.role, one.unit_id, one.unit.organisation_id, late=draw.random() < 0.03)
        for one in members
    ]
    made = Made(region, readers, {one.pk: [] for one in places}, {one.pk: [] for one in places})
    _cases(draw, made, cases, start)
    return made


def _cases(draw: random.Random, made: Made, each: int, start: datetime) -> None:
    people = []
    for n in range(len(made.readers) * each):
        one = Person(region=made.region, protected_address=n % 50 == 7)
        one.set_names(draw.choice(GIVEN), surname(draw))
        people.append(one)
    people = Person.objects.using(OWNER).bulk_create(people, batch_size=BATCH)
    rows = []
    for n, person in enumerate(people):
        reader = made.readers[n // each]
        closed = start - timedelta(days=300) if n % each == each - 1 else None
        rows.append(Case(
            number=f"7{n // 9000:03d}-{n % 9000 + 1000}", region=made.region, person=person, holder_unit_id=reader.unit,
            responsible_worker_id=None if n % 2 else reader.user_id, arranger_id=reader.user_id if n % 2 else None,
            naming_due_on=start.date(), next_step="Soitto", next_step_on=start.date(), review_on=start.date(),
            responsible_since=start, made_at=start - timedelta(days=400), closed_at=closed,
            closed_by_id=reader.user_id if closed else None,
        ))
    rows = Case.objects.using(OWNER).bulk_create(rows, batch_size=BATCH)
    grants = []
    for n, case in enumerate(rows):
        reader = made.readers[n // each]
        (made.old if case.closed_at else made.of_unit)[reader.unit].append(case.pk)
        team = {reader.user_id: reader} | {one.user_id: one for one in draw.sample(made.readers, 2)}
        for one in team.values():
            if not case.closed_at:
                one.own.append(case.pk)
            grants.append(grant(case.pk, start - timedelta(days=200), user_id=one.user_id))
        grants.append(grant(case.pk, start - timedelta(days=200), unit_id=reader.unit))
        made.seq[case.pk] = 0
    Grant.objects.using(OWNER).bulk_create(grants, batch_size=BATCH)


def grant(case_id: int, since: datetime, **to: int) -> Grant:
    return Grant(case_id=case_id, depth=Depth.WORKS, ground="l381_15", purpose="work_ability_support", why="test",
                 field_groups=["basics"], starts_at=since, **to)


# The stories --------------------------------------------------------------------------------------------------------


def plan(draw: random.Random, made: Made, *, days: int, share: float = 1.0) -> None:
    """Fifty stories (or a share of them), each by somebody else: what is told in security.md, row B6."""
    insiders = draw.sample(made.readers, len(made.readers))
    last = max(1, days - 3)

    def foreign(one: Reader) -> int:
        return draw.choice([case for case in made.of_unit[one.unit] if case not in one.own])

    def some(n: int) -> int:
        return max(1, round(n * share))

    for _n in range(some(10)):  # a neighbour: everything in one sitting
        one = insiders.pop()
        made.stories.append(Story("neighbour", one, [(draw.randrange(last), draw.randrange(9, 21), foreign(one),
                                                      draw.randrange(5, 9))]))
    for _n in range(some(2)):  # a short look that comes again: three days running
        one = insiders.pop()
        day, case = draw.randrange(last), foreign(one)
        made.stories.append(Story("neighbour, short looks", one, [(day + k, 12, case, 2) for k in range(3)]))
    for n in range(some(10)):  # an ex-spouse: the same rare name, now or before
        one, day, case = insiders.pop(), draw.randrange(last), 0
        case = foreign(one)
        _share_name(one, case, f"Harvinais{n}talo", former=n % 2 == 0)
        made.stories.append(Story("ex-spouse", one, [(day, draw.choice((11, 15, 23)), case, draw.randrange(2, 5))]))
    for _n in range(some(2)):  # somebody well known: five look on the day of the news
        unit = draw.choice([key for key, cases in made.of_unit.items() if cases])
        here = [one for one in insiders if one.unit == unit][:5]
        near = [case for case in made.of_unit[unit] if not any(case in one.own for one in here)]
        day, case = draw.randrange(last), draw.choice(near)
        for one in here:
            insiders.remove(one)
            made.stories.append(Story("celebrity", one, [(day, draw.randrange(8, 17), case, draw.randrange(1, 3))]))
    for _n in range(some(10)):  # a colleague who is a client
        one, day = insiders.pop(), draw.randrange(last)
        case = foreign(one)
        _is_colleague(draw, made, one, case)
        made.stories.append(Story("colleague", one, [(day, draw.randrange(9, 16), case, draw.randrange(1, 4))]))
    for n in range(some(8)):  # a slow drip: 2.3 a week (nearly 40 in four months), or 1.1 a week (100 in 21 months)
        one, each = insiders.pop(), 3.0 if n % 8 < 5 else 6.4
        day, deeds = float(draw.randrange(max(1, days // 2))), []
        while day < days:
            deeds.append((int(day), draw.randrange(8, 19), foreign(one), draw.randrange(3, 5)))
            day += each * draw.uniform(0.7, 1.3)
        made.stories.append(Story("slow drip", one, deeds))


def _share_name(one: Reader, case: int, name: str, *, former: bool) -> None:
    user = User.objects.using(OWNER).get(pk=one.user_id)
    user.name = f"{user.name.split(' ')[0]} {name}"
    user.save(using=OWNER)
    person = Person.objects.using(OWNER).get(cases=case)
    if former:
        FormerName.objects.using(OWNER).create(person=person, given_names=person.given_names, family_name=name)
    else:
        person.set_names(person.given_names, name)
        person.save(using=OWNER)


def _is_colleague(draw: random.Random, made: Made, one: Reader, case: int) -> None:
    other = draw.choice([each for each in made.readers if each.organisation == one.organisation and each is not one])
    user = User.objects.using(OWNER).get(pk=other.user_id)
    user.name = f"Kollega {user.name.split(' ')[-1]}{other.user_id}"
    user.save(using=OWNER)
    person = Person.objects.using(OWNER).get(cases=case)
    person.set_names(*user.name.split(" "))
    person.save(using=OWNER)


# Days ---------------------------------------------------------------------------------------------------------------

LINE = (
    "actor_kind, user_id, membership_id, role, organisation_id, unit_id, epoch, xid, recorded_at, session, route, "
    "action, person_ids, case_ids, field_groups, grounds, purpose, result, at, leaf"
)
EVENT = (
    "actor_kind, user_id, membership_id, role, organisation_id, unit_id, epoch, xid, recorded_at, stream_kind, "
    "stream_id, seq, verb, object_kind, object_id, case_id, person_id, details, happened_at, prev_hash, hash"
)


class Day:
    """The lines and events of half a day, gathered and copied in one transaction of the owner."""

    def __init__(self, made: Made, day: date) -> None:
        self.made, self.day, self.lines, self.events = made, day, [], []

    def at(self, hour: int, minute: int, second: int = 0) -> datetime:
        return datetime.combine(self.day, time(hour, minute, second), dates.HELSINKI)

    def read(
        self, one: Reader, case: int, at: datetime, parts: list[str], *, result: str = "ok", purpose: str = ""
    ) -> None:
        for n, part in enumerate(parts):
            self.lines.append((one, part, case, result, purpose, at + timedelta(seconds=40 * n)))

    def act(self, one: Reader, case: int, at: datetime) -> None:
        self.made.seq[case] += 1
        self.events.append((one, case, self.made.seq[case], at))

    def write(self) -> None:
        with connections[OWNER].cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select pg_current_xact_id()::text, eventlog_epoch_now()")
            xid, epoch = cursor.fetchone()
            with cursor.copy(f"copy eventlog_accessline ({LINE}) from stdin") as out:
                for one, part, case, result, purpose, at in self.lines:
                    out.write_row((*_who(one), epoch, xid, at, "s", part, "view", [], [case], ["basics"], ["l381_15"],
                                   purpose, result, at, b"x"))
            with cursor.copy(f"copy eventlog_event ({EVENT}) from stdin") as out:
                for one, case, seq, at in self.events:
                    out.write_row((*_who(one), epoch, xid, at, "case", case, seq, "cases.contact_noted", "", None, case,
                                   None, "{}", at, b"", b"x"))
            cursor.execute("commit")
        self.made.lines += len(self.lines)


def _who(one: Reader) -> tuple[Any, ...]:
    return ("staff", one.user_id, one.membership_id, one.role, one.organisation, one.unit)


def history(draw: random.Random, made: Made, start: date) -> None:
    """Before the log begins nearly everybody has worked in their cases some time."""
    log = Day(made, start - timedelta(days=1))
    for one in made.readers:
        for case in one.own:
            if draw.random() < 0.95:
                log.act(one, case, log.at(9, 0) - timedelta(days=draw.randrange(190)))
    log.write()


def half_day(draw: random.Random, made: Made, number: int, day: date, *, afternoon: bool, noise: float) -> Day:
    """What everybody reads and does before or after noon; on a weekend only the stories go on."""
    log = Day(made, day)
    if day.weekday() < 5:
        for one in made.readers:
            _honest(draw, made, log, one, afternoon=afternoon, noise=noise)
    for story in made.stories:
        for on, hour, case, parts in story.deeds:
            if on == number and (hour >= 12) == afternoon:
                at = log.at(hour, draw.randrange(60))
                story.first_at = min(story.first_at or at, at)
                log.read(story.reader, case, at, draw.sample(PARTS, min(parts, len(PARTS))))
    return log


def _honest(draw: random.Random, made: Made, log: Day, one: Reader, *, afternoon: bool, noise: float) -> None:
    hours = (13, 14, 15, 22) if afternoon and one.late else (13, 14, 15) if afternoon else (8, 9, 10, 11)
    for _case in range(4):
        case, at = draw.choice(one.own), log.at(draw.choice(hours), draw.randrange(50))
        log.read(one, case, at, draw.choices(PARTS, k=draw.randrange(3, 8)))
        if draw.random() < 0.7:
            log.act(one, case, at + timedelta(minutes=5))
        if draw.random() < 0.01 * noise:
            _helps(draw, made, log, one, log.at(draw.choice(hours), draw.randrange(50)))
    if draw.random() < 0.005 * noise and made.old[one.unit]:  # an old case is looked up
        log.read(one, draw.choice(made.old[one.unit]), log.at(hours[0], 20), draw.sample(PARTS, draw.choice((1, 1, 2))))
    if draw.random() < 0.03:  # a link that is no longer good
        log.read(one, draw.choice(made.of_unit[draw.choice(made.readers).unit] or one.own), log.at(hours[0], 50),
                 ["desk:case"], result="refused_404")


def _helps(draw: random.Random, made: Made, log: Day, one: Reader, at: datetime) -> None:
    """A call about somebody else's client: half of them leave a note, few read closely."""
    case = draw.choice(made.of_unit[one.unit])
    parts = draw.choices((1, 2, 3, 4, 5), weights=(60, 30, 7, 2, 1))[0]
    log.read(one, case, at, draw.sample(PARTS, parts))
    if draw.random() < 0.5:
        log.act(one, case, at + timedelta(minutes=5))
