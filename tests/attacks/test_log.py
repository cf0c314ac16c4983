"""LOG1 … LOG20: signing in, guessing, sessions."""

import threading
import time

import pytest

from tests.attacks.pages import auc, difference, interleaved, same
from tests.attacks.visitor import Demo, Visitor, fresh_address

WRONG = "Das ist falsch geraten"
NEW = "Ein ganz anderer langer Satz"


def attempt(demo: Demo, email: str, password: str, address: str = "") -> tuple[float, object]:
    """One sign-in from a browser of its own: seconds of the POST, answer."""
    with demo.visitor(address=address) as visitor:
        form = visitor.form("/anmelden/", has="password")
        began = time.perf_counter()
        answer = visitor.send(form, email=email, password=password)
        return time.perf_counter() - began, answer


@pytest.mark.short
def test_log1_unknown_and_wrong_look_the_same(demo: Demo) -> None:
    person = demo.crowd()[0]["email"]
    _, unknown = attempt(demo, "nobody@example.org", WRONG)
    _, wrong = attempt(demo, person, WRONG)
    assert same(unknown, wrong, person, "nobody@example.org"), difference(unknown, wrong, person, "nobody@example.org")


def test_log2_log3_nobody_can_tell_by_time_who_has_a_log_in(later: Demo) -> None:
    """200 + 200 sign-ins, randomly interleaved, in slices with the clock moved in between."""
    people = [each["email"] for each in later.crowd()][:20]
    samples: tuple[list[float], list[float]] = ([], [])
    for part in range(10):
        known, unknown = iter(people), iter([f"u{part}-{n}@example.org" for n in range(20)])
        for which in interleaved(20, part):
            seconds, answer = attempt(later, next((known, unknown)[which]), WRONG)
            assert answer.status_code == 422  # type: ignore[attr-defined] - tests only
            samples[which].append(seconds)
        later.clock.move(hours=25)
    assert 0.40 <= auc(*samples) <= 0.60, auc(*samples)


@pytest.mark.parametrize("path", ["/registrieren/", "/passwort-vergessen/"])
def test_log3_forms_without_sign_in_take_the_same_time(later: Demo, path: str) -> None:
    people = [each["email"] for each in later.crowd()][:20]
    samples: tuple[list[float], list[float]] = ([], [])
    for part in range(10):
        known, unknown = iter(people), iter([f"v{part}-{n}@example.org" for n in range(20)])
        for which in interleaved(20, part):
            email = next((known, unknown)[which])
            with later.visitor() as visitor:
                form = visitor.form(path, action=path)
                values = {name: "yes" for name in form.shown if form.types.get(name) == "checkbox"}
                if path == "/registrieren/":
                    values |= {"account": "IR10000017", "meter": "12345678"}
                began = time.perf_counter()
                answer = visitor.send(form, **{**values, "email": email})
                assert answer.status_code in {302, 422}
                samples[which].append(time.perf_counter() - began)
        later.clock.move(hours=25)
    assert 0.40 <= auc(*samples) <= 0.60, auc(*samples)


def wrong_series(demo: Demo, email: str, times: int) -> list[int]:
    address = fresh_address()
    return [attempt(demo, email, WRONG, address)[1].status_code for _ in range(times)]  # type: ignore[attr-defined] - tests only


def test_log4_log20_guessing_is_slowed_down_alike_for_known_and_unknown(later: Demo) -> None:
    person = later.crowd()[1]
    known = wrong_series(later, person["email"], 20)
    unknown = wrong_series(later, "ghost@example.org", 20)
    assert known.count(429) >= 10 and known == unknown
    address = fresh_address()
    _, answer = attempt(later, person["email"], person["password"], address)
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 900  # type: ignore[attr-defined] - tests only


