"""Which kinds of record come in, and where each belongs. Rooms register at start-up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from osc.interchange.models import ImportedTable

Applier = Callable[[datetime], None]
Filler = Callable[[], tuple[int, int]]


@dataclass(frozen=True)
class InboundKind:
    """One kind of record: its shape, its table and the kinds it refers to.

    `parents` maps a field of the record to the kind whose foreign id it holds; the table's column is
    the field name plus `_id`. The first parent lends its business partner; without parents the row is
    its own business partner. `after` runs once per batch, in its transaction, when rows were applied.
    `watched` names columns whose change in unusually many rows holds the run for a person.
    `fill` puts the staged rows into a table of another shape and returns (new, changed); such rows have no
    foreign id of their own, are never marked missing and never deleted one by one.
    `stored` turns a record into one of another shape (`shape`) before it is staged, where not everything
    may be stored as it came.
    """

    name: str
    record: type[msgspec.Struct]
    model: type[ImportedTable] | None
    parents: Mapping[str, str] = field(default_factory=dict)
    after: Applier | None = None
    watched: tuple[str, ...] = ()
    fill: Filler | None = None
    stored: Callable[[Any], msgspec.Struct] | None = None
    shape: type[msgspec.Struct] | None = None

    @property
    def staged(self) -> type[msgspec.Struct]:
        """The shape that is staged and applied."""
        return self.shape or self.record

    @property
    def table(self) -> str:
        assert self.model is not None, f"{self.name} has no table of its own"
        return self.model._meta.db_table

    @property
    def stage(self) -> str:
        return f"stage_{self.name}"


_kinds: dict[str, InboundKind] = {}


def register(kind: InboundKind) -> None:
    """Registers in dependency order: parents first."""
    for parent in kind.parents.values():
        assert parent in _kinds, f"{kind.name} refers to {parent}, which is not registered before it"
    _kinds[kind.name] = kind


def all_kinds() -> Mapping[str, InboundKind]:
    """Every registered kind, parents before children."""
    return _kinds
