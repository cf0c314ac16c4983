"""The clerk for personal data: phones and addresses at once, names only after a person has seen a proof."""

import sqlite3

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement
from osc.connectors.demo.desk.records import change, current

PARTS = {"phones", "address", "billing_address", "name"}


def _judge(connection: sqlite3.Connection, data: Data) -> Judgement:
    account = current(connection, "contract_account", f"VK-{data['contract_account']}")
    if account is None or account["business_partner"] != data["business_partner"] or data["part"] not in PARTS:
        return "rejected", "partner and contract account do not belong together"
    return ("needs_clarification", "a new name needs a proof") if data["part"] == "name" else BOOKED


def _book(connection: sqlite3.Connection, key: str, data: Data) -> None:
    values = dict(data["values"])
    if data["part"] == "billing_address":
        values = {"billing_address": values if any(values.values()) else None}
    values.pop("reason", None)
    change(connection, "business_partner", data["business_partner"], **values)


CLERKS = {"personal_data": Clerk(_judge, _book)}
