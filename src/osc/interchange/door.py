"""The door to the billing system: a port that connectors implement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings


class Verdict(StrEnum):
    """What the billing system made of a submission."""

    # it is there and will be booked later; a `case_status` record tells how that ended
    RECEIVED = "received"
    BOOKED = "booked"
    NEEDS_CLARIFICATION = "needs_clarification"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Answer:
    """The billing system's word on one idempotency key."""

    verdict: Verdict
    reason: str = ""


class DoorClosed(Exception):
    """The billing system can't be reached or did not answer: wait and try again."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class DoorRefused(Exception):
    """The answer makes no sense to us (other content under our key, unknown reply): a person must look."""


class BillingDoor(Protocol):
    """Every connector to a billing system has these five ways in and out."""

    def ask(self, key: UUID) -> Answer | None:
        """What became of the key; None when the billing system has never seen it. Raises DoorClosed."""

    def submit(self, key: UUID, *, kind: str, version: int, payload: Mapping[str, Any]) -> None:
        """Hands a submission over. Raises DoorClosed, DoorRefused."""

    def read_feed(self, *, after: int, limit: int) -> tuple[list[bytes], int]:
        """Raw records after the cursor, oldest first, and the next cursor; both as before at the end of the feed.

        Raises DoorClosed.
        """

    def document(self, name: str) -> bytes | None:
        """A file by the name that a record gave it; None when there is none (yet). Raises DoorClosed."""

    def export(self) -> Iterator[bytes]:
        """Every record as lines of one file with header and trailer. Raises DoorClosed."""


def billing_door() -> BillingDoor:
    """The connector named in the settings as `module:factory`."""
    module, factory = settings.BILLING_DOOR.split(":")
    return getattr(import_module(module), factory)()
