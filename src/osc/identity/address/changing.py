"""A new e-mail address (security 6.7): confirmed at the new one, undone from the old one for seven days."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from osc.correspondence.actions import queue_mail
from osc.identity.entry.opening import Visitor
from osc.identity.models import EmailChange, PasswordReset, PortalUser, SecurityEvent
from osc.identity.recovery.choosing import end_everything
from osc.identity.registration.limits import IN_USE_MAILS
from osc.identity.rules.email import canonical_email
from osc.identity.security_events import note_event
from osc.identity.sessions import end_all_sessions, hash_key
from osc.identity.tasks import judge_email_change, report_email_change
from osc.interchange.jobs import put_in_queue
from osc.isolation.change import store
from osc.limits.buckets import Bucket, take
from osc.limits.counters import Limit, count, count_or_refuse

LINK_LIFE, REVERT_LIFE = timedelta(hours=24), timedelta(days=7)
CHANGES = (Limit("email-change", 5, timedelta(days=1)),)
MAILS = Bucket("mail-email-change", 3, timedelta(hours=2))
Kind = SecurityEvent.Kind


class ChangeGone(Exception):
    """The link is unknown, used, replaced by a newer change, undone, or has run out."""


def ask_email_change(*, user_id: UUID, new_email: str, now: datetime) -> None:
    """Writes the wish; the worker mails. Nothing tells whether the address is in use (BIZ7). Raises LimitReached."""
    count_or_refuse(CHANGES, str(user_id), now=now)
    user = PortalUser.objects.get(id=user_id)
    EmailChange.objects.filter(user=user, confirmed_at=None, ended_at=None).update(ended_at=now)
    change = EmailChange(user=user, old_email=user.email, new_email=canonical_email(new_email), asked_at=now)
    store(change)
    put_in_queue(judge_email_change, change_id=str(change.id))


@transaction.atomic
def judge(*, change_id: UUID, now: datetime) -> None:
    """The worker's part, once: a link to a free address, a notice to one that is somebody's user name."""
    change = EmailChange.objects.select_for_update(of=("self",)).select_related("user").get(id=change_id)
    if change.ended_at is not None or change.token_hash is not None:
        return
    if PortalUser.objects.filter(email=change.new_email).exists():
        EmailChange.objects.filter(id=change.id).update(ended_at=now)
        if count(IN_USE_MAILS, change.new_email, now=now):
            queue_mail(
                template="email_in_use", to=change.new_email, language=change.user.language, now=now,
                context={"link": f"{settings.BASE_URL}/anmelden/"},
            )  # fmt: skip
        return
    token = secrets.token_urlsafe(32)
    change.token_hash, change.valid_until = hash_key(token), now + LINK_LIFE
    change.save()
    if take(MAILS, change.new_email, now=now):
        queue_mail(
            template="confirm_new_email", to=change.new_email, language=change.user.language, now=now,
            useless_after=change.valid_until,
            context={"link": f"{settings.BASE_URL}/e-mail-bestaetigen/{token}/", "hours": 24},
        )  # fmt: skip


def find_change(*, token: str, now: datetime) -> EmailChange:
    """The change waiting for its confirmation; looking changes nothing. Raises ChangeGone."""
    return _found(token_hash=hash_key(token), confirmed_at=None, ended_at=None, valid_until__gt=now)


@transaction.atomic
def confirm_email_change(*, token: str, visitor: Visitor, keep_session: str, now: datetime) -> EmailChange:
    """The new address is the user name from now on; other sessions end, the old address can undo it.

    Raises ChangeGone.
    """
    change, revert = find_change(token=token, now=now), secrets.token_urlsafe(32)
    taken = EmailChange.objects.filter(id=change.id, confirmed_at=None, ended_at=None).update(
        confirmed_at=now, revert_hash=hash_key(revert), revert_until=now + REVERT_LIFE
    )
    if not taken:
        raise ChangeGone
    _move(change.user, change.new_email, now)
    end_all_sessions(user_id=change.user.id, but=keep_session)
    _trace(change.user, Kind.EMAIL_CHANGED, visitor, now)
    put_in_queue(report_email_change, lock=f"email:{change.user.id}", change_id=str(change.id))
    queue_mail(
        template="email_changed", to=change.old_email, language=change.user.language, now=now,
        useless_after=now + REVERT_LIFE,
        context={
            "link": f"{settings.BASE_URL}/e-mail-rueckgaengig/{revert}/", "days": REVERT_LIFE.days,
            "new_email": shortened(change.new_email),
        },
    )  # fmt: skip
    return change


def find_confirmed_change(*, token: str, now: datetime) -> EmailChange:
    """The change that the old address may still undo. Raises ChangeGone."""
    return _found(revert_hash=hash_key(token), ended_at=None, revert_until__gt=now)


@transaction.atomic
def revert_email_change(*, token: str, visitor: Visitor, now: datetime) -> EmailChange:
    """Back to the old address without signing in. Wins over every later change; ends whatever is open.

    Raises ChangeGone.
    """
    change = find_confirmed_change(token=token, now=now)
    if not EmailChange.objects.filter(id=change.id, ended_at=None).update(ended_at=now):
        raise ChangeGone
    EmailChange.objects.filter(user=change.user, asked_at__gte=change.asked_at, ended_at=None).update(ended_at=now)
    _move(change.user, change.old_email, now)
    end_everything(user_id=change.user.id, now=now)
    _trace(change.user, Kind.EMAIL_REVERTED, visitor, now)
    put_in_queue(report_email_change, lock=f"email:{change.user.id}", change_id=str(change.id))
    return change


def shortened(email: str) -> str:
    """Enough to recognise one's own address: `n…@example.de`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def _found(**conditions: object) -> EmailChange:
    found = EmailChange.objects.select_related("user").filter(user__is_active=True, **conditions).first()
    if found is None:
        raise ChangeGone
    return found


def _move(user: PortalUser, email: str, now: datetime) -> None:
    """Old mails open nothing any more (PWD12). Raises ChangeGone when the address was taken in the meantime."""
    try:
        with transaction.atomic():
            PortalUser.objects.filter(id=user.id).update(email=email)
    except IntegrityError:
        raise ChangeGone from None
    PasswordReset.objects.filter(user=user, ended_at=None).update(ended_at=now)


def _trace(user: PortalUser, kind: SecurityEvent.Kind, visitor: Visitor, now: datetime) -> None:
    note_event(user_id=user.id, kind=kind, now=now, user_agent=visitor.user_agent, address=visitor.address)
