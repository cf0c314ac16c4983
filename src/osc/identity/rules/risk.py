"""What makes a change of money data risky (security 6.7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

RESET, EMAIL_CHANGED, FRESH_LINK, NEW_DEVICE = "password_reset", "email_changed", "fresh_link", "new_device"
RESET_FOR, EMAIL_FOR = timedelta(hours=72), timedelta(days=14)
LINK_FOR, DEVICE_FOR = timedelta(days=10), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class History:
    """When things last happened to a log-in; None means never. `device_since` None: the browser is unknown."""

    reset_at: datetime | None
    email_changed_at: datetime | None
    linked_at: datetime | None
    device_since: datetime | None


def marks(history: History, *, now: datetime) -> tuple[str, ...]:
    """The risk marks that hold at `now`, in the order of security 6.7; empty for an old friend."""
    found = (
        (RESET, _within(history.reset_at, RESET_FOR, now)),
        (EMAIL_CHANGED, _within(history.email_changed_at, EMAIL_FOR, now)),
        (FRESH_LINK, history.linked_at is None or _within(history.linked_at, LINK_FOR, now)),
        (NEW_DEVICE, history.device_since is None or _within(history.device_since, DEVICE_FOR, now)),
    )
    return tuple(mark for mark, holds in found if holds)


def _within(moment: datetime | None, span: timedelta, now: datetime) -> bool:
    return moment is not None and now - moment < span
