"""The clerk for contact data: what a customer says about how to be reached."""

import sqlite3

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement
from osc.connectors.demo.desk.records import change, current

FIELDS = ("email", "phone", "mobile")


def _judge(connection: sqlite3.Connection, data: Data) -> Judgement:
    if current(connection, "contract_account", f"VK-{data['contract_account']}") is None:
        return "rejected", "no such contract account"
    return BOOKED


def _book(connection: sqlite3.Connection, key: str, data: Data) -> None:
    account = current(connection, "contract_account", f"VK-{data['contract_account']}")
    if account is not None:
        new = {name: data[name] for name in FIELDS if name in data}
        change(connection, "business_partner", account["business_partner"], **new)


CLERKS = {"contact_data": Clerk(_judge, _book)}
