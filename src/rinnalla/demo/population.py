"""Who lives in a region of the demo world: how many are where on their path, and what waits on whose day page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.catalogue.prices.demo import price_services
from rinnalla.demo import arrivals, story, words
from rinnalla.demo.coached import tell_results
from rinnalla.demo.lives import Path, live
from rinnalla.demo.names import Invented
from rinnalla.demo.team import share_work
from rinnalla.demo.world import Member, World
from rinnalla.employers.demo import fill_register
from rinnalla.employers.surveys.demo import ask_employers
from rinnalla.employment.matching.demo import open_and_match
from rinnalla.employment.quality.demo import review_quality
from rinnalla.employment.studies.demo import study
from rinnalla.employment.support.demo import agree_on_work
from rinnalla.feedback.demo import hear, meet_and_propose, walk_beside
from rinnalla.network.demo import work_together
from rinnalla.network.development.demo import develop
from rinnalla.network.projects.demo import bring_in
from rinnalla.network.purchased.demo import buy_services
from rinnalla.reports.regions.demo import compare
from rinnalla.reports.statistics.demo import gather
from rinnalla.retention.demo import hold_and_let_go
from rinnalla.servicemodels.handbook.demo import tell_of_use
from rinnalla.services.demo import make_ending
from rinnalla.services.pilots.demo import try_out


@dataclass(frozen=True)
class Size:
    """How many people are where in one region."""

    inbox: int = 2
    arranging: int = 5
    open: tuple[tuple[str, int], ...] = (
        ("identification", 2),
        ("initial_service", 6),
        ("mapping", 9),
        ("services", 14),
        ("follow_up", 6),
    )
    closed: int = 7
    coached: int = 0
    returned: int = 2
    advice: int = 12


SMALL = Size(coached=30)
TINY = Size(
    inbox=0,
    arranging=1,
    open=(("identification", 1), ("initial_service", 1), ("mapping", 1), ("services", 1), ("follow_up", 1)),
    closed=1,
    returned=1,
    advice=1,
)
REGION = Size(
    6,
    15,
    (("identification", 10), ("initial_service", 40), ("mapping", 80), ("services", 140), ("follow_up", 60)),
    100,
    30,
    15,
    60,
)
NATION = Size(
    12,
    40,
    (("identification", 30), ("initial_service", 150), ("mapping", 300), ("services", 500), ("follow_up", 220)),
    500,
    30,
    60,
    200,
)
SIZES = {"tiny": TINY, "small": SMALL, "region": REGION, "nation": NATION}
KATRIS = (
    ("initial_service", 5),
    ("mapping", 8),
    ("services", 13),
    ("follow_up", 6),
)  # with the story's nine she has 41

# Days from today within which somebody on this stage came to us.
CAME = {
    "identification": (-9, -4),
    "initial_service": (-55, -24),
    "mapping": (-130, -60),
    "services": (-520, -110),
    "follow_up": (-690, -260),
}
# What makes a lead's day page: the first cases of each get these, the others lie ahead.
DAY = ({"step": 0}, {"step": -1}, {"review": 4}, {"last": -34}, {"late": True}, {"step": 0}, {"review": 6})


def populate(world: World, size: Size = SMALL, *, with_story: bool = True) -> None:
    """Fill the region: first those who have been here longest."""
    leads = cycle(one for one in world.leads if not (with_story and one.user.username == story.KATRI))
    paths = [*_open_paths(world, size, leads), *_ended_paths(world, size, leads), *_arranging_paths(world, size, leads)]
    if with_story and story.KATRI in world.members:
        paths += list(_of_katri(world))
    fill_register(world.region, actors_of(world), world.today)
    lived = [live(world, path) for path in sorted(paths, key=lambda one: one.began)]
    if with_story and story.KATRI in world.members:
        tell_results(world, size.coached)
    _inbox(world, size)
    for days_ago in range(size.advice):
        arrivals.guide(world, days_ago=3 + 9 * days_ago)
        arrivals.consult(world, days_ago=2 + 11 * days_ago, answered=True, place=days_ago + 1)
    arrivals.consult(world, days_ago=1, answered=False, place=2)
    arrivals.notice(world)
    arrivals.gather_network(world)
    tell_of_use(actors_of(world))
    price_services(world.region, actors_of(world))
    work_together(world.region, actors_of(world))
    try_out(world.region, actors_of(world))
    develop(world.region, actors_of(world))
    gather(world.region, actors_of(world))
    compare(actors_of(world))
    if with_story:
        story.tell(world)
    share_work(world, but=story.KATRI)
    make_ending(world.region)
    review_quality(actors_of(world), _answering(world), world.today)
    ask_employers(world.region, actors_of(world), world.today)
    open_and_match(world.region, actors_of(world), world.today)
    study(_answering(world), world.today)
    agree_on_work(world.region, actors_of(world), _answering(world), world.today)
    buy_services(world.region, actors_of(world), _answering(world), lived, world.today)
    bring_in(world.region, actors_of(world), _answering(world), lived, world.today)
    hear(lived, world.today)
    _have_a_say(world, lived)
    _keep_back(world, lived)


def _keep_back(world: World, lived: list[Case]) -> None:
    """The officer holds some ended cases back from being erased."""
    numbers = [case.number for case in lived if case.closed_at is not None]
    for member in world.having("data_protection_officer")[:1]:
        hold_and_let_go(world.region, numbers, member.actors["data_protection_officer"], world.today)


def _answering(world: World) -> dict[int, Actor]:
    """Those who answer for clients, by user, as they do it."""
    return {one.user.pk: one.as_role("responsible_worker", "coordinator", "social_worker") for one in world.leads}


def _have_a_say(world: World, lived: list[Case]) -> None:
    """A service panel, and an expert by experience beside the first client who still has a responsible worker."""
    managers, experts = world.having("manager"), world.having("experience_expert")
    if not managers or not experts:
        return
    manager, expert = managers[0].actors["manager"], experts[0].actors["experience_expert"]
    meet_and_propose(world.region, manager, expert, world.today)
    leads = _answering(world)
    for case in lived:
        if case.closed_at is None and case.responsible_worker_id in leads and case.next_step:
            walk_beside(case, leads[case.responsible_worker_id], expert, world.today)
            return


def actors_of(world: World) -> list[Actor]:
    """Everybody who works in the region, once for each role."""
    return [actor for member in world.members.values() for actor in member.actors.values()]


def path_of(world: World, stage: str, lead: Member, **special: object) -> Path:
    """A path that lies ahead: contacts lately, the next step and the review to come."""
    rng = world.rng
    values: dict = {
        "began": rng.randrange(*CAME[stage]),
        "step": rng.randrange(2, 40),
        "review": rng.randrange(9, 85),
        "last": -rng.randrange(2, 27),
        **special,
    }
    if stage in ("identification", "initial_service"):
        values["last"] = min(-1, max(values["last"], values["began"] + 16))
    person = values.pop("person", None) or world.inventor.person()
    return Path(
        stage=stage,
        lead=lead,
        arranger=world.one("coordinator", unit=lead.unit),
        person=person,
        easy=person.language == "fi" and rng.random() < 0.1,
        **values,
    )


def _open_paths(world: World, size: Size, leads: Iterator[Member]) -> Iterator[Path]:
    met: dict[str, int] = {}
    handovers = 1
    order = [stage for stage, count in size.open for _each in range(count)]
    world.rng.shuffle(order)
    for stage in order:
        lead = next(leads)
        place = met[lead.user.username] = met.get(lead.user.username, -1) + 1
        special = DAY[place] if place < len(DAY) and stage not in ("identification", "initial_service") else {}
        if stage == "services" and handovers:
            handovers, special = handovers - 1, {"handover_to": next(leads)}
        if stage == "services" and world.rng.random() < 0.4:
            special = {**special, "meets": world.rng.choice((0, 1, 2, 5, 9, 16, 23))}
        yield path_of(world, stage, lead, **special)


def _ended_paths(world: World, size: Size, leads: Iterator[Member]) -> Iterator[Path]:
    rng = world.rng
    for place in range(size.closed + size.returned):
        returns = place >= size.closed
        began = rng.randrange(-690, -300)
        closed = max(began + 120, rng.randrange(-250, -90) if returns else rng.randrange(-280, -8))
        yield path_of(
            world,
            rng.choice(("mapping", "services", "services", "follow_up")),
            next(leads),
            began=began,
            closed=closed,
            last=-10,
            returned=-rng.randrange(6, 20) if returns else None,
        )


def _arranging_paths(world: World, size: Size, leads: Iterator[Member]) -> Iterator[Path]:
    waits = (("", -3, -26), ("worker", 8, -12), ("", 15, -5), ("client", 4, -15), ("", 19, -2))
    for place in range(size.arranging):
        proposed, due, began = waits[place % len(waits)]
        yield path_of(
            world, "initial_service", next(leads), named=False, proposed=proposed, naming_due=due, began=began, last=-1
        )


def _of_katri(world: World) -> Iterator[Path]:
    katri = world.members[story.KATRI]
    for stage, count in KATRIS:
        for place in range(count):
            yield path_of(
                world, stage, katri, **({"meets": 3 + 4 * place} if stage == "services" and place < 4 else {})
            )


def _inbox(world: World, size: Size) -> None:
    """Referrals nobody has taken yet: late, today and ahead; asked more, passed on, declined; people's own contacts."""
    receivers = cycle(world.triagers)

    def somebody() -> tuple[Invented, words.Voice]:
        who = world.inventor.person()
        return who, words.voice_of(who.language)

    for due in (-1, *(0, 1, 2) * max(size.inbox, 1)):
        who, voice = somebody()
        arrivals.wait_in_inbox(world, who, next(receivers), due=due, voice=voice)
    if not size.inbox:
        return
    for days_ago, choose in ((1, False), (0, False), (1, True)):
        who, voice = somebody()
        arrivals.ask_oneself(world, who, days_ago=days_ago, voice=voice, choose_unit=choose)
    who, voice = somebody()
    arrivals.ask_more(world, who, next(receivers), voice)
    who, voice = somebody()
    first, second = next(receivers), next(receivers)
    if first.unit.pk != second.unit.pk:
        arrivals.pass_on(world, who, first, second, voice)
    for days_ago in (5, 40):
        who, voice = somebody()
        arrivals.decline(world, who, next(receivers), voice, days_ago=days_ago)
