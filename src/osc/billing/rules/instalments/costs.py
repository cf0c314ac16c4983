"""What a consumption costs over changing prices. Gross; an estimate, never a bill (R-GEN-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from osc.billing.rules.instalments.forecast import Forecast
from osc.foundation.money import round_half_up
from osc.foundation.period import Period
from osc.metering.rules.arithmetic import base_price
from osc.metering.rules.profiles import year_share


class PriceStep(NamedTuple):
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
    measured = Period(expected.period.start, expected.known_until)
    open_ = Period(expected.known_until, expected.period.end)
    parts = [
        _Part(
            step.unit_price_ct / 100, base_price(step.base_price_eur, days),
            expected.known * _fraction(days, measured, commodity), _fraction(days, open_, commodity),
        )
        for step, days in prices_in(steps, expected.period)
    ]  # fmt: skip
    return CostRange(
        *(_cost(total - expected.known, parts) for total in (expected.expected, expected.low, expected.high))
    )


class _Part(NamedTuple):
    """The days of one price: EUR per unit, EUR for the days, what was used, and the share of what is left."""

    unit_price: Decimal
    base: Decimal
    known: Decimal
    share: Decimal


def _cost(left: Decimal, parts: Sequence[_Part]) -> Decimal:
    return sum((round_half_up((part.known + left * part.share) * part.unit_price, 2) + part.base for part in parts),
               Decimal(0))  # fmt: skip


def _fraction(days: Period, whole: Period, commodity: str) -> Decimal:
    """The share of `whole` that falls on `days`; nothing falls on an empty period."""
    common = days.intersect(whole)
    return year_share(commodity, common) / year_share(commodity, whole) if common else Decimal(0)
