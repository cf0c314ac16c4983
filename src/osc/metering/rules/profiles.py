"""How a year's consumption falls on its days: load profile, degree days or plain days (R-VER-6, R-VER-7)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from osc.foundation.period import Period
from osc.foundation.quantity import split_largest_remainder

DAY = timedelta(days=1)
# degree days of a normal year, per mille and month (VDI 2067 sheet 1 table 22); summer is 40 in three parts
DEGREE_DAYS = (
    Decimal(170), Decimal(150), Decimal(130), Decimal(80), Decimal(40), Decimal(40) / 3, Decimal(40) / 3,
    Decimal(40) / 3, Decimal(30), Decimal(80), Decimal(120), Decimal(160),
)  # fmt: skip
# daily sums of the BDEW household profile H25 by month: working day, Saturday, Sunday (before dynamisation)
HOUSEHOLD_DAYS = (
    ("2476.450", "2842.961", "2903.033"), ("2448.516", "2844.567", "2944.478"), ("2398.885", "2784.877", "2866.433"),
    ("2554.952", "2961.768", "3047.309"), ("2632.023", "3024.437", "3087.454"), ("2773.430", "3139.621", "3216.223"),
    ("2915.474", "3277.933", "3361.232"), ("2820.521", "3170.155", "3254.218"), ("2656.074", "3040.361", "3190.438"),
    ("2633.577", "2972.852", "3127.245"), ("2541.863", "2944.428", "3042.968"), ("2536.519", "2816.414", "2936.746"),
)  # fmt: skip
# Christmas Eve and New Year's Eve, unless they are Sundays (BDEW, R-MKO-4)
LIKE_SATURDAYS = ((12, 24), (12, 31))
# share of gas and heat that does not follow the weather (hot water), per mille of the year
HOT_WATER = {"GAS": Decimal(150), "FERNWAERME": Decimal(150)}


class Method(StrEnum):
    """How consumption is spread over days; printed where a split is shown."""

    DAYS = "days"
    LOAD_PROFILE = "load_profile"
    DEGREE_DAYS = "degree_days"


METHODS = {
    "STROM": Method.LOAD_PROFILE, "GAS": Method.DEGREE_DAYS, "FERNWAERME": Method.DEGREE_DAYS, "WASSER": Method.DAYS,
}  # fmt: skip


def method_for(commodity: str) -> Method:
    """The documented default of a commodity (R-VER-6)."""
    return METHODS[commodity]


def day_weight(method: Method, day: date) -> Decimal:
    """The relative weight of one day; only quotients of weights mean something."""
    if method == Method.DEGREE_DAYS:
        return DEGREE_DAYS[day.month - 1] / monthrange(day.year, day.month)[1]
    if method == Method.LOAD_PROFILE:
        working, saturday, sunday = HOUSEHOLD_DAYS[day.month - 1]
        if (day.month, day.day) in LIKE_SATURDAYS:
            working = saturday
        return Decimal({5: saturday, 6: sunday}.get(day.weekday(), working)) * dynamics(day.timetuple().tm_yday)
    return Decimal(1)


def dynamics(day_of_year: int) -> Decimal:
    """The BDEW dynamisation of household profiles: a polynomial of fourth degree over the year."""
    t = Decimal(day_of_year)
    return (
        Decimal("-3.92E-10") * t**4 + Decimal("3.20E-7") * t**3 - Decimal("7.02E-5") * t**2
        + Decimal("2.1E-3") * t + Decimal("1.24")
    )  # fmt: skip


@cache
def _cumulative(method: Method, year: int) -> list[Decimal]:
    """Weight of the year before each of its days; the last entry is the whole year."""
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    weights = (day_weight(method, first + DAY * number) for number in range((end - first).days))
    return list(accumulate(weights, initial=Decimal(0)))


def weight(method: Method, period: Period) -> Decimal:
    """Weight of a period in years of this method: a whole calendar year is exactly 1."""
    total, start = Decimal(0), period.start
    while start < period.end:
        end = min(period.end, date(start.year + 1, 1, 1))
        sums, new_year = _cumulative(method, start.year), date(start.year, 1, 1)
        total += (sums[(end - new_year).days] - sums[(start - new_year).days]) / sums[-1]
        start = end
    return total


# many contracts are asked for the same few periods
@lru_cache(maxsize=4096)
def year_share(commodity: str, period: Period) -> Decimal:
    """Expected share of a normal year's consumption in [start, end); hot water runs all year."""
    steady = HOT_WATER.get(commodity, Decimal(0)) / 1000
    varying = weight(method_for(commodity), period)
    return varying * (1 - steady) + weight(Method.DAYS, period) * steady


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split: its days, its whole units, and whether a reading measured it (R-ABL-15)."""

    period: Period
    amount: Decimal
    measured: bool = False


def split_consumption(total: Decimal, period: Period, cuts: Sequence[date], method: Method) -> list[Part]:
    """Splits whole units at the cuts by weight; the parts add up exactly (R-VER-6, R-GEN-8, EX-9, EX-10).

    Cuts outside of the period are ignored. Raises ValueError for an empty period.
    """
    days = [period.start, *sorted({cut for cut in cuts if period.start < cut < period.end}), period.end]
    periods = [Period(start, end) for start, end in pairwise(days)]
    amounts = split_largest_remainder(total, [weight(method, each) for each in periods])
    return [Part(each, amount) for each, amount in zip(periods, amounts, strict=True)]


def split_at_price_change(
    total: Decimal, period: Period, change_on: date, method: Method, *, used_before: Decimal | None
) -> list[Part]:
    """Two parts around a price change: measured when a reading of the day before gives `used_before`."""
    before, after = Period(period.start, change_on), Period(change_on, period.end)
    if used_before is not None:
        return [Part(before, used_before, measured=True), Part(after, total - used_before, measured=True)]
    return split_consumption(total, period, [change_on], method)
