"""Taking the job market's postings into a region's register: each once by its own id, ended ones end."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.employers.actions import INSTALLATION, require_register
from rinnalla.employers.market import reading
from rinnalla.employers.market.reading import NotRead, Posting
from rinnalla.employers.models import Employer
from rinnalla.employers.vacancies.actions import checked, differences
from rinnalla.employers.vacancies.models import MARKET, WITHDRAWN, MarketFetch, Vacancy, VacancyChange
from rinnalla.employers.vacancies.picking import OCCUPATIONS
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Municipality, Region
from rinnalla.servicemodels.codes import code

ADDED, CHANGED, ENDED, OUTSIDE, REFUSED = "added", "changed", "ended", "outside", "refused"


def read_market(*, region: Region, by: Actor) -> None:
    """Read the job market for a region and keep what it tells; how it went is kept too, also when nothing was read.

    The network is asked between transactions, never inside one that holds rows.
    """
    with acting(by):
        codes = list(Municipality.objects.filter(region=region).values_list("code", flat=True))
    try:
        rows, odd = reading.postings(codes)
    except NotRead as error:
        with acting(by):
            keep_fetch(region=region, by=by, told=Counter(), fault=error.fault)
        return
    with acting(by):
        take_postings(region=region, by=by, rows=rows, odd=odd)


@transaction.atomic
def ask_market(*, region: Region, by: Actor) -> None:
    """Somebody wants the postings now: they are read as promised work. Raises Refused where no address is set."""
    require_register(by)
    if not reading.offered():
        raise Refused(_("Työmarkkinatoria ei lueta tässä palvelussa. Kirjaa paikat itse tai tuo luettelo."))
    outbox.promise("employers.read_market_now", region.pk, by=by)


@transaction.atomic
def take_postings(*, region: Region, by: Actor, rows: list[Posting], odd: Sequence[str] = ()) -> MarketFetch:
    """Keep every posting whose employer is in the register; end those that are no longer published. Twice is once.

    A posting that could not be understood (`odd`) does not end; one without an id might be any of ours, and then
    nothing ends by being left out.
    """
    _one_at_a_time(region)
    employers = {one.business_id: one for one in Employer.objects.filter(region=region).working() if one.business_id}
    places = {one.code: one for one in Municipality.objects.filter(region=region)}
    here = Vacancy.objects.filter(employer__region=region, source=MARKET).select_related("employer")
    mine = {(one.employer_id, one.foreign_id): one for one in here}
    told: Counter[str] = Counter({REFUSED: len(odd)})
    published: set[tuple[int, str]] = set()
    for posting in rows:
        employer = employers.get(posting.business_id)
        if employer is None:
            told[OUTSIDE] += 1
            continue
        name = (employer.pk, posting.foreign_id)
        if not posting.archived:
            published.add(name)
        told[_take(employer, mine.get(name), posting, places)] += 1
    gone = [one for name, one in mine.items() if name not in published and one.foreign_id not in odd and "" not in odd]
    told[ENDED] += sum(_end(one) for one in gone)
    return keep_fetch(region=region, by=by, told=told)


@transaction.atomic
def keep_fetch(*, region: Region, by: Actor, told: Counter[str], fault: str = "") -> MarketFetch:
    """How a reading went."""
    counts = {name: told[name] for name in (ADDED, CHANGED, ENDED, OUTSIDE, REFUSED)}
    row = MarketFetch.objects.create(region=region, fault=fault, made_by_id=by.user_id, **counts)
    record("employers.market_read", by=by, stream=INSTALLATION, obj=("region", region.pk), fault=fault, **counts)
    return row


def _take(employer: Employer, row: Vacancy | None, posting: Posting, places: dict[str, Municipality]) -> str:
    """What became of one posting: the newest `changed_at` holds, whatever the order."""
    if posting.archived:
        return ENDED if row and _end(row) else ""
    if row and row.foreign_at and row.foreign_at >= posting.changed_at and not row.closed_at:
        return ""
    try:
        kept = checked(_values(posting, places))
    except Refused:
        return REFUSED
    if row is None:
        Vacancy.objects.create(
            employer=employer, source=MARKET, foreign_id=posting.foreign_id, foreign_at=posting.changed_at, **kept
        )
        return ADDED
    what = differences(row, kept) | ({"outcome": [row.outcome, ""]} if row.closed_at else {})
    Vacancy.objects.filter(pk=row.pk).update(
        foreign_at=posting.changed_at, outcome="", closed_at=None, closed_by=None, version=row.version + 1, **kept
    )
    if what:
        VacancyChange.objects.create(vacancy=row, what=what)
    return CHANGED if what else ""


def _values(posting: Posting, places: dict[str, Municipality]) -> dict[str, Any]:
    known = code(OCCUPATIONS, posting.occupation) if posting.occupation else None
    return {
        "title": posting.title, "text": posting.text, "occupation": known.key if known else "",
        "municipality": places.get(posting.municipality_code), "places": posting.places, "deadline": posting.deadline,
    }


def _end(row: Vacancy) -> bool:
    """It is no longer published: it ends here too."""
    rows = Vacancy.objects.filter(pk=row.pk, closed_at__isnull=True)
    if not rows.update(outcome=WITHDRAWN, closed_at=dates.now(), version=row.version + 1):
        return False
    VacancyChange.objects.create(vacancy=row, what={"outcome": ["", WITHDRAWN]})
    return True


def _one_at_a_time(region: Region) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('employers.market:' || %s, 0))", [str(region.pk)]
        )
