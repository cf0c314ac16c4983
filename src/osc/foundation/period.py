"""Half-open periods of days, and how long German days really are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end): civil days in Europe/Berlin, the end is the first day that no longer belongs (R-GEN-2)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period ends before it starts")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The inclusive end, as it is printed. Raises ValueError for an empty period."""
        if not self.days:
            raise ValueError("an empty period has no last day")
        return self.end - DAY

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: "Period") -> bool:
        """True when at least one day belongs to both."""
        return self.intersect(other) is not None

    def intersect(self, other: "Period") -> "Period | None":
        """The days that belong to both; None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None


def _seconds_between(first: date, hour: int) -> int:
    start = datetime.combine(first, time(hour), BERLIN)
    end = datetime.combine(first + DAY, time(hour), BERLIN)
    return int(end.timestamp() - start.timestamp())


def quarter_hours(day: date) -> int:
    """Quarter-hours of an electricity day: 92, 96 or 100 (R-GEN-3, EX-16)."""
    return _seconds_between(day, 0) // 900


def gas_day_hours(day: date) -> int:
    """Hours of the gas day that begins at 06:00 on this day: 23, 24 or 25 (R-GEN-3, EX-16)."""
    return _seconds_between(day, 6) // 3600
