"""Records of instalment plans and invoices, version 1. Amounts are gross EUR unless named otherwise."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec


class InstalmentPlanRecord(msgspec.Struct, frozen=True):
    """The same amount on every due day from `valid_from` on, inside of one billing period (half-open).

    A plan that follows a change is a record of its own. Without a period the plan belongs to the calendar year
    of `valid_from`. Locked in [lock_from, lock_to) for customers; `changes` and `decreases` are those of the
    period; `min_amount` and `max_amount` go before the portal's percent limits. `submission_key` is the key of
    the change that made the plan.
    """

    contract: str
    amount: Decimal
    dues: list[date]
    valid_from: date
    billing_from: date | None = None
    billing_to: date | None = None
    paid: list[date] = []
    returned: list[date] = []
    lock_from: date | None = None
    lock_to: date | None = None
    lock_reason: Literal["bill_run", "disconnection"] | None = None
    changes: int = 0
    decreases: int = 0
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    submission_key: UUID | None = None

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("an instalment is not negative")
        if self.billing_from and self.billing_to and self.billing_to <= self.billing_from:
            raise ValueError("the billing period ends before it starts")


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
