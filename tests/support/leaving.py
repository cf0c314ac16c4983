"""Forms of Kündigung and Widerruf, as a person fills them in."""

import re
from typing import Any

from django.http import HttpResponse

from osc.contracts.models import Contract, ContractAccount
from tests.support.client import PageClient
from tests.support.people import households


def name_of(kind: str) -> str:
    """The name on file of the household."""
    person = households()[kind].person
    return person.company or f"{person.first_name} {person.last_name}"


def account_of(kind: str) -> ContractAccount:
    """The household's first contract account."""
    return ContractAccount.objects.get(number=households()[kind].account_numbers[0])


def contract_of(kind: str, commodity: str) -> Contract:
    """The household's contract of this Sparte."""
    return Contract.objects.get(contract_account__number__in=households()[kind].account_numbers, commodity=commodity)


def hidden_key(page: HttpResponse) -> str:
    """The submission key of the form on this page."""
    found = re.search(r'name="submission_key" value="([^"]+)"', page.content.decode())
    assert found, "no submission key"
    return found[1]


def fill(kind: str, **more: str) -> dict[str, str]:
    """What somebody of this household types on the public page."""
    return {
        "how": "ordinary", "name": name_of(kind), "contract_account": account_of(kind).number, "commodity": "STROM",
        "email": f"{kind.lower()}@example.net", **more,
    }  # fmt: skip


def press_terminate(portal: PageClient, data: dict[str, Any], *, key: str = "") -> HttpResponse:
    """Opens the page, fills it in, presses "jetzt kündigen"; the answer of the POST."""
    key = key or hidden_key(portal.get("/kuendigen/"))
    return portal.post("/kuendigen/", {**data, "submission_key": key})
