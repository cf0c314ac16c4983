"""Nothing promised is lost and nothing is booked twice, whichever process dies at whatever moment.

`make kills` runs it at full length: OSC_KILLS kills at least, and until OSC_CASES cases are accepted."""

import os
import random
from pathlib import Path

import pytest
from tools.demo import read_card, running_demo

from tests.support.crowds import Crowd, case_states, move_clock, wait_until_drained
from tests.support.door import free_port
from tests.support.judging import Canaries, Entry, judge
from tests.support.nemesis import GOOD, LOSING, Nemesis, set_faults

KILLS = int(os.environ.get("OSC_KILLS", "52"))
CASES = int(os.environ.get("OSC_CASES", "0"))
FULL = CASES > 0


def entry(case: str, value: str = "1", bookings: int = 1, key: str = "k", minute: int = 0, late: int = 0) -> Entry:
    data = {
        "case": case, "contract_account": "IR1", "registers": [{"value": value}],
        "submitted_at": f"2026-11-02T10:{minute:02}:00+00:00",
    }  # fmt: skip
    return {"key": key, "kind": "meter_reading", "bookings": bookings, "data": data, "first_at": f"T{late}"}


def test_the_judge_sees_what_is_lost_doubled_made_up_and_overtaken() -> None:
    ok = {"ZS-A": "reading 1", "ZS-B": "reading 2"}
    assert judge(ok, [], [entry("ZS-A")]).lost == {"ZS-B"}
    assert judge(ok, [], [entry("ZS-A"), entry("ZS-A", key="other"), entry("ZS-B")]).doubled == {"ZS-A"}
    assert judge(ok, [], [entry("ZS-A", bookings=2), entry("ZS-B")]).doubled == {"ZS-A"}
    both = [entry("ZS-A"), entry("ZS-B"), entry("ZS-C", "9")]
    assert judge(ok, [], both).phantom == {"ZS-C"}
    assert judge(ok, ["reading 9"], both).clean
    assert judge(ok, ["reading 9"], [*both, entry("ZS-D", "9")]).phantom == {"ZS-D"}
    assert judge(ok, [], [entry("ZS-B", minute=1), entry("ZS-A", minute=0, late=1)]).overtaken == {"ZS-A"}


def test_the_judge_sees_what_belongs_to_others() -> None:
    people = [{"canaries": ["Gasse 1", "IR55", "0355 11"]}, {"canaries": ["Gasse 12", "IR77", "0355 22"]}]
    canaries = Canaries(people[1], people)
    assert canaries.on("<b>Gasse 12</b> IR 77, 0355 22") == set()
    assert canaries.on("<b>Gasse 1</b> IR\u00a055") == {"Gasse 1", "IR55"}
    assert canaries.on("0355&nbsp;11") == {"0355 11"}


def test_nothing_lost_nothing_doubled(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = shared_folder(tmp_path_factory.mktemp("kills"))
    seed = int(os.environ.get("OSC_SEED", random.SystemRandom().randrange(10**6)))
    print(f"seed {seed}")
    with running_demo(folder / "demo", accounts=120, port=free_port()) as card:
        crowd = Crowd(card)
        nemesis = Nemesis(
            folder / "demo", kills=KILLS, seed=seed, pause=(1, 4) if FULL else (0.3, 1.1),
            satisfied=lambda: crowd.receipts() >= CASES,
        )  # fmt: skip
        nemesis.start()
        nemesis.join(timeout=3600 if FULL else 240)
        nemesis.ended.set()
        nemesis.join()
        crowd.wait_for_receipts(KILLS + 1, 60)
        crowd.stop()
        card = read_card(folder / "demo")
        # answers go on getting lost while the backlog drains: that is where a resend would double
        set_faults(card, {**GOOD, "lose_answers": LOSING["lose_answers"]})
        move_clock(card, hours=72)  # instalments wait until they can't be taken back any more
        ledger = wait_until_drained(card, crowd.receipts(), 600 if FULL else 150)
        deliveries = sum(each["deliveries"] for each in ledger)
        print(f"{len(nemesis.hit)} kills, {len(crowd.ok)} receipts ({crowd.tell()}), {deliveries} deliveries")
        assert crowd.findings(ledger, case_states(card)) == {}
        assert not nemesis.problem and len(nemesis.hit) >= KILLS
        assert len(crowd.ok) > max(KILLS, CASES - 1)
        assert {reference[:2] for reference in crowd.ok} == {"ZS", "KD", "AB", "BV", "PL"}


def shared_folder(folder: Path) -> Path:
    """The database runs as somebody else and must get in."""
    for step in (folder, *list(folder.parents)[:2]):
        if "pytest" in step.name:
            step.chmod(0o755)
    return folder
