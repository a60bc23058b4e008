"""Rounds of a survey to employers: asked by link or entered, answered once, told when over and when enough answered.

Guards against: a round that runs told answer by answer, one employer's marks on a page, a link that opens after an
answer, after its time or after a newer link, a use rate of employers nobody has contacted.
"""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction

from rinnalla import outbox
from rinnalla.access.models import User
from rinnalla.employers import actions as register
from rinnalla.employers.contacting import actions as contacting
from rinnalla.employers.models import Employer
from rinnalla.employers.surveys import actions, reading
from rinnalla.employers.surveys.models import AttitudeAction, SurveyReply, SurveyRound
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
TODAY = dates.today()
GOOD = {"knows_support": 5, "knows_subsidies": 4, "would_offer": 4, "would_fit": 4, "gains": 5}
POOR = {"knows_support": 2, "knows_subsidies": 1, "would_offer": 2, "would_fit": 3, "gains": 3}


def days(number):
    return TODAY + timedelta(days=number)


@pytest.fixture
def coordinator(cast):
    return cast.actor("rooli-employer_coordinator")


def employers(by, count):
    with as_actor(by):
        return [register.add_employer(by=by, values={"name": f"Yritys {n} Oy"}) for n in range(count)]


def a_round(by, name="Kevät", opens=-10, closes=10):
    with as_actor(by):
        return actions.make_round(by=by, name=name, opens_on=days(opens), closes_on=days(closes))


def over(row):
    """The round ended yesterday."""
    SurveyRound.objects.filter(pk=row.pk).update(opens_on=days(-60), closes_on=days(-1))


def answered(by, row, rows, marks):
    with as_actor(by):
        for one in rows:
            actions.enter(round=row, employer=one, by=by, answers=marks)


@pytest.mark.row("E-11", "T-67", "T-41")
def test_two_rounds_show_change(cast, coordinator, sign_in):
    rows = employers(coordinator, 12)
    first, second = a_round(coordinator, "Syksy 2025"), a_round(coordinator, "Syksy 2026")
    answered(coordinator, first, rows[:6], POOR)
    answered(coordinator, first, rows[6:], GOOD)
    answered(coordinator, second, rows, GOOD)
    with as_actor(coordinator):
        over(second)
        over(first)
        SurveyRound.objects.filter(pk=first.pk).update(closes_on=days(-30))
        lines = {one.name: one for one in reading.lines(*reversed(reading.closed(cast.region.pk)))}
    line = lines["Tiedämme, mistä saamme tukea, jos palkkaamme osatyökykyisen"]
    assert (line.before.tenths, line.now.tenths, line.change) == (35, 50, 15)
    assert (line.before.percent, line.now.percent, line.more) == (50, 100, 50)
    assert lines["Voisimme tarjota työtä ihmiselle, joka tarvitsee siinä tukea"].change == 10
    page = sign_in(cast.roles["manager"]).get("/employers/surveys/").content.decode()
    assert "+1,5" in page and "tietävien osuus +50 %-yks." in page and "Syksy 2025 ja Syksy 2026" in page


def test_a_round_that_runs_and_few_answers_are_not_told(cast, coordinator, sign_in):
    """Against: the mean of a running round, which with each answer tells the newest one."""
    rows = employers(coordinator, 4)
    row = a_round(coordinator)
    answered(coordinator, row, rows, POOR)
    page = sign_in(cast.roles["employer_coordinator"]).get("/employers/surveys/").content.decode()
    assert "Tuloksia ei ole vielä" in page
    with as_actor(coordinator):
        over(row)
        lines = reading.lines(None, reading.closed(cast.region.pk)[0])
    assert all((one.now.answers, one.now.tenths, one.now.percent) == (None, None, None) for one in lines)
    told = sign_in(cast.roles["employer_coordinator"]).get(f"/employers/surveys/{row.uuid}/").content.decode()
    assert "Vastannut 4 / 4" in told and "Ei näytetä" not in told


def test_the_share_who_know_is_hidden_when_those_who_do_not_are_few(cast, coordinator):
    rows = employers(coordinator, 8)
    row = a_round(coordinator)
    answered(coordinator, row, rows[:6], GOOD)
    answered(coordinator, row, rows[6:], POOR)
    with as_actor(coordinator):
        over(row)
        line = reading.lines(None, reading.closed(cast.region.pk)[0])[0]
    assert line.now.tenths == 43 and line.now.percent is None


# By a link ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(cast, coordinator):
    """An employer whose contact person has been mailed a link: the round, the employer, the secret."""
    one = employers(coordinator, 1)[0]
    row = a_round(coordinator)
    with as_actor(coordinator):
        person = register.save_person(
            employer=one, by=coordinator,
            values={"name": "Raija Mäki", "task": "", "email": "raija@yritys.fi", "language": "sv"},
        )
        actions.ask(round=row, employer=one, whom=person, by=coordinator)
    return row, one, person, mailed()


