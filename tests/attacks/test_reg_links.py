"""REG12 … REG18: links from mails, codes from letters, and the spellings of the two numbers."""

import re
import secrets
import unicodedata

import pytest

from tests.attacks.entries import (
    LINK,
    ask_letter,
    code_in,
    finish,
    letters_about,
    mailbox,
    register,
    register_with_code,
    wait_for_letter,
)
from tests.attacks.pages import difference, same
from tests.attacks.visitor import Demo, fresh_address

PASSWORD = "Ein langer Satz nur zum Anfangen"
CODES = "Code für das Online-Service-Center"


def link_for(demo: Demo) -> tuple[str, str]:
    """A fresh link of registration, and the address it went to."""
    pair, email = demo.next_pair(), mailbox()
    register(demo, pair["contract_account"], pair["meter_number"], email)
    return demo.link_in(demo.wait_for_mail(email, LINK)), email


@pytest.mark.short
def test_reg12_a_link_works_once_for_a_person_whatever_scanners_do(demo: Demo) -> None:
    """R-SEC-2: HEAD, GET and OPTIONS by a program without cookies, then the person, in another browser twice."""
    link, email = link_for(demo)
    assert len(link) < 76 and "?" not in link, "survives mail programs that wrap"
    with demo.visitor(**{"User-Agent": "mail scanner"}) as scanner:
        scanner.http.head(link)
        scanner.http.request("OPTIONS", link)
        for _ in range(3):
            scanner.http.cookies.clear()
            assert scanner.get(link).status_code == 200
    with demo.visitor() as visitor, demo.visitor() as again:
        form = again.form(link, has="password")
        assert finish(visitor, link, PASSWORD).status_code == 302 and visitor.inside()
        used = again.send(form, password=PASSWORD)
        assert used.status_code == 410 and not again.inside()
        assert again.get(link).status_code == 410
        assert again.sign_in({"email": email}, PASSWORD).status_code == 302


def test_reg12_a_link_is_good_for_a_day(later: Demo) -> None:
    link, _ = link_for(later)
    later.clock.move(hours=23, minutes=58)
    with later.visitor() as visitor:
        assert visitor.get(link).status_code == 200
        form = visitor.form(link, has="password")
        later.clock.move(minutes=3)
        page = visitor.send(form, password=PASSWORD)
        assert page.status_code == 410 and same(page, visitor.get(link)), difference(page, visitor.get(link))
        assert not visitor.inside()


