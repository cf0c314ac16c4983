"""LOG1 … LOG20: signing in, guessing, sessions."""

import os
import re
import subprocess
import sys
import threading
import time

import httpx
import pytest

from tests.attacks.entries import (
    WRONG,
    ask_password,
    attempt,
    change_password,
    hammer,
    in_slices,
    mailbox,
    people,
    register,
    told_apart,
)
from tests.attacks.errands import staff
from tests.attacks.pages import difference, norm, read_forms, same
from tests.attacks.test_aut_roles import partner_path
from tests.attacks.visitor import Demo, fresh_address

NEW = "Ein ganz anderer langer Satz"
SECURITY = "/verwaltung/sicherheit/"


@pytest.mark.short
def test_log1_nobody_sees_why_a_sign_in_did_not_work(demo: Demo) -> None:
    """R-SEC-4: unknown, wrong password, registered and never confirmed, under attack from elsewhere."""
    known, attacked, pending, unknown = *(each["email"] for each in people(demo, 0, 2)), mailbox(), mailbox()
    pair = demo.next_pair()
    register(demo, pair["contract_account"], pair["meter_number"], pending)
    demo.wait_for_mail(pending)
    hammer(demo, [(fresh_address(), WRONG)] * 3, email=attacked)
    answers = {email: attempt(demo, email).answer for email in (unknown, known, pending, attacked)}
    assert [each.status_code for each in answers.values()] == [422] * 4
    for email, answer in answers.items():
        assert same(answers[unknown], answer, email, unknown), difference(answers[unknown], answer, email, unknown)


def test_log2_nobody_can_tell_by_time_who_has_a_log_in(later: Demo) -> None:
    """200 + 200 sign-ins, four for each address and day: no limit is touched."""
    known = [each["email"] for each in people(later, 0, 40)]

    def take(which: int, number: int) -> float:
        email = known[number % 20] if which else f"u{number}@example.org"
        seconds, answer = attempt(later, email)
        assert answer.status_code == 422
        return seconds

    assert 0.40 <= told_apart(lambda seed: in_slices(later, 4, 50, seed, take)) <= 0.60


def test_log2_nobody_can_tell_by_time_who_asked_for_a_new_password(later: Demo) -> None:
    """One hash for everybody: what has the form of a one-time password meets that hash alone."""
    asked, others = ([each["email"] for each in people(later, start, 19)] for start in (0, 19))

    def take(which: int, number: int) -> float:
        email = (asked if which else others)[number % 19]
        seconds, answer = attempt(later, email, "EP-00000-11111-22222-33333" if number % 2 else WRONG)
        assert answer.status_code == 422
        return seconds

    def measure(seed: int) -> tuple[list[float], list[float]]:
        both: tuple[list[float], list[float]] = ([], [])
        for part in range(4):
            for email in asked:
                ask_password(later, email)
            later.settle(3)
            for samples, more in zip(both, in_slices(later, 1, 50, seed * 10 + part, take), strict=True):
                samples.extend(more)
        return both

    assert 0.40 <= told_apart(measure) <= 0.60


@pytest.mark.parametrize("what", ["the address of a registration", "the pair of numbers", "a forgotten password"])
def test_log3_forms_without_sign_in_take_the_same_time(later: Demo, what: str) -> None:
    known = [each["email"] for each in people(later, 0, 40)]
    pairs = later.card["unregistered"]

    def take(which: int, number: int) -> float:
        values = {"email": known[number % len(known)] if which else f"v{number}@example.org"}
        path = "/passwort-vergessen/"
        if what != "a forgotten password":
            pair = pairs[number % len(pairs)]
            right = which == 1 and what == "the pair of numbers"
            values |= {"contract_account": pair["contract_account"], "terms": "ja"}
            values |= {"meter_number": pair["meter_number"] if right else "1EMH0099999999"}
            path = "/registrieren/"
        if what == "the pair of numbers":
            values["email"] = mailbox()
        with later.visitor() as visitor:
            form = visitor.form(path, has="email")
            began = time.perf_counter()
            answer = visitor.send(form, **values)
            assert answer.status_code == 302
            return time.perf_counter() - began

    assert 0.40 <= told_apart(lambda seed: in_slices(later, 4, 50, seed, take)) <= 0.60


