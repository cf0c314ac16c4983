"""The clerk for instalments: a new plan from the first due day on, the old one ends before it."""

import json
import sqlite3
from decimal import Decimal
from typing import Any

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement
from osc.connectors.demo.desk.records import change, current


def plans_of(connection: sqlite3.Connection, contract: str) -> list[tuple[str, dict[str, Any]]]:
    """Id and data of every plan of a contract, oldest first."""
    rows = connection.execute(
        "select id, data from record where kind = 'instalment_plan' and id between ? and ?",
        (f"P-{contract}-", f"P-{contract}-~"),
    ).fetchall()
    return sorted(((row["id"], json.loads(row["data"])) for row in rows), key=lambda each: each[1]["valid_from"])


def _holding(connection: sqlite3.Connection, data: Data) -> tuple[str, dict[str, Any]] | None:
    """The plan that the change begins in: the one with that due day."""
    return next((each for each in plans_of(connection, data["contract"]) if data["first_due"] in each[1]["dues"]), None)


def _judge(connection: sqlite3.Connection, data: Data) -> Judgement:
    contract = current(connection, "contract", data["contract"])
    if contract is None or contract["contract_account"] != f"VK-{data['contract_account']}":
        return "rejected", "contract and contract account do not belong together"
    if Decimal(data["amount"]) <= 0:
        return "rejected", "an instalment is positive"
    return BOOKED if _holding(connection, data) else ("needs_clarification", "no due day like this in the plan")


def _book(connection: sqlite3.Connection, key: str, data: Data) -> None:
    found = _holding(connection, data)
    assert found is not None, "judged before"
    id_, plan = found
    earlier = [due for due in plan["dues"] if due < data["first_due"]]
    lowered = Decimal(data["amount"]) < Decimal(plan["amount"])
    follow = {
        **plan, "amount": data["amount"], "valid_from": data["first_due"], "submission_key": key,
        "dues": [due for due in plan["dues"] if due >= data["first_due"]], "paid": [],
        "changes": plan.get("changes", 0) + 1, "decreases": plan.get("decreases", 0) + int(lowered),
    }  # fmt: skip
    if earlier:
        change(connection, "instalment_plan", id_, dues=earlier)
        change(connection, "instalment_plan", f"P-{data['contract']}-{key}", **follow)
    else:
        change(connection, "instalment_plan", id_, **follow)


CLERKS = {"instalment_change": Clerk(_judge, _book)}