def altered(token: str) -> list[str]:
    """One sign of each kind changed, cut, lengthened, and what no token looks like."""
    found = [
        token[:-1],
        token[: len(token) // 2],
        token + "A",
        "A",
        "0" * 43,
        "%00",
        "%ff",
        "..%2f",
        "é" * 20,
        "a" * 60,
    ]
    for kind in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[-_]"):
        spot = re.search(kind, token)
        if spot:
            sign = "B" if spot[0] == "a" else "a"
            found.append(token[: spot.start()] + sign + token[spot.end() :])
    return found


@pytest.mark.short
def test_reg13_a_token_that_is_not_right_tells_nothing(demo: Demo) -> None:
    link, _ = link_for(demo)
    token = link.rstrip("/").rpartition("/")[2]
    with demo.visitor() as visitor:
        gone = visitor.get(f"/registrieren/link/{secrets.token_urlsafe(32)}/")
        assert gone.status_code == 410
        for each in altered(token):
            page = visitor.get(f"/registrieren/link/{each}/")
            assert page.status_code in {404, 410}, each
            if page.status_code == 410:
                assert same(gone, page), difference(gone, page)
        for path in ("/registrieren/korrektur/", "/passwort-neu/", "/anmelden/freischalten/", "/e-mail-bestaetigen/"):
            other = visitor.get(f"{path}{token}/")
            assert other.status_code in {302, 404, 410}, f"a token of registration is none for {path}"
        assert visitor.get(link).status_code == 200


def test_reg16_a_third_person_gets_three_mails_a_day_at_most(later: Demo) -> None:
    victim = mailbox()
    for number in range(50):
        page = register(later, f"IR4{number:07}", f"1EMH00{66000000 + number}", victim)
        assert page.status_code == 200 and "Schauen Sie in Ihre E-Mails" in page.text
        later.clock.move(minutes=28)
    later.settle(4)
    assert 1 <= len(later.mails(victim)) <= 3


@pytest.mark.short
def test_reg17_both_numbers_may_be_written_in_many_ways(demo: Demo) -> None:
    """R-NUM-1, R-NUM-2. What is no number of ours is told on the page, which is no oracle."""
    pair = demo.next_pair()
    account, meter = pair["contract_account"][2:], pair["meter_number"]
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in f"IR{account}")
    assert unicodedata.normalize("NFKC", wide) == f"IR{account}"
    accounts = (f"IR{account}", f"ir {account[:4]} {account[4:]}", account, f"IR-{account[:4]}-{account[4:]}", wide)
    meters = (meter, f" {meter[:4]} {meter[4:]} ", meter.lower(), f"{meter[:4]}-{meter[4:]}", f"00{meter}")
    boxes = [mailbox() for _ in accounts]
    for account_text, meter_text, box in zip(accounts, meters, boxes, strict=True):
        assert register(demo, account_text, meter_text, box).status_code == 200, account_text
    for box in boxes:
        demo.wait_for_mail(box, LINK)
    arabic = "".join(chr(0x0660 + int(sign)) for sign in account)
    for bad in (f"IR{account[:-1]}", f"IR{account}9", arabic, f"{account[:-1]}\u096e", "IR", "IR1234567O"):
        page = register(demo, bad, meter, mailbox(), follow=False)
        assert page.status_code == 422 and "Die Vertragskontonummer hat 8 Ziffern" in page.text, bad


def test_reg18_strangers_cannot_void_the_code_of_a_letter(later: Demo) -> None:
    """Two hundred wrong codes; each source is slowed down, the owner's code works, for that account alone, once."""
    pair, other = later.next_pair(), later.next_pair()
    account, owner = pair["contract_account"], mailbox()
    ask_letter(later, account, pair["meter_number"])  # by a stranger: the letter goes to the owner
    code = code_in(wait_for_letter(later, account))
    codes = []
    with later.visitor() as visitor:
        form = visitor.form("/registrieren/code/", has="code")
        sources = [fresh_address() for _ in range(10)]
        for number in range(200):
            wrong = " ".join(secrets.token_hex(2)[:3].upper() for _ in range(4))
            answer = visitor.http.post(
                form.action, data=form.filled(contract_account=account, code=wrong, email=mailbox(), terms="ja"),
                headers={"X-Forwarded-For": sources[number // 20]},
            )  # fmt: skip
            codes.append(answer.status_code)
    assert set(codes) == {422, 429} and codes[:10] == [422] * 10 and codes.count(429) >= 90
    assert register_with_code(later, other["contract_account"], code, mailbox()).status_code == 422
    assert register_with_code(later, account, code.lower().replace(" ", "-"), owner).status_code == 302
    link = later.link_in(later.wait_for_mail(owner, LINK))
    with later.visitor() as visitor:
        assert finish(visitor, link, PASSWORD).status_code == 302 and visitor.inside()
    assert register_with_code(later, account, code, mailbox()).status_code == 422


def test_reg18_one_letter_a_week_and_a_month_for_its_code(later: Demo) -> None:
    pair = later.next_pair()
    account, meter = pair["contract_account"], pair["meter_number"]
    ask_letter(later, account, "1EMH0099999999")
    ask_letter(later, account, meter)
    code = code_in(wait_for_letter(later, account))
    for _ in range(2):
        later.clock.move(days=3)
        ask_letter(later, account, meter)
    later.settle(5)
    assert len(letters_about(later, account, CODES)) == 1
    later.clock.move(days=25)
    late = register_with_code(later, account, code, mailbox())
    assert late.status_code == 422 and "gilt nicht mehr" in late.text
