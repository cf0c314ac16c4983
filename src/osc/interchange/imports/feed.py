"""The running feed: store raw and unique first, apply after, move the cursor with the storing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from osc.interchange.door import BillingDoor
from osc.interchange.imports.reader import Unreadable, read_envelope
from osc.interchange.imports.run import Report, apply_batch
from osc.interchange.models import FeedCursor, InboundRecord
from osc.interchange.sealed import seal_line

RECORDS_PER_PULL = 2_000
State = InboundRecord.State


def pull(*, door: BillingDoor, source: str, now: datetime) -> Report:
    """Reads the feed to its end and applies it. Raises DoorClosed after applying what came until then."""
    try:
        while _store_next(door, source, now):
            pass
    finally:
        applied = apply_waiting(now=now)
    return applied


def _store_next(door: BillingDoor, source: str, now: datetime) -> bool:
    """Stores one slice; True when there may be more."""
    cursor, _ = FeedCursor.objects.get_or_create(source=source)
    lines, position = door.read_feed(after=cursor.position, limit=RECORDS_PER_PULL)
    with transaction.atomic():
        InboundRecord.objects.bulk_create([_stored(line, now) for line in lines], ignore_conflicts=True, batch_size=500)
        # only forward: a second reader must not move it back
        FeedCursor.objects.filter(source=source, position__lte=position).update(position=position, read_at=now)
    return position > cursor.position


def _stored(line: bytes, now: datetime) -> InboundRecord:
    read = read_envelope(line)
    if isinstance(read, Unreadable):
        return InboundRecord(
            kind="", external_id=read.external_id, source_version=0, raw=read.raw,
            state=State.QUARANTINED, reason=read.reason, received_at=now,
        )  # fmt: skip
    return InboundRecord(
        kind=read.kind[:40], external_id=read.id[:80], source_version=read.version, raw=seal_line(line).decode(),
        received_at=now,
    )  # fmt: skip


@transaction.atomic
def apply_waiting(*, now: datetime) -> Report:
    """Applies everything stored and not yet applied, in the order in which it came.

    A record that can't be applied is set aside with its reason; the others go on.
    """
    waiting = list(InboundRecord.objects.select_for_update().filter(state=State.WAITING).order_by("id"))
    if not waiting:
        return {}
    try:
        with transaction.atomic():
            return _apply(waiting, now)
    except (DataError, IntegrityError):
        # one of them contradicts the rest: find it by applying each on its own
        return _apply_one_by_one(waiting, now)


def _apply(records: Sequence[InboundRecord], now: datetime) -> Report:
    InboundRecord.objects.filter(id__in=[record.id for record in records]).update(state=State.APPLIED)
    # quarantine inside apply_batch sets its own records back to QUARANTINED
    return apply_batch((record.raw.encode() for record in records), now=now, brake=False)


def _apply_one_by_one(records: Sequence[InboundRecord], now: datetime) -> Report:
    report: Report = {}
    for record in records:
        try:
            with transaction.atomic():
                report |= _apply([record], now)
        except (DataError, IntegrityError) as error:
            InboundRecord.objects.filter(id=record.id).update(state=State.QUARANTINED, reason=str(error))
    return report


def replay_quarantined(*, ids: Sequence[int], now: datetime) -> Report:
    """Staff: tries records again that were set aside and still have their raw text."""
    InboundRecord.objects.filter(id__in=ids, state=State.QUARANTINED).exclude(raw="").update(
        state=State.WAITING, reason=""
    )
    return apply_waiting(now=now)
