"""REG1 … REG18: registering and finding out who is a customer, seen from outside."""

import random
import re
import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest
from tools.demo import running_demo

from tests.attacks.entries import (
    IN_USE,
    LINK,
    NO_MATCH,
    NOTICE,
    TAKEN,
    ask_letter,
    attempt,
    code_in,
    finish,
    letters_about,
    mailbox,
    people,
    register,
    registration,
    wait_for_letter,
)
from tests.attacks.pages import difference, same, shown_text
from tests.attacks.visitor import Demo, Visitor
from tests.support.door import free_port

PASSWORD = "Ein langer Satz nur zum Anfangen"
WRONG_METER = "1EMH0099999999"
UNKNOWN = "IR99999998"
Pair = dict[str, Any]


def numbers(pair: Pair) -> tuple[str, str]:
    return pair["contract_account"], pair["meter_number"]


def of(person: dict[str, Any]) -> tuple[str, str]:
    """The pair of somebody who has a log-in."""
    return person["contract_accounts"][0], person["meters"][0]


def without_links(text: str) -> str:
    return re.sub(r"https?://\S+", "", text)


def tokens(mails: list[dict[str, Any]]) -> list[str]:
    """Links that open a log-in or lead to one, in all mails."""
    return [found for mail in mails for found in re.findall(r"/registrieren/link/\S+", mail["text"] + mail["html"])]


def kinds_of_wrong(demo: Demo) -> dict[str, tuple[str, str]]:
    """Pairs that fit nothing, each for a reason of its own."""
    pair, a, b = demo.next_pair(), demo.person("A"), demo.person("B")
    return {
        "wrong meter": (pair["contract_account"], WRONG_METER),
        "unknown account": (UNKNOWN, pair["meter_number"]),
        "A's account, B's meter": (of(a)[0], of(b)[1]),
    }


@pytest.mark.short
def test_reg1_the_page_tells_nothing_and_the_mail_everything(demo: Demo) -> None:
    """R-SEC-4, R-SEC-6: right, wrong meter, unknown, taken, mixed up."""
    cases = {"right": numbers(demo.next_pair()), "taken": of(people(demo, 26, 1)[0]), **kinds_of_wrong(demo)}
    addresses = {case: mailbox() for case in cases}
    before = len(demo.ledger())
    first = httpx.Response(500)
    for case, pair in cases.items():
        page = register(demo, *pair, addresses[case])
        first = page if case == "right" else first
        assert page.status_code == 200 and same(first, page), f"{case}: {difference(first, page)}"
    mails = {case: demo.wait_for_mail(address) for case, address in addresses.items()}
    demo.settle()
    assert LINK in mails["right"]["subject"] and TAKEN in mails["taken"]["subject"]
    wrong = [mails[case] for case in ("wrong meter", "unknown account", "A's account, B's meter")]
    assert {(NO_MATCH in mail["subject"], without_links(mail["text"])) for mail in wrong} == {
        (True, without_links(wrong[0]["text"]))
    }
    assert len(tokens(list(mails.values()))) == len(tokens([mails["right"]])) > 0
    assert {len([mail for mail in demo.mails(address) if mail["subject"] == mails[case]["subject"]])
            for case, address in addresses.items()} == {1}  # fmt: skip
    assert len(demo.ledger()) == before


@pytest.mark.short
def test_reg2_only_the_mailbox_hears_that_it_has_a_log_in(demo: Demo) -> None:
    """FAQ 5: with the right pair and a wrong one, and against a free address."""
    known, known_too = (each["email"] for each in people(demo, 27, 2))
    right, wrong = numbers(demo.next_pair()), (UNKNOWN, WRONG_METER)
    tries = ((known, right), (known_too, wrong), (mailbox(), right), (mailbox(), wrong))
    one, *others = (register(demo, *pair, email) for email, pair in tries)
    for other in others:
        assert same(one, other), difference(one, other)
    mails = [demo.wait_for_mail(email, IN_USE) for email in (known, known_too)]
    assert len({without_links(mail["text"].replace(mail["to"], "")) for mail in mails}) == 1
    assert "Vertrags- und Kontoverwaltung" in mails[0]["text"] and not tokens(mails)
    assert {demo.link_in(mail) for mail in mails} == {"/anmelden/"}


