"""PWD1 … PWD12: the forgotten password, a mail with a new one, and what it opens (FAQ 7)."""

import re
import secrets
import socket
from urllib.parse import urlencode, urlsplit

import pytest

from tests.attacks.entries import (
    WRONG,
    ask_password,
    attempt,
    change_password,
    choose_password,
    hammer,
    mailbox,
    one_time_password,
    people,
    register,
)
from tests.attacks.pages import difference, read_forms, same, shown_text
from tests.attacks.visitor import Demo, fresh_address

NEW = "Ein neuer Satz mit vielen Worten"
PAGES = ("/verwaltung", "/postfach/", "/zaehlerstand/", "/abschlag", "/verbrauch", "/dokumente")


@pytest.mark.short
def test_pwd1_every_address_gets_the_same_page(demo: Demo) -> None:
    """R-SEC-4: known, unknown, registered and never confirmed, written with blanks and in capitals."""
    known, pending = people(demo, 14, 1)[0]["email"], mailbox()
    pair = demo.next_pair()
    register(demo, pair["contract_account"], pair["meter_number"], pending)
    demo.wait_for_mail(pending)
    pages = {email: ask_password(demo, email) for email in (known, mailbox(), pending, f"  {known.upper()} ")}
    one, *others = pages.values()
    assert one.status_code == 200
    for other in others:
        assert same(one, other, *pages), difference(one, other, *pages)
    one_time_password(demo, known)


def test_pwd1_a_stranger_hears_once_a_day_that_there_is_no_log_in(later: Demo) -> None:
    stranger = mailbox()
    for _ in range(3):
        ask_password(later, stranger)
    later.settle(4)
    (mail,) = later.mails(stranger)
    assert "Kein Zugang unter dieser Adresse" in mail["subject"]
    later.clock.move(hours=24, minutes=1)
    ask_password(later, stranger)
    later.wait_for_mail(stranger, count=2)


def test_pwd2_the_old_password_goes_on_until_there_is_a_new_one(later: Demo) -> None:
    """R-SEC-8: nobody is locked out by somebody who asks."""
    person = people(later, 15, 1)[0]
    ask_password(later, person["email"])
    first = one_time_password(later, person["email"])
    assert attempt(later, person["email"], person["password"]).code == 302
    assert attempt(later, person["email"], first).code == 422, "who knows the password needs no other one"
    ask_password(later, person["email"])
    second = one_time_password(later, person["email"], count=2)
    assert attempt(later, person["email"], second).code == 302
    assert attempt(later, person["email"], person["password"]).code == 302


@pytest.mark.parametrize(("minutes", "code", "number"), [(29, 302, 16), (31, 422, 17)])
def test_pwd4_password_and_link_live_for_half_an_hour(later: Demo, minutes: int, code: int, number: int) -> None:
    person = people(later, number, 1)[0]
    ask_password(later, person["email"])
    secret = one_time_password(later, person["email"])
    link = later.link_in(later.wait_for_mail(person["email"], "neues Passwort"))
    later.clock.move(minutes=minutes)
    with later.visitor() as visitor:
        assert visitor.get(link).status_code == (200 if code == 302 else 410)
    assert attempt(later, person["email"], secret).code == code


def test_pwd5_only_the_newest_works_and_none_afterwards(later: Demo) -> None:
    person = people(later, 18, 1)[0]
    given = []
    for number in range(1, 4):
        ask_password(later, person["email"])
        given.append(one_time_password(later, person["email"], count=number))
    links = [later.link_in(mail) for mail in later.mails(person["email"]) if "neues Passwort" in mail["subject"]]
    assert len(set(given)) == len(set(links)) == 3
    assert [attempt(later, person["email"], each).code for each in given[:2]] == [422, 422]
    with later.visitor() as visitor:
        assert [visitor.get(link).status_code for link in links] == [200, 410, 410]
        assert visitor.sign_in(person, given[2]).status_code == 302
        assert choose_password(visitor, NEW).status_code == 302
    assert [attempt(later, person["email"], each).code for each in given] == [422] * 3
    with later.visitor() as visitor:
        assert [visitor.get(link).status_code for link in links] == [410] * 3
    assert attempt(later, person["email"], NEW).code == 302


