"""The clerk for paper or no paper, and for how often a bill comes."""

import sqlite3

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement
from osc.connectors.demo.desk.records import change, current


def _judge(connection: sqlite3.Connection, data: Data) -> Judgement:
    known = current(connection, "contract_account", f"VK-{data['contract_account']}")
    return BOOKED if known else ("rejected", "unknown contract account")


def _book(connection: sqlite3.Connection, key: str, data: Data) -> None:
    change(connection, "contract_account", f"VK-{data['contract_account']}", paperless=data["paperless"])


def _book_interval(connection: sqlite3.Connection, key: str, data: Data) -> None:
    change(connection, "contract_account", f"VK-{data['contract_account']}", billing_months=data["months"])


CLERKS = {"paperless": Clerk(_judge, _book), "billing_interval": Clerk(_judge, _book_interval)}
