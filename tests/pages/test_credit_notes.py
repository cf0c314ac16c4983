"""Gutschriften: what the customer delivered is paid, said with that word, and can be objected to (R-ER-7)."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings

from osc.billing.invoices.checking import check_all
from osc.billing.models import BillCheck, Invoice
from osc.billing.queries import CREDIT_PIECE
from osc.cases.models import Case
from osc.contracts.models import Contract
from osc.foundation.german_output import MINUS
from osc.interchange.models import OutboundMessage
from osc.isolation.pages import fetch_page
from osc.isolation.scope import Scope
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
OBJECTION = "credit_note_objection"


@pytest.fixture
def note(portal: PageClient) -> Invoice:
    """The newest Gutschrift of somebody who feeds in and is signed in."""
    user = make_user("feed_in")
    portal.enter(user)
    accounts = [link.contract_account_id for link in user.links.all()]
    found = Invoice.objects.filter(contract_account_id__in=accounts, detail__kind="credit_note").order_by("-issued_on")
    return found[0]


def bill_of_the_same(note: Invoice) -> Invoice:
    return Invoice.objects.get(contract_account_id=note.contract_account_id, number=note.number.replace("R-G", "R-"))


def page(portal: PageClient, path: str) -> str:
    response = portal.get(path)
    assert response.status_code == 200, path
    return visible_text(response)


def euros(amount: object) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) + "\u00a0€"


def test_r_er_7_the_page_says_gutschrift_and_what_was_fed_in(portal: PageClient, note: Invoice) -> None:
    text = page(portal, f"/verwaltung/zahlungen/{note.id}/")
    assert "Ihre Gutschrift für Einspeisung 2025" in text and note.gross < 0
    assert f"Ihre Gutschrift {euros(-note.gross)}" in text
    quantity = f"{int(note.lines[0]['quantity']):,}".replace(",", ".")
    assert (
        f"{quantity}\u00a0kWh zu 8,20 ct = {euros(-note.net)}" in text and f"Eingespeist: {quantity}\u00a0kWh" in text
    )
    assert "Der Gutschrift widersprechen" in text and f"Gutschrift {note.number} herunterladen" in text
    for word in (MINUS, "Sie zahlen", "Ihre Rechnung in Kürze", "Stromkennzeichnung", "Rechnung erläutern"):
        assert word not in text, word


def test_lists_call_it_by_its_name(portal: PageClient, note: Invoice) -> None:
    for path in ("/verwaltung/zahlungen/", "/postfach/?filter=rechnungen"):
        text = page(portal, path)
        assert "Ihre Gutschrift für Einspeisung 2025" in text and f"Gutschrift {euros(-note.gross)}" in text, path
        assert "Ihre Stromrechnung 2025" in text, path


def test_r_er_7_an_objection_is_a_case_that_names_the_gutschrift(portal: PageClient, note: Invoice) -> None:
    form = portal.get(f"/postfach/neu/?rechnung={note.id}&thema={OBJECTION}")
    words = f"Ich widerspreche der Gutschrift {note.number}."
    assert f"Es geht um die Gutschrift {note.number}." in visible_text(form) and words in form.content.decode()
    sent = portal.post("/postfach/neu/", {"topic": OBJECTION, "text": words, "bill_id": str(note.id)})
    assert sent.headers["Location"] == "/postfach/neu/pruefen/"
    check = portal.get("/postfach/neu/pruefen/")
    assert f"Gutschrift {note.number}" in visible_text(check)
    key = re.search(r'name="submission_key" value="([^"]+)"', check.content.decode())
    assert key
    receipt = portal.post("/postfach/neu/pruefen/", {"submission_key": key[1]}).headers["Location"]
    case = Case.objects.get(id=receipt.split("/")[-2])
    payload = OutboundMessage.objects.get(case_id=case.id).payload
    assert (payload["topic"], payload["bill"]) == (OBJECTION, note.number)
    assert case.kind == Case.Kind.BILL_OBJECTION and "Der Gutschrift widersprechen" in page(portal, receipt)


def test_only_to_a_gutschrift_one_can_object(portal: PageClient, note: Invoice) -> None:
    bill = bill_of_the_same(note)
    assert "Der Gutschrift widersprechen" not in page(portal, f"/verwaltung/zahlungen/{bill.id}/")
    assert "Der Gutschrift widersprechen" not in page(portal, f"/postfach/neu/?rechnung={bill.id}&thema={OBJECTION}")
    for about in (str(bill.id), ""):
        refused = portal.post("/postfach/neu/", {"topic": OBJECTION, "text": "x", "bill_id": about})
        assert refused.status_code == 422 and "Wählen Sie ein Thema aus" in visible_text(refused)


def test_our_recomputation_agrees_with_it(note: Invoice) -> None:
    check_all(now=settings.NOW)
    assert BillCheck.objects.get(invoice=note).findings == []


def test_it_bills_no_supply(portal: PageClient, note: Invoice) -> None:
    """Neither does the next bill begin where a Gutschrift ended, nor is it the last bill of a contract."""
    before = page(portal, "/verwaltung/post/")
    assert "Ihre nächste Rechnung geht vom 01.01.2026 bis 31.12.2026." in before
    note.period_to = date(2026, 7, 1)
    note.save()
    assert page(portal, "/verwaltung/post/") == before
    Contract.objects.filter(contract_account_id=note.contract_account_id).update(ends_on=date(2026, 7, 1))
    account = [note.contract_account_id]
    scope = Scope(uuid4(), (note.business_partner_id,), tuple(account))
    found = fetch_page(scope, today=date(2026, 11, 24), pieces={"credit": CREDIT_PIECE}, chosen=account)
    assert found["credit"][0]["final_bill"] is True, "it is still to come"