def test_pwd6_it_opens_nothing_but_the_page_for_a_new_one(later: Demo) -> None:
    person = people(later, 19, 1)[0]
    with later.visitor() as owner:
        owner.sign_in(person)
        pages = owner.crawl(limit=150)
        forms = [
            form for path, page in pages.items() for form in read_forms(page.text, later.base_url + path)
            if form.method == "POST" and urlsplit(form.action).path.startswith(PAGES)
        ]  # fmt: skip
    assert len(forms) > 5
    later.clock.move(minutes=1)
    ask_password(later, person["email"])
    before = len(later.ledger())
    with later.visitor() as visitor:
        visitor.sign_in(person, one_time_password(later, person["email"]))
        for path in pages:
            answer = visitor.get(path)
            assert not [mark for mark in person["canaries"] if mark in answer.text], path
            if path.startswith(PAGES):
                assert answer.status_code in {302, 404}, path
                assert answer.headers.get("Location", "/passwort-neu/") == "/passwort-neu/", path
        token = visitor.form("/passwort-neu/", action="/passwort-neu").fields["csrfmiddlewaretoken"]
        for form in forms:
            answer = visitor.post(form.action, form.filled(csrfmiddlewaretoken=token))
            assert answer.status_code == 302 and answer.headers["Location"] == "/passwort-neu/", form.action
        page = visitor.open("/passwort-neu/")
        assert {urlsplit(form.action).path for form in read_forms(page.text, str(page.url))} >= {"/abmelden/"}
        visitor.send(visitor.form("/passwort-neu/", action="/abmelden"))
        assert visitor.get("/passwort-neu/").status_code == 302
    later.settle()
    assert len(later.ledger()) == before


def test_pwd7_a_bad_new_one_does_not_spend_it(later: Demo) -> None:
    person = people(later, 20, 1)[0]
    ask_password(later, person["email"])
    secret = one_time_password(later, person["email"])
    with later.visitor() as visitor, later.visitor() as again:
        visitor.sign_in(person, secret)
        for bad in (secret, "kurz", "Stadtwerke2026!", person["password"]):
            answer = choose_password(visitor, bad)
            assert answer.status_code == 422 and "error" in answer.text, bad
        later.clock.move(minutes=20)
        assert again.sign_in(person, secret).status_code == 302
        assert choose_password(again, NEW).status_code == 302 and again.inside()
        assert not visitor.inside()


def test_pwd8_every_other_session_ends_and_money_waits(later: Demo) -> None:
    """R-SEC-8, R-SEC-15: the owner hears of it, and a new account for credits is held for three days."""
    person = next(each for each in people(later, 21, 18) if each["kind"] in {"strom", "ht_nt"})
    account = person["contract_accounts"][0]
    with later.visitor() as one, later.visitor() as other, later.visitor() as visitor:
        one.sign_in(person)
        other.sign_in(person)
        ask_password(later, person["email"])
        visitor.sign_in(person, one_time_password(later, person["email"]))
        choose_password(visitor, NEW)
        assert visitor.inside() and not one.inside() and not other.inside()
        later.wait_for_mail(person["email"], "Passwort wurde geändert")
        before = later.effects(account)
        form = visitor.form("/verwaltung/bank/aendern/", has="iban")
        form.fields.pop("for_debit", None)
        check = visitor.send(
            form, holder=person["name"], iban="DE02120300000000202051", for_refund="ja", account=account
        )
        assert check.status_code == 302, shown_text(check.text)
        final = visitor.form(check.headers["Location"], has="submission_key")
        done = visitor.send(final, follow=True, **dict.fromkeys(final.shown, "ja"))
        assert "Vorgangsnummer" in done.text, shown_text(done.text)
        later.clock.move(hours=25)
        later.settle(4)
        assert later.effects(account) == before, "a day of cooling is not enough after a reset"
    logged = [line for line in later.log_lines() if "osc.security" in line]
    assert [line for line in logged if "password_reset" in line], logged[-3:]


def test_pwd9_strangers_cannot_spend_it(later: Demo) -> None:
    """Five hundred wrong ones from fifty sources: each source is slowed down, the right one still works."""
    person = people(later, 22, 1)[0]
    with later.visitor() as own:
        own.sign_in(person)
        own.sign_out()
        later.clock.move(hours=1)
        ask_password(later, person["email"])
        secret = one_time_password(later, person["email"])
        sources = [fresh_address() for _ in range(50)]
        guesses = [(source, "EP-" + "-".join(secrets.token_hex(3)[:5] for _ in range(4))) for source in sources * 10]
        assert set(hammer(later, guesses, email=person["email"])) <= {422, 429}
        greedy = hammer(later, [(sources[0], "EP-00000-11111-22222-33333")] * 15, email=person["email"])
        assert 429 in greedy
        assert attempt(later, person["email"], secret).code == 302
        assert attempt(later, person["email"], person["password"]).code == 302
        assert own.sign_in(person).status_code == 302


