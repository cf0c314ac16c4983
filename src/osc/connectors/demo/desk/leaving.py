"""The clerk for terminations, withdrawals and moves."""

import sqlite3
from datetime import date, timedelta

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement
from osc.connectors.demo.desk.records import change, current

DAY = timedelta(days=1)


def _contract(connection: sqlite3.Connection, data: Data) -> Data | None:
    """The contract of a submission, if it hangs on the contract account that is named."""
    found = current(connection, "contract", data["contract"])
    return found if found and found["contract_account"] == f"VK-{data['contract_account']}" else None


def _judge_termination(connection: sqlite3.Connection, data: Data) -> Judgement:
    contract = _contract(connection, data)
    if contract is None:
        return "rejected", "contract and contract account do not belong together"
    if contract["ends_on"] and contract["ends_on"] <= data["last_day"]:
        return "needs_clarification", "the contract ends before"
    if data["how"] == "extraordinary":
        return "needs_clarification", f"extraordinary: {data['reason'][:200]}"
    return BOOKED


def _book_termination(connection: sqlite3.Connection, key: str, data: Data) -> None:
    end = date.fromisoformat(data["last_day"]) + DAY
    change(connection, "contract", data["contract"], ends_on=end.isoformat())


def _judge_withdrawal(connection: sqlite3.Connection, data: Data) -> Judgement:
    if _contract(connection, data) is None:
        return "rejected", "contract and contract account do not belong together"
    return BOOKED if data["in_time"] else ("needs_clarification", "the withdrawal period may be over")


def _book_withdrawal(connection: sqlite3.Connection, key: str, data: Data) -> None:
    """Supply ends with the day of the withdrawal, or never begins."""
    contract = current(connection, "contract", data["contract"]) or {}
    day = date.fromisoformat(data["received_at"][:10]) + DAY
    end = max(day, date.fromisoformat(contract["starts_on"]))
    change(connection, "contract", data["contract"], ends_on=end.isoformat())


CLERKS = {
    "termination": Clerk(_judge_termination, _book_termination),
    "withdrawal": Clerk(_judge_withdrawal, _book_withdrawal),
}
