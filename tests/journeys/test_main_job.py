"""The main job: register, see, report a reading, get a receipt, and the utility has booked it exactly once."""

from itertools import count
from typing import Any

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser, Page, expect
from tools.demo import staff_code

from tests.journeys.steps import PASSWORD, bookings, link_of, look, own_line, sign_in, wait_for_mail

_pairs = count()


@pytest.fixture
def pair(demo: dict[str, Any]) -> dict[str, Any]:
    """Numbers that nobody has registered yet, of a household with one plain meter."""
    plain = [each for each in demo["unregistered"] if each["kind"] in {"strom", "transfer", "company", "estimated"}]
    found: dict[str, Any] = plain[next(_pairs)]
    return found


def fill_registration(page: Page, pair: dict[str, Any], email: str) -> None:
    page.get_by_role("textbox", name="Vertragskontonummer").fill(pair["contract_account"].lower().replace("ir", "ir "))
    page.get_by_role("textbox", name="Zählernummer").fill(pair["meter_number"])
    page.get_by_role("textbox", name="E-Mail-Adresse").fill(email)
    page.get_by_label("Ich stimme den Nutzungsbedingungen zu.").check()


def test_from_the_bill_in_hand_to_a_booked_reading(
    page: Page, demo: dict[str, Any], pair: dict[str, Any], size: tuple[int, int]
) -> None:
    email = f"haupt-{size[0]}@example.net"
    page.goto("/")
    look(page)
    page.get_by_role("link", name="Jetzt registrieren").click()
    page.get_by_role("button", name="Link anfordern").click()
    expect(page.locator(".summary")).to_be_focused()
    assert page.title().startswith("Fehler: ")
    look(page)
    fill_registration(page, pair, email)
    look(page)
    page.get_by_role("button", name="Link anfordern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Schauen Sie in Ihre E-Mails")
    look(page)
    page.goto(link_of(wait_for_mail(demo, email, "Bitte bestätigen Sie Ihre E-Mail-Adresse")))
    look(page)
    password = page.get_by_label("Neues Passwort")
    password.fill(PASSWORD)
    page.get_by_role("button", name="Anzeigen").click()
    expect(password).to_have_attribute("type", "text")
    page.get_by_role("button", name="Zugang einrichten").click()
    expect(page.get_by_text("Willkommen. Ihr Zugang ist eingerichtet.")).to_be_visible()
    look(page)
    reference = report_reading(page, "999")
    (entry,) = bookings(demo, reference)
    assert (entry["bookings"], entry["status"] in {"booked", "needs_clarification"}) == (1, True)
    assert reference in wait_for_mail(demo, email, "Zählerstand angekommen")["subject"]
    wait_for_mail(demo, email, "Ihr Zugang ist eingerichtet")
    page.get_by_role("link", name="Zur Übersicht").click()
    page.goto("/verwaltung/vorgaenge/")
    look(page)


def report_reading(page: Page, more: str, *, judged: bool = True) -> str:
    """From wherever one is to the receipt; returns the Vorgangsnummer."""
    page.goto("/zaehlerstand/")
    if page.locator("input.input--meter").count() == 0:
        look(page)
        page.get_by_role("link", name="Zählerstand eingeben").first.click()
    last = page.locator("p.hint").first.inner_text().split("Zuletzt: ")[1].split("\u00a0")[0].replace(".", "")
    field = page.locator("input.input--meter").first
    field.fill("17 9Z5")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator(".summary")).to_be_focused()
    look(page)
    page.locator("input.input--meter").first.fill(str(int(last) + int(more)))
    if judged:
        expect(page.locator("[data-panel] .note")).to_be_visible()
        look(page)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmen Ihre Angaben?")
    look(page)
    page.get_by_role("button", name="Zählerstand senden").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, Ihr Zählerstand ist angekommen")
    look(page)
    return page.locator(".ref b").inner_text()


def test_back_and_send_again_is_the_same_receipt(page: Page, demo: dict[str, Any]) -> None:
    sign_in(page, demo["registered"][1])
    first = report_reading(page, "5", judged=False)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmen Ihre Angaben?")
    page.get_by_role("button", name="Zählerstand senden").click()
    expect(page.locator(".ref b")).to_have_text(first)
    assert [entry["bookings"] for entry in bookings(demo, first)] == [1]