def mailed():
    outbox.run_pending(strict=True)
    return re.search(r"/survey/\?k=(\S{43})", mail.outbox[-1].body).group(1)


def opened(client, secret):
    answer = client.get("/survey/", {"k": secret})
    assert answer.status_code == 302 and answer["Location"] == "/survey/"
    assert answer.cookies[settings.SURVEY_COOKIE_NAME]["httponly"]
    return client.get("/survey/")


@pytest.mark.row("E-11")
def test_a_contact_person_answers_by_the_link_without_an_account(asked, sign_in):
    client = sign_in()
    row, one, _person, secret = asked
    assert mail.outbox[-1].to == ["raija@yritys.fi"] and "Enkät" in mail.outbox[-1].subject
    page = opened(client, secret)
    assert page.status_code == 200 and "Yritys 0 Oy" in page.content.decode()
    empty = client.post("/survey/answer/", {})
    assert empty.status_code == 422 and "Vastaa ainakin yhteen" in empty.content.decode()
    assert client.post("/survey/answer/", {"gains": "9"}).status_code == 422
    assert client.post("/survey/answer/", {"gains": "4", "would_offer": ""}).status_code == 302
    thanks = client.get("/survey/")
    assert thanks.status_code == 200 and "Kiitos, vastaus on perillä" in thanks.content.decode()
    kept = SurveyReply.objects.get(round=row, employer=one)
    assert (kept.answers, kept.how) == ({"gains": 4}, "link")
    again = client.post("/survey/answer/", {"gains": "1"})
    assert again.status_code == 200 and SurveyReply.objects.get().answers == {"gains": 4}


def test_a_link_is_dead_after_its_time_after_a_newer_one_and_after_the_round(asked, sign_in, coordinator):
    """Against: the older link still opened, since its hash stayed until the newer mail went."""
    client = sign_in()
    row, one, person, secret = asked
    with as_actor(coordinator):
        actions.ask(round=row, employer=one, whom=person, by=coordinator)
    assert opened(client, secret).status_code == 410  # at once, before the newer mail has gone
    newer = mailed()
    assert newer != secret and opened(client, newer).status_code == 200
    SurveyReply.objects.update(expires_at=dates.now() - timedelta(minutes=1))
    assert opened(client, newer).status_code == 410
    assert client.post("/survey/answer/", {"gains": "4"}).status_code == 410
    SurveyReply.objects.update(expires_at=dates.now() + timedelta(days=5))
    over(row)
    assert opened(client, newer).status_code == 410
    assert SurveyReply.objects.get().answered_at is None


def test_the_link_ends_with_the_round_and_only_a_hash_is_kept(asked):
    row, _one, _person, secret = asked
    kept = SurveyReply.objects.get()
    assert bytes(kept.hash) == actions.digest(secret) and secret not in str(kept.__dict__)
    assert dates.local(kept.expires_at).date() == row.closes_on + timedelta(days=1)


def test_nobody_without_the_secret_gets_the_questions(asked, sign_in):
    client = sign_in()
    assert client.get("/survey/").status_code == 410
    assert opened(client, "A" * 43).status_code == 410
    assert client.get("/survey/", {"k": "lyhyt"}).status_code == 302
    assert client.get("/survey/").status_code == 410


def test_an_answer_that_was_entered_closes_the_link(asked, sign_in, coordinator):
    client = sign_in()
    row, one, person, secret = asked
    answered(coordinator, row, [one], GOOD)
    assert "Kiitos" in opened(client, secret).content.decode()
    with as_actor(coordinator), pytest.raises(Refused):
        actions.enter(round=row, employer=one, by=coordinator, answers=POOR)
    with as_actor(coordinator), pytest.raises(Refused):
        actions.ask(round=row, employer=one, whom=person, by=coordinator)
    assert SurveyReply.objects.get().answers == GOOD


# Services used, attitudes, rules --------------------------------------------------------------------------------------


@pytest.mark.row("E-11")
def test_the_use_rate_is_employers_using_of_employers_contacted(cast, coordinator, sign_in):
    """Against: users among employers nobody has been in touch with; two uses of one employer counted twice."""
    rows = employers(coordinator, 5)
    with as_actor(coordinator):
        for one in rows[:4]:
            contacting.note_contact(
                employer=one, by=coordinator, on=days(-5), channel="visit", purpose="tell_support"
            )
        for service in ("pay_subsidy", "job_coach", "pay_subsidy"):
            actions.note_use(employer=rows[0], by=coordinator, service=service, on=days(-3))
        actions.note_use(employer=rows[4], by=coordinator, service="pay_subsidy", on=days(-3))
        use = reading.use_of(cast.region)
    assert (use.contacted, use.using, use.percent) == (4, 1, 25)
    assert dict(use.services)["Palkkatuki"] == 1 and dict(use.services)["Työkokeilu"] == 0
    coordinates = sign_in(cast.roles["employer_coordinator"])
    assert "1 / 4" in coordinates.get("/employers/surveys/").content.decode()
    assert "Palkkatuki" in coordinates.get(f"/employers/{rows[0].uuid}/").content.decode()


