"""Nothing early, nothing late: every clock over thirty years, on the day before, the day and the day after."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.apps import apps
from django.db import connections

from rinnalla.access.models import Consent, Membership, User
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import Case, Closing
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.people.models import Person, PersonMerge
from rinnalla.plans.models import Packet, Plan, PlanVersion
from rinnalla.referrals.models import Consultation, Identification, Referral
from rinnalla.retention import clocks
from rinnalla.retention.erasing import actions
from rinnalla.retention.erasing.models import Death, ErasedCase, ErasureCount, ErasureRun, Kept
from rinnalla.retention.holds.models import Hold

pytestmark = pytest.mark.usefixtures("live_db")
OWNER = "owner"
NUMBERS = count(1)
KINDS = {
    "multi_agency": "employment_authority", "social_care": "wellbeing_county", "health_care": "occupational_health",
}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """No run before this test: the clock is set far ahead and back again between them."""
    ErasureRun.objects.using(OWNER).all().delete()
    yield
    ErasureRun.objects.using(OWNER).all().delete()


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


# A whole case in each register ---------------------------------------------------------------------------------------

CLOSINGS = [
    date(2026, 3, 2), date(2024, 2, 29), date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 28), date(2030, 10, 27),
]


@pytest.mark.parametrize("closed_on", CLOSINGS, ids=str)
@pytest.mark.parametrize(("register", "years"), [("multi_agency", 4), ("social_care", 10)])
def test_a_case_goes_the_day_after_its_last_day(register, years, closed_on):
    case = case_in(register, closed=moment(closed_on))
    last = dates.add_months(closed_on, years * 12)
    for day in (last - timedelta(days=1), last):
        run_on(day)
        assert there(case), f"erased on {day}, a day early"
    told = run_on(last + timedelta(days=1))
    assert not there(case) and told.counts[f"case_{register}"] >= 1, "kept a run too long"


# Every other clock ---------------------------------------------------------------------------------------------------
# A maker of the row, the day its clock starts, and how long the row is kept.

START = date(2028, 2, 29)


def a_message(register: str):
    return Message.objects.using(OWNER).create(
        case=case_in(register, closed=None), text="Milloin tavataan?", answer_by=START, made_at=moment(START)
    )


def a_copy(register: str):
    case = case_in(register, closed=None)
    plan = Plan.objects.using(OWNER).create(case=case, review_on=START)
    version = PlanVersion.objects.using(OWNER).create(case=case, plan=plan, number=1, reason="Koe", content={})
    return Packet.objects.using(OWNER).create(
        case=case, version=version, organisation=case.holder_unit.organisation, ground="l381_15",
        field_groups=["basics"], cover_note="Saate", made_at=moment(START),
    )


def an_earlier_consent(register: str):
    case = case_in(register, closed=None)
    body, day = case.holder_unit.organisation, START - timedelta(days=90)
    old = Consent.objects.using(OWNER).create(
        case=case, organisation=body, mode="written", given_on=day, recorded_at=moment(day), withdrawn_at=moment(START)
    )
    Consent.objects.using(OWNER).create(
        case=case, organisation=body, mode="written", given_on=START, recorded_at=moment(START), previous=old, number=2
    )
    return old


def patient_documents(register: str):
    case = case_in(register, closed=moment(START - timedelta(days=30)))
    Death.objects.using(OWNER).create(person=case.person, died_on=START, made_at=moment(START))
    return case


def documents_of_somebody_not_known_to_be_dead(register: str):
    return case_in(register, closed=moment(date(2026, 11, 3)), born=date(1956, 2, 29))


def kept_of(document: str, died_on: date | None, **more):
    case = case_in("social_care", closed=None, born=date(1956, 2, 29))
    if died_on:
        Death.objects.using(OWNER).create(person=case.person, died_on=died_on, made_at=moment(died_on))
    return Kept.objects.using(OWNER).create(
        person=case.person, register="social_care", holder="wellbeing_county", document=document, what={}, **more
    )


def a_referral(register: str, **more):
    unit, katri = unit_in(register), User.objects.using(OWNER).get(username="katri")
    values = {"declined_at": moment(START), "declined_by": katri, "decline_reason": "no_need", "next_unit": unit} | more
    return Referral.objects.using(OWNER).create(
        region_id=unit.organisation.region_id, unit=unit, channel="form", sent_at=moment(START), received_on=START,
        due_on=START, receipt=f"R{next(NUMBERS)}", sealed_identity=b"x", sealed_texts=b"x", person_index=b"x",
        repeat_index=b"x", ground="l381_15", for_whom="other", **values,
    )


def a_consultation(register: str):
    unit, katri = unit_in(register), User.objects.using(OWNER).get(username="katri")
    return Consultation.objects.using(OWNER).create(
        unit=unit, sent_by=katri, sent_by_unit=unit, sent_at=moment(START), topic="other", question="Miten?",
        answer_due_on=START, answered_at=moment(START), answered_by=katri, answer="Näin.", next_step="Soita",
    )


def an_identification(register: str):
    katri = User.objects.using(OWNER).get(username="katri")
    return Identification.objects.using(OWNER).create(user=katri, unit=unit_in(register), at=moment(START))


def an_account(register: str):
    user = User.objects.using(OWNER).create(username=f"t-{next(NUMBERS)}", name="Lähti Jo", password="!")
    Membership.objects.using(OWNER).create(
        user=user, unit=unit_in(register), role="nurse", starts_on=date(2020, 1, 1), ends_on=START
    )
    return user


RULES = [
    ("message, social care", lambda: a_message("social_care"), START, 3),
    ("message, patient register", lambda: a_message("health_care"), START, 3),
    ("copy, social care", lambda: a_copy("social_care"), START, 5),
    ("earlier consent", lambda: an_earlier_consent("social_care"), START, 12),
    ("patient documents", lambda: patient_documents("health_care"), START, 12),
    ("patient documents, no death known",
     lambda: documents_of_somebody_not_known_to_be_dead("health_care"), date(1956, 2, 29), 120),
    ("kept consent", lambda: kept_of("consent", START), START, 12),
    ("kept consent, no death known", lambda: kept_of("consent", None), date(1956, 2, 29), 120),
    ("kept earlier consent", lambda: kept_of("consent", None, next_version_on=START), START, 12),
    ("customership", lambda: kept_of("customership", START), START, 2),
    ("customership, no death known", lambda: kept_of("customership", None), date(1956, 2, 29), 120),
    ("declined referral, multi-agency", lambda: a_referral("multi_agency"), START, 4),
    ("declined referral, social care", lambda: a_referral("social_care"), START, 10),
    ("declined referral, patient register", lambda: a_referral("health_care"), START, 12),
    ("consultation", lambda: a_consultation("social_care"), START, 10),
    ("identification", lambda: an_identification("multi_agency"), START, 4),
    ("account of a worker", lambda: an_account("social_care"), START, 12),
]


@pytest.mark.parametrize(("make", "start", "years"), [one[1:] for one in RULES], ids=[one[0] for one in RULES])
def test_every_clock_ends_on_its_day(make, start, years):
    """Seen red: with the latest start a day later or earlier, each of these on one of the three days."""
    row = make()
    last = dates.add_months(start, years * 12)
    for day in (last - timedelta(days=1), last):
        run_on(day)
        assert there(row), f"erased on {day}, a day early"
    run_on(last + timedelta(days=1))
    assert not there(row), "kept a run too long"


def test_the_table_knows_every_clock():
    """Each clock with a length and its stand-in is in the tables above, or has a job of its own."""
    tried = {
        "case_multi_agency closed", "case_social_care closed", "message written", "copy written",
        "consent_earlier next_version", "case_health_care death", "case_health_care birth", "consent death",
        "consent birth", "customership death", "customership birth", "referral_multi_agency settled",
        "referral_social_care settled", "referral_health_care settled", "account role_ended",
    }
    elsewhere = {"log event", "draft written", "promise written", "employer written"}
    assert {f"{one.clock.key} {one.starts}" for one in clocks.ticking()} == tried | elsewhere


@pytest.mark.parametrize("make", [lambda: a_message("multi_agency"), lambda: a_copy("multi_agency"),
                                  lambda: an_earlier_consent("multi_agency"), lambda: a_referral("social_care",
                                  declined_at=None, declined_by=None, decline_reason="", next_unit=None)],
                         ids=["message", "copy", "consent", "referral that waits"])
def test_what_goes_with_its_case_or_still_waits_has_no_day_of_its_own(make):
    row = make()
    run_on(date(2056, 11, 3))
    assert there(row)


# The hour, and the zone ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closed", [
    datetime(2026, 12, 31, 21, 59, 59, tzinfo=UTC),  # 23.59.59 in Helsinki
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 3.30, the first of the two
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 3.30, the second
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),  # the last second of winter time
    datetime(2026, 6, 30, 21, 0, tzinfo=UTC),  # midnight: already the first of July
], ids=str)
def test_the_day_is_the_day_in_finland(closed):
    case = case_in("multi_agency", closed=closed)
    last = dates.add_months(dates.local(closed).date(), 48)
    with dates.clock(dates.end_of_day(last)):
        actions.run(after_a_pause=True)
    assert there(case)
    with dates.clock(dates.start_of_day(last + timedelta(days=1))):
        actions.run(after_a_pause=True)
    assert not there(case)


# Open, held, broken off ----------------------------------------------------------------------------------------------


def test_an_open_case_never_goes():
    case = case_in("multi_agency", closed=None)
    run_on(date(2056, 11, 3))
    assert there(case)


def test_a_held_case_stays_and_goes_with_the_next_run_after_the_hold():
    """Seen red: with `held` left out of the clock."""
    case = case_in("social_care", closed=moment(date(2026, 3, 2)))
    message = Message.objects.using(OWNER).create(case=case, text="Odota", answer_by=START, made_at=moment(START))
    hold = Hold.objects.using(OWNER).create(
        case=case, number=case.number, region_id=case.region_id, reason="court", review_on=date(2036, 1, 1)
    )
    run_on(date(2040, 3, 3))
    assert there(case) and there(message)
    Hold.objects.using(OWNER).filter(pk=hold.pk).update(
        ended_at=moment(date(2040, 3, 3)), ended_by=User.objects.using(OWNER).get(username="katri")
    )
    run_on(date(2040, 3, 4))
    assert not there(case) and not there(message) and not there(hold)


def test_a_run_that_was_killed_goes_on_and_counts_right(monkeypatch):
    """A batch is erased and counted, or neither."""
    cases = [case_in("multi_agency", closed=moment(date(2026, 3, 2))) for _ in range(8)]
    monkeypatch.setitem(actions.BATCH, "case", 3)
    calls, count_up = [], actions._count

    def killed(*arguments):
        calls.extend(one for one in arguments[2] if arguments[1] == "case_multi_agency")
        if len(calls) > 1:
            raise KeyboardInterrupt
        count_up(*arguments)

    monkeypatch.setattr(actions, "_count", killed)
    with pytest.raises(KeyboardInterrupt):
        run_on(date(2030, 3, 3))
    assert sum(map(there, cases)) == 5, "a batch is a transaction: what was counted is gone, the rest is there"
    monkeypatch.setattr(actions, "_count", count_up)
    run_on(date(2030, 3, 4))
    assert not any(map(there, cases))
    counted = ErasureCount.objects.using(OWNER).filter(clock="case_multi_agency")
    assert sum(counted.values_list("number", flat=True)) == 8
    assert not ErasureRun.objects.using(OWNER).filter(ended_at=None).exists()


def test_the_same_day_again_does_nothing():
    case = case_in("multi_agency", closed=moment(date(2026, 3, 2)))
    assert run_on(date(2030, 3, 3)).counts and not there(case)
    assert not run_on(date(2030, 3, 3)).counts


def test_a_clock_that_jumped_erases_nothing():
    """F4: a machine's clock a year ahead, or behind the last run. Seen red: without `_trust`."""
    case = case_in("multi_agency", closed=moment(date(2026, 3, 2)))
    run_on(date(2029, 12, 1))
    with dates.clock(moment(date(2030, 12, 1))), pytest.raises(actions.Paused):
        actions.run()
    with dates.clock(moment(date(2029, 11, 30))), pytest.raises(actions.Paused):
        actions.run(after_a_pause=True)
    assert there(case)
    run_on(date(2030, 12, 1))
    assert not there(case)


