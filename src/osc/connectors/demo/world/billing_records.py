"""Bills of a household: what each billing period really cost, and what had been chosen to pay."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.metering_records import KWH_PER_M3, KWH_PER_MWH, used
from osc.connectors.demo.world.prices import price_of
from osc.connectors.demo.world.rules.bills import Line, add_up, instalment, lines_for
from osc.foundation.money import round_half_up
from osc.foundation.period import Period

NAMES = {"STROM": "Strom", "GAS": "Gas", "WASSER": "Wasser", "FERNWAERME": "Fernwärme"}


def chosen_amount(supply: Supply, year: int) -> Decimal:
    """Last year's use at this year's price, by eleven, with the bias that people chose."""
    if supply.fixed_instalment is not None:
        return Decimal(supply.fixed_instalment)
    expected = add_up(lines_of(supply, year - 1, prices_of=year)).gross
    return max(Decimal(10), instalment(expected * (100 + supply.instalment_bias) / 100))


def billing_period(supply: Supply, year: int) -> Period:
    """Twelve months from the supply's billing month: of this year, or those that end in it."""
    month = supply.billing_month
    return (
        Period(date(year, 1, 1), date(year + 1, 1, 1))
        if month == 1
        else Period(date(year - 1, month, 1), date(year, month, 1))
    )


def lines_of(supply: Supply, year: int, *, prices_of: int | None = None) -> tuple[Line, ...]:
    """Two lines for each price of the billing period; `prices_of` takes one year's price for all of it."""
    lines: list[Line] = []
    for part in _supplied(supply, year):
        steps = Decimal(used(supply, part.start, part.end)).scaleb(-supply.decimals)
        gas = supply.commodity == "GAS"
        amount = round_half_up(steps * KWH_PER_M3, 0) if gas else steps
        if supply.unit == "MWh":
            amount *= KWH_PER_MWH
        unit = "m3" if supply.commodity == "WASSER" else "kWh"
        price = price_of(supply.commodity, prices_of or part.start.year)
        lines += lines_for(NAMES[supply.commodity], amount, unit, price, part)
    return tuple(lines)


def _supplied(supply: Supply, year: int) -> list[Period]:
    """The supplied days of a billing period, cut where the price changes: at New Year."""
    whole = billing_period(supply, year)
    start = max(whole.start, supply.starts_on or whole.start)
    end = min(whole.end, supply.ends_on + timedelta(days=1)) if supply.ends_on else whole.end
    cuts = [start, date(start.year + 1, 1, 1), end] if start.year + 1 <= end.year else [start, end]
    return [Period(first, last) for first, last in pairwise(cuts) if first < last]


def invoice_records(household: Household, today: date) -> Iterator[dict[str, Any]]:
    """One bill a contract account for each of the last two billing periods, issued 19 days after their end."""
    for position, number in enumerate(household.account_numbers):
        supplies = [supply for supply in household.supplies if supply.account == position]
        years = range(today.year - 3, today.year + 1)
        billed = [year for year in years if supplies and _issued_on(supplies[0], year) <= today]
        for year in billed[-2:]:
            lines = [line for supply in supplies for line in lines_of(supply, year)]
            if lines:
                yield _invoice(number, year, supplies, lines)


def _issued_on(supply: Supply, year: int) -> date:
    return billing_period(supply, year).end + timedelta(days=19)


def _invoice(number: str, year: int, supplies: list[Supply], lines: list[Line]) -> dict[str, Any]:
    bill, period, issued_on = add_up(lines), billing_period(supplies[0], year), _issued_on(supplies[0], year)
    prepaid = sum((11 * chosen_amount(supply, year) for supply in supplies), Decimal(0))
    data = {
        "contract_account": f"VK-{number}", "number": f"R-{year}-{number[2:]}", "issued_on": str(issued_on),
        "period_from": str(period.start), "period_to": str(period.end), "net": str(bill.net), "vat": str(bill.vat),
        "gross": str(bill.gross), "prepaid": f"{prepaid}.00", "due_on": str(issued_on + timedelta(days=16)),
        "lines": [
            {"text": line.text, "quantity": str(line.quantity), "unit": line.unit,
             "unit_price": str(line.unit_price), "net": str(line.net)} for line in lines
        ],
    }  # fmt: skip
    return {"kind": "invoice", "id": f"R-{year}-{number}", "version": 1, "data": data}
