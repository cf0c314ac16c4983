"""Nothing promised is lost and nothing is booked twice, whichever process dies at whatever moment.

`make kills` runs it at full length: OSC_KILLS kills, spread over OSC_CASES accepted cases."""

import os
import random
from collections import Counter
from pathlib import Path

import httpx
import pytest
from tools.demo import read_card, running_demo

from tests.support import crowds
from tests.support.crowds import (
    Crowd,
    case_states,
    in_strange_mails,
    move_clock,
    unmailed,
    wait_until_drained,
    wait_until_mailed,
)  # fmt: skip
from tests.support.door import free_port
from tests.support.judging import Canaries, Entry, judge
from tests.support.nemesis import GOOD, LOSING, Nemesis, set_faults

KILLS = int(os.environ.get("OSC_KILLS", "24"))
CASES = int(os.environ.get("OSC_CASES", "48"))
FULL = CASES >= 1000
# every kind of form, and how many receipts of it a run must have at least
KINDS = (
    {"ZS": 200, "KD": 100, "AB": 100, "BV": 100, "PL": 100}
    if FULL
    else dict.fromkeys(("ZS", "KD", "AB", "BV", "PL"), 3)
)
LOOKED_AT = {"text/html": 500, "application/pdf": 5} if FULL else {"text/html": 50}
FAULTS = {"slow", "down", "answer lost"} | ({"busy", "doubled", "reordered"} if FULL else set())


def entry(
    case: str, value: str = "1", bookings: int = 1, key: str = "k", minute: int = 0, late: int = 0, deliveries: int = 1
) -> Entry:
    data = {
        "case": case, "contract_account": "IR1", "registers": [{"value": value}],
        "submitted_at": f"2026-11-02T10:{minute:02}:00+00:00",
    }  # fmt: skip
    return {
        "key": key, "kind": "meter_reading", "bookings": bookings, "data": data, "first_at": f"T{late}",
        "deliveries": deliveries,
    }  # fmt: skip


def test_the_judge_sees_what_is_lost_doubled_made_up_and_overtaken() -> None:
    ok = {"ZS-A": "reading 1", "ZS-B": "reading 2"}
    assert judge(ok, [], [entry("ZS-A")]).lost == {"ZS-B"}
    assert judge(ok, [], [entry("ZS-A"), entry("ZS-A", key="other"), entry("ZS-B")]).doubled == {"ZS-A"}
    assert judge(ok, [], [entry("ZS-A", bookings=2), entry("ZS-B")]).doubled == {"ZS-A"}
    assert judge(ok, [], [entry("ZS-A", deliveries=2), entry("ZS-B")]).resent == {"ZS-A"}
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


def test_the_judge_reads_mails() -> None:
    people = [{"email": "a@x", "canaries": ["Gasse 1"]}, {"email": "b@x", "canaries": ["Gasse 2"]}]
    mails = [{"to": "a@x", "subject": "Zählerstand angekommen (ZS-AAAA-1111)", "text": "Gasse 1", "html": ""},
             {"to": "b@x", "subject": "Hallo", "text": "Gasse 2", "html": "<b>Gasse&nbsp;1</b>"}]  # fmt: skip
    assert in_strange_mails(mails[:1], people) == set()
    assert in_strange_mails(mails, people) == {"Gasse 1 in the mail 'Hallo' to b@x"}
    assert unmailed(["ZS-AAAA-1111", "KD-AAAA-2222"], mails) == {"KD-AAAA-2222"}


def test_patience_lasts_as_long_as_something_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [f"ZS-{number}" for number in range(5)]
    booked = list[str]()

    def ledger(*_: object, **__: object) -> httpx.Response:
        booked.append(cases[len(booked)])
        return httpx.Response(200, json=[{"data": {"case": case}} for case in booked])

    monkeypatch.setattr(httpx, "get", ledger)
    monkeypatch.setattr(
        crowds, "case_states", lambda _: {case: "confirmed" if case in booked else "accepted" for case in cases}
    )
    assert len(wait_until_drained({"ledger_url": ""}, cases, 1.5)) == 5, "one a second, the last after four"
    monkeypatch.setattr(httpx, "get", lambda *_, **__: httpx.Response(200, json=[]))
    assert wait_until_drained({"ledger_url": ""}, cases, 0.5) == [], "nothing moves: it ends"


def test_nothing_lost_nothing_doubled(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = shared_folder(tmp_path_factory.mktemp("kills"))
    seed = int(os.environ.get("OSC_SEED", random.SystemRandom().randrange(10**6)))
    print(f"seed {seed}")
    with running_demo(folder / "demo", accounts=120, port=free_port()) as card:
        crowd = Crowd(card)
        nemesis = Nemesis(
            folder / "demo", kills=KILLS, seed=seed, pause=(1.5, 5) if FULL else (0.8, 3),
            accepted=crowd.receipts, each=CASES / KILLS,
        )  # fmt: skip
        nemesis.start()
        nemesis.join(timeout=3600 if FULL else 240)
        nemesis.ended.set()
        nemesis.join()
        crowd.wait_for_receipts(CASES, KINDS, 600 if FULL else 60)
        crowd.stop()
        card = read_card(folder / "demo")
        # answers go on getting lost while the backlog drains: that is where a resend would double
        set_faults(card, {**GOOD, "lose_answers": LOSING["lose_answers"]})
        move_clock(card, hours=72)  # instalments wait until they can't be taken back any more
        ledger = wait_until_drained(card, crowd.ok, 150)
        mails = wait_until_mailed(card, crowd.ok, 60)
        played = httpx.get(card["faults_played_url"], timeout=30).json()
        print(f"{nemesis.tell()}; {len(crowd.ok)} receipts ({crowd.tell()}); {len(mails)} mails; faults {played}")
        assert crowd.findings(ledger, case_states(card), mails) == {}
        assert not nemesis.problem and len(nemesis.hit) >= KILLS
        assert len(crowd.ok) >= CASES
        assert not Counter(KINDS) - crowd.kinds and set(crowd.kinds) == set(KINDS)
        assert not Counter(LOOKED_AT) - crowd.looked_at
        assert set(played) >= FAULTS


def shared_folder(folder: Path) -> Path:
    """The database runs as somebody else and must get in."""
    for step in (folder, *list(folder.parents)[:2]):
        if "pytest" in step.name:
            step.chmod(0o755)
    return folder
