"""This year against last year, and the twelve pairs of bars. Unknown months stay unknown (R-INF-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

SAME_WITHIN_PERCENT = 2
HEIGHT = 54


@dataclass(frozen=True, slots=True)
class MonthPair:
    """One month in both years, in the contract's unit; None where nothing is known."""

    month: int
    previous: Decimal | None
    current: Decimal | None
    projected: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Consumption of the year so far, up to and including `until_month`, and how it compares.

    `percent` is the change against the same months of the year before, rounded half-up to whole
    percent; None when a month is missing there.
    """

    year: int
    unit: str
    total: Decimal
    until_month: int
    percent: int | None
    months: tuple[MonthPair, ...]
    # the highest month of both years, as the scale of the bars
    highest: Decimal

    @property
    def path_before(self) -> str:
        """Last year's bars in a field of 300 by 56."""
        return _bars(2, [pair.previous for pair in self.months], self.highest)

    @property
    def path_now(self) -> str:
        """This year's measured bars, beside last year's."""
        return _bars(12, [None if pair.projected else pair.current for pair in self.months], self.highest)

    @property
    def direction(self) -> str:
        """ "same" within two percent, else "more" or "less"; "" without a comparison."""
        if self.percent is None:
            return ""
        if abs(self.percent) <= SAME_WITHIN_PERCENT:
            return "same"
        return "more" if self.percent > 0 else "less"


def present_trend(years: Mapping[int, Mapping[str, Any]], *, today: date) -> Trend | None:
    """The trend of the current year; None without a single measured month."""
    row = years.get(today.year)
    if row is None:
        return None
    current = [_decimal(value) for value in row["months"]]
    projected_from = row["projected_from_month"] or 13
    known = [month for month in range(1, projected_from) if current[month - 1] is not None]
    if not known:
        return None
    before = [_decimal(value) for value in years.get(today.year - 1, {}).get("months", [None] * 12)]
    total = sum((current[month - 1] or Decimal(0) for month in known), Decimal(0))
    return Trend(
        year=today.year,
        unit=row["unit"],
        total=total,
        until_month=known[-1],
        percent=_change(total, [before[month - 1] for month in known]),
        months=tuple(
            MonthPair(month, before[month - 1], current[month - 1], month >= projected_from) for month in range(1, 13)
        ),
        highest=max(value for value in (*before, *current) if value is not None),
    )


def _bars(left: int, values: list[Decimal | None], highest: Decimal) -> str:
    """One bar for each month that is known."""
    highest = highest or Decimal(1)
    heights = [(index, int(value * HEIGHT / highest)) for index, value in enumerate(values) if value is not None]
    return "".join([f"M{left + 25 * index} 56v-{height}h9v{height}z" for index, height in heights])


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _change(total: Decimal, before: list[Decimal | None]) -> int | None:
    known = [value for value in before if value is not None]
    if len(known) < len(before) or not sum(known):
        return None
    change = (total / sum(known) - 1) * 100
    return int(change.quantize(Decimal(1)))
