"""Kündigung and Widerruf: the declaration is stored and confirmed at once, whatever is found out later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from osc.correspondence.actions import queue_mail
from osc.declarations.actions import Declarer, declare
from osc.declarations.declared import Kind
from osc.declarations.receipts import Receipt
from osc.isolation.change import one_change

MAILS = {
    Kind.TERMINATION: "termination_received",
    Kind.WITHDRAWAL: "withdrawal_received",
}


def terminate(*, declarer: Declarer, content: Mapping[str, Any], form_key: UUID, now: datetime) -> Receipt:
    """Takes a termination in and queues its confirmation (§ 312k (4), R-KUE-6).

    `content`: how, reason, contract_account, commodity, street, postal_code, city, wish_on.
    Raises FormReused, LimitReached.
    """
    return _declare(Kind.TERMINATION, declarer, content, form_key, now)


def withdraw_contract(*, declarer: Declarer, content: Mapping[str, Any], form_key: UUID, now: datetime) -> Receipt:
    """Takes a withdrawal in and queues its receipt (§ 356a (4), R-WID-4). Raises FormReused, LimitReached."""
    return _declare(Kind.WITHDRAWAL, declarer, content, form_key, now)


def _declare(kind: Kind, declarer: Declarer, content: Mapping[str, Any], form_key: UUID, now: datetime) -> Receipt:
    with one_change():
        receipt, new = declare(kind=kind, declarer=declarer, content=content, form_key=form_key, now=now)
        if new:
            queue_mail(
                template=MAILS[kind], to=declarer.email, language=declarer.language, now=now,
                context={
                    "name": declarer.name, "reference": receipt.reference, "content": dict(receipt.content),
                    "received_at": receipt.received_at.isoformat(),
                },
            )  # fmt: skip
    return receipt
