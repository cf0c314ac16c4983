"""Records of the fence itself: answers to our submissions, and deletions."""

from datetime import datetime
from uuid import UUID

import msgspec


class CaseStatusRecord(msgspec.Struct, frozen=True):
    """What became of a submission, told by the billing system on its own account."""

    key: UUID
    status: str
    at: datetime
    reason: str | None = None


class DeletionRecord(msgspec.Struct, frozen=True):
    """A record that no longer exists in the billing system."""

    of_kind: str
    of_id: str
