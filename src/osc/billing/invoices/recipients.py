"""Who is told by mail about a contract account. Log-ins live in a room above: it says so at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Recipient:
    """The log-in of a contract account: its proven e-mail address and language."""

    email: str
    language: str


Lookup = Callable[[UUID], Recipient | None]
_lookups: list[Lookup] = []


def ask_for_recipients(lookup: Lookup) -> None:
    """Registered once, at start-up."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def language_of(contract_account_id: UUID, otherwise: str) -> str:
    """The language in which the contract account's own log-in wants to be written to."""
    found = recipient_of(contract_account_id)
    return found.language if found else otherwise


def recipient_of(contract_account_id: UUID) -> Recipient | None:
    """Whom to write to; None when no usable log-in is linked (R-ZUG-7)."""
    return next((found for lookup in _lookups if (found := lookup(contract_account_id)) is not None), None)
