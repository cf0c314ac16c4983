"""Correcting the numbers behind the mail, and adding a contract account, in a real browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import PASSWORD, link_of, look, wait_for_mail


@pytest.fixture
def pairs(demo: dict[str, Any], size: tuple[int, int]) -> list[dict[str, Any]]:
    """Two number pairs without a log-in; others for each width."""
    # of kinds that no other journey registers
    free = [each for each in demo["unregistered"] if each["kind"] in {"strom_gas_wasser", "waerme"}]
    return free[:2] if size[0] == 390 else free[2:4]


def enter_numbers(page: Page, account: str, meter: str) -> None:
    page.get_by_role("textbox", name="Vertragskontonummer").fill(account)
    page.get_by_role("textbox", name="Zählernummer").fill(meter)


def test_from_a_typing_error_over_the_correction_to_a_second_contract_account(
    page: Page, demo: dict[str, Any], pairs: list[dict[str, Any]], size: tuple[int, int]
) -> None:
    """FAQ 2, 5 and 6; security 6.3: silent on the first page, clear behind the proven mailbox."""
    first, second = pairs
    email = f"korrektur-{size[0]}@example.net"
    page.goto("/registrieren/")
    look(page)
    enter_numbers(page, first["contract_account"], "1EMH0099999999")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Link anfordern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Schauen Sie in Ihre E-Mails")
    look(page)
    page.goto(link_of(wait_for_mail(demo, email, "konnten wir nicht zuordnen")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Angaben korrigieren")
    look(page)
    enter_numbers(page, first["contract_account"], "1EMH0099999998")
    page.get_by_role("button", name="Nummern prüfen").click()
    expect(page.locator(".summary")).to_contain_text("passen nicht zusammen", timeout=15_000)
    look(page)
    enter_numbers(page, first["contract_account"], first["meter_number"])
    page.get_by_role("button", name="Nummern prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passwort festlegen", timeout=15_000)
    page.get_by_label("Neues Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Zugang einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")

    page.goto("/verwaltung/")
    page.get_by_role("link", name="Vertragskonto hinzufügen").click()
    look(page)
    enter_numbers(page, second["contract_account"], second["meter_number"])
    page.get_by_role("button", name="Weiter").click()
    look(page)
    page.get_by_role("button", name="Vertragskonto hinzufügen").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das Vertragskonto ist hinzugefügt", timeout=15_000)
    look(page)
    mail = wait_for_mail(demo, email, "Vertragskonto hinzugefügt")
    assert re.search(r"VK-[0-9A-Z]{4}-[0-9A-Z]{4}", mail["text"])
    page.goto("/verwaltung/code/")
    look(page)