# People --------------------------------------------------------------------------------------------------------------


def test_a_person_stays_until_the_last_case_has_gone():
    first = case_in("multi_agency", closed=moment(date(2026, 3, 2)))
    second = case_in("multi_agency", closed=moment(date(2028, 3, 2)), person=first.person)
    run_on(date(2030, 3, 3))
    assert not there(first) and there(second) and there(first.person)
    run_on(date(2032, 3, 3))
    assert not there(second) and not there(first.person)


def test_a_return_has_a_clock_of_its_own_and_lets_the_old_case_go():
    """Our reading (docs/decisions/0022): coming back begins a new matter; the old one keeps its day."""
    old = case_in("multi_agency", closed=moment(date(2026, 3, 2)))
    new = case_in("multi_agency", closed=None, person=old.person)
    Case.objects.using(OWNER).filter(pk=new.pk).update(previous=old)
    run_on(date(2030, 3, 3))
    assert not there(old) and there(new) and there(old.person)
    assert Case.objects.using(OWNER).get(pk=new.pk).previous_id is None


def test_a_merged_row_goes_with_the_one_who_stayed():
    case = case_in("multi_agency", closed=moment(date(2026, 3, 2)))
    gone = Person(region_id=case.region_id, merged_into=case.person)
    gone.set_names("Aino", "Erkkerí")
    gone.save(using=OWNER)
    PersonMerge.objects.using(OWNER).create(person=case.person, gone=gone, moved_cases=[case.pk, -1], reason="Sama")
    run_on(date(2030, 3, 2))
    assert there(gone)
    run_on(date(2030, 3, 3))
    assert not there(gone) and not there(case.person)


