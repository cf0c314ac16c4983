"""A browser without script, from an address of its own, and the demo's outside: post, ledger, clock."""

import itertools
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tests.attacks.pages import Form, read_forms, read_links, shown_text

_addresses = itertools.count(1)
PROXY = "127.0.0.2"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def fresh_address(network: str = "") -> str:
    """An address nobody used before, in a network of its own; inside of `network` (three numbers) if given."""
    number = next(_addresses)
    if network:
        return f"{network}.{number % 250 + 1}"
    return f"10.{number // 250 % 250 + 1}.{number % 250 + 1}.{number // 62500 + 1}"


class Visitor:
    """One browser. It speaks through the trusted proxy, so that its address is what the test says."""

    def __init__(self, base_url: str, *, address: str = "", **headers: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(
            base_url=base_url,
            transport=httpx.HTTPTransport(local_address=PROXY, retries=1),
            headers={"X-Forwarded-For": address or fresh_address(), "User-Agent": "attack suite", **headers},
            timeout=30,
        )

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def get(self, path: str, **more: Any) -> httpx.Response:
        """One GET without following redirects."""
        return self.http.get(path, **more)

    def open(self, path: str) -> httpx.Response:
        """GET, following redirects as a browser does."""
        return self.http.get(path, follow_redirects=True)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """One POST as it stands, without following redirects."""
        return self.http.post(path, data=data, **more)

    def form(self, path: str, *, action: str = "", has: str = "") -> Form:
        """The form of a page: by the start of its action or by a field; the first one with fields to fill."""
        page = self.open(path)
        forms = read_forms(page.text, str(page.url))
        for form in forms:
            fits = (not action or urlsplit(form.action).path.startswith(action)) and (not has or has in form.fields)
            if fits and (action or has or form.shown):
                return form
        raise AssertionError(f"no such form on {page.url} ({page.status_code}): {[each.action for each in forms]}")

    def send(self, form: Form, *, follow: bool = False, button: str = "", **values: str) -> httpx.Response:
        """Posts a form with everything it holds, and these values on top."""
        data = form.filled(**values)
        if button:
            name, _, value = button.partition("=")
            data[name] = value
        return self.http.request(form.method, form.action, data=data, follow_redirects=follow)

    def sign_in(self, person: dict[str, Any], password: str = "") -> httpx.Response:
        """Through the tile Anmeldung."""
        form = self.form("/anmelden/", has="password")
        return self.send(form, email=person["email"], password=password or person["password"])

    def sign_out(self) -> httpx.Response:
        """Through the button."""
        return self.send(self.form("/", action="/abmelden"))

    def inside(self) -> bool:
        """True while a customer is signed in."""
        return self.get("/").status_code == 200

    def crawl(self, start: str = "/", limit: int = 400, alike: int = 6) -> dict[str, httpx.Response]:
        """Every page that links lead to, by path with query; of pages that differ in ids and queries only the
        first `alike`, so that a calendar does not hide the rest."""
        found: dict[str, httpx.Response] = {}
        waiting, shapes = [start], Counter[str]()
        while waiting and len(found) < limit:
            path = waiting.pop(0)
            shape = ID.sub("*", path.partition("?")[0])
            if path in found or shapes[shape] >= alike:
                continue
            shapes[shape] += 1
            page = found[path] = self.get(path)
            targets = [page.headers["Location"]] if page.is_redirect else []
            if "text/html" in page.headers.get("Content-Type", ""):
                targets += read_links(page.text)
            waiting += list(self._own(path, targets))
        return found

    def _own(self, path: str, targets: list[str]) -> Iterator[str]:
        for target in targets:
            parts = urlsplit(urljoin(self.base_url + path, target))
            if f"{parts.scheme}://{parts.netloc}" == self.base_url and not parts.path.startswith("/static/"):
                yield parts.path + (f"?{parts.query}" if parts.query else "")


class Clock:
    """The portal's time: the machine's, plus what was moved."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def move(self, *, hours: float = 0, minutes: float = 0, days: float = 0) -> None:
        """Forward only, for every process at once."""
        before = float(self.path.read_text() or 0) if self.path.exists() else 0.0
        self.path.write_text(str(before + days * 86400 + hours * 3600 + minutes * 60))


class Demo:
    """The demo from outside: who is who, what was mailed, what was booked."""

    def __init__(self, card: dict[str, Any]) -> None:
        self.card = card
        self.clock = Clock(Path(card["clock_offset_file"]))
        self._pairs = list(card["unregistered"])
        self._pages: dict[str, dict[str, httpx.Response]] = {}

    @property
    def base_url(self) -> str:
        return str(self.card["base_url"])

    def visitor(self, **more: str) -> Visitor:
        """A fresh browser."""
        return Visitor(self.base_url, **more)

    def person(self, kind: str) -> dict[str, Any]:
        """A registered person of this kind."""
        return next(each for each in self.card["registered"] if each["kind"] == kind)

    def crowd(self) -> list[dict[str, Any]]:
        """Registered people behind the cast."""
        return [each for each in self.card["registered"] if each["kind"] not in {"jana", "A", "B", "L", "D"}]

    def signed_in(self, kind: str, **more: str) -> Visitor:
        """A browser in which this person is signed in."""
        visitor = self.visitor(**more)
        response = visitor.sign_in(self.person(kind))
        assert response.status_code == 302, f"{kind} could not sign in: {response.status_code}"
        return visitor

    def pages_of(self, kind: str) -> dict[str, httpx.Response]:
        """Every page of this person, looked at once for all attacks that only need to know what there is."""
        if kind not in self._pages:
            with self.signed_in(kind) as visitor:
                self._pages[kind] = visitor.crawl()
        return self._pages[kind]

    def next_pair(self, *, on_file: bool = False) -> dict[str, Any]:
        """A number pair that nobody registered, with or without an address on file; each is given out once."""
        pair = next(each for each in self._pairs if bool(each["email_on_file"]) == on_file)
        self._pairs.remove(pair)
        return pair

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """Captured mails, newest first."""
        return [each for each in self._mails(to) if not to or each["to"] == to]

    def _mails(self, to: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(self.card["mails_url"], params={"to": to}, timeout=60).json()
        return found

    def wait_for_mail(self, to: str, subject: str = "", *, count: int = 1) -> dict[str, Any]:
        """The newest of at least `count` mails to the address with these words in the subject."""
        for _ in range(80):
            found = [each for each in self.mails(to) if subject in each["subject"]]
            if len(found) >= count:
                return found[0]
            time.sleep(0.2)
        raise AssertionError(f"no mail {subject!r} to {to}: {[each['subject'] for each in self.mails(to)]}")

    def link_in(self, mail: dict[str, Any]) -> str:
        """The path of the first link of a mail, taken from its plain text."""
        link = next(word for word in mail["text"].split() if word.startswith(self.base_url))
        return link.removeprefix(self.base_url)

    def log_lines(self) -> list[str]:
        """What the portal's processes wrote to their logs."""
        logs = self.clock.path.parent.glob("*.log")
        return [line for log in logs for line in log.read_text(errors="replace").splitlines()]

    def settle(self, seconds: float = 2.0) -> None:
        """Lets the worker finish what it has begun."""
        time.sleep(seconds)

    def ledger(self) -> list[dict[str, Any]]:
        """Everything that reached the billing system."""
        entries: list[dict[str, Any]] = httpx.get(self.card["ledger_url"]).json()
        return entries

    def effects(self, account: str) -> int:
        """How much was booked on one contract account."""
        return sum(entry["bookings"] for entry in self.ledger() if entry["data"].get("contract_account") == account)

    def wait_for_effects(self, account: str) -> int:
        """The same as soon as there are any; what was released goes out with the next tick of five seconds."""
        for _ in range(80):
            if found := self.effects(account):
                return found
            time.sleep(0.2)
        return 0

    def text_of(self, response: httpx.Response) -> str:
        """What a person reads."""
        return shown_text(response.text)
