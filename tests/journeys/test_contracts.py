"""FAQ 1, "Verträge selbst verwalten": look, change the tariff, name, take out of the log-in."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Hands
from tests.journeys.steps import bookings, sign_in, wait_for_mail


@pytest.mark.who("strom")
def test_another_tariff_with_its_costs_and_all_that_must_be_said(
    hands: Hands, demo: dict[str, Any], person: dict[str, Any]
) -> None:
    """R-VTR, R-WID-6: costs on the own use, terms, the one button, the contract by mail."""
    page = hands.page
    sign_in(page, person)
    hands.follow("Vertrag ansehen", "main")
    hands.looks()
    expect(page.get_by_text("Arbeitspreis").first).to_be_visible()
    hands.follow("Tarif wechseln", "main")
    hands.sees("Tarif wechseln")
    hands.type("Mit anderem Verbrauch rechnen", "3200")
    hands.press("Neu berechnen")
    expect(page.get_by_text("3.200", exact=False).first).to_be_visible()
    hands.follow(re.compile("Ansehen und wechseln.*Lindenau Strom 12"))
    hands.sees("Lindenau Strom 12")
    hands.press("Weiter zur Prüfung")
    expect(page.locator(".summary")).to_be_visible()
    hands.looks()
    hands.choose("Ich stimme den Bedingungen zu")
    hands.press("Weiter zur Prüfung")
    hands.sees("Stimmen Ihre Angaben?")
    hands.unfold("Widerrufsbelehrung")
    hands.press("zahlungspflichtig bestellen")
    expect(page.locator(".ref b")).to_be_visible()
    hands.looks()
    reference = page.locator(".ref b").inner_text()
    (entry,) = bookings(demo, reference)
    assert (entry["bookings"], entry["status"]) == (1, "booked")
    mail = wait_for_mail(demo, person["email"], "Bestätigung Ihres Tarifwechsels")
    assert reference in mail["subject"] and "Widerruf" in mail["text"]
    hands.follow("Vertrag und Widerrufsbelehrung", "main")
    hands.sees("Vertrag und Widerrufsbelehrung")


@pytest.mark.who("estimated")
def test_numbers_behind_a_click_a_name_and_out_of_the_log_in(
    hands: Hands, demo: dict[str, Any], person: dict[str, Any]
) -> None:
    """R-NUM-7; removing takes away the view, never the contract."""
    page = hands.page
    sign_in(page, person)
    hands.follow("Vertrags- und Kontoverwaltung", "main")
    hands.sees("Vertrags- und Kontoverwaltung")
    hands.follow(re.compile("Strom"), "main")
    hands.follow("Nummer anzeigen")
    hands.sees("Nummern der Messstelle")
    hands.follow("Zum Vertrag")
    hands.follow("Vertragskonto benennen")
    hands.sees("Vertragskonto benennen")
    hands.type("Name (freiwillig)", "Ferienhaus")
    hands.press("Speichern")
    expect(page.get_by_text("Ferienhaus").first).to_be_visible()
    hands.follow(re.compile("Strom"), "main")
    hands.follow("Aus meinem Zugang entfernen")
    hands.sees("Vertragskonto entfernen?")
    hands.press("Aus meinem Zugang entfernen")
    wait_for_mail(demo, person["email"], "Vertragskonto aus Ihrem Zugang entfernt")
    page.goto("/")
    expect(page.get_by_text("Fügen Sie Ihr erstes Vertragskonto hinzu.")).to_be_visible()
    hands.looks()
