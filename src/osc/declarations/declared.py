"""What a declaration says, as the rooms above get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What somebody wants."""

    TERMINATION = "termination"
    WITHDRAWAL = "withdrawal"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Declared:
    """A stored declaration: `content` as typed, `received_at` counts; `user_id` only for somebody signed in."""

    id: UUID
    reference: str
    kind: Kind
    name: str
    email: str
    language: str
    content: Mapping[str, Any]
    received_at: datetime
    user_id: UUID | None
