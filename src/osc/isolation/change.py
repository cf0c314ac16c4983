"""What one change writes travels together: its rows in one statement, its jobs in one more."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

Write = Callable[[list[Any]], None]
_waiting: ContextVar[dict[Write, list[Any]] | None] = ContextVar("waiting_writes", default=None)


def travel(write: Write, item: object) -> None:
    """Hands the item to `write` in the caller's transaction: at once, or at the end with the others of its change."""
    waiting = _waiting.get()
    if waiting is None:
        write([item])
    else:
        waiting.setdefault(write, []).append(item)


@contextmanager
def one_change() -> Iterator[None]:
    """Collects what travels until the end; an exception inside writes nothing. Use it inside of a transaction."""
    waiting: dict[Write, list[Any]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for write, items in waiting.items():
        write(items)


def store(row: Model) -> None:
    """Inserts a new row that nobody reads before the change ends."""
    travel(_insert_together, row)


def insert_statement(row: Model) -> tuple[str, list[Any]]:
    """The INSERT of a row with its values; the key must be made already."""
    assert row.pk is not None, "the database makes no keys here"
    database = connections[DEFAULT_DB_ALIAS]  # fields ask it a dozen times; through Django's proxy that is slow
    fields = row._meta.concrete_fields
    return _insert_of(type(row)), [field.get_db_prep_save(getattr(row, field.attname), database) for field in fields]


@cache
def _insert_of(model: type[Model]) -> str:
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    return f"insert into {model._meta.db_table} ({', '.join(columns)}) values ({places})"


def _insert_together(rows: Sequence[Model]) -> None:
    parts, values = [], []
    for number, row in enumerate(rows):
        statement, its_values = insert_statement(row)
        parts.append(f"w{number} as ({statement})")
        values += its_values
        row._state.adding = False
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"with {', '.join(parts)} select 1", values)
