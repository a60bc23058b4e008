"""Nothing early, nothing late: every clock over thirty years, on the day before, the day and the day after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rinnalla.access.models import Consent, User
from rinnalla.cases.messages.models import Message
from rinnalla.lib import dates
from rinnalla.plans.models import Packet, Plan, PlanVersion
from rinnalla.referrals.models import Consultation, Identification, Referral
from rinnalla.retention import clocks
from rinnalla.retention.erasing import actions
from rinnalla.retention.erasing.models import Death, Kept
from rinnalla.retention.tests.lives import NUMBERS, OWNER, START, an_account, case_in, moment, run_on, there, unit_in

pytestmark = pytest.mark.usefixtures("live_db", "fresh_runs")

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
    elsewhere = {"log event", "draft written", "promise written", "employer written", "contacted settled",
                 "contacted written"}
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
