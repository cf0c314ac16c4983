"""Consumption until the end of a billing period, as a range in which four of five outcomes lie.

One level (consumption of a normal year) is estimated from all stretches between readings, newer ones
counting more. What is left of the period is this level times its share of a normal year. The spread grows
with the age of what is known, with winter months still to come and with estimated readings; its constants
were set on other simulated years than those that `tools/forecast_backtest.py` reports. All Decimal, no
rounding in here; units are those of the stretches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from osc.foundation.period import Period
from osc.foundation.terms import add_months
from osc.metering.rules.profiles import year_share
from osc.metering.rules.stretches import Stretch

# the share of a normal distribution's width that holds 80 % of the outcomes
EIGHTY_PERCENT = Decimal("1.2816")
# knowledge of one year ago counts this much, of two years ago its square …
YEARLY_FADING = Decimal("0.25")
LN_OF_FADING = YEARLY_FADING.ln()
# an average household counts as much as this share of a year of own readings
TYPICAL_WEIGHT = Decimal("0.04")
# what an estimated reading counts against a real one
ESTIMATED_WEIGHT = Decimal("0.4")


@dataclass(frozen=True, slots=True)
class Spread:
    """Relative standard deviations of a commodity: of one month by weather and chance, of a year against
    the year before by changed habits, and among all households of the town."""

    month: Decimal
    year: Decimal
    households: Decimal


SPREADS = {
    "STROM": Spread(Decimal("0.08"), Decimal("0.08"), Decimal("0.45")),
    "GAS": Spread(Decimal("0.22"), Decimal("0.10"), Decimal("0.45")),
    "FERNWAERME": Spread(Decimal("0.22"), Decimal("0.10"), Decimal("0.45")),
    "WASSER": Spread(Decimal("0.08"), Decimal("0.08"), Decimal("0.50")),
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """Consumption of a billing period. `known` lies before `known_until`; `low` to `high` holds four of five.

    `from_readings` is False when there was no reading to go by and an average household stood in.
    """

    period: Period
    known_until: date
    known: Decimal
    expected: Decimal
    low: Decimal
    high: Decimal
    yearly: Decimal
    from_readings: bool
    estimated: bool


@dataclass(frozen=True, slots=True)
class _Level:
    yearly: Decimal
    weight: Decimal
    middle: Decimal
    estimated: Decimal


def forecast(*, commodity: str, period: Period, stretches: Sequence[Stretch], typical: Decimal) -> Forecast:
    """The consumption of `period` from stretches in the same unit; `typical` is an average household's year."""
    level = _level(commodity, stretches, period, typical)
    inside = [(stretch, part) for stretch in stretches if (part := stretch.period.intersect(period))]
    known = sum((_part(commodity, stretch, part) for stretch, part in inside), Decimal(0))
    known_until = max((part.end for _, part in inside), default=period.start)
    rest = Period(known_until, period.end)
    months = [level.yearly * year_share(commodity, month) for month in _months(rest)]
    left = sum(months, Decimal(0)) + _gaps(commodity, inside, period) * level.yearly
    reach = EIGHTY_PERCENT * _deviation(SPREADS[commodity], level, months, left, _years_since_2000(rest))
    return Forecast(
        period=period, known_until=known_until, known=known, expected=known + left,
        low=known + max(Decimal(0), left - reach), high=known + left + reach, yearly=level.yearly,
        from_readings=level.weight > TYPICAL_WEIGHT, estimated=level.estimated > Decimal("0.5"),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _months(period: Period) -> tuple[Period, ...]:
    """The whole and begun months of a period; many contracts of a customer ask for the same."""
    found, start = [], period.start
    while start < period.end:
        end = min(period.end, add_months(start.replace(day=1), 1))
        found.append(Period(start, end))
        start = end
    return tuple(found)


def _part(commodity: str, stretch: Stretch, part: Period) -> Decimal:
    return stretch.used * year_share(commodity, part) / year_share(commodity, stretch.period)


def _gaps(commodity: str, inside: Sequence[tuple[Stretch, Period]], period: Period) -> Decimal:
    """The share of days before the last reading that no stretch covers, such as a lost meter."""
    known_until = max((part.end for _, part in inside), default=period.start)
    covered = sum((year_share(commodity, part) for _, part in inside), Decimal(0))
    return max(Decimal(0), year_share(commodity, Period(period.start, known_until)) - covered)


def _level(commodity: str, stretches: Sequence[Stretch], period: Period, typical: Decimal) -> _Level:
    """Weighted mean of what a normal year would have been in each stretch."""
    middle_of_period = _years_since_2000(period)
    newest = max((_years_since_2000(each.period) for each in stretches), default=middle_of_period)
    weight, used, moment, guessed = TYPICAL_WEIGHT, TYPICAL_WEIGHT * typical, Decimal(0), Decimal(0)
    for each in stretches:
        middle = _years_since_2000(each.period)
        counts = _faded(newest - middle) * (ESTIMATED_WEIGHT if each.estimated else 1)
        share = counts * year_share(commodity, each.period)
        weight, used = weight + share, used + counts * each.used
        moment, guessed = moment + share * middle, guessed + (share if each.estimated else 0)
    own = weight - TYPICAL_WEIGHT
    return _Level(used / weight, weight, moment / own if own else middle_of_period, guessed / own if own else own)


@lru_cache(maxsize=4096)
def _faded(years: Decimal) -> Decimal:
    """YEARLY_FADING to the power of years; meters of one landlord are read on the same days."""
    return (LN_OF_FADING * years).exp()


@lru_cache(maxsize=1024)
def _years_since_2000(period: Period) -> Decimal:
    return Decimal(period.start.toordinal() + period.end.toordinal() - 2 * date(2000, 1, 1).toordinal()) / 2 / 365


def _deviation(spread: Spread, level: _Level, months: Sequence[Decimal], left: Decimal, middle: Decimal) -> Decimal:
    """Standard deviation of what is left: habits that wander, what the level itself is not sure of, the months."""
    age = max(Decimal("0.1"), middle - level.middle)
    own = max(level.weight - TYPICAL_WEIGHT, Decimal("0.0001"))
    wander = spread.year**2 * age + spread.month**2 / 12 / own + spread.year**2 * level.estimated
    stranger = (spread.households * TYPICAL_WEIGHT / level.weight) ** 2
    chance = sum((month * month for month in months), Decimal(0)) * spread.month**2
    if level.weight <= TYPICAL_WEIGHT:
        wander = Decimal(0)
    return ((wander + stranger) * left**2 + chance).sqrt()
