"""Mails that came back: refused for good by the mail server, or reported later by the utility's mail system."""

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.db import connection, transaction

from osc.correspondence.models import Mail

Listener = Callable[[UUID, datetime], None]
_listeners: list[Listener] = []
PERMANENT = 500


def on_bounce(listener: Listener) -> None:
    """Rooms register at start-up; called in the transaction that marks the mail."""
    if listener not in _listeners:
        _listeners.append(listener)


def is_permanent(error: SMTPRecipientsRefused) -> bool:
    """True when the mail server will never take the address; a 4xx answer is tried again."""
    return bool(error.recipients) and all(code >= PERMANENT for code, _words in error.recipients.values())


@transaction.atomic
def bounce(*, mail_id: UUID, reason: str, now: datetime) -> None:
    """Marks a mail as come back, once, and tells the rooms."""
    alive = Mail.objects.filter(id=mail_id).exclude(state=Mail.State.BOUNCED)
    if alive.update(state=Mail.State.BOUNCED, context={}, last_error=reason[:500]):
        for listener in _listeners:
            listener(mail_id, now)


def apply_bounces(now: datetime) -> None:
    """After a batch with reports of the utility's mail system."""
    with connection.cursor() as cursor:
        cursor.execute("select mail, reason from stage_mail_bounce")
        rows = cursor.fetchall()
    for mail_id, reason in rows:
        bounce(mail_id=mail_id, reason=reason, now=now)
