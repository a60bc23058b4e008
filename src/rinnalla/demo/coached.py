"""Those who were coached towards work over the last year and whose support has ended, told briefly: what the results of
coaching are counted from, and cases that changed hands within the half-year that is told of."""

from datetime import date, timedelta

from rinnalla.demo import arrivals, words
from rinnalla.demo.lives import Life, Path, agree_on_worker, close
from rinnalla.demo.team import hand_over
from rinnalla.demo.world import Member, World, fresh
from rinnalla.employment import demo as coaching
from rinnalla.employment.demo import Brief
from rinnalla.lib.halves import last_finished

SERVICES = ("supported_employment_coaching", "supported_employment_coaching", "job_coaching_other")
BEFORE, APART = 330, 15  # days: how long before the half-year the first began, and one after another
NO_WORK, LASTS, MOVES = 5, 3, 2  # every fifth finds no work, every third job lasts, every other case changes hands


def tell_results(world: World, count: int) -> None:
    """So many people one after another, the last of them begun within the half-year."""
    coaches = world.having("job_coach")
    leads = [one for one in world.leads if "coordinator" in one.actors or "responsible_worker" in one.actors]
    if not coaches or not leads:
        return
    first = last_finished().since - timedelta(days=BEFORE)
    for number in range(count):
        _one(world, number, first + timedelta(days=APART * number), leads, coaches[number % len(coaches)])


def _one(world: World, number: int, begins: date, leads: list[Member], coach: Member) -> None:
    lead, person = leads[number % len(leads)], world.inventor.person()
    told = _brief(number, begins, world)
    path = Path(
        began=(begins - world.today).days - 20, stage="services", lead=lead,
        arranger=world.one("coordinator", unit=lead.unit), person=person, closed=(told.over_on - world.today).days + 4,
    )
    voice = words.voice_of(person.language)
    case, day = arrivals.call_in(world, path, voice)
    life = Life(world, path, voice, day, case, path.arranger.as_role("coordinator"))
    agree_on_worker(life)
    with life.acting(day=begins, hour=10):
        service = SERVICES[number % len(SERVICES)]
        episode = coaching.begin(life.case, life.by, coach.user, coach.unit, service)
    if episode is None:
        return
    coaching.briefly(episode.pk, coach.actors["job_coach"], world.at, begins, told)
    if number % MOVES == 1:
        _move(life, leads, told.over_on)
    with life.acting(day=told.over_on, hour=16):
        life.case = fresh(life.case)
    close(life)


def _brief(number: int, begins: date, world: World) -> Brief:
    """When work began and ended, and when the coaching was over: some weeks before today at the latest."""
    last = world.day(-12 - number % 20)
    job_on = None if number % NO_WORK == NO_WORK - 1 else begins + timedelta(days=40 + number * 37 % 120)
    job_until = job_on + timedelta(days=20 + number * 53 % 180) if job_on and number % LASTS != 1 else None
    over_on = max(begins + timedelta(days=230), last_finished().since + timedelta(days=30))
    over_on = min(max(over_on, (job_until or begins) + timedelta(days=21)), last)
    return Brief(
        number, job_on, min(job_until, over_on - timedelta(days=7)) if job_until else None, over_on,
        suits_client=number % 3 != 0, suits_coach=number % 4 != 1,
    )


def _move(life: Life, leads: list[Member], over_on: date) -> None:
    """Another worker of the same organisation goes on, in the middle of the half-year or soon after the beginning."""
    old, world = life.path.lead, life.world
    house = [one for one in leads if one.unit.organisation_id == old.unit.organisation_id and one.user != old.user]
    half = last_finished()
    on = max(half.since + timedelta(days=40), life.day + timedelta(days=20))
    if not house or on > min(half.until, over_on - timedelta(days=20)):
        return
    hand_over(world, life.case, old, house[0], days_ago=(world.today - on).days)
    life.by = house[0].as_role("responsible_worker", "coordinator", "social_worker")
