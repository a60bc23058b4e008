"""What the tests of erasing share: cases in each register, a run on a day, and whether a row is still there."""

from datetime import date, datetime, timedelta
from itertools import count

from rinnalla.access.models import Membership, User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.people.models import Person
from rinnalla.retention.erasing import actions

OWNER = "owner"
NUMBERS = count(1)
START = date(2028, 2, 29)  # when the clocks of single documents start
KINDS = {
    "multi_agency": "employment_authority", "social_care": "wellbeing_county", "health_care": "occupational_health",
}


def unit_in(register: str) -> Unit:
    """A unit of a body whose cases belong to the register."""
    kind = KINDS[register]
    katri = User.objects.using(OWNER).get(username="katri")
    region_id = katri.memberships.get().unit.organisation.region_id
    body, _ = Organisation.objects.using(OWNER).get_or_create(
        region_id=region_id, key=f"r-{register}".replace("_", "-"), defaults={"kind": kind, "names": {"fi": register}}
    )
    return Unit.objects.using(OWNER).get_or_create(organisation=body, key=body.key, defaults={"names": {"fi": "Y"}})[0]


def moment(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=dates.HELSINKI)


def case_in(register: str, *, closed: datetime | None, person: Person | None = None, born: date | None = None) -> Case:
    unit = unit_in(register)
    katri = User.objects.using(OWNER).get(username="katri")
    if person is None:
        person = Person(region_id=unit.organisation.region_id, birth_date=born)
        person.set_names("Aino", "Erkkeri")
        person.save(using=OWNER)
    day = dates.today()
    case = Case.objects.using(OWNER).create(
        number=f"T-{next(NUMBERS)}", region_id=person.region_id, person=person, holder_unit=unit,
        responsible_worker=katri, responsible_since=dates.now(), next_step="Soitto", next_step_on=day, review_on=day,
        closed_at=closed, closed_by=katri if closed else None, made_at=(closed or dates.now()) - timedelta(days=400),
    )
    return case


def run_on(day: date, hour: int = 3) -> actions.Erased:
    with dates.clock(moment(day, hour)):
        return actions.run(after_a_pause=True)


def there(row) -> bool:
    return type(row)._base_manager.using(OWNER).filter(pk=row.pk).exists()


def an_account(register: str):
    user = User.objects.using(OWNER).create(username=f"t-{next(NUMBERS)}", name="Lähti Jo", password="!")
    Membership.objects.using(OWNER).create(
        user=user, unit=unit_in(register), role="nurse", starts_on=date(2020, 1, 1), ends_on=START
    )
    return user
