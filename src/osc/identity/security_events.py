"""Writing down what happened to a log-in."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from osc.identity.models import SecurityAlert, SecurityEvent
from osc.isolation.change import store
from osc.limits.counters import Limit, count, source_of

Kind = SecurityEvent.Kind
ALERTS = {"sign-in-failures": SecurityAlert.Kind.SIGN_IN_FAILURES}
log = logging.getLogger("osc.security")


def note_event(
    *, user_id: UUID, kind: SecurityEvent.Kind, now: datetime, user_agent: str = "", address: str = ""
) -> None:
    """One row in the caller's transaction, and one line for the log that is shipped away (R-SEC-18)."""
    source = source_of(address) if address else ""
    store(SecurityEvent(user_id=user_id, at=now, kind=kind, user_agent=user_agent[:200], source=source))
    log.info("%s user=%s source=%s", kind, user_id, source)


def raise_alarm(what: str, *, now: datetime, subject: str = "all") -> None:
    """One line an hour for whoever watches the log, and an alert for staff that stays until somebody has seen it:
    guessing beyond a limit of many people (security 6.4, 6.5)."""
    if count((Limit(f"alarm-{what}", 1, timedelta(hours=1)),), subject, now=now):
        log.warning("alarm %s from=%s", what, subject)
        row = SecurityAlert(kind=ALERTS.get(what, SecurityAlert.Kind.GUESSED_NUMBERS), began_at=now)
        SecurityAlert.objects.bulk_create([row], ignore_conflicts=True)
