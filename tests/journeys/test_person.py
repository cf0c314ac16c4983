"""FAQ 1, "Persönliche Daten ändern": phones, addresses, name, and the e-mail address that is the user name."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Hands
from tests.journeys.steps import bookings, link_of, look_again_for, sign_in, wait_for_mail


def confirm(hands: Hands, person: dict[str, Any]) -> None:
    """Types the password again where it is asked for."""
    if "/bestaetigen/" in hands.page.url:
        hands.looks()
        hands.type_password("Passwort", person["password"])
        hands.press("Weiter", "main")


@pytest.mark.who("strom_gas_wasser")
def test_a_new_phone_number_and_a_name_that_waits(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    page = hands.page
    sign_in(page, person)
    page.goto("/verwaltung/daten/")
    hands.sees("Persönliche Daten")
    hands.follow(re.compile("Ändern.*Telefonnummern"))
    hands.sees("Telefon ändern")
    hands.type("Telefon (freiwillig)", "keine")
    hands.press("Weiter", "main")
    expect(page.locator(".summary")).to_be_visible()
    hands.looks()
    hands.type("Telefon (freiwillig)", "02381 274-0")
    hands.press("Weiter", "main")
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Änderung senden")
    expect(page.locator(".ref b")).to_be_visible()
    hands.looks()
    reference = page.locator(".ref b").inner_text()
    (entry,) = bookings(demo, reference)
    assert (entry["bookings"], entry["status"]) == (1, "booked")
    wait_for_mail(demo, person["email"], f"Ihre Daten wurden geändert ({reference})")
    look_again_for(page, "/verwaltung/daten/", "02381 274-0")
    hands.follow(re.compile("Ändern.*: Name"))
    hands.sees("Name ändern")
    hands.type("Nachname", "Neumann")
    hands.type("Grund", "Heirat")
    hands.press("Weiter", "main")
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Änderung senden")
    expect(page.locator(".ref b")).to_be_visible()
    waiting = page.locator(".ref b").inner_text()
    bookings(demo, waiting)
    page.goto("/verwaltung/daten/")
    expect(page.get_by_role("link", name=waiting)).to_be_visible()
    hands.looks()


@pytest.mark.who("strom", 4)
def test_post_goes_elsewhere_and_moving_is_asked_first(
    hands: Hands, demo: dict[str, Any], person: dict[str, Any]
) -> None:
    page = hands.page
    sign_in(page, person)
    page.goto("/verwaltung/daten/")
    hands.follow(re.compile("Ändern.*Postanschrift"))
    hands.sees("Ziehen Sie um?")
    hands.follow("Nein, nur meine Postanschrift ändert sich")
    hands.sees("Postanschrift ändern")
    for label, text in (("Straße", "Am Postfach"), ("Hausnummer", "3"), ("Postleitzahl", "03220"), ("Ort", "Lindenau")):
        hands.type(label, text)
    hands.press("Weiter", "main")
    confirm(hands, person)
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Änderung senden")
    expect(page.locator(".ref b")).to_be_visible()
    assert {entry["bookings"] for entry in bookings(demo, page.locator(".ref b").inner_text())} == {1}
    page.goto("/verwaltung/daten/")
    hands.follow(re.compile("Ändern.*Rechnungsanschrift"))
    hands.choose("An eine andere Anschrift")
    for label, text in (("Straße", "Büroweg"), ("Hausnummer", "7"), ("Postleitzahl", "03220"), ("Ort", "Lindenau")):
        hands.type(label, text)
    hands.press("Weiter", "main")
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Änderung senden")
    expect(page.locator(".ref b")).to_be_visible()


@pytest.mark.who("exchange")
def test_a_new_e_mail_address_and_the_way_back(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """Security 6.7: the link goes to the new address, the notice with the way back to the old one."""
    page, fresh = hands.page, f"neue-adresse-{hands.width}@example.net"
    sign_in(page, person)
    page.goto("/verwaltung/daten/")
    hands.follow(re.compile("Ändern.*E-Mail-Adresse"))
    confirm(hands, person)
    hands.sees("E-Mail-Adresse ändern")
    hands.type("Neue E-Mail-Adresse", fresh)
    hands.press("Link anfordern")
    hands.sees("Anmeldung und Sicherheit")
    page.goto(link_of(wait_for_mail(demo, fresh, "Bestätigen Sie Ihre neue E-Mail-Adresse")))
    hands.sees("Neue E-Mail-Adresse bestätigen")
    hands.press("E-Mail-Adresse ändern")
    expect(page.get_by_text(fresh).first).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, {**person, "email": fresh})
    page.context.clear_cookies()
    page.goto(link_of(wait_for_mail(demo, person["email"], "Ihre E-Mail-Adresse wird geändert")))
    hands.sees("Änderung rückgängig machen")
    hands.press("Rückgängig machen")
    hands.looks()
    assert fresh not in page.locator("main").inner_text()
