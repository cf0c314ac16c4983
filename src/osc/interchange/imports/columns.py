"""From the fields of a record to columns: types, and the text form that COPY reads."""

import types
import typing
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

SQL_TYPES: dict[object, str] = {
    str: "text", int: "bigint", bool: "boolean", Decimal: "numeric", date: "date",
    datetime: "timestamptz", UUID: "uuid", list[int | None]: "integer[]",
}  # fmt: skip
META = ("external_id", "source_version", "content_hash")
NULL = "\\N"

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
    """{field: SQL type}; lists and nested records travel as jsonb, series of measured values as arrays."""
    hints = typing.get_type_hints(record)
    return {name: SQL_TYPES.get(_plain(hints[name]), "jsonb") for name in hints}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _array(value: list[int | None]) -> str:
    return f"{{{_json(value)[1:-1]}}}"


_WRITERS: dict[str, Callable[[Any], str]] = {"jsonb": _json, "integer[]": _array}


@cache
def _writers(record: type[msgspec.Struct]) -> tuple[Callable[[Any], str], ...]:
    return tuple(_WRITERS.get(type_, str) for type_ in columns_of(record).values())


def copy_values(record: type[msgspec.Struct], values: Iterable[Any], *, escapes: bool) -> list[str]:
    """The fields of a record in COPY's text format; `escapes` where a text may hold what COPY would misread."""
    fields = zip(_writers(record), values, strict=True)
    if escapes:
        return [NULL if value is None else write(value).translate(_escape) for write, value in fields]
    return [NULL if value is None else write(value) for write, value in fields]


def escaped(text: str) -> str:
    """One text in COPY's format."""
    return text.translate(_escape)
