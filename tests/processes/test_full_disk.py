"""The disk of the database is full for a moment (REL17): no receipt without a commit, honest pages, back without a hand.

A limit on the size of files stands for the full disk: the next write to the log of the database fails as it would."""

import resource
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from tools.demo import running_demo

from osc.config.postgres import EmbeddedPostgres
from tests.processes.test_kills import shared_folder
from tests.support.crowds import Crowd, case_states, move_clock, wait_until_drained, wait_until_mailed
from tests.support.customers import Leaver, Reader
from tests.support.door import free_port
from tests.support.errands import PostChooser
from tests.support.nemesis import descendants

ERRANDS = ((Reader, "A", 0), (Reader, "B", 0), (Leaver, "strom_gas", 0), (PostChooser, "jana", 0))
TIMES = 2
BACK_SECONDS = 60
FULL_BYTES = 1024 * 1024  # the server's own words still fit, its log of changes does not


class Watcher(threading.Thread):
    """Asks for a page again and again, and writes down how it was answered."""

    def __init__(self, base_url: str) -> None:
        super().__init__(daemon=True)
        self.base_url, self.ended = base_url, threading.Event()
        self.unavailable = list[httpx.Response]()
        self.good_at = self.bad_at = self.slowest = 0.0

    def run(self) -> None:
        with httpx.Client(base_url=self.base_url, timeout=20) as client:
            while not self.ended.wait(0.1):
                began = time.monotonic()
                try:
                    answer = client.get("/anmelden/")
                except httpx.HTTPError:
                    continue
                if answer.status_code == 200:
                    self.good_at = time.monotonic()
                else:
                    self.bad_at = time.monotonic()
                    self.slowest = max(self.slowest, self.bad_at - began)
                    self.unavailable.append(answer)


def let_files_grow(database: EmbeddedPostgres, most: int = resource.RLIM_INFINITY) -> None:
    """No file of the database, as it runs at this moment, may become larger than `most` bytes."""
    with suppress(FileNotFoundError, IndexError):  # it is down, or on its way up
        for pid in descendants(database.pid):
            with suppress(ProcessLookupError):
                _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


def test_rel17_a_full_disk_costs_no_receipt(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = shared_folder(tmp_path_factory.mktemp("full"))
    with running_demo(folder / "demo", accounts=120, port=free_port()) as card:
        database = EmbeddedPostgres(folder / "demo" / "postgres")
        watcher, crowd = Watcher(card["base_url"]), Crowd(card, ERRANDS)
        watcher.start()
        for _ in range(TIMES):
            crowd.wait_for_receipts(crowd.receipts() + 4, {}, BACK_SECONDS)
            filled_at = time.monotonic()
            while time.monotonic() < filled_at + BACK_SECONDS and watcher.bad_at < filled_at:
                let_files_grow(database, FULL_BYTES)
                time.sleep(0.1)
            assert watcher.bad_at > filled_at, "the disk was not full"
            while time.monotonic() < filled_at + BACK_SECONDS and watcher.good_at < watcher.bad_at:
                let_files_grow(database)
                time.sleep(0.1)
            assert watcher.good_at > watcher.bad_at, "not back without a hand"
        crowd.wait_for_receipts(crowd.receipts() + 4, {}, BACK_SECONDS)
        crowd.stop()
        watcher.ended.set()
        for answer in watcher.unavailable:
            assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
            assert "Es wurde nichts gespeichert, wofür Sie keine Vorgangsnummer haben" in answer.text
        assert watcher.slowest < 6
        assert "File too large" in log_of(folder / "demo")
        move_clock(card, hours=72)
        ledger = wait_until_drained(card, crowd.ok, 120)
        mails = wait_until_mailed(card, crowd.ok, 60)
        assert crowd.findings(ledger, case_states(card), mails) == {}


def log_of(data_dir: Path) -> str:
    return "".join(path.read_text(errors="replace") for path in data_dir.glob("postgres*/*log"))
