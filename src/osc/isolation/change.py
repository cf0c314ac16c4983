"""What one change writes travels together: its rows and its jobs in one statement."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import JSONField, Model

from osc.isolation.statements import run

Job = Mapping[str, object]
# rows and jobs of the change that is being made
_waiting: ContextVar[tuple[list[Model], list[Job]] | None] = ContextVar("waiting_writes", default=None)
# the library's own function; asked through the library it was a tenth of a request that makes a case
DEFER = """select procrastinate_defer_jobs_v1(array_agg(job))
    from jsonb_populate_recordset(null::procrastinate_job_to_defer_v1, %s::jsonb) job"""


def store(row: Model) -> None:
    """Inserts a new row in the caller's transaction: at once, or at the end with the others of its change, when
    nobody reads it before."""
    waiting = _waiting.get()
    if waiting is None:
        _write([row], [])
    else:
        waiting[0].append(row)


def defer(job: Job) -> None:
    """The same for a job; its keys are the columns of `procrastinate_job_to_defer_v1`."""
    waiting = _waiting.get()
    if waiting is None:
        _write([], [job])
    else:
        waiting[1].append(job)


@contextmanager
def one_change() -> Iterator[None]:
    """Collects what is stored until the end; an exception inside writes nothing. Use it inside of a transaction."""
    rows, jobs = waiting = list[Model](), list[Job]()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if rows or jobs:
        _write(rows, jobs)


def insert_statement(row: Model) -> tuple[str, list[Any]]:
    """The INSERT of a row with its values; the key must be made already."""
    assert row.pk is not None, "the database makes no keys here"
    database = connections[DEFAULT_DB_ALIAS]
    statement, columns = _insert_of(type(row))
    return statement, [
        prepare(getattr(row, name), database) if prepare else getattr(row, name) for name, prepare in columns
    ]


@cache
def _insert_of(model: type[Model]) -> tuple[str, list[tuple[str, Any]]]:
    """The INSERT of a model, and its columns; only JSON needs to be prepared, the driver knows everything else."""
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    columns = [(field.attname, field.get_db_prep_save if isinstance(field, JSONField) else None) for field in fields]
    return f"insert into {model._meta.db_table} ({names}) values ({places})", columns


def _write(rows: Sequence[Model], jobs: Sequence[Job]) -> None:
    parts: list[str] = []
    values: list[Any] = []
    for row in rows:
        statement, its_values = insert_statement(row)
        parts.append(f"w{len(parts)} as ({statement})")
        values += its_values
        row._state.adding = False
    together = f"with {', '.join(parts)} " if parts else ""
    if jobs:
        run(together + DEFER, [*values, json.dumps(jobs)])
    else:
        run(f"{together}select 1", values)
