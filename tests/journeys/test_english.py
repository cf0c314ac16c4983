"""Everything in English: no page keeps a German sentence, and a reading can be sent."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.steps import look

PUBLIC = ("/anmelden/", "/registrieren/", "/passwort-vergessen/", "/zaehlerstand-melden/", "/umzug/", "/kuendigen/",
          "/widerrufen/", "/hilfe/")  # fmt: skip
OWN = ("/", "/zaehlerstand/", "/abschlag/", "/verbrauch/strom/", "/verwaltung/", "/verwaltung/zahlungen/",
       "/verwaltung/bank/", "/verwaltung/bank/aendern/", "/verwaltung/daten/", "/verwaltung/sicherheit/",
       "/verwaltung/post/", "/verwaltung/umzug/", "/verwaltung/umzug/auszug/", "/verwaltung/zugriffe/", "/postfach/",
       "/postfach/neu/", "/menue/")  # fmt: skip
BEHIND = (("/", ".contract a[href*='/vertraege/']"), ("", "a[href$='/tarife/']"), ("", ".offer a"),
          ("/verwaltung/zahlungen/", "a.mail"), ("/abschlag/", "main a.btn"), ("/abschlag/", "a[href$='/plan/']"),
          ("/verwaltung/daten/", "a[href$='/telefon/']"))  # fmt: skip
# what no English sentence contains; texts of the billing system and German words of law stay as they are
GERMAN = re.compile(r"\b(Sie|Ihre?n?|und|oder|nicht|wird|werden|für|mit|Zählerstand|Vertragskonto|Abschlag)\b")


def english(page: Page) -> None:
    """The page says that it is English, and is; parts with another language of their own don't count."""
    expect(page.locator("html")).to_have_attribute("lang", "en")
    text = page.evaluate(
        "(() => {const copy = document.querySelector('main').cloneNode(true);"
        "copy.querySelectorAll('[lang=de], .mail, .offer .plain, .offer p, .case').forEach(each => each.remove());"
        "return copy.textContent})()"
    )
    found = GERMAN.search(text)
    assert not found, f"{page.url}: …{text[max(0, found.start() - 60) : found.end() + 60]}…"


def test_an_english_customer(page: Page, demo: dict[str, Any], size: tuple[int, int]) -> None:
    person = [each for each in demo["registered"] if each["kind"] == "strom"][2 if size[0] == 390 else 3]
    page.goto("/anmelden/")
    page.get_by_role("button", name="English").click()
    for path in PUBLIC:
        page.goto(path)
        english(page)
    page.goto("/anmelden/")
    look(page)
    page.get_by_label("E-mail address").fill(person["email"])
    page.get_by_label("Password", exact=True).fill(person["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    for path in OWN:
        page.goto(path)
        english(page)
    for start, link in BEHIND:
        if start:
            page.goto(start)
        page.goto(str(page.locator(link).first.get_attribute("href")))
        english(page)
    page.goto("/zaehlerstand/")
    field = page.locator("input.input--meter").first
    last = re.search(r"([\d,]+)\u00a0kWh", page.locator("main form .hint").first.inner_text())
    assert last
    field.fill(str(int(last[1].replace(",", "")) + 25))
    page.locator("main form button.btn").first.click()
    english(page)
    page.locator("main form button.btn").first.click()
    expect(page.locator(".ref b")).to_be_visible()
    english(page)
    look(page)
