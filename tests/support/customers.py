"""Virtual customers over HTTP: each writes down what it was promised."""

import re
import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx

PATIENCE, PAUSE_SECONDS = 40, 0.2


@dataclass
class History:
    """What one customer knows: receipts, and readings whose fate it never learned."""

    ok: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    refused: int = 0


class Customer(threading.Thread):
    """Signs in once and hands in readings until told to stop; repeats the same form after every cut."""

    def __init__(self, base: str, person: dict[str, Any], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.person, self.stop_asked, self.history = person, stop, History()
        self.client = httpx.Client(base_url=base, timeout=10)
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            self._sign_in()
            form, last = self._meter()
            step = 0
            while not self.stop_asked.is_set():
                step += 1
                self._hand_in(form, str(last + step))
                self.stop_asked.wait(PAUSE_SECONDS)
        except BaseException as problem:  # the test reports it in the main thread
            self.problem = problem
        finally:
            self.client.close()

    def _fetch(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Repeats until the portal answers with anything but a 5xx; the customer's patience is limited."""
        for _ in range(PATIENCE):
            try:
                response = self.client.request(method, path, **more)
                if response.status_code < 500:
                    return response
            except httpx.HTTPError:
                pass
            threading.Event().wait(0.25)
        raise TimeoutError(f"{path} did not answer")

    def _sign_in(self) -> None:
        page = self._fetch("GET", "/anmelden/")
        data = {
            "csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken"),
            "email": self.person["email"],
            "password": self.person["password"],
        }
        response = self._fetch("POST", "/anmelden/", data=data)
        assert response.status_code == 302, f"{self.person['email']} could not sign in: {response.status_code}"

    def _meter(self) -> tuple[str, int]:
        page = self._fetch("GET", "/zaehlerstand/", follow_redirects=True)
        found = re.search(r"/zaehlerstand/[0-9a-f-]{36}/", str(page.url) + page.text)
        assert found, "no meter to read"
        form = self._fetch("GET", found[0])
        last = re.search(r"Zuletzt: ([\d.]+)", form.text)
        return found[0], int(last[1].replace(".", "")) if last else 0

    def _hand_in(self, form: str, value: str) -> None:
        page = self._fetch("GET", form)
        field_name = re.search(r'name="(stand-[\d-]+)"', page.text)
        assert field_name
        data = {"csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken"), field_name[1]: value}
        check = self._fetch("POST", form, data=data)
        if check.status_code != 302:
            self.history.refused += 1
            return
        page = self._fetch("GET", check.headers["Location"])
        key = _hidden(page, "submission_key")
        self.history.unknown.add(value)
        data = {"csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken"), "submission_key": key}
        receipt = self._fetch("POST", str(page.url.path), data=data)
        shown = self._fetch("GET", receipt.headers["Location"])
        reference = re.search(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}", shown.text)
        assert reference, "a receipt without a number"
        self.history.ok[reference[0]] = value
        self.history.unknown.discard(value)


class Leaver(Customer):
    """Terminates without sign-in, again and again, each time for a day earlier, so that each can be booked."""

    def __init__(self, base: str, person: dict[str, Any], stop: threading.Event) -> None:
        super().__init__(base, person, stop)
        self.client = httpx.Client(base_url=base, timeout=10, transport=httpx.HTTPTransport(local_address="127.0.0.2"))

    def run(self) -> None:
        try:
            day = date(2035, 12, 31)
            while not self.stop_asked.is_set():
                self._terminate(day.isoformat())
                day -= timedelta(days=1)
                self.stop_asked.wait(PAUSE_SECONDS)
        except BaseException as problem:  # the test reports it in the main thread
            self.problem = problem
        finally:
            self.client.close()

    def _terminate(self, day: str) -> None:
        # every form from a line of its own: the limits are not what is tested here
        line = {"X-Forwarded-For": f"198.51.{len(self.history.ok) // 250}.{len(self.history.ok) % 250 + 1}"}
        page = self._fetch("GET", "/kuendigen/", headers=line)
        data = {
            "csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken"), "how": "ordinary", "commodity": "STROM",
            "submission_key": _hidden(page, "submission_key"), "name": self.person["name"], "wish_on": day,
            "contract_account": self.person["contract_accounts"][0], "email": self.person["email"],
        }  # fmt: skip
        self.history.unknown.add(day)
        receipt = self._fetch("POST", "/kuendigen/", data=data, headers=line)
        shown = self._fetch("GET", receipt.headers["Location"], headers=line)
        reference = re.search(r"KD-[0-9A-Z]{4}-[0-9A-Z]{4}", shown.text)
        assert reference, "a receipt without a number"
        self.history.ok[reference[0]] = day
        self.history.unknown.discard(day)


def _hidden(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found, f"no {name} on {page.url}: {page.status_code}"
    return found[1]


@dataclass(frozen=True)
class Verdict:
    """Everything must be empty."""

    lost: set[str]
    doubled: set[str]
    phantom: set[str]


def _promised(data: dict[str, Any]) -> str:
    """What tells one form of a customer from the next: the value of a reading, the day of a termination."""
    return str(data["registers"][0]["value"] if "registers" in data else data["wish_on"])


def judge(ok: dict[str, str], unknown: set[str], ledger: list[dict[str, Any]]) -> Verdict:
    """Compares receipts with the far side's ledger: lost, booked twice, booked without a promise."""
    booked: dict[str, list[dict[str, Any]]] = {}
    for entry in ledger:
        if entry["bookings"]:
            booked.setdefault(entry["data"]["case"], []).append(entry)
    phantom = {
        case for case, entries in booked.items()
        if case not in ok and _promised(entries[0]["data"]) not in unknown
    }  # fmt: skip
    doubled = {case for case, entries in booked.items() if len(entries) > 1 or entries[0]["bookings"] > 1}
    return Verdict(set(ok) - set(booked), doubled, phantom)
