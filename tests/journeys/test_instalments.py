"""Abschlag anpassen in a real browser: slider, buttons and field agree; by keyboard alone; without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.steps import look, own_line, sign_in, wait_for_mail

NBSP = "\u00a0"


@pytest.fixture
def jana(demo: dict[str, Any]) -> dict[str, Any]:
    """Somebody whose gas gets dearer in the middle of the billing period."""
    return next(person for person in demo["registered"] if person["kind"] == "jana")


def open_gas(page: Page) -> None:
    page.goto("/abschlag/")
    page.get_by_role("link", name=re.compile("Abschlag anpassen.*Gas")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Abschlag anpassen")


def take_back(page: Page) -> None:
    page.get_by_role("button", name="Änderung zurücknehmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Abschlag bleibt, wie er war")


def test_choose_see_send_and_take_back(page: Page, demo: dict[str, Any], jana: dict[str, Any]) -> None:
    sign_in(page, jana)
    page.goto("/abschlag/")
    look(page)
    open_gas(page)
    look(page)
    amount, sum_ = page.get_by_label("Ihr neuer Abschlag pro Monat"), page.locator(".outcome .sum")
    before = sum_.inner_text()
    page.get_by_role("link", name="Vorschlag").click()
    expect(sum_).not_to_have_text(before)
    suggested = int(amount.input_value())
    page.get_by_role("button", name="1 Euro mehr").click()
    expect(amount).to_have_value(str(suggested + 1))
    slider = page.get_by_label("Abschlag in Euro")
    expect(slider).to_have_value(str(suggested + 1))
    slider.press("ArrowRight")
    expect(amount).to_have_value(str(suggested + 2))
    expect(page.locator("#rest")).to_have_text(f"{(suggested + 2) * 9:,}".replace(",", ".") + f",00{NBSP}€")
    amount.fill("90")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    expect(page.locator(".summary")).to_be_focused()
    look(page)
    page.get_by_label("Ihr neuer Abschlag pro Monat").fill(str(suggested))
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmen Ihre Angaben?")
    look(page)
    page.get_by_role("button", name="Abschlag ändern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr neuer Abschlag ist eingetragen")
    look(page)
    wait_for_mail(demo, jana["email"], f"Ihr neuer Abschlag: {suggested}{NBSP}€")
    open_gas(page)
    look(page)
    page.get_by_role("link", name="Zahlungsplan").first.click()
    expect(page.get_by_text("Ihre Änderung").first).to_be_visible()
    look(page)
    page.goto("/verwaltung/vorgaenge/")
    page.locator("a.case").first.click()
    take_back(page)


def test_by_keyboard_alone(page: Page, jana: dict[str, Any]) -> None:
    sign_in(page, jana)
    open_gas(page)
    page.get_by_label("Ihr neuer Abschlag pro Monat").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("170")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmen Ihre Angaben?")
    page.get_by_role("button", name="Abschlag ändern").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr neuer Abschlag ist eingetragen")
    take_back(page)


def test_without_script(browser: Browser, demo: dict[str, Any], jana: dict[str, Any]) -> None:
    context = browser.new_context(extra_http_headers=own_line(), base_url=demo["base_url"], java_script_enabled=False)
    page = context.new_page()
    sign_in(page, jana)
    open_gas(page)
    expect(page.get_by_role("button", name="1 Euro mehr")).to_be_hidden()
    page.get_by_label("Ihr neuer Abschlag pro Monat").fill("175")
    page.get_by_role("button", name="Neu berechnen").click()
    expect(page.locator(".outcome .sum")).to_be_visible()
    expect(page.locator("#rest")).to_have_text(f"1.575,00{NBSP}€")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    page.get_by_role("button", name="Abschlag ändern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr neuer Abschlag ist eingetragen")
    take_back(page)
    context.close()
