"""FAQ 1, "Posteingang und Rechnungen papierlos erhalten": the bill, its PDF, a question and its answer, no paper."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Hands
from tests.journeys.steps import bookings, look_again_for, sign_in, wait_for_mail


@pytest.mark.who("strom_gas")
def test_a_bill_its_pdf_and_a_question_about_it(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """R-RE: amount, direction and day first; then lines, reckoning, PDF; the answer comes into the inbox."""
    page = hands.page
    sign_in(page, person)
    hands.follow("Postfach", "header")
    hands.sees("Postfach")
    hands.follow("Rechnungen", "main nav")
    hands.looks()
    hands.follow(re.compile("Ihre .*rechnung"), "main .rows")
    expect(page.get_by_role("heading", level=1)).to_contain_text("rechnung")
    expect(page.locator(".result").first).to_contain_text("€")
    hands.looks()
    hands.unfold("Rechnung nachrechnen")
    assert hands.save(re.compile("Rechnung .* herunterladen")).startswith(b"%PDF-1.7")
    hands.follow("Frage zur Rechnung stellen")
    hands.sees("Neue Nachricht")
    hands.press("Weiter", "main")
    expect(page.locator(".summary")).to_be_visible()
    hands.looks()
    hands.type("Ihre Nachricht", "Warum ist der Grundpreis höher als im letzten Jahr?")
    hands.press("Weiter", "main")
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Nachricht senden")
    expect(page.locator(".ref b")).to_be_visible()
    hands.looks()
    reference = page.locator(".ref b").inner_text()
    wait_for_mail(demo, person["email"], f"Ihre Anfrage ist angekommen ({reference})")
    assert [entry["bookings"] for entry in bookings(demo, reference)] == [1]
    look_again_for(page, "/postfach/?filter=messages", "Antwort auf Ihre Nachricht")
    hands.follow(re.compile("Antwort auf Ihre Nachricht"), "main")
    expect(page.get_by_role("link", name=reference)).to_be_visible()
    hands.looks()
    page.goto("/verwaltung/zahlungen/")
    hands.sees("Rechnungen und Zahlungen")
    hands.unfold("Vertragskonto")


@pytest.mark.who("feed_in")
def test_a_gutschrift_and_an_objection_to_it(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """R-ER-7: what the customer is paid for feed-in, and the word that takes its force away."""
    page = hands.page
    sign_in(page, person)
    page.goto("/verwaltung/zahlungen/")
    hands.follow(re.compile("Ihre Gutschrift für Einspeisung"), "main .rows >> nth=0")
    expect(page.locator(".result").first).to_contain_text("Ihre Gutschrift")
    hands.unfold("Gutschrift nachrechnen")
    hands.looks()
    assert hands.save(re.compile("Gutschrift .* herunterladen")).startswith(b"%PDF-1.7")
    hands.follow("Der Gutschrift widersprechen")
    expect(page.get_by_label("Ihre Nachricht")).to_have_value(re.compile("Ich widerspreche der Gutschrift R-G"))
    hands.looks()
    hands.press("Weiter", "main")
    hands.sees("Stimmen Ihre Angaben?")
    hands.press("Nachricht senden")
    reference = page.locator(".ref b").inner_text()
    assert [entry["bookings"] for entry in bookings(demo, reference)] == [1]
    hands.looks()


@pytest.mark.who("strom_gas", 2)
def test_without_paper_and_back(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """R-ZUG-2 … R-ZUG-4: chosen for each contract account, told by mail, reversible at any time."""
    page = hands.page
    sign_in(page, person)
    page.goto("/verwaltung/post/")
    hands.sees("Post und Benachrichtigungen")
    for wish, subject in (
        ("Papierlos im Postfach", "Rechnungen ab jetzt papierlos"),
        ("Auf Papier", "Rechnungen wieder per Post"),
    ):
        hands.choose(wish, "main form >> nth=0", exact=True)
        hands.press("Speichern", "main form >> nth=0")
        note = page.get_by_role("status")
        expect(note).to_contain_text("Gespeichert. Vorgangsnummer PL-")
        reference = re.search(r"PL-[0-9A-Z]{4}-[0-9A-Z]{4}", note.inner_text())
        assert reference and {entry["bookings"] for entry in bookings(demo, reference[0])} == {1}
        wait_for_mail(demo, person["email"], subject)
