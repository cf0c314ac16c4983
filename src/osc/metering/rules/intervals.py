"""Quarter-hours of an electricity day in Berlin: 92, 96 or 100, never stretched to 24 equal hours (R-GEN-3, EX-16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from osc.foundation.period import BERLIN, quarter_hours

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Slot:
    """One span of a day with its local start (offset included) and its kWh; None where nothing was measured."""

    starts_at: datetime
    used: Decimal | None

    @property
    def clock(self) -> str:
        """The local time, `02:15`."""
        return f"{self.starts_at:%H:%M}"

    @property
    def offset(self) -> str:
        """The distance from UTC, `+01:00`."""
        return self.starts_at.isoformat()[-6:]


def quarters(day: date, watt_hours: Sequence[int | None]) -> list[Slot]:
    """Every quarter-hour of the day in kWh. Raises ValueError when their number is not the day's."""
    if len(watt_hours) != quarter_hours(day):
        raise ValueError(f"{day} has {quarter_hours(day)} quarter-hours, not {len(watt_hours)}")
    start = datetime.combine(day, time(), BERLIN).astimezone(UTC)
    return [
        Slot(_local(start + QUARTER * number), None if value is None else Decimal(value).scaleb(-3))
        for number, value in enumerate(watt_hours)
    ]


def _local(instant: datetime) -> datetime:
    """Berlin's clock with its offset spelled out: two times of one zone compare without looking at the offset."""
    offset = instant.astimezone(BERLIN).utcoffset()
    assert offset is not None, "Berlin has an offset at every instant"
    return instant.astimezone(timezone(offset))


def hours(day: date, watt_hours: Sequence[int | None]) -> list[Slot]:
    """Every hour of the day (23, 24 or 25) in kWh; an hour with a gap is a gap (R-INF-10)."""
    found = quarters(day, watt_hours)
    result = []
    for number in range(0, len(found), 4):
        values = [slot.used for slot in found[number : number + 4] if slot.used is not None]
        result.append(Slot(found[number].starts_at, sum(values, Decimal(0)) if len(values) == 4 else None))
    return result


def same_day_last_year(day: date) -> date | None:
    """The day a year before; 29 February has none, it is compared with nothing (BIZ16)."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return None
