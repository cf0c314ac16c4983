"""Writing a message in the transaction of the change, cancelling and replaying it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from osc.interchange.jobs import put_in_queue
from osc.interchange.models import OutboundMessage
from osc.interchange.sealed import forget_members, has_sealed, seal_members
from osc.interchange.tasks import deliver, replay, replay_inbound
from osc.isolation.change import store

State = OutboundMessage.State
UNDER_WAY = (State.WAITING, State.HELD, State.RECEIVED)


def enqueue(
    *,
    kind: str,
    payload: Mapping[str, Any],
    case_id: UUID,
    business_partner_id: UUID,
    lane: str,
    now: datetime,
    not_before: datetime | None = None,
    held: bool = False,
) -> UUID:
    """Stores the message in the caller's transaction; returns the idempotency key.

    What must not be stored in clear is sealed until the message is handed over. Its job is stored with it,
    unless it must wait until `not_before` or a person must release it (`held`).
    """
    key = uuid4()
    store(
        OutboundMessage(
            id=key,
            kind=kind,
            payload=seal_members(payload),
            case_id=case_id,
            business_partner_id=business_partner_id,
            lane=lane,
            accepted_at=now,
            not_before=not_before,
            state=State.HELD if held else State.WAITING,
        )
    )
    if not held and not_before is None:
        put_in_queue(deliver, lock=lane, key=str(key))
    return key


def release(*, key: UUID, now: datetime) -> bool:
    """A person lets a held message go; it still waits for its time. False when it is not held."""
    released = OutboundMessage.objects.filter(id=key, state=State.HELD).update(
        state=State.WAITING, not_before=Coalesce("not_before", Value(now, DateTimeField()))
    )
    return bool(released)


def hand_over_due(*, now: datetime) -> int:
    """Puts every message whose time has come into the queue, those of one time as they were accepted (I5);
    returns how many."""
    with transaction.atomic():
        due = list(
            OutboundMessage.objects.select_for_update(skip_locked=True)
            .filter(state=State.WAITING, not_before__lte=now)
            .order_by("not_before", "accepted_at")[:500]
        )
        OutboundMessage.objects.filter(id__in=[message.id for message in due]).update(not_before=None)
        for message in due:
            put_in_queue(deliver, lock=message.lane, key=str(message.id))
    return len(due)


def messages_under_way(*, case_id: UUID) -> bool:
    """True while a message of this case has no final answer."""
    return OutboundMessage.objects.filter(case_id=case_id, state__in=UNDER_WAY).exists()


def messages_of_case(*, case_id: UUID) -> list[UUID]:
    """The keys of a case's messages, in the order of acceptance."""
    return list(OutboundMessage.objects.filter(case_id=case_id).order_by("accepted_at").values_list("id", flat=True))


def waiting_for_person(*, case_id: UUID) -> list[UUID]:
    """The keys of a case's messages that a person must release first."""
    return list(
        OutboundMessage.objects.filter(case_id=case_id, state=State.HELD)
        .order_by("accepted_at").values_list("id", flat=True)
    )  # fmt: skip


def request_replays(*, case_id: UUID) -> bool:
    """Asks for every message of a case that was set aside to be sent once more; False when there is none."""
    aside = OutboundMessage.objects.filter(case_id=case_id, state=State.SET_ASIDE).order_by("accepted_at")
    keys = list(aside.values_list("id", flat=True))
    for key in keys:
        request_replay(key=key)
    return bool(keys)


def wanting_decision(*, case_id: UUID) -> list[tuple[UUID, str]]:
    """Keys and lanes of a case's messages on which the billing system wants a person's word, or will."""
    wanting = (State.WAITING, State.NEEDS_CLARIFICATION)
    found = OutboundMessage.objects.filter(case_id=case_id, state__in=wanting).exclude(kind="case_decision")
    return list(found.order_by("accepted_at").values_list("id", "lane"))


def cancel(*, key: UUID, now: datetime) -> bool:
    """Stops a message that nobody has tried to hand over yet; False when it is already on its way."""
    untried = OutboundMessage.objects.filter(id=key, state__in=UNDER_WAY, attempts=0)
    if not untried.update(state=State.CANCELLED, finished_at=now, not_before=None):
        return False
    message = OutboundMessage.objects.get(id=key)
    if has_sealed(message.payload):
        OutboundMessage.objects.filter(id=key).update(payload=forget_members(message.payload))
    return True


def hold(*, key: UUID) -> bool:
    """Keeps a message that nobody has tried to hand over yet until a person releases it; False when it is too late."""
    return bool(OutboundMessage.objects.filter(id=key, state__in=UNDER_WAY, attempts=0).update(state=State.HELD))


def request_replay(*, key: UUID, staff: str = "") -> None:
    """A message that was set aside is sent once more, under the same key; the trace names the `staff` who asked."""
    put_in_queue(replay, key=str(key), staff=staff)


def request_replay_inbound(*, record_id: int) -> None:
    """Staff ask for a record that was set aside to be applied once more."""
    put_in_queue(replay_inbound, record_id=record_id)
