"""Rechnungen und Zahlungen: what is open, every bill, what was paid."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.billing.invoices.files import request_file
from osc.billing.invoices.reading import BILL_PIECE, STATEMENT_PIECE, FoundBill, find_bill, mark_bill_read
from osc.design.paths import path_to
from osc.design.qr_codes import qr_code
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.payments.rules.transfers import transfer_code
from osc.portal.bills.presenters import present_bill
from osc.portal.bills.words import (
    component_label,
    entry_label,
    estimate_basis,
    estimate_reason,
    line_help,
    row_title,
    source_label,
)
from osc.portal.guards import customers_only
from osc.portal.pages import energy_label, render_page


def day_before(day: date) -> date:
    """The last day of a half-open period, as it is printed."""
    return day - timedelta(days=1)


# more contract accounts than this show their payments one at a time
MOST_OPENED = 12
WORDS = {
    "source": source_label, "reason": estimate_reason, "basis": estimate_basis, "line_help": line_help,
    "before": day_before, "component": component_label,
}  # fmt: skip


@customers_only
@require_safe
def list_bills(request: HttpRequest) -> HttpResponse:
    """Open amounts on top, then bills, then movements; of many contract accounts those of the chosen one."""
    data = fetch_page(
        request.customer.scope, today=berlin_today(request.now),
        pieces={"bills": BILL_PIECE, "statements": STATEMENT_PIECE},
    )  # fmt: skip
    bills = [{**row, "title": row_title(row), "result": Decimal(row["result"])} for row in data["bills"]]
    open_items = [
        {**item, "amount": Decimal(item["amount"]), "number": row["number"]}
        for row in data["statements"] for item in row["open_items"]
    ]  # fmt: skip
    statements = data["statements"]
    return render_page(
        request, "bill_list.html", nav="administration", bills=bills, statements=statements,
        chosen=request.GET.get("konto", "") if len(statements) > MOST_OPENED else None,
        open_items=open_items, open_amount=sum((item["amount"] for item in open_items), Decimal(0)),
        entry_label=entry_label,
    )  # fmt: skip


@customers_only
@require_safe
def show_bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """One bill: amount, direction and day first (R-RE-1). Opening it marks it as read and fetches its PDF."""
    found = _find(request, bill_id)
    if not found.opened and request.customer.may_act_for(found.invoice.contract_account_id):
        mark_bill_read(invoice=found.invoice, now=request.now)
    if found.file is None and found.invoice.document:
        request_file(invoice=found.invoice)
    view = present_bill(found, today=berlin_today(request.now))
    code = None
    if not view.is_credit and view.amount and view.way == "transfer" and not view.settled:
        own = settings.UTILITY.bank
        code = qr_code(
            transfer_code(name=own.creditor_name, iban=own.iban, purpose=view.number, amount=view.amount)
        )  # fmt: skip
    bought = "STROM" in view.commodities and not view.is_credit_note
    label = energy_label(berlin_today(request.now)) if bought else None
    return render_page(request, "bill.html", nav="inbox", bill=view, file=found.file, code=code, label=label, **WORDS)


@customers_only
@require_safe
def bill_file(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """To the stored PDF; until it is here, a page that says so and asks for it."""
    found = _find(request, bill_id)
    if found.file is not None:
        return HttpResponseRedirect(path_to("portal:document", found.file.document_id))
    if not found.invoice.document:
        raise Http404
    request_file(invoice=found.invoice)
    return render_page(request, "bill_file_waiting.html", nav="inbox", bill_id=bill_id)


def _find(request: HttpRequest, bill_id: UUID) -> FoundBill:
    found = find_bill(request.customer.scope, bill_id=bill_id)
    if found is None:
        raise Http404
    return found
