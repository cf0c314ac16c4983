"""AUT1 … AUT12: what belongs to one customer is not there for another, whatever is asked and sent."""

import itertools
import re
from urllib.parse import urlsplit

import httpx
import pytest

from tests.attacks.errands import (
    CHECK_BANK,
    NEW_IBAN,
    enter,
    fill_bank,
    iban_of,
    instalment_path,
    of_kind,
    place,
    type_amount,
)
from tests.attacks.pages import read_forms, same, shown_text
from tests.attacks.visitor import ID, Demo, Visitor

EXTRA = ("user", "user_id", "customer", "contract_account", "is_staff", "role", "level", "verified", "status", "price",
         "min", "max", "iban", "holder", "email", "created_at", "id", "version", "a[b]")  # fmt: skip
NOBODY = "00000000-0000-4000-8000-000000000000"


def own_paths(demo: Demo, kind: str) -> dict[str, httpx.Response]:
    """Every address of a customer that names something of theirs."""
    return {path: page for path, page in demo.pages_of(kind).items() if ID.search(path)}


def denied(answer: httpx.Response, visitor: Visitor, path: str) -> bool:
    """The same as for a thing that does not exist."""
    nothing = visitor.get(ID.sub(NOBODY, path))
    return answer.status_code in {403, 404} and same(answer, nothing, path, ID.sub(NOBODY, path))


@pytest.mark.short
def test_aut1_every_address_of_a_is_nothing_for_b(demo: Demo, canaries: dict[str, set[str]]) -> None:
    paths = own_paths(demo, "A")
    with demo.signed_in("B") as other, demo.visitor() as stranger:
        assert len(paths) > 5
        for path in paths:
            answer = other.get(path)
            if ID.search(path.partition("?")[0]):  # in a query it only preselects on a page for everybody
                assert denied(answer, other, path), f"{path}: {answer.status_code}"
            assert not [mark for mark in canaries["A"] if mark in answer.text], path
            answer = stranger.get(path)
            if ID.search(path.partition("?")[0]):
                assert answer.status_code in {302, 404}, path
                assert "/anmelden/" in answer.headers.get("Location", "/anmelden/"), path
            assert not [mark for mark in canaries["A"] if mark in answer.text], path


def test_aut1_the_landlords_sixty_accounts_are_nothing_for_a(demo: Demo, canaries: dict[str, set[str]]) -> None:
    with demo.signed_in("A") as other:
        for path in own_paths(demo, "L"):
            answer = other.get(path)
            assert answer.status_code == 404 or not ID.search(path.partition("?")[0]), path
            assert not [mark for mark in canaries["L"] if mark in answer.text], path


def test_aut2_forms_of_a_do_nothing_in_the_session_of_b(demo: Demo, canaries: dict[str, set[str]]) -> None:
    with demo.signed_in("A") as owner, demo.signed_in("B") as other:
        account = demo.person("A")["contract_accounts"][0]
        before = demo.effects(account)
        token = other.form("/zaehlerstand/").fields["csrfmiddlewaretoken"]
        tried = 0
        for path, page in owner.crawl(limit=300).items():
            for form in read_forms(page.text, demo.base_url + path):
                target = urlsplit(form.action).path
                if form.method != "POST" or not ID.search(target + str(form.fields)):
                    continue
                answer = other.post(target, form.filled(csrfmiddlewaretoken=token))
                tried += 1
                assert answer.status_code in {302, 403, 404, 409, 422}, target
                assert not [mark for mark in canaries["A"] if mark in answer.text], target
        assert tried > 0
        demo.settle()
        assert demo.effects(account) == before


def test_aut3_nothing_is_numbered(demo: Demo) -> None:
    ids = {found for path in own_paths(demo, "L") for found in ID.findall(path)}
    assert len(ids) > 20
    assert {each[14] for each in ids} <= {"4"} or len({each[:8] for each in ids}) == len(ids)
    assert len({each[-12:] for each in ids}) == len(ids), "ids of one machine and one moment end alike"
    numbers = sorted(int(each.replace("-", ""), 16) for each in ids)
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    assert len(steps) == len(numbers) - 1 and min(steps) > 2**32


