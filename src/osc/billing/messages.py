"""Records of instalment plans and invoices, version 1. Amounts are gross EUR unless named otherwise."""

from datetime import date
from decimal import Decimal

import msgspec


class InstalmentPlanRecord(msgspec.Struct, frozen=True):
    contract: str
    amount: Decimal
    dues: list[date]
    valid_from: date


class InvoiceLine(msgspec.Struct, frozen=True):
    text: str
    net: Decimal
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None


class InvoiceRecord(msgspec.Struct, frozen=True):
    contract_account: str
    number: str
    issued_on: date
    period_from: date
    period_to: date
    net: Decimal
    vat: Decimal
    gross: Decimal
    prepaid: Decimal
    due_on: date
    lines: list[InvoiceLine]

    def __post_init__(self) -> None:
        if self.net + self.vat != self.gross:
            raise ValueError("net and vat do not add up to gross")
