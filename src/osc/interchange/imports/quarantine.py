"""What could not be applied: kept with its reason, shown to staff, replayed on request."""

from collections.abc import Iterable
from datetime import datetime

from osc.interchange.imports.reader import Unreadable
from osc.interchange.models import InboundRecord

State = InboundRecord.State


def keep(records: Iterable[Unreadable], now: datetime) -> None:
    """Sets records aside; the same record twice is one row with the newest reason."""
    rows = {
        (record.kind, record.external_id, record.version): InboundRecord(
            kind=record.kind,
            external_id=record.external_id,
            source_version=record.version,
            raw=record.raw,
            state=State.QUARANTINED,
            reason=record.reason,
            received_at=now,
        )
        for record in records
    }
    InboundRecord.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["kind", "external_id", "source_version"],
        update_fields=["state", "reason"],
        batch_size=1000,
    )
