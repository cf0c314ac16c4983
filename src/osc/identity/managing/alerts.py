"""Alerts for staff: very many failed sign-ins, very many guessed numbers (LOG19, REG8)."""

import logging
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from osc.identity.models import SecurityAlert

Kind = SecurityAlert.Kind
log = logging.getLogger("osc.security")

# an attack raises it thousands of times: the first one writes, the others wait for nobody
RAISE = """
    insert into identity_securityalert (id, kind, began_at) values (%s, %s, %s)
    on conflict (kind) where seen_at is null do nothing"""


def raise_alert(kind: SecurityAlert.Kind, *, now: datetime) -> None:
    """One open alert of a kind, and a line for the log that is shipped away."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [uuid4(), kind, now])
        if cursor.rowcount:
            log.warning("alert %s", kind)


def open_alerts() -> list[SecurityAlert]:
    """What nobody has seen yet, oldest first."""
    return list(SecurityAlert.objects.filter(seen_at=None).order_by("began_at"))


def see_alert(*, alert_id: UUID, now: datetime) -> bool:
    """Somebody takes care of it; False when somebody else was faster."""
    return bool(SecurityAlert.objects.filter(id=alert_id, seen_at=None).update(seen_at=now))