def test_reg3_wrong_pairs_bring_three_mails_a_day_and_no_way_in(later: Demo) -> None:
    """Twenty tries of many kinds over a day; whoever reads the mails can correct the numbers and nothing else."""
    victim, wrong = mailbox(), list(kinds_of_wrong(later).values())
    hours: list[int] = []
    for number in range(20):
        account, meter = wrong[number % len(wrong)]
        register(later, account if number % 2 else f"IR8{secrets.randbelow(10**7):07}", meter, victim)
        later.settle(0.5)
        hours.append(len(later.mails(victim)))
        later.clock.move(minutes=70)
    later.settle()
    mails = later.mails(victim)
    assert 1 <= len(mails) <= 3 and hours[0] <= 1, hours
    assert {NO_MATCH in mail["subject"] for mail in mails} == {True}
    assert len({without_links(mail["text"]) for mail in mails}) == 1 and not tokens(mails)
    with later.visitor() as visitor:
        link = later.link_in(mails[0])
        visitor.open(link)
        assert not visitor.inside()
        assert visitor.get(link.replace("/korrektur/", "/link/")).status_code == 410


def only_the_owners_ways_are_left(later: Demo, pair: Pair) -> None:
    """R-SEC-5: no link for a foreign address, the letter is named; the address on file gets its link."""
    stranger = mailbox()
    register(later, *numbers(pair), stranger)
    mail = later.wait_for_mail(stranger)
    assert not tokens([mail]) and "Code per Brief" in mail["text"]
    register(later, *numbers(pair), pair["email_on_file"])
    later.wait_for_mail(pair["email_on_file"], LINK)


def test_reg4_holding_the_meter_and_trying_accounts_closes_the_short_cut(later: Demo) -> None:
    pair = later.next_pair(on_file=True)
    for number in range(30):
        register(later, f"IR7{number:07}", pair["meter_number"], mailbox(), follow=False)
    only_the_owners_ways_are_left(later, pair)


def test_reg5_holding_the_account_and_trying_meters_closes_the_short_cut(later: Demo) -> None:
    """And a log-in that exists goes on."""
    pair, owner = later.next_pair(on_file=True), people(later, 29, 1)[0]
    for number in range(30):
        register(later, pair["contract_account"], f"1EMH00{88000000 + number}", mailbox(), follow=False)
        register(later, of(owner)[0], f"1EMH00{77000000 + number}", mailbox(), follow=False)
    only_the_owners_ways_are_left(later, pair)
    assert attempt(later, owner["email"], owner["password"]).code == 302


def from_here(demo: Demo, count: int, *, dressed: bool) -> list[int]:
    """Registrations from an address that no proxy vouches for, with whatever headers claim another one."""
    codes = []
    with httpx.Client(base_url=demo.base_url, timeout=30) as client:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/registrieren/").text)
        assert token
        for number in range(count):
            other = f"203.0.113.{random.randrange(250)}"
            headers = {"X-Forwarded-For": other, "Forwarded": f"for={other}", "X-Real-IP": other,
                       "True-Client-IP": other, "CF-Connecting-IP": other} if dressed else {}  # fmt: skip
            fields = {**registration(f"IR6{number:07}", WRONG_METER, mailbox()), "csrfmiddlewaretoken": token[1]}
            answer = client.post("/registrieren/", data=fields, headers=headers)
            codes.append(answer.status_code)
            assert answer.status_code != 429 or int(answer.headers["Retry-After"]) > 0
    return codes


def test_reg7_headers_of_strangers_do_not_make_another_source(later: Demo) -> None:
    dressed = from_here(later, 40, dressed=True)
    later.clock.move(hours=25)
    plain = from_here(later, 40, dressed=False)
    assert dressed.index(429) <= 10 and dressed == plain


def test_reg8_spraying_from_one_network_finds_nobody_and_shuts_nobody_out(later: Demo) -> None:
    """Ten right pairs among two hundred; one alarm; all ten register afterwards, by mail on file or letter."""
    on_file = [later.next_pair(on_file=True) for _ in range(5)]
    others = [later.next_pair() for _ in range(5)]
    tries = [(f"IR5{number:07}", WRONG_METER) for number in range(190)]
    for number, pair in enumerate(on_file + others):
        tries.insert(62 + number * 12, numbers(pair))
    boxes, network = [mailbox() for _ in tries], "198.51.100"
    with later.visitor() as visitor:
        form = visitor.form("/registrieren/", has="meter_number")
        codes = [
            visitor.http.post(
                form.action, data=form.filled(**registration(*pair, box)),
                headers={"X-Forwarded-For": f"{network}.{number % 250 + 1}"},
            ).status_code for number, (pair, box) in enumerate(zip(tries, boxes, strict=True))
        ]  # fmt: skip
    assert codes.count(302) <= 60 and codes.index(429) <= 50
    later.settle(5)
    hits = [box for pair, box in zip(tries, boxes, strict=True) if pair[1] != WRONG_METER]
    assert len(hits) == 10 and not tokens([mail for box in hits for mail in later.mails(box)])
    alarms = [line for line in later.log_lines() if "alarm register-neighbourhood" in line and network in line]
    assert len(alarms) == 1, alarms
    for pair in on_file:
        register(later, *numbers(pair), pair["email_on_file"])
    for pair in others:
        ask_letter(later, *numbers(pair))
    for pair in on_file:
        later.wait_for_mail(pair["email_on_file"], LINK)
    for pair in others:
        code_in(wait_for_letter(later, pair["contract_account"]))


