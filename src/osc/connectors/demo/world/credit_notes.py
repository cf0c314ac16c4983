"""Gutschriften: what the utility pays for electricity that customers feed in, as § 14(2) UStG has it (R-ER-7)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.bill_lines import (
    DAYS_TO_PAY,
    billed_readings,
    billed_years,
    counted,
    line_data,
    supplied,
)
from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.people import iban
from osc.connectors.demo.world.rules.bills import Line, add_up
from osc.foundation.money import round_half_up
from osc.foundation.period import Period

# EUR per kWh fed in, for twenty years; small operators show no VAT (§ 19 UStG)
RATE = Decimal("0.0820")
NO_VAT = Decimal(0)


def credit_notes(household: Household, position: int, today: date) -> Iterator[dict[str, Any]]:
    """One for each of the last two billed years of a supply that feeds in."""
    for index, supply in enumerate(household.supplies):
        if supply.account == position and supply.feed_in:
            for year, whole, issued_on in billed_years(supply, today):
                period = supplied(supply, whole)
                if period is not None:
                    contract = f"V{household.index:07}-{index}"
                    yield _credit_note(household, position, contract, supply, period, issued_on, year)


def _credit_note(
    household: Household, position: int, contract: str, supply: Supply, period: Period, issued_on: date, year: int
) -> dict[str, Any]:  # fmt: skip
    steps = sum(used for *_, used in counted(supply, period, delivered=True))
    fed_in = Decimal(steps).scaleb(-supply.decimals)
    line = Line("Strom: Einspeisung", fed_in, "kWh", -RATE, round_half_up(fed_in * -RATE, 2), NO_VAT, "energy", period)
    bill, number, due = add_up([line]), household.account_numbers[position], issued_on + DAYS_TO_PAY
    id_ = f"R-G{year}-{number}"
    detail = {
        "kind": "credit_note", "commodities": [supply.commodity], "prepayments": [], "comparisons": [],
        "readings": billed_readings(contract, supply, period, delivered=True), "next_instalments": [],
        "tax_groups": [{"vat_percent": str(rate), "net": str(net), "vat": str(vat)} for rate, net, vat in bill.groups],
        "settlement": {"way": "refund", "on": str(due), "iban_tail": iban(household.index)[-4:]}, "enwg_groups": [],
        "for_business": household.person.company is not None, "structured": True,
    }  # fmt: skip
    data = {
        "contract_account": f"VK-{number}", "number": f"R-G{year}-{number[2:]}", "issued_on": str(issued_on),
        "period_from": str(period.start), "period_to": str(period.end), "net": str(bill.net), "vat": str(bill.vat),
        "gross": str(bill.gross), "prepaid": "0.00", "due_on": str(due), "lines": [line_data(contract, line)],
        "detail": detail, "document": id_,
    }  # fmt: skip
    return {"kind": "invoice", "id": id_, "version": 1, "data": data}
