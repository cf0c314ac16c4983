"""What goes wrong on purpose: processes of the demo are killed, its billing system misbehaves."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from tools.demo import read_card

PATIENCE_SECONDS, SPELL = 20, 8
ROLES = ("web", "web", "worker", "worker", "utility", "database")
GOOD = {"down": False, "latency_ms": 0, "lose_answers": 0.0, "error_rate": 0.0, "double_feed": False,
        "reorder_feed": False}  # fmt: skip
LOSING = {**GOOD, "lose_answers": 0.2, "error_rate": 0.1, "double_feed": True, "reorder_feed": True}
WEATHER = ({**LOSING, "latency_ms": 300}, {**LOSING, "lose_answers": 0.5}, {**GOOD, "down": True})


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
    """Kills a random process again and again; the weather changes every spell. Between two kills there is a pause,
    and `each` cases are accepted (if need be it waits `PATIENCE_SECONDS` for them), however fast the machine is."""

    def __init__(
        self, data_dir: Path, *, kills: int, seed: int, pause: tuple[float, float], accepted: Callable[[], int],
        each: float,
    ) -> None:  # fmt: skip
        super().__init__(daemon=True)
        self.data_dir, self.kills, self.pause, self.accepted, self.each = data_dir, kills, pause, accepted, each
        self.random, self.hit, self.problem = random.Random(seed), list[str](), ""
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            while not self.ended.is_set() and len(self.hit) < self.kills:
                if len(self.hit) % SPELL == 0:
                    set_faults(read_card(self.data_dir), WEATHER[len(self.hit) // SPELL % len(WEATHER)])
                self.ended.wait(self.random.uniform(*self.pause))
                self._wait_for_cases()
                self._kill(self.random.choice(ROLES))
        except Exception as problem:  # the test reports it in the main thread
            self.problem = repr(problem)

    def _wait_for_cases(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while self.accepted() < len(self.hit) * self.each and time.monotonic() < until and not self.ended.wait(0.2):
            pass

    def tell(self) -> str:
        """How often which process."""
        return f"{len(self.hit)} kills ({', '.join(f'{n} {role}' for role, n in Counter(self.hit).most_common())})"

    def _kill(self, role: str) -> None:
        pid = read_card(self.data_dir)["pids"][role]
        victim = self.random.choice(descendants(pid)) if role == "web" else pid
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.hit.append(role)


def set_faults(card: dict[str, Any], faults: dict[str, Any], seconds: float = 60) -> None:
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
