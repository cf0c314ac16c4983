"""Quarter-hours of a smart meter: the household profile of the day, shaken a little, adding up to its register."""

from datetime import date, timedelta
from random import Random

from osc.connectors.demo.world.rules.counting import year_use
from osc.connectors.demo.world.rules.profiles import SCALE, bdew_quarters, day_type, share_before
from osc.foundation.period import quarter_hours

DAY = timedelta(days=1)
# 02:00 to 03:00 is left out in March and comes twice in October
TWO, THREE = 8, 12
LEAST_SHAKE, MOST_SHAKE = 55, 160
SCATTER = 100


def day_watt_hours(profile: str, annual_kwh: int, day: date) -> int:
    """What the register counts on this day in Wh; the days of a year add up to the year exactly."""
    year = 1000 * year_use(profile, annual_kwh, day.year)
    end = SCALE if (day + DAY).year > day.year else share_before(profile, day + DAY)
    return year * end // SCALE - year * share_before(profile, day) // SCALE


def quarters_of(profile: str, annual_kwh: int, day: date, seed: str) -> list[int]:
    """92, 96 or 100 values in Wh that add up to the day; the same for the same seed."""
    random = Random(f"{seed}/{day}")  # noqa: S311 - a deterministic pretend world
    shape = [int(value * SCATTER) for value in bdew_quarters()[day.month, day_type(day)]]
    count = quarter_hours(day)
    if count < len(shape):
        shape = shape[:TWO] + shape[THREE:]
    elif count > len(shape):
        shape = shape[:THREE] + shape[TWO:]
    weights = [each * random.randint(LEAST_SHAKE, MOST_SHAKE) for each in shape]
    return _spread(day_watt_hours(profile, annual_kwh, day), weights)


def _spread(total: int, weights: list[int]) -> list[int]:
    """Whole parts by cumulative weight, so that nothing is lost."""
    whole, before, parts, passed = sum(weights), 0, [], 0
    for each in weights:
        passed += each
        until = total * passed // whole
        parts.append(until - before)
        before = until
    return parts
