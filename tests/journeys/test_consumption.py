"""FAQ 1, "Verbrauchshistorie im Überblick": from years to quarter-hours, as picture, as table and as file."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Hands
from tests.journeys.steps import sign_in


@pytest.fixture
def smart(demo: dict[str, Any]) -> dict[str, Any]:
    """Somebody with a remotely read meter; this journey only reads."""
    found: dict[str, Any] = [each for each in demo["registered"] if each["kind"] == "smart"][1]
    return found


def test_years_months_days_and_hours(hands: Hands, smart: dict[str, Any]) -> None:
    """R-INF-5, R-INF-10: the sentence first, the picture, every value as a table with its origin, the file."""
    page = hands.page
    sign_in(page, smart)
    hands.follow("Verbrauch", "header" if hands.width > 390 else ".bar")
    hands.sees("Verbrauch")
    expect(page.locator(".lead")).to_contain_text(re.compile(r"Sie haben 2026 bisher .* Strom verbraucht"))
    for view in ("Jahre", "Tage", "Stunden", "Monate"):
        hands.follow(re.compile(f"^{view}$"), ".chart-bar")
        expect(page.locator(".chart-bar [aria-current]").nth(1)).to_have_text(view)
        hands.looks()
    shown = page.locator(".only-narrow" if hands.width == 390 else ".only-wide").locator("svg.chart")
    expect(shown).to_be_visible()
    hands.unfold("Werte als Tabelle anzeigen")
    row = page.get_by_role("row", name=re.compile("^Oktober 2026"))
    expect(row).to_contain_text("kWh")
    assert hands.save("Als Tabelle (CSV)").decode("utf-8-sig").startswith("Monat;Verbrauch;Einheit;Vorjahr;Herkunft")
    assert page.locator(".stats dd").first.inner_text()
    hands.follow("Euro", ".chart-bar")
    expect(page.get_by_text("Das kann von der Rechnung abweichen.", exact=False)).to_be_visible()
    hands.looks()


@pytest.mark.who("strom_gas", 2)
def test_another_kind_of_energy_and_earlier_years(hands: Hands, person: dict[str, Any]) -> None:
    page = hands.page
    sign_in(page, person)
    page.goto("/verbrauch/")
    hands.follow("Gas", "main nav")
    expect(page.get_by_role("heading", level=1)).to_have_text("Verbrauch")
    expect(page.locator(".head [aria-current]")).to_have_text("Gas")
    hands.follow("Früher")
    expect(page.locator(".lead")).to_contain_text("2025")
    hands.looks()
