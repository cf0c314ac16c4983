"""Contract accounts that wait for a yes of the person who is signed in."""

from dataclasses import dataclass
from uuid import UUID

from osc.identity.models import AccountLink
from osc.identity.sessions import SignedIn


@dataclass(frozen=True, slots=True)
class Offer:
    """A contract account by id and number."""

    account_id: UUID
    number: str


def waiting_offers(user: SignedIn) -> list[Offer]:
    """Oldest first; asks the database only when the session says that something waits."""
    if AccountLink.State.OFFERED not in user.link_states:
        return []
    waiting = AccountLink.objects.filter(user_id=user.id, removed_at=None, state=AccountLink.State.OFFERED)
    return [Offer(link.contract_account_id, link.account_number) for link in waiting.order_by("linked_at")[:20]]
