"""How each kind of case is shown. Every folder that opens cases says so in its `case_kinds.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, Protocol
from uuid import UUID

from osc.cases.models import Case
from osc.submissions.messages import Submitter

FOLDERS = (
    "inbox",
    "post",
    "accounts",
    "leaving",
    "moving",
    "person",
    "readings",
    "instalments",
    "security",
    "bank",
    "tariffs",
)
Rows = Callable[[Mapping[str, Any]], Sequence[tuple[str, str]]]


class Undo(Protocol):
    """Takes a case back. Raises NotUndoable."""

    def __call__(self, *, submitter: Submitter, case: Case, submission_key: UUID, now: datetime) -> Case: ...


@dataclass(frozen=True, slots=True)
class ShownCase:
    """The words of one kind, in German, translated when shown; `rows` makes label and value from the summary."""

    headline: str
    rows: Rows
    done: str
    undo: Undo | None = None
    undo_label: str = ""
    undo_hint: str = ""
    undone_headline: str = ""
    undone: str = ""
    # the name of a page about this case, and what its link says
    more: str = ""
    more_label: str = ""


@cache
def shown_cases() -> Mapping[str, ShownCase]:
    """Every kind of case there is a page for."""
    return {
        kind: shown
        for folder in FOLDERS
        for kind, shown in import_module(f"osc.portal.{folder}.case_kinds").SHOWN.items()
    }
