"""The ways through the portal that `make shots` takes pictures of."""

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PUBLIC = (
    "anmelden/", "registrieren/", "registrieren/gesendet/", "registrieren/link/abgelaufen/", "registrieren/code/",
    "passwort-vergessen/", "passwort-vergessen/gesendet/", "zaehlerstand-melden/", "hilfe/", "tarife/", "impressum/",
    "datenschutz/", "barrierefreiheit/", "nutzungsbedingungen/", "lizenzen/", "gibt-es-nicht/",
    "kuendigen/", "widerrufen/", "umzug/", "umzug/auszug/", "umzug/einzug/",
)  # fmt: skip
SIGNED_IN = (
    "", "menue/", "zaehlerstand/", "abschlag/", "verbrauch/strom/", "verbrauch/gas/", "verwaltung/",
    "verwaltung/vertraege/neu/", "verwaltung/zahlungen/", "verwaltung/daten/", "verwaltung/sicherheit/",
    "verwaltung/sicherheit/passwort/", "verwaltung/sicherheit/e-mail/", "verwaltung/sicherheit/app/",
    "verwaltung/post/", "verwaltung/zugriffe/", "verwaltung/vorgaenge/", "verwaltung/umzug/",
    "verwaltung/umzug/auszug/", "verwaltung/umzug/einzug/", "verwaltung/umzug/anschrift/", "verwaltung/bank/",
    "postfach/", "postfach/neu/",
)  # fmt: skip
TEAM = (
    "team/", "team/bank/", "team/zaehlerstaende/", "team/erklaerungen/", "team/briefe/", "team/rechnungen/",
    "team/vorgaenge/", "team/kunden/", "team/austausch/",
)  # fmt: skip
# these also in the dark
MAIN = ("", "abschlag/", "verbrauch/strom/", "verwaltung/", "verwaltung/bank/", "verwaltung/post/", "postfach/")
# pages about one thing: where the link to it is, and which link
BEHIND = {
    "vertrag": ("", ".contract a[href*='/vertraege/']"),
    "rechnung": ("verwaltung/zahlungen/", "a.mail"),
    "brief": ("postfach/?filter=contracts", "a.mail"),
    "abschlag-formular": ("abschlag/", "main a.btn[href*='/abschlag/']"),
    "zahlungsplan": ("abschlag/", "a[href$='/plan/']"),
    "daten-telefon": ("verwaltung/daten/", "a[href$='/telefon/']"),
    "daten-anschrift-frage": ("verwaltung/daten/", "a[href$='/anschrift/']"),
    "daten-rechnungsanschrift": ("verwaltung/daten/", "a[href$='/rechnung/']"),
    "daten-name": ("verwaltung/daten/", "a[href$='/name/']"),
}
# and those behind the page of a contract
BEHIND_CONTRACT = {
    "vertrag-nummern": "a[href$='/nummern/']",
    "vertragskonto-benennen": "a[href$='/name/']",
    "vertragskonto-entfernen": "a[href$='/entfernen/']",
    "tarife-zur-wahl": "a[href$='/tarife/']",
}


class Camera:
    """Names and takes pictures of one browser context."""

    def __init__(self, page: Page, base: str, folder: Path, tag: str) -> None:
        self.page, self.base, self.folder, self.tag = page, base, folder, tag
        self._width = (page.viewport_size or {"width": 1280})["width"]

    def visit(self, path: str, name: str = "") -> None:
        """Opens a page and takes its picture."""
        self.page.goto(f"{self.base}/{path}")
        self.snap(name or re.sub(r"\W+", "-", path).strip("-") or "uebersicht")

    def snap(self, name: str) -> None:
        """A picture of the whole page as it is, with the lower bar at its foot."""
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": self._width, "height": max(height, 844)})
        self.page.screenshot(path=str(self.folder / f"{name}.{self.tag}.png"))
        self.page.set_viewport_size({"width": self._width, "height": 844})

    def follow(self, selector: str, name: str = "") -> None:
        """Goes where a link leads, without touching it."""
        self.page.goto(self.base + str(self.page.locator(selector).first.get_attribute("href")))
        if name:
            self.snap(name)


