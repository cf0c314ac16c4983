"""Bills that our own recomputation finds different, for staff only (R-GEN-9), and what became of mails about bills."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections

from osc.billing.models import BillNotice
from osc.isolation.markers import unscoped

# a bill that came without details can't be recomputed: that is no difference
DIFFERING = """
    select i.id, i.number, a.number, i.business_partner_id, i.issued_on, i.gross, k.checked_at, k.content_hash,
        k.findings::text
    from billing_billcheck k join billing_invoice i on i.id = k.invoice_id
    join contracts_contractaccount a on a.id = i.contract_account_id
    where k.findings <> '[]'::jsonb and k.findings -> 0 ->> 'code' <> 'NO_DETAIL' and k.looked_at is null
      and i.missing_since is null and (%(invoice)s::uuid is null or i.id = %(invoice)s)
    order by k.checked_at, i.number limit %(limit)s"""
DIFFERING_PIECE = """
    select count(*) as waiting, min(k.checked_at) as oldest from billing_billcheck k
    where k.findings <> '[]'::jsonb and k.findings -> 0 ->> 'code' <> 'NO_DETAIL' and k.looked_at is null"""


@dataclass(frozen=True, slots=True)
class DifferingBill:
    """A bill with its differences: {"code", "where", "billed", "computed"}, amounts in the unit of what they are."""

    id: UUID
    number: str
    account_number: str
    business_partner_id: UUID
    issued_on: date
    gross: Decimal
    checked_at: datetime
    content_hash: str
    findings: Sequence[Mapping[str, Any]]


@unscoped(reason="staff look at differences of every customer's bills")
def differing_bills(*, limit: int) -> list[DifferingBill]:
    """Nobody has looked at these yet, oldest first."""
    return _differing(None, limit)


@unscoped(reason="staff look at differences of every customer's bills; opening one is recorded")
def differing_bill(invoice_id: UUID) -> DifferingBill | None:
    """One of them; None when somebody has looked or the bill agrees by now."""
    found = _differing(invoice_id, 1)
    return found[0] if found else None


def _differing(invoice_id: UUID | None, limit: int) -> list[DifferingBill]:
    with connections["staff"].cursor() as cursor:
        cursor.execute(DIFFERING, {"invoice": invoice_id, "limit": limit})
        return [DifferingBill(*row[:-1], json.loads(row[-1])) for row in cursor.fetchall()]


@unscoped(reason="staff see that a letter follows a mail that came back (R-ZUG-2)")
def mails_followed_by_letters(mail_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these mails about bills were replaced by a letter."""
    found = BillNotice.objects.using("staff").filter(mail_id__in=mail_ids, letter_id__isnull=False)
    return {each for each in found.values_list("mail_id", flat=True) if each}
