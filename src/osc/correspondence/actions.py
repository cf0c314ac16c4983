"""Queueing a mail in the transaction of the change, and marking letters as read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from osc.correspondence.models import Letter, LetterRead, Mail
from osc.correspondence.tasks import send_mail
from osc.interchange.jobs import put_in_queue
from osc.isolation.change import store
from osc.isolation.scope import Scope


def queue_mail(
    *,
    template: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    now: datetime,
    useless_after: datetime | None = None,
) -> UUID:
    """Stores the mail and its job in the caller's transaction; the worker writes and sends it."""
    mail = Mail(
        template=template, to=to, language=language, context=dict(context), created_at=now,
        useless_after=useless_after,
    )  # fmt: skip
    store(mail)
    put_in_queue(send_mail, mail_id=str(mail.id))
    return mail.id


def mark_read(scope: Scope, *, letter_id: UUID, now: datetime) -> None:
    """Notes the first opening; later ones change nothing."""
    letter = Letter.objects.filter(id=letter_id, contract_account_id__in=scope.contract_account_ids).first()
    if letter is not None:
        row = LetterRead(letter=letter, at=now, business_partner_id=letter.business_partner_id)
        LetterRead.objects.bulk_create([row], ignore_conflicts=True)
