"""Bills of a household: every year on 20 January, at the end of a supply, and in between where somebody asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.bill_lines import (
    DAY,
    DAYS_TO_PAY,
    billed_readings,
    billed_unit,
    billed_years,
    billing_period,
    line_data,
    supplied,
    supply_lines,
    used_of,
)
from osc.connectors.demo.world.billing_records import INSTALMENTS, chosen_amount, statement_record
from osc.connectors.demo.world.credit_notes import credit_notes
from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.metering_records import FIRST_DAY
from osc.connectors.demo.world.people import iban
from osc.connectors.demo.world.prices import price_of
from osc.connectors.demo.world.rules.bills import Line, add_up, net_and_vat
from osc.connectors.demo.world.rules.contained import carbon_costs, cost_components
from osc.foundation.period import Period
from osc.foundation.terms import add_months

# per year: what the average customer of the utility uses
AVERAGE = {"STROM": "2900", "GAS": "14200", "WASSER": "98", "FERNWAERME": "10400"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a bill is made: its kind, its period and its day."""

    kind: str
    period: Period
    issued_on: date
    instalments: int
    # the year whose instalments were paid
    year: int
    # households that never read their meter were estimated
    guessed: bool = False

    @property
    def mark(self) -> str:
        return str(self.year) if self.kind == "periodic" else f"{self.kind[0].upper()}{self.period.end:%y%m%d}"


def bill_records(household: Household, today: date) -> Iterator[dict[str, Any]]:
    """All bills of the household and the statement of every contract account."""
    for position in range(len(household.account_numbers)):
        bills = [
            bill for each in _occasions(household, position, today) if (bill := make_bill(household, position, each))
        ]
        bills += credit_notes(household, position, today)
        yield from bills
        statement = statement_record(household, position, bills, today)
        if statement:
            yield statement


def _occasions(household: Household, position: int, today: date) -> Iterator[Occasion]:
    supplies = [supply for supply in household.supplies if supply.account == position]
    if not supplies:
        return
    for year, period, issued_on in billed_years(supplies[0], today):
        yield Occasion("periodic", period, issued_on, INSTALMENTS, year, guessed=year == today.year - 1)
    for last_day in {supply.ends_on for supply in supplies if supply.ends_on}:
        issued_on = last_day + timedelta(days=28)
        if issued_on <= today:
            period = Period(date(last_day.year, 1, 1), last_day + DAY)
            yield Occasion("final", period, issued_on, last_day.month - 1, last_day.year)
    if household.kind == "transfer":
        yield interim(today, issued_on=today - timedelta(days=6))


def interim(today: date, *, issued_on: date) -> Occasion:
    """A bill in between, from January to the end of last month."""
    end = today.replace(day=1)
    year = end.year if end.month > 1 else end.year - 1
    return Occasion("interim", Period(date(year, 1, 1), end), issued_on, (end.month - 2) % 12, year)


def make_bill(household: Household, position: int, occasion: Occasion) -> dict[str, Any] | None:
    """The record of one bill; None when nothing was supplied."""
    number = household.account_numbers[position]
    priced: list[tuple[str, Supply, Period, tuple[Line, ...]]] = []
    for index, supply in enumerate(household.supplies):
        period = supplied(supply, occasion.period) if supply.account == position else None
        if period is not None:
            lines = supply_lines(supply, occasion.period)
            priced.append((f"V{household.index:07}-{index}", supply, period, lines))
    if not priced:
        return None
    bill = add_up([line for *_, lines in priced for line in lines])
    detail = _detail(household, occasion, priced)
    detail["tax_groups"] = [
        {"vat_percent": str(rate), "net": str(net), "vat": str(vat)} for rate, net, vat in bill.groups
    ]
    prepaid = sum((Decimal(each["net"]) + Decimal(each["vat"]) for each in detail["prepayments"]), Decimal(0))
    due = occasion.issued_on + DAYS_TO_PAY
    detail["settlement"] = _settlement(household, bill.gross - prepaid, due)
    id_ = f"R-{occasion.mark}-{number}"
    data = {
        "contract_account": f"VK-{number}", "number": f"R-{occasion.mark}-{number[2:]}",
        "issued_on": str(occasion.issued_on), "period_from": str(min(period.start for _, _, period, _ in priced)),
        "period_to": str(max(period.end for _, _, period, _ in priced)), "net": str(bill.net), "vat": str(bill.vat),
        "gross": str(bill.gross), "prepaid": f"{prepaid:.2f}", "due_on": str(due),
        "lines": [line_data(contract, line) for contract, *_, lines in priced for line in lines],
        "detail": detail, "document": id_,
    }  # fmt: skip
    return {"kind": "invoice", "id": id_, "version": 1, "data": data}