@pytest.mark.short
def test_pwd10_the_mail_says_enough_and_no_more(demo: Demo) -> None:
    person = people(demo, 23, 1)[0]
    ask_password(demo, person["email"])
    secret = one_time_password(demo, person["email"])
    mail = demo.wait_for_mail(person["email"], "neues Passwort")
    for text in (mail["text"], mail["html"]):
        assert secret in text and "30 Minuten" in text and "bisheriges Passwort" in text
        assert person["password"] not in text and not re.search(r"IR ?\d{8}|DE\d{20}", text)
        assert not [mark for mark in person["canaries"] if mark in text]
    words = set(re.findall(r"\w{5,}", mail["text"]))
    assert words <= set(re.findall(r"\w{5,}", mail["html"])), words
    link = demo.link_in(mail)
    assert len(link) < 76 and "?" not in link, "survives mail programs that wrap"
    assert f"{demo.base_url}{link}" in mail["html"] and f"{demo.base_url}{link}" in mail["text"].splitlines()
    with demo.visitor() as visitor:
        page = visitor.open(link)
        assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
        assert not re.findall(r'(?:src|href)="https?://', page.text)
        form = visitor.form(link, action=link)
        answer = visitor.send(form)
        assert answer.headers["Location"] == "/passwort-neu/"


HEADERS = ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"},
           {"X-Original-URL": "/evil"}, {"Host": "portal:evil@x"})  # fmt: skip


@pytest.mark.short
def test_pwd11_links_have_our_own_origin_whatever_the_request_says(demo: Demo) -> None:
    address = mailbox()
    host = urlsplit(demo.base_url).netloc
    with demo.visitor() as visitor:
        form = visitor.form("/passwort-vergessen/", has="email")
        body = urlencode(form.filled(email=address)).encode()
        cookie = f"osc_csrf={visitor.http.cookies.get('osc_csrf')}"
        for headers in HEADERS:
            answer = visitor.http.post("/passwort-vergessen/", data=form.filled(email=address), headers=headers)
            assert answer.status_code in {302, 400, 403}, headers
    for line, hosts in (("http://evil.example/passwort-vergessen/", [host]), ("/passwort-vergessen/", [host, "evil.example"]),
                        ("/passwort-vergessen/", ["evil.example", host])):  # fmt: skip
        status = _raw_post(demo, line, hosts, cookie, body)
        assert status in {302, 400, 403}, (line, hosts, status)
    demo.wait_for_mail(address)
    for mail in demo.mails():
        links = re.findall(r"https?://[^\s\"<]+", mail["text"] + mail["html"])
        assert not [link for link in links if not link.startswith(demo.base_url)], mail["subject"]


def _raw_post(demo: Demo, target: str, hosts: list[str], cookie: str, body: bytes) -> int:
    """The status of a request as no library would send it."""
    host, port = urlsplit(demo.base_url).netloc.split(":")
    head = [f"POST {target} HTTP/1.1", *(f"Host: {each}" for each in hosts), f"Cookie: {cookie}", "Connection: close",
            "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", ""]  # fmt: skip
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall("\r\n".join(head).encode() + body)
        return int(line.recv(4096).split()[1])


def test_pwd12_an_old_mail_opens_nothing_after_a_new_address(later: Demo) -> None:
    person, new = people(later, 24, 1)[0], mailbox()
    with later.visitor() as owner:
        owner.sign_in(person)
        ask_password(later, person["email"])
        secret = one_time_password(later, person["email"])
        old = later.link_in(later.wait_for_mail(person["email"], "neues Passwort"))
        owner.send(owner.form("/verwaltung/sicherheit/e-mail/", has="email"), email=new)
        confirm = later.link_in(later.wait_for_mail(new))
        assert owner.send(owner.form(confirm, action=confirm)).status_code in {200, 302}
    with later.visitor() as visitor:
        assert visitor.get(old).status_code == 410
        assert attempt(later, person["email"], secret).code == attempt(later, new, secret).code == 422
        assert visitor.sign_in({"email": new}, person["password"]).status_code == 302


def test_pwd12_nor_after_another_password(later: Demo) -> None:
    person = people(later, 25, 1)[0]
    ask_password(later, person["email"])
    secret = one_time_password(later, person["email"])
    with later.visitor() as owner:
        owner.sign_in(person)
        change_password(owner, person["password"], NEW)
    assert attempt(later, person["email"], secret).code == attempt(later, person["email"], WRONG).code == 422
