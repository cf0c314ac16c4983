"""The signed-in customer's running contracts, to choose from, each with its earliest end."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from osc.contracts.queries import BINDING_PIECE, PARTNER_PIECE
from osc.contracts.rules.terms import binding_of_contract, earliest_end
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.clock import berlin_today
from osc.foundation.german_output import format_date_long, spell_contract_account
from osc.isolation.pages import fetch_page
from osc.portal.forms import Form


@dataclass(frozen=True, slots=True)
class OwnContract:
    """One line of the list. `content` is what the declaration says about it."""

    id: str
    label: str
    earliest_on: date
    content: dict[str, Any]

    @property
    def key(self) -> UUID:
        return UUID(self.id)


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal knows about who asks, so that nobody types it again."""

    name: str = ""
    email: str = ""
    contracts: tuple[OwnContract, ...] = ()

    def first_form(self, wanted: str) -> Form:
        """The form as it is opened: a contract is chosen when there is one, or when the link named it."""
        ids = [each.id for each in self.contracts]
        chosen = wanted if wanted in ids else (ids[0] if len(ids) == 1 else "")
        return Form({"name": self.name, "email": self.email, "contract": chosen, "how": "ordinary"})


def known(request: HttpRequest) -> Known:
    """Name, address and contracts of a signed-in customer; nothing for everybody else."""
    if request.customer is None:
        return Known()
    today = berlin_today(request.now)
    pieces = {"partners": PARTNER_PIECE, "contracts": BINDING_PIECE}
    data = fetch_page(request.customer.acting().scope, today=today, pieces=pieces)
    contracts = tuple(_present(row, today) for row in data["contracts"])
    name = data["partners"][0]["name"] if len(data["partners"]) == 1 else ""
    return Known(name, request.customer.email, contracts)


def _present(row: dict[str, Any], today: date) -> OwnContract:
    ends = date.fromisoformat(row["term_ends_on"]) if row["term_ends_on"] else None
    binding = binding_of_contract(
        row["commodity"], row["supply_form"], row["notice"], term_ends_on=ends, renewal_months=row["renewal_months"]
    )
    earliest, street = earliest_end(binding, today), f"{row['street']} {row['house_number']}"
    label = _("%(name)s, %(number)s, %(street)s, frühestens %(day)s") % {
        "name": commodity_name(row["commodity"]), "number": spell_contract_account(row["number"]), "street": street,
        "day": format_date_long(earliest, (get_language() or "de")[:2]),
    }  # fmt: skip
    content = {
        "contract_account": row["number"], "commodity": row["commodity"], "street": street,
        "postal_code": row["postal_code"], "city": row["city"],
    }  # fmt: skip
    return OwnContract(row["id"], label, earliest, content)
