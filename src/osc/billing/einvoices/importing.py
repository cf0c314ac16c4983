"""An e-invoice file becomes a bill: through the same import as every record, with the file kept beside it (R-ER-5)."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from osc.billing.einvoices.reading import EInvoice, EInvoiceRefused, Line, read_einvoice
from osc.billing.messages import CREDIT_NOTE
from osc.billing.models import BillFile, Invoice
from osc.contracts.queries import find_account_by_number
from osc.documents.actions import store_document
from osc.interchange.imports.run import apply_batch

UNITS = {"KWH": "kWh", "MWH": "MWh", "MTQ": "m3", "DAY": "Tage"}
MEDIA_TYPE = "application/xml"


@transaction.atomic
def import_einvoice(content: bytes, *, account_number: str, now: datetime) -> Invoice:
    """Stores the bill and its file for a contract account; the same file twice is one bill.

    Raises EInvoiceRefused: unreadable, its own sums differ, no such contract account, or not applicable.
    """
    read, account = read_einvoice(content), find_account_by_number(account_number)
    if account is None:
        raise EInvoiceRefused(f"there is no open contract account {account_number}")
    if wrong := read.disagreements():
        raise EInvoiceRefused(f"its own sums differ: {', '.join(wrong)}")
    id_ = f"XR-{account.number}-{read.number}"[:80]
    known = Invoice.objects.filter(external_id=id_).first()
    line = {"kind": "invoice", "id": id_, "version": known.source_version if known else 1,
            "data": record_data(read, f"VK-{account.number}")}  # fmt: skip
    apply_batch([json.dumps(line, default=str).encode()], now=now, brake=False)
    invoice = Invoice.objects.filter(external_id=id_).first()
    if invoice is None:
        raise EInvoiceRefused("it could not be applied; see the records set aside")
    document_id = store_document(
        content=content, media_type=MEDIA_TYPE, file_name=f"{invoice.noun} {read.number}.xml",
        contract_account_id=account.id, business_partner_id=account.business_partner_id, now=now,
    )  # fmt: skip
    BillFile.objects.update_or_create(
        invoice=invoice,
        defaults={"business_partner_id": account.business_partner_id, "document_id": document_id,
                  "source_version": invoice.source_version, "pages": 0},
    )  # fmt: skip
    return invoice


def record_data(read: EInvoice, contract_account: str) -> dict[str, Any]:
    """The data of an invoice record; a file without period covers the day of its issue. What the customer sold has
    amounts below zero there (R-ER-7)."""
    start = read.period_from or read.issued_on
    sign = -1 if read.self_billed else 1
    return {
        "contract_account": contract_account, "number": read.number, "issued_on": read.issued_on,
        "period_from": start, "period_to": read.period_to or start + timedelta(days=1), "net": sign * read.net,
        "vat": sign * read.vat, "gross": sign * read.gross, "prepaid": sign * read.prepaid,
        "due_on": read.due_on or read.issued_on,
        "lines": [_line(line, sign) for line in read.lines],
        "detail": {
            "kind": CREDIT_NOTE if read.self_billed else "periodic", "commodities": [], "readings": [],
            "prepayments": [], "comparisons": [], "next_instalments": [],
            "settlement": {"way": "refund" if sign * read.payable < 0 else "transfer"},
            "enwg_groups": [], "structured": True,
            "tax_groups": [
                {"vat_percent": group.vat_percent, "net": sign * group.net, "vat": sign * group.vat}
                for group in read.tax_groups
            ],
        },
    }  # fmt: skip


def _line(line: Line, sign: int) -> dict[str, Any]:
    return {
        "text": line.text, "net": sign * line.net, "quantity": line.quantity, "unit": UNITS.get(line.unit, line.unit),
        "unit_price": sign * line.unit_price, "vat_percent": line.vat_percent,
    }  # fmt: skip
