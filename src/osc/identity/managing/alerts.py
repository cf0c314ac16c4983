"""Alerts for staff: very many failed sign-ins, very many guessed numbers (LOG19, REG8)."""

from datetime import datetime
from uuid import UUID

from osc.identity.models import SecurityAlert


def open_alerts() -> list[SecurityAlert]:
    """What nobody has seen yet, oldest first."""
    return list(SecurityAlert.objects.filter(seen_at=None).order_by("began_at"))


def see_alert(*, alert_id: UUID, now: datetime) -> bool:
    """Somebody takes care of it; False when somebody else was faster."""
    return bool(SecurityAlert.objects.filter(id=alert_id, seen_at=None).update(seen_at=now))
