"""The registry over the network: only allowed addresses and known versions, whole answers within limits."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from rinnalla.exchange.faults import TableError
from rinnalla.exchange.registry import fetching, shapes
from rinnalla.exchange.registry.commands import import_services
from rinnalla.exchange.registry.items import check
from rinnalla.exchange.tests.registry_world import data, guid, page, service

LIST = "/api/v11/Service/list/area/Municipality/code/995"


class Registry(BaseHTTPRequestHandler):
    """Three pages of services, and addresses that misbehave."""

    asked: list[str] = []
    busy = 0

    def do_GET(self) -> None:
        self.asked.append(self.path)
        parts = urlsplit(self.path)
        name = parts.path.rsplit("/", 1)[-1]
        if name == "busy" and type(self).busy > 0:
            type(self).busy -= 1
            return self._answer(504, b"")
        if name in ("away", "inside", "round"):
            to = {"away": "http://127.0.0.2:1/", "inside": LIST, "round": self.path}[name]
            return self._answer(302, b"", Location=to)
        if name in ("missing", "broken"):
            return self._answer(404 if name == "missing" else 500, b"{}")
        if name == "large":
            return self._answer(200, b" " * 300_000)
        if name == "short":
            return self._answer(200, b"[", **{"Content-Length": "100"})
        if name == "slow":
            time.sleep(1)
        return self._answer(200, self._page(parts, name))

    def _page(self, parts, name: str) -> bytes:
        number = int(parse_qs(parts.query).get("page", ["1"])[0])
        if name == "endless":
            return data(page(service(f"P{number}"), number=number, count=10**9))
        if "archived" in parts.path:
            return data(page({"id": guid("service:P1"), "name": "P1"}))
        return data(page(service(f"P{number}"), number=number, count=3))

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for every answer

    def handle_error(self, request, client_address) -> None:
        """An asker that has gone away is what the test wants."""


@pytest.fixture
def registry(settings, monkeypatch):
    """The address of a registry on this machine; nothing else is allowed."""
    server = Server(("127.0.0.1", 0), Registry)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.REGISTRY_ADDRESSES = [address]
    monkeypatch.setattr(fetching, "REST", 0.0)
    Registry.asked, Registry.busy = [], 0
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


def refused(address: str) -> TableError:
    with pytest.raises(TableError) as told:
        fetching.fetch(address)
    assert told.value.reason and told.value.expected
    return told.value


def test_every_page_is_asked_for(registry):
    fetched = fetching.fetch(f"{registry}{LIST}?status=Published")
    checked = check(fetched.data, gone=fetched.gone)
    assert [row.names["fi"] for row in checked.rows] == ["P1", "P2", "P3"] and not checked.remarks
    asked = f"{LIST}?status=Published"
    assert Registry.asked == [asked, f"{asked}&page=2", f"{asked}&page=3"]


@pytest.mark.parametrize("address, gone", [
    (LIST, False), ("/api/v11/Service/archived/list", True), (f"{LIST}?status=Archived", True),
    (f"{LIST}?status=withdrawn&date=x", True),
])  # fmt: skip
def test_a_list_of_the_withdrawn_is_known_by_its_address(registry, address, gone):
    assert fetching.fetch(registry + address).gone is gone


@pytest.mark.parametrize("address", [
    "https://example.org/api/v11/Service/list", "http://127.0.0.2:1/", "http://localhost/", "file:///etc/passwd",
    "ftp://127.0.0.1/", "{allowed}.example.org/", "https://x@{host}/", "http://x:y@{host}/",
    "http://{host}@example.org/", "http://{host}\\@example.org/", "http://{host}/a b", "http://{host}/a\r\nHost: x", "http://[/",
    "//{host}/", "{host}",
    "https://{host}/", "http://{host}:99999/",
])  # fmt: skip
def test_only_allowed_addresses(registry, address):
    told = refused(address.format(allowed=registry, host=registry.removeprefix("http://")))
    assert registry in told.expected and Registry.asked == []


def test_plain_http_is_for_this_machine_alone(settings):
    settings.REGISTRY_ADDRESSES = ["http://example.org"]
    assert "–" in refused("http://example.org/api/v11/Service/list").expected


def test_an_unknown_version_names_the_known(registry):
    told = refused(f"{registry}/api/v12/Service/list")
    assert "v12" in told.reason and "v11" in told.expected and Registry.asked == []


def test_redirects_stay_inside(registry):
    assert check(fetching.fetch(f"{registry}/api/v11/inside").data).rows
    assert registry in refused(f"{registry}/api/v11/away").expected
    assert "302" in refused(f"{registry}/api/v11/round").reason


def test_an_overloaded_registry_is_asked_again_but_not_for_ever(registry):
    Registry.busy = 2
    assert fetching.fetch(f"{registry}/api/v11/busy").data
    Registry.busy = 9
    assert "504" in refused(f"{registry}/api/v11/busy").reason
    assert len(Registry.asked) == 3 + 2 + 3  # two refusals and three pages, then three tries


@pytest.mark.parametrize("name, reason", [("missing", "404"), ("broken", "500"), ("short", "127.0.0.1")])
def test_an_answer_that_is_none(registry, name, reason):
    assert reason in refused(f"{registry}/api/v11/{name}").reason


def test_limits(registry, monkeypatch):
    assert "Sivuja on liikaa" in refused(f"{registry}/api/v11/endless").reason
    monkeypatch.setattr(shapes, "MAX_BYTES", 200_000)
    assert "liian suuri" in refused(f"{registry}/api/v11/large").reason
    monkeypatch.setattr(shapes, "MAX_BYTES", len(data(page(service("P1"), number=1, count=3))) * 2)
    assert "liian suuri" in refused(registry + LIST).reason
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    assert "kokonaista" in refused(f"{registry}/api/v11/slow").reason


def test_nobody_there(registry, settings):
    settings.REGISTRY_ADDRESSES = ["http://127.0.0.1:9"]
    assert "Mitään ei tuotu" in refused("http://127.0.0.1:9/api/v11/x").expected


def test_the_command_reads_an_address(registry, cast, capsys):
    assert import_services(f"{registry}{LIST}", region="koivula", write=True) == 0
    assert "3 uutta" in capsys.readouterr().out
    assert import_services(f"{registry}{LIST}", region="koivula", write=True) == 0
    assert "3 ennallaan" in capsys.readouterr().out
    assert import_services(f"{registry}/api/v11/Service/archived/list", region="koivula", write=True) == 0
    assert "1 poistunut" in capsys.readouterr().out
    assert import_services("https://example.org/", region="koivula") == 1