@pytest.mark.row("T-67")
def test_what_was_done_about_attitudes_is_kept_and_shown(cast, coordinator, sign_in):
    coordinates = sign_in(cast.roles["employer_coordinator"])
    typed = {"kind": "event", "what": "Aamukahvit, 131052-308T", "on": dates.d(TODAY), "employers": "14"}
    wrong = coordinates.post("/employers/surveys/attitudes/new/", typed)
    assert wrong.status_code == 422 and "henkilötunnus" in wrong.content.decode()
    typed["what"] = "Aamukahvit työnantajille"
    assert coordinates.post("/employers/surveys/attitudes/new/", typed).status_code == 302
    page = coordinates.get("/employers/surveys/").content.decode()
    assert "Aamukahvit työnantajille" in page and "14 työnantajaa" in page
    assert AttitudeAction.objects.get().region_id == cast.region.pk


def test_the_pages_from_a_round_to_an_entered_answer(cast, coordinator, sign_in):
    one = employers(coordinator, 1)[0]
    coordinates = sign_in(cast.roles["employer_coordinator"])
    assert "Kierroksia ei ole vielä" in coordinates.get("/employers/surveys/").content.decode()
    typed = {"name": "Syksy", "opens_on": dates.d(TODAY), "closes_on": dates.d(days(-1))}
    wrong = coordinates.post("/employers/surveys/new/", typed)
    assert wrong.status_code == 422 and 'value="Syksy"' in wrong.content.decode()
    assert coordinates.post("/employers/surveys/new/", {**typed, "closes_on": dates.d(days(20))}).status_code == 302
    row = SurveyRound.objects.get()
    assert "Keneltäkään ei ole vielä kysytty" in coordinates.get(f"/employers/surveys/{row.uuid}/").content.decode()
    answer = coordinates.post(f"/employers/{one.uuid}/survey/answer/", {"round": str(row.uuid), "gains": "3"})
    assert answer.status_code == 302 and SurveyReply.objects.get().how == "hand"
    moved = {"closes_on": dates.d(days(30)), "version": row.version}
    assert coordinates.post(f"/employers/surveys/{row.uuid}/end/", moved).status_code == 302
    assert coordinates.post(f"/employers/surveys/{row.uuid}/end/", moved).status_code == 409
    page = coordinates.get(f"/employers/surveys/{row.uuid}/").content.decode()
    assert "Vastannut 1 / 1" in page and "Vastasi" in page


def test_a_round_that_is_over_takes_nothing_more_and_is_never_opened_again(cast, coordinator):
    one = employers(coordinator, 1)[0]
    row = a_round(coordinator)
    with as_actor(coordinator):
        over(row)
        row.refresh_from_db()
        with pytest.raises(Refused):
            actions.enter(round=row, employer=one, by=coordinator, answers=GOOD)
        with pytest.raises(Refused):
            actions.move_end(round=row, version=row.version, by=coordinator, closes_on=days(10))


def test_another_region_and_who_does_not_keep_the_register_change_nothing(cast, coordinator, sign_in):
    one, row = employers(coordinator, 1)[0], a_round(coordinator)
    far = cast.actor("muualta-employer_coordinator")
    with as_actor(far), pytest.raises(Refused):
        actions.enter(round=row, employer=Employer.objects.get(pk=one.pk), by=far, answers=GOOD)
    away = sign_in(User.objects.get(pk=far.user_id))
    assert away.get(f"/employers/surveys/{row.uuid}/").status_code == 404
    reads = sign_in(cast.roles["manager"])
    assert reads.get(f"/employers/surveys/{row.uuid}/").status_code == 200
    for address in ("surveys/new/", f"surveys/{row.uuid}/end/", f"{one.uuid}/survey/answer/"):
        assert reads.get(f"/employers/{address}").status_code == 403
    assert sign_in(cast.roles["doctor"]).get("/employers/surveys/").status_code == 403


def test_the_database_keeps_one_answer_of_an_employer_and_no_half_answer(cast, coordinator):
    one, row = employers(coordinator, 1)[0], a_round(coordinator)
    answered(coordinator, row, [one], GOOD)
    for wrong in ({"answers": {}}, {"how": ""}, {"answered_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SurveyReply.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyReply.objects.create(round=row, employer=one)
