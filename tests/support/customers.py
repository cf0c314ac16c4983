"""Virtual customers over HTTP: each writes down what it was promised."""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx

from tests.support.judging import Canaries, promise_of

# for one answer: the portal may be starting anew, on a machine that does other things too
PATIENCE_SECONDS, PAUSE_SECONDS = 90, 0.2
CASE = "/verwaltung/vorgaenge/"
DOUBLE_CLICK = 4  # every so many forms are sent twice (REL26)


@dataclass
class History:
    """What one customer knows: receipts, and forms whose fate it never learned."""

    ok: dict[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    foreign: set[str] = field(default_factory=set)


class Customer(threading.Thread):
    """Hands in one form after the other until told to stop; repeats the same form after every cut."""

    # the network between customer and portal; 127.0.0.2 may say for whom it asks
    address = "127.0.0.1"

    def __init__(
        self, base: str, person: dict[str, Any], stop: threading.Event, canaries: Canaries, most: int = 0
    ) -> None:
        super().__init__(daemon=True)
        self.person, self.stop_asked, self.canaries, self.most = person, stop, canaries, most
        self.history = History()
        self.client = httpx.Client(base_url=base, timeout=20, transport=httpx.HTTPTransport(local_address=self.address))
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            self.arrive()
            step = 0
            while not self.stop_asked.is_set() and not (self.most and step >= self.most):
                step += 1
                if not self.hand_in(step):
                    break
                self.stop_asked.wait(PAUSE_SECONDS)
            self.look_back()
        except BaseException as problem:  # the test reports it in the main thread
            self.problem = problem
        finally:
            self.client.close()

    def arrive(self) -> None:
        """Signs in."""
        page = self.fetch("GET", "/anmelden/")
        data = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), **self._secrets()}
        response = self.fetch("POST", "/anmelden/", data=data)
        assert response.status_code == 302, f"{self.person['email']} could not sign in: {response.status_code}"

    def hand_in(self, step: int) -> bool:
        """One form to its receipt; False when there is nothing left to ask for."""
        raise NotImplementedError

    def look_back(self) -> None:
        """The history page knows the receipts (it shows the newest hundred)."""
        page = self.fetch("GET", CASE).text
        missing = [number for number in list(self.history.ok)[-20:] if number not in page]
        assert not missing, f"{self.person['email']} does not find {missing}"

    def fetch(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Repeats until the portal answers with anything but a 5xx; the customer's patience is limited."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                response = self.client.request(method, path, **more)
                self.notice(path, response.text)
                if response.status_code < 500:
                    return response
            except httpx.HTTPError:
                pass
            time.sleep(0.25)
        raise TimeoutError(f"{path} did not answer")

    def notice(self, path: str, text: str) -> None:
        """Nothing of other people may be here."""
        self.history.foreign |= {f"{canary} on {path} of {self.person['email']}" for canary in self.canaries.on(text)}

    def send(self, path: str, data: dict[str, Any], promised: str) -> bool:
        """Hands the form in and notes the number of the receipt; False when the portal says that it did not take it."""
        self.history.unknown[promised] += 1
        receipt = self.fetch("POST", path, data=data)
        while "/anmelden/bestaetigen/" in receipt.headers.get("Location", ""):
            self.confirm()
            receipt = self.fetch("POST", path, data=data)
        location = receipt.headers.get("Location", "")
        if receipt.status_code != 302 or not location.startswith((CASE, "/kuendigen/")):
            self.refused(promised)
            return False
        self.received(self.fetch("GET", location), promised)
        if len(self.history.ok) % DOUBLE_CLICK == 0:  # the same form once more is the same case, or the judge sees two
            self.fetch("POST", path, data=data)
        return True

    def received(self, shown: httpx.Response, promised: str) -> None:
        """The promise has a number now."""
        numbers = re.findall(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}", shown.text)
        assert numbers, f"a receipt without a number: {shown.url} {shown.status_code}"
        number = numbers[-1] if "Gespeichert. Vorgangsnummer" in shown.text else numbers[0]
        assert number not in self.history.ok, f"{number} is the receipt of two forms"
        self.history.ok[number] = promised
        self.history.unknown[promised] -= 1

    def refused(self, promised: str) -> None:
        """The portal says that it was not taken."""
        self.history.unknown[promised] -= 1
        self.history.refused += 1

    def confirm(self) -> None:
        """The password once more."""
        page = self.fetch("GET", "/anmelden/bestaetigen/")
        data = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), **self._secrets()}
        assert self.fetch("POST", "/anmelden/bestaetigen/", data=data).status_code == 302

    def _secrets(self) -> dict[str, str]:
        return {"email": self.person["email"], "password": self.person["password"]}


class Reader(Customer):
    """Hands in readings, each one unit above the last."""

    def arrive(self) -> None:
        super().arrive()
        page = self.fetch("GET", "/zaehlerstand/", follow_redirects=True)
        found = re.search(r"/zaehlerstand/[0-9a-f-]{36}/", str(page.url) + page.text)
        assert found, "no meter to read"
        self.form = found[0]
        last = re.search(r"Zuletzt: ([\d.]+)", self.fetch("GET", self.form).text)
        self.last = int(last[1].replace(".", "")) if last else 0

    def hand_in(self, step: int) -> bool:
        page = self.fetch("GET", self.form)
        field_name = re.search(r'name="(stand-[\d-]+)"', page.text)
        assert field_name
        value = str(self.last + step)
        data = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), field_name[1]: value}
        check = self.fetch("POST", self.form, data=data)
        if check.status_code != 302:
            self.history.refused += 1
            return True
        page = self.fetch("GET", check.headers["Location"])
        self.send(page.url.path, keys(page), promise_of({"registers": [{"value": value}]}))
        return True


class Leaver(Customer):
    """Terminates without sign-in, again and again, each time for a day earlier, so that each can be booked."""

    address = "127.0.0.2"

    def arrive(self) -> None:
        pass

    def look_back(self) -> None:
        pass

    def hand_in(self, step: int) -> bool:
        # every form from a line of its own: the limits are not what is tested here
        self.client.headers["X-Forwarded-For"] = f"198.51.{step // 250}.{step % 250 + 1}"
        day = (date(2035, 12, 31) - timedelta(days=step)).isoformat()
        page = self.fetch("GET", "/kuendigen/")
        data = {
            **keys(page), "how": "ordinary", "commodity": "STROM", "name": self.person["name"], "wish_on": day,
            "contract_account": self.person["contract_accounts"][0], "email": self.person["email"],
        }  # fmt: skip
        self.send("/kuendigen/", data, promise_of({"wish_on": day}))
        return True


def hidden(page: httpx.Response, name: str) -> str:
    """The value of a hidden field. Raises AssertionError when the page has none."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found, f"no {name} on {page.url}: {page.status_code}"
    return found[1]


def keys(page: httpx.Response) -> dict[str, str]:
    """What every form needs that opens a case."""
    return {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "submission_key")}
