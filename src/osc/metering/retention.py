"""What metering may no longer keep."""

from datetime import date, datetime

from osc.foundation.clock import berlin_today
from osc.isolation.markers import unscoped
from osc.metering.models import IntervalDay
from osc.metering.rules.intervals import KEEP_YEARS


@unscoped(reason="the nightly job forgets for everybody")
def forget_old_days(*, now: datetime) -> int:
    """Deletes days of quarter-hours that `keep_until` lets go; returns how many."""
    first_kept = date(berlin_today(now).year - KEEP_YEARS, 1, 1)
    deleted, _ = IntervalDay.objects.filter(day__lt=first_kept).delete()
    return deleted
