"""Ways in, as owners and strangers try them: signing in, a new password, registering, a code from a letter."""

import io
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import httpx
import pypdf

from tests.attacks.pages import auc, interleaved
from tests.attacks.visitor import Demo, Visitor

WRONG = "Das ist falsch geraten"
NO_MATCH, LINK, PROVE = (
    "konnten wir nicht zuordnen",
    "bestätigen Sie Ihre E-Mail-Adresse",
    "Bitte bestätigen Sie zuerst",
)
TAKEN, IN_USE, NOTICE = "hat schon einen Zugang", "Sie haben schon einen Zugang", "wurde online registriert"


class Attempt(NamedTuple):
    """What a stranger gets: an answer, and how long it took."""

    seconds: float
    answer: httpx.Response

    @property
    def code(self) -> int:
        return self.answer.status_code


def mailbox() -> str:
    """A fresh address on a domain of its own, so that no budget of a domain is touched."""
    return f"person@haushalt-{secrets.token_hex(5)}.example"


def attempt(demo: Demo, email: str, password: str = WRONG, address: str = "") -> Attempt:
    """One sign-in from a browser of its own."""
    with demo.visitor(address=address) as visitor:
        form = visitor.form("/anmelden/", has="password")
        began = time.perf_counter()
        answer = visitor.send(form, email=email, password=password)
        return Attempt(time.perf_counter() - began, answer)


def hammer(demo: Demo, tries: Iterable[tuple[str, str]], *, email: str) -> list[int]:
    """Many sign-ins from many addresses, one form for all: (address, password) each. The codes."""
    with demo.visitor() as visitor:
        form = visitor.form("/anmelden/", has="password")
        return [
            visitor.http.post(
                form.action, data=form.filled(email=email, password=password), headers={"X-Forwarded-For": address}
            ).status_code
            for address, password in tries
        ]


def password_fields(visitor: Visitor, path: str, *passwords: str) -> httpx.Response:
    """Fills the password fields of a form in their order; a last one that repeats gets the same."""
    form = visitor.form(path, action=path.rstrip("/"))
    names = [name for name in form.shown if form.types[name] == "password"]
    return visitor.send(form, **dict(zip(names, [*passwords, passwords[-1]], strict=False)))


def change_password(visitor: Visitor, old: str, new: str) -> httpx.Response:
    """On the page of somebody who is signed in."""
    return password_fields(visitor, "/verwaltung/sicherheit/passwort/", old, new)


def choose_password(visitor: Visitor, new: str) -> httpx.Response:
    """After a one-time password."""
    return password_fields(visitor, "/passwort-neu/", new)


def ask_password(demo: Demo, email: str, **more: str) -> httpx.Response:
    """Passwort vergessen, from a browser of its own."""
    with demo.visitor(**more) as visitor:
        return visitor.send(visitor.form("/passwort-vergessen/", has="email"), follow=True, email=email)


def one_time_password(demo: Demo, email: str, count: int = 1) -> str:
    """The password in the newest mail."""
    mail = demo.wait_for_mail(email, "neues Passwort", count=count)
    found = re.search(r"EP-[0-9A-Z-]+", mail["text"])
    assert found, mail["text"]
    return found[0]


def registration(account: str, meter: str, email: str) -> dict[str, str]:
    """The fields of the form of registration."""
    return {"contract_account": account, "meter_number": meter, "email": email, "terms": "ja"}


def register(
    demo: Demo, account: str, meter: str, email: str, *, address: str = "", follow: bool = True, **headers: str
) -> httpx.Response:
    """The form of registration from a browser of its own."""
    with demo.visitor(address=address, **headers) as visitor:
        form = visitor.form("/registrieren/", has="meter_number")
        return visitor.send(form, follow=follow, **registration(account, meter, email))


def ask_letter(demo: Demo, account: str, meter: str, email: str = "", *, address: str = "") -> httpx.Response:
    """Registers and asks for the code by letter on the page that follows."""
    with demo.visitor(address=address) as visitor:
        form = visitor.form("/registrieren/", has="meter_number")
        visitor.send(form, follow=True, **registration(account, meter, email or mailbox()))
        return visitor.send(visitor.form("/registrieren/gesendet/", action="/registrieren/brief"), follow=True)


def register_with_code(demo: Demo, account: str, code: str, email: str, *, address: str = "") -> httpx.Response:
    """The form for whoever holds a letter."""
    with demo.visitor(address=address) as visitor:
        form = visitor.form("/registrieren/code/", has="code")
        return visitor.send(form, contract_account=account, code=code, email=email, terms="ja")


def finish(visitor: Visitor, link: str, password: str) -> httpx.Response:
    """Behind the link of the mail: the password, and in."""
    return visitor.send(visitor.form(link, has="password"), password=password)


def letters(demo: Demo) -> dict[str, str]:
    """The text of every letter by its name."""
    folder = demo.card["letters_url"].rpartition("/")[0]
    names = [each["name"] for each in httpx.get(demo.card["letters_url"]).json()]
    return {name: _read_letter(httpx.get(f"{folder}/letters/{name}").content) for name in names}


def _read_letter(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def letters_about(demo: Demo, account: str, words: str) -> list[str]:
    """Letters with these words that name the contract account."""
    bare = account.replace(" ", "")
    return [text for text in letters(demo).values() if words in text and bare in text.replace(" ", "")]


def wait_for_letter(demo: Demo, account: str, words: str = "Code für das Online-Service-Center") -> str:
    """The one letter about the contract account, as text."""
    for _ in range(60):
        found = letters_about(demo, account, words)
        if found:
            return found[0]
        time.sleep(0.3)
    raise AssertionError(f"no letter {words!r} about {account}: {list(letters(demo).values())}")


def code_in(letter: str) -> str:
    """Four groups of three; a printed letter may have a gap after each sign."""
    found = re.search(r"((?:[0-9A-HJKMNP-TV-Z] ?){12})Der Code gilt", letter)
    assert found, letter
    bare = found[1].replace(" ", "")
    return " ".join(bare[start : start + 3] for start in range(0, 12, 3))


def told_apart(measure: Callable[[int], tuple[list[float], list[float]]], *, rounds: int = 3) -> float:
    """The AUC of 200 + 200 timings; what looks like a difference must stay one in twice and three times as many.

    `measure` gets the number of the round. A real difference grows clearer with more samples, noise does not; a plain one needs no more.
    """
    one: list[float] = []
    other: list[float] = []
    value = 0.5
    for number in range(rounds):
        more = measure(number)
        one += more[0]
        other += more[1]
        value = auc(one, other)
        if 0.40 <= value <= 0.60 or not 0.2 < value < 0.8:
            break
    return value


def in_slices(
    demo: Demo, slices: int, size: int, seed: int, take: Callable[[int, int], float]
) -> tuple[list[float], list[float]]:
    """Interleaved timings: `take(which, number)` for both kinds, a day after each slice so that no limit is met."""
    samples: tuple[list[float], list[float]] = ([], [])
    for part in range(slices):
        for which in interleaved(size, seed * 100 + part):
            samples[which].append(take(which, len(samples[which])))
        demo.clock.move(hours=25)
    return samples


def people(demo: Demo, start: int, count: int) -> list[dict[str, Any]]:
    """Some of the registered crowd."""
    return demo.crowd()[start : start + count]