def test_log6_a_hundred_at_once_are_counted_exactly(later: Demo) -> None:
    email, gate, codes = later.crowd()[2]["email"], threading.Barrier(40), []

    def one() -> None:
        with later.visitor() as visitor:
            form = visitor.form("/anmelden/", has="password")
            gate.wait(60)
            codes.append(visitor.send(form, email=email, password=WRONG).status_code)

    threads = [threading.Thread(target=one) for _ in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(codes) == 40 and sum(code != 429 for code in codes) <= 5, codes


@pytest.mark.short
def test_log8_a_sign_in_never_continues_a_session(demo: Demo) -> None:
    with demo.visitor() as visitor:
        visitor.form("/registrieren/")
        before = visitor.http.cookies.get("osc_session")
        visitor.sign_in(demo.person("A"))
        inside = visitor.http.cookies.get("osc_session")
        assert inside and inside != before
        visitor.sign_out()
        visitor.sign_in(demo.person("B"))
        assert visitor.http.cookies.get("osc_session") not in {before, inside}


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


@pytest.mark.short
def test_log12_cookies_are_for_the_server_alone(demo: Demo) -> None:
    with demo.visitor() as visitor:
        answers = [visitor.get("/anmelden/"), visitor.sign_in(demo.person("A")), visitor.get("/")]
        cookies = [each for answer in answers for each in answer.headers.get_list("set-cookie")]
        assert cookies
        for cookie in cookies:
            assert "httponly" in cookie.lower() and "samesite=lax" in cookie.lower() and "path=/" in cookie.lower(), (
                cookie
            )
            assert "domain=" not in cookie.lower(), cookie


@pytest.mark.short
def test_log13_nothing_of_a_customer_is_kept_by_a_cache(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        for path, page in visitor.crawl(limit=120).items():
            if page.status_code == 200 and not path.startswith("/.well-known"):
                assert page.headers.get("Cache-Control") == "no-store", path


def sessions_page(visitor: Visitor) -> str:
    return visitor.open("/verwaltung/sicherheit/").text


def test_log10_a_new_password_ends_every_other_session(later: Demo) -> None:
    person = later.crowd()[3]
    with later.visitor() as one, later.visitor() as other:
        one.sign_in(person), other.sign_in(person)
        before = one.http.cookies.get("osc_session")
        form = one.form("/verwaltung/sicherheit/passwort/", action="/verwaltung/sicherheit/passwort")
        fields = [name for name in form.shown if form.types[name] == "password"]
        one.send(form, **dict(zip(fields, [person["password"], NEW, NEW], strict=False)))
        assert one.inside() and not other.inside()
        assert one.http.cookies.get("osc_session") != before
        later.wait_for_mail(person["email"], "Passwort wurde geändert")
        with later.visitor() as third:
            assert third.sign_in(person).status_code == 422
            assert third.sign_in(person, NEW).status_code == 302


def test_log11_sessions_end_when_idle_and_after_twelve_hours(later: Demo) -> None:
    person = later.crowd()[4]
    with later.visitor() as visitor:
        visitor.sign_in(person)
        later.clock.move(minutes=31)
        answer = visitor.get("/zaehlerstand/")
        assert answer.status_code == 302 and "weiter=" in answer.headers["Location"]
    with later.visitor() as visitor:
        visitor.sign_in(person)
        for _ in range(25):
            later.clock.move(minutes=29)
            visitor.get("/")
        assert not visitor.inside()


def test_log14_one_session_is_ended_from_the_list(later: Demo) -> None:
    person = later.crowd()[5]
    with later.visitor() as one, later.visitor(**{"User-Agent": "The other device"}) as other:
        one.sign_in(person), other.sign_in(person)
        page = one.open("/verwaltung/sicherheit/")
        from tests.attacks.pages import read_forms

        ends = [
            form
            for form in read_forms(page.text, str(page.url))
            if "beenden" in form.action or "geraete" in form.action
        ]
        assert ends
        one.send(ends[0])
        assert one.inside() and not other.inside()


PASSWORDS = ("neun zeic", "Stadtwerke2026!", "123456789012", "passwort12", "Lindenau2026!", "x" * 201)


@pytest.mark.parametrize("password", PASSWORDS)
def test_log15_weak_passwords_are_refused_politely(later: Demo, password: str) -> None:
    person = later.crowd()[6]
    with later.visitor() as visitor:
        visitor.sign_in(person)
        form = visitor.form("/verwaltung/sicherheit/passwort/", action="/verwaltung/sicherheit/passwort")
        fields = [name for name in form.shown if form.types[name] == "password"]
        answer = visitor.send(form, **dict(zip(fields, [person["password"], password, password], strict=False)))
        assert answer.status_code == 422, password


def test_log15_every_byte_counts_and_both_unicode_forms_are_one_password(later: Demo) -> None:
    person = later.crowd()[7]
    long = "a" * 72 + "ä" + "b" * 6
    with later.visitor() as visitor:
        visitor.sign_in(person)
        form = visitor.form("/verwaltung/sicherheit/passwort/", action="/verwaltung/sicherheit/passwort")
        fields = [name for name in form.shown if form.types[name] == "password"]
        answer = visitor.send(form, **dict(zip(fields, [person["password"], long, long], strict=False)))
        assert answer.status_code == 302
    for password, code in ((long[:-1] + "c", 422), (long.replace("ä", "a\u0308"), 302), (f" {long}", 422)):
        with later.visitor() as visitor:
            assert visitor.sign_in(person, password).status_code == code, password


def test_log17_five_wrong_passwords_end_this_session_and_nothing_else(later: Demo) -> None:
    person = later.crowd()[8]
    with later.visitor() as visitor, later.visitor() as own:
        visitor.sign_in(person), own.sign_in(person)
        later.clock.move(minutes=6)
        for _ in range(5):
            form = visitor.form("/anmelden/bestaetigen/?weiter=/", has="password")
            visitor.send(form, password=WRONG)
        assert not visitor.inside() and own.inside()
        with later.visitor() as again:
            assert again.sign_in(person).status_code == 302


def test_log19_one_password_for_many_addresses_is_stopped_at_the_source(later: Demo) -> None:
    address = fresh_address()
    codes = [attempt(later, f"spray{n}@example.org", WRONG, address)[1].status_code for n in range(25)]  # type: ignore[attr-defined] - tests only
    assert codes.index(429) <= 20
    person = later.crowd()[9]
    _, own = attempt(later, person["email"], person["password"])
    assert own.status_code == 302  # type: ignore[attr-defined] - tests only
