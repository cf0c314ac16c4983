"""BIZ5, BIZ7, BIZ9, BIZ10, BIZ14, BIZ17: one form is one case, and what is secret stays masked."""

import io
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from pypdf import PdfReader

from tests.attacks.errands import (
    CHECK_BANK,
    NEW_IBAN,
    case_id,
    confirm,
    enter,
    fill_bank,
    hand_in_bank,
    instalment_path,
    last_value,
    meter_paths,
    of_kind,
    place,
    reference,
    type_amount,
    type_reading,
)
from tests.attacks.pages import Form, same, shown_text
from tests.attacks.visitor import Demo, Visitor


def text_in(answer: httpx.Response) -> str:
    """Everything that can be read in an answer, without blanks."""
    kind = answer.headers.get("Content-Type", "")
    text = answer.text
    if kind.startswith("application/pdf"):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return re.sub(r"\s", "", text)


def test_biz5_no_page_no_file_and_no_mail_has_a_whole_iban(demo: Demo) -> None:
    secret = {demo.person(kind)["iban"] for kind in ("A", "B", "jana")}
    for kind in ("A", "B", "jana"):
        person = demo.person(kind)
        with enter(demo, person) as visitor:
            form = visitor.form("/verwaltung/bank/", action="/abmelden")
            assert f"{person['iban'][:4]} … {person['iban'][-4:]}" in visitor.get("/verwaltung/bank/").text
            for path, answer in visitor.crawl(limit=200).items():
                assert not [each for each in secret if each in text_in(answer)], path
            visitor.send(form)
    for mail in demo.mails():
        assert not [each for each in secret if each in re.sub(r"\s", "", mail["text"] + mail["html"])], mail["subject"]


@pytest.mark.short
def test_biz5_a_new_iban_is_masked_once_it_was_typed(demo: Demo) -> None:
    person = of_kind(demo, "same_tail")
    with enter(demo, person) as visitor:
        assert fill_bank(visitor).status_code == 302
        assert NEW_IBAN not in text_in(visitor.get(CHECK_BANK))
        done = hand_in_bank(visitor)
        case = case_id(done)
        for path in (
            place(done),
            "/verwaltung/bank/",
            "/verwaltung/vorgaenge/",
            f"/verwaltung/bank/beleg/{case}.pdf",
            "/",
        ):
            answer = visitor.get(path)
            assert answer.status_code == 200, path
            assert NEW_IBAN not in text_in(answer), path
        assert "DE89…3000" in text_in(visitor.get(f"/verwaltung/bank/beleg/{case}.pdf"))
        mail = demo.wait_for_mail(person["email"], "Bankverbindung")
        assert NEW_IBAN not in re.sub(r"\s", "", mail["text"] + mail["html"])


@pytest.mark.short
def test_biz7_an_address_in_use_looks_like_a_free_one(demo: Demo) -> None:
    person, other = of_kind(demo, "rollover"), of_kind(demo, "rollover", 1)
    with enter(demo, person) as visitor:
        answers, pages = [], []
        for address in (other["email"], "ganz-neu@example.org"):
            answers.append(visitor.send(visitor.form("/verwaltung/sicherheit/e-mail/", has="email"), email=address))
            pages.append(visitor.get("/verwaltung/sicherheit/"))
        assert same(*answers) and same(*pages)
        notice = demo.wait_for_mail(other["email"])
        assert "/e-mail-bestaetigen/" not in notice["text"] and person["email"] not in notice["text"]
        assert demo.wait_for_mail("ganz-neu@example.org")
        for each in (other, person):
            with enter(demo, each) as neighbour:
                assert neighbour.get("/verwaltung/").status_code == 200


def sent_often(demo: Demo, visitor: Visitor, form: Form, **values: str) -> list[httpx.Response]:
    """Twice in a row, ten times at once, once with the line cut before the answer, and once more."""
    answers = [visitor.send(form, **values), visitor.send(form, **values)]
    with ThreadPoolExecutor(10) as pool:
        answers += pool.map(lambda _: visitor.send(form, **values), range(10))
    _cut_off(demo, visitor, form, values)
    return [*answers, visitor.send(form, **values)]


