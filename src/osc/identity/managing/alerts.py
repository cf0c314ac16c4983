"""Alerts for staff: very many failed sign-ins, very many guessed numbers (LOG19, REG8)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from osc.identity.models import SecurityAlert

Kind = SecurityAlert.Kind


@dataclass(frozen=True, slots=True)
class Alert:
    """What goes on, and since when."""

    id: UUID
    kind: SecurityAlert.Kind
    began_at: datetime


def open_alerts() -> list[Alert]:
    """What nobody has seen yet, oldest first."""
    found = SecurityAlert.objects.filter(seen_at=None).order_by("began_at")
    return [Alert(row.id, Kind(row.kind), row.began_at) for row in found]


def see_alert(*, alert_id: UUID, now: datetime) -> bool:
    """Somebody takes care of it; False when somebody else was faster."""
    return bool(SecurityAlert.objects.filter(id=alert_id, seen_at=None).update(seen_at=now))
