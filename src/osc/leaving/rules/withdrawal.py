"""How long a contract can be withdrawn from (R-WID-4, R-WID-5)."""

from datetime import date, datetime, timedelta

from osc.contracts.rules.terms import WITHDRAWAL_DAYS, withdrawal_end
from osc.foundation.calendars import CivilCalendar
from osc.foundation.clock import berlin_today
from osc.foundation.terms import add_months, next_working_day


def last_day(concluded_on: date, holidays: CivilCalendar, *, instructed: bool) -> date:
    """The last day of the withdrawal period: 14 days after conclusion, moved to a working day (§ 193); without a
    proven instruction 12 months and 14 days (§ 356 (4))."""
    if instructed:
        return withdrawal_end(concluded_on, holidays)
    return next_working_day(add_months(concluded_on, 12) + timedelta(days=WITHDRAWAL_DAYS), holidays)


def in_time(received_at: datetime, last: date) -> bool:
    """True when the declaration was sent before the end of the last day in Berlin, whenever it is worked off."""
    return berlin_today(received_at) <= last
