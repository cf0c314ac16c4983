"""Anmeldung and Registrierung as pages: FAQ words, neutral answers, nothing typed is lost."""

import pytest
from django.conf import settings
from django.core import mail as outbox

from osc.correspondence.models import Mail
from osc.correspondence.sending import send
from osc.identity.models import LoginSession, Registration
from osc.identity.registration.evaluation import evaluate
from tests.support.client import PageClient, visible_text
from tests.support.people import PASSWORD, households, make_user


def test_the_tile_has_the_words_of_the_faq(portal: PageClient) -> None:
    text = visible_text(portal.get("/anmelden/"))
    for words in ("Anmeldung", "Ihre E-Mail-Adresse ist Ihr Benutzername.", "Passwort vergessen", "Jetzt registrieren"):
        assert words in text


def test_in_and_out(portal: PageClient) -> None:
    make_user("jana")
    response = portal.post("/anmelden/", {"email": "Jana@example.net", "password": PASSWORD}, follow=True)
    assert "Guten Tag, Jana Albrecht" in visible_text(response)
    assert response.headers["Cache-Control"] == "no-store"
    cookie = portal.cookies[settings.SESSION_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    out = portal.post("/abmelden/", follow=True)
    assert "Sie sind abgemeldet." in visible_text(out)
    assert not LoginSession.objects.exclude(user=None).exists()
    assert portal.get("/").status_code == 302


def test_a_sign_in_never_continues_a_session_that_somebody_planted(portal: PageClient) -> None:
    make_user("jana")
    portal.cookies[settings.SESSION_COOKIE] = "planted"
    portal.post("/anmelden/", {"email": "jana@example.net", "password": PASSWORD})
    assert portal.cookies[settings.SESSION_COOKIE].value != "planted"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "", "password": ""}, "Geben Sie Ihre E-Mail-Adresse ein"),
        ({"email": "jalbrecht", "password": "x"}, "Benutzernamen aus dem alten Portal gelten nicht mehr."),
        ({"email": "jana@example.net", "password": "falsch"}, "E-Mail-Adresse oder Passwort stimmen nicht."),
        ({"email": "niemand@example.net", "password": "falsch"}, "E-Mail-Adresse oder Passwort stimmen nicht."),
    ],
)
def test_what_does_not_work_is_said_in_one_sentence(portal: PageClient, typed: dict[str, str], sentence: str) -> None:
    make_user("jana")
    response = portal.post("/anmelden/", typed)
    assert response.status_code == 422
    assert sentence in visible_text(response)
    assert f'value="{typed["email"]}"' in response.content.decode()
    assert typed["password"] == "" or f'value="{typed["password"]}"' not in response.content.decode()


def test_too_many_tries_are_429_with_the_time_to_wait(portal: PageClient) -> None:
    for _ in range(20):
        portal.post("/anmelden/", {"email": "a@example.net", "password": "x"})
    response = portal.post("/anmelden/", {"email": "b@example.net", "password": "x"})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


def test_forged_forwarding_headers_change_nothing(portal: PageClient) -> None:
    for number in range(20):
        portal.post(
            "/anmelden/",
            {"email": f"{number}@example.net", "password": "x"},
            headers={"X-Forwarded-For": f"10.9.9.{number}"},
        )
    assert (
        portal.post(
            "/anmelden/", {"email": "z@example.net", "password": "x"}, headers={"X-Forwarded-For": "1.2.3.4"}
        ).status_code
        == 429
    )


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\n//x"]
)
def test_after_signing_in_nobody_is_led_elsewhere(portal: PageClient, target: str) -> None:
    make_user("jana")
    response = portal.post("/anmelden/", {"email": "jana@example.net", "password": PASSWORD, "weiter": target})
    assert response.url == "/"


def test_back_to_where_one_wanted_to_go(portal: PageClient) -> None:
    make_user("jana")
    assert portal.get("/postfach/").url == "/anmelden/?weiter=%2Fpostfach%2F"
    response = portal.post("/anmelden/", {"email": "jana@example.net", "password": PASSWORD, "weiter": "/postfach/"})
    assert response.url == "/postfach/"


