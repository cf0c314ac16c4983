"""What a register shows on a day. Integers in the register's smallest step: nothing is ever lost."""

from datetime import date

from osc.connectors.demo.world.rules.profiles import SCALE, share_before

# colder and milder years, percent of a normal one
WEATHER_PERCENT = {2023: 94, 2024: 92, 2025: 103, 2026: 99, 2027: 101}
USE_PERCENT = {2023: 102, 2024: 100, 2025: 103, 2026: 97, 2027: 98}


def year_use(profile: str, annual: int, year: int) -> int:
    """Steps used in a whole calendar year."""
    percent = (WEATHER_PERCENT if profile == "heating" else USE_PERCENT).get(year, 100)
    return annual * percent // 100 if profile != "water" else annual


def used_between(profile: str, annual: int, start: date, end: date) -> int:
    """Steps used in [start, end); sums of adjoining periods are the sum of the whole."""
    return _used_since_epoch(profile, annual, end) - _used_since_epoch(profile, annual, start)


def _used_since_epoch(profile: str, annual: int, day: date) -> int:
    whole_years = sum(year_use(profile, annual, year) for year in range(2020, day.year))
    return whole_years + year_use(profile, annual, day.year) * share_before(profile, day) // SCALE


def as_text(steps: int, decimals: int) -> str:
    """Steps of 10^-decimals as a decimal number: 123456 with 3 decimals is 123.456."""
    if not decimals:
        return str(steps)
    digits = str(steps).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"
