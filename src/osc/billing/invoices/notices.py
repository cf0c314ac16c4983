"""Telling a customer that a bill is here: by mail to the inbox, or on paper where that does not work."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from osc.billing.models import Invoice
from osc.correspondence.actions import queue_letter
from osc.foundation.german_output import mask_contract_account


def write_on_paper(
    *, invoice: Invoice, recipient: Sequence[str], name: str, due_on: date, language: str, now: datetime
) -> UUID:
    """Queues the letter that says what is to pay until when (R-ZUG-2); `due_on` counts from the letter (R-RE-9)."""
    result: Decimal = invoice.gross - invoice.prepaid
    return queue_letter(
        template="bill_ready", recipient=recipient, language=language,
        business_partner_id=invoice.business_partner_id, now=now,
        context={
            "name": name, "account": mask_contract_account(invoice.contract_account.number),
            "number": invoice.number, "period_from": invoice.period_from.isoformat(),
            "last_day": (invoice.period_to - timedelta(days=1)).isoformat(), "credit": result < 0,
            "amount": str(abs(result)), "due_on": due_on.isoformat(),
        },
    )  # fmt: skip
