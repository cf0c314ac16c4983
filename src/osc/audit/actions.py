"""The only way to write the trace."""

from datetime import datetime
from uuid import UUID

from osc.audit.models import AuditEntry
from osc.isolation.change import store


def record(
    *, at: datetime, actor: str, deed: str, subject: object, business_partner_id: UUID, **detail: object
) -> None:
    """Writes one entry in the caller's transaction; the change and its trace stand or fall together."""
    store(
        AuditEntry(
            at=at,
            actor=actor,
            deed=deed,
            subject=str(subject)[:80],
            business_partner_id=business_partner_id,
            detail=detail,
        )
    )
