"""How fresh the portal's copy is, and what staff must look at."""

from uuid import UUID

from osc.interchange.models import ImportRun, InboundRecord, OutboundMessage
from osc.isolation.markers import unscoped

# when the feed was last read; pages say "Stand" once that is too long ago
LAST_LOOK = "select max(read_at) from interchange_feedcursor"


ANSWERED = (OutboundMessage.State.BOOKED, OutboundMessage.State.REJECTED, OutboundMessage.State.CANCELLED)
# for the first page of staff
UNCONFIRMED_PIECE = """
    select count(*) as waiting, min(accepted_at) as oldest from interchange_outboundmessage
    where state not in ('booked', 'rejected', 'cancelled', 'held')"""
QUARANTINE_PIECE = """
    select count(*) as waiting, min(received_at) as oldest from interchange_inboundrecord where state = 'quarantined'"""


@unscoped(reason="staff see every submission that is not confirmed")
def open_messages(*, limit: int) -> list[OutboundMessage]:
    """Messages that wait or were set aside, oldest first; a refusal is an answer, its case shows it."""
    return list(OutboundMessage.objects.using("staff").exclude(state__in=ANSWERED).order_by("accepted_at")[:limit])


@unscoped(reason="staff see what could not be applied")
def quarantined_records(*, limit: int) -> list[InboundRecord]:
    """Records set aside, newest first."""
    return list(
        InboundRecord.objects.using("staff").filter(state=InboundRecord.State.QUARANTINED).order_by("-id")[:limit]
    )


@unscoped(reason="staff see what came in")
def latest_runs(*, limit: int) -> list[ImportRun]:
    """Import runs, newest first."""
    return list(ImportRun.objects.using("staff").order_by("-started_at")[:limit])


@unscoped(reason="staff see how the messages of a case fare")
def messages_for_staff(*, case_id: UUID) -> list[OutboundMessage]:
    """The messages of one case, in the order of acceptance."""
    return list(OutboundMessage.objects.using("staff").filter(case_id=case_id).order_by("accepted_at"))
