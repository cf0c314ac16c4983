"""What the benchmark asks of a running demo, as requests over plain HTTP."""

import http.client
import re
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bench.load import Request

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Visitor:
    """A signed-in customer with cookies, and the addresses of the first meter."""

    def __init__(self, port: int, person: dict[str, Any]) -> None:
        self.port, self.person, self.cookies = port, person, dict[str, str]()
        self.csrf = self._token(self.fetch("GET", "/anmelden/"))
        self.sign_in()
        page = self.fetch("GET", "/zaehlerstand/")
        if not page:
            page = self.fetch("GET", self.location)
        found = re.search(r"/zaehlerstand/[0-9a-f-]{36}/", page + self.location)
        assert found, "no meter"
        self.form = found[0]
        self._prepare_reading()

    def fetch(self, method: str, path: str, body: str | None = None) -> str:
        """One request on a connection of its own; keeps cookies and the last Location."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, self.headers(FORM if body else {}))
        response = connection.getresponse()
        text = response.read().decode()
        self.location = response.getheader("Location") or ""
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        assert response.status < 400, f"{path}: {response.status}"
        return text

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        """Cookies as a browser sends them."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **more}

    def sign_in(self) -> None:
        """Through the tile."""
        self.fetch("POST", "/anmelden/", urlencode(self._credentials()))

    def _credentials(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self.csrf, "email": self.person["email"], "password": self.person["password"]}

    def _token(self, page: str) -> str:
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, "no form"
        return found[1]

    def _prepare_reading(self) -> None:
        page = self.fetch("GET", self.form)
        if 'name="stand-' not in page:
            return
        self.csrf = self._token(page)
        names = re.findall(r'name="(stand-[\d-]+)"', page)
        last = re.search(r"Zuletzt: ([\d.]+)", page)
        value = str(int(last[1].replace(".", "")) + 10) if last else "5"
        self.fetch("POST", self.form, urlencode({"csrfmiddlewaretoken": self.csrf, **dict.fromkeys(names, value)}))

    def get(self, path: str) -> Callable[[], Request]:
        """A page again and again."""
        return lambda: ("GET", path, None, self.headers({}))

    def submit(self) -> Callable[[], Request]:
        """The check page's form with a fresh key every time: every request is a new case."""
        fields = {"csrfmiddlewaretoken": self.csrf}
        return lambda: (
            "POST", f"{self.form}pruefen/", urlencode({**fields, "submission_key": str(uuid4())}), self.headers(FORM)
        )  # fmt: skip

    def sign_in_again(self, addresses: "Addresses") -> Callable[[], Request]:
        """A sign-in from another address each time, so that no limit is touched."""
        body = urlencode(self._credentials())
        return lambda: (
            "POST",
            "/anmelden/",
            body,
            {"Cookie": f"osc_csrf={self.cookies['osc_csrf']}", **FORM, "X-Forwarded-For": addresses.next()},
        )


class Addresses:
    """A new address for every sign-in; only the trusted proxy address may say so."""

    def __init__(self) -> None:
        self._number, self._lock = 0, threading.Lock()

    def next(self) -> str:
        """The next address of a private network."""
        with self._lock:
            self._number += 1
            return f"10.{self._number >> 16 & 255}.{self._number >> 8 & 255}.{self._number & 255}"
