"""Staff by keyboard alone and without script: a name is decided, and a customer's pages are looked at with a reason."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tools.demo import staff_code

from tests.journeys.hands import Hands
from tests.journeys.steps import bookings, sign_in, wait_for_mail


def sign_in_staff(hands: Hands, member: dict[str, Any]) -> None:
    """Password and code."""
    page = hands.page
    page.goto("/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(member["email"])
    page.get_by_label("Passwort", exact=True).fill(member["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    hands.type("Code", staff_code(member))
    hands.press("Weiter", "main")
    expect(page).to_have_url(re.compile("/team/$"))


def ask_for_a_new_name(page: Page, person: dict[str, Any]) -> str:
    """Something that a person of the utility must decide; returns its number."""
    sign_in(page, person)
    page.goto("/verwaltung/daten/")
    page.get_by_role("link", name=re.compile("Ändern.*: Name")).click()
    page.get_by_label("Nachname").fill("Umbenannt")
    page.get_by_label("Grund").fill("Heirat")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Änderung senden").click()
    reference = page.locator(".ref b").inner_text()
    page.context.clear_cookies()
    return reference


@pytest.mark.who("moved_out")
def test_decide_and_look_with_the_customers_eyes(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    page = hands.page
    reference = ask_for_a_new_name(page, person)
    bookings(demo, reference)
    wait_for_mail(demo, person["email"], "Wir prüfen Ihre Angabe")
    sign_in_staff(hands, demo["staff"][1])
    hands.sees("Was wartet")
    hands.follow("Kundensuche", "header" if hands.width > 390 else ".bar")
    page.get_by_role("searchbox").fill(reference)
    hands.press("Suchen", "main")
    hands.looks()
    hands.follow(re.compile("Umbenannt|" + person["name"].split()[-1]), "main .rows")
    hands.looks()
    hands.follow(re.compile(reference), "main")
    hands.press("Entscheiden")
    expect(page.locator(".summary")).to_be_visible()
    hands.looks()
    hands.choose("Annehmen")
    hands.type("Begründung", "Urkunde liegt vor")
    hands.press("Entscheiden")
    expect(page.locator(".note--ok").first).to_contain_text("wird ausgeführt")
    wait_for_mail(demo, person["email"], reference)

    page.goto("/team/kunden/?suche=" + person["contract_accounts"][0])
    hands.follow(re.compile("IR"), "main .rows")
    hands.type("Warum?", "Rückfrage am Telefon")
    hands.press(re.compile("^Ansehen$"))
    expect(page.get_by_text("Nur ansehen, bis").first).to_be_visible()
    hands.looks()
    hands.press("Ansicht beenden")
    page.context.clear_cookies()
    sign_in(page, person)
    page.goto("/verwaltung/zugriffe/")
    expect(page.get_by_text("Rückfrage am Telefon").first).to_be_visible()
    hands.looks()
