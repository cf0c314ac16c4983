"""How a normal year's consumption falls on its months: for estimates and splits, never for a reading.

Every share is a Decimal; one normal year has the share 1, a leap day adds its own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from osc.foundation.period import Period

# per ten thousand and month: household profile H25 of BDEW (18 March 2025), dynamised, mean of day types (R-MKO-4)
H25 = (1011, 882, 884, 813, 774, 715, 742, 738, 730, 836, 885, 990)
# per mille and month: degree days, VDI 2067 sheet 1 table 22; the summer's 40 in three equal parts (R-VER-7)
DEGREE_DAYS = (*map(Decimal, (170, 150, 130, 80, 40)), *[Decimal(40) / 3] * 3, *map(Decimal, (30, 80, 120, 160)))
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Season:
    """The share of a normal year that falls on a day, by its month."""

    def __init__(self, months: tuple[Decimal, ...]) -> None:
        whole = sum(months, Decimal(0))
        self.per_day = tuple(share / whole / days for share, days in zip(months, MONTH_DAYS, strict=True))

    def months(self, period: Period) -> list[Decimal]:
        """The share of each calendar month that the period touches, in order."""
        shares, start = [], period.start
        while start < period.end:
            end = min(period.end, (start.replace(day=28) + timedelta(days=4)).replace(day=1))
            shares.append(self.per_day[start.month - 1] * (end - start).days)
            start = end
        return shares

    def share(self, period: Period) -> Decimal:
        """The share of a normal year that falls into the period; adjoining periods add up."""
        return sum(self.months(period), Decimal(0))


@cache
def season_of(commodity: str, hot_water_percent: int = 0) -> Season:
    """The season of a commodity (BO4E Sparte): H25, degree days, or plain days for water (R-VER-6).

    `hot_water_percent` of gas and heat does not follow the weather and is spread over all days.
    """
    if commodity == "STROM":
        return Season(tuple(map(Decimal, H25)))
    even = tuple(Decimal(days) for days in MONTH_DAYS)
    if commodity == "WASSER":
        return Season(even)
    weather = Decimal(100 - hot_water_percent) / 100
    flat = Decimal(1000 * hot_water_percent) / 100 / 365
    return Season(tuple(cold * weather + days * flat for cold, days in zip(DEGREE_DAYS, even, strict=True)))


def split_by_season(season: Season, total: Decimal, cuts: Mapping[date, Period]) -> dict[date, Decimal]:
    """The parts of a consumption by season, unrounded, under the keys of the periods (R-VER-6)."""
    shares = {key: season.share(period) for key, period in cuts.items()}
    whole = sum(shares.values(), Decimal(0))
    return {key: total * share / whole if whole else Decimal(0) for key, share in shares.items()}
