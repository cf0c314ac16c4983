"""Booking submissions: at most one effect for a key, whatever is sent how often."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from osc.connectors.demo.desk.clerk import Clerk, Data, Judgement, announce
from osc.connectors.demo.desk.table import CLERKS
from osc.connectors.demo.store import Store


@dataclass(frozen=True, slots=True)
class Reply:
    """HTTP status and body."""

    status: int
    body: dict[str, Any]


class Book:
    """The ledger of the pretend utility."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def submit(self, key: str, submission: dict[str, Any], now: datetime, *, reject: bool = False) -> Reply:
        """Books once; a known key with equal content gets the first answer again, with other content 409."""
        content = hashlib.sha256(json.dumps(submission, sort_keys=True).encode()).hexdigest()
        with self._store.transaction() as connection:
            known = connection.execute("select * from submission where key = ?", (key,)).fetchone()
            if known is not None:
                connection.execute("update submission set deliveries = deliveries + 1 where key = ?", (key,))
                if known["content"] != content:
                    return Reply(409, {"reason": "this key came with other content before"})
                return _reply(200, key, known["status"], known["reason"])
            clerk = CLERKS.get(submission["kind"])
            status, reason = _judge(connection, clerk, submission, reject)
            connection.execute(
                "insert into submission values (?, ?, ?, ?, ?, ?, 1, ?, ?)",
                (key, content, submission["kind"], json.dumps(submission["data"]), status, reason,
                 int(status != "rejected"), now.isoformat()),
            )  # fmt: skip
            if status == "booked" and clerk is not None:
                clerk.book(connection, key, submission["data"])
            _tell(connection, key, status, reason, now)
            return _reply(422 if status == "rejected" else 201, key, status, reason)

    def status(self, key: str) -> Reply:
        """What became of a key."""
        found = self._store.rows("select * from submission where key = ?", key)
        if not found:
            return Reply(404, {"reason": "unknown key"})
        return _reply(200, key, found[0]["status"], found[0]["reason"])

    def ledger(self) -> list[dict[str, Any]]:
        """Every key with deliveries and bookings, oldest first."""
        return [
            {**dict(row), "data": json.loads(row["data"])}
            for row in self._store.rows("select * from submission order by first_at, key")
        ]


def _reply(status: int, key: str, verdict: str, reason: str | None) -> Reply:
    return Reply(status, {"key": key, "status": verdict, "reason": reason})


def _judge(connection: sqlite3.Connection, clerk: Clerk | None, submission: Data, reject: bool) -> Judgement:
    if reject:
        return "rejected", "told to reject"
    if clerk is None:
        return "rejected", f"unknown kind {submission['kind']}"
    return clerk.judge(connection, submission["data"])


def _tell(connection: sqlite3.Connection, key: str, status: str, reason: str | None, now: datetime) -> None:
    announce(connection, "case_status", f"S-{key}", key=key, status=status, reason=reason, at=now.isoformat())
