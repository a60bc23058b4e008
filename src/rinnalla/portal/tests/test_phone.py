"""A confirmed phone: a code through the gateway, for what is not secret; without a gateway nothing is offered.

Seen red: tries not counted when the code was wrong; a confirmation that outlived the number; the protected number sent.
"""

import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rinnalla import outbox
from rinnalla.lib import dates
from rinnalla.meetings import actions as meetings
from rinnalla.meetings.tests.cases import a_meeting
from rinnalla.people import phones
from rinnalla.people.actions import set_protection
from rinnalla.people.models import Person
from rinnalla.people.models_phones import PhoneConfirmation
from rinnalla.testing import as_actor, clear_wall

pytestmark = pytest.mark.django_db
PAGE = "/my/phone/"


class Gateway:
    """A gateway on the loopback address: `sent` is what it was given; `status` what it answers."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.headers: list[dict] = []
        self.status = 202
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if gateway.status < 300:
                    gateway.sent.append(body)
                    gateway.headers.append(dict(self.headers))
                self.send_response(gateway.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


@pytest.fixture
def gateway(settings):
    here = Gateway()
    settings.SMS_ADDRESS = f"http://127.0.0.1:{here.server.server_port}/send"
    settings.SMS_TOKEN = "avain"
    yield here
    here.close()


def work() -> None:
    clear_wall()
    outbox.run_pending(strict=True)


def code_in(gateway: Gateway) -> str:
    return re.search(r"\b(\d{6})\b", gateway.sent[-1]["text"])[1]


def confirmed(cast, sign_in, gateway: Gateway):
    browser = sign_in(cast.tuula)
    browser.post(PAGE + "code/")
    work()
    browser.post(PAGE, {"code": code_in(gateway)})
    return browser


def test_without_a_gateway_nothing_is_offered(cast, sign_in):
    browser = sign_in(cast.tuula)
    assert browser.get(PAGE).headers["Location"] == "/my/"
    assert PAGE not in browser.get("/my/meetings/").content.decode()
    browser.post(PAGE + "code/")
    with as_actor(cast.a_katri):
        assert not PhoneConfirmation.objects.exists()


def test_a_number_is_confirmed_by_the_code_sent_to_it(cast, sign_in, gateway):
    browser = sign_in(cast.tuula)
    assert PAGE in browser.get("/my/meetings/").content.decode()
    assert "+358405550147" in browser.get(PAGE).content.decode()
    browser.post(PAGE + "code/")
    work()
    (message,) = gateway.sent
    assert message["to"] == "+358405550147" and gateway.headers[0]["Authorization"] == "Bearer avain"
    assert "Tuula" not in message["text"] and "työkyky" not in message["text"].lower()
    answer = browser.post(PAGE, {"code": code_in(gateway)}, follow=True)
    assert "on vahvistettu" in answer.content.decode()
    with as_actor(cast.a_tuula):
        row = PhoneConfirmation.objects.get()
        assert row.confirmed_at and row.code_key is None
        assert code_in(gateway).encode() not in bytes(row.number_key)


def test_a_wrong_code_is_counted_and_the_fifth_ends_it(cast, sign_in, gateway):
    browser = sign_in(cast.tuula)
    browser.post(PAGE + "code/")
    work()
    right = code_in(gateway)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _try in range(5):
        assert browser.post(PAGE, {"code": wrong}).status_code == 422
    assert browser.post(PAGE, {"code": right}).status_code == 422
    with as_actor(cast.a_tuula):
        row = PhoneConfirmation.objects.get()
        assert row.tries == 5 and row.ended_at and not row.confirmed_at


def test_an_old_code_is_refused(cast, sign_in, gateway):
    browser = sign_in(cast.tuula)
    browser.post(PAGE + "code/")
    work()
    with dates.clock(dates.now() + timedelta(minutes=16)):
        assert browser.post(PAGE, {"code": code_in(gateway)}).status_code == 422


def test_codes_are_not_sent_without_end(cast, sign_in, gateway):
    browser = sign_in(cast.tuula)
    for _try in range(6):
        browser.post(PAGE + "code/")
        work()
    assert len(gateway.sent) == 3
    assert "Odota tunti" in browser.post(PAGE + "code/", follow=True).content.decode()


def test_a_confirmation_does_not_outlive_the_number(cast, sign_in, gateway):
    confirmed(cast, sign_in, gateway)
    with as_actor(cast.a_katri):
        person = Person.objects.get(pk=cast.case.person_id)
        assert phones.reminded(person) == "+358405550147"
        person.set_phone("040 555 0199")
        assert phones.reminded(person) == ""


def test_a_protected_number_is_sent_nowhere(cast, sign_in, gateway):
    confirmed(cast, sign_in, gateway)
    with as_actor(cast.a_katri):
        person = Person.objects.get(pk=cast.case.person_id)
        set_protection(person=person, version=person.version, by=cast.a_katri, protected=True)
        assert phones.reminded(Person.objects.get(pk=person.pk)) == ""
    browser = sign_in(cast.tuula)
    browser.post(PAGE + "code/")
    work()
    assert len(gateway.sent) == 1 and "+358" not in browser.get(PAGE).content.decode()


def test_the_client_stops_the_messages(cast, sign_in, gateway):
    browser = confirmed(cast, sign_in, gateway)
    browser.post(PAGE + "stopping/")
    with as_actor(cast.a_katri):
        assert phones.reminded(Person.objects.get(pk=cast.case.person_id)) == ""


def test_the_time_of_a_meeting_goes_to_a_confirmed_phone_now_and_the_day_before(cast, sign_in, gateway):
    """The day and the time, and nothing of what the meeting is or whose. A time that was moved is not reminded of."""
    confirmed(cast, sign_in, gateway)
    start = (dates.now() + timedelta(days=5)).replace(microsecond=0)
    with as_actor(cast.a_katri):
        meeting = a_meeting(cast, starts_at=start)
    work()
    told = [one["text"] for one in gateway.sent[1:]]
    assert told == [f"Sinulla on tapaaminen {dates.dt(start)}. Terveisin Rinnalla"]
    with as_actor(cast.a_katri):
        meetings.move(meeting=meeting, version=1, by=cast.a_katri, starts_at=start + timedelta(days=2))
    work()
    work()
    assert len(gateway.sent) == 3
    for days, sent in ((4, 3), (6, 4)):  # the day before the first time, and before the one that holds
        with dates.clock(start + timedelta(days=days - 5, minutes=5)):
            work()
        assert len(gateway.sent) == sent, days
    assert dates.dt(start + timedelta(days=2)) in gateway.sent[-1]["text"]


def test_no_time_is_sent_to_a_phone_that_is_not_confirmed(cast, sign_in, gateway):
    with as_actor(cast.a_katri):
        a_meeting(cast)
    work()
    assert gateway.sent == []


def test_a_gateway_that_does_not_answer_is_tried_again(cast, sign_in, gateway):
    browser = sign_in(cast.tuula)
    gateway.status = 503
    browser.post(PAGE + "code/")
    clear_wall()
    outbox.run_pending()
    gateway.status = 202
    with dates.clock(dates.now() + timedelta(minutes=1)):
        clear_wall()
        outbox.run_pending(strict=False)
    assert len(gateway.sent) == 1


def test_a_confirmed_phone_opens_nothing(cast, sign_in, gateway):
    """It is no second factor and no way in: the way in asks for no phone, and a stranger's page knows no number."""
    confirmed(cast, sign_in, gateway)
    text = sign_in().get("/sign-in/").content.decode()
    assert "tekstivies" not in text.lower() and "+358" not in text
