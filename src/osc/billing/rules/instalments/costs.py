"""What a consumption costs over changing prices. Gross; an estimate, never a bill (R-GEN-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from osc.billing.rules.instalments.forecast import Forecast
from osc.foundation.money import round_half_up
from osc.foundation.period import Period
from osc.metering.rules.arithmetic import base_price
from osc.metering.rules.profiles import year_share


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A gross price from a day on: ct per unit and EUR per year; `end` is None for the last one known."""

    start: date
    end: date | None
    unit_price_ct: Decimal
    base_price_eur: Decimal


@dataclass(frozen=True, slots=True)
class CostRange:
    """Gross EUR to the cent, for the expected consumption and for both ends of its range."""

    expected: Decimal
    low: Decimal
    high: Decimal


def prices_in(steps: Sequence[PriceStep], period: Period) -> list[tuple[PriceStep, Period]]:
    """Each price with the days it holds in the period; the last known one holds on. Raises LookupError."""
    ordered = sorted(steps, key=lambda step: step.start)
    if not ordered:
        raise LookupError("a contract without prices")
    found = []
    for index, step in enumerate(ordered):
        start = period.start if index == 0 else max(step.start, period.start)
        end = ordered[index + 1].start if index + 1 < len(ordered) else period.end
        if start < min(end, period.end):
            found.append((step, Period(start, min(end, period.end))))
    return found


def cost_range(expected: Forecast, steps: Sequence[PriceStep], commodity: str) -> CostRange:
    """The cost of a forecast: known and expected consumption fall on the prices by season (R-VER-6)."""
    parts = prices_in(steps, expected.period)
    return CostRange(
        *(_cost(expected, total, parts, commodity) for total in (expected.expected, expected.low, expected.high))
    )


def _cost(expected: Forecast, total: Decimal, parts: Sequence[tuple[PriceStep, Period]], commodity: str) -> Decimal:
    measured = Period(expected.period.start, expected.known_until)
    open_ = Period(expected.known_until, expected.period.end)
    cost = Decimal(0)
    for step, days in parts:
        used = expected.known * _fraction(days, measured, commodity) + (total - expected.known) * _fraction(
            days, open_, commodity
        )
        cost += round_half_up(used * step.unit_price_ct / 100, 2) + base_price(step.base_price_eur, days)
    return cost


def _fraction(days: Period, whole: Period, commodity: str) -> Decimal:
    """The share of `whole` that falls on `days`; nothing falls on an empty period."""
    common = days.intersect(whole)
    return year_share(commodity, common) / year_share(commodity, whole) if common else Decimal(0)
