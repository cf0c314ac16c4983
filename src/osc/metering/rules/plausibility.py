"""Does a reading fit? A question to the customer, never a wall (R-ABL-9, ux 3.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

LOW, HIGH = Decimal("0.75"), Decimal("1.25")
ASK_BELOW, ASK_ABOVE = Decimal("0.5"), Decimal("2")
LEAST_BAND = {"kWh": Decimal(30), "MWh": Decimal("0.03"), "m3": Decimal(3)}


class Fit(StrEnum):
    """How a value compares with what was expected."""

    UNKNOWN = "unknown"
    FITS = "fits"
    SLIGHTLY_HIGH = "slightly_high"
    SLIGHTLY_LOW = "slightly_low"
    HIGH = "high"
    LOW = "low"
    EXTRA_DIGIT = "extra_digit"
    UNCHANGED = "unchanged"
    BELOW_LAST = "below_last"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the same days of the year before used, and the band drawn around it, in the meter's unit."""

    used: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Judgement:
    """The fit, the consumption since the last reading and, for one digit too many, the likely value."""

    fit: Fit
    used: Decimal | None = None
    days: int = 0
    expectation: Expectation | None = None
    suggestion: Decimal | None = None


def expect(
    start: date, end: date, months_by_year: Mapping[int, Sequence[Decimal | None]], unit: str
) -> Expectation | None:
    """Expected use in [start, end): each day counts its month's daily mean of the year before (R-ABL-9).

    None when a month of the year before is unknown: a guess is worse than no answer.
    """
    used, day = Decimal(0), start
    while day < end:
        months = months_by_year.get(day.year - 1)
        value = months[day.month - 1] if months else None
        if value is None:
            return None
        used += value / _days_in_month(day)
        day += timedelta(days=1)
    least = LEAST_BAND[unit]
    return Expectation(used, max(Decimal(0), min(used * LOW, used - least)), max(used * HIGH, used + least))


def _days_in_month(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def judge(value: Decimal, *, last: Decimal | None, days: int, expectation: Expectation | None) -> Judgement:
    """Compares a reading with the last one; `days` lie between them. Nothing is ever refused here."""
    if last is None:
        return Judgement(Fit.UNKNOWN)
    used = value - last
    if used < 0:
        return Judgement(Fit.BELOW_LAST, used, days, expectation)
    if used == 0 and days > 0:
        return Judgement(Fit.UNCHANGED, used, days, expectation)
    if expectation is None or days <= 0:
        return Judgement(Fit.UNKNOWN, used, days)
    return _against(value, last, Judgement(Fit.FITS, used, days, expectation))


def _against(value: Decimal, last: Decimal, plain: Judgement) -> Judgement:
    used, expectation = plain.used, plain.expectation
    assert used is not None and expectation is not None
    shorter = Decimal(int(value / 10))
    if used > expectation.high * 2 and 0 <= shorter - last <= expectation.high * 2:
        return Judgement(Fit.EXTRA_DIGIT, used, plain.days, expectation, shorter)
    if used > expectation.high:
        fit = Fit.HIGH if used > expectation.used * ASK_ABOVE else Fit.SLIGHTLY_HIGH
    elif used < expectation.low:
        fit = Fit.LOW if used < expectation.used * ASK_BELOW else Fit.SLIGHTLY_LOW
    else:
        fit = Fit.FITS
    return Judgement(fit, used, plain.days, expectation)
