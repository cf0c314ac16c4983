"""The clerk for terminations, withdrawals and moves."""

import sqlite3
from datetime import date, timedelta

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement, announce
from osc.connectors.demo.desk.records import change, current
from osc.connectors.demo.world.prices import price_periods

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


def _judge_move_out(connection: sqlite3.Connection, data: Data) -> Judgement:
    if _contract(connection, data) is None:
        return "rejected", "contract and contract account do not belong together"
    return BOOKED


def _book_move_out(connection: sqlite3.Connection, key: str, data: Data) -> None:
    """The contract ends, its final readings are booked; the bill follows."""
    end = date.fromisoformat(data["last_day"]) + DAY
    change(connection, "contract", data["contract"], ends_on=end.isoformat())
    for each in data["readings"]:
        meter = current(connection, "register", each.get("register_id", "")) or {}
        hangs = current(connection, "meter", meter.get("meter", "")) or {}
        if hangs.get("contract") == data["contract"]:
            announce(
                connection, "reading", f"R-{key}-{each['register_id']}", register=each["register_id"],
                value=each["value"], read_on=each["read_on"], source="KUNDE", reason="AUSZUG", billed=False,
                submission_key=key,
            )  # fmt: skip


def _judge_move_in(connection: sqlite3.Connection, data: Data) -> Judgement:
    if current(connection, "contract_account", f"VK-{data['contract_account']}") is None:
        return "rejected", "no such contract account"
    return BOOKED


def _book_move_in(connection: sqlite3.Connection, key: str, data: Data) -> None:
    """A premise and a contract for every Sparte, in basic supply until another tariff is chosen."""
    account = current(connection, "contract_account", f"VK-{data['contract_account']}") or {}
    street, _, house_number = data["address"]["street"].rpartition(" ")
    change(
        connection, "premise", f"VS-{key}", business_partner=account["business_partner"],
        street=street or data["address"]["street"], house_number=house_number or "-",
        postal_code=data["address"]["postal_code"], city=data["address"]["city"],
    )  # fmt: skip
    for each in data["begins"]:
        name = {"WASSER": "Wasser", "FERNWAERME": "Wärme Komfort"}.get(
            each["commodity"], f"{each['commodity'].capitalize()} Basis"
        )
        energy = each["commodity"] in {"STROM", "GAS"}
        change(
            connection, "contract", f"V-{key}-{each['commodity']}", contract_account=f"VK-{data['contract_account']}",
            premise=f"VS-{key}", commodity=each["commodity"], tariff=f"Lindenau {name}", starts_on=each["starts_on"],
            market_location=None, ends_on=None, concluded_on=data["submitted_at"][:10],
            prices=price_periods(each["commodity"], date.fromisoformat(each["starts_on"])),
            supply_form="GRUNDVERSORGUNG" if energy else "SONDERVERTRAG",
            notice={"weeks": 2} if energy else {"months": 1, "to": "MONTH_END"},
        )  # fmt: skip


CLERKS = {
    "move_out": Clerk(_judge_move_out, _book_move_out),
    "move_in": Clerk(_judge_move_in, _book_move_in),
    "termination": Clerk(_judge_termination, _book_termination),
    "withdrawal": Clerk(_judge_withdrawal, _book_withdrawal),
}
