"""A right that ends bites at once (goal A7): eight readers keep asking while leave ends, each by a way of its own; no
answer begun after the commit shows anything, and mail that waits is not sent.

`RINNALLA_CHANGES=1000` makes the long run; the suite's own is short. Seen red: a page whose case went out of sight
while it was drawn answered 500; a role that had ended still saw the row behind the second wall.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from rinnalla import outbox
from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import end_membership, give_membership
from rinnalla.access.middleware import memberships_in_force
from rinnalla.access.models import Consent, Membership
from rinnalla.cases import actions as cases
from rinnalla.cases.consents.actions import give_consent, withdraw_consent
from rinnalla.cases.models import Case
from rinnalla.cast import load_cast
from rinnalla.exchange.tests.programs import program
from rinnalla.lib import dates
from rinnalla.meetings.tests.cases import a_meeting

CHANGES = int(os.environ.get("RINNALLA_CHANGES", "9"))
PATIENCE = 120  # seconds that one answer may take on a machine with other work


@dataclass
class Reader(threading.Thread):
    """Asks one way again and again, and keeps what came of the newest answers: (begun, shown)."""

    way: str
    ask: Callable[[], bool]
    over: threading.Event
    answers: list[tuple[float, bool]] = field(default_factory=list)
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__(name=self.way, daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            while not self.over.is_set():
                begun = time.monotonic()
                self.answers.append((begun, self.ask()))
                del self.answers[:-20]
        except BaseException as error:
            self.fault = error
        finally:
            connection.close()

    def first_since(self, moment: float, until: Callable[[bool], bool] = lambda shown: True) -> bool:
        """What the first answer begun after the moment showed (the first that is as wanted); waits for it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.fault:
                raise AssertionError(f"{self.way}: {self.fault!r}") from self.fault
            for begun, shown in list(self.answers):
                if begun > moment and until(shown):
                    return shown
            time.sleep(0.005)
        raise AssertionError(f"{self.way} has not answered as awaited in {PATIENCE} s: {self.answers[-5:]}")


@pytest.fixture
def cast(live_db, django_db_blocker) -> Iterator:
    with django_db_blocker.unblock():
        yield load_cast()


@pytest.fixture
def readers(cast, settings) -> Iterator[list[Reader]]:
    """Janne's eight ways to Tuula's case; they stop with the test, whatever happens in it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with acting(cast.a_katri):
        meeting = a_meeting(cast, invited=[cast.janne])
    base = f"/cases/{cast.case.uuid}/"
    pages = {
        "case": base, "list": "/cases/?whose=all", "search": "/search/?q=Rantanen", "plan": f"{base}plan/",
        "contacts": f"{base}contacts/", "calendar": f"{base}meetings/{meeting.uuid}/calendar/",
    }
    # A search page says again what was sought: there the way into the case is the sign.
    ways = {way: _page(cast, address, base if way == "search" else "Rantanen") for way, address in pages.items()}
    ways |= {"api": _api(cast), "second wall": _second_wall(cast)}
    over = threading.Event()
    found = [Reader(way, ask, over) for way, ask in ways.items()]
    for one in found:
        one.meeting = meeting
        one.start()
    try:
        yield found
    finally:
        over.set()
        for one in found:
            one.join(PATIENCE)


def _page(cast, address: str, sign: str) -> Callable[[], bool]:
    browser = Client(HTTP_ACCEPT_LANGUAGE="fi")
    browser.force_login(cast.janne)

    def ask() -> bool:
        answer = browser.get(address)
        assert answer.status_code in (200, 302, 403, 404), answer.status_code
        body = answer.content.decode()
        return answer.status_code == 200 and (sign in body or "BEGIN:VEVENT" in body)

    return ask


def _api(cast) -> Callable[[], bool]:
    """A token is bound to one membership: what ends a role ends it too, so each ask makes do with the newest."""
    holder: dict[int, object] = {}

    def ask() -> bool:
        membership = Membership.objects.in_force().filter(user=cast.janne).order_by("-pk").first()
        if membership is None:
            return False
        if membership.pk not in holder:
            holder[membership.pk] = program(cast.janne)
        return holder[membership.pk].get(f"/cases/{cast.case.uuid}")[0] == 200

    return ask


def _second_wall(cast) -> Callable[[], bool]:
    """The database alone: no rule of the program is asked."""

    def ask() -> bool:
        membership = memberships_in_force().filter(user=cast.janne).order_by("-pk").first()
        with acting(staff_actor(membership) if membership else cast.a_janne):
            return Case._base_manager.filter(pk=cast.case.pk).exists()

    return ask


@pytest.mark.row("T-62")
def test_nothing_begun_after_the_commit_shows_anything(cast, readers):
    ends = islice(cycle((_withdraw, _leave, _end_role)), CHANGES)
    _withdraw(cast)
    for end in ends:
        begun = time.monotonic()
        _let_in(cast)
        for reader in readers:
            reader.first_since(begun, until=bool)
        with acting(cast.a_katri):
            outbox.promise("meetings.invite", cast.janne.pk, readers[0].meeting.pk, cast.case.pk, by=cast.a_katri)
        end(cast)
        committed = time.monotonic()
        late = [reader.way for reader in readers if reader.first_since(committed)]
        assert not late, f"{end.__name__}: {late}"
        mail.outbox.clear()
        outbox.run_pending(strict=True)
        assert not [one for one in mail.outbox if cast.janne.email in one.to and "Kutsu" in one.subject], end.__name__


def _let_in(cast) -> None:
    """Janne works at Askel, Askel has the client's leave, and Janne is in the team; what there is already stays."""
    if not Membership.objects.in_force().filter(user=cast.janne).exists():
        with acting(system("test")) as by:
            give_membership(by=by, user=cast.janne, unit=cast.coaching, role="job_coach")
    by = cast.a_katri
    with acting(by):
        consent = Consent.objects.in_force().filter(case=cast.case, organisation=cast.coaching.organisation).first()
        groups = ["basics", "employment"]
        consent = consent or give_consent(
            case=cast.case, organisation=cast.coaching.organisation, groups=groups, mode="written",
            given_on=dates.today(), by=by,
        )
        if not cast.case.team.filter(user=cast.janne, left_at__isnull=True).exists():
            cases.join_team(
                case=cast.case, user=cast.janne, unit=cast.coaching, task="Valmentaja", by=by, ground="consent",
                consent=consent, groups=groups,
            )


def _withdraw(cast) -> None:
    with acting(cast.a_katri):
        for one in Consent.objects.in_force().filter(case=cast.case, organisation=cast.coaching.organisation):
            withdraw_consent(consent=one, by=cast.a_katri)


def _leave(cast) -> None:
    with acting(cast.a_katri):
        member = cast.case.team.get(user=cast.janne, left_at__isnull=True)
        cases.leave_team(member=member, by=cast.a_katri)


def _end_role(cast) -> None:
    with acting(system("test")) as by:
        for one in Membership.objects.in_force().filter(user=cast.janne):
            end_membership(by=by, membership=one)
