"""A crowd of virtual customers in a demo, one or more for every kind of form, and what became of their cases."""

import math
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.support.crawling import Looker
from tests.support.customers import Customer, Leaver, Reader
from tests.support.errands import BankMover, Payer, PostChooser
from tests.support.judging import Canaries, Entry, judge

NUMBER = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}")
SAID = {"booked": "confirmed", "needs_clarification": "needs_clarification", "rejected": "rejected"}
# who does what: the kind of household, and how many of them are passed over
ERRANDS: tuple[tuple[type[Customer], str, int], ...] = (
    (Reader, "A", 0), (Reader, "B", 0), (Reader, "transfer", 0), (Reader, "strom", 0),
    (Leaver, "strom_gas", 0), (Leaver, "strom_gas", 1),
    (Payer, "L", 0), (Payer, "jana", 0),
    (BankMover, "strom", 1), (BankMover, "strom", 2),
    (PostChooser, "strom", 3), (PostChooser, "strom_gas", 2),
    (Looker, "A", 0), (Looker, "L", 0), (Looker, "jana", 0), (Looker, "strom", 1), (Looker, "strom_gas", 0),
)  # fmt: skip


class Crowd:
    """Starts them, stops them, gathers what they know."""

    def __init__(
        self, card: dict[str, Any], errands: tuple[tuple[type[Customer], str, int], ...] = ERRANDS, most: int = 0
    ) -> None:
        self.stop_asked = threading.Event()
        self.people = people = without_printed(card["registered"], card["base_url"])
        self.customers = list[Customer]()
        for errand, kind, passed in errands:
            person = [each for each in people if each["kind"] == kind][passed]
            canaries = Canaries(person, people)
            self.customers.append(errand(card["base_url"], person, self.stop_asked, canaries, most))
        for customer in self.customers:
            customer.start()

    def receipts(self) -> int:
        """How many cases were accepted so far."""
        return sum(len(customer.history.ok) for customer in self.customers)

    def wait_for_receipts(self, wanted: int, kinds: Mapping[str, int], seconds: float) -> None:
        """Until so many cases were accepted, and of each kind so many, or patience ends."""
        until = time.monotonic() + seconds
        while (self.receipts() < wanted or Counter(kinds) - self.kinds) and time.monotonic() < until:
            time.sleep(0.5)

    def stop(self) -> None:
        """Everybody finishes what they have begun."""
        self.stop_asked.set()
        self.wait()

    def wait(self, seconds: float = 180) -> None:
        """Until everybody has gone home."""
        for customer in self.customers:
            customer.join(timeout=seconds)

    @property
    def problems(self) -> list[tuple[str, object]]:
        """Who could not do the errand, and why."""
        return [
            (type(each).__name__, each.problem or "did not come back")
            for each in self.customers if each.problem or each.is_alive()
        ]  # fmt: skip

    @property
    def ok(self) -> dict[str, str]:
        """Every receipt with what it promises."""
        return {number: what for customer in self.customers for number, what in customer.history.ok.items()}

    @property
    def unknown(self) -> list[str]:
        """What was asked for and never answered."""
        return [what for customer in self.customers for what in customer.history.unknown.elements()]

    @property
    def kinds(self) -> Counter[str]:
        """Receipts by kind of form: the two letters that their numbers begin with."""
        return Counter(reference[:2] for customer in self.customers for reference in list(customer.history.ok))

    @property
    def looked_at(self) -> Counter[str]:
        """What those saw who only look, by type of content."""
        return sum((each.looked_at for each in self.customers if isinstance(each, Looker)), Counter[str]())

    @property
    def foreign(self) -> set[str]:
        """Canaries that somebody else saw."""
        return {canary for customer in self.customers for canary in customer.history.foreign}

    def findings(self, ledger: list[Entry], states: dict[str, str], mails: list[dict[str, Any]]) -> dict[str, object]:
        """What is not as it must be, by name; empty when all is well."""
        verdict = judge(self.ok, self.unknown, ledger)
        found = {
            **vars(verdict), "foreign canaries": self.foreign | in_strange_mails(mails, self.people),
            "dishonest": dishonest(states, self.ok, ledger), "unmailed": unmailed(self.ok, mails),
            "customers": self.problems,
        }  # fmt: skip
        return {name: what for name, what in found.items() if what}

    def tell(self) -> str:
        """Receipts by kind of form, and what was looked at."""
        return ", ".join(f"{count} {kind}" for kind, count in sorted((self.kinds + self.looked_at).items()))


