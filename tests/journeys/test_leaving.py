"""Kündigung, Widerruf and Umzug in a real browser: by mouse, by keyboard alone, and without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.hands import Hands
from tests.journeys.steps import bookings, look, own_line, sign_in, wait_for_mail


@pytest.fixture
def stranger(demo: dict[str, Any], size: tuple[int, int]) -> dict[str, Any]:
    """Somebody with an electricity contract and no log-in; another one for each width."""
    plain = [each for each in demo["unregistered"] if each["kind"] in {"strom", "strom_gas", "transfer"}]
    found: dict[str, Any] = plain[-1 if size[0] == 390 else -2]
    return found


def reference_on(page: Page) -> str:
    found = re.search(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator(".ref").inner_text())
    assert found, "no Vorgangsnummer"
    return found[0]


def test_from_the_footer_to_the_mail_with_the_last_day(
    page: Page, demo: dict[str, Any], stranger: dict[str, Any], size: tuple[int, int]
) -> None:
    """R-KUE-1 … R-KUE-6: one link, one page, one button; receipt, mail within a minute, booked once."""
    email = f"weg-{size[0]}@example.net"
    page.goto("/hilfe/")
    page.get_by_role("contentinfo").get_by_role("link", name="Verträge hier kündigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verträge hier kündigen")
    look(page)
    page.get_by_role("button", name="jetzt kündigen").click()
    expect(page.locator(".summary")).to_be_focused()
    look(page)
    page.get_by_label("Ihr Name").fill(stranger["name"])
    page.get_by_role("textbox", name="Vertragskontonummer").fill(stranger["contract_account"])
    page.get_by_label("E-Mail-Adresse für die Bestätigung").fill(email)
    page.get_by_role("button", name="jetzt kündigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Kündigung ist angekommen")
    look(page)
    reference = reference_on(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Beleg speichern (PDF)").click()
    assert saved.value.suggested_filename == f"{reference}.pdf"
    assert reference in wait_for_mail(demo, email, "Bestätigung Ihrer Kündigung")["text"]
    (entry,) = bookings(demo, reference)
    assert (entry["bookings"], entry["status"]) == (1, "booked")
    wait_for_mail(demo, email, "Ihr Vertrag endet am")


def test_withdrawal_by_keyboard_alone(page: Page, demo: dict[str, Any], size: tuple[int, int]) -> None:
    """R-WID-1 … R-WID-4."""
    email = f"widerruf-{size[0]}@example.net"
    page.goto("/widerrufen/")
    look(page)
    page.get_by_label("Ihr Name").focus()
    page.keyboard.type("Nora Neu")
    page.keyboard.press("Tab")
    page.keyboard.type("IR 1234 5678")
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Widerruf bestätigen")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Widerruf bestätigen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Widerruf ist angekommen")
    assert reference_on(page) in wait_for_mail(demo, email, "Bestätigung Ihres Widerrufs")["text"]


def test_a_termination_without_script(browser: Browser, demo: dict[str, Any], size: tuple[int, int]) -> None:
    context = browser.new_context(
        extra_http_headers=own_line(),
        java_script_enabled=False,
        viewport={"width": size[0], "height": size[1]},
        base_url=demo["base_url"],
    )
    page = context.new_page()
    page.goto("/kuendigen/")
    page.get_by_label("Außerordentlich, aus einem wichtigen Grund").check()
    page.get_by_label("Grund", exact=True).fill("Preiserhöhung")
    page.get_by_label("Ihr Name").fill("Otto Unbekannt")
    page.get_by_role("textbox", name="Oder Adresse: Straße und Hausnummer").fill("Nirgendweg 1")
    page.get_by_role("textbox", name="Postleitzahl").fill("03220")
    page.get_by_label("E-Mail-Adresse für die Bestätigung").fill("otto@example.net")
    page.get_by_role("button", name="jetzt kündigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Kündigung ist angekommen")
    context.close()


def test_a_move_in_four_tasks(hands: Hands, demo: dict[str, Any]) -> None:
    """R-UMZ-1 … R-UMZ-6: a past day is explained, readings may follow, everything is booked."""
    page, person = hands.page, next(each for each in demo["registered"] if each["kind"] == "smart")
    sign_in(page, person)
    hands.follow("Umzug melden", "main .quick")
    hands.sees("Umzug melden")
    hands.follow("Auszug", "main")
    hands.looks()
    hands.type("Datum der Übergabe", "1.11.2026")
    hands.press("Speichern", "main")
    hands.follow("Einzug", "main")
    hands.looks()
    hands.type("Datum der Übergabe", "15.1.2027")
    hands.type("Straße und Hausnummer", "Neue Gasse 7")
    hands.type("Postleitzahl", "03220")
    hands.type("Ort", "Lindenau")
    hands.choose("Strom", "main", exact=True)
    hands.press("Speichern", "main")
    hands.follow("Neue Anschrift für die Schlussrechnung", "main")
    hands.looks()
    hands.press("Speichern", "main")
    hands.follow("Prüfen und senden", "main")
    expect(page.get_by_text("Strom lässt sich nicht rückwirkend melden.")).to_be_visible()
    hands.looks()
    hands.press("Umzug melden", "main")
    hands.sees("Danke, Ihr Umzug ist angekommen")
    assert {entry["status"] for entry in bookings(demo, reference_on(page))} == {"booked"}
    wait_for_mail(demo, person["email"], "Ihr Umzug: so geht es weiter")
