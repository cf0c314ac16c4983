"""FAQ 7 in a browser, and a passkey on a virtual device: forgotten password, new one, app, passkey, device list."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.hands import Hands
from tests.journeys.steps import look, own_line, wait_for_mail


@pytest.fixture
def phone(browser: Browser, size: tuple[int, int], demo: dict[str, Any]) -> Iterator[Page]:
    """A browser with a passkey device, on a host with a name: passkeys are bound to names."""
    base = demo["base_url"].replace("127.0.0.1", "localhost")
    context = browser.new_context(
        extra_http_headers=own_line(), viewport={"width": size[0], "height": size[1]}, base_url=base
    )
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def test_faq_7_a_new_password_then_an_app_and_a_passkey(
    phone: Page, demo: dict[str, Any], size: tuple[int, int]
) -> None:
    # somebody whose password no other journey needs
    person = [each for each in demo["registered"] if each["kind"] == "company"][0 if size[0] == 390 else 1]
    phone.goto("/anmelden/")
    phone.get_by_role("link", name="Passwort vergessen").click()
    phone.get_by_label("E-Mail-Adresse").fill(person["email"])
    phone.get_by_role("button", name="Weiter").click()
    look(phone)
    mail = wait_for_mail(demo, person["email"], "Ihr neues Passwort")
    one_time = re.search(r"EP-[0-9A-Z-]+", mail["text"])
    assert one_time is not None
    phone.goto(re.search(r"http\S+/passwort-neu/\S+", mail["text"]).group(0).replace("127.0.0.1", "localhost"))  # type: ignore[union-attr] - tests only
    phone.get_by_role("button", name="Weiter").click()
    phone.goto("/verwaltung/bank/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Neues Passwort festlegen")
    phone.get_by_label("Neues Passwort", exact=True).fill("kurz")
    phone.get_by_role("button", name="Passwort speichern").click()
    look(phone)
    phone.get_by_label("Neues Passwort", exact=True).fill(f"Satz für die Reise {size[0]}")
    phone.get_by_role("button", name="Passwort speichern").click()
    expect(phone.get_by_role("status").first).to_contain_text("Ihr neues Passwort gilt ab sofort.")
    phone.goto("/verwaltung/sicherheit/app/")
    look(phone)
    secret = re.sub(r"\s", "", phone.locator("p.breaks b").inner_text())
    phone.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    phone.get_by_role("button", name="App einrichten").click()
    look(phone)
    phone.get_by_role("link", name="Codes sind notiert").click()
    phone.get_by_role("button", name="Passkey hinzufügen").click()
    expect(phone.get_by_text("Ihr Passkey ist eingerichtet.")).to_be_visible()
    look(phone)
    phone.locator("header").get_by_role("button", name="Abmelden").click()
    phone.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Guten Tag")
    phone.locator("header").get_by_role("button", name="Abmelden").click()
    phone.get_by_label("E-Mail-Adresse").fill(person["email"])
    phone.get_by_label("Passwort", exact=True).fill(f"Satz für die Reise {size[0]}")
    phone.get_by_role("button", name="Anmelden", exact=True).click()
    look(phone)
    phone.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).at(time.time() + 30))
    phone.get_by_role("button", name="Weiter", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Guten Tag")


@pytest.mark.who("empty")
def test_faq_7_the_own_way(hands: Hands, demo: dict[str, Any], person: dict[str, Any]) -> None:
    """Tile, link, mail with a new password, sign-in with it, and at once a password of one's own."""
    page, own = hands.page, f"Mein neuer Satz {hands.width}"
    page.goto("/anmelden/")
    hands.follow("Passwort vergessen", "section[aria-labelledby=tile]")
    hands.sees("Passwort vergessen")
    hands.press("Weiter", "main")
    expect(page.locator(".summary")).to_be_visible()
    hands.type("E-Mail-Adresse", person["email"])
    hands.press("Weiter", "main")
    hands.looks()
    mail = wait_for_mail(demo, person["email"], "Ihr neues Passwort")
    mailed = re.search(r"EP-[0-9A-Z-]+", mail["text"])
    assert mailed
    page.goto("/anmelden/")
    for password in (mailed[0], own):
        hands.type("E-Mail-Adresse", person["email"])
        hands.type_password("Passwort", password)
        hands.press(re.compile("^Anmelden$"), "main")
        if password == own:
            break
        hands.sees("Neues Passwort festlegen")
        hands.type_password("Neues Passwort", own)
        hands.press("Passwort speichern")
        expect(page.get_by_role("status").first).to_contain_text("Ihr neues Passwort gilt ab sofort.")
        page.context.clear_cookies()
        page.goto("/anmelden/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")
    hands.looks()
