"""Instalment plans and bills of a household: expected cost by eleven, and what the year really cost."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.metering_records import KWH_PER_M3, KWH_PER_MWH, used
from osc.connectors.demo.world.prices import price_of
from osc.connectors.demo.world.rules.bills import Line, add_up, instalment, lines_for
from osc.foundation.money import round_half_up
from osc.foundation.period import Period

NAMES = {"STROM": "Strom", "GAS": "Gas", "WASSER": "Wasser", "FERNWAERME": "Fernwärme"}


def plan_records(contract: str, supply: Supply, today: date) -> Iterator[dict[str, Any]]:
    """The plan of this year and the next: eleven dues on the first of February to December."""
    if supply.ends_on is not None:
        return
    for year in (today.year, today.year + 1):
        dues = [f"{year}-{month:02}-01" for month in range(2, 13)]
        first = supply.starts_on or date(year, 1, 1)
        yield {
            "kind": "instalment_plan", "id": f"P-{contract}-{year}", "version": 1,
            "data": {"contract": contract, "amount": f"{_amount(supply, year)}.00", "valid_from": f"{year}-01-01",
                     "dues": [due for due in dues if due >= str(first)]},
        }  # fmt: skip


def _amount(supply: Supply, year: int) -> Decimal:
    """Last year's use at this year's price, by eleven, with the bias that people chose."""
    if supply.fixed_instalment is not None:
        return Decimal(supply.fixed_instalment)
    expected = add_up(_lines(supply, year - 1, prices_of=year)).gross
    return max(Decimal(10), instalment(expected * (100 + supply.instalment_bias) / 100))


def _lines(supply: Supply, year: int, *, prices_of: int) -> tuple[Line, ...]:
    period = _supplied(supply, year)
    if period is None:
        return ()
    steps = Decimal(used(supply, period.start, period.end)).scaleb(-supply.decimals)
    gas = supply.commodity == "GAS"
    amount = round_half_up(steps * KWH_PER_M3, 0) if gas else steps
    if supply.unit == "MWh":
        amount *= KWH_PER_MWH
    unit = "m3" if supply.commodity == "WASSER" else "kWh"
    return lines_for(NAMES[supply.commodity], amount, unit, price_of(supply.commodity, prices_of), period)


def _supplied(supply: Supply, year: int) -> Period | None:
    start = max(date(year, 1, 1), supply.starts_on or date(year, 1, 1))
    end = date(year + 1, 1, 1)
    if supply.ends_on is not None:
        end = min(end, date.fromordinal(supply.ends_on.toordinal() + 1))
    return Period(start, end) if start < end else None


def invoice_records(household: Household, today: date) -> Iterator[dict[str, Any]]:
    """One bill a contract account and year for the last two years, issued on 20 January."""
    for position, number in enumerate(household.account_numbers):
        supplies = [supply for supply in household.supplies if supply.account == position]
        for year in (today.year - 2, today.year - 1):
            lines = [line for supply in supplies for line in _lines(supply, year, prices_of=year)]
            if lines:
                yield _invoice(number, year, supplies, lines)


def _invoice(number: str, year: int, supplies: list[Supply], lines: list[Line]) -> dict[str, Any]:
    bill = add_up(lines)
    prepaid = sum((11 * _amount(supply, year) for supply in supplies), Decimal(0))
    data = {
        "contract_account": f"VK-{number}", "number": f"R-{year}-{number[2:]}", "issued_on": f"{year + 1}-01-20",
        "period_from": f"{year}-01-01", "period_to": f"{year + 1}-01-01", "net": str(bill.net), "vat": str(bill.vat),
        "gross": str(bill.gross), "prepaid": f"{prepaid}.00", "due_on": f"{year + 1}-02-05",
        "lines": [
            {"text": line.text, "quantity": str(line.quantity), "unit": line.unit,
             "unit_price": str(line.unit_price), "net": str(line.net)} for line in lines
        ],
    }  # fmt: skip
    return {"kind": "invoice", "id": f"R-{year}-{number}", "version": 1, "data": data}
