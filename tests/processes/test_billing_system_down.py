"""The billing system is stopped for an hour, slow, or loses answers: every page answers and says from when it is,
everything that a customer may ask for is taken in, and all of it drains later, once and in order (REL8, REL9, REL10,
I8, I9)."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from tools.demo import running_demo

from tests.processes.test_kills import shared_folder
from tests.support.concerns import Mover, PhoneChanger, TariffOrderer, Writer
from tests.support.crawling import Looker
from tests.support.crowds import Crowd, case_states, move_clock, wait_until_drained, wait_until_mailed
from tests.support.customers import Leaver, Reader, hidden
from tests.support.door import free_port
from tests.support.errands import BankMover, Payer, PostChooser
from tests.support.nemesis import GOOD, set_faults

EACH = 2
STAND = re.compile(r"nicht aktuell. Stand: [\d.]+, [\d:]+ Uhr")
# what the founding FAQ promises, line by line: where it is for people who are signed in, and for the others
SIGNED_IN = (
    "/", "/verwaltung/", "/verwaltung/vertraege/neu/", "/verwaltung/umzug/", "/zaehlerstand/", "/abschlag/",
    "/verwaltung/daten/", "/verwaltung/bank/", "/verbrauch/", "/postfach/", "/postfach/neu/", "/verwaltung/zahlungen/",
    "/verwaltung/post/", "/verwaltung/vorgaenge/", "/verwaltung/sicherheit/",
)  # fmt: skip
PUBLIC = (
    "/anmelden/", "/registrieren/", "/passwort-vergessen/", "/hilfe/", "/kuendigen/",
    "/widerrufen/", "/umzug/", "/zaehlerstand-melden/", "/tarife/",
)  # fmt: skip
SLOW_SECONDS = 5.0


class Visitor(Looker):
    """Opens every page of the FAQ and what it leads to, once."""

    first = SIGNED_IN
    widest = 60
    rounds = 1


ERRANDS = (
    (Reader, "A", 0), (Leaver, "strom_gas", 0), (Payer, "L", 0), (BankMover, "strom", 0), (PostChooser, "jana", 0),
    (PhoneChanger, "strom", 1), (Writer, "strom", 2),
)  # fmt: skip
LOOKING = (Visitor, "jana", 0)
ONCE = ((Mover, "strom", 3), (TariffOrderer, "strom", 4))


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = shared_folder(tmp_path_factory.mktemp("down"))
    with running_demo(folder / "demo", accounts=120, port=free_port()) as card:
        wait_for_first_feed(card)
        yield card


def wait_for_first_feed(card: dict[str, Any]) -> None:
    """A portal that has never read the feed has nothing to say about its age."""
    until = time.monotonic() + 30
    with psycopg.connect(card["superuser_database_url"], autocommit=True) as connection:
        while connection.execute("select max(read_at) from interchange_feedcursor").fetchone() == (None,):
            assert time.monotonic() < until
            time.sleep(0.2)


def drain(card: dict[str, Any], crowd: Crowd) -> None:
    """Everything arrives now, once and in order, and everybody was written."""
    move_clock(card, hours=72)  # instalments wait until they can't be taken back any more
    ledger = [each for each in wait_until_drained(card, crowd.ok, 120) if each["data"]["case"] in crowd.ok]
    mails = wait_until_mailed(card, crowd.ok, 60)
    assert crowd.findings(ledger, case_states(card), mails) == {}


def pages_of(crowd: Crowd) -> dict[str, Any]:
    return {path: seen for each in crowd.customers if isinstance(each, Visitor) for path, seen in each.seen.items()}


def test_an_hour_without_the_billing_system(card: dict[str, Any]) -> None:
    set_faults(card, {"down": True})
    move_clock(card, hours=1)
    with httpx.Client(base_url=card["base_url"], timeout=20) as stranger:
        assert {path: stranger.get(path).status_code for path in PUBLIC} == dict.fromkeys(PUBLIC, 200)
        register_and_forget(card, stranger)
    crowd = Crowd(card, (*ERRANDS, *ONCE, LOOKING), most=EACH)
    crowd.wait()
    assert not crowd.problems
    assert crowd.kinds == {"ZS": 2, "KD": 2, "AB": 2, "BV": 2, "PL": 2, "PD": 2, "AN": 2, "UM": 1, "VK": 1}
    waiting = {"accepted", "needs_clarification"}  # nothing claims to be done; the latter were odd to begin with
    assert {state for ref, state in case_states(card).items() if ref in crowd.ok} <= waiting
    pages = pages_of(crowd)
    assert set(SIGNED_IN) <= set(pages) and {seen.status for seen in pages.values()} == {200}
    html = {path: seen.text for path, seen in pages.items() if "<html" in seen.text}
    assert not [path for path, text in html.items() if 'class="has-bar"' in text and not STAND.search(text)]
    set_faults(card, GOOD)
    drain(card, crowd)


def register_and_forget(card: dict[str, Any], stranger: httpx.Client) -> None:
    """FAQ 2 and 7 need nothing of the billing system: the mails with link and password come."""
    pair, person = card["unregistered"][0], card["registered"][1]
    typed = {
        "contract_account": pair["contract_account"],
        "meter_number": pair["meter_number"],
        "email": "neu@example.net",
    }
    for path, data in (
        ("/registrieren/", {**typed, "terms": "ja"}),
        ("/passwort-vergessen/", {"email": person["email"]}),
    ):
        form = stranger.get(path)
        sent = stranger.post(path, data={"csrfmiddlewaretoken": hidden(form, "csrfmiddlewaretoken"), **data})
        assert sent.status_code == 302, path
    until = time.monotonic() + 30
    wanted = {"neu@example.net", person["email"]}
    while wanted - (got := {mail["to"] for mail in httpx.get(card["mails_url"]).json()}) and time.monotonic() < until:
        time.sleep(0.5)
    assert wanted <= got


def test_slow_answers_slow_down_no_page_and_no_mail(card: dict[str, Any]) -> None:
    """REL9: pages never wait for the billing system, and mails do not wait behind it."""
    set_faults(card, {**GOOD, "latency_ms": int(SLOW_SECONDS * 1000)})
    crowd = Crowd(card, (*ERRANDS, LOOKING), most=EACH)
    crowd.wait()
    assert not crowd.problems
    mails = wait_until_mailed(card, crowd.ok, 30)
    assert crowd.findings([], {}, mails).keys() <= {"lost", "dishonest"}, "mails are there before the bookings"
    late = {path: seen.seconds for path, seen in pages_of(crowd).items() if seen.seconds > SLOW_SECONDS / 2}
    assert not late
    set_faults(card, GOOD)
    drain(card, crowd)


def test_lost_answers_are_asked_for_and_nothing_is_sent_twice(card: dict[str, Any]) -> None:
    """REL10: half of all answers are lost after booking, a third of all calls is refused; how long one case is
    unlucky is a matter of chance, so the last ones arrive after the storm."""
    set_faults(card, {**GOOD, "lose_answers": 0.5, "error_rate": 0.3})
    crowd = Crowd(card, ERRANDS, most=EACH)
    crowd.wait()
    assert not crowd.problems
    move_clock(card, hours=72)  # the instalments go out into the storm, too
    wait_until_drained(card, crowd.ok, 45)
    set_faults(card, GOOD)
    drain(card, crowd)
