"""From a bill as it came to what its page says. Nothing is computed anew but sums of what is shown (R-GEN-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from msgspec import structs

from osc.billing.invoices.checking import record_of
from osc.billing.invoices.reading import FoundBill
from osc.billing.messages import (
    BilledReading,
    CarbonCost,
    Comparison,
    CostComponent,
    InvoiceLine,
    NextInstalment,
    Prepayment,
    TaxGroup,
)
from osc.billing.rules.bills.result import estimated_share, is_doubtful
from osc.portal.bills.words import bill_title


@dataclass(frozen=True, slots=True)
class BillView:
    """A bill: what comes of it first, then how it came about. Amounts in EUR, `amount` is never negative.

    A credit note says what the customer delivered, with its amounts as the customer earns them (R-ER-7).
    """

    id: str
    title: str
    number: str
    account_number: str
    account_id: str
    commodities: tuple[str, ...]
    issued_on: date
    period_from: date
    last_day: date
    is_credit: bool
    is_credit_note: bool
    amount: Decimal
    way: str
    due_on: date
    iban_tail: str
    settled: bool
    lines: Sequence[InvoiceLine]
    tax_groups: Sequence[TaxGroup]
    net: Decimal
    gross: Decimal
    prepayments: Sequence[Prepayment]
    readings: Sequence[BilledReading]
    comparisons: Sequence[Comparison]
    doubtful: bool
    estimated_eur: Decimal | None
    next_instalments: Sequence[NextInstalment]
    components: Sequence[CostComponent]
    carbon: Sequence[CarbonCost]
    has_document: bool
    on_paper: bool


def present_bill(found: FoundBill, *, today: date) -> BillView:
    """The page of one bill; a bill without detail shows its amounts and lines."""
    invoice, due_on = found.invoice, found.pay_until
    record = record_of(invoice)
    detail = record.detail
    sign = -1 if invoice.is_credit_note else 1
    result = record.gross - record.prepaid
    settlement = detail.settlement if detail else None
    return BillView(
        id=str(invoice.id),
        title=bill_title(
            detail.kind if detail else None,
            detail.commodities if detail else None,
            record.period_from,
            record.period_to,
        ),
        number=record.number,
        account_number=found.account_number,
        account_id=str(invoice.contract_account_id),
        commodities=tuple(detail.commodities) if detail else (),
        issued_on=record.issued_on,
        period_from=record.period_from,
        last_day=record.period_to - timedelta(days=1),
        is_credit=result < 0,
        is_credit_note=invoice.is_credit_note,
        amount=abs(result),
        way=settlement.way if settlement else "transfer",
        due_on=due_on,
        iban_tail=(settlement.iban_tail or "") if settlement else "",
        settled=due_on < today and (settlement is None or settlement.way != "transfer"),
        lines=[_earned(line) for line in record.lines] if invoice.is_credit_note else record.lines,
        tax_groups=[
            structs.replace(group, net=sign * group.net, vat=sign * group.vat)
            for group in (detail.tax_groups if detail else ())
        ],
        net=sign * record.net,
        gross=sign * record.gross,
        prepayments=detail.prepayments if detail else (),
        readings=detail.readings if detail else (),
        comparisons=detail.comparisons if detail else (),
        doubtful=any(is_doubtful(each) for each in detail.comparisons) if detail else False,
        estimated_eur=_estimated(record.lines, detail.readings) if detail else None,
        next_instalments=detail.next_instalments if detail else (),
        components=detail.components if detail else (),
        carbon=detail.carbon if detail else (),
        has_document=bool(invoice.document),
        on_paper=found.on_paper,
    )


def _earned(line: InvoiceLine) -> InvoiceLine:
    price = -line.unit_price if line.unit_price is not None else None
    return structs.replace(line, net=-line.net, unit_price=price)


def _estimated(lines: Sequence[InvoiceLine], readings: Sequence[BilledReading]) -> Decimal | None:
    """EUR net of all contracts that rest on an estimate; None when nothing was estimated."""
    contracts = {reading.contract for reading in readings if reading.estimate is not None}
    if not contracts:
        return None
    total = Decimal(0)
    for contract in contracts:
        net = sum((line.net for line in lines if line.kind == "energy" and line.contract == contract), Decimal(0))
        total += estimated_share([reading for reading in readings if reading.contract == contract], net)
    return total
