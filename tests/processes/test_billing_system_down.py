"""The billing system is stopped for an hour: everything is taken in, pages say from when they are, it drains later
(REL8, I8)."""

import re
import threading

import pytest
from tools.demo import running_demo

from tests.processes.test_kills import shared_folder
from tests.support.crowds import Crowd, case_states, move_clock, wait_until_drained
from tests.support.customers import Leaver, Reader
from tests.support.door import free_port
from tests.support.errands import BankMover, Payer, PostChooser
from tests.support.nemesis import GOOD, set_faults

ERRANDS = ((Reader, "A", 0), (Leaver, "strom_gas", 0), (Payer, "L", 0), (BankMover, "strom", 0),
           (PostChooser, "jana", 0))  # fmt: skip
EACH = 2


class Looker(Reader):
    """Signs in and looks."""

    def run(self) -> None:
        super(Reader, self).arrive()
        self.pages = {path: self.fetch("GET", path, follow_redirects=True).text for path in ("/", "/zaehlerstand/")}
        self.client.close()


def test_an_hour_without_the_billing_system(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = shared_folder(tmp_path_factory.mktemp("down"))
    with running_demo(folder / "demo", accounts=80, port=free_port()) as card:
        set_faults(card, {"down": True})
        move_clock(card, hours=1)
        crowd = Crowd(card, ERRANDS, most=EACH)
        crowd.wait()
        assert not crowd.problems
        assert len(crowd.ok) == EACH * len(ERRANDS), crowd.tell()
        waiting = {"accepted", "needs_clarification"}  # nothing claims to be done; the latter were odd to begin with
        assert {state for ref, state in case_states(card).items() if ref in crowd.ok} <= waiting
        looker = Looker(card["base_url"], card["registered"][0], threading.Event(), crowd.customers[0].canaries)
        looker.run()
        for page in looker.pages.values():
            assert re.search(r"nicht aktuell. Stand: [\d.]+, [\d:]+ Uhr", page)
        set_faults(card, GOOD)
        move_clock(card, hours=72)
        ledger = wait_until_drained(card, len(crowd.ok), 120)
        assert crowd.findings(ledger, case_states(card)) == {}
