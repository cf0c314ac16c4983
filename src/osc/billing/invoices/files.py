"""The PDF of a bill: fetched from the billing system when somebody wants it, kept by its content."""

import io
from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.billing.invoices.tasks import fetch_bill
from osc.billing.models import BillFile, Invoice
from osc.documents.actions import store_document
from osc.interchange.door import BillingDoor, DoorRefused
from osc.interchange.jobs import put_in_queue

MEDIA_TYPE = "application/pdf"


def request_file(*, invoice: Invoice) -> None:
    """Puts the fetching into the queue in the caller's transaction; fetching twice stores once."""
    put_in_queue(fetch_bill, lock=f"bill:{invoice.id}", invoice_id=str(invoice.id))


def fetch(*, invoice_id: UUID, door: BillingDoor, now: datetime) -> None:
    """Brings the PDF unless it is here already. Raises DoorClosed; what is no PDF raises DoorRefused."""
    invoice = Invoice.objects.filter(id=invoice_id, missing_since=None).first()
    if invoice is None or not invoice.document:
        return
    if BillFile.objects.filter(invoice=invoice, source_version=invoice.source_version).exists():
        return
    content = door.document(invoice.document)
    if content is None:
        return  # still being made; the page asks again
    pages = _pages(content)
    with transaction.atomic():
        document_id = store_document(
            content=content, media_type=MEDIA_TYPE, file_name=f"{invoice.noun} {invoice.number}.pdf",
            contract_account_id=invoice.contract_account_id, business_partner_id=invoice.business_partner_id, now=now,
        )  # fmt: skip
        BillFile.objects.update_or_create(
            invoice=invoice,
            defaults={"business_partner_id": invoice.business_partner_id, "document_id": document_id,
                      "source_version": invoice.source_version, "pages": pages},
        )  # fmt: skip


def _pages(content: bytes) -> int:
    import pikepdf  # the worker alone looks into PDFs: web processes start without it

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise DoorRefused(f"what came for the bill is no PDF: {error}") from None
