"""Reporting a move without sign-in: stored first, whatever was entered (R-UMZ-7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from osc.correspondence.actions import queue_mail
from osc.declarations.actions import Declarer, declare
from osc.declarations.declared import Kind
from osc.declarations.receipts import Receipt
from osc.isolation.change import one_change


def declare_move(*, declarer: Declarer, content: Mapping[str, Any], form_key: UUID, now: datetime) -> Receipt:
    """Takes the report in and queues its confirmation. `content`: contract_account, street, postal_code, city of the
    old place, out, in, final_address. Raises FormReused, LimitReached."""
    with one_change():
        receipt, new = declare(kind=Kind.MOVE, declarer=declarer, content=content, form_key=form_key, now=now)
        if new:
            queue_mail(
                template="move_declared", to=declarer.email, language=declarer.language, now=now,
                context={
                    "name": declarer.name, "reference": receipt.reference,
                    "received_at": receipt.received_at.isoformat(), "content": dict(receipt.content),
                },
            )  # fmt: skip
    return receipt
