"""A browser of the person that walks through a provider's own pages and comes back with its answer."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit


class Walker:
    """Follows redirects on the loopback address, with cookies, and stops at the first address that is ours."""

    def __init__(self, ours: str) -> None:
        self.ours, self.cookies = ours, SimpleCookie()

    def go(self, address: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """Where it ended and what stands there; at our own address nothing is asked."""
        for _step in range(12):
            if address.startswith(self.ours):
                return address, ""
            status, where, body = self._ask(address, form)
            form = None
            if not where:
                return address, body
            address = urljoin(address, where)
        raise AssertionError("round and round")

    def send_form(self, address: str, page: str, **more: str) -> tuple[str, str]:
        """Send the first form of a page."""
        action = re.search(r'<form[^>]*action="([^"]+)"', page)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        assert action, page
        return self.go(urljoin(address, action[1]), {**fields, **more})

    def _ask(self, address: str, form: dict[str, str] | None) -> tuple[int, str, str]:
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        try:
            headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
            if form is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request("GET" if form is None else "POST", target, form and urlencode(form), headers)
            with connection.getresponse() as answer:
                for line in answer.headers.get_all("Set-Cookie") or []:
                    self.cookies.load(line)
                return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            connection.close()