def wrong_series(demo: Demo, *emails: str) -> list[list[httpx.Response]]:
    """Twenty wrong sign-ins for each address, in turns, each address from one source of its own."""
    sources = [fresh_address() for _ in emails]
    rows = [
        [attempt(demo, email, address=source).answer for email, source in zip(emails, sources, strict=True)]
        for _ in range(20)
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def test_log4_guessing_is_slowed_down_soon(later: Demo) -> None:
    person, source = people(later, 1, 1)[0], fresh_address()
    began = time.monotonic()
    answers = [attempt(later, person["email"], address=source).answer for _ in range(20)]
    assert time.monotonic() - began < 60
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 10
    assert all(0 < int(answer.headers["Retry-After"]) <= 900 for answer in refused)
    assert attempt(later, person["email"], person["password"], source).code == 429


def test_log20_an_unknown_address_is_slowed_down_like_a_known_one(later: Demo) -> None:
    """In turns, so that both meet the same clock; a wait may end between two turns, but not three times."""
    for number, person in enumerate(people(later, 2, 3)):
        ghost = f"ghost{number}@example.org"
        known, unknown = wrong_series(later, person["email"], ghost)
        assert [each.status_code for each in known][:5] == [each.status_code for each in unknown][:5] == [422] * 5
        echoed = (person["email"], ghost)
        if [norm(each, *echoed) for each in known] == [norm(each, *echoed) for each in unknown]:
            return
    raise AssertionError(([each.status_code for each in known], [each.status_code for each in unknown]))


def test_log6_a_hundred_at_once_are_counted_exactly(later: Demo) -> None:
    email, gate, codes = people(later, 5, 1)[0]["email"], threading.Barrier(100), []

    def one() -> None:
        with later.visitor() as visitor:
            form = visitor.form("/anmelden/", has="password")
            gate.wait(120)
            codes.append(visitor.send(form, email=email, password=WRONG).status_code)

    threads = [threading.Thread(target=one) for _ in range(100)]
    for each in threads:
        each.start()
    gate_passed = time.monotonic()
    for each in threads:
        each.join()
    # whoever is served after a wait of 2, 4, 8 … seconds may be judged again
    waits_over = sum(time.monotonic() - gate_passed > seconds for seconds in (2, 6, 14, 30))
    assert len(codes) == 100 and sum(code != 429 for code in codes) <= 5 + waits_over, codes


@pytest.mark.short
def test_log8_a_sign_in_never_continues_a_session(demo: Demo) -> None:
    with demo.visitor() as visitor, demo.visitor() as thief:
        visitor.send(visitor.form("/registrieren/"), contract_account="x")
        visitor.http.cookies.set("osc_session", "chosen-by-somebody-else", domain="127.0.0.1")
        visitor.sign_in(demo.person("B"))
        of_b = visitor.http.cookies.get("osc_session") or ""
        assert of_b and of_b != "chosen-by-somebody-else"
        path = str(visitor.open("/zaehlerstand/").url.path)
        form = visitor.form(path, action=path)
        check = visitor.send(form, **{next(name for name in form.shown if name.startswith("stand")): "7"})
        draft = check.headers["Location"]
        a, token = demo.person("A"), visitor.form(path, action=path).fields["csrfmiddlewaretoken"]
        answer = visitor.post(
            "/anmelden/", {"email": a["email"], "password": a["password"], "csrfmiddlewaretoken": token}
        )
        assert answer.status_code == 302
        page = visitor.open("/verwaltung/")
        assert a["contract_accounts"][0][-4:] in page.text
        assert visitor.get(draft).status_code in {302, 404}
        thief.http.cookies.set("osc_session", of_b)
        assert not thief.inside()


@pytest.mark.short
def test_log9_signing_out_ends_the_session_on_the_server(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        kept = visitor.http.cookies.get("osc_session")
        assert visitor.get("/abmelden/").status_code == 405 and visitor.inside()
        assert visitor.post("/abmelden/", {}, headers={"Origin": "https://evil.example"}).status_code == 403
        assert visitor.inside()
        answer = visitor.sign_out()
        assert '"cache"' in answer.headers.get("Clear-Site-Data", "")
        visitor.http.cookies.clear()
        visitor.http.cookies.set("osc_session", kept)
        assert not visitor.inside()


def test_log10_a_new_password_ends_every_other_session(later: Demo) -> None:
    person = people(later, 6, 1)[0]
    with later.visitor() as one, later.visitor() as other:
        one.sign_in(person)
        other.sign_in(person)
        before = one.http.cookies.get("osc_session")
        assert change_password(one, person["password"], NEW).status_code == 302
        assert one.inside() and not other.inside()
        assert one.http.cookies.get("osc_session") != before
        later.wait_for_mail(person["email"], "Passwort wurde geändert")
        with later.visitor() as third:
            assert third.sign_in(person).status_code == 422
            assert third.sign_in(person, NEW).status_code == 302
        # of the remembered browsers only the one that changed it is still known
        hammer(later, [(fresh_address(), WRONG)] * 12, email=person["email"])
        assert other.sign_in(person, NEW).status_code == 429
        one.sign_out()
        assert one.sign_in(person, NEW).status_code == 302


def test_log11_sessions_end_when_idle_and_after_twelve_hours(later: Demo) -> None:
    person = people(later, 7, 1)[0]
    with later.visitor() as visitor:
        visitor.sign_in(person)
        later.clock.move(minutes=31)
        answer = visitor.get("/zaehlerstand/")
        assert answer.status_code == 302 and "/anmelden/" in answer.headers["Location"]
        form = visitor.form(answer.headers["Location"], has="password")
        answer = visitor.send(form, email=person["email"], password=person["password"])
        assert answer.headers["Location"] == "/zaehlerstand/"
    with later.visitor() as visitor:
        visitor.sign_in(person)
        for number in range(13 * 60 // 5):
            later.clock.move(minutes=5)
            assert visitor.inside() == (number < 12 * 60 // 5 - 1), number


@pytest.mark.short
def test_log12_cookies_are_for_the_server_alone(demo: Demo) -> None:
    with demo.visitor() as visitor:
        answers = [visitor.get("/anmelden/"), visitor.sign_in(demo.person("A")), visitor.get("/")]
        cookies = [each.lower() for answer in answers for each in answer.headers.get_list("set-cookie")]
    assert {each.partition("=")[0] for each in cookies} >= {"osc_csrf", "osc_session", "osc_device"}
    for cookie in cookies:
        assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie, cookie
        assert "domain=" not in cookie, cookie


@pytest.mark.short
def test_log12_behind_tls_every_cookie_has_the_host_prefix_and_is_secure() -> None:
    """The demo speaks plain HTTP; an installation refuses to start without https, and names its cookies so."""
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "osc.config.settings.production", "OSC_SECRET_KEY": "k" * 50,
        "OSC_FIELD_KEY": f"one:{'f' * 40}", "DATABASE_URL": "postgresql://osc@/osc", "OSC_BASE_URL": "https://osc.example",
        "OSC_BILLING_URL": "https://billing.example",
    }  # fmt: skip
    names = "s.SESSION_COOKIE, s.DEVICE_COOKIE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE"
    command = [sys.executable, "-c", f"from django.conf import settings as s; print({names})"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    *cookies, secure = done.stdout.split()
    assert len(cookies) == 3 and all(name.startswith("__Host-") for name in cookies) and secure == "True"


@pytest.mark.short
def test_log13_nothing_of_a_customer_is_kept_by_a_cache(demo: Demo) -> None:
    with demo.signed_in("jana") as visitor:
        kinds = set()
        for path, page in visitor.crawl(limit=150).items():
            if page.status_code == 200 and not path.startswith("/.well-known"):
                assert page.headers.get("Cache-Control") == "no-store", path
                kinds.add(page.headers["Content-Type"].partition(";")[0])
        assert kinds >= {"text/html", "text/csv"}, kinds
        assert '"cache"' in visitor.sign_out().headers.get("Clear-Site-Data", "")


def test_log14_one_session_is_ended_from_the_list(later: Demo) -> None:
    person = people(later, 8, 1)[0]
    with later.visitor() as one, later.visitor(**{"User-Agent": "The other device"}) as other:
        one.sign_in(person)
        other.sign_in(person)
        page = one.open(SECURITY)
        end = [form for form in read_forms(page.text, str(page.url)) if form.fields.get("place")]
        assert len(end) == 1
        one.send(end[0])
        assert one.inside() and not other.inside()


def test_log15_weak_passwords_are_refused_politely(later: Demo) -> None:
    """R-SEC-10: length and known words, no kinds of characters."""
    person = people(later, 9, 1)[0]
    weak = ("neun zeic", "Stadtwerke2026!", "123456789012", "passwort12", "Lindenau2026!", "a" * 64, "x" * 201,
            person["email"], person["contract_accounts"][0], "EP-00000-11111-22222-33333", person["password"])  # fmt: skip
    good = ("zehn zeich", "nur kleine buchstaben ohne alles andere und lang, das ist erlaubt",
            "Ein Satz mit Emoji 🔥🔥🔥", "NUL\x00 mitten darin", "0 langer Satz " * 14 + "ende")  # fmt: skip
    with later.visitor() as visitor:
        visitor.sign_in(person)
        for password in weak:
            answer = change_password(visitor, person["password"], password)
            assert answer.status_code == 422 and visitor.inside(), password
        current = person["password"]
        for password in good:
            assert 10 <= len(password) <= 200
            assert change_password(visitor, current, password).status_code == 302, password
            current = password
    with later.visitor() as visitor:
        assert visitor.sign_in(person, current).status_code == 302


def test_log15_every_byte_counts_and_both_unicode_forms_are_one_password(later: Demo) -> None:
    person = people(later, 10, 1)[0]
    long = "Ein Satz von mehr als zweiundsiebzig Bytes, damit nichts abgeschnitten wird: ä und noch mehr"
    with later.visitor() as visitor:
        visitor.sign_in(person)
        assert change_password(visitor, person["password"], long).status_code == 302
    tries = ((long[:-1] + "c", 422), (long[:72] + "X" + long[73:], 422), (f" {long}", 422), (f"{long} ", 422),
             (long.replace("ä", "a\u0308"), 302), (long, 302))  # fmt: skip
    for password, code in tries:
        assert attempt(later, person["email"], password).code == code, password


def test_log17_five_wrong_passwords_end_this_session_and_nothing_else(later: Demo) -> None:
    """R-SEC-12: ten minutes after the sign-in the bank form wants the password once more."""
    person = people(later, 11, 1)[0]
    account = person["contract_accounts"][0]
    with later.visitor() as visitor, later.visitor() as own:
        visitor.sign_in(person)
        own.sign_in(person)
        later.clock.move(minutes=10)
        before = later.effects(account)
        change = "/verwaltung/bank/aendern/"
        answer = visitor.get(change)
        assert answer.status_code == 302 and "/anmelden/bestaetigen/" in answer.headers["Location"]
        for number in range(5):
            form = visitor.form(change, action="/anmelden/bestaetigen", has="password")
            answer = visitor.send(form, password=WRONG)
            assert answer.status_code == (422 if number < 4 else 302)
        assert not visitor.inside() and own.inside()
        assert attempt(later, person["email"], person["password"]).code == 302
        later.settle()
        assert later.effects(account) == before


def test_log18_a_log_in_that_staff_disabled_ends_everywhere_without_a_word(demo: Demo) -> None:
    """And afterwards nobody can tell it from an address without log-in (LOG1)."""
    person, unknown = people(demo, 38, 1)[0], mailbox()
    with staff(demo, 0) as member, demo.visitor() as one, demo.visitor() as two, demo.visitor() as three:
        for visitor in (one, two, three):
            visitor.sign_in(person)
            assert visitor.inside()
        file = partner_path(member, person["contract_accounts"][0])
        access = re.search(rf"{file}zugang/[0-9a-f-]{{36}}/", member.get(file).text)
        assert access
        form = member.form(access[0], has="reason")
        assert member.send(form, deed="disable", reason="Meldung am Telefon, Vorgang folgt").status_code == 302
        for visitor in (one, two, three):
            answer = visitor.get("/zaehlerstand/")
            assert answer.status_code == 302 and answer.headers["Location"].startswith("/anmelden/")
    closed, nobody = attempt(demo, person["email"], person["password"]).answer, attempt(demo, unknown).answer
    echoed = (person["email"], unknown)
    assert closed.status_code == 422 and same(closed, nobody, *echoed), difference(closed, nobody, *echoed)


def test_log19_one_password_for_many_addresses_is_stopped_at_the_source(later: Demo) -> None:
    source = fresh_address()
    codes = [attempt(later, f"spray{number}@example.org", address=source).code for number in range(25)]
    assert 429 in codes and codes.index(429) <= 20
    person = people(later, 12, 1)[0]
    assert attempt(later, person["email"], person["password"]).code == 302


def stuff(demo: Demo, tries: int) -> list[int]:
    """One password for ever new addresses, each from a source of its own."""
    with demo.visitor() as visitor:
        form = visitor.form("/anmelden/", has="password")
        sent = (form.filled(email=mailbox(), password="Sommer2026!") for _ in range(tries))
        return [
            visitor.http.post(form.action, data=data, headers={"X-Forwarded-For": fresh_address()}).status_code
            for data in sent
        ]


def test_log19_many_failures_from_everywhere_ask_for_the_mailbox_of_unknown_devices(later: Demo) -> None:
    """One alarm; a recognised device signs in as ever, an unknown one needs the link, and the password still."""
    person = people(later, 13, 1)[0]
    with later.visitor() as known, later.visitor() as unknown, later.visitor() as mail_reader:
        known.sign_in(person)
        known.sign_out()
        later.clock.move(hours=25)
        codes = stuff(later, 500)
        assert 429 in codes and codes.count(422) < 400, codes.count(422)
        assert known.sign_in(person).status_code == 302
        stuff(later, 5)
        assert unknown.sign_in(person).status_code == 429
        link = later.link_in(later.wait_for_mail(person["email"], "Mehrere Anmeldeversuche"))
        assert unknown.get(link).status_code == 200
        stuff(later, 5)
        assert unknown.sign_in(person).status_code == 429
        mail_reader.send(mail_reader.form(link, action=link))
        assert mail_reader.sign_in(person, WRONG).status_code == 422
        assert mail_reader.sign_in(person).status_code == 302
    alarms = [line for line in later.log_lines() if "osc.security" in line and "alarm" in line]
    assert len([line for line in alarms if "sign-in" in line]) == 1, alarms
