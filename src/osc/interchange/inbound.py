"""Handlers for the records of the fence itself. Registered last: they refer to all other kinds."""

from datetime import datetime

from django.db import connection

from osc.interchange.imports.kinds import InboundKind, all_kinds, register
from osc.interchange.messages import CaseStatusRecord, DeletionRecord
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import finish

FINAL = {"booked", "rejected", "needs_clarification"}


def apply_case_status(now: datetime) -> None:
    """Moves messages to the state the billing system reports, also after it had asked back before."""
    with connection.cursor() as cursor:
        cursor.execute("select key, status, coalesce(reason, '') from stage_case_status order by source_version")
        rows = cursor.fetchall()
    known = set(OutboundMessage.objects.filter(id__in=[key for key, _, _ in rows]).values_list("id", flat=True))
    for key, status, reason in rows:
        if key in known and status in FINAL:
            finish(key=key, state=OutboundMessage.State(status), reason=reason, now=now)


def apply_deletions(now: datetime) -> None:
    """Marks rows as missing; a deletion of something unknown is nothing."""
    for name, kind in all_kinds().items():
        if kind.model is not None:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"update {kind.table} t set missing_since = %s from stage_deletion d "
                    "where d.of_kind = %s and d.of_id = t.external_id and t.missing_since is null",
                    [now, name],
                )


def register_kinds() -> None:
    register(InboundKind("case_status", CaseStatusRecord, None, after=apply_case_status))
    register(InboundKind("deletion", DeletionRecord, None, after=apply_deletions))
