"""Anmeldung und Sicherheit as pages (F7, A5): factors, devices, password, address; sessions end where they must."""

import json
from datetime import timedelta

import pyotp
import pytest
from django.conf import settings

from osc.identity.address.changing import judge
from osc.identity.factors.app import new_app_secret
from osc.identity.factors.sealing import seal, unseal
from osc.identity.models import AuthenticatorApp, EmailChange, LoginSession, PortalUser, RecoveryCode
from osc.identity.sessions import find_session, start_session
from tests.support.authenticator import Authenticator
from tests.support.client import PageClient, visible_text
from tests.support.people import PASSWORD, make_user, settle
from tests.support.post import told

EMAIL, NEW, PAGE = "jana@example.net", "noch ein langer Satz", "/verwaltung/sicherheit/"


def key_of(portal: PageClient) -> str:
    return str(portal.cookies[settings.SESSION_COOKIE].value)


def signed_in(portal: PageClient, email: str = EMAIL) -> PageClient:
    assert portal.post("/anmelden/", {"email": email, "password": PASSWORD}).status_code == 302
    return portal


def give_app(user: PortalUser) -> str:
    secret = new_app_secret()
    AuthenticatorApp(user=user, sealed_secret=seal(secret, belongs_to=str(user.pk)), added_at=settings.NOW).save()
    return secret


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_shows_everything_about_the_log_in(portal: PageClient, language: str) -> None:
    make_user("jana", language=language)
    text = visible_text(signed_in(portal).get(PAGE))
    words = {"de": ("Anmeldung und Sicherheit", "dieses Gerät", "Neues Gerät"), "en": ("Sign-in and security",)}
    assert all(word in text for word in (EMAIL, *words[language]))


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", ["passwort/", "app/", "e-mail/"])
def test_its_pages_in_both_languages(portal: PageClient, path: str, language: str) -> None:
    make_user("jana", language=language)
    assert signed_in(portal).get(PAGE + path).status_code == 200


def test_nobody_else_gets_in(portal: PageClient) -> None:
    for path in ("", "passwort/", "app/", "e-mail/", "codes/"):
        assert portal.get(PAGE + path).url.startswith("/anmelden/")


def test_a5_app_set_up_codes_shown_once_and_asked_for_at_the_next_sign_in(portal: PageClient) -> None:
    user = make_user("jana")
    signed_in(portal)
    page = portal.get(PAGE + "app/")
    image = portal.get(PAGE + "app/code.svg")
    assert image.headers["Content-Type"] == "image/svg+xml" and b"<svg" in image.content
    session = find_session(key_of(portal), now=settings.NOW)
    secret = unseal(session.data["pending_app"], belongs_to=str(user.id))
    assert secret[:4] in page.content.decode() and secret not in json.dumps(session.data)
    assert portal.post(PAGE + "app/", {"code": "000000"}).status_code == 422
    before = key_of(portal)
    shown = portal.post(PAGE + "app/", {"code": pyotp.TOTP(secret).at(settings.NOW)})
    assert "Wir zeigen sie nur jetzt." in visible_text(shown) and key_of(portal) != before
    assert RecoveryCode.objects.filter(user=user).count() == 10
    assert portal.get(PAGE + "app/").url == PAGE
    fresh = PageClient()
    response = fresh.post("/anmelden/", {"email": EMAIL, "password": PASSWORD})
    assert response.url == "/anmelden/zweiter-faktor/"
    assert fresh.get("/").url == fresh.get("/zaehlerstand/").url == "/anmelden/zweiter-faktor/"
    later = pyotp.TOTP(secret).at(settings.NOW + timedelta(seconds=30))
    assert fresh.post("/anmelden/zweiter-faktor/", {"code": later}).url == "/"
    assert "Guten Tag" in visible_text(fresh.get("/"))


def test_the_target_survives_the_second_factor(portal: PageClient) -> None:
    secret = give_app(make_user("jana"))
    portal.post("/anmelden/", {"email": EMAIL, "password": PASSWORD, "weiter": "/postfach/"})
    done = portal.post("/anmelden/zweiter-faktor/", {"code": pyotp.TOTP(secret).at(settings.NOW)})
    assert done.url == "/postfach/"


