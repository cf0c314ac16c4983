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


def announce(connection: sqlite3.Connection, kind: str, id_: str, *, version: int = 1, **data: Any) -> None:
    """One record more in the feed; `version` must grow with every change of the same record."""
    line = json.dumps({"kind": kind, "id": id_, "version": version, "data": data})
    connection.execute("insert into feed (line) values (?)", (line,))