def _detail(
    household: Household, occasion: Occasion, priced: Sequence[tuple[str, Supply, Period, tuple[Line, ...]]]
) -> dict[str, Any]:
    year = occasion.year
    return {
        "kind": occasion.kind,
        "commodities": list(dict.fromkeys(supply.commodity for _, supply, *_ in priced)),
        "readings": [
            reading for contract, supply, period, _ in priced
            for reading in billed_readings(contract, supply, period, guessed=occasion.guessed and supply.estimated)
        ],
        "prepayments": [
            _prepayment(contract, supply, year, occasion.instalments) for contract, supply, *_ in priced
            if occasion.instalments
        ],
        "comparisons": [_comparison(contract, supply, period) for contract, supply, period, _ in priced],
        "next_instalments": [
            _next_instalment(contract, supply, year) for contract, supply, *_ in priced
            if occasion.kind == "periodic" and supply.ends_on is None
        ],
        "enwg_groups": list(range(1, 14)),
        "components": [
            each for contract, supply, _, lines in priced for each in cost_components(contract, supply.commodity, lines)
        ],
        "carbon": [
            each for contract, supply, _, lines in priced for each in carbon_costs(contract, supply.commodity, lines)
        ],
        "for_business": household.person.company is not None, "structured": True,
    }  # fmt: skip


def _next_instalment(contract: str, supply: Supply, year: int) -> dict[str, str]:
    first_due = add_months(billing_period(supply, year + 1).start, 1)
    amount = f"{chosen_amount(supply, year + 1)}.00"
    return {"contract": contract, "commodity": supply.commodity, "amount": amount, "first_due_on": str(first_due)}


def _prepayment(contract: str, supply: Supply, year: int, count: int) -> dict[str, Any]:
    amount = chosen_amount(supply, year)
    rate = price_of(supply.commodity, year).vat_percent
    net, vat = net_and_vat(amount, rate)
    return {
        "contract": contract, "commodity": supply.commodity, "count": count, "amount": f"{amount}.00",
        "vat_percent": str(rate), "net": str(net * count), "vat": str(vat * count),
    }  # fmt: skip


def _comparison(contract: str, supply: Supply, period: Period) -> dict[str, Any]:
    """The same days a year before, only where this contract ran already (R-RE-7)."""
    before = Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    known = before.start >= max(FIRST_DAY, supply.starts_on or FIRST_DAY)
    return {
        "contract": contract, "commodity": supply.commodity,
        "unit": billed_unit(supply),
        "used": str(used_of(supply, period)), "days": period.days,
        "previous": str(used_of(supply, before)) if known else None, "previous_days": before.days if known else None,
        "group_average": AVERAGE[supply.commodity], "group_source": f"Stadtwerke Lindenau {period.start.year}",
    }  # fmt: skip


def _settlement(household: Household, result: Decimal, due: date) -> dict[str, Any]:
    tail = iban(household.index)[-4:] if household.by_debit else None
    if result < 0:
        return {"way": "refund", "on": str(due), "iban_tail": tail}
    return {"way": "direct_debit" if tail else "transfer", "on": str(due), "iban_tail": tail}
