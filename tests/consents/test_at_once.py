"""A change of right works at once (goal A7): eight readers poll by eight ways while the consent is withdrawn, limited
or runs out; nothing that began after the commit succeeds.

A step is one change under eight polling readers with real transactions and connections. `RINNALLA_CHANGES` asks for
more than the few of every run. Guards against: `_end_grant` left out of the withdrawal (the coach read on); the wall's
function and the rule both without `ends_at` (a consent that had run out was read). "Begun after" is by the clock of
this machine, read before the request is sent and after the change has committed.
"""

import os
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client

from rinnalla import outbox
from rinnalla.access.acting import acting
from rinnalla.access.models import Consent, Grant
from rinnalla.access.walls import actor_settings
from rinnalla.cases import actions as cases
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case
from rinnalla.cast import load_cast
from rinnalla.exchange.tests.programs import program
from rinnalla.lib import dates
from rinnalla.plans.copies import copy_for
from rinnalla.plans.tests.cases import a_version, a_whole_plan

CHANGES = int(os.environ.get("RINNALLA_CHANGES", "6"))
NAME, LONGEST = "Rantanen", 300.0


@pytest.fixture(scope="module")
def live(live_db, django_db_blocker):
    """The cast in a database that really commits, with a plan and a meeting ahead."""
    with django_db_blocker.unblock():
        cast = load_cast()
        with acting(cast.a_katri):
            plan, _goal, _action = a_whole_plan(cast)
            cast.version = a_version(cast, plan)
        yield cast


@pytest.fixture
def unblocked(live, django_db_blocker):
    with django_db_blocker.unblock():
        yield live


def browser_of(user) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="fi")
    client.force_login(user)
    return client


def ways(cast) -> dict:
    """Each channel as a function that tells whether the coach still gets the client's data by it."""
    base = f"/cases/{cast.case.uuid}/"
    coach, token = [browser_of(cast.janne) for _number in range(6)], program(cast.janne)

    def wall() -> bool:
        with acting(cast.a_janne):
            return Case.objects.filter(pk=cast.case.pk).exists()

    return {
        "page": lambda: coach[0].get(base).status_code == 200,
        "plan": lambda: coach[1].get(base + "plan/").status_code == 200,
        "paper": lambda: coach[2].get(base + "plan/print/").status_code == 200,
        "list": lambda: NAME in coach[3].get("/cases/").content.decode(),
        "search": lambda: f"/cases/{cast.case.uuid}/" in coach[4].get("/search/?q=Rantanen").content.decode(),
        "calendar": lambda: coach[5].get(base + "meetings/").status_code == 200,
        "token": lambda: token.get(f"/cases/{cast.case.uuid}")[0] == 200,
        "wall": wall,
    }


class Pollers:
    """Readers that ask again and again, each by its own way; what they got is kept with the moment it began."""

    def __init__(self, asked: dict) -> None:
        self.asked, self.got, self.broken = asked, [], []
        self.stop = threading.Event()
        self.first = {name: threading.Event() for name in asked}
        self.late = {name: threading.Event() for name in asked}
        self.committed = float("inf")
        self.threads = [threading.Thread(target=self._poll, args=(name,)) for name in asked]

    def _poll(self, name: str) -> None:
        try:
            while not self.stop.is_set():
                begun = time.monotonic()
                if self.asked[name]():
                    self.got.append((begun, name))
                    self.first[name].set()
                if begun > self.committed:
                    self.late[name].set()
        except BaseException as error:
            self.broken.append((name, error))
        finally:
            connection.close()

    def through(self, change) -> list[str]:
        """Runs the change when every reader has had an answer; the ways that still gave data begun after it."""
        for thread in self.threads:
            thread.start()
        assert all(one.wait(LONGEST) for one in self.first.values()), (self.broken, self.got[-3:])
        change()
        self.committed = time.monotonic()
        assert all(one.wait(LONGEST) for one in self.late.values()), self.broken
        self.stop.set()
        for thread in self.threads:
            thread.join(LONGEST)
        assert not self.broken, self.broken
        return [name for begun, name in self.got if begun > self.committed]


def let_in(cast, **more) -> Consent:
    """The client's leave for Askel, and Janne in the team on it."""
    with acting(cast.a_katri):
        case = Case.objects.get(pk=cast.case.pk)
        values = {"groups": ["basics", "employment"], "mode": "written", "given_on": dates.today(), **more}
        consent = consents.give_consent(
            case=case, organisation=cast.coaching.organisation, by=cast.a_katri, **values
        )
        if not case.team.filter(user=cast.janne, left_at__isnull=True).exists():
            cases.join_team(
                case=case, user=cast.janne, unit=cast.coaching, task="Valmentaja", by=cast.a_katri, ground="consent"
            )
    return consent


