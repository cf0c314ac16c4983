"""The declaration a customer signs: put together once, shown on the check page and stored as it was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from osc.foundation.clock import berlin_today
from osc.foundation.identifiers import mask_iban
from osc.payments.queries import AccountAtHand
from osc.payments.rules.holds import Purpose
from osc.payments.rules.mandates import MandateFacts


@dataclass(frozen=True, slots=True)
class OtherHolder:
    """Somebody else whose account it is: must agree by a link of their own (R-SEP-4)."""

    street: str
    city: str
    email: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What the customer entered: a canonical IBAN, its holder, what it is for and for which contract accounts.

    `references` were shown on the check page, one for each contract account that is to be debited.
    """

    iban: str
    bank_name: str
    holder: str
    purposes: tuple[Purpose, ...]
    contract_account_ids: tuple[UUID, ...]
    references: Mapping[UUID, str]
    other_holder: OtherHolder | None = None


def mandate_facts(account: NewAccount, accounts: Sequence[AccountAtHand], *, now: datetime) -> MandateFacts:
    """What the mandate for these contract accounts of one customer names; the number masked."""
    bank, first = settings.UTILITY.bank, accounts[0]
    other = account.other_holder
    return MandateFacts(
        creditor=bank.creditor_name,
        creditor_address=bank.creditor_address,
        creditor_id=bank.creditor_id,
        references=[account.references[each.id] for each in accounts],
        holder=account.holder,
        holder_address=f"{other.street}, {other.city}" if other else f"{first.street}, {first.city}",
        iban=mask_iban(account.iban),
        bank=account.bank_name,
        city=first.city.partition(" ")[2] or first.city,
        signed_on=berlin_today(now),
    )
