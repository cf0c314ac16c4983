"""AUT7, AUT9, AUT10: links that end, staff by their rank, and the customer's pages seen by staff."""

import re
from urllib.parse import urlsplit

import httpx
import pytest

from tests.attacks.errands import enter, of_kind, place, staff
from tests.attacks.pages import difference, read_forms, same, shown_text
from tests.attacks.visitor import ID, Demo, Visitor

NOBODY = "00000000-0000-4000-8000-000000000000"
STAFF_PAGES = (
    "/team/", "/team/kunden/", "/team/kunden/?suche=IR10000057", "/team/vorgaenge/", "/team/austausch/", "/team/bank/",
    "/team/erklaerungen/", "/team/zaehlerstaende/", f"/team/zaehlerstaende/{NOBODY}/",
    f"/team/kunden/{NOBODY}/", f"/team/vorgaenge/{NOBODY}/", f"/team/bank/{NOBODY}/",
)  # fmt: skip
STAFF_DEEDS = (
    f"/team/kunden/{NOBODY}/ansehen/", f"/team/vorgaenge/{NOBODY}/entscheiden/", f"/team/bank/{NOBODY}/entscheiden/",
    "/team/ansicht-beenden/", f"/team/uebertragung/{NOBODY}/wiederholen/", "/team/quarantaene/1/wiederholen/",
)  # fmt: skip


def partner_path(member: Visitor, words: str) -> str:
    """The file of the one customer that these words find."""
    page = member.get(f"/team/kunden/?suche={words}")
    found = set(re.findall(r"/team/kunden/[0-9a-f-]{36}/", page.text))
    assert len(found) == 1, f"{words}: {found}"
    return found.pop()


def view_as(member: Visitor, path: str, reason: str) -> httpx.Response:
    """Looking through the customer's eyes."""
    return member.send(member.form(path, has="reason"), reason=reason)


def test_aut7_an_account_that_was_unlinked_is_gone_on_every_device(demo: Demo) -> None:
    person = of_kind(demo, "strom_gas_wasser", 1)
    with enter(demo, person) as here, enter(demo, person) as there:
        page = here.get("/verwaltung/").text
        account = re.search(r"/verwaltung/vertragskonten/([0-9a-f-]{36})/entfernen/", page + _links(here))
        assert account
        before = {path: answer for path, answer in there.crawl(limit=200, alike=3).items() if ID.search(path)}
        form = here.form(account[0], action="/verwaltung/vertragskonten/")
        assert here.send(form).status_code == 302
        gone = [path for path in before if there.get(path).status_code == 404]
        kinds = {path.split("/")[1] for path in gone}
        assert {"zaehlerstand", "abschlag", "verwaltung"} <= kinds, kinds
        files = [
            path for path in gone if before[path].headers["Content-Type"].startswith(("text/csv", "text/cal", "appl"))
        ]
        assert files, "an export and a file were open"


def _links(visitor: Visitor) -> str:
    return " ".join(visitor.crawl(limit=60))


def let_look(demo: Demo, owner: Visitor, guest: Visitor, email: str) -> None:
    """The owner lets the guest look at the first contract account, by the link in the mail."""
    form = owner.form("/verwaltung/zugriff/neu/", has="email")
    account = (
        form.fields.get("account")
        or re.search(r'name="account"[^>]*value="([^"]+)"', owner.get("/verwaltung/zugriff/neu/").text)[1]
    )  # type: ignore[index] - tests only
    check = owner.send(form, email=email, account=account)
    assert owner.send(owner.form(place(check), has="submission_key")).status_code == 302
    link = re.search(r"/zugriff-annehmen/[^\s\"<]+", demo.wait_for_mail(email, "Zugriff")["text"])
    assert link
    assert guest.send(guest.form(link[0], action="/zugriff-annehmen/")).status_code == 302


def test_aut7_aut8_who_was_let_in_looks_until_the_owner_ends_it(demo: Demo) -> None:
    """The guest has a contract account too, and acts on that one alone."""
    person, other = of_kind(demo, "transfer"), of_kind(demo, "transfer", 1)
    account = person["contract_accounts"][0]
    with enter(demo, person) as owner, enter(demo, other) as guest:
        let_look(demo, owner, guest, other["email"])
        theirs = {path for path in owner.crawl(limit=150, alike=3) if ID.search(path.partition("?")[0])}
        before = demo.effects(account)
        seen = {path for path in theirs if guest.get(path).status_code == 200}
        assert {path.split("/")[1] for path in seen} >= {"zaehlerstand", "abschlag", "verwaltung", "dokumente"}, seen
        tried = 0
        for path in theirs:
            for form in read_forms(owner.get(path).text, demo.base_url + path):
                target = urlsplit(form.action).path
                if form.method == "POST" and ID.search(target + str(form.fields)):
                    token = guest.form("/", action="/abmelden").fields["csrfmiddlewaretoken"]
                    tried += 1
                    assert guest.post(target, form.filled(csrfmiddlewaretoken=token)).status_code in {
                        302,
                        403,
                        404,
                        409,
                        422,
                    }
        assert tried > 3
        demo.settle()
        assert demo.effects(account) == before
        owner.send(owner.form("/verwaltung/zugriff/", action="/verwaltung/zugriff/person/"))
        assert [path for path in seen if guest.get(path).status_code != 404] == []
        assert account not in guest.open("/verwaltung/").text


