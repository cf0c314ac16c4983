"""Who may look at one's contract accounts, and what one may look at; ending either (AUT7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from osc.audit.actions import record
from osc.contracts.queries import owner_of_account
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, PortalUser
from osc.isolation.pin import pin_partner
from osc.isolation.scope import Scope


class NobodyThere(Exception):
    """No such person may look at the user's contract accounts."""


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Somebody who may look; `numbers` are the contract accounts, `until` the last day of the earliest end."""

    user_id: UUID
    email: str
    since: datetime
    until: date | None
    numbers: tuple[str, ...]


def onlookers_of(scope: Scope, *, today: date) -> list[Onlooker]:
    """Everybody who may look at the contract accounts of the scope, by address; `scope` holds own accounts only."""
    links = _links(scope).exclude(until__lt=today).select_related("user").order_by("user__email", "account_number")
    people: dict[UUID, list[AccountLink]] = {}
    for link in links:
        people.setdefault(link.user_id, []).append(link)
    return [_onlooker(held) for held in people.values()]


def _onlooker(links: list[AccountLink]) -> Onlooker:
    return Onlooker(
        links[0].user_id, links[0].user.email, min(link.linked_at for link in links),
        min((link.until for link in links if link.until), default=None), tuple(link.account_number for link in links),
    )  # fmt: skip


def looked_at_by(user_id: UUID, *, today: date) -> list[AccountLink]:
    """Contract accounts of others that the log-in may look at, by number."""
    links = AccountLink.objects.filter(user_id=user_id, read_only=True, removed_at=None)
    return list(links.exclude(until__lt=today).order_by("account_number")[:200])


@transaction.atomic
def revoke(scope: Scope, *, onlooker_id: UUID, now: datetime) -> str:
    """Ends the right of this person to look at any contract account of the scope, from the next request on; they
    get a mail. Returns the address. Raises NobodyThere."""
    links = list(_links(scope).filter(user_id=onlooker_id).select_related("user").select_for_update(of=("self",)))
    if not links:
        raise NobodyThere
    user, name = links[0].user, owner_of_account(scope, contract_account_id=links[0].contract_account_id).name
    AccountLink.objects.filter(id__in=[link.id for link in links]).update(removed_at=now)
    _trace(f"user:{scope.user_id}", user, {link.business_partner_id for link in links}, now)
    queue_mail(
        template="access_ended", to=user.email, language=user.language, now=now,
        context={"from_name": name, "accounts": [link.account_number[-4:] for link in links]},
    )  # fmt: skip
    return user.email


@transaction.atomic
def give_back(*, user_id: UUID, contract_account_id: UUID, now: datetime) -> bool:
    """The person who looks does not want to any more; False when there is nothing to give back.

    The caller's transaction is pinned to the partner afterwards.
    """
    link = AccountLink.objects.select_related("user").filter(
        user_id=user_id, contract_account_id=contract_account_id, read_only=True, removed_at=None
    ).first()  # fmt: skip
    if link is None or not AccountLink.objects.filter(id=link.id, removed_at=None).update(removed_at=now):
        return False
    pin_partner(link.business_partner_id)
    record(
        at=now, actor=f"user:{user_id}", deed="give_back_access", subject=link.user.email,
        business_partner_id=link.business_partner_id,
    )  # fmt: skip
    return True


def _links(scope: Scope) -> QuerySet[AccountLink]:
    accounts = list(scope.contract_account_ids)
    return AccountLink.objects.filter(contract_account_id__in=accounts, read_only=True, removed_at=None)


def _trace(actor: str, user: PortalUser, partner_ids: Iterable[UUID], now: datetime) -> None:
    for partner_id in sorted(partner_ids):
        record(at=now, actor=actor, deed="revoke_delegate", subject=user.email, business_partner_id=partner_id)
