"""What the pretend utility knows for ever: submissions, its own feed, faults, captured mails."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
create table if not exists submission (key text primary key, content text not null, kind text not null,
    data text not null, status text not null, reason text, deliveries integer not null, bookings integer not null,
    first_at text not null);
create table if not exists register (id text primary key, meter_id text not null, meter text not null,
    account text not null, last_value text not null, digits integer not null);
create index if not exists register_meter on register (meter_id);
create table if not exists record (kind text not null, id text not null, version integer not null, data text not null,
    primary key (kind, id));
create table if not exists feed (seq integer primary key autoincrement, line text not null);
create table if not exists setting (name text primary key, value text not null);
create table if not exists mail (id integer primary key autoincrement, received_at text not null,
    recipients text not null, raw blob not null);
"""


class Store:
    """SQLite with write-ahead log, flushed at every commit: what was answered is never forgotten."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = full")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One writer at a time; rolls back on any exception."""
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def rows(self, query: str, *arguments: object) -> list[sqlite3.Row]:
        """Reads."""
        with self._lock:
            return self._connection.execute(query, arguments).fetchall()

    def setting(self, name: str, default: str) -> str:
        """A remembered value."""
        found = self.rows("select value from setting where name = ?", name)
        return found[0]["value"] if found else default

    def remember(self, name: str, value: str) -> None:
        """Stores a value for good."""
        with self.transaction() as connection:
            connection.execute("insert or replace into setting values (?, ?)", (name, value))
