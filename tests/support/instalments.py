"""Instalments of people of the demo world."""

from uuid import UUID, uuid4

from django.http import HttpResponse

from osc.contracts.models import Contract
from tests.support.client import PageClient
from tests.support.forms import hidden
from tests.support.people import households


def contract_id(kind: str, commodity: str = "STROM") -> UUID:
    """The household's contract for a commodity."""
    found = Contract.objects.filter(
        contract_account__number__in=households()[kind].account_numbers, commodity=commodity, missing_since=None
    )
    return found.order_by("contract_account__number")[0].id


def choose(customer: PageClient, form: str, amount: str, reason: str = "") -> HttpResponse:
    """Types an amount and goes on; the check page when it was taken, else the form again."""
    return customer.post(form, {"amount": amount, "reason": reason}, follow=True)


def send(customer: PageClient, form: str, amount: str, reason: str = "") -> HttpResponse:
    """The whole way to the receipt."""
    check = choose(customer, form, amount, reason)
    return customer.post(f"{form}pruefen/", {"submission_key": hidden(check, "submission_key")}, follow=True)


def new_key() -> str:
    """A form key that nobody has used."""
    return str(uuid4())
