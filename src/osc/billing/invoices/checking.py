"""Recomputing imported bills in the background (R-GEN-9)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import F, Q

from osc.audit.actions import record
from osc.billing.messages import InvoiceRecord
from osc.billing.models import BillCheck, Invoice
from osc.billing.rules.bills.recompute import recompute

AT_ONCE = 500


def record_of(invoice: Invoice) -> InvoiceRecord:
    """The bill as it came. Raises msgspec.ValidationError when a row was changed by hand."""
    return msgspec.convert(
        {name: getattr(invoice, name) for name in InvoiceRecord.__struct_fields__ if name != "contract_account"}
        | {"contract_account": ""},
        InvoiceRecord,
        strict=False,
    )


def check_all(*, now: datetime) -> int:
    """Recomputes every bill whose present content was not recomputed yet; returns how many."""
    return sum(len(_check(batch, now)) for batch in _unchecked())


def _unchecked() -> Iterator[Sequence[Invoice]]:
    wanted = Q(check_result__isnull=True) | ~Q(check_result__content_hash=F("content_hash"))
    while batch := list(Invoice.objects.filter(wanted, missing_since=None).order_by("id")[:AT_ONCE]):
        yield batch


@transaction.atomic
def _check(invoices: Sequence[Invoice], now: datetime) -> Sequence[BillCheck]:
    checks = [
        BillCheck(
            business_partner_id=invoice.business_partner_id, invoice=invoice, content_hash=invoice.content_hash,
            findings=msgspec.to_builtins(recompute(record_of(invoice))), checked_at=now,
        ) for invoice in invoices
    ]  # fmt: skip
    return BillCheck.objects.bulk_create(
        checks,
        update_conflicts=True,
        unique_fields=["invoice"],
        update_fields=["content_hash", "findings", "checked_at", "looked_at", "looked_by", "note"],
    )


@transaction.atomic
def note_look(*, invoice_id: UUID, content_hash: str, staff: str, note: str, now: datetime) -> None:
    """Somebody has looked at this difference, once; if the bill has changed since, nothing is noted."""
    check = (
        BillCheck.objects.select_for_update(of=("self",)).select_related("invoice")
        .filter(invoice_id=invoice_id, content_hash=content_hash, looked_at=None).first()
    )  # fmt: skip
    if check is not None:
        check.looked_at, check.looked_by, check.note = now, staff, note
        check.save(update_fields=["looked_at", "looked_by", "note"])
        record(
            at=now, actor=staff, deed="look_at_bill", subject=check.invoice.number,
            business_partner_id=check.business_partner_id, reason=note,
        )  # fmt: skip