def visit_what_is_behind(camera: Camera) -> None:
    """Everything about one contract, one bill, one letter, one person."""
    for name, (start, link) in BEHIND.items():
        camera.page.goto(f"{camera.base}/{start}")
        camera.follow(link, name)
    for name, link in BEHIND_CONTRACT.items():
        camera.page.goto(f"{camera.base}/")
        camera.follow(BEHIND["vertrag"][1])
        camera.follow(link, name)


def order_tariff(camera: Camera) -> None:
    """Offer, forgotten consent, check page, receipt, contract."""
    page = camera.page
    page.goto(f"{camera.base}/")
    camera.follow(BEHIND["vertrag"][1])
    camera.follow(BEHIND_CONTRACT["tarife-zur-wahl"])
    camera.follow(".offer a", "tarif")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    camera.snap("tarif-fehler")
    page.check("#terms")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    camera.snap("tarif-pruefen")
    page.get_by_role("button", name="zahlungspflichtig bestellen").click()
    camera.snap("tarif-fertig")
    camera.follow("a[href*='/auftraege/']", "tarif-vertrag")


def change_instalment(camera: Camera) -> None:
    """Another amount, one that is too low, check page, receipt."""
    page = camera.page
    page.goto(f"{camera.base}/abschlag/")
    camera.follow("main a.btn[href*='/abschlag/'] >> nth=1", "abschlag-gas")
    page.fill("#amount", "90")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    camera.snap("abschlag-fehler")
    page.fill("#amount", "170")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    camera.snap("abschlag-pruefen")
    page.get_by_role("button", name="Abschlag ändern").click()
    camera.snap("abschlag-fertig")
    # the next width finds everything as it was
    page.get_by_role("button", name="Änderung zurücknehmen").click()
    camera.snap("abschlag-zurueckgenommen")


def change_phone(camera: Camera) -> None:
    """Check page and receipt of a change that nobody has to decide."""
    page = camera.page
    page.goto(f"{camera.base}/verwaltung/daten/")
    camera.follow("a[href$='/telefon/']")
    page.fill("#mobile", f"0171 {camera.tag[:3]}{len(camera.tag)}5566")
    page.get_by_role("button", name="Weiter").click()
    camera.snap("daten-pruefen")
    page.get_by_role("button", name="Änderung senden").click()
    camera.snap("daten-fertig")


def write_message(camera: Camera) -> None:
    """Empty form, check page, receipt."""
    page = camera.page
    page.goto(f"{camera.base}/postfach/neu/")
    page.get_by_role("button", name="Weiter").click()
    camera.snap("nachricht-fehler")
    page.get_by_label("Vertrag", exact=True).check()
    page.locator("input[name=account]").first.check()
    page.fill("#text", "Wann endet mein Vertrag?")
    page.get_by_role("button", name="Weiter").click()
    camera.snap("nachricht-pruefen")
    page.get_by_role("button", name="Nachricht senden").click()
    camera.snap("nachricht-fertig")


def declare_in_public(camera: Camera) -> None:
    """Kündigung with an error and with its receipt, and the second step of a withdrawal."""
    page = camera.page
    page.goto(f"{camera.base}/kuendigen/")
    page.get_by_role("button", name="jetzt kündigen").click()
    camera.snap("kuendigen-fehler")
    page.get_by_label("Ihr Name").fill("Otto Unbekannt")
    page.get_by_role("textbox", name="Vertragskontonummer").fill("IR 1234 5678")
    page.get_by_label("E-Mail-Adresse für die Bestätigung").fill("otto@example.net")
    page.get_by_role("button", name="jetzt kündigen").click()
    camera.snap("kuendigen-fertig")


def look_at_smart_meter(camera: Camera) -> None:
    """Months, days and hours of a meter that is read remotely, and the page that has no form."""
    camera.visit("zaehlerstand/", "zaehlerstand-fernausgelesen")
    camera.visit("verbrauch/strom/", "verbrauch-monate")
    for name in ("Jahre", "Tage", "Stunden"):
        camera.page.get_by_role("link", name=name, exact=True).click()
        camera.snap(f"verbrauch-{name.lower()}")