def test_five_wrong_codes_end_the_session(portal: PageClient) -> None:
    give_app(make_user("jana"))
    signed_in(portal)
    for _ in range(4):
        wrong = portal.post("/anmelden/zweiter-faktor/", {"code": "000000"})
        assert wrong.status_code == 422 and "Nehmen Sie den neuesten Code" in visible_text(wrong)
    assert portal.post("/anmelden/zweiter-faktor/", {"code": "000000"}).url == "/anmelden/"
    assert portal.get("/anmelden/zweiter-faktor/").url == "/anmelden/"


def test_r_sec_9_a_reset_does_not_get_around_the_second_factor(portal: PageClient) -> None:
    from tests.pages.test_passwords import ask

    secret = give_app(make_user("jana"))
    ask(portal)
    one_time = told("one_time_password")["one_time"]
    assert portal.post("/anmelden/", {"email": EMAIL, "password": one_time}).url == "/anmelden/zweiter-faktor/"
    assert portal.get("/passwort-neu/").url == "/anmelden/zweiter-faktor/"
    done = portal.post("/anmelden/zweiter-faktor/", {"code": pyotp.TOTP(secret).at(settings.NOW)})
    assert done.url == "/passwort-neu/"
    assert portal.post("/passwort-neu/", {"password": NEW}).url == "/"


def test_aut9_staff_without_a_second_factor_get_no_further_than_setting_one_up(portal: PageClient) -> None:
    staff = make_user("B", is_staff=True)
    portal.enter(staff, second_factor=False)
    for path in ("/team/", "/team/kunden/", "/team/austausch/"):
        assert portal.get(path).url == PAGE
    assert "Richten Sie zuerst eine zweite Bestätigung ein" in visible_text(portal.get(PAGE))
    for stranger in (PageClient(), PageClient().enter(make_user("jana"))):
        assert visible_text(stranger.get("/team/")) == visible_text(stranger.get("/gibt-es-nicht/"))


def ask_key(portal: PageClient, path: str) -> dict[str, object]:
    return dict(json.loads(portal.post(path).content))


def test_passkey_added_used_for_signing_in_and_for_confirming(portal: PageClient) -> None:
    make_user("jana")
    signed_in(portal)
    device = Authenticator()
    answer = device.create(ask_key(portal, PAGE + "passkey/frage/"))
    assert "Ihre Ersatzcodes" in visible_text(portal.post(PAGE + "passkey/", {"passkey": answer}))
    fresh = PageClient()
    answer = device.get(ask_key(fresh, "/anmelden/passkey/frage/"))
    done = fresh.post("/anmelden/passkey/", {"passkey": answer, "weiter": PAGE})
    assert done.url == PAGE
    assert fresh.post("/anmelden/passkey/", {"passkey": answer}).url == "/anmelden/", "a question is answered once"
    again = PageClient()
    signed_in(again)
    answer = device.get(ask_key(again, "/anmelden/passkey/frage/"))
    assert again.post("/anmelden/zweiter-faktor/", {"passkey": answer}).url == "/"
    LoginSession.objects.update(data={})
    assert again.get(PAGE + "e-mail/").url.startswith("/anmelden/bestaetigen/")
    answer = device.get(ask_key(again, "/anmelden/passkey/frage/"))
    assert (
        again.post("/anmelden/bestaetigen/passkey/", {"passkey": answer, "weiter": PAGE + "e-mail/"}).status_code == 302
    )
    assert again.get(PAGE + "e-mail/").status_code == 200


def test_passkeys_are_hidden_without_script(portal: PageClient) -> None:
    page = portal.get("/anmelden/").content.decode()
    assert 'data-site="testserver"' in page and "hidden>" in page.partition("data-passkey")[2][:300]


def test_log10_changing_the_password_ends_the_others_and_keeps_this_one(portal: PageClient) -> None:
    user = make_user("jana")
    signed_in(portal)
    other, before = start_session(user, now=settings.NOW), key_of(portal)
    wrong = portal.post(PAGE + "passwort/", {"current": "falsch", "password": NEW})
    assert wrong.status_code == 422 and "Das Passwort stimmt nicht." in visible_text(wrong)
    weak = portal.post(PAGE + "passwort/", {"current": PASSWORD, "password": "qwertzuiop"})
    assert weak.status_code == 422 and "steht in bekannten Listen" in visible_text(weak)
    assert portal.post(PAGE + "passwort/", {"current": PASSWORD, "password": NEW}).url == PAGE
    assert key_of(portal) != before and portal.get(PAGE).status_code == 200
    assert find_session(other, now=settings.NOW) is None and find_session(before, now=settings.NOW) is None
    assert told("password_changed") == {}