def open_log_in(demo: Demo, visitor: Visitor, pair: Pair, email: str) -> None:
    """From the form to the first page inside."""
    register(demo, *numbers(pair), email)
    link = demo.link_in(demo.wait_for_mail(email, LINK))
    assert finish(visitor, link, PASSWORD).status_code == 302


def test_reg10_the_pair_alone_moves_no_money_and_is_loud(later: Demo) -> None:
    """faq_compat (R-SEC-1): the owner hears of it by mail on file and by one letter; a bank change is held."""
    pair, attacker = later.next_pair(on_file=True), mailbox()
    account = pair["contract_account"]
    with later.visitor() as visitor:
        open_log_in(later, visitor, pair, attacker)
        later.wait_for_mail(pair["email_on_file"], NOTICE)
        wait_for_letter(later, account, NOTICE)
        form = visitor.form("/verwaltung/bank/aendern/", has="iban")
        form.fields.pop("for_debit", None)
        check = visitor.send(form, holder="Eve", iban="DE02120300000000202051", for_refund="ja", account=account)
        assert check.status_code in {302, 422}
        if check.status_code == 302:
            final = visitor.form(check.headers["Location"], has="submission_key")
            visitor.send(final, **dict.fromkeys(final.shown, "ja"))
    later.clock.move(hours=25)
    later.settle(4)
    booked = [entry["kind"] for entry in later.ledger() if entry["data"].get("contract_account") == account]
    assert not [kind for kind in booked if "bank" in kind or "sepa" in kind], booked
    assert len(letters_about(later, account, NOTICE)) == 1
    assert len([mail for mail in later.mails(pair["email_on_file"]) if NOTICE in mail["subject"]]) == 1


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A demo of the second utility, which shows nothing before a better proof than the pair."""
    folder = tmp_path_factory.mktemp("strict")
    for step in (folder, *list(folder.parents)[:2]):
        if "pytest" in step.name:
            step.chmod(0o755)
    utility = Path(__file__).parents[2] / "src/osc/config/utilities/sonnenberg.toml"
    with running_demo(folder / "demo", accounts=200, port=free_port(), utility=str(utility)) as card:
        yield Demo(card)


def test_reg10_in_strict_the_pair_alone_shows_nothing(strict: Demo) -> None:
    """R-SEC-1: no canary of C anywhere, nothing to change; the letter's code opens it."""
    pair, attacker = strict.next_pair(), mailbox()
    marks = [pair["name"].rpartition(" ")[2], *pair["canaries"], pair["meter_number"]]
    with strict.visitor() as visitor:
        open_log_in(strict, visitor, pair, attacker)
        pages = visitor.crawl(limit=200)
        assert len(pages) > 10
        for path, page in pages.items():
            if "text/" in page.headers.get("Content-Type", ""):
                assert not [mark for mark in marks if mark in page.text], path
            assert not path.startswith("/dokumente/") or page.status_code == 404, path
        for path in ("/verwaltung/bank/aendern/", "/verwaltung/post/", "/postfach/neu/"):
            page = visitor.open(path)
            assert page.status_code in {200, 403, 404} and pair["contract_account"] not in page.text, path
        assert strict.effects(pair["contract_account"]) == 0
        code = code_in(wait_for_letter(strict, pair["contract_account"]))
        answer = visitor.send(visitor.form("/verwaltung/code/", has="code"), code=code)
        assert answer.status_code == 302
        inside = " ".join(shown_text(page.text) for page in visitor.crawl(limit=60).values())
        assert pair["contract_account"][-4:] in inside and pair["canaries"][0] in inside
