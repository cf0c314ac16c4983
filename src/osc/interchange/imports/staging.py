"""Temporary typed tables, one per kind, filled by COPY; gone with the transaction."""

from collections.abc import Iterable

from django.db import connection

from osc.interchange.imports.columns import META, columns_of
from osc.interchange.imports.kinds import InboundKind, all_kinds
from osc.interchange.imports.reader import Unreadable, read_record

ROWS_PER_COPY = 5_000


def create_stages() -> None:
    """One temporary table per registered kind."""
    with connection.cursor() as cursor:
        for kind in all_kinds().values():
            fields = ", ".join(f"{name} {type_}" for name, type_ in columns_of(kind.staged).items())
            cursor.execute(f"drop table if exists {kind.stage}")  # a second batch in one transaction
            cursor.execute(
                f"create temp table {kind.stage} (external_id text, source_version bigint, "
                f"content_hash text, {fields}) on commit drop"
            )


def fill_stages(lines: Iterable[bytes]) -> tuple[dict[str, int], list[Unreadable]]:
    """Streams record lines into the stages; returns counts per kind and what could not be read."""
    waiting: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    unreadable: list[Unreadable] = []
    for line in lines:
        record = read_record(line)
        if isinstance(record, Unreadable):
            unreadable.append(record)
            continue
        rows = waiting.setdefault(record.kind.name, [])
        rows.append(record.copy_line)
        if len(rows) >= ROWS_PER_COPY:
            _copy(record.kind, rows)
            counts[record.kind.name] = counts.get(record.kind.name, 0) + len(rows)
            rows.clear()
    for name, rows in waiting.items():
        _copy(all_kinds()[name], rows)
        counts[name] = counts.get(name, 0) + len(rows)
    return counts, unreadable


def _copy(kind: InboundKind, rows: list[str]) -> None:
    names = ", ".join([*META, *columns_of(kind.staged)])
    with connection.cursor() as cursor, cursor.copy(f"copy {kind.stage} ({names}) from stdin") as copy:
        copy.write("".join(rows))


def finish_stages(received: Iterable[str]) -> None:
    """Keeps the newest version of each id, then lets the planner know the sizes."""
    with connection.cursor() as cursor:
        for kind in (all_kinds()[name] for name in received):
            cursor.execute(
                f"delete from {kind.stage} old using {kind.stage} new where old.external_id = new.external_id "
                "and (old.source_version, old.ctid) < (new.source_version, new.ctid)"
            )
            cursor.execute(f"create index on {kind.stage} (external_id)")
            # by these rows are found; a sample of every bill's lines would cost more than it tells
            cursor.execute(f"analyze {kind.stage} ({', '.join(['external_id', *kind.parents])})")
