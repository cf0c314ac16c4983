"""What the benchmark asks of a running demo, as requests over plain HTTP."""

import http.client
import re
import threading
import time
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bench.load import Request

Ask = Callable[[], Request]
ID = r"[0-9a-f-]{36}"
METER, INSTALMENT = rf"/zaehlerstand/{ID}/", rf"/abschlag/{ID}/"
CONTRACT, BILL = rf"/verwaltung/vertraege/{ID}/", rf"/verwaltung/zahlungen/{ID}/"
SUPPLY = rf"/verbrauch/[a-z]+/(?:\?vertrag={ID})?"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Visitor:
    """A signed-in customer with cookies, and the addresses of what belongs to the customer."""

    def __init__(self, port: int, person: dict[str, Any]) -> None:
        self.port, self.person, self.cookies, self.location = port, person, dict[str, str](), ""
        self._found: dict[tuple[str, str], str] = {}
        self.csrf = hidden(self.fetch("GET", "/anmelden/"), "csrfmiddlewaretoken")
        self.sign_in()

    def fetch(self, method: str, path: str, body: str | None = None) -> str:
        """One request on a connection of its own; keeps cookies and the last Location."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, self.headers(FORM if body else {}))
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
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
        self.post("/anmelden/", email=self.person["email"], password=self.person["password"])

    def post(self, path: str, **fields: str) -> str:
        """Sends a form with the token of the sign-in page."""
        return self.fetch("POST", path, urlencode({"csrfmiddlewaretoken": self.csrf, **fields}))

    def find(self, pattern: str, start: str) -> str:
        """The first address of this shape on the page `start`, or the one it leads to."""
        if (pattern, start) not in self._found:
            page = self.fetch("GET", start)
            found = re.search(pattern, self.location or page.partition("<main")[2])
            assert found, f"nothing like {pattern} on {start}"
            self._found[pattern, start] = found[0].replace("&amp;", "&")
        return self._found[pattern, start]

    def get(self, path: str) -> Ask:
        """A page again and again."""
        return lambda: ("GET", path, None, self.headers({}))

    def stranger(self, path: str) -> Ask:
        """A page for everybody, without a session."""
        return lambda: ("GET", path, None, {})

    def bill_pdf(self) -> Ask:
        """The PDF of the first bill, once the worker has fetched it."""
        bill = self.find(BILL, "/verwaltung/zahlungen/")
        for _ in range(300):
            self.fetch("GET", f"{bill}pdf/")
            if self.location:
                return self.get(self.location)
            time.sleep(0.1)
        raise TimeoutError("the bill's PDF did not come")

    def receipt_pdf(self) -> Ask:
        """A receipt that is typeset for every request."""
        page = self.fetch("GET", "/kuendigen/")
        self.post(
            "/kuendigen/", how="ordinary", name=self.person["name"], email=self.person["email"], commodity="STROM",
            contract_account=self.person["contract_accounts"][0], submission_key=hidden(page, "submission_key"),
        )  # fmt: skip
        assert "/eingang/" in self.location, "the termination was not taken"
        return self.get(f"{self.location}beleg.pdf")

    def submit_reading(self) -> tuple[Ask, Ask]:
        """The form with a new value each time, and its check page, which makes a case of it."""
        form = self.find(METER, "/zaehlerstand/")
        page = self.fetch("GET", form)
        names = re.findall(r'name="(stand-[\d-]+)"', page)
        last = re.search(r"Zuletzt: ([\d.]+)", page)
        values = count(int(last[1].replace(".", "")) + 10 if last else 5)
        return self._form_and_check(form, lambda: dict.fromkeys(names, str(next(values))))

    def submit_instalment(self) -> tuple[Ask, Ask]:
        """The same for an amount outside of the limits: a request to the utility."""
        form = self.find(INSTALMENT, "/abschlag/")
        return self._form_and_check(form, lambda: {"amount": "5", "reason": "Wir sind jetzt weniger."})

    def _form_and_check(self, form: str, fields: Callable[[], dict[str, str]]) -> tuple[Ask, Ask]:
        def send(path: str, more: dict[str, str]) -> Request:
            body = urlencode({"csrfmiddlewaretoken": self.csrf, **more})
            return "POST", path, body, self.headers(FORM)

        return (
            lambda: send(form, fields()),
            lambda: send(f"{form}pruefen/", {"submission_key": str(uuid4())}),
        )

    def sign_in_again(self, addresses: "Addresses") -> Ask:
        """A sign-in from another address each time, so that no limit is touched; nobody knows the browser."""
        fields = {"email": self.person["email"], "password": self.person["password"]}
        body = urlencode({"csrfmiddlewaretoken": self.csrf, **fields})
        cookie = {"Cookie": f"osc_csrf={self.cookies['osc_csrf']}"}
        return lambda: ("POST", "/anmelden/", body, {**cookie, **FORM, "X-Forwarded-For": addresses.next()})


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, f"no {name}"
    return found[1]


class Addresses:
    """A new address for every sign-in; only the trusted proxy address may say so."""

    def __init__(self) -> None:
        self._number, self._lock = 0, threading.Lock()

    def next(self) -> str:
        """The next address of a private network."""
        with self._lock:
            self._number += 1
            return f"10.{self._number >> 16 & 255}.{self._number >> 8 & 255}.{self._number & 255}"