def test_log14_one_device_or_all_others(portal: PageClient) -> None:
    user = make_user("jana")
    signed_in(portal)
    first = PageClient(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/605"}).enter(user)
    second = PageClient().enter(user, device=settle(user))
    handle = LoginSession.objects.get(device__label="Firefox").key_hash.hex()
    portal.post(PAGE + "geraete/", {"place": handle})
    assert second.get("/").status_code == 302 and first.get("/").status_code == 200
    portal.post(PAGE + "geraete/", {"others": "1"})
    assert first.get("/").status_code == 302 and portal.get("/").status_code == 200


def test_somebody_elses_session_is_not_mine_to_end(portal: PageClient) -> None:
    other = PageClient().enter(make_user("B"))
    handle = LoginSession.objects.get(user__email="b@example.net").key_hash.hex()
    make_user("jana")
    signed_in(portal)
    for place in (handle, "zz", "", "ff" * 32):
        assert portal.post(PAGE + "geraete/", {"place": place}).url == PAGE
    assert other.get("/").status_code == 200


def test_log17_biz1_five_wrong_proofs_end_this_session_and_slow_nobody_down(portal: PageClient) -> None:
    make_user("jana")
    signed_in(portal)
    LoginSession.objects.update(data={})
    assert portal.post(PAGE + "e-mail/", {"email": "x@example.net"}).url.startswith("/anmelden/bestaetigen/")
    assert not EmailChange.objects.exists()
    for _ in range(4):
        assert portal.post("/anmelden/bestaetigen/", {"password": "falsch"}).status_code == 422
    assert portal.post("/anmelden/bestaetigen/", {"password": "falsch"}).url == "/anmelden/"
    assert portal.get("/").status_code == 302
    signed_in(PageClient())


def test_log8_log9_log13_fresh_key_at_sign_in_and_nothing_left_at_sign_out(portal: PageClient) -> None:
    """R-SEC-14: a new key at sign-in; after signing out the back button leads to the sign-in."""
    make_user("jana")
    make_user("B")
    signed_in(portal, "b@example.net")
    theirs = key_of(portal)
    signed_in(portal)
    assert key_of(portal) != theirs and find_session(theirs, now=settings.NOW) is None
    mine = key_of(portal)
    assert portal.get("/abmelden/").status_code == 405
    out = portal.post("/abmelden/")
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert find_session(mine, now=settings.NOW) is None


def test_log12_the_device_cookie_is_as_strict_as_the_session(portal: PageClient) -> None:
    make_user("jana")
    signed_in(portal)
    for name in (settings.SESSION_COOKIE, settings.DEVICE_COOKIE):
        cookie = portal.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]


def test_a_new_address_from_form_to_confirmation(portal: PageClient) -> None:
    user = make_user("jana")
    signed_in(portal)
    same = portal.post(PAGE + "e-mail/", {"email": EMAIL})
    assert same.status_code == 422 and "Das ist schon Ihre Adresse." in visible_text(same)
    portal.post(PAGE + "e-mail/", {"email": "neu@example.net"})
    judge(change_id=EmailChange.objects.get().id, now=settings.NOW)
    assert "Bis dahin gilt die alte." in visible_text(portal.get(PAGE))
    path = told("confirm_new_email")["link"].removeprefix(settings.BASE_URL)
    elsewhere = PageClient()
    page = elsewhere.get(path)
    assert "neu@example.net" in visible_text(page) and EMAIL not in visible_text(page)
    assert elsewhere.post(path).status_code == 302 and elsewhere.post(path).status_code == 410
    back = told("email_changed")["link"].removeprefix(settings.BASE_URL)
    assert "wieder jana@example.net" in visible_text(elsewhere.get(back))
    assert "Ihre alte Adresse gilt wieder" in visible_text(elsewhere.post(back))
    user.refresh_from_db()
    assert user.email == EMAIL


def test_biz7_the_page_is_the_same_for_a_used_address(portal: PageClient) -> None:
    make_user("jana")
    make_user("B")
    signed_in(portal)
    answers = []
    for email in ("frei@example.net", "b@example.net"):
        answers.append(visible_text(portal.post(PAGE + "e-mail/", {"email": email}, follow=True)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/anmelden/freischalten/x/", "/e-mail-bestaetigen/x/", "/e-mail-rueckgaengig/x/",
                                  "/passwort-neu/x/"])  # fmt: skip
def test_reg13_a_link_that_is_none_is_gone(portal: PageClient, path: str) -> None:
    assert portal.get(path).status_code == portal.post(path).status_code == 410
