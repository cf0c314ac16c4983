"""Handing one message over: lease, ask, send, read back, and only then call it done."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from osc.interchange.door import Answer, BillingDoor, DoorClosed, DoorRefused, Verdict
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound import results
from osc.interchange.sealed import forget_members, has_sealed, open_members

LEASE = timedelta(seconds=20)  # longer than the door's three timeouts together
State = OutboundMessage.State
# nobody needs the whole number any more; what was asked back or set aside may be sent again
FORGETTING = {State.BOOKED, State.REJECTED}


def deliver_message(*, key: UUID, door: BillingDoor, now: datetime) -> None:
    """Brings the message to the state the far side tells or raises DoorClosed to be called again later.

    Safe to call twice, in two processes, or after a kill at any line: the lease keeps a second worker
    out, and a resend asks the far side for the key first.
    """
    message = _claim(key, now)
    if message is None:
        return
    try:
        answer = _hand_over(message, door)
    except DoorClosed as closed:
        _release(message, str(closed))
        raise
    except DoorRefused as refused:
        finish(key=key, state=State.SET_ASIDE, reason=str(refused), now=now)
    else:
        if answer.verdict == Verdict.RECEIVED:
            _leave(message)
        else:
            finish(key=key, state=State(answer.verdict.value), reason=answer.reason, now=now)


def _claim(key: UUID, now: datetime) -> OutboundMessage | None:
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    claimed = OutboundMessage.objects.filter(free, id=key, state=State.WAITING).update(
        attempts=F("attempts") + 1, leased_until=now + LEASE
    )
    if claimed:
        return OutboundMessage.objects.get(id=key)
    if OutboundMessage.objects.filter(id=key, state=State.WAITING).exists():
        raise DoorClosed("another worker holds the lease")
    return None


def _hand_over(message: OutboundMessage, door: BillingDoor) -> Answer:
    answer = door.ask(message.id) if message.attempts > 1 else None
    if answer is None:
        door.submit(message.id, kind=message.kind, version=message.version, payload=open_members(message.payload))
        answer = door.ask(message.id)
    if answer is None:
        raise DoorClosed("taken but not known when read back")
    return answer


def _release(message: OutboundMessage, reason: str) -> None:
    OutboundMessage.objects.filter(id=message.id).update(leased_until=None, last_error=reason[:500])


def _leave(message: OutboundMessage) -> None:
    """It lies with the billing system, which will tell the rest; it may have done so already."""
    waiting = OutboundMessage.objects.filter(id=message.id, state=State.WAITING)
    waiting.update(state=State.RECEIVED, leased_until=None, last_error="")


def finish(*, key: UUID, state: OutboundMessage.State, reason: str, now: datetime) -> None:
    """Stores a final state once and tells the rooms; a second call for the same state does nothing."""
    with transaction.atomic():
        message = OutboundMessage.objects.select_for_update().get(id=key)
        if message.state == state:
            return
        message.state, message.last_error, message.finished_at = state, reason[:500], now
        message.leased_until = None
        if state in FORGETTING and has_sealed(message.payload):
            message.payload = forget_members(message.payload)
        message.save(update_fields=["state", "last_error", "finished_at", "leased_until", "payload"])
        results.tell(message, now)


def reopen(*, key: UUID) -> OutboundMessage | None:
    """Puts a message that was set aside, or received and never answered, back in line; None when it is neither."""
    aside = OutboundMessage.objects.filter(id=key, state__in=[State.SET_ASIDE, State.RECEIVED])
    reopened = aside.update(state=State.WAITING, finished_at=None, last_error="")
    return OutboundMessage.objects.get(id=key) if reopened else None
