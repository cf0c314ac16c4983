"""The working-day calendars a German utility lives by (R-GEN-5), and the one of the banks."""

from datetime import date, timedelta
from functools import cache
from typing import Protocol

from holidays import country_holidays, financial_holidays

SATURDAY, SUNDAY = 5, 6
LANDS = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")


class WorkingDays(Protocol):
    """Says which days count."""

    def is_working_day(self, day: date) -> bool: ...


class CivilCalendar:
    """Monday to Saturday without the public holidays of one Land."""

    def __init__(self, land: str) -> None:
        self._land = land

    def is_working_day(self, day: date) -> bool:
        """True when the day counts as Werktag at this place."""
        return day.weekday() < SUNDAY and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """True on a public holiday of the Land."""
        return day in _holidays(self._land, day.year)


class MarketCalendar:
    """Market communication: no Saturday, a holiday in any Land counts everywhere, also 24.12. and 31.12."""

    def is_working_day(self, day: date) -> bool:
        """True when the day counts for market partners (BK6-24-174)."""
        if day.weekday() >= SATURDAY or (day.month, day.day) in {(12, 24), (12, 31)}:
            return False
        return not any(day in _holidays(land, day.year) for land in LANDS)


class TargetCalendar:
    """Banks in the euro area: Monday to Friday without the closing days of TARGET."""

    def is_working_day(self, day: date) -> bool:
        """True when banks settle on this day."""
        return day.weekday() < SATURDAY and day not in _target_holidays(day.year)


@cache
def _target_holidays(year: int) -> frozenset[date]:
    return frozenset(financial_holidays("ECB", years=year))


@cache
def _holidays(land: str, year: int) -> frozenset[date]:
    found = set(country_holidays("DE", subdiv=land, years=year))
    return frozenset(found)


def add_working_days(day: date, count: int, calendar: WorkingDays) -> date:
    """The count-th working day after `day`; `day` itself is not counted (BGB § 187 (1))."""
    for _ in range(count):
        day += timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    return day


def subtract_working_days(day: date, count: int, calendar: WorkingDays) -> date:
    """The count-th working day before `day`; `day` itself is not counted."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
    return day
