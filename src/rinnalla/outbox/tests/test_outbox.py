"""Promises: made with the transaction, done once, tried again, never lost."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from rinnalla import outbox
from rinnalla.lib import dates
from rinnalla.outbox import promises, recurring, registry
from rinnalla.outbox.commands import work
from rinnalla.outbox.models import Promise

done: list = []


@pytest.fixture(autouse=True)
def handlers(monkeypatch):
    """Three handlers for the tests alone: one that works, one that fails, one that is slow."""
    done.clear()
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)  # the worker's threads leave no session behind
    monkeypatch.setattr(registry, "_jobs", {
        "tests.note": lambda promise, *ids: done.append((promise.made_by_user_id, *ids)),
        "tests.fail": _fail,
        "tests.slow": lambda promise, *ids: (time.sleep(0.5), done.append(ids)),
    })


def _fail(promise: Promise) -> None:
    Promise.objects.create(name="tests.left_behind", due_at=dates.now(), try_at=dates.now())
    raise RuntimeError("Tuula")


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'outbox.keep'")
        return cursor.fetchone()[0]


def test_a_promise_is_kept_once_by_the_worker(own_db):
    outbox.promise("tests.note", 5, UUID(int=7), by=SimpleNamespace(user_id=3, membership_id=4))
    work(wait=False)
    assert done == [(3, 5, str(UUID(int=7)))]
    kept = Promise.objects.get(name="tests.note")
    assert kept.settled_at and kept.attempts == 1 and kept.made_by_membership_id == 4
    assert waiting_jobs() == 0


def test_a_promise_is_made_with_the_transaction_or_not_at_all(own_db):
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.promise("tests.note", 5)
        raise RuntimeError
    assert not Promise.objects.exists() and waiting_jobs() == 0


def test_delivered_twice_is_done_once(own_db):
    outbox.promise("tests.note", 5)
    pk = Promise.objects.get().pk
    assert [promises.keep(pk), promises.keep(pk), outbox.run_pending()] == [True, False, 0]
    assert len(done) == 1


def test_two_workers_at_once_do_it_once(own_db):
    outbox.promise("tests.slow", 5)
    pk, start, answers = Promise.objects.get().pk, Barrier(4), []

    def deliver() -> None:
        start.wait()
        answers.append(promises.keep(pk))
        connections.close_all()

    threads = [Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True] and done == [(5,)]


def test_a_failed_promise_is_tried_again_later_and_leaves_nothing_half_done(own_db, caplog):
    outbox.promise("tests.fail")
    assert outbox.run_pending() == 0
    failed = Promise.objects.get()
    assert (failed.attempts, failed.last_error, failed.settled_at) == (1, "RuntimeError", None)
    assert failed.try_at > dates.now() + timedelta(seconds=5) and failed.due_at < dates.now()
    assert outbox.run_pending() == 0 and Promise.objects.get().attempts == 1, "not before its time"
    registry._jobs["tests.fail"] = registry._jobs["tests.note"]
    with dates.clock(dates.now() + timedelta(seconds=20)):
        assert outbox.run_pending() == 1
    assert Promise.objects.get().attempts == 2 and len(done) == 1
    assert "Tuula" not in caplog.text, "what an exception says may be somebody's data"


def test_the_wait_grows_to_six_hours(own_db):
    outbox.promise("tests.fail")
    Promise.objects.update(attempts=40)
    outbox.run_pending()
    assert timedelta(hours=5) < Promise.objects.get().try_at - dates.now() <= timedelta(hours=6)


def test_an_unregistered_promise_waits_for_its_room(own_db):
    outbox.promise("tests.nobody")
    assert outbox.run_pending() == 0
    assert Promise.objects.get().last_error == "LookupError"
    with pytest.raises(LookupError, match="jobs.py"), dates.clock(dates.now() + timedelta(hours=1)):
        outbox.run_pending(strict=True)


def test_a_due_time_is_waited_for(own_db):
    outbox.promise("tests.note", 5, due=dates.now() + timedelta(hours=2))
    work(wait=False)
    assert outbox.run_pending() == 0 and not done
    with dates.clock(dates.now() + timedelta(hours=3)):
        assert outbox.run_pending() == 1


def test_under_a_set_clock_a_promise_is_settled_already(own_db):
    with dates.clock(datetime(2024, 5, 1, 9, tzinfo=UTC)):
        outbox.promise("tests.note", 5)
    kept = Promise.objects.get()
    assert kept.settled_at == kept.made_at == datetime(2024, 5, 1, 9, tzinfo=UTC)
    assert waiting_jobs() == 0 and outbox.run_pending() == 0


@pytest.mark.parametrize("value", ["text", 1.5, None, True, [1]])
def test_only_ids_are_promised(value):
    with pytest.raises(TypeError):
        outbox.promise("tests.note", value)


def test_a_lost_wake_up_is_made_good_by_the_sweep(own_db):
    outbox.promise("tests.note", 5)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    next(one for one in recurring.RECURRING if one.name == "outbox.sweep").run(0)
    assert len(done) == 1


def test_a_killed_worker_leaves_the_promise_to_the_next(own_db):
    """kill -9 in the middle of the handler; the power check is `began`: without it nothing would have been running."""
    outbox.promise("tests.note", 5)
    given = connection.settings_dict
    program = textwrap.dedent("""
        import sys, time, django
        from django.conf import settings
        django.setup()
        from django.db import connections
        for alias in connections:
            connections[alias].settings_dict["NAME"] = sys.argv[1]
        from rinnalla.outbox import promises, registry
        from rinnalla.outbox.models import Promise
        def slow(promise, *ids):
            Promise.objects.create(name="tests.half", due_at=promise.due_at, try_at=promise.due_at)
            print("began", flush=True)
            time.sleep(60)
        registry._jobs["tests.note"] = slow
        promises.run_pending()
    """)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "rinnalla.settings"}
    command = [sys.executable, "-c", program, given["NAME"]]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout.readline() == b"began\n"
        assert outbox.run_pending() == 0, "it is being done"
        worker.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while not outbox.run_pending() and time.monotonic() < end:
        time.sleep(0.1)
    assert done == [(None, 5)]
    assert not Promise.objects.filter(name="tests.half").exists()


def test_settled_promises_are_forgotten_after_a_month(own_db):
    now = dates.now()
    for name, settled_at in (("old", now - timedelta(days=31)), ("new", now), ("open", None)):
        Promise.objects.create(name=name, due_at=now, try_at=now, settled_at=settled_at)
    assert promises.forget_settled() == 1
    assert set(Promise.objects.values_list("name", flat=True)) == {"new", "open"}


def test_a_name_is_registered_once():
    outbox.job("tests.twice")(print)
    outbox.job("tests.twice")(print)
    with pytest.raises(ValueError, match="two functions"):
        outbox.job("tests.twice")(repr)


def test_failing_recurring_work_does_not_stop_the_rest(caplog, monkeypatch):
    monkeypatch.setattr(registry, "_recurring", {"outbox.sweep": lambda: 1 / 0})
    next(one for one in recurring.RECURRING if one.name == "outbox.sweep").run(0)
    assert "recurring work failed: outbox.sweep" in caplog.text
    assert "eventlog.seal" in recurring.missing() and "outbox.sweep" not in recurring.missing()


def test_recurring_work_is_known_to_the_queue():
    from procrastinate.contrib.django import app

    known = {name: task.cron for (_, name), task in app.periodic_registry.periodic_tasks.items()}
    assert {one.name: one.cron for one in recurring.RECURRING}.items() <= known.items()
    assert {"eventlog.seal", "outbox.sweep", "outbox.forget"} & set(recurring.missing()) == set()