def test_social_care_keeps_consents_and_the_customership_until_their_day():
    case = case_in("social_care", closed=moment(date(2026, 3, 2)), born=date(1980, 5, 5))
    Consent.objects.using(OWNER).create(
        case=case, organisation=case.holder_unit.organisation, mode="written", given_on=date(2026, 1, 5)
    )
    User.objects.using(OWNER).create(username=f"t-{next(NUMBERS)}", name="Aino", person=case.person, password="!")
    run_on(date(2036, 3, 3))
    assert not there(case) and there(case.person)
    kept = {one.document: one for one in Kept.objects.using(OWNER).filter(person=case.person)}
    assert set(kept) == {"consent", "customership"} and kept["consent"].what["mode"] == "written"
    assert not User.objects.using(OWNER).filter(person=case.person).exists(), "the account has nothing to open"
    Death.objects.using(OWNER).create(person=case.person, died_on=date(2037, 1, 1), made_at=moment(date(2037, 1, 2)))
    run_on(date(2039, 1, 2))
    assert not there(kept["customership"]) and there(kept["consent"]) and there(case.person)
    run_on(date(2049, 1, 2))
    assert not there(case.person) and not there(kept["consent"])


def test_a_worker_named_in_a_kept_document_waits_for_it():
    user = an_account("social_care")
    case = case_in("multi_agency", closed=moment(date(2038, 1, 1)))
    Case.objects.using(OWNER).filter(pk=case.pk).update(arranger=user)
    run_on(date(2040, 3, 1))
    assert there(user)
    run_on(date(2042, 1, 2))
    assert not there(user)


