"""Writing a message in the transaction of the change, cancelling and replaying it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from osc.interchange.jobs import put_in_queue
from osc.interchange.models import OutboundMessage
from osc.interchange.tasks import deliver, replay, replay_inbound
from osc.isolation.change import store


def enqueue(
    *,
    kind: str,
    payload: Mapping[str, Any],
    case_id: UUID,
    business_partner_id: UUID,
    lane: str,
    now: datetime,
) -> UUID:
    """Stores the message and its job in the caller's transaction; returns the idempotency key."""
    key = uuid4()
    store(
        OutboundMessage(
            id=key,
            kind=kind,
            payload=payload,
            case_id=case_id,
            business_partner_id=business_partner_id,
            lane=lane,
            accepted_at=now,
        )
    )
    put_in_queue(deliver, lock=lane, key=str(key))
    return key


def cancel(*, key: UUID, now: datetime) -> bool:
    """Stops a message that nobody has tried to hand over yet; False when it is already on its way."""
    return bool(
        OutboundMessage.objects.filter(id=key, state=OutboundMessage.State.WAITING, attempts=0).update(
            state=OutboundMessage.State.CANCELLED, finished_at=now
        )
    )


def request_replay(*, key: UUID) -> None:
    """Staff ask for a message that was set aside to be sent once more, under the same key."""
    put_in_queue(replay, key=str(key))


def request_replay_inbound(*, record_id: int) -> None:
    """Staff ask for a record that was set aside to be applied once more."""
    put_in_queue(replay_inbound, record_id=record_id)
