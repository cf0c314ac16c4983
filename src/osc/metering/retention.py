"""What metering may no longer keep."""

from datetime import datetime

from osc.foundation.clock import berlin_today
from osc.foundation.retention import Kept, first_kept
from osc.isolation.markers import unscoped
from osc.metering.models import IntervalDay


@unscoped(reason="the nightly job forgets for everybody")
def forget_old_days(*, now: datetime) -> int:
    """Deletes days of quarter-hours three years after the end of their year (R-INF-7); returns how many."""
    deleted, _ = IntervalDay.objects.filter(day__lt=first_kept(Kept.METERED, berlin_today(now))).delete()
    return deleted
