"""Which log-in sees which contract account: linking, offering, naming, removing."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, PortalUser
from osc.identity.registration.mode import is_strict
from osc.identity.rules.branches import Level
from osc.identity.tasks import write_to_owner
from osc.interchange.jobs import put_in_queue
from osc.submissions.messages import Owner

State = AccountLink.State


class LinkNotFound(Exception):
    """The log-in has no such contract account."""


def link_account(user: PortalUser, opened: Mapping[str, str], *, now: datetime) -> AccountLink:
    """Lets the log-in see the account, or only wait for its letter; a better proof puts a weaker one to rest."""
    known = AccountLink.objects.filter(user=user, contract_account_id=opened["account"], removed_at=None).first()
    link = known or AccountLink(
        user=user, contract_account_id=UUID(opened["account"]), business_partner_id=UUID(opened["partner"]),
        linked_at=now,
    )  # fmt: skip
    link.read_only, link.granted_by, link.until = False, None, None
    link.account_number, link.level, link.proved_by = opened["number"], opened["level"], opened["proved_by"]
    link.state = State.UNPROVEN if link.level == Level.PAIR and is_strict() else State.OPEN
    link.save()
    if link.level == Level.PAIR:
        put_in_queue(write_to_owner, link_id=str(link.id))
    else:
        _rest_unproven(link, now)
    return link


def _rest_unproven(link: AccountLink, now: datetime) -> None:
    """Log-ins that only knew the numbers see nothing any more until they prove more; they are told."""
    weaker = AccountLink.objects.filter(
        contract_account_id=link.contract_account_id, removed_at=None, state=State.OPEN, level=Level.PAIR,
        read_only=False,
    ).exclude(user=link.user)  # fmt: skip
    for other in weaker.select_related("user"):
        other.state = State.UNPROVEN
        other.save()
        queue_mail(
            template="account_rests", to=other.user.email, language=other.user.language, now=now,
            context={"account": link.account_number[-4:]},
        )  # fmt: skip


def offer_account(user: PortalUser, opened: Mapping[str, str], *, now: datetime) -> None:
    """Waits behind the sign-in for a yes; what the log-in has already stays as it is."""
    if AccountLink.objects.filter(user=user, contract_account_id=opened["account"], removed_at=None).exists():
        return
    AccountLink(
        user=user, contract_account_id=UUID(opened["account"]), business_partner_id=UUID(opened["partner"]),
        account_number=opened["number"], level=opened["level"], proved_by=opened["proved_by"], linked_at=now,
        state=State.OFFERED,
    ).save(force_insert=True)  # fmt: skip


def name_account(*, user_id: UUID, owner: Owner, label: str) -> None:
    """The customer's own name for the account, empty for none. Raises LinkNotFound."""
    links = AccountLink.objects.filter(
        user_id=user_id, contract_account_id=owner.contract_account_id, removed_at=None, state=State.OPEN
    )
    if not links.update(label=label, account_number=owner.number):
        raise LinkNotFound
