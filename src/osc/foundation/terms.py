"""Terms of days, weeks and months as BGB §§ 187, 188, 193 count them (R-GEN-4)."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from osc.foundation.calendars import SATURDAY, CivilCalendar


@dataclass(frozen=True, slots=True)
class Term:
    """How long: exactly one of the three is meant to be set; a month is never 30 days."""

    days: int = 0
    weeks: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class TermEnd:
    """The last day of a term: `legal` moved to the next working day (§ 193), for the customer's benefit;
    `safe` not moved, for the utility's own clocks."""

    legal: date
    safe: date


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day (31.01. + 1 month = 28.02.)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def term_end(event: date, term: Term, holidays: CivilCalendar, *, from_start_of_day: bool = False) -> TermEnd:
    """The last day of a term. The day of the event does not count, unless the term begins with the start
    of that day (§ 187 (2))."""
    last = add_months(event, term.months) + timedelta(days=term.days + 7 * term.weeks)
    if from_start_of_day:
        last -= timedelta(days=1)
    return TermEnd(legal=next_working_day(last, holidays), safe=last)


def next_working_day(day: date, holidays: CivilCalendar) -> date:
    """The day itself, or the next that is neither Saturday, Sunday nor holiday (§ 193)."""
    while day.weekday() >= SATURDAY or holidays.is_holiday(day):
        day += timedelta(days=1)
    return day


def notice_in_time(received_on: date, effective_on: date, term: Term) -> bool:
    """True when a notice received on a day keeps its term before the effective day (R-GEN-6)."""
    last = add_months(received_on, term.months) + timedelta(days=term.days + 7 * term.weeks)
    return last < effective_on
