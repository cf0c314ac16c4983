"""When a bill must be there, when it counts as received, and when it may be due."""

from datetime import date, timedelta

from osc.foundation.calendars import CivilCalendar
from osc.foundation.period import Period
from osc.foundation.terms import add_months, next_working_day

TWO_WEEKS = timedelta(days=14)
SIX_WEEKS, THREE_WEEKS = timedelta(days=42), timedelta(days=21)
LETTER_DAYS = 3
# months from bill to bill that § 40b(1) EnWG wants to be offered
INTERVALS = (12, 6, 3, 1)


def next_billing_period(billed_to: date, months: int) -> Period:
    """The days of the next bill when one comes every so many months; it begins where the last one ended (R-RE-8)."""
    if months not in INTERVALS:
        raise ValueError(f"a bill every {months} months is not offered")
    return Period(billed_to, add_months(billed_to, months))


def received_on(notified_on: date, holidays: CivilCalendar) -> date:
    """Zugang of what was put into the inbox and announced by mail: the next working day (R-ZUG-1)."""
    return next_working_day(notified_on + timedelta(days=1), holidays)


def letter_received_on(posted_on: date, holidays: CivilCalendar) -> date:
    """Zugang of a letter: the third day after it was posted, moved to a working day."""
    return next_working_day(posted_on + timedelta(days=LETTER_DAYS), holidays)


def earliest_due(received: date) -> date:
    """Two weeks after Zugang; nothing may be due earlier (R-RE-9)."""
    return received + TWO_WEEKS


def due_after(received: date, wanted: date) -> date:
    """The wanted day, or the day after the two weeks have passed when the way took longer (R-RE-9, § 188(2) BGB)."""
    return wanted if wanted >= earliest_due(received) else earliest_due(received) + timedelta(days=1)


def available_until(last_day: date, *, monthly: bool) -> date:
    """The last day on which the bill must be there: six weeks after the period, three if monthly (R-RE-10)."""
    return last_day + (THREE_WEEKS if monthly else SIX_WEEKS)
