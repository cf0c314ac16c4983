"""Bills for pages: pieces for lists, one bill with everything on it, and the mark that it was opened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from osc.billing.models import BillRead, Invoice
from osc.isolation.scope import Scope

# newest first; `open` when the account statement still asks for it
BILL_PIECE = """
    select i.id, i.number, i.issued_on, i.due_on, i.period_from, i.period_to, (i.gross - i.prepaid)::text as result,
           i.detail->>'kind' as kind, i.detail->'commodities' as commodities, i.detail->'settlement' as settlement,
           a.number as account_number, f.document_id, coalesce(n.due_on, i.due_on) as pay_until,
           exists (select from billing_accountstatement s, jsonb_array_elements(s.open_items) item
                   where s.contract_account_id = i.contract_account_id and s.missing_since is null
                     and item->>'invoice_number' = i.number) as open,
           r.id is null and i.issued_on > %(today)s - 60 as unread
    from billing_invoice i
    join contracts_contractaccount a on a.id = i.contract_account_id
    left join billing_billfile f on f.invoice_id = i.id and f.source_version = i.source_version
    left join billing_billnotice n on n.invoice_id = i.id
    left join billing_billread r on r.invoice_id = i.id
    where i.contract_account_id = any(%(accounts)s) and i.missing_since is null
    order by i.issued_on desc, i.number limit 200"""

# what is owed, by contract account; movements newest first
STATEMENT_PIECE = """
    select a.id as account_id, a.number, s.as_of, s.balance::text as balance, s.open_items,
           (select coalesce(jsonb_agg(e), '[]')
            from (select e from jsonb_array_elements(s.entries) e limit 30) newest) as entries
    from billing_accountstatement s join contracts_contractaccount a on a.id = s.contract_account_id
    where s.contract_account_id = any(%(accounts)s) and s.missing_since is null order by a.number limit 200"""


# one bill with its number of account, notice, opening mark, and the file that belongs to its present version
ONE_BILL = """
    select i.*, a.number as account_number, n.due_on as pay_until, n.state as notice_state, r.id as read_id,
           f.document_id as file_id, f.pages as file_pages, d.size as file_size
    from billing_invoice i
    join contracts_contractaccount a on a.id = i.contract_account_id
    left join billing_billnotice n on n.invoice_id = i.id
    left join billing_billread r on r.invoice_id = i.id
    left join billing_billfile f on f.invoice_id = i.id and f.source_version = i.source_version
    left join documents_document d on d.id = f.document_id
    where i.id = %(bill)s and i.contract_account_id = any(%(accounts)s) and i.missing_since is null"""


@dataclass(frozen=True, slots=True)
class BillFileFacts:
    """The PDF of a bill's present version: pages (0 for XML) and bytes."""

    document_id: UUID
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class FoundBill:
    """A bill of the user's with what the portal knows of it; `pay_until` is later than printed when it came late."""

    invoice: Invoice
    account_number: str
    pay_until: date
    on_paper: bool
    opened: bool
    file: BillFileFacts | None


def find_bill(scope: Scope, *, bill_id: UUID) -> FoundBill | None:
    """The bill if it is the user's, else None."""
    rows = Invoice.objects.raw(ONE_BILL, {"bill": bill_id, "accounts": scope.accounts_literal()})
    row: Any = next(iter(rows), None)
    if row is None:
        return None
    file = BillFileFacts(row.file_id, row.file_pages, row.file_size) if row.file_id else None
    return FoundBill(
        row, row.account_number, row.pay_until or row.due_on, row.notice_state == "on_paper", row.read_id is not None,
        file,
    )  # fmt: skip


def mark_bill_read(*, invoice: Invoice, now: datetime) -> None:
    """Notes the first opening; later ones change nothing."""
    row = BillRead(invoice=invoice, at=now, business_partner_id=invoice.business_partner_id)
    BillRead.objects.bulk_create([row], ignore_conflicts=True)
