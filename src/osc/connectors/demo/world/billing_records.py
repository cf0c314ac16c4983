"""Instalment plans and account statements of a household."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.bill_lines import supply_lines
from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.rules.bills import add_up, instalment


def plan_records(contract: str, supply: Supply, today: date) -> Iterator[dict[str, Any]]:
    """The plan of this year and the next: eleven dues on the first of February to December."""
    if supply.ends_on is not None:
        return
    for year in (today.year, today.year + 1):
        dues = [f"{year}-{month:02}-01" for month in range(2, 13)]
        first = supply.starts_on or date(year, 1, 1)
        yield {
            "kind": "instalment_plan", "id": f"P-{contract}-{year}", "version": 1,
            "data": {"contract": contract, "amount": f"{yearly_instalment(supply, year)}.00",
                     "valid_from": f"{year}-01-01", "dues": [due for due in dues if due >= str(first)]},
        }  # fmt: skip


def yearly_instalment(supply: Supply, year: int) -> Decimal:
    """Last year's use at this year's price, by eleven, with the bias that people chose. Gross, full euro."""
    if supply.fixed_instalment is not None:
        return Decimal(supply.fixed_instalment)
    expected = add_up(supply_lines(supply, date(year - 1, 1, 1), date(year, 1, 1), prices_of=year)).gross
    return max(Decimal(10), instalment(expected * (100 + supply.instalment_bias) / 100))


def statement_record(
    household: Household, position: int, bills: list[dict[str, Any]], today: date
) -> dict[str, Any] | None:
    """This year's movements: bills, what was paid on them, instalments; what is due later is open."""
    if not bills:
        return None
    entries: list[dict[str, str]] = []
    open_items: list[dict[str, str]] = []
    for bill in bills:
        entries += _bill_entries(bill["data"], today, open_items)
    supplies = [supply for supply in household.supplies if supply.account == position]
    total = sum((yearly_instalment(supply, today.year) for supply in supplies if not supply.ends_on), Decimal(0))
    for month in range(2, 13):
        due = date(today.year, month, 1)
        if total and due <= today:
            entries += [
                _entry(due, "instalment", total, "Abschlag"),
                _entry(due, "payment", -total, "Zahlung Abschlag"),
            ]
    balance = sum((Decimal(entry["amount"]) for entry in entries), Decimal(0))
    number = household.account_numbers[position]
    newest = sorted(entries, key=lambda entry: entry["on"], reverse=True)
    return {
        "kind": "account_statement", "id": f"K-{number}", "version": 1,
        "data": {"contract_account": f"VK-{number}", "as_of": str(today), "balance": str(balance),
                 "entries": newest, "open_items": open_items},
    }  # fmt: skip


def _bill_entries(bill: dict[str, Any], today: date, open_items: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    result = Decimal(bill["gross"]) - Decimal(bill["prepaid"])
    issued, due = date.fromisoformat(bill["issued_on"]), date.fromisoformat(bill["due_on"])
    if issued.year < today.year:
        return
    yield _entry(issued, "bill", result, f"Rechnung {bill['number']}")
    if due <= today and result > 0:
        yield _entry(due, "payment", -result, f"Zahlung Rechnung {bill['number']}")
    elif due <= today:
        yield _entry(due, "refund", -result, f"Auszahlung Rechnung {bill['number']}")
    elif result > 0:
        open_items.append({
            "amount": str(result), "due_on": bill["due_on"], "text": f"Rechnung {bill['number']}",
            "invoice_number": bill["number"],
        })  # fmt: skip


def _entry(on: date, kind: str, amount: Decimal, text: str) -> dict[str, str]:
    return {"on": str(on), "kind": kind, "amount": f"{amount:.2f}", "text": text}
