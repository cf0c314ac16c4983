"""What one clerk of the pretend utility can do: judge a submission and book it."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
Judgement = tuple[str, str | None]

BOOKED: Judgement = ("booked", None)


@dataclass(frozen=True, slots=True)
class Clerk:
    """`judge` says booked, rejected or needs_clarification with a reason; `book` feeds back what changed."""

    judge: Callable[[sqlite3.Connection, Data], Judgement]
    book: Callable[[sqlite3.Connection, str, Data], None]


def known(connection: sqlite3.Connection, kind: str, id_: str) -> Data | None:
    """What the utility has on file under this id, as it is after all bookings."""
    row = connection.execute("select data from master where kind = ? and id = ?", (kind, id_)).fetchone()
    return json.loads(row["data"]) if row else None


def file_record(connection: sqlite3.Connection, kind: str, id_: str, data: Data) -> None:
    """Puts a new or changed record on file and into the feed, with the next version."""
    row = connection.execute("select version from master where kind = ? and id = ?", (kind, id_)).fetchone()
    version = row["version"] + 1 if row else 1
    connection.execute("insert or replace into master values (?, ?, ?, ?)", (kind, id_, version, json.dumps(data)))
    announce(connection, kind, id_, version=version, **data)


def announce(connection: sqlite3.Connection, kind: str, id_: str, *, version: int = 1, **data: Any) -> None:
    """One record more in the feed; `version` must grow with every change of the same record."""
    line = json.dumps({"kind": kind, "id": id_, "version": version, "data": data})
    connection.execute("insert into feed (line) values (?)", (line,))
