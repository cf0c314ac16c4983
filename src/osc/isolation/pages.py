"""One page, one statement: each room brings its piece, the database answers once."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import connection

from osc.isolation.scope import Scope

_loads = partial(json.loads, parse_float=Decimal)


def fetch_page(scope: Scope, *, today: date, pieces: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """Runs every piece in one SELECT and returns {name: list of row dicts}.

    A piece is a SELECT that may use %(accounts)s (linked contract accounts), %(today)s and the keys
    of `more`. JSON carries the rows: decimals come back as Decimal or text, dates as ISO text.
    """
    columns = ", ".join(
        f"(select coalesce(json_agg(row), '[]')::text from ({sql}) row) as {name}" for name, sql in pieces.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns}", {"accounts": list(scope.contract_account_ids), "today": today, **more})
        row = cursor.fetchone()
    return {name: _loads(value) for name, value in zip(pieces, row, strict=True)}