def good(kind: str = "C", **more: str) -> dict[str, str]:
    household = households()[kind]
    return {"contract_account": household.account_numbers[0], "meter_number": household.supplies[0].meter_number,
            "email": "neu@example.net", "terms": "ja", **more}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"contract_account": "IR1234567"}, "Die Vertragskontonummer hat 8 Ziffern nach IR, zum Beispiel IR 12345678"),
        ({"meter_number": "abc"}, "Geben Sie die Nummer vom Zähler ein, zum Beispiel 1 EMH00 12345678"),
        ({"email": "neu.example.net"}, "Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"),
        ({"terms": ""}, "Stimmen Sie den Nutzungsbedingungen zu, damit wir Ihren Zugang einrichten dürfen"),
    ],
)
def test_reg17_formats_are_said_at_once_and_nothing_is_lost(
    portal: PageClient, change: dict[str, str], sentence: str
) -> None:
    response = portal.post("/registrieren/", good(**change))
    assert response.status_code == 422
    assert sentence in visible_text(response)
    kept = good(**change)
    assert all(
        f'value="{kept[name]}"' in response.content.decode() for name in ("contract_account", "meter_number", "email")
    )
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{}, {"meter_number": "1EMH0099999999"}, {"contract_account": "IR77777777"}, {"email": "jana@example.net"}],
)
def test_reg1_reg2_every_registration_gets_the_same_page(portal: PageClient, change: dict[str, str]) -> None:
    make_user("jana")
    response = portal.post("/registrieren/", good(**change))
    assert (response.status_code, response.url) == (302, "/registrieren/gesendet/")
    assert Registration.objects.get().outcome == Registration.Outcome.OPEN


def test_faq_2_from_the_form_through_the_mail_into_the_portal(portal: PageClient) -> None:
    portal.post("/registrieren/", good("jana"))
    evaluate(registration_id=Registration.objects.get().id, now=settings.NOW)
    send(mail_id=Mail.objects.get(template="registration_link").id, now=settings.NOW)
    (mail,) = outbox.outbox
    assert mail.subject == "Bitte bestätigen Sie Ihre E-Mail-Adresse"
    path = next(word for word in mail.body.split() if "/registrieren/link/" in word).removeprefix("http://testserver")
    other_browser = PageClient()
    for _ in range(3):
        assert "Ihr Benutzername ist neu@example.net." in visible_text(other_browser.get(path))
    short = other_browser.post(path, {"password": "kurz"})
    assert "Nehmen Sie mindestens 10 Zeichen" in visible_text(short)
    entered = other_browser.post(path, {"password": PASSWORD}, follow=True)
    assert "Willkommen. Ihr Zugang ist eingerichtet." in visible_text(entered)
    assert "Guten Tag, Jana Albrecht" in visible_text(entered)
    assert "Willkommen." not in visible_text(other_browser.get("/"))
    assert PageClient().get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "x" * 43, "..%2F", "%00", "Ä"])
def test_reg13_any_other_token_is_gone_and_never_an_error(portal: PageClient, token: str) -> None:
    assert portal.get(f"/registrieren/link/{token}/").status_code in {404, 410}


def test_language_and_display_are_kept(portal: PageClient) -> None:
    portal.post("/sprache/", {"language": "en", "weiter": "/anmelden/"})
    assert "Your energy, simply sorted." in visible_text(portal.get("/anmelden/"))
    portal.post("/darstellung/", {"theme": "dark"})
    assert 'data-theme="dark"' in portal.get("/hilfe/").content.decode()
    user = make_user("jana")
    portal.enter(user).post("/sprache/", {"language": "en"})
    user.refresh_from_db()
    assert user.language == "en"
    portal.post("/sprache/", {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "en"


def test_the_language_chosen_before_is_kept_after_signing_in(portal: PageClient) -> None:
    user = make_user("jana")
    portal.post("/sprache/", {"language": "en"})
    portal.post("/anmelden/", {"email": user.email, "password": PASSWORD})
    user.refresh_from_db()
    assert user.language == "en"
    assert "Hello, Jana Albrecht" in visible_text(portal.get("/"))
