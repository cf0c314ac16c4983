"""Who wants to know how a submission ended."""

from collections.abc import Callable
from datetime import datetime

from osc.interchange.models import OutboundMessage

Listener = Callable[[OutboundMessage, datetime], None]
_listeners: list[Listener] = []


def on_result(listener: Listener) -> None:
    """Rooms register at start-up; called in the transaction that stores the result."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(message: OutboundMessage, now: datetime) -> None:
    """Tells every listener once that the message has reached a final state."""
    for listener in _listeners:
        listener(message, now)
