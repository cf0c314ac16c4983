"""The clerk for decisions: a person at the utility has looked at what was unclear."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement, announce


def _judge(connection: sqlite3.Connection, data: Data) -> Judgement:
    row = connection.execute("select status from submission where key = ?", (data["decides"],)).fetchone()
    if row is None or row["status"] != "needs_clarification":
        return "rejected", "nothing waits under this key"
    return BOOKED


def decision_clerk(clerks: Mapping[str, Clerk]) -> Clerk:
    """Books what was decided through the clerk of its kind, and tells how the first submission ended."""

    def book(connection: sqlite3.Connection, key: str, data: Data) -> None:
        decided, status = data["decides"], "booked" if data["accept"] else "rejected"
        row = connection.execute("select kind, data from submission where key = ?", (decided,)).fetchone()
        connection.execute(
            "update submission set status = ?, reason = ? where key = ?", (status, data["reason"], decided)
        )
        if data["accept"]:
            clerks[row["kind"]].book(connection, decided, json.loads(row["data"]))
        announce(
            connection, "case_status", f"S-{decided}", version=2, key=decided, status=status,
            reason=data["reason"], at=datetime.now(UTC).isoformat(),
        )  # fmt: skip

    return Clerk(_judge, book)
