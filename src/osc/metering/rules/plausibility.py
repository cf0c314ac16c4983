"""Does a reading fit? A question to the customer, never a wall (R-ABL-8, R-ABL-9, ux 3.7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from osc.foundation.period import Period
from osc.metering.rules.profiles import year_share

DAY = timedelta(days=1)
# a month of any kind is the least that a year is guessed from
LEAST_KNOWN_SHARE = Decimal("0.01")
# smaller registers count a thousandth of this band in MWh
MWH = Decimal(1000)


class Fit(StrEnum):
    """How a value compares with what was expected."""

    UNKNOWN = "unknown"
    FITS = "fits"
    SLIGHTLY_HIGH = "slightly_high"
    SLIGHTLY_LOW = "slightly_low"
    HIGH = "high"
    LOW = "low"
    EXTRA_DIGIT = "extra_digit"
    SIMILAR = "similar"
    OTHER_METER = "other_meter"
    UNCHANGED = "unchanged"
    BELOW_LAST = "below_last"
    ROLLOVER = "rollover"
    ESTIMATE_REPLACED = "estimate_replaced"


# staff look at these; the reading is accepted all the same
IN_REVIEW = frozenset({Fit.HIGH, Fit.LOW, Fit.EXTRA_DIGIT, Fit.SIMILAR, Fit.OTHER_METER, Fit.BELOW_LAST})


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The bands of one commodity: factors of the expected use, and the least half-width in the register's unit.

    Above `rollover_from` of its range a register may have run over.
    """

    low: Decimal = Decimal("0.75")
    high: Decimal = Decimal("1.25")
    ask_below: Decimal = Decimal("0.5")
    ask_above: Decimal = Decimal(2)
    least: Decimal = Decimal(30)
    rollover_from: Decimal = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was expected and the band drawn around it, in the meter's unit.

    `same_days` says that `used` is what the same days of the year before used.
    """

    used: Decimal
    low: Decimal
    high: Decimal
    same_days: bool = True


@dataclass(frozen=True, slots=True)
class Last:
    """The reading before, and what its register can show."""

    value: Decimal
    estimated: bool = False
    digits: int = 6
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class OtherMeter:
    """Another meter of the customer that the value might belong to."""

    id: str
    last: Decimal
    expectation: Expectation


@dataclass(frozen=True, slots=True)
class Judgement:
    """The fit, the use since the last reading, the likely value and the meter that it belongs to."""

    fit: Fit
    used: Decimal | None = None
    days: int = 0
    expectation: Expectation | None = None
    suggestion: Decimal | None = None
    other: str = ""
    replaces_estimate: bool = False

    @property
    def in_review(self) -> bool:
        """Whether staff look at it before it counts."""
        return self.fit in IN_REVIEW


Months = Mapping[int, Sequence[Decimal | None]]


def expect(period: Period, months_by_year: Months, commodity: str, tolerance: Tolerance) -> Expectation | None:
    """Expected use of a period: the same days of the year before, else known months spread by profile.

    Each day counts its month's daily mean; without that year the known months are scaled to a year by
    load profile or degree days (R-ABL-9, R-VER-7). None when not even one month is known.
    """
    used, same_days = _year_before(period, months_by_year), True
    if used is None:
        used, same_days = _by_profile(period, months_by_year, commodity), False
    if used is None:
        return None
    low = max(Decimal(0), min(used * tolerance.low, used - tolerance.least))
    return Expectation(used, low, max(used * tolerance.high, used + tolerance.least), same_days)


def _year_before(period: Period, months_by_year: Months) -> Decimal | None:
    used, day = Decimal(0), period.start
    while day < period.end:
        end = min(period.end, _next_month(day))
        months = months_by_year.get(day.year - 1)
        value = months[day.month - 1] if months else None
        if value is None:
            return None
        used += value * (end - day).days / (_next_month(day) - day.replace(day=1)).days
        day = end
    return used


def _by_profile(period: Period, months_by_year: Months, commodity: str) -> Decimal | None:
    known, share = Decimal(0), Decimal(0)
    for year, months in months_by_year.items():
        for month, value in enumerate(months, 1):
            if value is not None:
                first = date(year, month, 1)
                known += value
                share += year_share(commodity, Period(first, _next_month(first)))
    return known / share * year_share(commodity, period) if share > LEAST_KNOWN_SHARE else None


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def judge(
    value: Decimal, *, last: Last | None, days: int, expectation: Expectation | None,
    tolerance: Tolerance, others: Sequence[OtherMeter] = (),
) -> Judgement:  # fmt: skip
    """Compares a reading with the last one; `days` lie between them. Nothing is ever refused here."""
    if last is None:
        return Judgement(Fit.UNKNOWN)
    plain = Judgement(Fit.UNKNOWN, value - last.value, days, expectation, replaces_estimate=last.estimated)
    if value == last.value and days > 0:
        return replace(plain, fit=Fit.UNCHANGED)
    if value < last.value:
        return _below(value, last, plain, tolerance, others)
    if expectation is None or days <= 0:
        return replace(plain, fit=Fit.ESTIMATE_REPLACED if last.estimated else Fit.UNKNOWN)
    return _against(value, last, plain, tolerance, others)


def _below(
    value: Decimal, last: Last, plain: Judgement, tolerance: Tolerance, others: Sequence[OtherMeter]
) -> Judgement:
    expectation = plain.expectation
    over = value + Decimal(10) ** last.digits - last.value
    near_end = may_roll_over(last, tolerance)
    if near_end and expectation is not None and over <= max(expectation.high, expectation.used * tolerance.ask_above):
        return replace(plain, fit=Fit.ROLLOVER, used=over)
    found = _better(value, last, replace(plain, fit=Fit.BELOW_LAST), others)
    if found.fit == Fit.BELOW_LAST and last.estimated:
        return replace(found, fit=Fit.ESTIMATE_REPLACED)
    return found


def may_roll_over(last: Last, tolerance: Tolerance) -> bool:
    """Only a real reading near the end of the register's range can have run over (ux 3.7)."""
    return not last.estimated and last.value > Decimal(10) ** last.digits * tolerance.rollover_from