def _cut_off(demo: Demo, visitor: Visitor, form: Form, values: dict[str, str]) -> None:
    body = urlencode(form.filled(**values)).encode()
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
    target = urlsplit(form.action)
    head = (
        f"POST {target.path} HTTP/1.1\r\nHost: {target.netloc}\r\nCookie: {cookies}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    )
    host, _, port = target.netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(head.encode() + body)


@pytest.mark.short
def test_biz9_a_reading_sent_often_is_one_reading(demo: Demo) -> None:
    person = of_kind(demo, "moved_in", 1)
    with enter(demo, person) as visitor:
        path = meter_paths(visitor)[0]
        check = type_reading(visitor, path, str(last_value(visitor, path) + 3))
        answers = sent_often(demo, visitor, visitor.form(place(check), has="submission_key"))
        assert len({case_id(each) for each in answers}) == 1
        assert len({reference(visitor, each) for each in answers}) == 1
        demo.settle(3)
        account = person["contract_accounts"][0]
        assert [each["kind"] for each in demo.ledger() if each["data"].get("contract_account") == account] == [
            "meter_reading"
        ]
        assert demo.effects(account) == 1


def test_biz9_an_instalment_sent_often_is_one_change(demo: Demo) -> None:
    with enter(demo, of_kind(demo, "ht_nt", 1)) as visitor:
        path = instalment_path(visitor)
        check = type_amount(visitor, path, "777", "Wir sind jetzt zu siebt im Haus.")
        form = visitor.form(place(check), has="submission_key")
        answers = sent_often(demo, visitor, form)
        assert len({case_id(each) for each in answers}) == 1
        (number,) = {reference(visitor, each) for each in answers}
        assert visitor.get("/verwaltung/vorgaenge/").text.count(number) == 1


def test_biz9_a_termination_sent_often_is_one_termination(demo: Demo) -> None:
    with demo.visitor() as visitor:
        form = visitor.form("/kuendigen/", has="submission_key")
        typed = {
            "name": "Nadja Nirgendwo",
            "contract_account": "IR99999999",
            "email": "nirgendwo@example.org",
            "how": "ordinary",
        }
        answers = sent_often(demo, visitor, form, **typed)
        assert {each.status_code for each in answers} == {302}
        assert len({place(each) for each in answers}) == 1
        numbers = {reference(visitor, each) for each in answers[:2]}
        assert len(numbers) == 1
        demo.settle(3)
        assert len([each for each in demo.ledger() if numbers & {each["data"].get("case")}]) <= 1
        assert len(demo.mails("nirgendwo@example.org")) == 1


@pytest.mark.short
def test_biz10_a_used_key_with_another_amount_is_a_conflict(demo: Demo) -> None:
    with enter(demo, of_kind(demo, "feed_in")) as visitor:
        path = instalment_path(visitor)
        first = visitor.form(place(type_amount(visitor, path, "333", "Wir sind jetzt zu dritt.")), has="submission_key")
        number = reference(visitor, visitor.send(first))
        again = type_amount(visitor, path, "444", "Wir sind jetzt zu viert.")
        answer = visitor.send(
            visitor.form(place(again), has="submission_key"), submission_key=first.fields["submission_key"]
        )
        assert answer.status_code == 409
        page = visitor.get("/verwaltung/vorgaenge/").text
        assert page.count(number) == 1 and "444,00" not in page


def test_biz10_the_key_of_somebody_else_opens_nothing(demo: Demo) -> None:
    """B sends A's form: the case of A is neither shown nor touched."""
    with enter(demo, of_kind(demo, "strom_gas")) as owner, enter(demo, of_kind(demo, "strom_gas", 1)) as other:
        path = instalment_path(owner)
        form = owner.form(place(type_amount(owner, path, "555", "Wir sind jetzt zu fünft.")), has="submission_key")
        number = reference(owner, owner.send(form))
        own = instalment_path(other)
        token = other.form(own, has="amount").fields["csrfmiddlewaretoken"]
        stolen = other.post(urlsplit(form.action).path, form.filled(csrfmiddlewaretoken=token))
        assert stolen.status_code in {302, 404} and "/vorgaenge/" not in stolen.headers.get("Location", "")
        check = other.form(place(type_amount(other, own, "666", "Wir sind jetzt zu sechst.")), has="submission_key")
        answer = other.send(check, submission_key=form.fields["submission_key"])
        assert answer.status_code in {302, 409}
        assert number not in other.open(answer.headers.get("Location", "/")).text
        assert owner.get("/verwaltung/vorgaenge/").text.count(number) == 1


def test_biz14_two_devices_with_two_values_are_one_reading_and_one_question(demo: Demo) -> None:
    person = of_kind(demo, "moved_in")
    with enter(demo, person) as one, enter(demo, person) as two:
        path = meter_paths(one)[0]
        last = last_value(one, path)
        values = [str(last + 21), str(last + 34)]
        forms = [
            device.form(place(type_reading(device, path, value)), has="submission_key")
            for device, value in zip((one, two), values, strict=True)
        ]
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda pair: pair[0].send(pair[1]), zip((one, two), forms, strict=True)))
        assert sorted(each.status_code for each in answers) == [302, 409]
        conflict = next(each for each in answers if each.status_code == 409)
        shown = shown_text(conflict.text)
        assert all(f"{int(value):,}".replace(",", ".") in shown for value in values)
        demo.settle(3)
        assert demo.effects(person["contract_accounts"][0]) == 1


def test_biz17_a_third_person_agrees_and_the_words_are_kept(demo: Demo) -> None:
    person = of_kind(demo, "estimated", 1)
    holder = {"whose": "other", "holder": "Olga Onkel", "holder_street": "Seeweg 3", "holder_city": "03220 Lindenau",
              "holder_email": "onkel@example.org", "for_refund": ""}  # fmt: skip
    with enter(demo, person) as visitor, demo.visitor() as third:
        answer = visitor.send(
            visitor.form("/verwaltung/bank/aendern/", has="iban"), iban=NEW_IBAN, whose="other", holder="Olga Onkel"
        )
        assert answer.status_code == 422  # without a name and an address nobody can be asked
        assert fill_bank(visitor, **holder).status_code == 302
        unticked = visitor.send(visitor.form(CHECK_BANK, has="submission_key"))
        assert unticked.status_code == 422
        case = case_id(hand_in_bank(visitor))
        mail = demo.wait_for_mail("onkel@example.org")
        demo.settle()
        account = person["contract_accounts"][0]
        assert demo.effects(account) == 0
        link = next(path for path in re.findall(r"/bank-zustimmen/[^\s]+", mail["text"]))
        words = shown_text(third.get(link).text)
        assert "SEPA" in words and NEW_IBAN not in words.replace(" ", "") and demo.effects(account) == 0
        third.send(third.form(link, action="/bank-zustimmen/"))
        receipt = visitor.get(f"/verwaltung/bank/beleg/{case}.pdf")
        assert "Prüfsumme" in text_in(receipt) and "OlgaOnkel" in text_in(receipt)
        assert demo.wait_for_effects(account) == 1
        assert visitor.get(f"/verwaltung/bank/beleg/{case}.pdf").content == receipt.content
        confirm(visitor, person)
