"""The statements of every request, over one cursor for each connection."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper


def run(statement: str, values: Any = None, *, using: str = DEFAULT_DB_ALIAS) -> CursorWrapper:
    """Runs a statement and returns the cursor; its rows are to be read before the next statement.

    A new cursor looks up anew how each type is written and read: a third of what the driver does for a statement.
    """
    database = connections[using]
    database.close_if_health_check_failed()
    database.ensure_connection()
    kept = getattr(database.connection, "osc_cursor", None)
    if kept is None:
        kept = database.connection.osc_cursor = database.create_cursor()
    cursor = database.make_debug_cursor(kept) if database.queries_logged else database.make_cursor(kept)
    cursor.execute(statement, values)
    return cursor
