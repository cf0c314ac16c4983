"""Jobs at the fence. One queue per far side, so that a slow one holds up nobody else."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from osc.interchange.jobs import put_in_queue
from osc.interchange.retry import Backoff

STALLED_AFTER_SECONDS = 10


@app.task(queue="billing", retry=Backoff())
def deliver(key: str) -> None:
    """Hands one outbound message to the billing system."""
    from osc.interchange.door import billing_door
    from osc.interchange.outbound.delivery import deliver_message

    deliver_message(key=UUID(key), door=billing_door(), now=settings.CLOCK())


@app.task(queue="maintenance", retry=Backoff())
def replay(key: str, staff: str = "") -> None:
    """Puts a message that was set aside back in line."""
    from osc.audit.actions import record
    from osc.interchange.outbound.delivery import reopen

    with transaction.atomic():
        message = reopen(key=UUID(key))
        if message is not None:
            put_in_queue(deliver, lock=message.lane, key=key)
            if staff:
                record(
                    at=settings.CLOCK(), actor=staff, deed="replay_message", subject=key,
                    business_partner_id=message.business_partner_id,
                )  # fmt: skip


@app.task(queue="maintenance", lock="read_feed", retry=Backoff())
def replay_inbound(record_id: int) -> None:
    """Applies a record once more that was set aside."""
    from osc.interchange.imports.feed import replay_quarantined

    replay_quarantined(ids=[record_id], now=settings.CLOCK())


@app.periodic(cron="* * * * * */5")
@app.task(queue="maintenance", queueing_lock="hand_over", lock="hand_over")
def hand_over(timestamp: int) -> None:
    """Sends what waited for its time: the customer could take it back until now."""
    from osc.interchange.outbound.actions import hand_over_due

    hand_over_due(now=settings.CLOCK())


@app.periodic(cron="* * * * * */5")
@app.task(queue="feed", queueing_lock="read_feed", lock="read_feed")
def read_feed(timestamp: int) -> None:
    """Brings in what the billing system has to say since the last look."""
    from osc.interchange.door import DoorClosed, billing_door
    from osc.interchange.imports.feed import pull

    try:
        pull(door=billing_door(), source=settings.UTILITY.short, now=settings.CLOCK())
    except DoorClosed:
        return  # pages say what is from when; the next tick tries again


@app.periodic(cron="* * * * * */5")
@app.task(queue="maintenance", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Puts jobs of dead workers back; procrastinate does not do it by itself."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # a periodic job whose successor waits already: this one has nothing left to do
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
        except ConnectorException:
            continue  # its worker was only slow and has ended it by now; the others still wait