def withdrawn(cast, consent: Consent) -> None:
    with acting(cast.a_tuula):
        consents.withdraw_consent(consent=consent, by=cast.a_tuula)


def out_of_team(cast, consent: Consent) -> None:
    with acting(cast.a_katri):
        member = Case.objects.get(pk=cast.case.pk).team.get(user=cast.janne, left_at__isnull=True)
        cases.leave_team(member=member, by=cast.a_katri)


def run_out(cast, consent: Consent) -> None:
    """Its end is this very moment: the database's own clock passes it while they poll."""
    with acting(cast.a_katri):
        actor_settings(cast.a_katri, case_id=cast.case.pk)
        Grant.objects.filter(consent=consent, ended_at=None).update(ends_at=dates.now() + timedelta(milliseconds=150))
    time.sleep(0.16)


@pytest.mark.row("L-84", "C-06")
@pytest.mark.parametrize("change", [withdrawn, out_of_team, run_out])
def test_nothing_that_began_after_the_change_succeeds_by_any_way(unblocked, change):
    cast, wrong = unblocked, []
    for _number in range(max(1, CHANGES // 3)):
        with acting(cast.a_katri):  # what the round before left
            for member in Case.objects.get(pk=cast.case.pk).team.filter(user=cast.janne, left_at__isnull=True):
                cases.leave_team(member=member, by=cast.a_katri)
        consent = let_in(cast)
        wrong += Pollers(ways(cast)).through(lambda consent=consent: change(cast, consent))
    assert not wrong, wrong


def test_a_limit_takes_the_group_from_pages_and_copies_at_once(unblocked):
    """Guards against: `_stand_on` leaving the groups of a limited consent as they were."""
    cast = unblocked
    let_in(cast)
    with acting(cast.a_katri):
        cases.note_contact(
            case=cast.case, by=cast.a_katri, on=dates.today(), channel="phone", subject="Puutarhan esimies soitti",
            field_group="employment",
        )
    page = f"/cases/{cast.case.uuid}/contacts/"
    browsers = [browser_of(cast.janne) for _number in range(7)]
    readers = {
        f"contacts {number}": lambda one=one: "Puutarhan esimies" in one.get(page).content.decode()
        for number, one in enumerate(browsers)
    }

    def copied() -> bool:
        with acting(cast.a_katri):
            return "employment" in copy_for(cast.case, cast.version.content, cast.coaching.organisation).groups

    def limited() -> None:
        with acting(cast.a_tuula):
            rows = Consent.objects.in_force().filter(case=cast.case, organisation=cast.coaching.organisation)
            consents.change_consent(consent=rows.get(), groups=["basics"], mode="online", by=cast.a_tuula)

    assert not Pollers({**readers, "copy": copied}).through(limited)


def test_mail_and_calendar_files_promised_before_are_not_sent_after(unblocked):
    """An invitation waits in the outbox; the consent is withdrawn before the worker wakes (A7: queued mails)."""
    from django.core import mail

    from rinnalla.meetings import actions as meetings

    cast = unblocked
    consent = let_in(cast)
    with acting(cast.a_katri):
        meetings.convene(
            case=Case.objects.get(pk=cast.case.pk), by=cast.a_katri, kind="other_meeting", purpose="Jatko",
            starts_at=dates.now() + timedelta(days=2), invited=[cast.janne],
        )
    withdrawn(cast, consent)
    mail.outbox = []
    outbox.run_pending(strict=True)
    to_janne = [one for one in mail.outbox if one.to == [cast.janne.email]]
    assert to_janne and not any(one.attachments for one in to_janne)
    assert not any(NAME in one.body + one.subject or "Jatko" in one.body for one in to_janne)
    assert [one for one in mail.outbox if one.to != [cast.janne.email] and one.attachments]  # the others got theirs


def test_the_wall_alone_shuts_at_the_moment_a_grant_ends(unblocked):
    """The database's own clock decides at the second wall: `clock_timestamp()` moves inside a transaction."""
    cast = unblocked
    consent = let_in(cast)
    with acting(cast.a_katri):
        actor_settings(cast.a_katri, case_id=cast.case.pk)
        Grant.objects.filter(consent=consent, ended_at=None).update(ends_at=dates.now() + timedelta(milliseconds=400))
    seen = "select id from cases_case where id = %s"
    with acting(cast.a_janne), connections["default"].cursor() as cursor:
        cursor.execute(seen, [cast.case.pk])
        assert cursor.fetchone()
        time.sleep(0.5)
        cursor.execute(seen, [cast.case.pk])
        assert not cursor.fetchone()  # the same transaction