# What is left --------------------------------------------------------------------------------------------------------


def test_a_fact_without_a_person_is_left():
    case = case_in("multi_agency", closed=moment(date(2026, 3, 2)), born=date(1979, 4, 13))
    Closing.objects.using(OWNER).create(case=case, solution_kind="work", solved="Työ löytyi", stays_open="Ei mitään")
    before = set(ErasedCase.objects.using(OWNER).values_list("pk", flat=True))
    run_on(date(2030, 3, 3))
    (fact,) = ErasedCase.objects.using(OWNER).exclude(pk__in=before)
    assert (fact.opened, fact.closed, fact.solution_kind, fact.age_group, fact.services) == (
        "2025-1", "2026-1", "work", "40–49", "0",
    )
    told = {one.name for one in ErasedCase._meta.concrete_fields}
    assert told == {"id", "region", "register", "opened", "closed", "solution_kind", "age_group", "services"}


def test_the_log_tells_counts_alone():
    case_in("multi_agency", closed=moment(date(2026, 3, 2)))
    run_on(date(2030, 3, 3))
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select details, case_id, person_id from eventlog_event where verb = 'retention.erased' "
            "order by id desc limit 1"
        )
        details, case_id, person_id = cursor.fetchone()
    assert json.loads(details) == {"on": "2030-03-03", "case_multi_agency": 1} and case_id is None and person_id is None


def test_everything_that_goes_with_an_account_is_known():
    """The list of `retention_drop_account` is what Django would delete with a user, and nothing that others keep."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select prosrc from pg_proc where proname = 'retention_drop_account'")
        text = cursor.fetchone()[0]
    told = set(re.findall(r"'([a-z]+_[a-z]+)'", text[text.index("array["):text.index("];")]))
    owned = {
        model._meta.db_table for model in apps.get_models() for one in model._meta.concrete_fields
        if one.remote_field and one.remote_field.model is User and one.remote_field.on_delete.__name__ == "CASCADE"
    }
    assert told == owned
