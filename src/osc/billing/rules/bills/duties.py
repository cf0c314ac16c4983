"""What the law wants a bill to be and to name, beyond its sums. A bill that lacks something is shown, staff see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from osc.billing.messages import CREDIT_NOTE, BillDetail, InvoiceRecord
from osc.billing.rules.bills.dates import available_until
from osc.billing.rules.bills.result import Finding, use_of_credit
from osc.foundation.money import round_half_up
from osc.foundation.terms import add_months

ENWG_GROUPS = range(1, 14)
ENERGY = ("STROM", "GAS")
# § 40(3) EnWG; the levy of the AbLaV is charged no more
COMPONENTS = {
    "STROM": ("ELECTRICITY_TAX", "CONCESSION", "KWKG", "OFFSHORE", "STROMNEV_19", "GRID", "METERING"),
    "GAS": ("ENERGY_TAX", "CONCESSION", "GRID", "METERING"),
}
# how long a bill may reach, and the code of the finding; water may be a little longer (R-WAS-1)
TWELVE_MONTHS = {"STROM": "ENWG40B_PERIOD", "GAS": "ENWG40B_PERIOD", "FERNWAERME": "FFVAV4_PERIOD"}
CARBON_LAW_SINCE = date(2023, 1, 1)
# § 27(38), § 33 UStDV: until when a bill for a business may come as paper or PDF, and up to which amount always
LAST_DAY_WITHOUT_DATA = date(2026, 12, 31)
SMALL_BILL = Decimal(250)


@dataclass(frozen=True, slots=True)
class Emission:
    """CO₂ in kg with one decimal, its cost in EUR net and gross, half-up to the cent."""

    kilograms: Decimal
    net: Decimal
    gross: Decimal


def emission(energy_kwh: Decimal, *, factor: Decimal, eur_per_ton: Decimal, vat_percent: Decimal) -> Emission:
    """What CO2KostAufG § 3 wants to be told: everything from the unrounded emission (R-RE-12, EX-12)."""
    kilograms = energy_kwh * factor
    cost = kilograms / 1000 * eur_per_ton
    return Emission(
        round_half_up(kilograms, 1), round_half_up(cost, 2), round_half_up(cost * (1 + vat_percent / 100), 2)
    )


def must_be_structured(*, business: bool, last_day: date, sent_on: date, gross: Decimal) -> bool:
    """True when only an e-invoice will do: businesses, for supplies or bills after 2026 (R-ER-1), above 250 EUR gross
    (R-ER-2). The transition needs both, supply and bill, until the end of 2026."""
    if not business or abs(gross) <= SMALL_BILL:
        return False
    return last_day > LAST_DAY_WITHOUT_DATA or sent_on > LAST_DAY_WITHOUT_DATA


def duties(bill: InvoiceRecord, detail: BillDetail) -> Iterator[Finding]:
    """Everything that is missing."""
    last_day = bill.period_to - timedelta(days=1)
    if detail.kind != CREDIT_NOTE:  # energy law is about what was supplied, not about what the customer delivered
        yield from _groups(detail)
        yield from _components(bill, detail)
        yield from _carbon(bill, detail)
        yield from _times(bill, detail, last_day)
        yield from _credit(bill, detail)
    if not detail.structured and must_be_structured(
        business=detail.for_business, last_day=last_day, sent_on=bill.issued_on, gross=bill.gross
    ):
        yield Finding("E_INVOICE_MISSING")


def _times(bill: InvoiceRecord, detail: BillDetail, last_day: date) -> Iterator[Finding]:
    """A bill reaches over twelve months at most and comes in time (R-RE-10)."""
    for commodity in detail.commodities:
        if commodity in TWELVE_MONTHS and add_months(bill.period_from, 12) < bill.period_to:
            yield Finding(TWELVE_MONTHS[commodity], commodity)
    monthly = bill.period_to <= add_months(bill.period_from, 1)
    if set(ENERGY) & set(detail.commodities) and bill.issued_on > available_until(last_day, monthly=monthly):
        yield Finding("ENWG40C_LATE")


def _credit(bill: InvoiceRecord, detail: BillDetail) -> Iterator[Finding]:
    """A credit may be set off against one instalment of each contract and no more; of a final bill it is paid out."""
    credit = bill.prepaid - bill.gross
    if credit <= 0 or detail.settlement.way != "offset":
        return
    instalments = sum((each.amount for each in detail.next_instalments), Decimal(0))
    use = use_of_credit(credit, instalments, final=detail.kind == "final")
    if use.paid_out:
        yield Finding("ENWG40C_CREDIT", "", credit, use.offset)


def _groups(detail: BillDetail) -> Iterator[Finding]:
    """The thirteen groups of § 40(2) EnWG; only electricity and gas owe them (R-RE-3)."""
    if set(ENERGY) & set(detail.commodities):
        for group in ENWG_GROUPS:
            if group not in detail.enwg_groups:
                yield Finding(f"ENWG40_2_{group}_MISSING")


def _components(bill: InvoiceRecord, detail: BillDetail) -> Iterator[Finding]:
    """Each tax, levy and charge by itself (R-RE-4); together they never exceed what the contract costs."""
    for commodity in (each for each in ENERGY if each in detail.commodities):
        named = {each.code for each in detail.components}
        for code in COMPONENTS[commodity]:
            if code not in named:
                yield Finding(f"ENWG40_3_{code}_MISSING", commodity)
    for contract in {each.contract for each in detail.components}:
        named_net = sum((each.net for each in detail.components if each.contract == contract), Decimal(0))
        billed = sum((line.net for line in bill.lines if line.contract == contract), Decimal(0))
        if named_net > billed:
            yield Finding("COMPONENTS", contract, named_net, billed)


def _carbon(bill: InvoiceRecord, detail: BillDetail) -> Iterator[Finding]:
    told = {each.commodity for each in detail.carbon}
    for commodity in ("GAS", "FERNWAERME"):
        if commodity in detail.commodities and commodity not in told and bill.period_from >= CARBON_LAW_SINCE:
            yield Finding("CO2_MISSING", commodity)
    for each in detail.carbon:
        found = emission(
            each.energy_kwh, factor=each.factor, eur_per_ton=each.eur_per_ton, vat_percent=each.vat_percent
        )
        for code, billed, computed in (
            ("CO2_KG", each.kilograms, found.kilograms), ("CO2_NET", each.net, found.net),
            ("CO2_GROSS", each.gross, found.gross),
        ):  # fmt: skip
            if billed != computed:
                yield Finding(code, each.contract, billed, computed)
