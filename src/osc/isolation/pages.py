"""One page, one statement: each room brings its piece, the database answers once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from osc.isolation.scope import Scope
from osc.isolation.statements import run

_NO_SHAPES: Mapping[str, type] = {}


def fetch_page(
    scope: Scope, *, today: date, pieces: Mapping[str, str], shapes: Mapping[str, type] = _NO_SHAPES, **more: Any
) -> dict[str, Any]:
    """Runs every piece in one SELECT and returns {name: list of rows}.

    A piece is a SELECT that may use %(accounts)s (linked contract accounts), %(today)s and the keys
    of `more`. JSON carries the rows. A piece with a shape comes back as a list of it; the others as dicts,
    decimals as Decimal or text, dates as ISO text. Raises msgspec.ValidationError when a row has another shape.
    """
    values = {"accounts": scope.accounts_literal(), "today": today, **more}
    row = run(_statement(tuple(pieces.items())), values).fetchone()
    return {name: _reader(shapes.get(name, Any)).decode(value) for name, value in zip(pieces, row, strict=True)}


def fetch_for_staff(pieces: Mapping[str, str]) -> dict[str, Any]:
    """The same for a page of staff that sees no single customer: counts over everybody, in one statement."""
    row = run(_statement(tuple(pieces.items())), using="staff").fetchone()
    return {name: _reader(Any).decode(value) for name, value in zip(pieces, row, strict=True)}


@cache
def _reader(shape: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(list[shape], float_hook=Decimal)


@cache
def _statement(pieces: tuple[tuple[str, str], ...]) -> str:
    """The SELECT of a page without idle blanks: the driver remembers statements of up to 4,096 characters."""
    columns = ", ".join(
        f"(select coalesce(json_agg(row), '[]')::text from ({' '.join(sql.split())}) row) as {name}"
        for name, sql in pieces
    )
    return f"select {columns}"
