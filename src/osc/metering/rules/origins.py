"""Where a month's or year's consumption comes from, in the order of what bills must state (R-ABL-1, R-INF-10)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from osc.foundation.period import Period

DAY = timedelta(days=1)
# a reading this near the turn of a month counts as taken at the turn
NEAR_DAYS = 3
GUESSED = frozenset({"SCHAETZUNG", "ERSATZWERT"})


class Origin(StrEnum):
    """How certain a period's consumption is."""

    MEASURED = "measured"
    READ = "read"
    REPORTED = "reported"
    CALCULATED = "calculated"
    ESTIMATED = "estimated"
    PROJECTED = "projected"
    NONE = "none"


def origin_of(period: Period, readings: Mapping[date, str], *, remote: bool, projected: bool) -> Origin:
    """The origin of a period's value by the readings at its two ends ({day: source}).

    Between readings that lie further apart the value is calculated; a guess at the end makes it estimated.
    """
    if projected:
        return Origin.PROJECTED
    if remote:
        return Origin.MEASURED
    end = _near(period.end - DAY, readings)
    if end is not None and readings[end] in GUESSED:
        return Origin.ESTIMATED
    if end is None or _near(period.start - DAY, readings) is None:
        return Origin.ESTIMATED if _next_is_guess(period, readings) else Origin.CALCULATED
    return Origin.REPORTED if readings[end] == "KUNDE" else Origin.READ


def _near(day: date, readings: Mapping[date, str]) -> date | None:
    near = [each for each in readings if abs((each - day).days) <= NEAR_DAYS]
    return min(near, key=lambda each: abs((each - day).days)) if near else None


def _next_is_guess(period: Period, readings: Mapping[date, str]) -> bool:
    later = [each for each in readings if each >= period.end - DAY]
    return bool(later) and readings[min(later)] in GUESSED
