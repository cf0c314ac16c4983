"""Before anything binding there is a page to check, with a way back (R-BF-4); signing in asks no riddle (R-BF-3)."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse

from tests.pages.test_bank import all_accounts
from tests.pages.test_contracts import contract_of
from tests.pages.test_tariffs import to_check_page
from tests.support.bank import fill, old_friend
from tests.support.client import PageClient, visible_text
from tests.support.instalments import contract_id

CHECKED = "Stimmen Ihre Angaben?"


def instalment(portal: PageClient) -> HttpResponse:
    return portal.post(f"/abschlag/{contract_id('jana', 'GAS')}/", {"amount": "170"}, follow=True)


def bank(portal: PageClient) -> HttpResponse:
    return fill(portal, **all_accounts())


def tariff(portal: PageClient) -> HttpResponse:
    return to_check_page(portal, f"/verwaltung/vertraege/{contract_of('jana').id}/tarife/")


def message(portal: PageClient) -> HttpResponse:
    accounts = re.findall(r'name="account"[^>]* value="([^"]+)"', portal.get("/postfach/neu/").content.decode())
    accounts += re.findall(r'<option value="([0-9a-f-]{36})"', portal.get("/postfach/neu/").content.decode())
    return portal.post("/postfach/neu/", {"topic": "other", "text": "a", "account": accounts[0]}, follow=True)


@pytest.mark.parametrize("flow", [instalment, bank, tariff, message])
def test_r_bf_4_what_was_entered_is_shown_and_can_be_changed(
    portal: PageClient, flow: Callable[[PageClient], HttpResponse]
) -> None:
    old_friend(portal)
    page = flow(portal)
    html = page.content.decode().split("<main")[1].split("</main")[0]
    assert page.status_code == 200 and html.count("<form") >= 1
    assert CHECKED in visible_text(page) or "zahlungspflichtig bestellen" in visible_text(page)
    assert re.search(r"<a [^>]*>[^<]*(?:[Ää]ndern|Zurück|zurück|Anderen|Andere)", html), "a way back"


@pytest.mark.parametrize(("path", "button"), [("/kuendigen/", "jetzt kündigen"), ("/widerrufen/", "")])
def test_r_bf_4_a_termination_shows_everything_above_its_button(portal: PageClient, path: str, button: str) -> None:
    html = portal.get(path).content.decode().split("<main")[1].split("</main")[0]
    fields = [found.start() for found in re.finditer(r"<input(?![^>]*hidden)", html)]
    assert fields and html.rindex("<button") > max(fields) and button in html


def test_r_bf_3_password_managers_and_pasting_work(portal: PageClient) -> None:
    html = portal.get("/anmelden/").content.decode().split("<main")[1]
    assert re.search(r'id="email"[^>]*autocomplete="username"', html, re.DOTALL)
    assert re.search(r'id="password"[^>]*autocomplete="current-password"', html, re.DOTALL)
    assert "onpaste" not in html and "captcha" not in html.lower() and "<img" not in html.split("<form")[1]
    assert "data-shows" in html, "the password can be shown"
