"""Nothing promised is lost and nothing is booked twice, whichever process dies at whatever moment."""

import os
import random
import signal
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tools.demo import read_card, running_demo

from tests.support.customers import Customer, Leaver, judge
from tests.support.door import free_port

KILLS = int(os.environ.get("OSC_KILLS", "52"))
CUSTOMERS = 6
SAID = {"booked": "confirmed", "needs_clarification": "needs_clarification", "rejected": "rejected"}
FAULTS = {"lose_answers": 0.2, "error_rate": 0.1, "double_feed": True, "reorder_feed": True}


def entry(case: str, value: str = "1", bookings: int = 1, key: str = "k") -> dict[str, Any]:
    return {"key": key, "bookings": bookings, "data": {"case": case, "registers": [{"value": value}]}}


def test_the_judge_sees_what_is_lost_doubled_and_made_up() -> None:
    ok = {"ZS-A": "1", "ZS-B": "2"}
    assert judge(ok, set(), [entry("ZS-A")]).lost == {"ZS-B"}
    assert judge(ok, set(), [entry("ZS-A"), entry("ZS-A", key="other"), entry("ZS-B")]).doubled == {"ZS-A"}
    assert judge(ok, set(), [entry("ZS-A", bookings=2), entry("ZS-B")]).doubled == {"ZS-A"}
    assert judge(ok, set(), [entry("ZS-A"), entry("ZS-B"), entry("ZS-C", "9")]).phantom == {"ZS-C"}
    good = judge(ok, {"9"}, [entry("ZS-A"), entry("ZS-B"), entry("ZS-C", "9")])
    assert (good.lost, good.doubled, good.phantom) == (set(), set(), set())


def descendants(pid: int) -> list[int]:
    """The process and everything below it."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                fields = Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(int(fields[1]), []).append(int(name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


class Nemesis(threading.Thread):
    """Kills a random process of the demo again and again; its seed is printed."""

    def __init__(self, data_dir: Path, kills: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.data_dir, self.kills, self.random, self.hit = data_dir, kills, random.Random(seed), []  # type: ignore[var-annotated] - tests only

    def run(self) -> None:
        while len(self.hit) < self.kills:
            time.sleep(self.random.uniform(0.3, 1.1))
            role = self.random.choice(["web", "web", "worker", "worker", "utility", "database"])
            pid = read_card(self.data_dir)["pids"][role]
            family = descendants(pid)
            victim = self.random.choice(family) if role == "web" else pid
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
            self.hit.append(role)


def test_fifty_kills_nothing_lost_nothing_doubled(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("kills")
    for step in (folder, *list(folder.parents)[:2]):
        step.chmod(0o755) if "pytest" in step.name else None
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    with running_demo(folder / "demo", accounts=120, port=free_port()) as card:
        set_faults(card, FAULTS)
        stop = threading.Event()
        people = [each for each in card["registered"] if each["kind"] in {"A", "B", "strom", "transfer", "jana"}][
            :CUSTOMERS
        ]
        customers = [Customer(card["base_url"], person, stop) for person in people]
        leaving = [each for each in card["registered"] if each["kind"] == "strom_gas"][:2]
        customers += [Leaver(card["base_url"], person, stop) for person in leaving]
        for customer in customers:
            customer.start()
        nemesis = Nemesis(folder / "demo", KILLS, seed)
        nemesis.start()
        nemesis.join(timeout=240)
        stop.set()
        for customer in customers:
            customer.join(timeout=60)
        card = read_card(folder / "demo")
        # answers go on getting lost while the backlog drains: that is where a resend would double
        set_faults(card, {"error_rate": 0})
        problems = [customer.problem for customer in customers if customer.problem]
        assert not problems, problems
        ok = {number: value for customer in customers for number, value in customer.history.ok.items()}
        unknown = {value for customer in customers for value in customer.history.unknown}
        ledger = wait_until_drained(card, len(ok))
        verdict = judge(ok, unknown, ledger)
        states = case_states(card)
        print(
            f"{len(nemesis.hit)} kills, {len(ok)} receipts, {len(ledger)} keys, {sum(e['deliveries'] for e in ledger)} deliveries"
        )
        assert len(nemesis.hit) == KILLS
        assert len(ok) > KILLS
        assert (verdict.lost, verdict.doubled, verdict.phantom) == (set(), set(), set())
        # an honest status: what the billing system says of it, neither more nor less (I6)
        said = {entry["data"]["case"]: SAID[entry["status"]] for entry in ledger}
        assert {number: states.get(number) for number in ok} == {number: said[number] for number in ok}


def set_faults(card: dict[str, Any], faults: dict[str, Any], seconds: float = 30) -> None:
    """Tells the demo utility how to misbehave; it may be on its way up after the last kill."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            httpx.post(card["faults_url"], json=faults).raise_for_status()
            return
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def wait_until_drained(card: dict[str, Any], expected: int, seconds: float = 150) -> list[dict[str, Any]]:
    """The ledger once every accepted case has been confirmed, or as it is when patience ends."""
    deadline = time.monotonic() + seconds
    ledger: list[dict[str, Any]] = []
    while time.monotonic() < deadline:
        try:
            ledger = httpx.get(card["ledger_url"], timeout=10).json()
            if "accepted" not in case_states(card).values() and len(ledger) >= expected:
                break
        except (httpx.HTTPError, psycopg.Error):
            pass
        time.sleep(1)
    return ledger


def case_states(card: dict[str, Any]) -> dict[str, str]:
    """What the portal says about every case, straight from its database."""
    with psycopg.connect(card["superuser_database_url"]) as connection:
        return dict(connection.execute("select reference, state from cases_case").fetchall())
