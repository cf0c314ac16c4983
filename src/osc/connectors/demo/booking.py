"""Booking submissions: at most one effect for a key, whatever is sent how often."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from osc.connectors.demo.store import Store

# a reading this far above the last one needs a person
SUSPICIOUS_STEP = Decimal(60_000)


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
            status, reason = ("rejected", "told to reject") if reject else _judge(connection, submission)
            connection.execute(
                "insert into submission values (?, ?, ?, ?, ?, ?, 1, ?, ?)",
                (key, content, submission["kind"], json.dumps(submission["data"]), status, reason,
                 int(status != "rejected"), now.isoformat()),
            )  # fmt: skip
            if status == "booked":
                _book(connection, key, submission)
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


def _judge(connection: sqlite3.Connection, submission: dict[str, Any]) -> tuple[str, str | None]:
    data = submission["data"]
    if submission["kind"] == "reading_withdrawn":
        found = connection.execute("select 1 from submission where key = ?", (data["withdraws"],)).fetchone()
        return ("booked", None) if found else ("rejected", "nothing to withdraw under this key")
    if submission["kind"] != "meter_reading":
        return "rejected", f"unknown kind {submission['kind']}"
    for each in data["registers"]:
        register = connection.execute(
            "select * from register where id = ? and meter_id = ? and account = ?",
            (each["register_id"], data["meter_id"], data["contract_account"]),
        ).fetchone()
        if register is None:
            return "rejected", "meter and contract account do not belong together"
        if abs(Decimal(each["value"]) - Decimal(register["last_value"])) > SUSPICIOUS_STEP:
            return "needs_clarification", "far from the last reading"
    return "booked", None


def _book(connection: sqlite3.Connection, key: str, submission: dict[str, Any]) -> None:
    data = submission["data"]
    if submission["kind"] == "reading_withdrawn":
        for row in connection.execute("select line from feed where line like ?", (f'%"R-{data["withdraws"]}-%',)):
            record = json.loads(row["line"])
            if record["kind"] == "reading":
                _feed(connection, "deletion", f"D-{record['id']}", of_kind="reading", of_id=record["id"])
        return
    for each in data["registers"]:
        _feed(
            connection, "reading", f"R-{key}-{each['register_id']}", register=each["register_id"],
            value=each["value"], read_on=data["read_on"], source="KUNDE", reason="ZWISCHEN", billed=False,
            submission_key=key,
        )  # fmt: skip


def _tell(connection: sqlite3.Connection, key: str, status: str, reason: str | None, now: datetime) -> None:
    _feed(connection, "case_status", f"S-{key}", key=key, status=status, reason=reason, at=now.isoformat())


def _feed(connection: sqlite3.Connection, kind: str, id_: str, **data: Any) -> None:
    line = json.dumps({"kind": kind, "id": id_, "version": 1, "data": data})
    connection.execute("insert into feed (line) values (?)", (line,))
