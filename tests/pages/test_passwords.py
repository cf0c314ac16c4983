"""Passwort vergessen as pages (FAQ 7): neutral, confined, forced; links that scanners can't burn."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from osc.identity.models import LoginSession, PasswordReset
from osc.identity.recovery.asking import judge
from tests.support.client import PageClient, visible_text
from tests.support.people import PASSWORD, make_user
from tests.support.post import told

EMAIL, NEW = "jana@example.net", "noch ein langer Satz"


def ask(portal: PageClient, email: str = EMAIL) -> None:
    response = portal.post("/passwort-vergessen/", {"email": email})
    assert (response.status_code, response.url) == (302, "/passwort-vergessen/gesendet/")
    judge(reset_id=PasswordReset.objects.get(judged_at=None).id, now=settings.NOW)


def test_faq_7_from_the_tile_through_the_mail_to_a_new_password(portal: PageClient) -> None:
    make_user("jana")
    assert "/passwort-vergessen/" in portal.get("/anmelden/").content.decode()
    ask(portal)
    assert "haben wir eine E-Mail geschickt" in visible_text(portal.get("/passwort-vergessen/gesendet/"))
    one_time = told("one_time_password")["one_time"]
    response = portal.post("/anmelden/", {"email": EMAIL, "password": one_time.lower()}, follow=True)
    assert "Legen Sie jetzt Ihr neues Passwort fest." in visible_text(response)
    refused = portal.post("/passwort-neu/", {"password": "Stadtwerke2026!"})
    assert refused.status_code == 422 and "leicht zu erraten" in visible_text(refused)
    done = portal.post("/passwort-neu/", {"password": NEW}, follow=True)
    text = visible_text(done)
    assert "Ihr neues Passwort gilt ab sofort. Auf anderen Geräten haben wir Sie abgemeldet." in text
    assert "Guten Tag, Jana Albrecht" in text
    assert PageClient().post("/anmelden/", {"email": EMAIL, "password": PASSWORD}).status_code == 422
    assert PageClient().post("/anmelden/", {"email": EMAIL, "password": NEW}).url == "/"


@pytest.mark.parametrize("email", [EMAIL, "niemand@example.net", "B@example.net", "  JANA@EXAMPLE.NET "])
def test_pwd1_every_address_gets_the_same_page(portal: PageClient, email: str) -> None:
    make_user("jana")
    make_user("B", is_active=False)
    ask(portal, email)


def test_a_reset_needs_an_address(portal: PageClient) -> None:
    response = portal.post("/passwort-vergessen/", {"email": "jalbrecht"})
    assert response.status_code == 422 and 'value="jalbrecht"' in response.content.decode()
    assert not PasswordReset.objects.exists()


def test_pwd6_after_the_one_time_password_every_other_address_leads_to_the_new_one(portal: PageClient) -> None:
    make_user("jana")
    ask(portal)
    portal.post("/anmelden/", {"email": EMAIL, "password": told("one_time_password")["one_time"]})
    unknown = "11111111-1111-1111-1111-111111111111"
    seen = 0
    for prefix in get_resolver().url_patterns:
        for route in getattr(prefix, "url_patterns", [prefix]):
            path = "/" + str(prefix.pattern) * hasattr(prefix, "url_patterns") + str(route.pattern)
            path = path.replace("<uuid:", "<").replace("<str:", "<").replace("<int:", "<").replace("<slug:", "<")
            while "<" in path:
                path = path[: path.index("<")] + unknown + path[path.index(">") + 1 :]
            if path in {"/passwort-neu/", "/abmelden/", "/sprache/"}:
                continue
            for response in (portal.get(path), portal.post(path, {"iban": "DE02120300000000202051"})):
                assert (response.status_code, response.headers.get("Location")) == (302, "/passwort-neu/"), path
            seen += 1
    assert seen > 40
    assert portal.get("/gibt-es-nicht/").url == "/passwort-neu/"
    assert portal.get("/passwort-neu/").headers["Cache-Control"] == "no-store"
    assert "Sie sind abgemeldet." in visible_text(portal.post("/abmelden/", follow=True))


def test_pwd10_the_link_shows_a_button_and_is_used_by_post_once(portal: PageClient) -> None:
    make_user("jana")
    ask(portal)
    path = told("one_time_password")["link"].removeprefix(settings.BASE_URL)
    scanner = PageClient()
    for _ in range(3):
        response = scanner.get(path)
        assert response.status_code == 200 and response.headers["Referrer-Policy"] == "no-referrer"
    scanner.head(path)
    assert "Legen Sie jetzt Ihr neues Passwort fest." in visible_text(portal.post(path, follow=True))
    assert scanner.post(path).status_code == scanner.get(path).status_code == 410


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "null"}, 302),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
    ],
)
def test_behind_a_link_browsers_hide_the_origin_and_the_token_still_counts(
    portal: PageClient, headers: dict[str, str], status: int
) -> None:
    make_user("jana")
    ask(portal)
    path = told("one_time_password")["link"].removeprefix(settings.BASE_URL)
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(path).content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert strict.post(path, {}, headers=headers).status_code == 403
    assert strict.post(path, {"csrfmiddlewaretoken": token}, headers=headers).status_code == status


def test_elsewhere_a_hidden_origin_is_a_foreign_one(portal: PageClient) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/passwort-vergessen/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"csrfmiddlewaretoken": token, "email": "x"}
    assert strict.post("/passwort-vergessen/", form, headers={"Origin": "null"}).status_code == 403
    assert strict.post("/passwort-vergessen/", form).status_code == 422


def test_without_a_reset_there_is_no_page_to_set_a_password(portal: PageClient) -> None:
    assert portal.get("/passwort-neu/").url == "/passwort-vergessen/"
    portal.enter(make_user("jana"))
    assert portal.post("/passwort-neu/", {"password": NEW}).url == "/passwort-vergessen/"


def test_a_reset_overtaken_by_the_old_password_ends_with_a_sentence(portal: PageClient) -> None:
    make_user("jana")
    ask(portal)
    portal.post("/anmelden/", {"email": EMAIL, "password": told("one_time_password")["one_time"]})
    PageClient().post("/anmelden/", {"email": EMAIL, "password": PASSWORD})
    response = portal.post("/passwort-neu/", {"password": NEW}, follow=True)
    assert "Fordern Sie eine neue E-Mail an." in visible_text(response)
    assert LoginSession.objects.filter(stage="new_password").count() == 0


@pytest.mark.parametrize("path", ["/passwort-vergessen/", "/passwort-vergessen/gesendet/"])
def test_in_english(portal: PageClient, path: str) -> None:
    portal.cookies["osc_language"] = "en"
    assert '<html lang="en"' in portal.get(path).content.decode()
