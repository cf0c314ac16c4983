"""Bills come in, are recomputed, and their PDF is fetched when somebody wants it."""

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.billing.invoices.checking import check_all
from osc.billing.invoices.files import fetch
from osc.billing.models import AccountStatement, BillCheck, BillFile, Invoice
from osc.documents.models import Document
from osc.interchange.door import DoorClosed
from osc.interchange.imports.feed import pull

pytestmark = pytest.mark.django_db
NUMBER = "R-2025-10284425"


def bill() -> Invoice:
    return Invoice.objects.get(number=NUMBER)


def test_r_gen_9_every_imported_bill_agrees_with_our_recomputation() -> None:
    assert check_all(now=settings.NOW) == Invoice.objects.count() > 100
    assert not BillCheck.objects.exclude(findings=[]).exists()
    assert check_all(now=settings.NOW) == 0, "what was checked is not checked again"


def test_r_gen_9_a_changed_bill_is_checked_again_and_the_difference_kept_for_staff() -> None:
    check_all(now=settings.NOW)
    row = bill()
    row.prepaid += 1
    row.content_hash = "changed"
    row.save()
    assert check_all(now=settings.NOW) == 1
    (finding,) = BillCheck.objects.get(invoice=row).findings
    assert (finding["code"], finding["computed"]) == ("PREPAID", "1650.00")
    assert bill().prepaid == row.prepaid, "shown as billed"


def test_the_pdf_is_fetched_once_and_kept_by_its_content(utility: "RunningUtility") -> None:  # noqa: F821 - imported late
    for _ in range(2):
        fetch(invoice_id=bill().id, door=utility.door, now=settings.NOW)
    file = BillFile.objects.get()
    assert file.document.content[:5] == b"%PDF-" and file.pages >= 1
    assert file.document.file_name == f"Rechnung {NUMBER}.pdf"
    assert Document.objects.count() == 1 and file.document.contract_account_id == bill().contract_account_id


def test_a_closed_door_is_tried_again(utility: "RunningUtility") -> None:  # noqa: F821 - imported late
    utility.utility.switch.set({"down": True})
    with pytest.raises(DoorClosed):
        fetch(invoice_id=bill().id, door=utility.door, now=settings.NOW)
    assert not BillFile.objects.exists()


def test_a_bill_in_between_comes_over_the_feed(utility: "RunningUtility") -> None:  # noqa: F821 - imported late
    assert utility.utility.archive.issue("IR10284425", settings.NOW)
    assert not utility.utility.archive.issue("IR99999999", settings.NOW)
    pull(door=utility.door, source="test", now=settings.NOW)
    fresh = Invoice.objects.get(number="R-I261101-10284425")
    assert fresh.detail["kind"] == "interim" and str(fresh.issued_on) == "2026-11-24"
    assert ProcrastinateJob.objects.filter(task_name__endswith="look_at_bills").exists()
    fetch(invoice_id=fresh.id, door=utility.door, now=settings.NOW)
    assert BillFile.objects.get().invoice == fresh


def test_every_contract_account_with_bills_has_its_statement() -> None:
    row = AccountStatement.objects.get(contract_account__number="IR10284425")
    assert row.balance == 0 and row.open_items == []
    assert {entry["kind"] for entry in row.entries} >= {"bill", "instalment", "payment"}
