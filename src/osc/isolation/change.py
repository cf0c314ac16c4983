"""The rows of one change go to the database in one statement."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.db.models import Model

_collected: ContextVar[list[Model] | None] = ContextVar("collected_rows", default=None)


def store(row: Model) -> None:
    """Inserts a new row in the caller's transaction: at once, or with the other rows of its change."""
    rows = _collected.get()
    if rows is None:
        _insert([row])
    else:
        rows.append(row)


@contextmanager
def stored_together() -> Iterator[None]:
    """Rows stored in here are inserted at the end, in one statement. Not for rows that are read before."""
    rows: list[Model] = []
    token = _collected.set(rows)
    try:
        yield
    finally:
        _collected.reset(token)
    if rows:
        _insert(rows)


def _insert(rows: Sequence[Model]) -> None:
    parts, values = [], []
    for number, row in enumerate(rows):
        assert row.pk is not None, "the database makes no keys here"
        fields = row._meta.concrete_fields
        columns = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join(["%s"] * len(fields))
        parts.append(f"w{number} as (insert into {row._meta.db_table} ({columns}) values ({places}))")
        values += [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        row._state.adding = False
    with connection.cursor() as cursor:
        cursor.execute(f"with {', '.join(parts)} select 1", values)