def _against(
    value: Decimal, last: Last, plain: Judgement, tolerance: Tolerance, others: Sequence[OtherMeter]
) -> Judgement:
    used, expectation = plain.used, plain.expectation
    assert used is not None and expectation is not None, "judged only with an expectation"
    if expectation.low <= used <= expectation.high:
        return replace(plain, fit=Fit.FITS)
    if used > expectation.high:
        asks = used > expectation.used * tolerance.ask_above
        fit = Fit.HIGH if asks else Fit.SLIGHTLY_HIGH
    else:
        asks = used < expectation.used * tolerance.ask_below
        fit = Fit.LOW if asks else Fit.SLIGHTLY_LOW
    found = replace(plain, fit=fit)
    if asks:
        found = _better(value, last, found, others)
    if last.estimated and found.fit == fit:
        return replace(found, fit=Fit.ESTIMATE_REPLACED)
    return found


def _better(value: Decimal, last: Last, found: Judgement, others: Sequence[OtherMeter]) -> Judgement:
    """A likely slip: one tap away, never taken by itself."""
    for other in others:
        if other.expectation.low <= value - other.last <= other.expectation.high and value > other.last:
            return replace(found, fit=Fit.OTHER_METER, other=other.id, suggestion=value)
    expectation = found.expectation
    if expectation is None:
        return found
    if value > last.value + expectation.high * 2:
        for shorter in _shorter(value, last.decimals):
            if 0 <= shorter - last.value <= expectation.high * 2:
                return replace(found, fit=Fit.EXTRA_DIGIT, suggestion=shorter)
    fitting = [
        each
        for each in set(_slips(value))
        if expectation.low <= each - last.value <= expectation.high and each != value
    ]
    if fitting:
        nearest = min(fitting, key=lambda each: (abs(each - last.value - expectation.used), each))
        return replace(found, fit=Fit.SIMILAR, suggestion=nearest)
    return found


def _shorter(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """The decimal point forgotten: a tenth, and for registers with decimals a hundredth and so on."""
    for places in range(1, max(1, decimals) + 1):
        yield value.scaleb(-places).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)


def _slips(value: Decimal) -> Iterator[Decimal]:
    """Two neighbouring digits swapped, or one digit too many, before the decimal point."""
    whole, point, rest = f"{value:f}".partition(".")
    for index in range(len(whole)):
        swapped = whole[:index] + whole[index : index + 2][::-1] + whole[index + 2 :]
        for digits in (swapped, whole[:index] + whole[index + 1 :]):
            if digits:
                yield Decimal(digits + point + rest)
