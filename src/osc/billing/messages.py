"""Records of instalment plans, invoices and account statements, version 1.

Amounts are gross EUR unless named otherwise.
"""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

CREDIT_NOTE = "credit_note"


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
    """One line, net. `unit_price` is EUR per unit; of a base price EUR per year, its quantity in days."""

    text: str
    net: Decimal
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    kind: Literal["energy", "base", "other"] = "other"
    contract: str | None = None
    vat_percent: Decimal | None = None
    period_from: date | None = None
    period_to: date | None = None


class TaxGroup(msgspec.Struct, frozen=True):
    """All lines of one rate (R-RE-13)."""

    vat_percent: Decimal
    net: Decimal
    vat: Decimal


class Estimate(msgspec.Struct, frozen=True):
    """Why a value was estimated and from what (R-ABL-11)."""

    reason: Literal["not_read", "no_access", "meter_fault"]
    basis: Literal["previous_period", "comparable_customers"]


class BilledReading(msgspec.Struct, frozen=True):
    """One register over the period: both readings with date and origin, and what they make.

    Gas: `energy` = `used` × `state_number` × `calorific_value` in kWh (R-VER-4).
    """

    contract: str
    commodity: str
    meter: str
    label: str
    unit: str
    start_on: date
    start: Decimal
    start_source: str
    end_on: date
    end: Decimal
    end_source: str
    used: Decimal
    digits: int
    factor: Decimal = Decimal(1)
    state_number: Decimal | None = None
    calorific_value: Decimal | None = None
    energy: Decimal | None = None
    estimate: Estimate | None = None


class Prepayment(msgspec.Struct, frozen=True):
    """Paid instalments of one contract, deducted with their tax (R-ER-4). `net` and `vat` are sums of all."""

    contract: str
    commodity: str
    count: int
    amount: Decimal
    vat_percent: Decimal
    net: Decimal
    vat: Decimal


class Comparison(msgspec.Struct, frozen=True):
    """Consumption beside the customer's own previous period and a group (R-RE-3, R-RE-7)."""

    contract: str
    commodity: str
    unit: str
    used: Decimal
    days: int
    previous: Decimal | None = None
    previous_days: int | None = None
    group_average: Decimal | None = None
    group_source: str | None = None


class NextInstalment(msgspec.Struct, frozen=True):
    contract: str
    commodity: str
    amount: Decimal
    first_due_on: date


class Settlement(msgspec.Struct, frozen=True):
    """How the result is paid; `iban_tail` are the last four characters of the bank account."""

    way: Literal["direct_debit", "transfer", "refund", "offset"]
    on: date | None = None
    iban_tail: str | None = None


class CostComponent(msgspec.Struct, frozen=True):
    """A cost that § 40(3) EnWG wants to be named, net EUR, contained in the lines of the contract (R-RE-4)."""

    contract: str
    code: Literal[
        "ELECTRICITY_TAX", "ENERGY_TAX", "CONCESSION", "KWKG", "OFFSHORE", "STROMNEV_19", "GRID", "METERING"
    ]  # fmt: skip
    net: Decimal


class CarbonCost(msgspec.Struct, frozen=True):
    """CO₂ of gas or heat in one calendar year of a bill, contained in its lines (CO2KostAufG § 3, R-RE-12).

    `factor` is kg per kWh as billed, `eur_per_ton` the certificate price; `net` and `gross` in EUR.
    """

    contract: str
    commodity: str
    period_from: date
    period_to: date
    energy_kwh: Decimal
    factor: Decimal
    kilograms: Decimal
    eur_per_ton: Decimal
    vat_percent: Decimal
    net: Decimal
    gross: Decimal


class BillDetail(msgspec.Struct, frozen=True):
    """What a bill says beyond its lines. `enwg_groups` are the numbers of § 40(2) EnWG that the document covers.

    `for_business`: the customer is an entrepreneur (UStG). `structured`: the document carries EN 16931 data.
    `credit_note` is a Gutschrift after § 14(2) UStG, for what the customer delivered: all amounts are below zero.
    """

    kind: Literal["periodic", "interim", "final", "credit_note"]
    commodities: list[str]
    tax_groups: list[TaxGroup]
    readings: list[BilledReading]
    prepayments: list[Prepayment]
    comparisons: list[Comparison]
    next_instalments: list[NextInstalment]
    settlement: Settlement
    enwg_groups: list[int]
    components: list[CostComponent] = []
    carbon: list[CarbonCost] = []
    for_business: bool = False
    structured: bool = False


class InvoiceRecord(msgspec.Struct, frozen=True):
    """A bill as issued. `document` names its PDF at the billing system, fetched when somebody wants it."""

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
    detail: BillDetail | None = None
    document: str | None = None

    def __post_init__(self) -> None:
        if self.net + self.vat != self.gross:
            raise ValueError("net and vat do not add up to gross")
        if self.detail is not None and self.detail.kind == CREDIT_NOTE and self.gross > 0:
            raise ValueError("a credit note pays the customer: its amounts are not above zero")


class StatementEntry(msgspec.Struct, frozen=True):
    """One movement. `amount` is what it did to the debt: demands add, payments take away."""

    on: date
    kind: Literal["instalment", "bill", "payment", "refund", "return_debit", "fee"]
    amount: Decimal
    text: str


class OpenItem(msgspec.Struct, frozen=True):
    """A demand that is not paid in full."""

    amount: Decimal
    due_on: date
    text: str
    invoice_number: str | None = None


class AccountStatementRecord(msgspec.Struct, frozen=True):
    """The account of a contract account as the billing system sees it; `balance` above zero is owed."""

    contract_account: str
    as_of: date
    balance: Decimal
    entries: list[StatementEntry]
    open_items: list[OpenItem]
