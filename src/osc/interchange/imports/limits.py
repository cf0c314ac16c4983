"""What fits into the columns of a table, checked before the database would refuse a whole batch."""

from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from django.db import models

from osc.interchange.imports.columns import columns_of
from osc.interchange.imports.kinds import InboundKind

Limit = tuple[int, str, int]


@cache
def _limits(table: type[models.Model], record: type[msgspec.Struct]) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """Longest texts and largest numbers, by position in the record."""
    fields = {field.name: field for field in table._meta.get_fields()}
    texts, numbers = [], []
    for position, name in enumerate(columns_of(record)):
        field = fields.get(name)
        if isinstance(field, models.CharField) and field.max_length:
            texts.append((position, name, field.max_length))
        if isinstance(field, models.DecimalField):
            numbers.append((position, name, field.max_digits - field.decimal_places))
    return tuple(texts), tuple(numbers)


def check_limits(kind: InboundKind, values: tuple[Any, ...]) -> None:
    """Raises msgspec.ValidationError when a value can't be stored as it is."""
    if kind.model is None:
        return
    texts, numbers = _limits(kind.model, kind.staged)
    for position, name, longest in texts:
        if isinstance(values[position], str) and len(values[position]) > longest:
            raise msgspec.ValidationError(f"{name} is longer than {longest} characters")
    for position, name, digits in numbers:
        value = values[position]
        if isinstance(value, Decimal) and (not value.is_finite() or abs(value) >= 10**digits):
            raise msgspec.ValidationError(f"{name} is larger than any real value")