@pytest.mark.short
def test_aut9_staff_without_the_second_factor_get_no_further(demo: Demo) -> None:
    with staff(demo, 0, second_factor=False) as member:
        token = member.form(place(member.get("/team/")), has="code")
        for path in STAFF_PAGES:
            answer = member.get(path)
            assert answer.status_code == 302 and "/team/" not in place(answer), path
        for path in STAFF_DEEDS:
            answer = member.post(path, {"csrfmiddlewaretoken": token.fields["csrfmiddlewaretoken"], "reason": "x" * 20})
            assert answer.status_code == 302 and "/team/" not in place(answer), path


@pytest.mark.short
def test_aut9_deeds_of_staff_are_nothing_for_customers(demo: Demo) -> None:
    with demo.signed_in("A") as customer, demo.visitor() as stranger:
        for visitor in (customer, stranger):
            token = visitor.form("/", action="/abmelden" if visitor is customer else "/anmelden").fields[
                "csrfmiddlewaretoken"
            ]
            for path in (*STAFF_DEEDS, *STAFF_PAGES):
                answer = visitor.post(path.partition("?")[0], {"csrfmiddlewaretoken": token, "reason": "x" * 20})
                nothing = visitor.post("/gibt-es-nicht/", {"csrfmiddlewaretoken": token})
                assert answer.status_code in {404, 405}, path
                assert answer.status_code == 405 or same(answer, nothing, path, "/gibt-es-nicht/"), difference(
                    answer, nothing, path, "/gibt-es-nicht/"
                )


def test_aut10_staff_look_for_a_reason_and_for_a_quarter_of_an_hour(later: Demo) -> None:
    person = later.person("A")
    with staff(later, 0) as member, enter(later, person) as owner:
        file = partner_path(member, person["contract_accounts"][0])
        assert view_as(member, file, "").status_code == 422
        assert view_as(member, file, "Anruf wegen der Abschlagshöhe").status_code == 302
        page = shown_text(member.get("/").text)
        assert "Sie sehen die Seiten von" in page and "Nur ansehen" in page
        before = later.effects(person["contract_accounts"][0])
        tried = 0
        for path, answer in member.crawl(limit=200).items():
            if path.startswith("/team/"):
                continue
            for form in read_forms(answer.text, later.base_url + path):
                target = urlsplit(form.action).path
                if form.method != "POST" or target.startswith(("/team/", "/abmelden", "/sprache", "/darstellung")):
                    continue
                tried += 1
                assert member.send(form).status_code in {302, 403, 404}, target
        for path in ("/verwaltung/bank/aendern/", "/verwaltung/sicherheit/e-mail/", "/verwaltung/sicherheit/passwort/"):
            answer = member.post(path, {"csrfmiddlewaretoken": member.form("/", action="/abmelden").fields["csrfmiddlewaretoken"],
                                        "email": "x@example.org", "password": "x" * 20})  # fmt: skip
            assert answer.status_code in {302, 403, 404}, path
        later.settle()
        assert later.effects(person["contract_accounts"][0]) == before
        seen = shown_text(owner.get("/verwaltung/zugriffe/").text)
        assert "Anruf wegen der Abschlagshöhe" in seen and "Ihre Seiten angesehen" in seen
        later.clock.move(minutes=16)
        assert "Sie sehen die Seiten von" not in member.open("/").text
        assert person["contract_accounts"][0] not in member.open("/verwaltung/").text


def test_aut10_staff_are_nobodys_customers(later: Demo) -> None:
    """There is no file of S2 that S1 could look at, and no way to view a customer by a made-up id."""
    with staff(later, 0) as member:
        page = member.get("/team/kunden/?suche=s2@stadtwerke-lindenau.example")
        assert not re.findall(r"/team/kunden/[0-9a-f-]{36}/", page.text)
        form = member.form(partner_path(member, later.person("B")["contract_accounts"][0]), has="reason")
        answer = member.post(f"/team/kunden/{NOBODY}/ansehen/", form.filled(reason="Ein langer Grund dafür"))
        assert answer.status_code == 404
