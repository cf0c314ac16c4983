"""The log-in that is told about a contract account."""

from uuid import UUID

from osc.billing.invoices.recipients import Recipient
from osc.identity.models import AccountLink
from osc.isolation.markers import unscoped


@unscoped(reason="the worker announces bills to people who are not signed in")
def login_of_account(contract_account_id: UUID) -> Recipient | None:
    """The oldest active log-in that may act for the contract account; None when there is none (R-ZUG-7)."""
    link = (
        AccountLink.objects.filter(
            contract_account_id=contract_account_id, removed_at=None, read_only=False, user__is_active=True
        )
        .select_related("user")
        .order_by("linked_at")
        .first()
    )
    return Recipient(link.user.email, link.user.language) if link else None
