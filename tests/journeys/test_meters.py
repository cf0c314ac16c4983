"""FAQ 1, "Zählerstände mitteilen" for every kind of meter, and without signing in; in a normal hour and in a bad one."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import Hands
from tests.journeys.steps import bookings, sign_in


def last_values(page: Page) -> list[int]:
    """What the hints say was read last, in whole units."""
    hints = page.locator("main form .hint", has_text="Zuletzt").all_inner_texts()
    return [int(re.sub(r"\D", "", re.search(r"Zuletzt: ([\d.]+)", hint)[1])) for hint in hints]  # type: ignore[index] - tests only


def send(hands: Hands) -> str:
    """From the filled form over the check page to the number on the receipt."""
    hands.press("Weiter", "main")
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Zählerstand senden")
    hands.sees("Danke, Ihr Zählerstand ist angekommen")
    return hands.page.locator(".ref b").inner_text()


@pytest.mark.who("rollover")
def test_correct_what_was_sent_and_see_all_readings(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """R-ABL-12, R-ABL-13: a correction is a new version; the history shows origin and status."""
    page = hands.page
    sign_in(page, person)
    hands.follow("Zählerstand", "header" if hands.width > 390 else ".bar")
    hands.looks()
    (last,) = last_values(page)
    hands.type("Zählerstand", str(last + 40))
    first = send(hands)
    bookings(demo, first)
    page.goto("/zaehlerstand/")
    hands.type("Zählerstand", str(last + 41))
    second = send(hands)
    assert second != first and [entry["bookings"] for entry in bookings(demo, second)] == [1]
    page.goto("/zaehlerstand/")
    hands.follow("Alle Zählerstände")
    expect(page.get_by_text("von Ihnen mitgeteilt").first).to_be_visible()
    hands.looks()


@pytest.mark.who("ht_nt")
def test_two_registers_or_one_all_at_once(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """R-ABL-6: everything that one meter counts is asked for on one page."""
    page = hands.page
    sign_in(page, person)
    page.goto("/zaehlerstand/")
    if page.locator("input.input--meter").count() == 0:
        hands.follow(re.compile("Zählerstand eingeben"), "main")
    for field, last in zip(page.locator("input.input--meter").all(), last_values(page), strict=True):
        hands._put(field, str(last + 30))
    assert {entry["bookings"] for entry in bookings(demo, send(hands))} == {1}


@pytest.fixture
def stranger(hands: Hands, demo: dict[str, Any]) -> dict[str, Any]:
    """A household with a plain meter and no log-in."""
    fitting = [each for each in demo["unregistered"] if each["kind"] == "same_tail"]
    found: dict[str, Any] = fitting[0 if hands.width == 390 else 1]
    return found


def test_without_signing_in(hands: Hands, demo: dict[str, Any], stranger: dict[str, Any]) -> None:
    """R-ABL-14: write-only; the answer is the same for right and wrong numbers, and the reading is booked."""
    page = hands.page
    page.goto("/anmelden/")
    hands.follow("Zählerstand mitteilen", "main")
    hands.sees("Zählerstand ohne Anmeldung")
    hands.press("Weiter", "main")
    expect(page.locator(".summary")).to_be_visible()
    hands.looks()
    hands.type("Vertragskontonummer", stranger["contract_account"])
    hands.type("Zählernummer", stranger["meter_number"])
    hands.type(re.compile("^Zählerstand"), "99990")
    hands.press("Weiter", "main")
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Zählerstand senden")
    hands.sees("Danke")
    expect(page.locator(".ref b")).to_have_text(re.compile("^ZS-"))
    for _ in range(80):
        ledger = httpx.get(demo["ledger_url"]).json()
        found = [each for each in ledger if each["data"].get("contract_account") == stranger["contract_account"]]
        if found:
            break
        time.sleep(0.25)
    assert [(each["data"]["channel"], each["bookings"]) for each in found] == [("anonymous", 1)]


@pytest.fixture
def closed(demo: dict[str, Any]) -> Iterator[None]:
    """The billing system answers nobody; the test opens it again, and so does the end."""
    httpx.post(demo["faults_url"], json={"down": True}).raise_for_status()
    yield
    httpx.post(demo["faults_url"], json={"down": False}).raise_for_status()


@pytest.mark.who("moved_in")
@pytest.mark.usefixtures("closed")
def test_around_the_clock(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """FAQ 1, "Rund um die Uhr verfügbar": with the billing system away a reading is taken and arrives later, once."""
    page = hands.page
    sign_in(page, person)
    page.goto("/zaehlerstand/")
    if page.locator("input.input--meter").count() == 0:
        hands.follow(re.compile("Zählerstand eingeben"), "main")
    for field, last in zip(page.locator("input.input--meter").all(), last_values(page), strict=True):
        hands._put(field, str(last + 20))
    reference = send(hands)
    expect(page.locator(".dl .tag").first).to_contain_text("angekommen")
    httpx.post(demo["faults_url"], json={"down": False}).raise_for_status()
    assert [entry["bookings"] for entry in bookings(demo, reference)] == [1]
