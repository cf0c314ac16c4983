"""What staff do to a customer's log-in: close it, open it again, send the mail for a new password (R-SEC-16).

Nothing here shows or sets a password. The caller has pinned the transaction to the customer at hand.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.audit.actions import record
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, PasswordReset, PortalUser, SecurityEvent
from osc.identity.recovery.choosing import end_everything
from osc.identity.security_events import note_event
from osc.identity.tasks import judge_password_reset, tell_address_on_file
from osc.interchange.jobs import put_in_queue
from osc.isolation.change import store

Kind = SecurityEvent.Kind


class NotTheirLogin(Exception):
    """The customer has no such log-in."""


@dataclass(frozen=True, slots=True)
class Word:
    """Which member of staff does it to whose log-in, and why; the customer reads the reason."""

    staff_id: UUID
    business_partner_id: UUID
    user_id: UUID
    reason: str


def login_of(business_partner_id: UUID, user_id: UUID) -> PortalUser:
    """The log-in, if it is linked to a contract account of this customer and nobody of the staff.

    Raises NotTheirLogin.
    """
    linked = AccountLink.objects.filter(
        user_id=user_id, business_partner_id=business_partner_id, removed_at=None, user__is_staff=False
    )
    link = linked.select_related("user").first()
    if link is None:
        raise NotTheirLogin
    return link.user


@transaction.atomic
def disable_login(word: Word, *, now: datetime) -> None:
    """Nothing opens any more, everything open ends with the next request (LOG18). Raises NotTheirLogin."""
    user = login_of(word.business_partner_id, word.user_id)
    if PortalUser.objects.filter(id=user.id, is_active=True).update(is_active=False):
        end_everything(user_id=user.id, now=now)
        _tell(word, user, Kind.DISABLED, "login_closed", now)


@transaction.atomic
def enable_login(word: Word, *, now: datetime) -> None:
    """The old password opens it again; sessions and known browsers do not come back. Raises NotTheirLogin."""
    user = login_of(word.business_partner_id, word.user_id)
    if PortalUser.objects.filter(id=user.id, is_active=False).update(is_active=True):
        _tell(word, user, Kind.ENABLED, "login_opened", now)


@transaction.atomic
def send_new_password(word: Word, *, now: datetime) -> None:
    """The same mail to the user name as from "Passwort vergessen", with the same budget. Raises NotTheirLogin."""
    user = login_of(word.business_partner_id, word.user_id)
    asked = PasswordReset(email=user.email, language=user.language, source="", asked_at=now)
    store(asked)
    put_in_queue(judge_password_reset, reset_id=str(asked.id))
    trace(word, "send_new_password", user.email, now)


def trace(word: Word, deed: str, subject: str, now: datetime) -> None:
    """Who of the staff did what, and why; the customer sees it under "Zugriffe"."""
    record(
        at=now, actor=f"staff:{word.staff_id}", deed=deed, subject=subject, reason=word.reason,
        business_partner_id=word.business_partner_id,
    )  # fmt: skip


def _tell(word: Word, user: PortalUser, kind: SecurityEvent.Kind, template: str, now: datetime) -> None:
    note_event(user_id=user.id, kind=kind, now=now)
    queue_mail(template=template, to=user.email, language=user.language, now=now, context={})
    put_in_queue(tell_address_on_file, user_id=str(user.id), template=template)
    trace(word, template, user.email, now)
