"""What the pretend utility knows today: its master data, looked up and changed by the clerks."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from osc.connectors.demo.desk.clerk import Data, announce

MASTER = {
    "business_partner", "premise", "contract_account", "contract", "mandate", "meter", "register", "instalment_plan",
    "refund_account", "tariff",
}  # fmt: skip


def keep(connection: sqlite3.Connection, records: Iterable[dict[str, Any]]) -> None:
    """Stores the master data among the records, as they are today."""
    connection.executemany(
        "insert or replace into record values (?, ?, ?, ?)",
        [(each["kind"], each["id"], each["version"], json.dumps(each["data"]))
         for each in records if each["kind"] in MASTER],
    )  # fmt: skip


def current(connection: sqlite3.Connection, kind: str, id_: str) -> Data | None:
    """The data of a record as it is today; None when there is none."""
    row = connection.execute("select data from record where kind = ? and id = ?", (kind, id_)).fetchone()
    return json.loads(row["data"]) if row else None


def change(connection: sqlite3.Connection, kind: str, id_: str, **changes: Any) -> None:
    """A record with new values, or a new record: remembered and announced under the next version."""
    row = connection.execute("select version, data from record where kind = ? and id = ?", (kind, id_)).fetchone()
    version, data = (row["version"] + 1, json.loads(row["data"])) if row else (1, {})
    keep(connection, [{"kind": kind, "id": id_, "version": version, "data": {**data, **changes}}])
    announce(connection, kind, id_, version=version, **{**data, **changes})