def test_aut4_fields_that_a_form_does_not_have_change_nothing(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        path = next(each for each in own_paths(demo, "A") if re.fullmatch(r"/zaehlerstand/[^/]+/", each))
        form = visitor.form(path, action=path)
        field = next(name for name in form.shown if name.startswith("stand"))
        last = re.search(r"Zuletzt: ([\d.]+)", visitor.get(path).text)
        value = str(int(last[1].replace(".", "")) + 3) if last else "5"
        check = visitor.send(form, **{field: value}, **dict.fromkeys(EXTRA, "1"))
        final = visitor.form(check.headers["Location"], has="submission_key")
        visitor.send(final, **dict.fromkeys(EXTRA, "1"))
        demo.settle(3)
        entry = demo.ledger()[-1]
        assert not set(entry["data"]) & (set(EXTRA) - {"contract_account"})
        assert entry["data"]["contract_account"] == demo.person("A")["contract_accounts"][0]


def test_aut4_a_check_page_takes_nothing_but_its_consent(demo: Demo) -> None:
    """Account, holder, amount and contract come from what was shown, not from what is sent along."""
    person = of_kind(demo, "strom_gas", 2)
    more = {"iban": iban_of(7), "holder": "Eva Einbruch", "bank_name": "x", "amount": "9999", "contract_account": "IR10000057",
            "purposes": "refund", "first_due": "2026-01-01", "price": "1", "status": "confirmed", "user_id": "1"}  # fmt: skip
    with enter(demo, person) as visitor:
        assert fill_bank(visitor, for_refund="", account=person["contract_accounts"][0]).status_code == 302
        form = visitor.form(CHECK_BANK, has="submission_key")
        assert visitor.send(form, mandate="ja", **more, **{"a[b]": "1"}).status_code == 302
        check = place(type_amount(visitor, instalment_path(visitor), "345", "Wir sind jetzt zu dritt im Haus."))
        done = visitor.send(visitor.form(check, has="submission_key"), **more)
        shown = shown_text(visitor.open(place(done)).text)
        assert "Neu 345 €" in shown.replace("\u00a0", " ") and "9.999" not in shown
        demo.settle(3)
        account = person["contract_accounts"][0]
        sent = [each["data"] for each in demo.ledger() if each["data"].get("contract_account") == account][-1]
        assert sent["iban"] == NEW_IBAN and sent["holder"] != "Eva Einbruch"


@pytest.mark.short
def test_aut8_a_delegate_looks_and_does_not_act(demo: Demo) -> None:
    with demo.signed_in("D") as visitor:
        pages = visitor.crawl(limit=200)
        assert [path for path in pages if ID.search(path)]
        account = demo.person("A")["contract_accounts"][0]
        before, tried = demo.effects(account), 0
        for path, page in pages.items():
            for form in read_forms(page.text, demo.base_url + path):
                target = urlsplit(form.action).path
                if (
                    form.method == "POST"
                    and form.shown
                    and not target.startswith(("/abmelden", "/sprache", "/darstellung"))
                ):
                    tried += 1
                    texts = {name: "1" for name in form.shown if form.types.get(name, "text") == "text"}
                    assert visitor.send(form, **texts).status_code in {302, 403, 404, 422}, target
        assert tried > 0
        demo.settle()
        assert demo.effects(account) == before


@pytest.mark.short
def test_aut9_the_staff_pages_are_not_there_for_others(demo: Demo) -> None:
    with demo.signed_in("A") as customer, demo.visitor() as stranger:
        for path in ("/team/", "/team/kunden/", "/team/vorgaenge/", "/team/austausch/", f"/team/kunden/{NOBODY}/"):
            for visitor in (customer, stranger):
                assert same(visitor.get(path), visitor.get("/gibt-es-nicht/"), path, "/gibt-es-nicht/"), path


def test_aut11_a_document_needs_its_owner(demo: Demo) -> None:
    with demo.signed_in("jana") as owner, demo.signed_in("B") as other, demo.visitor() as stranger:
        paths = [path for path in demo.pages_of("jana") if path.startswith("/dokumente/") or path.endswith(".csv")]
        assert paths
        for path in paths:
            assert denied(other.get(path), other, path), path
            assert stranger.get(path).status_code in {302, 404}, path
        sign_out = owner.form("/", action="/abmelden")
        owner.send(sign_out)
        assert all(owner.get(path).status_code in {302, 404} for path in paths)
