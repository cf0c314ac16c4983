"""From the fields of a record to columns: types, and the text form that COPY reads."""

import types
import typing
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

import msgspec

SQL_TYPES: dict[type, str] = {
    str: "text", int: "bigint", bool: "boolean", Decimal: "numeric", date: "date",
    datetime: "timestamptz", UUID: "uuid",
}  # fmt: skip
META = ("external_id", "source_version", "content_hash")

_escape = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _plain(annotation: object) -> object:
    """Strips `| None` from an annotation; a Literal of words is a text, one of numbers a number."""
    if typing.get_origin(annotation) is typing.Literal:
        return type(typing.get_args(annotation)[0])
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return _plain(next(arm for arm in typing.get_args(annotation) if arm is not type(None)))
    return annotation


@cache
def columns_of(record: type[msgspec.Struct]) -> dict[str, str]:
    """{field: SQL type}; lists and nested records travel as jsonb."""
    hints = typing.get_type_hints(record)
    return {name: SQL_TYPES.get(typing.cast(type, _plain(hints[name])), "jsonb") for name in hints}


def copy_value(value: object) -> str:
    """One value in COPY's text format."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_escape) if not value.isalnum() else value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int | Decimal | date | datetime | UUID):
        return str(value)
    return msgspec.json.encode(value).decode().translate(_escape)
