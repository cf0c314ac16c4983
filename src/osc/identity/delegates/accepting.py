"""Saying yes to an invitation: with the log-in that is there, or with a new one."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from osc.audit.actions import record
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, Invitation, PortalUser
from osc.identity.registration.tokens import LinkNotValid
from osc.identity.rules.passwords import normal_form
from osc.isolation.pin import pin_partner

State = AccountLink.State


@transaction.atomic
def accept(invitation: Invitation, *, user_id: UUID, now: datetime) -> int:
    """Lets the log-in look at the contract accounts that are still the inviting person's; returns how many.

    What the log-in has already stays as it is. The caller's transaction is pinned to the last partner afterwards.
    Raises LinkNotValid when somebody else was faster.
    """
    user = PortalUser.objects.get(id=user_id)
    if not Invitation.objects.filter(id=invitation.id, ended_at=None).update(ended_at=now):
        raise LinkNotValid
    own = set(
        AccountLink.objects.filter(
            user_id=invitation.user_id, removed_at=None, state=State.OPEN, read_only=False
        ).values_list("contract_account_id", flat=True)
    )  # fmt: skip
    had = set(AccountLink.objects.filter(user=user, removed_at=None).values_list("contract_account_id", flat=True))
    opened = [each for each in invitation.accounts if UUID(each["account"]) in own - had]
    for each in opened:
        AccountLink(
            user=user, contract_account_id=UUID(each["account"]), business_partner_id=UUID(each["partner"]),
            account_number=each["number"], linked_at=now, read_only=True, granted_by_id=invitation.user_id,
            until=invitation.until, proved_by="invitation",
        ).save(force_insert=True)  # fmt: skip
    _tell(invitation, user, now)
    for partner_id in sorted({each["partner"] for each in opened}):
        pin_partner(UUID(partner_id))
        record(
            at=now, actor=f"user:{user_id}", deed="accept_invitation", subject=user.email,
            business_partner_id=UUID(partner_id),
        )  # fmt: skip
    return len(opened)


@transaction.atomic
def open_login(invitation: Invitation, *, password: str, language: str, now: datetime) -> PortalUser:
    """A log-in for the invited address, whose mailbox the link has proved. Raises LinkNotValid."""
    user = PortalUser(
        email=invitation.email, language=language, created_at=now, password=make_password(normal_form(password))
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise LinkNotValid from None  # there is one by now
    accept(invitation, user_id=user.id, now=now)
    return user


def has_login(email: str) -> bool:
    """Whether the invited address is somebody's user name; asked behind the link only, which proves the mailbox."""
    return PortalUser.objects.filter(email=email).exists()


def refuse(*, email: str, invitation_id: UUID, now: datetime) -> bool:
    """No, thank you; False when there is no such invitation to this address."""
    return bool(Invitation.objects.filter(id=invitation_id, email=email, ended_at=None).update(ended_at=now))


def _tell(invitation: Invitation, user: PortalUser, now: datetime) -> None:
    queue_mail(
        template="access_accepted", to=invitation.user.email, language=invitation.user.language, now=now,
        context={"email": user.email, "accounts": [each["number"][-4:] for each in invitation.accounts]},
    )  # fmt: skip
