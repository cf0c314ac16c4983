"""From rows to what the bank pages show. Numbers are masked; the bank's name is looked up offline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from osc.payments.banks import bank_of_sealed
from osc.payments.rules.mandates import MandateState, mandate_state

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract account under the bank account that pays for it."""

    id: str
    number: str
    commodities: tuple[str, ...]
    reference: str
    since: str


@dataclass(frozen=True, slots=True)
class Card:
    """One bank account as it is shown once, with all contract accounts it serves. `state` is empty for credits."""

    mask: str
    bank: str
    holder: str
    state: str
    contracts: tuple[Contract, ...]


@dataclass(frozen=True, slots=True)
class BankView:
    """The whole page."""

    debits: tuple[Card, ...]
    refunds: tuple[Card, ...]
    transfers: tuple[Contract, ...]
    pending: tuple[Row, ...]
    past: tuple[Row, ...]
    has_accounts: bool


def present_bank(data: Mapping[str, Sequence[Row]], *, today: date) -> BankView:
    """Groups contract accounts by bank account; those without a mandate pay by transfer."""
    rows = data["accounts"]
    return BankView(
        debits=_cards(rows, "", today),
        refunds=_cards(rows, "refund_", today),
        transfers=tuple(_contract(row, "") for row in rows if not row["iban"]),
        pending=tuple(data["pending"]),
        past=tuple(data["past"]),
        has_accounts=bool(rows),
    )


def _cards(rows: Sequence[Row], prefix: str, today: date) -> tuple[Card, ...]:
    mask_name = "refund_mask" if prefix else "iban_mask"
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row[f"{prefix}iban"]:
            state = "" if prefix else _state(row, today)
            groups.setdefault((row[mask_name], row[f"{prefix}holder"], state), []).append(row)
    return tuple(
        Card(mask, bank_of_sealed(group[0][f"{prefix}iban"]), holder, state,
             tuple(_contract(row, prefix) for row in group))
        for (mask, holder, state), group in groups.items()
    )  # fmt: skip


def _state(row: Row, today: date) -> MandateState:
    used = row["last_used_on"]
    return mandate_state(last_used_on=date.fromisoformat(used) if used else None, revoked_on=None, today=today)


def _contract(row: Row, prefix: str) -> Contract:
    return Contract(
        id=row["id"],
        number=row["number"],
        commodities=tuple((row["commodities"] or "").split()),
        reference="" if prefix else row["reference"] or "",
        since=(row["refund_since"] if prefix else row["signed_on"]) or "",
    )
