"""The job market: its postings come once each by their own id, mended when it mends them, ended when it ends them.

Asked here is a server of the test's own on this machine. What the service tells of contact people is never kept.
Seen red: a cut answer taken as whole, an odd line that ended its vacancy, an older text that overwrote a newer one, a
key sent in the clear.
"""

import json
import threading
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rinnalla import outbox
from rinnalla.access.acting import system
from rinnalla.employers import jobs
from rinnalla.employers.market import actions, reading
from rinnalla.employers.tests.near import BUSINESS_ID, an_employer
from rinnalla.employers.vacancies.actions import change_vacancy, reopen_vacancy
from rinnalla.employers.vacancies.models import MarketFetch, Vacancy, VacancyChange
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def posting(number: int = 1, *, changed: str = "2026-11-01T08:00:00Z", **more):
    """A posting as the service describes one."""
    expires = (dates.today() + timedelta(days=20)).isoformat()
    position = {
        "title": {"fi": f"Taimien hoitaja {number}", "en": "Plant worker"},
        "jobDescription": [{"language": "fi", "value": "Ruukutus ja kastelu."}],
        "mainOccupation": "http://data.europa.eu/esco/occupation/1c5a",
        "occupations": [{"uri": "http://data.europa.eu/esco/isco/C9214"}],
    }
    return {
        "metadata": {"externalId": f"tmt-{number}", "created": changed, "lastModified": changed, "archived": None},
        "languages": ["fi"], "owner": {"businessId": BUSINESS_ID, "name": "Meriruohon Puutarha Oy"}, "client": None,
        "position": position, "location": {"countries": ["246"], "municipalities": ["995"]},
        "application": {"published": changed, "expires": f"{expires}T21:59:00Z", "openPositions": 3},
        "contacts": [{"name": "Ville Salainen", "email": "ville.salainen@example.org"}],
        "externalLinks": ["https://example.org/ville-salainen"], **more,
    }  # fmt: skip


class Market(BaseHTTPRequestHandler):
    """Answers as the test says."""

    asked: list[tuple[str, str, dict]] = []
    rows: list = []
    status, cut, wait = 200, 0, 0.0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, self.headers["KIPA-Subscription-Key"], json.loads(body)))
        time.sleep(self.wait)
        lines = [one if isinstance(one, str) else json.dumps(one) for one in self.rows]
        told = "\n".join(lines).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Content-Length", str(len(told) + self.cut))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *arguments) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request, client_address) -> None:
        """An asker that has gone away is what the test wants."""


@pytest.fixture
def market(settings):
    """A job market on this machine; nothing else is asked."""
    server = Server(("127.0.0.1", 0), Market)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.JOB_MARKET, settings.JOB_MARKET_KEY = f"http://127.0.0.1:{server.server_port}/kipa/p67/v2", "avain-1"
    Market.asked, Market.rows, Market.status, Market.cut, Market.wait = [], [], 200, 0, 0.0
    yield Market
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def row(cast):
    return an_employer(cast.a_janne)


def read(cast) -> MarketFetch:
    actions.read_market(region=cast.region, by=system("employers_market"))
    return MarketFetch.objects.first()


@pytest.mark.row("T-66")
def test_postings_of_the_register_come_once_and_without_contact_people(cast, row, market):
    market.rows = [posting(1), posting(2), posting(3, owner={"businessId": "9000009-7"})]
    told = read(cast)
    assert (told.added, told.outside, told.refused, told.fault) == (2, 1, 0, "")
    path, key, asked = market.asked[0]
    assert path == "/kipa/p67/v2/jobpostings" and key == "avain-1"
    assert asked == {"onlyStatus": "PUBLISHED", "municipalityIn": ["995"]}
    one = Vacancy.objects.get(foreign_id="tmt-1")
    assert (one.title, one.text, one.occupation) == ("Taimien hoitaja 1", "Ruukutus ja kastelu.", "9214")
    assert one.municipality.code == "995" and one.places == 3 and one.deadline > dates.today()
    everything = json.dumps(list(Vacancy.objects.values()), default=str)
    assert "alainen" not in everything, "contact people are not kept"
    again = read(cast)
    assert (again.added, again.changed, again.ended) == (0, 0, 0) and Vacancy.objects.count() == 2, "twice is once"


def test_a_mended_posting_is_mended_and_an_ended_one_ends(cast, row, market):
    market.rows = [posting(1), posting(2), posting(3)]
    read(cast)
    mended = posting(1, changed="2026-11-03T08:00:00Z")
    mended["position"]["title"] = "Taimien hoitaja, osa-aikainen"
    older = posting(2, changed="2026-10-01T08:00:00Z")
    older["position"]["title"] = "Vanha teksti"
    gone = posting(3)
    gone["metadata"]["archived"] = "2026-11-04T08:00:00Z"
    market.rows = [mended, older, gone]
    told = read(cast)
    assert (told.changed, told.ended) == (1, 1)
    titles = dict(Vacancy.objects.values_list("foreign_id", "title"))
    assert titles["tmt-1"] == "Taimien hoitaja, osa-aikainen" and titles["tmt-2"] == "Taimien hoitaja 2"
    assert Vacancy.objects.get(foreign_id="tmt-3").state == "withdrawn"
    market.rows = [mended]
    assert read(cast).ended == 1 and Vacancy.objects.get(foreign_id="tmt-2").state == "withdrawn"
    assert read(cast).ended == 0
    back = posting(2, changed="2026-11-05T08:00:00Z")
    market.rows = [mended, back]
    assert read(cast).changed == 1 and Vacancy.objects.get(foreign_id="tmt-2").state == "open"
    assert VacancyChange.objects.filter(vacancy__foreign_id="tmt-2").count() == 2, "its history stays"