def without_printed(people: list[dict[str, Any]], base: str) -> list[dict[str, Any]]:
    """The same people; a number that is printed in the pictures for strangers is nobody's secret."""
    public = " ".join(httpx.get(base + path, timeout=30).text for path in ("/hilfe/", "/registrieren/"))
    printed = Canaries({"canaries": []}, people).on(public)
    return [{**each, "canaries": [canary for canary in each["canaries"] if canary not in printed]} for each in people]


def in_strange_mails(mails: list[dict[str, Any]], people: list[dict[str, Any]]) -> set[str]:
    """What belongs to one person and was mailed to another."""
    by_address = {person["email"]: Canaries(person, people) for person in people if person["canaries"]}
    return {
        f"{canary} in the mail {mail['subject']!r} to {mail['to']}"
        for mail in mails if mail["to"] in by_address
        for canary in by_address[mail["to"]].on(f"{mail['subject']} {mail['text']} {mail['html']}")
    }  # fmt: skip


def unmailed(ok: Iterable[str], mails: list[dict[str, Any]]) -> set[str]:
    """Receipts that nobody was written."""
    written = {number for mail in mails for number in NUMBER.findall(f"{mail['subject']} {mail['text']}")}
    return set(ok) - written


def move_clock(card: dict[str, Any], *, hours: float) -> None:
    """The time of the portal, for every process at once."""
    path = Path(card["clock_offset_file"])
    before = float(path.read_text() or 0) if path.exists() else 0.0
    path.write_text(str(before + hours * 3600))


def wait_until_drained(card: dict[str, Any], ok: Iterable[str], patience: float) -> list[Entry]:
    """The ledger once each of these cases is in it and none waits, or as it is when nothing moved for `patience`
    seconds: a crowd may have sent more than can be booked in any fixed time."""
    wanted = set(ok)
    deadline, left = time.monotonic() + patience, math.inf
    ledger: list[Entry] = []
    while time.monotonic() < deadline:
        try:
            ledger = httpx.get(card["ledger_url"], timeout=30).json()
            waiting = list(case_states(card).values()).count("accepted")
            missing = len(wanted - {entry["data"]["case"] for entry in ledger})
            if not waiting + missing:
                break
            if waiting + missing < left:
                deadline, left = time.monotonic() + patience, waiting + missing
        except (httpx.HTTPError, psycopg.Error):
            pass
        time.sleep(1)
    return ledger


def wait_until_mailed(card: dict[str, Any], ok: Iterable[str], patience: float) -> list[dict[str, Any]]:
    """Every mail once each receipt was written to its customer, or as far as it is when none came for `patience`
    seconds."""
    mails = list[dict[str, Any]]()
    deadline = time.monotonic() + patience
    while True:
        after = mails[-1]["id"] if mails else 0
        more = httpx.get(card["mails_url"], params={"after": after}, timeout=120).json()
        mails += more
        if more:
            deadline = time.monotonic() + patience
        elif not unmailed(ok, mails) or time.monotonic() > deadline:
            return mails
        else:
            time.sleep(2)


def case_states(card: dict[str, Any]) -> dict[str, str]:
    """What the portal says about every case, straight from its database."""
    with psycopg.connect(card["superuser_database_url"]) as connection:
        return dict(connection.execute("select reference, state from cases_case").fetchall())


def dishonest(states: dict[str, str], ok: dict[str, str], ledger: list[Entry]) -> dict[str, tuple[str, str]]:
    """Cases whose page says other than the billing system does (I6)."""
    said = {entry["data"]["case"]: SAID[entry["status"]] for entry in ledger}
    wrong = {number: (states.get(number, "-"), said.get(number, "-")) for number in ok}
    return {number: pair for number, pair in wrong.items() if pair[0] != pair[1]}
