"""How a year's consumption falls on its days: integer weights, so that everything adds up exactly."""

import csv
import importlib.util
from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import accumulate
from pathlib import Path

SCALE = 10**9
# degree days per mille and month, VDI 2067 (R-VER-7)
DEGREE_DAYS = (170, 150, 130, 80, 40, 13, 13, 14, 30, 80, 120, 160)
# share of gas and heat that does not depend on the weather: hot water, spread over all days
HOT_WATER_PERCENT = 15


@cache
def bdew_quarters() -> dict[tuple[int, str], list[Decimal]]:
    """The 96 quarter-hours of the BDEW household profile H25 by month and day type (WT, SA, FT).

    Read from the tables that the package demandlib carries; the package itself is not imported.
    """
    spec = importlib.util.find_spec("demandlib")
    assert spec is not None and spec.submodule_search_locations, "demandlib is part of the demo packages"
    path = Path(spec.submodule_search_locations[0]) / "bdew" / "bdew_data" / "h25.csv"
    with path.open(encoding="utf-8", newline="") as file:
        months, types, *rows = list(csv.reader(file))
    names = list(dict.fromkeys(months[1:]))
    return {
        (names.index(months[column]) + 1, types[column]): [Decimal(row[column]) for row in rows]
        for column in range(1, len(types))
    }


@cache
def bdew_h25() -> dict[tuple[int, str], Decimal]:
    """Daily sums of the profile."""
    return {key: sum(values, Decimal(0)) for key, values in bdew_quarters().items()}


def dynamic_factor(day_of_year: int) -> Decimal:
    """The BDEW dynamisation of household profiles: a polynomial of fourth degree over the year."""
    t = Decimal(day_of_year)
    return (
        Decimal("-3.92E-10") * t**4 + Decimal("3.20E-7") * t**3 - Decimal("7.02E-5") * t**2
        + Decimal("2.1E-3") * t + Decimal("1.24")
    )  # fmt: skip


def day_type(day: date) -> str:
    """The profile's kind of day: working day, Saturday, Sunday."""
    return {5: "SA", 6: "FT"}.get(day.weekday(), "WT")


def _raw_weights(profile: str, year: int) -> list[Decimal]:
    days = [date(year, 1, 1) + timedelta(n) for n in range(366 if isleap(year) else 365)]
    if profile == "electricity":
        return [bdew_h25()[day.month, day_type(day)] * dynamic_factor(day.timetuple().tm_yday) for day in days]
    if profile == "heating":
        base = Decimal(1000 * HOT_WATER_PERCENT) / (100 - HOT_WATER_PERCENT) / len(days)
        return [Decimal(DEGREE_DAYS[day.month - 1]) / _month_days(day) + base for day in days]
    return [Decimal(1)] * len(days)


def _month_days(day: date) -> int:
    return ((day.replace(day=28) + timedelta(4)).replace(day=1) - day.replace(day=1)).days


@cache
def cumulative(profile: str, year: int) -> list[int]:
    """Shares of the year used before each day, times SCALE; starts with 0 and ends with SCALE exactly."""
    sums = list(accumulate(_raw_weights(profile, year)))
    return [0, *(int(value * SCALE / sums[-1]) for value in sums[:-1]), SCALE]


@cache
def share_before(profile: str, day: date) -> int:
    """Share of the day's year that was used before it began, times SCALE."""
    return cumulative(profile, day.year)[day.timetuple().tm_yday - 1]
