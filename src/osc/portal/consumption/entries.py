"""The values of one view, one entry a year, month, day or hour; unknown stays unknown (R-INF-10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.foundation.period import Period, quarter_hours
from osc.metering.rules.intervals import Slot, hours, quarters, same_day_last_year
from osc.metering.rules.origins import Origin, origin_of
from osc.portal.consumption.selection import DAYS, HOURS, MONTHS, YEARS, Selection

Row = Mapping[str, Any]
DAY = timedelta(days=1)
MOST_YEARS = 6
SUBSTITUTE = "E"


@dataclass(frozen=True, slots=True)
class Entry:
    """Consumption of one span in the contract's unit. `now` is measured, `projected` expected; None: no data."""

    period: Period
    before: Decimal | None
    now: Decimal | None
    projected: Decimal | None = None
    origin: Origin = Origin.NONE
    down: tuple[str, date] | None = None
    exchange_on: date | None = None
    slot: Slot | None = None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What the statement of the page brought for one contract."""

    starts_on: date
    ends_on: date | None
    remote: bool
    years: Mapping[int, Row]
    readings: Mapping[date, str]
    exchanges: Sequence[date]
    days: Mapping[date, Row]

    def month(self, year: int, month: int) -> Decimal | None:
        """A month's value; what lies outside of the own supply interval does not exist (R-INF-6)."""
        row = self.years.get(year)
        first = date(year, month, 1)
        if row is None or row["months"][month - 1] is None:
            return None
        if _next_month(first) <= self.starts_on or (self.ends_on is not None and first >= self.ends_on):
            return None
        return Decimal(row["months"][month - 1])

    def is_projected(self, year: int, month: int) -> bool:
        """Whether the month was not measured yet."""
        row = self.years.get(year)
        return row is not None and month >= (row["projected_from_month"] or 13)

    def origin(self, period: Period, *, projected: bool = False) -> Origin:
        """Where the value of a period comes from."""
        return origin_of(period, self.readings, remote=self.remote, projected=projected)

    def exchange_in(self, period: Period) -> date | None:
        """The day a meter was exchanged in this period."""
        return next((day for day in self.exchanges if day in period), None)


def entries_of(selection: Selection, sources: Sources) -> list[Entry]:
    """The entries of a view, in the order of time."""
    makers = {YEARS: _years, MONTHS: _months, DAYS: _days, HOURS: _hours}
    return list(makers[selection.view](selection, sources))


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _years(selection: Selection, sources: Sources) -> Iterator[Entry]:
    for year in sorted(sources.years)[-MOST_YEARS:]:
        months = [(month, sources.month(year, month)) for month in range(1, 13)]
        measured = [value for month, value in months if value is not None and not sources.is_projected(year, month)]
        expected = [value for month, value in months if value is not None and sources.is_projected(year, month)]
        period = Period(date(year, 1, 1), date(year + 1, 1, 1))
        yield Entry(
            period,
            before=None,
            now=sum(measured, Decimal(0)) if measured else None,
            projected=sum(expected, Decimal(0)) if expected else None,
            origin=sources.origin(period, projected=not measured) if measured or expected else Origin.NONE,
            down=(MONTHS, period.start),
            exchange_on=sources.exchange_in(period),
            partly=0 < len(measured) + len(expected) < 12,
        )


def _months(selection: Selection, sources: Sources) -> Iterator[Entry]:
    year = selection.day.year
    for month in range(1, 13):
        first = date(year, month, 1)
        period = Period(first, _next_month(first))
        value, projected = sources.month(year, month), sources.is_projected(year, month)
        yield Entry(
            period,
            before=sources.month(year - 1, month),
            now=None if projected else value,
            projected=value if projected else None,
            origin=Origin.NONE if value is None else sources.origin(period, projected=projected),
            down=(DAYS, first) if sources.remote and not projected and value is not None else None,
            exchange_on=sources.exchange_in(period),
        )


def _days(selection: Selection, sources: Sources) -> Iterator[Entry]:
    day = selection.period.start
    while day < selection.period.end:
        row, earlier = sources.days.get(day), same_day_last_year(day)
        before = sources.days.get(earlier) if earlier else None
        yield Entry(
            Period(day, day + DAY),
            before=_kwh(before["total"]) if before else None,
            now=_kwh(row["total"]) if row else None,
            origin=_day_origin(row),
            down=(HOURS, day) if row else None,
            partly=bool(row) and row["partly"],
        )
        day += DAY


def _hours(selection: Selection, sources: Sources) -> Iterator[Entry]:
    day = selection.day
    row = sources.days.get(day)
    values = row["watt_hours"] if row else [None] * quarter_hours(day)
    status = (row["status"] if row else None) or ""
    for number, slot in enumerate(hours(day, values)):
        substitute = SUBSTITUTE in status[number * 4 : number * 4 + 4]
        origin = Origin.NONE if slot.used is None else Origin.ESTIMATED if substitute else Origin.MEASURED
        yield Entry(selection.period, before=None, now=slot.used, origin=origin, slot=slot)


def quarters_of(selection: Selection, sources: Sources) -> list[Slot]:
    """The load curve of the day; empty when there is none."""
    row = sources.days.get(selection.day)
    return quarters(selection.day, row["watt_hours"]) if row else []


def _kwh(watt_hours: int) -> Decimal:
    return Decimal(watt_hours).scaleb(-3)


def _day_origin(row: Row | None) -> Origin:
    if row is None:
        return Origin.NONE
    return Origin.ESTIMATED if row["substituted"] else Origin.MEASURED
