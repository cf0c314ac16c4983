"""What customers pay: the instalment they chose, and the statement of a contract account."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.bill_lines import billing_period, supply_lines
from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.rules.bills import add_up, instalment
from osc.foundation.terms import add_months

INSTALMENTS = 11


def chosen_amount(supply: Supply, year: int) -> Decimal:
    """Last year's use at this year's price, by eleven, with the bias that people chose. Gross, full euro."""
    if supply.fixed_instalment is not None:
        return Decimal(supply.fixed_instalment)
    expected = add_up(supply_lines(supply, billing_period(supply, year - 1), prices_of=year)).gross
    return max(Decimal(10), instalment(expected * (100 + supply.instalment_bias) / 100))


def statement_record(
    household: Household, position: int, bills: list[dict[str, Any]], today: date
) -> dict[str, Any] | None:
    """The last twelve months: bills, what was paid on them, instalments; what is due later is open."""
    if not bills:
        return None
    since = add_months(today, -12)
    entries: list[dict[str, str]] = []
    open_items: list[dict[str, str]] = []
    for bill in bills:
        entries += _bill_entries(bill["data"], since, today, open_items)
    for supply in household.supplies:
        if supply.account == position and supply.ends_on is None:
            entries += _instalments(supply, since, today)
    balance = sum((Decimal(entry["amount"]) for entry in entries), Decimal(0))
    number = household.account_numbers[position]
    newest = sorted(entries, key=lambda entry: entry["on"], reverse=True)
    return {
        "kind": "account_statement", "id": f"K-{number}", "version": 1,
        "data": {"contract_account": f"VK-{number}", "as_of": str(today), "balance": str(balance),
                 "entries": newest, "open_items": open_items},
    }  # fmt: skip


def _instalments(supply: Supply, since: date, today: date) -> Iterator[dict[str, str]]:
    for year in (today.year - 1, today.year, today.year + 1):
        amount, first = chosen_amount(supply, year), billing_period(supply, year).start
        for number in range(1, INSTALMENTS + 1):
            due = add_months(first, number)
            if max(since, supply.starts_on or since) < due <= today:
                yield _entry(due, "instalment", amount, "Abschlag")
                yield _entry(due, "payment", -amount, "Zahlung Abschlag")


def _bill_entries(
    bill: dict[str, Any], since: date, today: date, open_items: list[dict[str, str]]
) -> Iterator[dict[str, str]]:
    result = Decimal(bill["gross"]) - Decimal(bill["prepaid"])
    issued, due = date.fromisoformat(bill["issued_on"]), date.fromisoformat(bill["due_on"])
    if issued <= since:
        return
    name = f"{'Gutschrift' if bill['detail']['kind'] == 'credit_note' else 'Rechnung'} {bill['number']}"
    yield _entry(issued, "bill", result, name)
    if due <= today and result > 0:
        yield _entry(due, "payment", -result, f"Zahlung {name}")
    elif due <= today:
        yield _entry(due, "refund", -result, f"Auszahlung {name}")
    elif result > 0:
        open_items.append({
            "amount": str(result), "due_on": bill["due_on"], "text": name,
            "invoice_number": bill["number"],
        })  # fmt: skip


def _entry(on: date, kind: str, amount: Decimal, text: str) -> dict[str, str]:
    return {"on": str(on), "kind": kind, "amount": f"{amount:.2f}", "text": text}
