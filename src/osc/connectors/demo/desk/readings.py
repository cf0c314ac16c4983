"""The clerk for readings."""

import json
import sqlite3
from decimal import Decimal

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement, announce

# a reading this far above the last one needs a person
SUSPICIOUS_STEP = Decimal(60_000)


def _judge_reading(connection: sqlite3.Connection, data: Data) -> Judgement:
    for each in data["registers"]:
        register = connection.execute(
            "select * from register where id = ? and meter_id = ? and account = ?",
            (each["register_id"], data["meter_id"], data["contract_account"]),
        ).fetchone()
        if register is None:
            return "rejected", "meter and contract account do not belong together"
        if abs(Decimal(each["value"]) - Decimal(register["last_value"])) > SUSPICIOUS_STEP:
            return "needs_clarification", "far from the last reading"
    return BOOKED


def _book_reading(connection: sqlite3.Connection, key: str, data: Data) -> None:
    for each in data["registers"]:
        announce(
            connection, "reading", f"R-{key}-{each['register_id']}", register=each["register_id"],
            value=each["value"], read_on=data["read_on"], source="KUNDE", reason="ZWISCHEN", billed=False,
            submission_key=key,
        )  # fmt: skip


def _judge_withdrawal(connection: sqlite3.Connection, data: Data) -> Judgement:
    found = connection.execute("select 1 from submission where key = ?", (data["withdraws"],)).fetchone()
    return BOOKED if found else ("rejected", "nothing to withdraw under this key")


def _book_withdrawal(connection: sqlite3.Connection, key: str, data: Data) -> None:
    for row in connection.execute("select line from feed where line like ?", (f'%"R-{data["withdraws"]}-%',)):
        record = json.loads(row["line"])
        if record["kind"] == "reading":
            announce(connection, "deletion", f"D-{record['id']}", of_kind="reading", of_id=record["id"])


CLERKS = {
    "meter_reading": Clerk(_judge_reading, _book_reading),
    "reading_withdrawn": Clerk(_judge_withdrawal, _book_withdrawal),
}
