"""The monthly forgetting: every room says what may go, a legal hold stops it, and a report stays (R-RET-2, R-RET-5)."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from osc.audit.models import AuditEntry, RetentionHold, RetentionRun
from osc.foundation.clock import berlin_today
from osc.foundation.retention import Kept, first_kept
from osc.isolation.markers import unscoped

# (today, business partners on hold, really): the ids that go
Forget = Callable[[date, frozenset[UUID], bool], list[str]]
_rooms: dict[str, Forget] = {}


def forgets(kind: str, forget: Forget) -> None:
    """Rooms register at start-up."""
    _rooms[kind] = forget


@unscoped(reason="the monthly job forgets for everybody")
@transaction.atomic
def forget_what_may_go(*, now: datetime, really: bool) -> dict[str, list[str]]:
    """Deletes what no duty keeps any longer and returns the ids by kind; without `really` nothing changes."""
    held = frozenset(RetentionHold.objects.filter(ended_at=None).values_list("business_partner_id", flat=True))
    report = {kind: sorted(forget(berlin_today(now), held, really)) for kind, forget in sorted(_rooms.items())}
    if really:
        RetentionRun.objects.create(at=now, report={kind: len(ids) for kind, ids in report.items()}, held=len(held))
    return report


def old_entries(today: date, held: frozenset[UUID], really: bool) -> list[str]:
    """Entries of the trace six years after the end of their year."""
    old = AuditEntry.objects.filter(at__date__lt=first_kept(Kept.LETTER, today)).exclude(business_partner_id__in=held)
    ids = [str(id_) for id_ in old.values_list("id", flat=True)]
    if really:
        old.delete()
    return ids


@unscoped(reason="an operator acts for the utility")
def hold(*, business_partner_id: UUID, reason: str, now: datetime) -> None:
    """Keeps everything of a customer until the hold ends, for instance while a tax assessment is open (AO § 147)."""
    RetentionHold.objects.create(business_partner_id=business_partner_id, reason=reason, since=now)


@unscoped(reason="an operator acts for the utility")
def end_hold(*, business_partner_id: UUID, now: datetime) -> int:
    """Ends all holds of a customer; returns how many."""
    return RetentionHold.objects.filter(business_partner_id=business_partner_id, ended_at=None).update(ended_at=now)
