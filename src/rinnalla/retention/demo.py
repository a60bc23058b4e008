"""This room's part of the invented world: a client asks who has looked, and says that a note is not right; the
data-protection officer holds cases back, and earlier months have let some go."""

from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case, ContactNote
from rinnalla.eventlog.models import AccessLine
from rinnalla.eventlog.record import log_access
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.people.models import Person
from rinnalla.retention.erasing.models import ErasureCount, ErasureRun
from rinnalla.retention.holds import actions as holds
from rinnalla.retention.requests import actions
from rinnalla.retention.requests.actions import Answered, Asked
from rinnalla.retention.requests.log import of_person
from rinnalla.retention.requests.models import Kind, Outcome, RightsRequest

ANSWER = (
    "Hanna Tervo on Kirkkorannan lääkäri. Hän luki suunnitelmasi ennen tiimin tapaamista, jossa olit mukana. "
    "Siihen oli lupa laissa."
)


def ask_of_data(case: Case, herself: Actor, readers: tuple[Actor, Actor], officer: Actor, today: date) -> None:
    """One question on a line answered, one on a refused try waiting, one correction waiting for Katri."""
    read, refused = readers
    _look(case, read, _at(today - timedelta(days=16), 13), "plans:plan", "ok")
    _look(case, refused, _at(today - timedelta(days=4), 15), "desk:case", "refused_404")
    first = _ask(case, herself, _at(today - timedelta(days=15), 19), Kind.LOG_QUESTION, Asked(
        text="Kuka tämä on ja miksi hän on lukenut suunnitelmani?", line_ids=_lines(herself, case, read),
    ))  # fmt: skip
    with dates.clock(_at(today - timedelta(days=9), 10)), acting(officer):
        one = RightsRequest.objects.get(pk=first)
        answered = Answered(outcome=Outcome.EXPLAINED, words=ANSWER)
        actions.answer(request=one, by=officer, version=one.version, answered=answered)
    _ask(case, herself, _at(today - timedelta(days=3), 20), Kind.LOG_QUESTION, Asked(
        text="En tunne tätä ihmistä. Miksi hän yritti katsoa tietojani?", wants_call=True,
        line_ids=_lines(herself, case, refused),
    ))  # fmt: skip
    with acting(herself):
        note = ContactNote.objects.filter(case=case).order_by("pk").first()
    _ask(case, herself, _at(today - timedelta(days=2), 18), Kind.CORRECTION, Asked(
        place="contact", row_uuid=note.uuid if note else None, text="Kirjauksessa lukee, että asun yksin.",
        should_be="Poikani asuu luonani joka toinen viikko.",
    ))  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), dates.HELSINKI)


def _look(case: Case, by: Actor, at: datetime, route: str, result: str) -> None:
    with acting(by):
        log_access(
            by=by, route=route, action="view", person_ids=[case.person_id], case_ids=[case.pk],
            field_groups=["basics"], grounds=["l381_15"] if result == "ok" else [], purpose="work_ability_support",
            result=result, at=at,
        )


def _lines(herself: Actor, case: Case, by: Actor) -> tuple[int, ...]:
    with acting(herself):
        rows: list[AccessLine] = of_person(case.person_id, case.region_id)[:]
        return tuple(one.pk for one in rows if one.user_id == by.user_id)[:1]


def _ask(case: Case, herself: Actor, at: datetime, kind: str, asked: Asked) -> int:
    with dates.clock(at), acting(herself):
        person = Person.objects.get(pk=case.person_id)
        return actions.ask(person=person, case=case, by=herself, kind=kind, asked=asked).pk


# What went in earlier months, by clock: months ago → how many.
GONE = ((5, "case_multi_agency", 2), (4, "referral_multi_agency", 5), (3, "message", 14), (2, "case_multi_agency", 1),
        (2, "copy", 3), (1, "message", 9))  # fmt: skip


def hold_and_let_go(region: Region, numbers: list[str], officer: Actor, today: date) -> None:
    """Holds of the officer: one to look at now, one ahead, one over. What was erased in earlier months, as counts."""
    if len(numbers) < 3:
        return
    waits, ahead, over = numbers[:3]
    with dates.clock(_at(today - timedelta(days=170), 9)), acting(officer):
        holds.put(number=waits, reason="complaint", review_on=today - timedelta(days=1), by=officer)
        ended = holds.put(number=over, reason="log_inquiry", review_on=today + timedelta(days=20), by=officer)
    with dates.clock(_at(today - timedelta(days=60), 9)), acting(officer):
        holds.put(number=ahead, reason="court", review_on=today + timedelta(days=90), by=officer)
    with dates.clock(_at(today - timedelta(days=30), 14)), acting(officer):
        holds.end(hold=ended, by=officer)
    for months, clock, number in GONE:
        day = dates.add_months(today, -months).replace(day=3)
        run, _made = ErasureRun.objects.get_or_create(
            on=day, defaults={"began_at": _at(day, 3), "ended_at": _at(day, 4)}
        )
        ErasureCount.objects.get_or_create(run=run, region=region, clock=clock, defaults={"number": number})
    yesterday = today - timedelta(days=1)
    ErasureRun.objects.get_or_create(
        on=yesterday, defaults={"began_at": _at(yesterday, 3), "ended_at": _at(yesterday, 4)}
    )
