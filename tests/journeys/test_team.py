"""Staff on a phone and on a desk: every queue, a reading decided and booked, a declaration answered."""

from typing import Any

from playwright.sync_api import Page, expect
from tools.demo import staff_code

from tests.journeys.steps import look, sign_in, wait_for_mail

PAGES = ("", "bank/", "zaehlerstaende/", "erklaerungen/", "briefe/", "rechnungen/", "vorgaenge/", "austausch/")


def enter_staff(page: Page, person: dict[str, Any]) -> None:
    """Password and code."""
    page.context.clear_cookies()
    page.goto("/anmelden/")
    page.fill("#email", person["email"])
    page.fill("#password", person["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.fill("#code", staff_code(person))
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was wartet")


def leave_work(page: Page, person: dict[str, Any], address: str) -> str:
    """An unusual reading, and a termination and a reading that match nothing; returns the reading's number."""
    page.goto("/kuendigen/")
    page.get_by_label("Ihr Name").fill("Otto Quast")
    page.get_by_label("Vertragskontonummer").fill("IR99999999")
    page.get_by_label("E-Mail-Adresse für die Bestätigung").fill(address)
    page.get_by_role("button", name="jetzt kündigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Kündigung ist angekommen")
    sign_in(page, person)
    page.goto("/zaehlerstand/")
    if page.url.endswith("/zaehlerstand/"):
        page.locator("main a.btn").first.click()
    for field in page.locator("input.input--meter").all():
        field.fill("99321")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Zählerstand senden").click()
    expect(page.locator(".ref")).to_be_visible()
    return page.locator(".ref b").inner_text()


def test_staff_decide_what_waits(page: Page, demo: dict[str, Any], size: tuple[int, int]) -> None:
    phone = size[0] == 390
    kind, address = "same_tail" if phone else "waerme", f"quast-{size[0]}@example.net"
    customer = next(each for each in demo["registered"] if each["kind"] == kind)
    reference = leave_work(page, customer, address)
    enter_staff(page, demo["staff"][0 if phone else 1])
    for path in PAGES:
        page.goto(f"/team/{path}")
        look(page)
    page.goto("/team/zaehlerstaende/")
    page.get_by_role("link").filter(has_text=reference).click()
    look(page)
    page.get_by_role("button", name="Entscheiden").click()
    expect(page.locator(".summary")).to_be_focused()
    look(page)
    page.get_by_label("Annehmen").check()
    page.get_by_label("Begründung").fill("Foto gesehen, der Wert stimmt")
    page.get_by_role("button", name="Entscheiden").click()
    expect(page.locator(".note--ok").first).to_contain_text("wird ausgeführt")
    wait_for_mail(demo, customer["email"], f"Erledigt: Ihr Vorgang {reference}")
    page.goto("/team/erklaerungen/")
    page.get_by_role("link").filter(has_text="Otto Quast").first.click()
    look(page)
    page.get_by_label("Antwort an die Absenderin").fill("Zu Ihren Angaben gibt es bei uns keinen Vertrag.")
    page.get_by_label("Begründung").last.fill("Nichts gefunden, nachgefragt")
    page.get_by_role("button", name="Mit Antwort abschließen").click()
    expect(page.locator(".note--ok").first).to_contain_text("abgeschlossen")
    wait_for_mail(demo, address, "Antwort zu Ihrem Vorgang")