def test_without_script(browser: Browser, demo: dict[str, Any], pair: dict[str, Any], size: tuple[int, int]) -> None:
    context = browser.new_context(
        extra_http_headers=own_line(),
        java_script_enabled=False,
        viewport={"width": size[0], "height": size[1]},
        base_url=demo["base_url"],
    )
    page, email = context.new_page(), f"ohne-{size[0]}@example.net"
    page.goto("/registrieren/")
    fill_registration(page, pair, email)
    page.get_by_role("button", name="Link anfordern").click()
    page.goto(link_of(wait_for_mail(demo, email, "Bitte bestätigen")))
    page.get_by_label("Neues Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Zugang einrichten").click()
    page.goto("/zaehlerstand/")
    page.locator("input.input--meter").first.fill("999999")
    page.get_by_label("An einem anderen Tag").check()
    page.get_by_label("Ablesedatum").fill("1.1.2099")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator(".summary")).to_contain_text("Das Ablesedatum darf nicht in der Zukunft liegen")
    page.get_by_label("Heute").check()
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Zählerstand senden").click()
    reference = page.locator(".ref b").inner_text()
    page.get_by_role("button", name="Zählerstand zurücknehmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Zählerstand ist zurückgenommen")
    context.close()
    assert reference


def test_by_keyboard_alone(page: Page, demo: dict[str, Any]) -> None:
    """R-BF-3: signing in and a whole task; every stop is seen (R-BF-5)."""
    person = demo["registered"][2]
    page.goto("/anmelden/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    tab_to(page, "#email")
    page.keyboard.type(person["email"])
    tab_to(page, "#password")
    page.keyboard.type(person["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")
    page.goto("/zaehlerstand/")
    tab_to(page, "input.input--meter")
    last = page.locator("p.hint").first.inner_text().split("Zuletzt: ")[1].split("\u00a0")[0].replace(".", "")
    page.keyboard.type(str(int(last) + 7))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmen Ihre Angaben?")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, Ihr Zählerstand ist angekommen")


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus; every stop on the way must be seen and uncovered."""
    target = page.locator(selector).first
    for _ in range(60):
        page.keyboard.press("Tab")
        ring = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert ring >= 2, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} can't be reached with Tab")


def pages_of(kind: str) -> list[str]:
    """R-BF-1: the sample is every page without a parameter, taken from the routes themselves."""
    routes = {
        "/" + str(prefix.pattern) + str(route.pattern): getattr(route.callback, "open_to", None)
        for prefix in get_resolver().url_patterns
        for route in prefix.url_patterns
    }
    return sorted(path for path, who in routes.items() if who == kind and "<" not in path)


def opens(page: Page, path: str) -> bool:
    """Goes to a page; what is a file, wants a form first or is only posted to is none."""
    answer = page.request.get(path)
    if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
        return False
    page.goto(path)
    return True


def pages_behind_links(page: Page) -> list[str]:
    """The pages about one thing: a meter's form and its readings, a letter, a contract and its offers."""
    found: list[str] = []
    for path, link in (
        ("/", ".task a"), ("", "a[href$='/verlauf/']"), ("/postfach/", "a.mail"), ("/", ".contract a[href*='/vertraege/']"),
        ("", "a[href$='/tarife/']"), ("", "a[href$='/strom-12/']"), ("/verwaltung/daten/", "a[href$='/rechnung/']"),
    ):  # fmt: skip
        page.goto(path or found[-1])
        found.append(str(page.locator(link).first.get_attribute("href")))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_at_320_pixels_and_with_large_text(browser: Browser, demo: dict[str, Any], scheme: str) -> None:
    """R-BF-2, R-BF-5: no finding of axe (WCAG 2.2 AA with target size, contrast, language), reflow, doubled text;
    R-BF-12: the page of prices is one of them."""
    context = browser.new_context(
        extra_http_headers=own_line(),
        viewport={"width": 320, "height": 640},
        base_url=demo["base_url"],
        color_scheme=scheme,
    )  # type: ignore[arg-type] - tests only
    page = context.new_page()
    public = [path for path in pages_of("everybody") if opens(page, path) and look(page) is None]
    assert {"/anmelden/", "/hilfe/", "/tarife/", "/kuendigen/", "/barrierefreiheit/"} <= set(public)
    sign_in(page, demo["registered"][0])
    own = [path for path in pages_of("customers") if opens(page, path) and look(page) is None]
    assert len(own) > 15
    behind = pages_behind_links(page)
    for path in behind:
        page.goto(path)
        look(page)
    page.set_viewport_size({"width": 390, "height": 844})
    # colours do not change where lines break
    for path in [*own, *behind] if scheme == "light" else []:
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{path} overflows with doubled text"
        )
    context.close()


def test_staff_see_the_exchange_on_a_phone(page: Page, demo: dict[str, Any]) -> None:
    page.goto("/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(demo["staff"][0]["email"])
    page.get_by_label("Passwort", exact=True).fill(demo["staff"][0]["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_label("Code", exact=True).fill(staff_code(demo["staff"][0]))
    page.get_by_role("button", name="Weiter", exact=True).click()
    page.goto("/team/")
    look(page)
