"""How staff find a customer by log-in, and which log-ins a customer has."""

from collections.abc import Sequence
from uuid import UUID

from osc.identity.models import AccountLink, PortalUser
from osc.isolation.markers import unscoped


@unscoped(reason="staff search among all customers; opening a file is recorded")
def partners_by_login(email: str) -> list[UUID]:
    """Owners of the contract accounts that the log-in with exactly this address may see."""
    found = AccountLink.objects.using("staff").filter(user__email=email.strip().lower(), removed_at=None)
    return list(found.values_list("business_partner_id", flat=True).distinct()[:50])


@unscoped(reason="staff see who may look at a customer's accounts")
def logins_of_accounts(accounts: Sequence[UUID]) -> list[AccountLink]:
    """Links of log-ins to these contract accounts, oldest first."""
    found = AccountLink.objects.using("staff").filter(contract_account_id__in=accounts, removed_at=None)
    return list(found.select_related("user").order_by("linked_at"))


@unscoped(reason="staff see which colleague has looked already")
def names_of_staff(ids: Sequence[UUID]) -> dict[UUID, str]:
    """The e-mail address, which is the user name, by id."""
    return dict(PortalUser.objects.using("staff").filter(id__in=ids, is_staff=True).values_list("id", "email"))
