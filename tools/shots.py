"""`make shots`: every page, both widths, light and dark, as pictures in shots/ (not in the repository)."""

import argparse
import json
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tools.browser import chromium
from tools.demo import read_card, running_demo, staff_code

SIZES = {"390": (390, 844), "1280": (1280, 900)}
PUBLIC = (
    "anmelden/", "registrieren/", "registrieren/gesendet/", "registrieren/link/abgelaufen/", "passwort-vergessen/",
    "passwort-vergessen/gesendet/", "hilfe/", "impressum/",
    "datenschutz/", "barrierefreiheit/", "nutzungsbedingungen/", "lizenzen/", "gibt-es-nicht/",
    "kuendigen/", "widerrufen/", "umzug/", "umzug/auszug/", "umzug/einzug/",
)  # fmt: skip
SIGNED_IN = (
    "",
    "zaehlerstand/",
    "verwaltung/",
    "verwaltung/daten/",
    "verwaltung/sicherheit/",
    "verwaltung/sicherheit/passwort/",
    "verwaltung/sicherheit/e-mail/",
    "verwaltung/sicherheit/app/",
    "tarife/",
    "verwaltung/vorgaenge/",
    "postfach/",
    "menue/",
    "verwaltung/umzug/",
    "verwaltung/umzug/auszug/",
)

TEAM = (
    "team/", "team/bank/", "team/zaehlerstaende/", "team/erklaerungen/", "team/briefe/", "team/rechnungen/",
    "team/vorgaenge/", "team/austausch/",
)  # fmt: skip


class Camera:
    """Names and takes pictures of one browser context."""

    def __init__(self, page: Page, base: str, folder: Path, tag: str) -> None:
        self.page, self.base, self.folder, self.tag = page, base, folder, tag

    def visit(self, path: str) -> None:
        """Opens a page and takes its picture."""
        self.page.goto(f"{self.base}/{path}")
        self.snap(path.strip("/").replace("/", "-") or "uebersicht")

    def snap(self, name: str) -> None:
        """A picture of the whole page as it is."""
        self.page.screenshot(path=str(self.folder / f"{name}.{self.tag}.png"), full_page=True)


def sign_in(page: Page, base: str, person: dict[str, Any]) -> None:
    """Signs a customer in."""
    page.goto(f"{base}/anmelden/")
    page.fill("#email", person["email"])
    page.fill("#password", person["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")


def sign_in_staff(page: Page, base: str, person: dict[str, Any]) -> None:
    """Password and code."""
    page.goto(f"{base}/anmelden/")
    page.fill("#email", person["email"])
    page.fill("#password", person["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.fill("#code", staff_code(person))
    page.get_by_role("button", name="Weiter", exact=True).click()
    page.wait_for_url(f"{base}/team/")


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
    camera.visit("verwaltung/bank/")
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


def main() -> None:
    """Takes all pictures of a running or a fresh demo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, help="data directory of a running demo")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    chosen = parser.parse_args()
    if chosen.demo:
        shoot(read_card(chosen.demo), chosen.out)
        return
    with tempfile.TemporaryDirectory(prefix="osc-shots-") as folder:
        Path(folder).chmod(0o755)
        with running_demo(Path(folder) / "demo") as card:
            shoot(card, chosen.out)


def shoot(card: dict[str, Any], out: Path) -> None:
    """Every page in both sizes and both schemes."""
    out.mkdir(parents=True, exist_ok=True)
    base = card["base_url"]
    with chromium() as browser:
        for number, (size, scheme) in enumerate((s, c) for s in SIZES for c in ("light", "dark")):
            width, height = SIZES[size]
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            camera = Camera(context.new_page(), base, out, f"{size}.{scheme}")
            for path in PUBLIC:
                camera.visit(path)
            open_password_page(camera, card["unregistered"][number], card["mails_url"])
            sign_in(camera.page, base, card["registered"][0])
            for path in SIGNED_IN:
                camera.visit(path)
            take_reading(camera)
            change_bank(camera)
            camera.visit("verwaltung/vorgaenge/")
            camera.page.goto(f"{base}/postfach/")
            camera.page.locator("a.mail").first.click()
            camera.snap("postfach-brief")
            context.clear_cookies()
            sign_in_staff(camera.page, base, card["staff"][0])
            for path in TEAM:
                camera.visit(path)
            context.close()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}/")


if __name__ == "__main__":
    main()