def look_at_staff_pages(camera: Camera, member: dict[str, Any], code: str, customer: dict[str, Any]) -> None:
    """Start, queues, one case, one customer, the exchange."""
    page = camera.page
    sign_in(page, camera.base, member, code=code)
    for path in TEAM:
        camera.visit(path)
    page.goto(f"{camera.base}/team/kunden/?suche={customer['contract_accounts'][0]}")
    camera.follow("main .rows a", "team-kunde")
    page.goto(f"{camera.base}/team/vorgaenge/")
    if page.locator("main a.case").count():
        camera.follow("main a.case", "team-vorgang")


def sign_in(page: Page, base: str, person: dict[str, Any], *, code: str = "") -> None:
    """Signs somebody in; staff with the code of the moment."""
    page.goto(f"{base}/anmelden/")
    page.fill("#email", person["email"])
    page.fill("#password", person["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    if code:
        page.fill("#code", code)
        page.get_by_role("button", name="Weiter", exact=True).click()
    page.wait_for_url(f"{base}/team/" if code else f"{base}/")


def take_reading(camera: Camera) -> None:
    """Form, error, judgement, check page, receipt, withdrawal."""
    page = camera.page
    page.goto(f"{camera.base}/zaehlerstand/")
    page.locator("a.btn").first.click()
    camera.snap("zaehlerstand-formular")
    field = page.locator("input.input--meter").first
    field.fill("17 9Z5")
    page.get_by_role("button", name="Weiter").click()
    camera.snap("zaehlerstand-fehler")
    page.goto(page.url)
    for name, value in (("zu-hoch", "179251"), ("passt", "17.925")):
        page.locator("input.input--meter").first.fill(value)
        page.wait_for_selector("[data-panel] .note")
        page.wait_for_timeout(700)
        camera.snap(f"zaehlerstand-{name}")
    page.get_by_role("button", name="Weiter").click()
    camera.snap("zaehlerstand-pruefen")
    page.get_by_role("button", name="Zählerstand senden").click()
    camera.snap("zaehlerstand-fertig")
    page.get_by_role("button", name="Zählerstand zurücknehmen").click()
    camera.snap("zaehlerstand-zurueckgenommen")
    page.goto(f"{camera.base}/zaehlerstand/")
    page.locator("a.btn").first.click()
    page.get_by_role("link", name="Alle Zählerstände").first.click()
    camera.snap("zaehlerstand-verlauf")


def change_bank(camera: Camera) -> None:
    """View, form, error, check page with the mandate, receipt."""
    page = camera.page
    page.goto(f"{camera.base}/verwaltung/bank/")
    page.get_by_role("link", name="Bankverbindung ändern").click()
    camera.snap("bank-formular")
    page.fill("#iban", "DE8937")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    camera.snap("bank-fehler")
    page.fill("#iban", "DE89 3704 0044 0532 0130 00")
    page.get_by_role("button", name="Weiter zur Prüfung").click()
    camera.snap("bank-pruefen")
    page.check("#mandate")
    page.get_by_role("button", name="Bankverbindung speichern").click()
    camera.snap("bank-fertig")
    page.goto(f"{camera.base}/verwaltung/bank/")
    camera.snap("bank-in-arbeit")
    page.get_by_role("link", name="Lastschrift beenden").first.click()
    camera.snap("bank-beenden")


def open_password_page(camera: Camera, pair: dict[str, Any], mails_url: str) -> None:
    """From the form through the captured mail to the page behind the link, with a password that is too short."""
    page, address = camera.page, f"shots-{camera.tag}@example.net"
    page.goto(f"{camera.base}/registrieren/")
    page.get_by_role("button", name="Link anfordern").click()
    camera.snap("registrieren-fehler")
    page.fill("#contract_account", pair["contract_account"])
    page.fill("#meter_number", pair["meter_number"])
    page.fill("#email", address)
    page.check("#terms")
    page.get_by_role("button", name="Link anfordern").click()
    for _ in range(40):
        with urllib.request.urlopen(mails_url) as answer:
            mails = [mail for mail in json.load(answer) if mail["to"] == address]
        if mails:
            link = next(word for word in mails[0]["text"].split() if "/registrieren/link/" in word)
            page.goto(link)
            camera.snap("registrieren-passwort")
            return
        page.wait_for_timeout(250)
    raise RuntimeError("the registration mail did not arrive")
