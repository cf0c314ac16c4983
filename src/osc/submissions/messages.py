"""What a customer asks for, as the rooms put it together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from osc.cases.models import Case
from osc.isolation.scope import Scope


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who asks: scope, address for the receipt, language of the receipt."""

    scope: Scope
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose contract account a request is about, and how its owner is addressed."""

    contract_account_id: UUID
    number: str
    business_partner_id: UUID
    name: str

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> "Owner":
        """From a row of a page's statement, whose ids are text."""
        return cls(UUID(row["contract_account_id"]), row["number"], UUID(row["business_partner_id"]), row["name"])


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message for the billing system. Case, contract account and time are added to the payload.

    `topic` names the lane: messages of one contract account and topic are delivered in order.
    `account_number` differs from the owner's where one form concerns several contract accounts.
    """

    kind: str
    topic: str
    payload: Mapping[str, Any]
    account_number: str = ""
    not_before: datetime | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One request: what makes two forms the same (`content`), what its page shows (`summary`, no secrets),
    what the billing system gets, which mail confirms it (none: it was confirmed before) and until when it can be
    taken back."""

    kind: Case.Kind
    owner: Owner
    deed: str
    content: Mapping[str, Any]
    summary: Mapping[str, Any]
    mail: str
    outgoing: tuple[Outgoing, ...] = ()
    mail_context: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""
    undo_until: datetime | None = None
    answer_by: date | None = None
    in_review: bool = False


# the room's own rows of a fresh case, given the keys of its messages; use isolation.change.store
StoreRows = Callable[[Case, tuple[UUID, ...]], None]
