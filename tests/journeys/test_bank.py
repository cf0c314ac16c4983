"""Bankverbindung ändern on a phone and on a desk: from the view to the booked mandate, and stopped by the link."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import Hands
from tests.journeys.steps import bookings, look, sign_in, wait_for_mail

NEW = {390: "DE89 3704 0044 0532 0130 00", 1280: "AT61 1904 3002 3457 3201"}


def test_a_new_bank_account_is_booked_and_the_link_stops_what_waits(
    page: Page, demo: dict[str, Any], size: tuple[int, int]
) -> None:
    person = demo["registered"][0]
    sign_in(page, person)
    page.goto("/verwaltung/bank/")
    look(page)
    page.get_by_role("link", name="Bankverbindung ändern").click()
    page.get_by_label("IBAN").fill("DE8937")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    expect(page.locator(".summary")).to_be_focused()
    look(page)
    page.get_by_label("IBAN").fill(NEW[size[0]])
    page.get_by_label("IBAN").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmen Ihre Angaben?")
    look(page)
    page.get_by_role("button", name="Bankverbindung speichern").click()
    expect(page.locator(".summary")).to_be_focused()
    page.get_by_label("Ich erteile dieses SEPA-Mandat.").check()
    page.get_by_role("button", name="Bankverbindung speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre neue Bankverbindung ist eingetragen")
    look(page)
    reference = page.locator(".ref b").inner_text()
    assert {entry["kind"] for entry in bookings(demo, reference)} == {"mandate"}
    page.goto("/verwaltung/bank/")
    look(page)
    mail = wait_for_mail(demo, person["email"], "Neue Bankverbindung eingetragen")
    page.context.clear_cookies()
    page.goto(next(word for word in mail["text"].split() if "/bank-melden/" in word))
    look(page)
    page.get_by_role("button", name="Das war ich nicht: Änderung anhalten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wir haben die Änderung angehalten")
    look(page)


@pytest.mark.who("transfer")
def test_the_own_way(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """From paying by transfer to a mandate: on a phone without script, or with the keyboard alone."""
    page = hands.page
    sign_in(page, person)
    hands.follow("Bankverbindung", "main .quick")
    hands.sees("Bankverbindung")
    hands.follow(re.compile("^Bankverbindung (ändern|eintragen)"), "main")
    hands.looks()
    hands.type("IBAN", "DE89 3704 0044 0532 0130 00")
    hands.press("Weiter zur Prüfung")
    hands.sees("Stimmen Ihre Angaben?")
    hands.choose("Ich erteile dieses SEPA-Mandat.")
    hands.press("Bankverbindung speichern")
    expect(page.locator(".ref b")).to_be_visible()
    hands.looks()
    assert {entry["kind"] for entry in bookings(demo, page.locator(".ref b").inner_text())} == {"mandate"}
    assert hands.save(re.compile("PDF")).startswith(b"%PDF")