def test_a_posting_that_is_not_understood_costs_no_other_and_ends_nothing_of_its_own(cast, row, market):
    """Guards against: a whole reading lost for one line, and a vacancy ended because its line was odd."""
    market.rows = [posting(1), posting(2)]
    read(cast)
    odd = posting(2)
    del odd["position"]["title"]
    market.rows = [posting(1), odd, "", posting(4)]
    told = read(cast)
    assert (told.added, told.refused, told.ended) == (1, 1, 0)
    market.rows = [posting(1), "not json"]
    assert read(cast).ended == 0, "a line without an id might be any of ours"
    assert Vacancy.objects.open().count() == 3


def test_a_posting_with_an_identity_code_is_not_taken(cast, row, market):
    bad = posting(5)
    bad["position"]["jobDescription"] = f"Kysy {hetu.invent(date(1980, 5, 1), 907).text}"
    market.rows = [bad]
    assert read(cast).refused == 1 and not Vacancy.objects.exists()


@pytest.mark.parametrize("status, cut, rows, fault", [
    (503, 0, [], "silent"), (401, 0, [], "refused"), (429, 0, [], "busy"), (200, 40, [posting(1)], "silent"),
    (200, 0, ["<html>"], "odd"), (302, 0, [], "silent"),
])  # fmt: skip
def test_an_answer_that_is_not_whole_changes_nothing(cast, row, market, sign_in, status, cut, rows, fault):
    """Guards against: a cut or refused answer taken for "nothing is published", which would end every vacancy."""
    market.rows = [posting(1)]
    read(cast)
    market.status, market.cut, market.rows = status, cut, rows
    assert read(cast).fault == fault
    assert Vacancy.objects.get().state == "open"
    page = sign_in(cast.janne).get("/employers/vacancies/").content.decode()
    assert "Taimien hoitaja 1" in page and "Lähde: Työmarkkinatorin asiakastietojärjestelmä" in page


def test_a_silent_market_is_not_waited_for(cast, row, market, monkeypatch):
    monkeypatch.setattr(reading, "TIMEOUT", 0.2)
    market.wait, start = 2.0, time.monotonic()
    assert read(cast).fault == "silent" and time.monotonic() - start < 1.9


@pytest.mark.parametrize("address", ["http://api.example.org/v2", "file:///etc/passwd", "ftp://127.0.0.1/"])
def test_it_is_asked_over_tls_only(settings, monkeypatch, address):
    """Guards against: a key sent in the clear."""
    asked = reading.http.client.HTTPConnection
    monkeypatch.setattr(asked, "request", lambda *told, **named: pytest.fail("asked in the clear"))
    settings.JOB_MARKET = address
    with pytest.raises(reading.NotRead) as error:
        reading.postings(["995"])
    assert error.value.fault == "silent"


def test_without_the_setting_nothing_is_asked_and_hand_and_list_remain(cast, row, sign_in, settings):
    settings.JOB_MARKET = ""
    browser = sign_in(cast.janne)
    page = browser.get("/employers/vacancies/").content.decode()
    assert "Työmarkkinatoria ei lueta tässä palvelussa" in page and "Lue nyt" not in page and "Tuo luettelo" in page
    assert browser.post("/employers/vacancies/reading/").status_code == 302
    jobs.read_market()
    outbox.run_pending(strict=True)
    assert not MarketFetch.objects.exists()


def test_somebody_may_ask_for_it_now_and_only_who_keeps_the_register(cast, row, market, sign_in):
    market.rows = [posting(1)]
    assert sign_in(cast.everybody["rooli-manager"]).post("/employers/vacancies/reading/").status_code == 403
    assert sign_in(cast.janne).post("/employers/vacancies/reading/").status_code == 302
    assert not market.asked, "the network is not asked while somebody waits for a page"
    outbox.run_pending(strict=True)
    assert Vacancy.objects.get().foreign_id == "tmt-1"


def test_a_posting_is_mended_only_where_it_comes_from(cast, row, market):
    market.rows = [posting(1)]
    read(cast)
    one = Vacancy.objects.select_related("employer").get()
    with as_actor(cast.a_janne), pytest.raises(Refused, match="muutetaan siellä"):
        change_vacancy(vacancy=one, version=one.version, by=cast.a_janne, values={"title": "Oma"})
    market.rows = []
    read(cast)
    one.refresh_from_db()
    with as_actor(cast.a_janne), pytest.raises(Refused, match="muutetaan siellä"):
        reopen_vacancy(vacancy=one, version=one.version, by=cast.a_janne)
