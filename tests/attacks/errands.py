"""Errands in several steps, from the forms alone: bank details, instalments, readings, a decision of staff."""

import re
import time
from pathlib import Path
from typing import Any

import httpx
import pyotp

from tests.attacks.visitor import Demo, Visitor

BANK, CHECK_BANK = "/verwaltung/bank/aendern/", "/verwaltung/bank/pruefen/"
NEW_IBAN = "DE89370400440532013000"
REFERENCE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{4}-?[0-9A-Z]{4}\b")
_used: dict[tuple[str, str], int] = {}


def iban_of(number: int) -> str:
    """A German IBAN with right check digits that nobody in the demo has."""
    basic = f"370400440999{number:06}"
    return f"DE{98 - int(basic + '131400') % 97:02}{basic}"


def confirm(visitor: Visitor, person: dict[str, Any], password: str = "") -> httpx.Response:
    """The password once more, as before something important."""
    form = visitor.form("/anmelden/bestaetigen/", has="password")
    return visitor.send(form, password=password or person["password"])


def fill_bank(visitor: Visitor, iban: str = NEW_IBAN, **typed: str) -> httpx.Response:
    """The form for bank details; an empty value leaves a field out."""
    form = visitor.form(BANK, has="iban")
    data = {name: value for name, value in form.filled(iban=iban, **typed).items() if value}
    return visitor.post(BANK, data)


def hand_in_bank(visitor: Visitor) -> httpx.Response:
    """The check page with the mandate ticked."""
    return visitor.send(visitor.form(CHECK_BANK, has="submission_key"), mandate="ja")


def case_id(answer: httpx.Response) -> str:
    """The case that a receipt leads to."""
    assert answer.status_code == 302, f"{answer.status_code}: {answer.text[:300]}"
    found = re.search(r"/verwaltung/vorgaenge/([0-9a-f-]{36})/", answer.headers["Location"])
    assert found, answer.headers["Location"]
    return found[1]


def reference(visitor: Visitor, answer: httpx.Response) -> str:
    """The Vorgangsnummer on the receipt."""
    found = re.search(r"Vorgangsnummer:?\s*(?:<[^>]+>\s*)*([A-Z]{2}-[0-9A-Z-]+)", visitor.open(place(answer)).text)
    assert found, "no Vorgangsnummer on the receipt"
    return found[1]


def place(answer: httpx.Response) -> str:
    """Where a redirect leads."""
    return str(answer.headers["Location"])


def first_path(visitor: Visitor, pattern: str) -> str:
    """The first page of this shape that links lead to."""
    return next(path for path in visitor.crawl(limit=120) if re.fullmatch(pattern, path))


def instalment_path(visitor: Visitor) -> str:
    """The page of the first contract whose instalment can be changed."""
    page = visitor.open("/abschlag/")
    paths = [page.url.path, *re.findall(r'href="(/abschlag/[0-9a-f-]{36}/)"', page.text)]
    for path in paths:
        if re.search(r"[0-9a-f-]{36}", path) and 'name="amount"' in visitor.get(path).text:
            return str(path)
    raise AssertionError(f"nothing to change on {paths}")


def type_amount(visitor: Visitor, path: str, amount: str, reason: str = "") -> httpx.Response:
    """The form with an amount; with a reason it may lie outside of the limits."""
    return visitor.send(visitor.form(path, has="amount"), amount=amount, reason=reason)


def meter_paths(visitor: Visitor) -> list[str]:
    """Pages of the meters that hang."""
    page = visitor.open("/zaehlerstand/")
    found = re.findall(r"/zaehlerstand/[0-9a-f-]{36}/", f"{page.url.path} {page.text}")
    return list(dict.fromkeys(found))


def type_reading(visitor: Visitor, path: str, value: str, day: str = "", **more: str) -> httpx.Response:
    """The form of a meter with one register; `day` as typed, else today."""
    form = visitor.form(path, action=path)
    name = next(name for name in form.shown if name.startswith("stand"))
    when = {"when": "other", "read_on": day} if day else {"when": "today"}
    return visitor.send(form, **{name: value}, **when, **more)


def last_value(visitor: Visitor, path: str) -> int:
    """What the page says the meter showed last, without decimals."""
    found = re.search(r"Zuletzt: ([\d.]+)", visitor.get(path).text)
    assert found, f"no last reading on {path}"
    return int(found[1].replace(".", ""))


def offset(demo: Demo) -> float:
    """How far the portal's clock is ahead, in seconds."""
    path = Path(demo.card["clock_offset_file"])
    return float(path.read_text() or 0) if path.exists() else 0.0


def staff_code(demo: Demo, person: dict[str, Any]) -> str:
    """A code of the portal's time that was not used yet; the next one counts already."""
    secret, ahead = person["totp_secret"], offset(demo)
    here = demo.card["base_url"], secret  # copies of one seed share secrets, not clocks
    step = max(int(time.time() + ahead) // 30, _used.get(here, 0) + 1)
    while step > int(time.time() + ahead) // 30 + 1:
        time.sleep(1)
    _used[here] = step
    return pyotp.TOTP(secret).generate_otp(step)


def staff(demo: Demo, number: int, *, second_factor: bool = True) -> Visitor:
    """A browser in which S1 (0) or S2 (1) is signed in."""
    person, visitor = demo.card["staff"][number], demo.visitor()
    answer = visitor.sign_in(person)
    assert answer.status_code == 302, answer.status_code
    if second_factor:
        form = visitor.form(place(answer), has="code")
        assert visitor.send(form, code=staff_code(demo, person)).status_code == 302
    return visitor


def decide(visitor: Visitor, case: str, *, accept: bool = True, reason: str = "Rücksprache gehalten") -> list[int]:
    """A member of staff tries every way to decide about a case; the answers' status codes."""
    token = visitor.form("/team/", action="/abmelden").fields["csrfmiddlewaretoken"]
    words = {
        "csrfmiddlewaretoken": token, "decision": "accept" if accept else "reject", "reason": reason,
        "answer": "Wir haben mit Ihnen darüber gesprochen.",
    }  # fmt: skip
    ways = (f"/team/vorgaenge/{case}/entscheiden/", f"/team/bank/{case}/entscheiden/")
    return [visitor.post(path, words).status_code for path in ways]


def enter(demo: Demo, person: dict[str, Any]) -> Visitor:
    """A browser in which exactly this person is signed in."""
    visitor = demo.visitor()
    answer = visitor.sign_in(person)
    assert answer.status_code == 302, f"{person['email']}: {answer.status_code}"
    return visitor


def of_kind(demo: Demo, kind: str, number: int = 0) -> dict[str, Any]:
    """A person of this kind of household; the numbers keep tests out of each other's way."""
    return [each for each in demo.card["registered"] if each["kind"] == kind][number]
