"""Queueing a mail or a paper letter in the transaction of the change, and marking letters as read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from osc.correspondence.models import Letter, LetterRead, Mail, PaperLetter
from osc.correspondence.tasks import send_mail, set_letter
from osc.foundation.clock import berlin_today
from osc.interchange.imports.apply import OWN_ROWS
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


def queue_letter(
    *,
    template: str,
    recipient: Sequence[str],
    context: Mapping[str, Any],
    language: str,
    business_partner_id: UUID,
    now: datetime,
) -> UUID:
    """Stores a letter on paper and its job in the caller's transaction; the worker sets and trays it.

    `recipient` are the address lines as printed: names, street and number, postal code and town.
    """
    letter = PaperLetter(
        business_partner_id=business_partner_id, template=template, language=language, recipient=list(recipient),
        context=dict(context), created_at=now,
    )  # fmt: skip
    store(letter)
    put_in_queue(set_letter, letter_id=str(letter.id))
    return letter.id


def put_into_inbox(
    *, contract_account_id: UUID, business_partner_id: UUID, subject: str, body: str, now: datetime,
    id_: UUID | None = None, answers: str | None = None,
) -> UUID:  # fmt: skip
    """A notice of the portal itself, in the caller's transaction; a full file of the billing system keeps it.

    `answers` is the Vorgangsnummer of the customer's message.
    """
    id_ = id_ or uuid4()
    letter = Letter(
        id=id_, external_id=f"{OWN_ROWS}{id_}", source_version=1, content_hash="", sent_on=berlin_today(now),
        contract_account_id=contract_account_id, business_partner_id=business_partner_id, subject=subject, body=body,
        answers=answers, category="message" if answers else "letter",
    )  # fmt: skip
    letter.save(force_insert=True)
    return letter.id


def mark_read(scope: Scope, *, letter_id: UUID, now: datetime) -> None:
    """Notes the first opening; later ones change nothing."""
    letter = Letter.objects.filter(id=letter_id, contract_account_id__in=scope.contract_account_ids).first()
    if letter is not None:
        row = LetterRead(letter=letter, at=now, business_partner_id=letter.business_partner_id)
        LetterRead.objects.bulk_create([row], ignore_conflicts=True)
