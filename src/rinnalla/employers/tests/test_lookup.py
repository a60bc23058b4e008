"""The business register: what it tells fills the form; silent, slow, odd or off it leaves the form to be written."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from rinnalla.employers import lookup
from rinnalla.employers.models import Employer
from rinnalla.employers.tests.near import BUSINESS_ID

pytestmark = pytest.mark.django_db
COMPANY = {
    "businessId": {"value": BUSINESS_ID, "registrationDate": "1999-03-15", "source": "3"},
    "names": [
        {"name": "Meriruohon Puutarha Oy", "type": "1", "registrationDate": "2010-01-01", "version": 1},
        {"name": "Vanha Nimi Oy", "type": "1", "endDate": "2009-12-31", "version": 2},
        {"name": "Ruohon Taimi", "type": "3", "version": 1},
    ],
    "mainBusinessLine": {
        "type": "01300", "descriptions": [{"languageCode": "2", "description": "Plantodling"},
                                          {"languageCode": "1", "description": "Taimien kasvatus"}],
    },
    "addresses": [{"type": 1, "postOffices": [{"city": "KOIVULA", "languageCode": "1", "municipalityCode": "995"}]}],
    "status": "2",
}  # fmt: skip


class Register(BaseHTTPRequestHandler):
    """Answers as the test says."""

    asked: list[str] = []
    answer: bytes = b""
    status, wait = 200, 0.0

    def do_GET(self) -> None:
        self.asked.append(self.path)
        time.sleep(self.wait)
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *arguments) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request, client_address) -> None:
        """An asker that has gone away is what the test wants."""


@pytest.fixture
def register(settings):
    """A register on this machine; nothing else is asked."""
    server = Server(("127.0.0.1", 0), Register)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.BUSINESS_REGISTER = f"http://127.0.0.1:{server.server_port}/opendata-ytj-api/v3"
    Register.asked, Register.status, Register.wait = [], 200, 0.0
    Register.answer = json.dumps({"totalResults": 1, "companies": [COMPANY]}).encode()
    yield Register
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_the_register_tells_fills_the_form_and_a_person_saves(cast, register, sign_in):
    browser = sign_in(cast.janne)
    page = browser.get("/employers/new/", {"business_id": "90000011"}).content.decode()
    asked = urlsplit(register.asked[0])
    assert asked.path == "/opendata-ytj-api/v3/companies" and parse_qs(asked.query) == {"businessId": [BUSINESS_ID]}
    for words in ("Tiedot löytyivät", "Meriruohon Puutarha Oy", "Ruohon Taimi", "01300", "Taimien kasvatus"):
        assert words in page, words
    assert 'value="995" selected' in page and "Vanha Nimi" not in page and not Employer.objects.exists()
    form = {"name": "Meriruohon Puutarha Oy", "business_id": BUSINESS_ID, "municipality": "995", "looked_up": "True"}
    assert browser.post("/employers/new/", form).status_code == 302
    row = Employer.objects.get()
    assert row.looked_up_on and row.municipality.code == "995"


@pytest.mark.parametrize("answer, status, said", [
    (b'{"totalResults": 0, "companies": []}', 200, "ei ole tätä Y-tunnusta"),
    (b"<html>", 200, "ei ymmärretty"), (b'{"companies": [{}]}', 200, "ei ymmärretty"), (b"[]", 200, "ei ymmärretty"),
    (b'{"companies": 7}', 200, "ei ymmärretty"), (b"{}", 503, "ei vastaa"), (b"{}", 429, "ei vastaa"),
    (b" " * 600_000, 200, "ei vastaa"),
    (json.dumps({"companies": [{**COMPANY, "names": []}]}).encode(), 200, "ei ymmärretty"),
])  # fmt: skip
def test_an_odd_answer_leaves_the_form_to_be_written(cast, register, sign_in, answer, status, said):
    register.answer, register.status = answer, status
    page = sign_in(cast.janne).get("/employers/new/", {"business_id": BUSINESS_ID})
    assert page.status_code == 200 and said in page.content.decode() and 'name="name"' in page.content.decode()


def test_a_silent_register_is_not_waited_for(cast, register, sign_in, monkeypatch):
    """Guards against: no time-out, so that the page takes as long as the register."""
    monkeypatch.setattr(lookup, "TIMEOUT", 0.2)
    register.wait = 2.0
    start = time.monotonic()
    page = sign_in(cast.janne).get("/employers/new/", {"business_id": BUSINESS_ID}).content.decode()
    assert "ei vastaa juuri nyt" in page and time.monotonic() - start < 1.9


def test_without_the_setting_it_is_written_by_hand(cast, sign_in, settings):
    settings.BUSINESS_REGISTER = ""
    page = sign_in(cast.janne).get("/employers/new/").content.decode()
    assert "Yritystietoja ei haeta verkosta" in page and "Hae yritysrekisteristä" not in page
    with pytest.raises(lookup.NotFoundOut, match="Kirjoita tiedot itse"):
        lookup.find(BUSINESS_ID)


@pytest.mark.parametrize("address", ["http://avoindata.example.org/v3", "file:///etc/passwd", "ftp://127.0.0.1/"])
def test_it_is_asked_over_tls_only(settings, address):
    """Guards against: a register asked in the clear; the network is off in the tests."""
    settings.BUSINESS_REGISTER = address
    with pytest.raises(lookup.NotFoundOut, match="ei vastaa"):
        lookup.find(BUSINESS_ID)


def test_a_wrong_business_id_is_told_before_anything_is_asked(cast, register, sign_in):
    page = sign_in(cast.janne).get("/employers/new/", {"business_id": "9000001-2"}).content.decode()
    assert "Y-tunnus ei kelpaa" in page and not register.asked
