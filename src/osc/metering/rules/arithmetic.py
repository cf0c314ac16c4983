"""From readings to consumption: rollover, exchange, gas energy, which registers count (R-VER-1 … 5, 8, 14)."""

from calendar import isleap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from osc.foundation.money import round_half_up
from osc.foundation.period import Period

Z_PLACES, CALORIFIC_PLACES = 4, 3
SUM_TOLERANCE = Decimal(1)
FEED_IN, TOTAL = "FEED_IN", "TOTAL"


class Span(NamedTuple):
    """A register from one reading to the next, without an exchange between them."""

    start: Decimal
    end: Decimal
    digits: int
    factor: Decimal = Decimal(1)


def used(span: Span) -> Decimal:
    """(end - start) x factor; below the start the register has run over its last digit (R-VER-1, R-VER-2, EX-5)."""
    counted = span.end - span.start
    if counted < 0:
        counted += Decimal(10) ** span.digits
    return counted * span.factor


def used_over_exchange(spans: Sequence[Span]) -> Decimal:
    """Old meter until its removal plus new meter from its own first value (R-VER-3, EX-6)."""
    return sum((used(span) for span in spans), Decimal(0))


def consumption_of(registers: Mapping[str, Decimal]) -> Decimal:
    """Consumption of a meter by register label; a sum register counts alone, feed-in never (R-NUM-11, R-VER-14)."""
    tariffs = [value for label, value in registers.items() if label not in {FEED_IN, TOTAL}]
    return sum(tariffs, Decimal(0)) if tariffs else registers.get(TOTAL, Decimal(0))


def sum_register_gap(registers: Mapping[str, Decimal]) -> Decimal | None:
    """How far 1.8.0 is from 1.8.1 + 1.8.2; None when it fits within one unit or there is none (R-NUM-11)."""
    tariffs = [value for label, value in registers.items() if label not in {FEED_IN, TOTAL}]
    if TOTAL not in registers or not tariffs:
        return None
    gap = registers[TOTAL] - sum(tariffs, Decimal(0))
    return gap if abs(gap) > SUM_TOLERANCE else None


def z_number(height_m: Decimal, *, pressure_mbar: Decimal = Decimal(22), celsius: Decimal = Decimal(15)) -> Decimal:
    """Zustandszahl of a height zone, four decimals half-up (R-VER-4, EX-7)."""
    air = Decimal(1016) - Decimal("0.12") * height_m
    kelvin = Decimal("273.15")
    return round_half_up(kelvin / (kelvin + celsius) * (air + pressure_mbar) / Decimal("1013.25"), Z_PLACES)


def mean_calorific_value(months: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Volume-weighted mean of (m³, kWh per m³), three decimals half-up (R-VER-4). Raises ValueError without volume."""
    pairs = list(months)
    volume = sum((each for each, _ in pairs), Decimal(0))
    if volume <= 0:
        raise ValueError("no volume to weigh with")
    return round_half_up(sum((each * value for each, value in pairs), Decimal(0)) / volume, CALORIFIC_PLACES)


def gas_energy(volume: Decimal, z: Decimal, calorific_value: Decimal, *, standard_volume: bool = False) -> Decimal:
    """Whole kWh from the printed factors; a volume converter has applied z already (R-VER-5, EX-7)."""
    factor = Decimal(1) if standard_volume else round_half_up(z, Z_PLACES)
    return round_half_up(volume * factor * round_half_up(calorific_value, CALORIFIC_PLACES), 0)


def base_price(per_year: Decimal, period: Period) -> Decimal:
    """Day-exact share of a yearly price, 365 or 366 by calendar year, half-up to the cent (R-VER-8, EX-8)."""
    total, start = Decimal(0), period.start
    while start < period.end:
        end = min(period.end, date(start.year + 1, 1, 1))
        total += per_year * (end - start).days / (366 if isleap(start.year) else 365)
        start = end
    return round_half_up(total, 2)
