"""PWD1 … PWD12: the forgotten password, a mail with a new one, and what it opens (FAQ 7)."""

import re

import httpx
import pytest

from tests.attacks.pages import difference, read_forms, same
from tests.attacks.visitor import Demo, Visitor

NEW = "Ein neuer Satz mit vielen Worten"


def ask(demo: Demo, email: str) -> httpx.Response:
    with demo.visitor() as visitor:
        return visitor.send(visitor.form("/passwort-vergessen/", has="email"), follow=True, email=email)


def one_time(demo: Demo, email: str, count: int = 1) -> str:
    """The password in the newest mail."""
    mail = demo.wait_for_mail(email, "neues Passwort", count=count)
    found = re.search(r"EP-[0-9A-Z-]+", mail["text"])
    assert found, mail["text"]
    return found[0]


def try_password(demo: Demo, email: str, password: str) -> int:
    with demo.visitor() as visitor:
        return visitor.sign_in({"email": email}, password).status_code


def choose(visitor: Visitor, *passwords: str) -> httpx.Response:
    form = visitor.form("/passwort-neu/", action="/passwort-neu")
    fields = [name for name in form.shown if form.types[name] == "password"]
    return visitor.send(form, **dict(zip(fields, passwords * len(fields), strict=False)))


@pytest.mark.short
def test_pwd1_every_address_gets_the_same_page(demo: Demo) -> None:
    known = demo.crowd()[10]["email"]
    pages = {email: ask(demo, email) for email in (known, "nobody1@example.org", f"  {known.upper()} ")}
    one, *others = pages.values()
    for other in others:
        assert same(one, other, *pages), difference(one, other, *pages)


def test_pwd1_a_stranger_hears_once_a_day_that_there_is_no_log_in(later: Demo) -> None:
    for _ in range(3):
        ask(later, "nobody2@example.org")
    later.settle()
    assert len(later.mails("nobody2@example.org")) == 1


def test_pwd2_the_old_password_goes_on_until_there_is_a_new_one(later: Demo) -> None:
    person = later.crowd()[11]
    ask(later, person["email"])
    secret = one_time(later, person["email"])
    assert try_password(later, person["email"], person["password"]) == 302
    ask(later, person["email"])
    secret = one_time(later, person["email"], count=2)
    assert try_password(later, person["email"], secret) == 302
    assert try_password(later, person["email"], person["password"]) == 302


@pytest.mark.parametrize(("minutes", "code"), [(29, 302), (31, 422)])
def test_pwd4_it_lives_for_half_an_hour(later: Demo, minutes: int, code: int) -> None:
    person = later.crowd()[12 + (minutes > 30)]
    ask(later, person["email"])
    secret = one_time(later, person["email"])
    later.clock.move(minutes=minutes)
    assert try_password(later, person["email"], secret) == code


def test_pwd5_only_the_newest_works_and_none_afterwards(later: Demo) -> None:
    person = later.crowd()[14]
    secrets = []
    for number in range(1, 4):
        ask(later, person["email"])
        secrets.append(one_time(later, person["email"], count=number))
    assert [try_password(later, person["email"], each) for each in secrets[:2]] == [422, 422]
    with later.visitor() as visitor:
        assert visitor.sign_in(person, secrets[2]).status_code == 302
        assert choose(visitor, NEW).status_code == 302
    assert {try_password(later, person["email"], each) for each in secrets} <= {422, 429}
    assert try_password(later, person["email"], NEW) == 302


def test_pwd6_it_opens_nothing_but_the_page_for_a_new_one(later: Demo) -> None:
    person = later.crowd()[15]
    with later.visitor() as owner:
        owner.sign_in(person)
        paths = list(owner.crawl(limit=80))
    later.clock.move(minutes=1)
    ask(later, person["email"])
    secret = one_time(later, person["email"])
    before = len(later.ledger())
    with later.visitor() as visitor:
        visitor.sign_in(person, secret)
        for path in paths:
            page = visitor.get(path)
            if page.status_code == 200:
                assert not [mark for mark in person["canaries"] if mark in page.text], path
            if path.startswith(("/verwaltung", "/postfach/", "/zaehlerstand/", "/abschlag", "/verbrauch")):
                assert page.status_code in {302, 404}, path
                answer = visitor.post(path.partition("?")[0], {"csrfmiddlewaretoken": "x"})
                assert answer.status_code in {302, 403, 404, 405}, path
    later.settle()
    assert len(later.ledger()) == before


def test_pwd7_a_bad_new_one_does_not_spend_it(later: Demo) -> None:
    person = later.crowd()[16]
    ask(later, person["email"])
    secret = one_time(later, person["email"])
    with later.visitor() as visitor:
        visitor.sign_in(person, secret)
        for bad in (secret, "kurz", "Stadtwerke2026!"):
            assert choose(visitor, bad).status_code == 422, bad
        assert choose(visitor, NEW).status_code == 302
        assert visitor.inside()


def test_pwd8_every_other_session_ends_and_the_owner_hears_of_it(later: Demo) -> None:
    person = later.crowd()[17]
    with later.visitor() as one, later.visitor() as other, later.visitor() as visitor:
        one.sign_in(person), other.sign_in(person)
        ask(later, person["email"])
        visitor.sign_in(person, one_time(later, person["email"]))
        choose(visitor, NEW)
        assert visitor.inside() and not one.inside() and not other.inside()
    later.wait_for_mail(person["email"], "Passwort wurde geändert")


def test_pwd9_strangers_cannot_spend_it(later: Demo) -> None:
    person = later.crowd()[18]
    ask(later, person["email"])
    secret = one_time(later, person["email"])
    for number in range(30):
        wrong = "EP-" + "-".join(f"{number:05d}"[:5] for _ in range(4))
        assert try_password(later, person["email"], wrong) in {422, 429}
    later.clock.move(minutes=16)
    assert try_password(later, person["email"], secret) == 302


@pytest.mark.short
def test_pwd10_the_mail_says_enough_and_no_more(demo: Demo) -> None:
    person = demo.crowd()[19]
    ask(demo, person["email"])
    secret = one_time(demo, person["email"])
    mail = demo.wait_for_mail(person["email"], "neues Passwort")
    for text in (mail["text"], mail["html"]):
        assert secret in text and "30 Minuten" in text and "bisheriges Passwort" in text
        assert person["password"] not in text and not re.search(r"IR ?\d{8}|DE\d{20}", text)
    with demo.visitor() as visitor:
        page = visitor.open(demo.link_in(mail))
        assert page.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
        assert not re.findall(r'(?:src|href)="https?://', page.text)
        assert [form for form in read_forms(page.text, str(page.url)) if form.method == "POST"]


@pytest.mark.short
def test_pwd11_links_have_our_own_origin_whatever_the_request_says(demo: Demo) -> None:
    with demo.visitor() as visitor:
        for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"},
                        {"X-Original-URL": "/evil"}):  # fmt: skip
            form = visitor.form("/passwort-vergessen/", has="email")
            answer = visitor.http.post(
                "/passwort-vergessen/", data=form.filled(email="host@example.org"), headers=headers
            )
            assert answer.status_code in {200, 302, 400, 403}
    demo.settle()
    for mail in demo.mails():
        links = re.findall(r"https?://[^\s\"<]+", mail["text"] + mail["html"])
        assert not [link for link in links if not link.startswith(demo.base_url)], mail["subject"]
