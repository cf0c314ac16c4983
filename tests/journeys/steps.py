"""Steps that journeys share: mails, sign-in, and looking at a page as everybody must be able to."""

import itertools
import time
from typing import Any

import httpx
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# the browser on this machine may say for whom it asks, so that every journey has a line of its own
PROXIES = "127.0.0.1,127.0.0.2"
_lines = itertools.count(1)
PASSWORD = "Ein Satz, den ich mir merke"
WATCHED: set[str] = set()


def own_line() -> dict[str, str]:
    """The header that gives a browser context an address nobody else has."""
    number = next(_lines)
    return {"X-Forwarded-For": f"203.0.{number // 250}.{number % 250 + 1}"}


def look(page: Page) -> None:
    """Zero findings of axe, no sideways scrolling, one visible heading, no crushed column."""
    findings = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    problems = [
        f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in findings.response["violations"]
    ]
    assert not problems, f"{page.url}: {problems}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"
    expect(page.locator("h1")).to_have_count(1)
    crushed = page.evaluate(
        "[...document.querySelectorAll('td, th, dt, dd, li, p')].filter("
        "each => each.offsetHeight && each.clientWidth < 40 && each.innerText.trim().length > 6 && !each.closest('.vh'))"
        ".map(each => each.innerText)"
    )
    assert not crushed, f"{page.url} breaks words into letters: {crushed[:3]}"
    WATCHED.add(page.url)


def wait_for_mail(demo: dict[str, Any], to: str, subject: str) -> dict[str, Any]:
    """The newest captured mail to an address with these words in its subject."""
    for _ in range(80):
        for mail in httpx.get(demo["mails_url"]).json():
            if mail["to"] == to and subject in mail["subject"]:
                return dict(mail)
        time.sleep(0.25)
    raise AssertionError(f"no mail {subject!r} to {to}")


def link_of(mail: dict[str, Any]) -> str:
    """The link in a mail, as somebody would copy it from the plain text."""
    return next(word for word in mail["text"].split() if word.startswith("http"))


def sign_in(page: Page, person: dict[str, Any]) -> None:
    """Through the tile."""
    page.goto("/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(person["email"])
    page.get_by_label("Passwort", exact=True).fill(person["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")


def bookings(demo: dict[str, Any], reference: str) -> list[dict[str, Any]]:
    """What the demo utility has booked for a Vorgangsnummer, once it has."""
    for _ in range(80):
        found = [entry for entry in httpx.get(demo["ledger_url"]).json() if entry["data"]["case"] == reference]
        if found:
            return found
        time.sleep(0.25)
    raise AssertionError(f"{reference} did not reach the demo utility")


def look_again_for(page: Page, path: str, words: str) -> None:
    """Opens a page until these words are on it: what the billing system says comes back a little later."""
    for _ in range(60):
        page.goto(path)
        if words in page.locator("main").inner_text():
            return
        time.sleep(0.5)
    raise AssertionError(f"{words!r} did not come to {path}")
