"""Imprint, privacy, accessibility, terms: what the law wants to be said, and where; what a first visit leaves."""

import re
from pathlib import Path

import msgspec
import pytest
from django.conf import settings

from osc.cases.models import Case
from osc.portal.bills.words import line_help
from osc.portal.help.terms import TERMS
from tests.pages.test_bills import bill, write
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user

ROOT = Path(__file__).parents[2]
LEGAL = settings.UTILITY.legal


def test_r_bf_7_r_bf_10_the_statement_has_its_four_parts_and_three_ways_to_reach_people(portal: PageClient) -> None:
    html, text = (made(portal.get("/barrierefreiheit/")) for made in (lambda page: page.content.decode(), visible_text))
    for words in ("Was Sie hier tun können", "So funktioniert es", "So erfüllen wir die Anforderungen"):
        assert words in text
    assert LEGAL.enforcement_body in text
    assert (
        f"mailto:{LEGAL.accessibility_contact}" in html
        and 'href="tel:' in html
        and settings.UTILITY.contact.street in text
    )
    for path in ("/anmelden/", "/hilfe/", "/kuendigen/", "/gibt-es-nicht/"):
        assert 'href="/barrierefreiheit/"' in portal.get(path).content.decode(), path


def test_r_bf_8_a_barrier_is_reported_and_becomes_a_case(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    assert "?thema=accessibility" in portal.get("/barrierefreiheit/").content.decode()
    form = portal.get("/postfach/neu/?thema=accessibility")
    assert re.search(r'value="accessibility"[^>]*(checked|selected)', form.content.decode())
    account = re.search(r'name="account" value="([^"]+)"', form.content.decode())
    assert account
    case = write(portal, topic="accessibility", account=account[1])
    assert case.kind == Case.Kind.MESSAGE and case.summary["topic"] == "accessibility" and case.answer_by


def test_r_bf_9_a_public_body_names_who_enforces(portal: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Durchsetzungsverfahren" not in visible_text(portal.get("/barrierefreiheit/"))
    assert (settings.NOW.date() - LEGAL.accessibility_statement_of).days < 365
    public = msgspec.structs.replace(LEGAL, public_body="Ombudsstelle des Landes")
    monkeypatch.setattr(settings, "UTILITY", msgspec.structs.replace(settings.UTILITY, legal=public))
    text = visible_text(portal.get("/barrierefreiheit/"))
    assert "Durchsetzungsverfahren" in text and "Ombudsstelle des Landes" in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_r_re_5_r_bf_11_every_kind_of_line_has_an_explained_term(portal: PageClient, language: str) -> None:
    assert {"energy", "base", "other", "zustandszahl", "brennwert"} <= {id_ for id_, *_ in TERMS}
    assert line_help("energy") and line_help("base")
    user = make_user("jana", language=language)
    page = portal.enter(user).get("/hilfe/begriffe/").content.decode()
    shown = portal.get(f"/verwaltung/zahlungen/{bill().id}/").content.decode()
    linked = set(re.findall(r'href="/hilfe/begriffe/#(\w+)"', shown))
    assert linked == {line["kind"] for line in bill().lines} and all(f'id="{each}"' in page for each in linked)
    assert ("state number" in page.lower()) == (language == "en")


def test_r_bes_2_conciliation_for_energy_and_the_statement_for_water_and_heat(portal: PageClient) -> None:
    text = visible_text(portal.get("/impressum/"))
    energy, other = text.split("Schlichtung für Wasser und Wärme")
    assert LEGAL.conciliation_body in energy and "Wir müssen an dem Verfahren teilnehmen." in energy
    assert (
        "nehmen wir an Verfahren vor einer Verbraucherschlichtungsstelle nicht teil" in other and "§ 36 VSBG" in other
    )


def test_r_bes_4_nobody_is_sent_to_the_closed_platform_of_the_eu() -> None:
    sources = [*ROOT.glob("src/osc/**/*.html"), *ROOT.glob("src/osc/**/*.po"), *ROOT.glob("src/osc/**/*.toml")]
    assert len(sources) > 100
    assert not [path for path in sources if "ec.europa.eu/consumers/odr" in path.read_text(encoding="utf-8")]


def test_r_ds_2_r_inf_9_registration_asks_for_nothing_that_is_not_needed(portal: PageClient) -> None:
    html = portal.get("/registrieren/").content.decode().split("<main")[1].split("</main")[0]
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', html)) - {"csrfmiddlewaretoken"}
    assert names == {"contract_account", "meter_number", "email", "terms"}


def test_r_inf_9_no_form_asks_for_a_salutation_or_a_birthday(portal: PageClient) -> None:
    templates = [path.read_text(encoding="utf-8") for path in ROOT.glob("src/osc/portal/**/templates/*.html")]
    assert len(templates) > 80
    assert not [text for text in templates if re.search(r"'(?:salutation|birth_date|anrede|title)'", text)]
    text = visible_text(portal.enter(make_user("jana")).get("/verwaltung/daten/"))
    assert "Anrede" not in text


def test_r_ds_13_a_first_visit_leaves_what_it_needs_and_asks_nobody_else(portal: PageClient) -> None:
    for path in ("/anmelden/", "/registrieren/", "/tarife/", "/kuendigen/"):
        page = portal.get(path)
        assert set(page.cookies) <= {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE, "osc_language"}, path
        loaded = re.findall(r'<(?:script|img|link|source|iframe)[^>]+(?:src|href)="([^"]+)"', page.content.decode())
        assert loaded and all(address.startswith("/static/") for address in loaded), path
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_the_privacy_page_says_what_why_and_how_long(portal: PageClient) -> None:
    text = visible_text(portal.get("/datenschutz/"))
    for words in (
        "Rechtsgrundlage",
        "8 Jahre nach Ende des Jahres",
        "Zugang löschen",
        "Auskunft und eine Kopie",
        "in einem Monat",
    ):
        assert words in text
    assert 'href="/datenschutz/"' in portal.get("/registrieren/").content.decode().split("<main")[1].split("</main")[0]


def test_r_sec_20_where_to_report_a_weakness(portal: PageClient) -> None:
    lines = dict(line.split(": ", 1) for line in portal.get("/.well-known/security.txt").content.decode().splitlines())
    assert lines["Contact"].startswith("mailto:") and lines["Canonical"].endswith("/.well-known/security.txt")
    assert lines["Expires"][:10] > str(settings.NOW.date())
