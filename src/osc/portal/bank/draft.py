"""What was entered, between form and check page: in the session, with the number sealed (PRV1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest

from osc.interchange.sealed import open_members, seal_members
from osc.payments.declaration import NewAccount, OtherHolder
from osc.payments.queries import AccountAtHand
from osc.payments.references import fresh_reference
from osc.payments.rules.holds import Purpose
from osc.portal.bank.forms import BankForm

NAME = "bank"


@dataclass(frozen=True, slots=True)
class Draft:
    """The new account, what was typed, and the key of the form."""

    account: NewAccount
    typed: dict[str, str]
    chosen: list[str]
    key: str


def keep_draft(request: HttpRequest, form: BankForm, accounts: Sequence[AccountAtHand]) -> None:
    """Stores the form in the session; the mandate references are made here, so that they can be shown."""
    chosen = [each for each in accounts if each.number in form.chosen]
    pattern = settings.UTILITY.bank.reference_pattern
    request.session.data[NAME] = seal_members(
        {
            "iban": form.iban, "typed": form.values, "chosen": form.chosen, "bank_name": form.bank,
            "purposes": [purpose.value for purpose in form.purposes], "key": str(uuid4()),
            "references": {str(each.id): fresh_reference(pattern, each.number) for each in chosen},
        }
    )  # fmt: skip


def read_draft(request: HttpRequest) -> Draft | None:
    """The draft of this session, if there is one."""
    stored: dict[str, Any] | None = request.session.data.get(NAME)
    if not stored:
        return None
    data = open_members(stored)
    typed, references = data["typed"], {UUID(id_): text for id_, text in data["references"].items()}
    other = None
    if typed["whose"] == "other":
        other = OtherHolder(typed["holder_street"], typed["holder_city"], typed["holder_email"])
    account = NewAccount(
        iban=data["iban"], bank_name=data["bank_name"], holder=typed["holder"],
        purposes=tuple(Purpose(value) for value in data["purposes"]), contract_account_ids=tuple(references),
        references=references, other_holder=other,
    )  # fmt: skip
    return Draft(account, typed, data["chosen"], data["key"])


def drop_draft(request: HttpRequest) -> None:
    """Forgets it; the receipt has what is needed."""
    request.session.data.pop(NAME, None)
