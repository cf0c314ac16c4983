"""FAQ 3 to 6: the old portal, a user name that no longer works, an address already used, where the numbers stand."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Hands
from tests.journeys.steps import PASSWORD, link_of, sign_in, wait_for_mail


def try_to_sign_in(hands: Hands, name: str, password: str) -> None:
    hands.page.goto("/anmelden/")
    hands.type("E-Mail-Adresse", name)
    hands.type_password("Passwort", password)
    hands.press(re.compile("^Anmelden$"), "main")


def register(hands: Hands, pair: dict[str, Any], email: str) -> None:
    """Fills the form of the registration and sends it."""
    hands.type("Vertragskontonummer", pair["contract_account"])
    hands.type("Zählernummer", pair["meter_number"])
    hands.type("E-Mail-Adresse", email)
    hands.choose("Ich stimme den Nutzungsbedingungen zu.")
    hands.press("Link anfordern")
    hands.sees("Schauen Sie in Ihre E-Mails")


def set_password(hands: Hands) -> None:
    hands.sees("Passwort festlegen")
    hands.type_password("Neues Passwort", PASSWORD)
    hands.press("Zugang einrichten")
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")


def test_faq_4_the_old_user_name_is_explained_and_its_contracts_come_along(hands: Hands, demo: dict[str, Any]) -> None:
    """Security 6.3: the page says the same to everybody; a known old log-in gets a link by mail."""
    page, old = hands.page, demo["old_logins"][0 if hands.width == 390 else 1]
    try_to_sign_in(hands, old["user_name"], "Mein altes Passwort")
    expect(page.get_by_text("Benutzernamen aus dem alten Portal gelten nicht mehr.").first).to_be_visible()
    hands.looks()
    page.goto(link_of(wait_for_mail(demo, old["email"], "Ihr Zugang im neuen Online-Service-Center")))
    set_password(hands)
    expect(page.get_by_role("link", name="Vertrag ansehen").first).to_be_visible()
    page.context.clear_cookies()
    try_to_sign_in(hands, old["email"], PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")


def test_faq_2_and_3_the_link_is_copied_into_another_browser(hands: Hands, demo: dict[str, Any]) -> None:
    """The same numbers, a new registration; from now on the e-mail address is the user name."""
    page, old = hands.page, demo["old_logins"][2 if hands.width == 390 else 3]
    email = f"von-vorn-{hands.width}@example.net"
    page.goto("/anmelden/")
    expect(page.get_by_text("Kannten Sie das alte Portal? Registrieren Sie sich einmal neu.")).to_be_visible()
    hands.follow("Jetzt registrieren")
    register(hands, old, email)
    link = link_of(wait_for_mail(demo, email, "Bitte bestätigen Sie Ihre E-Mail-Adresse"))
    page.context.clear_cookies()
    page.goto(link)
    set_password(hands)
    page.goto(link)
    hands.looks()
    page.context.clear_cookies()
    try_to_sign_in(hands, email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")


@pytest.fixture
def free_pair(hands: Hands, demo: dict[str, Any]) -> dict[str, Any]:
    """Numbers of a contract account that no log-in has."""
    fitting = [each for each in demo["unregistered"] if each["kind"] == "rollover"]
    found: dict[str, Any] = fitting[0 if hands.width == 390 else 1]
    return found


@pytest.mark.who("shared")
def test_faq_5_the_address_is_already_used(
    hands: Hands, demo: dict[str, Any], person: dict[str, Any], free_pair: dict[str, Any]
) -> None:
    """Mail → sign in → the contract account waits under "Vertrags- und Kontoverwaltung"."""
    page = hands.page
    page.goto("/registrieren/")
    register(hands, free_pair, person["email"])
    page.goto(link_of(wait_for_mail(demo, person["email"], "Sie haben schon einen Zugang")))
    hands.type("E-Mail-Adresse", person["email"])
    hands.type_password("Passwort", person["password"])
    hands.press(re.compile("^Anmelden$"), "main")
    expect(page.get_by_role("heading", name="Ein Vertragskonto wartet auf Sie")).to_be_visible()
    hands.looks()
    if hands.width == 390:
        hands.follow("Menü", ".bar")
    hands.follow("Vertrags- und Kontoverwaltung", "main" if hands.width == 390 else "header")
    hands.follow("Vertragskonto hinzufügen", "main")
    hands.looks()
    hands.press(re.compile("^Hinzufügen"))
    expect(page.get_by_role("status")).to_contain_text("ist hinzugefügt")
    hands.looks()


def test_faq_6_where_the_numbers_stand(hands: Hands) -> None:
    """Drawings of bill, letter and meters, beside the fields and in the help."""
    page = hands.page
    page.goto("/hilfe/")
    hands.sees("Hilfe und Kontakt")
    hands.unfold("Wo finde ich meine Vertragskonto- und Zählernummer?")
    expect(page.get_by_text("grau hinterlegt").first).to_be_visible()
    for what in ("Rechnung", "Begrüßungsschreiben", "Strom", "Gas", "Wasser", "Fernwärme"):
        expect(page.locator("figure", has_text=re.compile(what.replace("ungss", "ungs.?s"))).first).to_be_visible()
    hands.unfold("Wie registriere ich mich?")
    hands.follow("Registrierung", "main details[open]")
    hands.sees("Registrierung")
    expect(page.locator("figure").first).to_be_visible()
    sections = page.locator("main aside").get_by_role("heading", name="Hier stehen die Nummern")
    expect(sections).to_be_visible()


def test_faq_1_everything_that_is_promised_leads_on(hands: Hands, demo: dict[str, Any]) -> None:
    """The eight promises of the help lead to pages of the signed-in customer."""
    page = hands.page
    sign_in(page, [each for each in demo["registered"] if each["kind"] == "strom"][4])
    for promise in (
        "Verträge selbst verwalten", "Zählerstände mitteilen", "Abschläge selbst anpassen", "Persönliche Daten ändern",
        "Bankdaten einsehen und ändern", "Verbrauchshistorie im Überblick", "Posteingang und Rechnungen papierlos erhalten",
    ):  # fmt: skip
        page.goto("/hilfe/")
        hands.unfold("Welche Vorteile bietet mir das Online-Service-Center?")
        hands.follow(promise, "main details[open]")
        expect(page).not_to_have_url(re.compile("/hilfe/"))
        hands.looks()
