"""Who stays and what is left: open and held cases, a run broken off, people, kept documents, the fact."""

import json
import re
from datetime import date

import pytest
from django.apps import apps
from django.db import connections

from rinnalla.access.models import Consent, User
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import Case, Closing
from rinnalla.lib import dates
from rinnalla.people.models import Person, PersonMerge
from rinnalla.retention.erasing import actions
from rinnalla.retention.erasing.models import Death, ErasedCase, ErasureCount, ErasureRun, Kept
from rinnalla.retention.holds.models import Hold
from rinnalla.retention.tests.lives import NUMBERS, OWNER, START, an_account, case_in, moment, run_on, there

pytestmark = pytest.mark.usefixtures("live_db", "fresh_runs")

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
