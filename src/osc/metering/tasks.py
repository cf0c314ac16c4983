"""Jobs of metering."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="registration", retry=Backoff())
def match_reading(reading_id: str) -> None:
    """Finds out whether a reading without sign-in belongs to anybody, outside of the request (R-SEC-4)."""
    from osc.metering.anonymous import match

    days = max(rule.max_age_days for rule in settings.UTILITY.readings.rule)
    match(reading_id=UUID(reading_id), oldest_days=days, now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def assign_reading(reading_id: str, meter_id: str, staff_id: str, reason: str) -> None:
    """What a member of staff said about a reading that matched nothing."""
    from osc.metering.anonymous import assign

    days = max(rule.max_age_days for rule in settings.UTILITY.readings.rule)
    assign(
        reading_id=UUID(reading_id), meter_id=UUID(meter_id), staff=f"staff:{staff_id}", reason=reason,
        oldest_days=days, now=settings.CLOCK(),
    )  # fmt: skip


@app.task(queue="registration", retry=Backoff())
def close_reading(reading_id: str, staff_id: str, reason: str) -> None:
    """A reading that fits no meter of ours ends."""
    from osc.metering.anonymous import close

    close(reading_id=UUID(reading_id), staff=f"staff:{staff_id}", reason=reason)


@app.periodic(cron="17 3 * * *")
@app.task(queue="maintenance", queueing_lock="forget_days", lock="forget_days")
def forget_days(timestamp: int) -> None:
    """Every night: quarter-hours whose three years are over (R-INF-7)."""
    from osc.metering.retention import forget_old_days

    forget_old_days(now=settings.CLOCK())
