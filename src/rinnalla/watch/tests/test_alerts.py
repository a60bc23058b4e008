"""The officer settles alerts; nobody else sees them, and the reader hears only of what was settled (B6, C5)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.urls import reverse

from rinnalla import outbox
from rinnalla.access.acting import staff_actor
from rinnalla.access.models import Membership, User
from rinnalla.access.reading.models import ReadingMark
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.outbox.recurring import RECURRING
from rinnalla.testing import as_actor
from rinnalla.watch import actions, jobs, reading
from rinnalla.watch.models import Alert, Evidence

pytestmark = pytest.mark.django_db
NAMES = {": Petra Nygård", "Petra Nygård", "Koivulan hyvinvointialue"}


def actor(username: str):
    return staff_actor(Membership.objects.select_related("user", "unit__organisation").get(user__username=username))


@pytest.fixture
def officer(cast):
    return actor("rooli-data_protection_officer")


def marked(cast, level: str = "stopped", username: str = "petra") -> None:
    """Petra, or another, has read very much today: the function that counts has left its mark."""
    petra = actor(username)
    with as_actor(petra):
        from rinnalla.access.reading import counting
        from rinnalla.access.shown import Shown
        from rinnalla.eventlog.record import Through, log_access

        shown = Shown(case_ids=set(range(10_000, 10_003)))
        values = (petra.region_id, dates.today(), "opened", 2, 2 if level == "stopped" else 9, True)
        through = Through("accesslog_append_counted", "bigint date text integer integer boolean", values)
        log_access(by=petra, route="desk:case", action="view", person_ids=[], case_ids=sorted(shown.case_ids),
                   field_groups=[], grounds=[], purpose="", result="ok", through=through)
        assert counting.EMERGENCY == "break_glass"


@pytest.fixture
def alert(cast, officer) -> Alert:
    marked(cast)
    (made,) = actions.look_at_marks()
    with as_actor(officer):
        return Alert.objects.get(pk=made)


def test_the_officer_hears_within_a_minute_of_much_reading(cast, officer):
    """The job runs three times a minute, and its promise to the officers is kept by the queue at once."""
    (times,) = [one.cron for one in RECURRING if one.name == "watch.much_reading"]
    assert times.split()[5] == "*/20"
    marked(cast)
    jobs.much_reading()
    with as_actor(officer):
        (found,) = Alert.objects.all()
        assert found.rule == "much_opened" and found.user.username == "petra"
        assert found.made_at - ReadingMark.objects.get().at < timedelta(seconds=60)
    outbox.run_pending(strict=True)
    assert "/oversight/alerts/" in mail.outbox[-1].body and "Petra" not in mail.outbox[-1].body
    jobs.much_reading()
    with as_actor(officer):
        assert Alert.objects.count() == 1, "once is enough"


def test_others_see_no_alert_and_far_officers_neither(cast, alert):
    for username in ("petra", "katri", "muualta-data_protection_officer", "rooli-organisation_admin"):
        with as_actor(actor(username)):
            assert not Alert.objects.exists() and not Evidence.objects.exists(), username


def test_only_a_job_runs_the_watch(cast):
    """Guards against: whoever can run SQL as the application asks the watch about a colleague."""
    from django.db import ProgrammingError, transaction

    with as_actor(cast.a_katri), pytest.raises(ProgrammingError), transaction.atomic():
        actions._ask("select watch_raise_marks(%s)", dates.now())


def test_settling_counts_a_false_alarm_and_is_logged(cast, officer, alert):
    with as_actor(officer):
        done = actions.settle(alert=alert, by=officer, finding="helped_colleague")
        assert (done.verdict, done.settled_by_id) == ("right_reason", officer.user_id)
        counted = reading.counts(officer)
        assert (counted.alarms, counted.settled, counted.false) == (1, 1, 1) and counted.rate not in ("", "0", "0,0")
        assert Event.objects.filter(verb="watch.settled", user_id=officer.user_id).count() == 1
        with pytest.raises(Refused):
            actions.settle(alert=alert, by=officer, finding="no_reason", words="Selvitetään.")


def test_what_is_looked_into_says_what_and_who(cast, officer, alert):
    with as_actor(officer):
        with pytest.raises(Refused) as told:
            actions.settle(alert=alert, by=officer, finding="no_reason")
        assert told.value.field == "words"
        with pytest.raises(Refused):
            actions.settle(alert=alert, by=officer, finding="made_up", words="x")


def test_nobody_settles_without_the_role_or_from_another_region(cast, alert):
    for username in ("katri", "muualta-data_protection_officer"):
        by = actor(username)
        with as_actor(by), pytest.raises(Refused):
            actions.settle(alert=alert, by=by, finding="helped_colleague")


def test_nobody_settles_or_lifts_ones_own_reading(cast, officer):
    """Seen red: either check taken out."""
    marked(cast, username="rooli-data_protection_officer")
    (made,) = actions.look_at_marks()
    with as_actor(officer):
        with pytest.raises(Refused, match="omaa lukemistasi"):
            actions.settle(alert=Alert.objects.get(pk=made), by=officer, finding="helped_colleague")
        mark = ReadingMark.objects.get(level="stopped")
        with pytest.raises(Refused, match="omaa lukemistasi"):
            actions.lift(mark=mark, by=officer)
        mark.refresh_from_db()
        assert mark.lifted_at is None and Alert.objects.get(pk=made).settled_at is None


@pytest.mark.parametrize("tell", [True, False])
def test_the_reader_hears_only_of_a_settled_one_and_only_when_told(cast, officer, alert, sign_in, settings, tell):
    settings.SECOND_FACTOR_REQUIRED = False
    petra = sign_in(cast.petra)
    assert "Lukemisellesi oli syy" not in petra.get(reverse("watch:settled")).content.decode()
    with as_actor(officer):
        actions.settle(alert=alert, by=officer, finding="helped_colleague", tell_reader=tell)
    outbox.run_pending(strict=True)
    assert any("/reading/settled/" in one.body for one in mail.outbox) is tell
    assert ("Lukemisellesi oli syy" in petra.get(reverse("watch:settled")).content.decode()) is tell


def test_the_pages_show_who_and_why_and_take_the_finding(cast, officer, alert, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    browser = sign_in(Membership.objects.get(pk=officer.membership_id).user)
    assert "Petra" in browser.get(reverse("watch:alerts")).content.decode()
    address = reverse("watch:alert", args=[alert.uuid])
    page = browser.get(address).content.decode()
    assert "Paljon lukemista" in page and "3 eri asiakasta" in page
    wrong = browser.post(address, {"finding": "no_reason", "words": ""})
    assert wrong.status_code == 422 and "Kirjoita, mitä selvitetään" in wrong.content.decode()
    kept = browser.post(address, {"finding": "", "words": "Kysyn esihenkilöltä."})
    assert kept.status_code == 422 and "Kysyn esihenkilöltä." in kept.content.decode()
    assert browser.post(address, {"finding": "no_reason", "words": "Esihenkilö kysyy."}).status_code == 302
    assert "Esihenkilö kysyy." in browser.get(address).content.decode()
    assert browser.post(address, {"finding": "no_reason", "words": "Taas."}).status_code == 422


def test_a_swedish_officer_and_reader_are_told_all_of_it_in_swedish(cast, officer, alert, sign_in, settings):
    """Guards against: a text of the watch that has no Swedish. What both languages show alike is names and dates."""
    settings.SECOND_FACTOR_REQUIRED = False
    user = Membership.objects.get(pk=officer.membership_id).user
    with as_actor(officer):
        mark = ReadingMark.objects.get(level="stopped")
    address = reverse("watch:alert", args=[alert.uuid])
    pages = [reverse("watch:alerts"), address, reverse("watch:lift", args=[mark.uuid])]
    told = {}
    for language in ("fi", "sv"):
        User.objects.filter(pk__in=[user.pk, cast.petra.pk]).update(language=language)
        browser = sign_in(user)
        seen = [browser.get(page) for page in pages]
        wrong = browser.post(address, {"finding": "no_reason", "words": ""})
        assert {one.status_code for one in seen} == {200} and wrong.status_code == 422
        told[language] = {text for page in (*seen, wrong) for text in main_texts(page)}
    alike = {one for one in told["fi"] & told["sv"] if one not in NAMES}
    assert not alike and "Skriv vad som utreds och vem som gör det." in told["sv"]
    jobs.tell_officers(None, alert.pk)
    assert mail.outbox[-1].subject == "Något väntar på dig i Rinnalla" and "Logga in: " in mail.outbox[-1].body
    with as_actor(officer):
        actions.settle(alert=alert, by=officer, finding="helped_colleague", tell_reader=True)
    outbox.run_pending(strict=True)
    assert mail.outbox[-1].body.startswith("Det finns något nytt för dig.") and "/reading/" in mail.outbox[-1].body
    assert "Det fanns skäl till din läsning" in sign_in(cast.petra).get(reverse("watch:settled")).content.decode()


def main_texts(page) -> list[str]:
    """The texts that a page's main part shows, piece by piece, those with words."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0].partition(">")[2]
    pieces = [" ".join(one.split()) for one in re.split(r"<[^>]+>", main)]
    return [one for one in pieces if re.search(r"[^\W\d_]{2}", one)]


def test_the_officer_opens_a_stopped_reading_for_the_day(cast, officer, alert, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    browser = sign_in(Membership.objects.get(pk=officer.membership_id).user)
    with as_actor(officer):
        mark = ReadingMark.objects.get(level="stopped")
    address = reverse("watch:lift", args=[mark.uuid])
    assert "Petra" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 302
    with as_actor(officer):
        mark.refresh_from_db()
        assert mark.lifted_by_id == officer.user_id
        actions.lift(mark=mark, by=officer)
    assert browser.get(address).status_code == 404, "nothing to open any more"
    petra = actor("petra")
    with as_actor(petra), connections["default"].cursor() as cursor:
        cursor.execute("select count(*) from access_readingmark")
        assert cursor.fetchone() == (0,), "a reader sees no marks"


def test_a_stop_of_another_day_is_open_by_itself(cast, officer, alert):
    with as_actor(officer):
        mark = ReadingMark.objects.get(level="stopped")
        dates.set_clock(dates.now() + timedelta(days=1))
        with pytest.raises(Refused):
            actions.lift(mark=mark, by=officer)
