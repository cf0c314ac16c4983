"""BIZ1, BIZ2, BIZ6, BIZ12: money waits for its time, and whoever was robbed takes it back without signing in."""

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.attacks.errands import (
    BANK,
    CHECK_BANK,
    NEW_IBAN,
    case_id,
    confirm,
    decide,
    enter,
    fill_bank,
    hand_in_bank,
    iban_of,
    instalment_path,
    of_kind,
    place,
    staff,
    type_amount,
)
from tests.attacks.pages import shown_text
from tests.attacks.visitor import Demo, Visitor

CHANGE_EMAIL = "/verwaltung/sicherheit/e-mail/"
GERMAN_AMOUNTS = {"85,5": "85.50", "1.234,50": "1234.50", "1234.50": "1234.50", "1.234": "1234.00"}


def booked(demo: Demo, person: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """What of this kind was booked on the person's contract accounts."""
    own = set(person["contract_accounts"])
    return [
        each for each in demo.ledger()
        if each["kind"] == kind and each["bookings"] and each["data"].get("contract_account") in own
    ]  # fmt: skip


def old_friend(demo: Demo, person: dict[str, Any]) -> Visitor:
    """A browser that has been known for eleven days, with the password typed just now: no mark of a risk."""
    visitor = enter(demo, person)
    demo.clock.move(days=11)
    assert visitor.sign_in(person).status_code == 302
    return visitor


def test_biz1_money_asks_for_the_password_of_the_last_five_minutes(later: Demo) -> None:
    person = of_kind(later, "strom", 5)
    with enter(later, person) as visitor:
        assert fill_bank(visitor).status_code == 302
        check = visitor.form(CHECK_BANK, has="submission_key")
        form = visitor.form(BANK, has="iban")
        later.clock.move(minutes=6)
        for path in (BANK, CHECK_BANK, CHANGE_EMAIL):
            answer = visitor.get(path)
            assert answer.status_code == 302 and place(answer).startswith("/anmelden/bestaetigen/"), path
        for answer in (visitor.send(form, iban=NEW_IBAN), visitor.send(check, mandate="ja")):
            assert answer.status_code == 302 and place(answer).startswith("/anmelden/bestaetigen/")
        assert confirm(visitor, person, password="falsch").status_code == 422
        later.settle()
        assert "DE89 … 3000" not in visitor.get("/verwaltung/bank/").text
        assert not booked(later, person, "mandate") and not booked(later, person, "bank_details")
        assert confirm(visitor, person).status_code == 302
        assert hand_in_bank(visitor).status_code == 302


def test_biz2_a_new_account_for_credits_cools_for_a_day(later: Demo) -> None:
    person = later.person("A")
    with old_friend(later, person) as visitor:
        mails = len(later.mails(person["email"]))
        assert fill_bank(visitor, iban_of(1), for_debit="").status_code == 302
        case = case_id(hand_in_bank(visitor))
        mail = later.wait_for_mail(person["email"], count=mails + 1)
        assert f"… {iban_of(1)[-4:]}" in mail["text"] and iban_of(1) not in re.sub(r"\s", "", mail["text"])
        assert "Neue Bankverbindung eingetragen" in visitor.get("/postfach/").text
        later.clock.move(hours=23)
        later.settle(4)
        assert not booked(later, person, "bank_details")
        later.clock.move(hours=1, minutes=10)
        later.settle(6)
        assert len(booked(later, person, "bank_details")) == 1, "the day is over"
        assert visitor.sign_in(person).status_code == 302
        assert visitor.get(f"/verwaltung/vorgaenge/{case}/").status_code == 200


def test_biz2_that_was_not_me_needs_no_sign_in(later: Demo) -> None:
    person = of_kind(later, "strom_gas_wasser")
    with old_friend(later, person) as visitor, later.visitor() as owner:
        mails = len(later.mails(person["email"]))
        first = of_account(visitor)
        assert visitor.post(BANK, {**first, "iban": iban_of(2)}).status_code == 302
        hand_in_bank(visitor)
        mail = later.wait_for_mail(person["email"], count=mails + 1)
        (link,) = set(re.findall(r"/bank-melden/[^\s\"<]+", mail["text"]))
        for _ in range(2):
            assert owner.get(link).status_code == 200
        page = owner.send(owner.form(link, action="/bank-melden/"))
        assert page.status_code == 200
        later.clock.move(hours=80)
        later.settle(5)
        assert not booked(later, person, "bank_details")


def of_account(visitor: Visitor) -> dict[str, str]:
    """The form for bank details with one contract account ticked, for credits only."""
    form = visitor.form(BANK, has="iban")
    return {name: value for name, value in form.fields.items() if name != "for_debit" and value}


def test_biz2_with_a_risk_mark_two_people_let_it_go(later: Demo) -> None:
    person = later.person("B")  # a browser nobody knew before
    with enter(later, person) as visitor:
        assert fill_bank(visitor, iban_of(3), for_debit="").status_code == 302
        case = case_id(hand_in_bank(visitor))
        later.clock.move(hours=73)
        later.settle(4)
        assert not booked(later, person, "bank_details")
        for number, expected in ((0, 0), (0, 0), (1, 1)):
            with staff(later, number) as member:
                decide(member, case)
                later.settle(6)
                assert len(booked(later, person, "bank_details")) == expected, f"after S{number + 1}"


def test_biz6_a_new_address_counts_after_its_link_and_can_be_taken_back(later: Demo) -> None:
    person, new = of_kind(later, "company"), "neue-firma@example.org"
    with enter(later, person) as visitor, later.visitor() as mailbox:
        visitor.send(visitor.form(CHANGE_EMAIL, has="email"), email=new)
        mail = later.wait_for_mail(new)
        link = re.search(r"/e-mail-bestaetigen/[^\s\"<]+", mail["text"])
        assert link
        for _ in range(3):
            assert mailbox.get(link[0]).status_code == 200
        assert signs_in(later, person) == [True, False], "looking at the link changes nothing"
        before = len(later.mails(person["email"]))
        assert mailbox.send(mailbox.form(link[0], action="/e-mail-bestaetigen/")).status_code == 302
        assert signs_in(later, person, new) == [False, True]
        assert visitor.get("/verwaltung/").status_code == 302, "other sessions end"
        notice = later.wait_for_mail(person["email"], count=before + 1)
        back = re.search(r"/e-mail-rueckgaengig/[^\s\"<]+", notice["text"])
        assert back and new not in notice["text"]
        later.clock.move(days=6, hours=23)
        assert mailbox.get(back[0]).status_code == 200
        with enter(later, {**person, "email": new}) as thief:
            assert mailbox.send(mailbox.form(back[0], action="/e-mail-rueckgaengig/")).status_code == 200
            assert thief.get("/verwaltung/").status_code == 302
        assert signs_in(later, person, new) == [True, False]
        assert mailbox.get(back[0]).status_code == 410


def signs_in(demo: Demo, person: dict[str, Any], new: str = "neue-firma@example.org") -> list[bool]:
    """Does the old address sign in, does the new one?"""
    found = []
    for address in (person["email"], new):
        with demo.visitor() as visitor:
            found.append(visitor.sign_in({**person, "email": address}).status_code == 302)
    return found


@pytest.fixture(scope="module", autouse=True)
def wishes(moved: Demo) -> dict[str, str]:
    """Amounts as people write them, asked for before the clock moves into the time of the bill run: their cases."""
    cases = {}
    for number, typed in enumerate(GERMAN_AMOUNTS):
        with enter(moved, of_kind(moved, "strom", number)) as visitor:
            check = type_amount(visitor, instalment_path(visitor), typed, "Wir sind jetzt zu siebt im Haus.")
            assert check.status_code == 302, shown_text(check.text)[:300]
            cases[typed] = case_id(visitor.send(visitor.form(place(check), has="submission_key")))
    return cases


def test_biz12_the_billing_system_gets_amounts_to_the_cent(later: Demo, wishes: dict[str, str]) -> None:
    with staff(later, 1) as member:
        for case in wishes.values():
            decide(member, case)
    later.clock.move(days=2)
    later.settle(6)
    own = [set(of_kind(later, "strom", number)["contract_accounts"]) for number in range(len(wishes))]
    sent = [each["data"] for each in later.ledger() if each["kind"] == "instalment_change"]
    found = [[Decimal(each["amount"]) for each in sent if each["contract_account"] in accounts] for accounts in own]
    assert found == [[Decimal(cents)] for cents in GERMAN_AMOUNTS.values()]
